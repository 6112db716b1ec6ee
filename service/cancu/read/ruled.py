"""Tables that a page shows by their rules → rows, merged cells told by the places that they cover."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pdfplumber.table import Table

from cancu.read.grid import Cell

_NEAR = 1.0
"""Points by which the edges of cells in one row or column may differ."""


def printed_rows(table: Table) -> list[list[Cell | None]]:
    """Return the rows of a table of pdfplumber, which gives a merged cell in its first row and column alone."""
    printed: list[list[Cell | None]] = []
    lefts, tops = _edges(table, 0), _edges(table, 1)
    for boxes, words in zip(table.rows, table.extract(), strict=True):
        printed.append(
            [None if box is None else Cell(said or "") for box, said in zip(boxes.cells, words, strict=True)]
        )
    for left, top, right, bottom in table.cells:
        first, last = _index(tops, top), _index(tops, bottom)
        column, end = _index(lefts, left), _index(lefts, right)
        if first >= len(printed) or column >= len(printed[first]) or end - column != 1:
            continue
        cell = printed[first][column]
        for row in range(first + 1, min(last, len(printed))):
            if cell is not None and printed[row][column] is None:
                printed[row][column] = Cell(cell.words, is_above=True)
    return printed


def _edges(table: Table, side: int) -> list[float]:
    """Return the left (0) or upper (1) edges of a table's cells, as pdfplumber makes columns and rows of them."""
    return sorted({box[side] for box in table.cells})


def _index(edges: Sequence[float], place: float) -> int:
    """Return the number of the edge at ``place``, or of the next one."""
    return bisect_left(edges, place - _NEAR)
