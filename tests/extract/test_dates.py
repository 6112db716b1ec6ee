"""Dates in running text, as printed."""

from __future__ import annotations

import datetime as dt

import pytest

from cancu.extract.dates import date_at, dates_in


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("ngày 25 tháng 3 năm 2022", dt.date(2022, 3, 25)),
        ("ngày 25/3/2022", dt.date(2022, 3, 25)),
        ("ngày 26/ 02/2025", dt.date(2025, 2, 26)),
        ("14-11-2016", dt.date(2016, 11, 14)),
        ("07.9.2015", dt.date(2015, 9, 7)),
        ("ngày 09tháng 5 năm 2025", dt.date(2025, 5, 9)),
        ("NGÀY 03 THÁNG 10 NĂM 2025", dt.date(2025, 10, 3)),
        # a footnote mark is glued to the year
        ("ngày 23 tháng 02 năm 20264", dt.date(2026, 2, 23)),
        # no such day: found, so that it is passed over, but without a value
        ("ngày 31/02/2026", None),
        ("ngày      tháng      năm 2026", None),
        ("ngày    tháng 7 năm 2026", None),
        ("ngày        /      /2026", None),
        # damaged by a scanner: found, but not guessed
        ("ngày 15/8/202]", None),
        ("ngày l5/8/2025", None),
        ("ngày 1O tháng 8 năm 2025", None),
    ],
)
def test_a_date_is_read_where_it_begins(words: str, value: dt.date | None) -> None:
    found = date_at(words, 0)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    "words",
    [
        "ngày 15 tháng 3",
        "năm 2026",
        "ngày làm việc",
        "2026-05-21 08:05:48",
        "1/2",
        "12/2026",
        "ngày 26/2/26",
        "ngày lo/lo",
        "ngày 30",
    ],
)
def test_what_is_no_full_date(words: str) -> None:
    assert date_at(words, 0) is None


def test_a_footnote_mark_is_no_part_of_the_words() -> None:
    words = "ngày 23 tháng 02 năm 20264"
    found = date_at(words, 0)
    assert found is not None
    assert words[found.start : found.end] == "ngày 23 tháng 02 năm 2026"


def test_dates_are_found_in_order_and_numbers_are_none() -> None:
    words = "Số 72/2015/NĐ-CP ngày 07/9/2015, gọi 0912-345-678 lúc 8/30, sửa đổi ngày 01 tháng 7 năm 2025."
    assert [found.value for found in dates_in(words)] == [dt.date(2015, 9, 7), dt.date(2025, 7, 1)]
