"""Names of bodies written out as they are meant in their document."""

from __future__ import annotations

import pytest

from cancu.extract.layout import Context
from cancu.extract.names import expand, write_out

HERE = Context(province="thành phố Vân Hải", commune="xã Suối Mơ")

NAMES = [
    ("UBND Thành phố", "Ủy ban nhân dân thành phố Vân Hải"),
    ("UBND xã", "Ủy ban nhân dân xã Suối Mơ"),
    ("Ban Thường vụ Thành uỷ", "Ban Thường vụ Thành uỷ Vân Hải"),
    ("Đảng ủy", "Đảng ủy xã Suối Mơ"),
    # named already
    ("UBND thành phố Hà Nội", "Ủy ban nhân dân thành phố Hà Nội"),
    # nothing relative in it
    ("Chính phủ", "Chính phủ"),
    # another kind of place than is known
    ("UBND tỉnh", "Ủy ban nhân dân tỉnh"),
]


@pytest.mark.parametrize(("printed", "full"), NAMES)
def test_relative_names_get_their_place(printed: str, full: str) -> None:
    assert expand(printed, HERE) == full


def test_a_committee_is_a_citys_or_a_provinces() -> None:
    assert expand("BTGDVTU", HERE) == "Ban Tuyên giáo và Dân vận Thành ủy Vân Hải"
    assert expand("BTGDVTU", Context(province="tỉnh Sơn Vân")) == "Ban Tuyên giáo và Dân vận Tỉnh ủy Sơn Vân"


def test_without_a_known_place_a_name_stays_as_printed() -> None:
    assert expand("UBND xã", Context()) == "Ủy ban nhân dân xã"


def test_abbreviations_count_as_whole_words_only() -> None:
    assert write_out("TT.HĐND xã") == "Thường trực Hội đồng nhân dân xã"
    assert write_out("HĐNDX") == "HĐNDX"
