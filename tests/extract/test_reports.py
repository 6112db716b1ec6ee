"""Who reports to whom, how often, by which day; and what is no duty to report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Plan = Callable[..., Any]

REPORTS = [
    # one entry for each frequency
    ("- Định kỳ hằng tháng, quý, 6 tháng và năm, các thôn báo cáo kết quả về UBND xã.",
     [("các thôn", "UBND xã", frequency, None) for frequency in ("monthly", "quarterly", "six-monthly", "annual")]),
    # each with its own day
    ("- Đề nghị các thôn báo cáo UBND xã (báo cáo 6 tháng trước ngày 20/6 và báo cáo năm trước ngày 20/11).",
     [("các thôn", "UBND xã", "six-monthly", "06-20"), ("các thôn", "UBND xã", "annual", "11-20")]),
    ("- Các thôn hằng năm báo cáo kết quả thực hiện về Phòng Kinh tế trước ngày 31 tháng 12.",
     [("Các thôn", "Phòng Kinh tế", "annual", "12-31")]),
    # on occasion
    ("- Các thôn kịp thời phản ánh với UBND xã để xử lý.", [("Các thôn", "UBND xã", "on-demand", None)]),
    ("- Công an xã kịp thời báo cáo và kiến nghị UBND xã các biện pháp.",
     [("Công an xã", "UBND xã", "on-demand", None)]),
    # once, by a day
    ("- Giao Thư viện xã báo cáo UBND xã trước ngày 15/5/2026.", [("Thư viện xã", "UBND xã", "once", "05-15")]),
    ("- Giao Thư viện xã báo cáo nhanh UBND xã trong ngày 15/3/2026.", [("Thư viện xã", "UBND xã", "once", "03-15")]),
    ("- Giao Thư viện xã gửi kết quả thực hiện về UBND xã trước ngày 10/5.",
     [("Thư viện xã", "UBND xã", "once", "05-10")]),
    ("- Giao Thư viện xã xây dựng báo cáo tổng kết trình UBND xã trước ngày 15/12/2026.",
     [("Thư viện xã", "UBND xã", "once", "12-15")]),
    # a time during which reports come is no day of one; every day has no code
    ("- Thư viện xã báo cáo UBND xã trước 16 giờ hằng ngày từ ngày 19/01/2026 đến ngày 25/01/2026.",
     [("Thư viện xã", "UBND xã", None, None)]),
    # the day before the word of frequency, and two days a year
    ("- Thư viện xã báo cáo UBND xã trước ngày 10 tháng 12 hằng năm.",
     [("Thư viện xã", "UBND xã", "annual", "12-10")]),
    ("- Trước ngày 15/6 và 15/12 hằng năm, các thôn báo cáo kết quả về UBND xã.",
     [("các thôn", "UBND xã", "annual", "06-15"), ("các thôn", "UBND xã", "annual", "12-15")]),
    ("- Ủy ban nhân dân xã báo cáo Hội đồng nhân dân xã tại kỳ họp thường lệ cuối năm.",
     [("Ủy ban nhân dân xã", "Hội đồng nhân dân xã", "annual", None)]),
    # periods with which a clause begins; two reports in one sentence; another verb; who sums up has a day of his own
    ("- Thư viện xã theo dõi việc đọc; 6 tháng, hằng năm tổng hợp, báo cáo UBND xã.",
     [("Thư viện xã", "UBND xã", "six-monthly", None), ("Thư viện xã", "UBND xã", "annual", None)]),
    ("- Thư viện xã báo cáo Phòng Kinh tế theo định kỳ hằng quý và báo cáo đột xuất ngay khi có sự cố.",
     [("Thư viện xã", "Phòng Kinh tế", "quarterly", None), ("Thư viện xã", "Phòng Kinh tế", "on-demand", None)]),
    ("- Thư viện xã giữ hòm thư, tổng hợp ý kiến gửi Phòng Kinh tế vào thứ Sáu hằng tuần.",
     [("Thư viện xã", "Phòng Kinh tế", "weekly", None)]),
    ("- Thư viện xã tổng hợp ý kiến gửi Phòng Kinh tế xem xét.", []),
    ("- Các thôn báo cáo UBND xã chậm nhất ngày 20/11 để tổng hợp, báo cáo Phòng Kinh tế trước ngày 25/11.",
     [("Các thôn", "UBND xã", "once", "11-20"), ("UBND xã", "Phòng Kinh tế", "once", "11-25")]),
    # a month that is a name
    ("- Các thôn báo cáo kết quả Tháng Thanh niên về UBND xã chậm nhất ngày 05/4/2026.",
     [("Các thôn", "UBND xã", "once", "04-05")]),
    # the sentence's own subject, and one that the sentence before gives
    ("- Thư viện xã mua sách. Khi có khó khăn, vướng mắc, các thôn báo cáo UBND xã.",
     [("các thôn", "UBND xã", "on-demand", None)]),
    # nobody is named: asked of all
    ("Quá trình thực hiện nếu có khó khăn, vướng mắc, kịp thời báo cáo UBND xã để được hướng dẫn.",
     [(None, "UBND xã", "on-demand", None)]),
    # neither day nor addressee
    ("- Giao Thư viện xã theo dõi, tổng hợp, báo cáo kết quả thực hiện theo quy định.",
     [("Thư viện xã", None, None, None)]),
    # after a run-in label; who sums up in the next clause passes it on
    ("- Chế độ thông tin, báo cáo: Các thôn báo cáo kết quả về UBND xã trước ngày 10/01 và 25/5.",
     [("Các thôn", "UBND xã", "once", "01-10"), ("Các thôn", "UBND xã", "once", "05-25")]),
    ("- Các thôn báo cáo kết quả về UBND xã; các hội gửi Thư viện xã để tổng hợp, báo cáo Phòng Kinh tế.",
     [("Các thôn", "UBND xã", None, None), ("Thư viện xã", "Phòng Kinh tế", None, None)]),
    # the days in the order of the frequencies; two days for every half-year
    ("- Các thôn định kỳ 6 tháng, hằng năm báo cáo kết quả về UBND xã (qua Phòng Kinh tế) trước ngày 15/6 và 15/12.",
     [("Các thôn", "UBND xã", "six-monthly", "06-15"), ("Các thôn", "UBND xã", "annual", "12-15")]),
    ("- Các thôn định kỳ 6 tháng báo cáo kết quả về UBND xã trước ngày 15/6 và 15/12.",
     [("Các thôn", "UBND xã", "six-monthly", "06-15"), ("Các thôn", "UBND xã", "six-monthly", "12-15")]),
    ("- Các thôn báo cáo kết quả học kỳ I trước ngày 10/01, cả năm học trước ngày 25/5 về UBND xã.",
     [("Các thôn", "UBND xã", "once", "01-10"), ("Các thôn", "UBND xã", "annual", "05-25")]),
    # by another verb
    ("- Thư viện xã tổng hợp kết quả, trình UBND xã trước ngày 31/01/2026.",
     [("Thư viện xã", "UBND xã", "once", "01-31")]),
    ("- Thư viện xã tổng hợp báo cáo, trình UBND xã trước ngày 20/12 hằng năm.",
     [("Thư viện xã", "UBND xã", "annual", "12-20")]),
    # on occasion, though every day then
    ("- Các thôn báo cáo thiệt hại trước 16 giờ hằng ngày về UBND xã khi có thiên tai xảy ra.",
     [("Các thôn", "UBND xã", "on-demand", None)]),
    ("- Các thôn báo cáo kết quả về UBND xã sau mỗi sự kiện 05 ngày.", [("Các thôn", "UBND xã", "on-demand", None)]),
    # passed on by the addressee of the first
    ("- Khi có khó khăn, vướng mắc, các thôn kịp thời phản ánh về Phòng Kinh tế để tổng hợp, báo cáo UBND xã xem xét.",
     [("các thôn", "Phòng Kinh tế", "on-demand", None), ("Phòng Kinh tế", "UBND xã", "on-demand", None)]),
]  # fmt: skip

REPEATED = (
    "1. Các thôn hằng năm báo cáo kết quả về Phòng Kinh tế để tổng hợp, báo cáo UBND xã.\n\n"
    "2. Phòng Kinh tế theo dõi, đôn đốc, {} UBND xã."
)

NONE = [
    "- Các thôn cử báo cáo viên tham gia.",
    "- Thư viện xã chuẩn bị báo cáo chính trị.",
    "- Thư viện xã phản ánh kịp thời, chính xác về phong trào đọc sách.",
    "- Các thôn đề xuất gửi Phòng Kinh tế để tổng hợp và báo cáo UBND xã.",
    "- Thư viện xã kết nối với Hệ thống thông tin báo cáo Chính phủ.",
    "- Chuẩn bị báo cáo: Thư viện xã xây dựng dự thảo báo cáo kiểm điểm, xong trước ngày 05/12/2026.",
    "- Thư viện xã tổng hợp kết quả, trình UBND xã khen thưởng trước ngày 31/01/2026.",
    "- Mua sách mới và báo cáo kết quả.",
    "- Thư viện xã ban hành văn bản quy định chế độ báo cáo định kỳ hằng tháng.",
    "- Quá trình thực hiện định kỳ báo cáo UBND xã.",
]


@pytest.mark.parametrize(("sentence", "expected"), REPORTS)
def test_a_duty_to_report_says_who_to_whom_and_when(plan: Plan, sentence: str, expected: list[tuple[Any, ...]]) -> None:
    _, found, _ = plan(f"II. NỘI DUNG\n\n{sentence}\n")
    assert [(item.sender, item.addressee, item.frequency, item.due) for item in found] == expected


@pytest.mark.parametrize("sentence", NONE)
def test_other_words_are_no_duty_to_report(plan: Plan, sentence: str) -> None:
    _, found, _ = plan(f"II. NỘI DUNG\n\n{sentence}\n")
    assert found == ()


def test_a_report_passed_on_is_not_told_again_where_a_sentence_of_its_own_gives_it(plan: Plan) -> None:
    for words, expected in (
        ("kịp thời báo cáo", [("annual", "Phòng Kinh tế"), ("on-demand", "UBND xã")]),
        ("trang trí trụ sở", [("annual", "Phòng Kinh tế"), (None, "UBND xã")]),
    ):
        _, found, _ = plan(f"II. NỘI DUNG\n\n{REPEATED.format(words)}\n")
        assert [(item.frequency, item.addressee) for item in found] == expected


def test_the_body_of_the_heading_reports(plan: Plan) -> None:
    _, found, _ = plan(
        "III. PHÂN CÔNG\n\n1. Thư viện xã\n\n- Thực hiện chế độ báo cáo định kỳ 6 tháng và tổng kết năm 2026.\n"
    )
    assert [(item.sender, item.frequency) for item in found] == [
        ("Thư viện xã", "six-monthly"),
        ("Thư viện xã", "annual"),
    ]


def test_the_closing_paragraph_asks_for_reports(plan: Plan) -> None:
    closing = (
        "Trên đây là Kế hoạch, đề nghị các thôn thực hiện. Thực hiện chế độ báo cáo về Thư viện xã khi có yêu cầu./.\n"
    )
    _, found, _ = plan(f"II. NỘI DUNG\n\n- Đọc sách.\n\n{closing}")
    assert [(item.sender, item.addressee, item.frequency) for item in found] == [
        ("các thôn", "Thư viện xã", "on-demand")
    ]
