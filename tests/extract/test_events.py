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
    # a name with a comma, up to its day; a comma that ends one
    ("Kỷ niệm 51 năm Ngày Giải phóng Suối Mơ, thống nhất đất mẹ (30/4/1975 - 30/4/2026), đón xuân (năm 2026).",
     [("Ngày Giải phóng Suối Mơ, thống nhất đất mẹ", "2026-04-30", "2026", 51, "1975-04-30")]),
    ("Kỷ niệm 60 năm Ngày lập xã, mừng Ngày Sách (21/4).",
     [("Ngày lập xã", None, "2026", 60, None), ("Ngày Sách", "2026-04-21", "2026", None, None)]),
    ("Hưởng ứng Tháng hành động phòng, chống ma túy.",
     [("Tháng hành động phòng, chống ma túy", None, "2026", None, None)]),
    ("Kỷ niệm lần thứ 81 Cách mạng Suối Mơ và Quốc khánh 2/9.",
     [("Cách mạng Suối Mơ", None, "2026", 81, None), ("Quốc khánh", "2026-09-02", "2026", None, None)]),
    ("Mừng Tết Nguyên đán Bính Ngọ 2026.", [("Tết Nguyên đán Bính Ngọ 2026", None, "2026", None, None)]),
    # of several days the first
    ("Tổ chức Tuần lễ Đọc sách (từ ngày 21 đến ngày 25/4/2026).",
     [("Tuần lễ Đọc sách", "2026-04-21", "2026", None, None)]),
    ("Hưởng ứng Tháng hành động vì trẻ em (01/6 - 30/6/2026).",
     [("Tháng hành động vì trẻ em", "2026-06-01", "2026", None, None)]),
    # a day foreseen, with what else is said of it; a lunar day beside that of the calendar
    ("Tổ chức Hội thi “Đọc sách” cấp xã lần thứ III (dự kiến ngày 15/11/2026, nhân Ngày Sách Suối Mơ).",
     [("Hội thi “Đọc sách” cấp xã lần thứ III", "2026-11-15", "2026", None, None)]),
    ("Tổ chức Lễ hội Hoa Suối Mơ (mùng 8 tháng Giêng âm lịch, tức ngày 24/02/2026).",
     [("Lễ hội Hoa Suối Mơ", "2026-02-24", "2026", None, None)]),
    ("Tổ chức Lễ hội Hoa Suối Mơ (10/3 âm lịch, nhằm ngày 26/4/2026).",
     [("Lễ hội Hoa Suối Mơ", "2026-04-26", "2026", None, None)]),
    ("Tổ chức Lễ hội Hoa Suối Mơ (10/3 âm lịch).", [("Lễ hội Hoa Suối Mơ", None, "2026", None, None)]),
    ("Tổ chức Ngày hội Văn hóa Suối Mơ (dự kiến tổ chức trong 02 ngày 18 và 19/11/2026).",
     [("Ngày hội Văn hóa Suối Mơ", "2026-11-18", "2026", None, None)]),
    # two with one bracket
    ("Tổ chức Lễ hội Thành Mơ lần thứ XX và Liên hoan Tiếng hát Suối Mơ (từ ngày 18 đến ngày 26/9/2026).",
     [("Lễ hội Thành Mơ lần thứ XX", "2026-09-18", "2026", None, None),
      ("Liên hoan Tiếng hát Suối Mơ", "2026-09-18", "2026", None, None)]),
    # a comma between those whose happening it is; in small letters with a title
    ("Tổ chức Hội thao công nhân, viên chức, lao động xã năm 2026; treo cờ.",
     [("Hội thao công nhân, viên chức, lao động xã năm 2026", None, "2026", None, None)]),
    ("Làm tốt: chiếu phim; triển lãm ảnh “Suối Mơ xưa”.",
     [("Triển lãm ảnh “Suối Mơ xưa”", None, "2026", None, None)]),
    # a day without brackets
    ("Tuyên truyền Ngày Phụ nữ Việt Nam 20/10.", [("Ngày Phụ nữ Việt Nam", "2026-10-20", "2026", None, None)]),
    ("Kỷ niệm 96 năm Ngày thành lập Hội 20/10/2026.", [("Ngày thành lập Hội", "2026-10-20", "2026", 96, None)]),
    # names in quotation marks after a verb of holding
    ("Tổ chức Chương trình “Chào xuân Suối Mơ”.", [("Chương trình “Chào xuân Suối Mơ”", None, "2026", None, None)]),
    ("Phát động Chiến dịch “Mùa hè xanh”.", [("Chiến dịch “Mùa hè xanh”", None, "2026", None, None)]),
    ("Tổ chức Giải bóng chuyền Suối Mơ.", [("Giải bóng chuyền Suối Mơ", None, "2026", None, None)]),
    # rites, with a name or a place alone
    ("Tổ chức Lễ thắp nến tri ân.", [("Lễ thắp nến tri ân", None, "2026", None, None)]),
    ("Lễ dâng hương tại Đài tưởng niệm xã.", [("Lễ dâng hương tại Đài tưởng niệm xã", None, "2026", None, None)]),
    ("Hưởng ứng Tháng Thanh niên năm 2026.", [("Tháng Thanh niên năm 2026", None, "2026", None, None)]),
    # congresses of others than the Party, elections in hamlets and without a term
    ("Chào mừng Đại hội Công đoàn tỉnh lần thứ I, nhiệm kỳ 2025 - 2030.",
     [("Đại hội Công đoàn tỉnh lần thứ I, nhiệm kỳ 2025 - 2030", None, None, None, None)]),
    ("Chuẩn bị bầu cử trưởng thôn nhiệm kỳ 2026 - 2028.",
     [("Bầu cử trưởng thôn nhiệm kỳ 2026 - 2028", None, "2026", None, None)]),
    ("Lo cuộc bầu cử đại biểu Quốc hội khóa XVI và đại biểu HĐND các cấp.",
     [("Bầu cử đại biểu Quốc hội khóa XVI và đại biểu HĐND các cấp", None, "2026", None, None)]),
    ("Kết quả nhiệm kỳ Đại hội XIII của Đảng.", [("Đại hội XIII của Đảng", None, None, None, None)]),
]  # fmt: skip

