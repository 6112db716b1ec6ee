"""Slips of a scanner in fixed words are known by their letters; all offsets stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.extract.cite_slips import mended

SLIPS = [
    ("Nghị quyêt số 5", "Nghị quyết số 5"),
    ("NGHỊ QUYÊT SỐ 5", "NGHỊ QUYẾT SỐ 5"),
    ("của Chinh phủ và Ủy bạn nhân dân xã", "của Chính phủ và Ủy ban nhân dân xã"),
    ("Hôi đồng nhãn dân xã", "Hội đồng nhân dân xã"),
    # in small letters it may be any word; short words and words farther off are left alone
    ("sự quyêt định ấy", "sự quyêt định ấy"),
    ("Đê an Phú, Dư án", "Đê an Phú, Dư án"),
    ("Quyết đoán, Chinh phục", "Quyết đoán, Chinh phục"),
    ("Nghi quyet so 5", "Nghi quyet so 5"),
    ("Nghị quyết, Uỷ ban nhân dân", "Nghị quyết, Uỷ ban nhân dân"),
]


@pytest.mark.parametrize(("printed", "meant"), SLIPS)
def test_slips_in_fixed_words(printed: str, meant: str) -> None:
    assert mended(printed) == meant


@given(st.text(alphabet="NnGgHhIiQqUuYyEeTt ịỊếẾêÊủỦ.5\n", max_size=60))
def test_offsets_stay_and_what_is_mended_stays_mended(text: str) -> None:
    once = mended(text)
    assert len(once) == len(text)
    assert mended(once) == once
