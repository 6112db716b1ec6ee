"""Tables whose columns are kept apart by blanks: the place of the words on the line tells their column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Plan = Callable[..., Any]

TITLE = "\nPHỤ LỤC\nNHIỆM VỤ NĂM 2026\n(Kèm theo Kế hoạch của UBND xã)\n\n"

PLAIN = """
STT  Nội dung công việc               Tiến độ        Cơ quan chủ trì      Cơ quan phối hợp
1    Sửa các cầu treo trên địa bàn    Quý II, quý    Phòng Văn hóa - Xã   Các thôn; Hội Nông
     xã trước mùa mưa                 III            hội                  dân xã

                                      4

2    In bản đồ thư viện               Thường xuyên   Công an xã
"""
TWO_STOREYS = """
 TT   Nội dung              Cơ quan            Cơ quan           Sản phẩm        Thời gian
                            chủ trì           phối hợp                           thực hiện

 1    Sửa các cầu treo      Phòng Kinh tế     Các thôn, Hội      Báo cáo         Tháng 3
      trên địa bàn xã                         Nông dân xã        Danh mục        năm 2026

 2    In bản đồ thư viện    Công an xã        Trường học                         Quý II
"""
GROUPS = """
TT   Nội dung                     Đơn vị thực hiện       Đơn vị phối hợp       Thời gian
I    ĐỌC SÁCH TRONG NHÀ TRƯỜNG VÀ TRONG CỘNG ĐỒNG DÂN CƯ
1    Sửa tủ sách của các          Phòng Văn hóa -        Các thôn              Quý I
     thôn ven sông                Xã hội
II   ĐỌC SÁCH TRÊN MẠNG
1    In bản đồ thư viện           Công an xã             Trường học            Tháng 5
"""
FOUND = [
    (
        PLAIN,
        [
            ("Sửa các cầu treo trên địa bàn", ("Phòng Văn hóa - Xã hội",), ("Các thôn", "Hội Nông dân xã"),
             "Quý II, quý III"),
            ("In bản đồ thư viện", ("Công an xã",), (), "Thường xuyên"),
        ],
    ),
    # heads on two lines, printed in the middle of their columns; a product stands in none of the others
    (
        TWO_STOREYS,
        [
            ("Sửa các cầu treo", ("Phòng Kinh tế",), ("Các thôn", "Hội Nông dân xã"), "Tháng 3 năm 2026"),
            ("In bản đồ thư viện", ("Công an xã",), ("Trường học",), "Quý II"),
        ],
    ),
    # titles of groups run across all columns
    (
        GROUPS,
        [
            ("Sửa tủ sách của các", ("Phòng Văn hóa - Xã hội",), ("Các thôn",), "Quý I"),
            ("In bản đồ thư viện", ("Công an xã",), ("Trường học",), "Tháng 5"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("table", "rows"), FOUND, ids=["plain", "two storeys", "groups"])
def test_cells_go_to_the_column_below_whose_head_they_stand(plan: Plan, table: str, rows: list[Any]) -> None:
    tasks, _, _ = plan("I. VIỆC\n1. Nêu tại Phụ lục.\n", TITLE + table)
    assert [(task.text, task.leads, task.coordinators, task.time) for task in tasks] == rows


NO_PLACE = [
    # single blanks keep nothing apart
    ("TT Nội dung Tiến độ Cơ quan chủ trì\n1 Sửa các cầu treo.\nQuý I\nCông an xã\n", "Sửa các cầu treo."),
    # two blanks that a printer left inside a line are no columns
    ("TT Nội dung Tiến độ\nCơ quan\nchủ trì\n1 Sửa các cầu treo.\nNăm 2026  Công an xã\n", "Sửa các cầu treo."),
    # a line across all columns leaves no gap; the words are parted by what they are
    (
        "TT   Nội dung        Tiến độ     Cơ quan chủ trì\n1    Sửa các cầu treo trên địa bàn.\nQuý I\nCông an xã\n",
        "Sửa các cầu treo trên địa bàn.",
    ),
]


@pytest.mark.parametrize(("table", "words"), NO_PLACE)
def test_without_gaps_words_are_parted_by_what_they_are(plan: Plan, table: str, words: str) -> None:
    tasks, _, _ = plan("I. VIỆC\n1. Nêu tại Phụ lục.\n", TITLE + table)
    assert [(task.text, task.leads) for task in tasks] == [(words, ("Công an xã",))]