NONE = [
    "Xã xây dựng Kế hoạch tổ chức Ngày hội như sau.",
    "Thực hiện Nghị quyết Đại hội XIV của Đảng.",
    "Đánh giá 5 năm thực hiện Chiến lược đọc sách.",
    "Thành tựu của Quốc hội qua 80 năm xây dựng.",
    "Ban hành Chương trình hành động của xã.",
    "Thực hiện Chương trình “Mỗi xã một sản phẩm”.",
    "Tổ chức thực hiện Chương trình “Mỗi xã một sản phẩm”.",
    "Thực hiện Nghị quyết Hội nghị lần thứ năm Ban Chấp hành Đảng bộ xã.",
    "Thực hiện Nghị quyết số 18-NQ/TW của Hội nghị lần thứ năm Ban Chấp hành Đảng bộ xã.",
    "Góp ý Đề án “Xây dựng thương hiệu Lễ hội Hoa Suối Mơ giai đoạn 2025 - 2030”.",
    "Tổ chức triển lãm ảnh, hội thi ở thôn.",
    "Tổ chức Lễ theo quy định.",
    "Tổ chức đại hội công đoàn lần thứ nhất ở cơ sở.",
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


def test_a_happening_that_is_a_task_is_kept_on_its_day(plan: Plan) -> None:
    block = "- {}\n* Thời gian: {}.\n* Đơn vị thực hiện: Thư viện xã.\n"
    for when, day in (("ngày 21/4/2026", "2026-04-21"), ("tháng 4/2026", None)):
        _, _, found = plan(f"II. NỘI DUNG\n\n{block.format('Tổ chức Ngày hội Đọc sách.', when)}")
        assert [item.date and item.date.isoformat() for item in found] == [day]


def test_a_name_ends_with_its_cell(plan: Plan) -> None:
    _, _, found = plan("II. NỘI DUNG\n\n|Việc|Ai|\n|---|---|\n|Kỷ niệm 60 năm Ngày lập xã|Thư viện xã|\n")
    assert [item.name for item in found] == ["Ngày lập xã"]


def test_a_programme_that_is_all_of_a_heading_is_a_happening(plan: Plan) -> None:
    for heading, expected in (
        ("1. Chương trình “Cảm ơn bạn đọc”", ["Chương trình “Cảm ơn bạn đọc”"]),
        ("1. Thực hiện Chương trình “Cảm ơn bạn đọc”", []),
    ):
        _, _, found = plan(f"II. VIỆC\n\n{heading}\n\n- Tặng sách.\n")
        assert [item.name for item in found] == expected
