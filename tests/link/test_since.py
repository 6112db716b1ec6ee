"""Since when something is said to have been with a place."""

from __future__ import annotations

import pytest

from cancu.link.since import since
from cancu.linked import Unit
from cancu.model import Item

WARD = Unit(slug="thi-du", code="1", epoch="2025-07-01", name="Thí Dụ", kind="phường", parent=None, source="M")


@pytest.mark.parametrize(
    ("words", "years"),
    [
        ("Duy trì quan hệ từ năm 1973 giữa thành phố Ví Dụ với phường Thí Dụ.", ["1973"]),
        ("Duy trì quan hệ từ 1973 với phường Thí Dụ; mở rộng hợp tác.", ["1973"]),
        # another place, another sentence, no year, a deadline
        ("Duy trì quan hệ từ năm 1973 với phường Thí Dụng.", []),
        ("Quan hệ từ năm 1973 giữa hai thành phố. Giao phường Thí Dụ.", []),
        ("Quan hệ giữa thành phố Ví Dụ với phường Thí Dụ.", []),
        ("Phường Thí Dụ thực hiện từ năm 2026.", []),
    ],
)
def test_a_year_and_a_place_are_read_together(words, years):
    found = since([Item(text=words, start=7, end=7 + len(words))], [WARD])
    assert [(said.start, said.year, said.unit) for said in found] == [(7, year, "thi-du") for year in years]
