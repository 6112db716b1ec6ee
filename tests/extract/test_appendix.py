"""Tables of work: cells that follow each other on broken lines, rows cut by a page, tables typed with bars or tabs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Plan = Callable[..., Any]

TITLE = "\nPHỤ LỤC\nNHIỆM VỤ NĂM 2026\n(Kèm theo Kế hoạch của UBND xã)\n\n"
HEAD = "TT Nội dung công việc Tiến độ\nthời gian\n\nCơ quan\nphụ trách\n\nCơ quan\nphối hợp\n\n"

GROUPED = (
    HEAD
    + """I SỞ VĂN HOÁ VÀ THỂ THAO

1
Xây dựng và tham mưu UBND Thành phố ban hành Kế hoạch
văn hóa đọc, trong đó có tuần lễ sách.

Tháng 2
Sở Văn hóa và Thể

thao

Ban Tuyên giáo và Dân vận
Thành ủy, các cơ quan, đơn vị

liên quan

2 Theo dõi dư luận báo chí về
sách. Năm 2026 Sở Văn hóa và Thể

thao
Thông tấn xã Việt Nam

II SỞ DU LỊCH

1

Quảng bá các điểm đọc sách trên
Trang thông tin điện tử của Sở, Báo Vân Hải và các
nền tảng khác.

Quý I Sở Du lịch Các sở, ngành,
đơn vị liên quan
"""
)

CUT = (
    HEAD
    + """I SỞ DU LỊCH

1 Giới thiệu các thư viện ven sông, các điểm đọc sách Năm 2026  Các sở, ngành,



19

ngoài trời và các quán cà phê sách của
thành phố Vân Hải.

Sở Du lịch đơn vị liên quan

2

In bản đồ thư viện. Năm 2026 Sở Du lịch Thư viện thành phố
"""
)

OTHER_ORDER = """STT Nội dung công việc Đơn vị chủ trì Đơn vị phối
hợp
Kết quả
Thời gian
thực hiện
1.
Rà soát tủ sách, bổ sung sách mới
cho các thôn ven sông.
Phòng Văn
hóa - Xã hội
Bộ Chỉ huy
Quân sự tỉnh, cơ
quan, đơn vị liên
quan
Báo cáo rà
soát được duyệt
Từ quý III/2026
đến quý I/2027
2.
Cho mượn sách Hội Phụ nữ xã Công an xã,
các thôn
Sổ mượn sách
Thường xuyên
"""

BARS = """| TT | Nội dung | Thời gian | Cơ quan chủ trì | Cơ quan phối hợp |
|---|---|---|---|---|
| I | THƯ VIỆN | | | |
| 1 | Số hóa sách | Quý I | Thư viện xã | Phòng Kinh tế; các thôn |
| 2 | Đọc sách | Thường xuyên | Thư viện xã | |
"""
TABS = """TT\tNội dung\tThời gian\tCơ quan chủ trì\tCơ quan phối hợp
I\tTHƯ VIỆN
1\tSố hóa sách\tQuý I\tThư viện xã\tPhòng Kinh tế; các thôn
2\tĐọc sách\tThường xuyên\tThư viện xã\t
"""


def table(duties: Any) -> list[tuple[Any, ...]]:
    return [(task.row, task.leads, task.coordinators, task.time) for task in duties]


def test_cells_on_broken_lines_go_to_their_columns(plan: Plan) -> None:
    duties, _, _ = plan("II. NHIỆM VỤ\n", TITLE + GROUPED)
    culture, agencies = ("Sở Văn hóa và Thể thao",), "các cơ quan, đơn vị liên quan"
    assert table(duties) == [
        ("PL.I.1", culture, ("Ban Tuyên giáo và Dân vận Thành ủy", agencies), "Tháng 2"),
        ("PL.I.2", culture, ("Thông tấn xã Việt Nam",), "Năm 2026"),
        ("PL.II.1", ("Sở Du lịch",), ("Các sở, ngành, đơn vị liên quan",), "Quý I"),
    ]
    assert [task.section for task in duties] == ["PL.I", "PL.I", "PL.II"]
    assert str(duties[0].end_date) == "2026-02-28"


def test_the_words_of_a_row_are_those_of_its_work_cell(plan: Plan) -> None:
    duties, _, _ = plan("II. NHIỆM VỤ\n", TITLE + GROUPED)
    assert duties[0].text.endswith("trong đó có tuần lễ sách.")
    assert duties[1].text == "Theo dõi dư luận báo chí về sách."
    assert duties[2].text.endswith("và các nền tảng khác.")


def test_a_row_cut_by_a_page_is_put_together(plan: Plan) -> None:
    duties, _, _ = plan("II. NHIỆM VỤ\n", TITLE + CUT)
    assert table(duties) == [
        ("PL.I.1", ("Sở Du lịch",), ("Các sở, ngành, đơn vị liên quan",), "Năm 2026"),
        ("PL.I.2", ("Sở Du lịch",), ("Thư viện thành phố",), "Năm 2026"),
    ]
    assert duties[0].text == "Giới thiệu các thư viện ven sông, các điểm đọc sách"


def test_columns_may_stand_in_any_order_and_groups_may_be_missing(plan: Plan) -> None:
    duties, _, _ = plan("II. NHIỆM VỤ\n", TITLE + OTHER_ORDER)
    partners = ("Bộ Chỉ huy Quân sự tỉnh", "cơ quan, đơn vị liên quan")
    assert table(duties) == [
        ("PL.1", ("Phòng Văn hóa - Xã hội",), partners, "Từ quý III/2026 đến quý I/2027"),
        ("PL.2", ("Hội Phụ nữ xã",), ("Công an xã", "các thôn"), "Thường xuyên"),
    ]
    assert (str(duties[0].start_date), str(duties[0].end_date)) == ("2026-07-01", "2027-03-31")


@pytest.mark.parametrize("typed", [pytest.param(BARS, id="bars"), pytest.param(TABS, id="tabs")])
def test_a_typed_table_gives_a_task_a_row(plan: Plan, typed: str) -> None:
    duties, _, _ = plan("II. NHIỆM VỤ\n", TITLE + typed)
    assert table(duties) == [
        ("PL.I.1", ("Thư viện xã",), ("Phòng Kinh tế", "các thôn"), "Quý I"),
        ("PL.I.2", ("Thư viện xã",), (), "Thường xuyên"),
    ]


def test_a_table_that_names_no_lead_gives_no_tasks(plan: Plan) -> None:
    duties, _, _ = plan(
        "II. NHIỆM VỤ\n", TITLE + "| TT | Tên sách | Tác giả |\n|---|---|---|\n| 1 | Sông Mơ | Trần Ví |\n"
    )
    assert duties == ()
