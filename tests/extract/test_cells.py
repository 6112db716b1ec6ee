"""Rows whose cells run into one another: the search finds what weighing every parting finds."""

from __future__ import annotations

from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.extract.cell_row import Known, Row
from cancu.extract.cell_search import best_parting
from cancu.extract.cell_worth import ceilings, worth
from cancu.model import Span
from cancu.vietnamese import fold

COLUMNS = (
    ("work", "time", "lead", "partner"),
    ("work", "lead", "partner", "time"),
    ("lead", "work", "other", "time", "partner"),
)
PIECES = (
    "Rà soát, sửa chữa các cầu treo dân sinh", "trên địa bàn, bảo đảm an toàn", "cho người dân.", "Tháng 3", "Quý I,",
    "quý II", "Từ tháng", "Năm 2026", "Sở Xây dựng", "Sở Văn hóa và Thể", "thao", "Sở Tài", "chính;", "UBND các xã,",
    "phường", "Các cơ quan, đơn vị", "liên quan", "cơ quan", "Hội Nông dân tỉnh", "Báo cáo kết quả", "thực hiện",
    "1.200 người",
)  # fmt: skip
BEFORE = ({}, {"work": "Tổ chức hội thi", "lead": "Sở Văn hóa và", "partner": "Các sở, ban,"}, {"time": "Quý I,"})
LEADS = ((), ("so xay dung",), ("so van hoa va the thao", "so tai chinh trinh", "hoi nong dan tinh"))

ROWS = st.builds(
    lambda pieces, columns, before, leads, is_group: row(pieces, Known(columns, leads, is_group_lead=is_group), before),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=9),
    st.sampled_from(COLUMNS), st.sampled_from(BEFORE), st.sampled_from(LEADS), st.booleans(),
)  # fmt: skip


def row(pieces: list[str], known: Known, before: dict[str, str]) -> Row:
    flow = "\n".join(pieces)
    spans, at = [], 0
    for piece in pieces:
        spans.append(Span(at, at + len(piece)))
        at += len(piece) + 1
    return Row(flow, spans, known, before)


def every_parting(row: Row) -> dict[tuple[int, ...], float]:
    """What each way to part the pieces is worth, by where each column begins."""
    count, columns = len(row.pieces), row.known.columns
    found = {}
    for inner in combinations_with_replacement(range(count + 1), len(columns) - 1):
        bounds = (0, *inner, count)
        found[bounds[:-1]] = sum(worth(row, kind, *bounds[i : i + 2]) for i, kind in enumerate(columns))
    return found


@settings(deadline=None, max_examples=60)  # a busy machine is no failure
@given(ROWS)
def test_the_search_finds_the_best_of_all_partings(row: Row) -> None:
    ways = every_parting(row)
    score, begins = best_parting(row)
    assert score == pytest.approx(max(ways.values()))
    assert ways[begins] == pytest.approx(score)


@settings(deadline=None, max_examples=60)  # a busy machine is no failure
@given(ROWS)
def test_no_cell_is_worth_more_than_its_ceiling(row: Row) -> None:
    count = len(row.pieces)
    for kind in row.known.columns:
        for begin in range(count + 1):
            tops = ceilings(row, kind, begin, count)
            for end, top in enumerate(tops, begin):
                assert worth(row, kind, begin, end) <= top + 1e-9, (kind, row.text(begin, end))


def test_keys_of_pieces_join_to_the_key_of_their_words() -> None:
    """The ceilings compare leads by keys that are joined piece by piece."""
    pieces = ["Sở Văn hóa và Thể", "thao;", "– UBND xã", "(Đoàn)"]
    assert " ".join(key for key in map(fold, pieces) if key) == fold(" ".join(pieces))


BROKEN_TIMES = [
    (("Tháng", "02/2026"), "Tháng\n02/2026"),
    (("Từ tháng", "01/2026 đến", "tháng 6/2026"), "Từ tháng\n01/2026 đến\ntháng 6/2026"),
    (("Quý I - Quý", "II/2026"), "Quý I - Quý\nII/2026"),
    (("Tháng 5 và tháng", "10/2026"), "Tháng 5 và tháng\n10/2026"),
    # what waits for nothing is whole on its line
    (("Hằng tháng",), "Hằng tháng"),
]


@pytest.mark.parametrize(("lines", "time"), BROKEN_TIMES)
def test_a_time_that_waits_for_its_number_goes_on(lines: tuple[str, ...], time: str) -> None:
    columns = ("work", "lead", "partner", "time", "other")
    pieces = ["Rà soát cầu treo trên địa bàn", "Sở Xây dựng", "UBND các xã,", "phường", *lines, "Kế hoạch"]
    found = row(pieces, Known(columns, ()), {})
    begins = best_parting(found)[1]
    assert found.text(begins[3], begins[4]).replace(" ", "\n") == time.replace(" ", "\n")
