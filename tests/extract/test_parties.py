"""Who leads and who helps, told in one cell of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cancu.extract.parties import Parties, parties_in
from cancu.model import Span

CELLS = [
    ("Chủ trì: Sở Y tế; Phối hợp: Sở Nội vụ, UBND các xã", ("Sở Y tế",), ("Sở Nội vụ", "UBND các xã")),
    ("Chủ trì: Sở Y tế. Phối hợp: các khoa, phòng", ("Sở Y tế",), ("các khoa, phòng",)),
    ("- Chủ trì: Sở Y tế - Phối hợp: Sở Nội vụ", ("Sở Y tế",), ("Sở Nội vụ",)),
    ("Sở Y tế; phối hợp: Sở Nội vụ", ("Sở Y tế",), ("Sở Nội vụ",)),
    ("Chủ trì: Thư viện xã", ("Thư viện xã",), ()),
    ("Sở Y tế (chủ trì), Sở Nội vụ, Công an tỉnh", ("Sở Y tế",), ("Sở Nội vụ", "Công an tỉnh")),
    ("Sở Y tế chủ trì; Sở Nội vụ phối hợp", ("Sở Y tế",), ("Sở Nội vụ",)),
    ("Sở Y tế chủ trì, phối hợp Sở Nội vụ", ("Sở Y tế",), ("Sở Nội vụ",)),
    # without words of roles all of them lead
    ("Sở Y tế, Sở Nội vụ", ("Sở Y tế", "Sở Nội vụ"), ()),
    ("BGH", ("BGH",), ()),
]


@pytest.mark.parametrize(("cell", "leads", "partners"), CELLS)
def test_a_cell_says_who_leads_and_who_helps(cell: str, leads: tuple[str, ...], partners: tuple[str, ...]) -> None:
    assert parties_in(cell, Span(0, len(cell))) == Parties(leads, partners)


@pytest.mark.parametrize("sign", ["|", "\t"])
def test_groups_of_a_typed_table_are_headings(plan: Callable[..., Any], sign: str) -> None:
    rows = [
        "Nhiệm vụ;Đơn vị thực hiện;Thời hạn",
        "A. Sách;;",
        "Mua sách;Chủ trì: Thư viện xã. Phối hợp: các thôn;Quý I",
        "B. Báo;;",
        "Đặt báo;Bưu điện xã;Quý II",
    ]
    typed = "\n".join((f"|{row}|" if sign == "|" else row).replace(";", sign) for row in rows)
    duties, _, _ = plan(f"II. VIỆC\n\n{typed}\n\nIII. KINH PHÍ\n\nNgân sách xã.\n")
    assert [(task.section, task.leads, task.coordinators) for task in duties] == [
        ("II.A", ("Thư viện xã",), ("các thôn",)),
        ("II.B", ("Bưu điện xã",), ()),
    ]


def test_a_typed_table_without_groups_has_no_headings_of_its_own(plan: Callable[..., Any]) -> None:
    duties, _, _ = plan("II. VIỆC\n\n|Nhiệm vụ|Đơn vị thực hiện|Thời hạn|\n|Mua sách|Thư viện xã|Quý I|\n")
    assert [(task.section, task.row, task.leads) for task in duties] == [("II", "II.1", ("Thư viện xã",))]
