"""Named happenings, their days and years, and what only sounds like one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Plan = Callable[..., Any]

ELECTED = "Bầu cử đại biểu Quốc hội khóa XVI và đại biểu HĐND các cấp nhiệm kỳ 2026 - 2031"
ELECTION = f"Tuyên truyền cuộc b{ELECTED[1:]}"

EVENTS = [
    # an anniversary with both days
    ("Kỷ niệm 60 năm Ngày thành lập xã Suối Mơ (10/10/1966-10/10/2026).",
     [("Ngày thành lập xã Suối Mơ", "2026-10-10", "2026", 60, "1966-10-10")]),
    # the printed number stays, right or wrong
    ("Tuyên truyền 59 năm thành lập khối Mơ.", [("Thành lập khối Mơ", None, "2026", 59, None)]),
    # two happenings share the years
    ("Kỷ niệm 81 năm Cách mạng tháng Tám (19/8/1945 - 19/8/2026) và Quốc khánh nước Mơ (02/9/1945 - 02/9/2026).",
     [("Cách mạng tháng Tám", "2026-08-19", "2026", 81, "1945-08-19"),
      ("Quốc khánh nước Mơ", "2026-09-02", "2026", 81, "1945-09-02")]),
    ("Làm rõ thành tựu sau 40 năm Đổi mới.", [("Đổi mới", None, None, 40, None)]),
    # a day of the year
    ("Hưởng ứng Ngày Nhân quyền thế giới (10/12).", [("Ngày Nhân quyền thế giới", "2026-12-10", "2026", None, None)]),
    # an election, another name for it, and its day for both
    (ELECTION + "; đây là Ngày hội của toàn dân (ngày 15/3/2026).",
     [(ELECTED, "2026-03-15", "2026", None, None), (ELECTED, "2026-03-15", "2026", None, None)]),
    ("Chuẩn bị Diễn đàn Hợp tác kinh tế châu Á - Thái Bình Dương (APEC) lần thứ 34 (năm 2027).",
     [("Diễn đàn Hợp tác kinh tế châu Á - Thái Bình Dương (APEC) lần thứ 34", None, "2027", None, None)]),
    ("Quảng bá hướng tới APEC 2027.", [("APEC 2027", None, "2027", None, None)]),
    # weak heads beside strong ones
    ("Tham gia các hoạt động (Chương trình Chào xuân; Lễ hội Hoa Suối Mơ, Đêm nhạc Sông Mơ).",
     [("Chương trình Chào xuân", None, "2026", None, None), ("Lễ hội Hoa Suối Mơ", None, "2026", None, None),
      ("Đêm nhạc Sông Mơ", None, "2026", None, None)]),
    ("Trao Giải thưởng về văn hóa đọc “Trang sách Mơ”.",
     [("Giải thưởng về văn hóa đọc “Trang sách Mơ”", None, "2026", None, None)]),
    ("Kết quả nhiệm kỳ Đại hội XIII của Đảng.", [("Đại hội XIII của Đảng", None, None, None, None)]),
]  # fmt: skip

NONE = [
    "Xã xây dựng Kế hoạch tổ chức Ngày hội như sau.",
    "Thực hiện Nghị quyết Đại hội XIV của Đảng.",
    "Đánh giá 5 năm thực hiện Chiến lược đọc sách.",
    "Thành tựu của Quốc hội qua 80 năm xây dựng.",
    "Ban hành Chương trình hành động của xã.",
    "Tổ chức các lễ hội, hội thi, hội nghị hằng năm.",
    "Tổ chức Hội nghị báo cáo viên.",
    "Các dịp kỷ niệm thiết lập quan hệ ngoại giao với các nước.",
    "Năm 2026 xã có 12 thôn.",
]


@pytest.mark.parametrize(("sentence", "expected"), EVENTS)
def test_a_happening_has_its_name_days_and_years(plan: Plan, sentence: str, expected: list[tuple[Any, ...]]) -> None:
    _, _, found = plan(f"II. NỘI DUNG\n\n- {sentence}\n")
    assert [
        (
            item.name,
            item.date.isoformat() if item.date else None,
            item.year,
            item.anniversary,
            item.original_date.isoformat() if item.original_date else None,
        )
        for item in found
    ] == expected


@pytest.mark.parametrize("sentence", NONE)
def test_other_words_name_no_happening(plan: Plan, sentence: str) -> None:
    _, _, found = plan(f"II. NỘI DUNG\n\n- {sentence}\n")
    assert found == ()
