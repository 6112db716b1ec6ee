"""Words of time and the days they mean."""

from __future__ import annotations

import datetime as dt

import pytest

from cancu.extract.times import deadline, interval, is_time

DAYS = [
    ("Tháng 2", "2026-02-01", "2026-02-28"),
    ("Quý I", "2026-01-01", "2026-03-31"),
    ("Quý IV/2028", "2028-10-01", "2028-12-31"),
    ("Quý I, II/2026", "2026-01-01", "2026-06-30"),
    ("Tháng 3 - tháng 5", "2026-03-01", "2026-05-31"),
    ("Cả năm 2026", "2026-01-01", "2026-12-31"),
    ("6 tháng cuối năm", "2026-07-01", "2026-12-31"),
    # a beginning without an end, an end without a beginning
    ("Từ quý II/2027", "2027-04-01", None),
    ("Từ tháng 5/2026, thường xuyên", "2026-05-01", None),
    ("Trước ngày 30/6/2026", None, "2026-06-30"),
    ("hoàn thành trước ngày 31 tháng 12 năm 2026", None, "2026-12-31"),
    ("Từ quý III/2026 đến quý III/2030", "2026-07-01", "2030-09-30"),
    # a start after its end is kept where each end has its year; one year for both may mean the year before
    ("Từ ngày 15/9/2026 đến ngày 10/3/2026", "2026-09-15", "2026-03-10"),
    ("Từ tháng 9/2026 đến tháng 3/2026", "2026-09-01", "2026-03-31"),
    ("từ tháng 9 đến tháng 3/2026", "2026-03-01", "2026-09-30"),
    ("chậm nhất ngày 15/12/2026", None, "2026-12-15"),
    ("hoàn thành trước 17 giờ ngày 05/6/2026", None, "2026-06-05"),
    ("Trước 30/6/2026", None, "2026-06-30"),
    ("từ ngày 10 đến ngày 12/5/2026", "2026-05-10", "2026-05-12"),
    ("ngày 10 và 12 tháng 5", "2026-05-10", "2026-05-12"),
    ("đến hết năm 2027", None, "2027-12-31"),
    ("Quý II, III/2026", "2026-04-01", "2026-09-30"),
    ("06 tháng đầu năm", "2026-01-01", "2026-06-30"),
    ("giai đoạn 2026 - 2028", "2026-01-01", "2028-12-31"),
    ("15/3/2026 - 20/4/2026", "2026-03-15", "2026-04-20"),
    ("trong các tháng 5, 6, 7 và 8 năm 2026", "2026-05-01", "2026-08-31"),
    # what recurs or hangs on something else has no days
    ("Thường xuyên", None, None),
    ("Hằng tháng/quý", None, None),
    ("Thường xuyên trong năm", None, None),
    ("Thường xuyên, liên tục trong năm", None, None),
    ("Trong năm", "2026-01-01", "2026-12-31"),
    ("Theo kế hoạch của cấp trên", None, None),
    ("Đã hoàn thành", None, None),
    # no such day
    ("Trước ngày 31/02/2026", None, None),
]

SENTENCES = [
    ("Xây dựng kế hoạch, hoàn thành trước ngày 30/6/2026; tập huấn.", "hoàn thành trước ngày 30/6/2026"),
    ("Tổ chức hội thi trong Quý III/2026.", "trong Quý III/2026"),
    ("Định kỳ hằng tháng, quý và năm, các thôn dọn vệ sinh.", "Định kỳ hằng tháng, quý và năm"),
    ("Rà soát danh mục, chậm nhất là ngày 15/12/2026.", "chậm nhất là ngày 15/12/2026"),
    ("Rà soát danh mục trước 30/6/2026.", "trước 30/6/2026"),
    ("Phát sóng trong các tháng 5, 6, 7 và 8 năm 2026 tại xã.", "trong các tháng 5, 6, 7 và 8 năm 2026"),
    ("Khám sức khỏe từ nay đến hết ngày 31/12/2026.", "từ nay đến hết ngày 31/12/2026"),
    ("Sửa nhà kho, xong trong tháng 8/2026.", "xong trong tháng 8/2026"),
    ("Mua sắm trong 6 tháng cuối năm 2026.", "trong 6 tháng cuối năm 2026"),
    # the aim of a strategy is no deadline
    ("Thực hiện Chiến lược đến năm 2030.", None),
    # the year names what is done, no deadline
    ("Triển khai kế hoạch văn hóa đọc năm 2026.", None),
    # the day of a report that comes again and again is not that of the work; one with its year is, if no other is named
    ("Tổng hợp kết quả, báo cáo UBND tỉnh trước ngày 15/8/2027.", "trước ngày 15/8/2027"),
    ("Lập đề án, xong trong tháng 7/2026; báo cáo trước ngày 10/8/2026.", "xong trong tháng 7/2026"),
    ("Dọn vệ sinh; báo cáo UBND xã trước ngày 20/6.", None),
]


@pytest.mark.parametrize(("words", "first", "last"), DAYS)
def test_words_of_time_mean_days(words: str, first: str | None, last: str | None) -> None:
    days = tuple(dt.date.fromisoformat(day) if day else None for day in (first, last))
    assert interval(words, 2026) == days
    assert is_time(words)


def test_a_school_year_is_not_two_calendar_years() -> None:
    assert interval("Học kỳ I và học kỳ II năm học 2026 - 2027", 2026) == (None, None)
    assert interval("Vụ Đông Xuân 2026 - 2027", 2026) == (None, None)
    assert interval("Giai đoạn 2026 - 2027", 2026) == (dt.date(2026, 1, 1), dt.date(2027, 12, 31))


def test_without_a_year_nothing_is_guessed() -> None:
    assert interval("Quý I", None) == (None, None)


@pytest.mark.parametrize("words", ["Sở Y tế", "Năm 2026 Sở Y tế", "Quyết định của Chính phủ", "", "Thông báo tháng"])
def test_other_cells_are_no_time(words: str) -> None:
    assert not is_time(words)


@pytest.mark.parametrize(("sentence", "words"), SENTENCES)
def test_a_deadline_is_told_from_other_dates(sentence: str, words: str | None) -> None:
    found = deadline(sentence, 0, len(sentence))
    assert (sentence[found.start : found.end] if found else None) == words
