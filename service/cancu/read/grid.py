"""Tables → lines, the same for every format: a table read from .docx or .pdf equals the same table typed.

Data tables become one line a row, cells between bars (``| 1 | Nội dung | Quý I |``): a cell merged with those to its
right is followed by empty ones, one merged with those below is said again in each row. Offices also use tables without
borders to set two columns side by side (letterhead, recipients beside signature): those give their cells one after
the other, as paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cancu.read.columns import BLOCK
from cancu.vietnamese import squeeze


class Cell(NamedTuple):
    """A cell's words; ``is_above`` where they are those of the cell above, which reaches down into this row."""

    words: str
    is_above: bool = False


Row = Sequence[Cell | None]
"""Cells of a row; None where one from the left reaches over."""
Rows = Sequence[Row]

_LAYOUT_COLUMNS = 2
_CUT = re.compile(r"(?<=\d/)\n(?=\d)")
"""Where a narrow column breaks a date: “26/⏎11/2026”."""


def table_lines(rows: Rows) -> Iterator[str]:
    """Yield the lines of one table; empty rows are left out, line breaks inside data cells become blanks."""
    if is_layout(rows):
        yield from (line for cell in _one_after_the_other(rows) for line in cell.words.split("\n") if line.strip())
        return
    yield from (line for row in rows for line in row_line(row))


def row_line(row: Row) -> Iterator[str]:
    """Yield a row of a data table as one line; nothing for an empty one."""
    words = [squeeze(_CUT.sub("", cell.words.replace("|", "/"))) if cell is not None else "" for cell in row]
    if any(words):
        yield f"| {' | '.join(words)} |"


def is_layout(rows: Rows) -> bool:
    """Is this table only a means to put two columns side by side?"""
    if max((sum(cell is not None for cell in row) for row in rows), default=0) > _LAYOUT_COLUMNS:
        return False
    return len(rows) <= _LAYOUT_COLUMNS or _is_block(rows)


def _is_block(rows: Rows) -> bool:
    words = " ".join(cell.words for row in rows for cell in row if cell is not None)
    return BLOCK.search(unicodedata.normalize("NFC", words)) is not None


def _one_after_the_other(rows: Rows) -> Iterator[Cell]:
    """Yield the cells of a layout: those of a letterhead or a signature's table column by column, others by row."""
    kept = [[cell for cell in row if cell is not None] for row in rows]
    if _is_block(rows):
        columns = range(max(map(len, kept), default=0))
        kept = [[row[column] for row in kept if column < len(row)] for column in columns]
    yield from (cell for cells_ in kept for cell in cells_ if not cell.is_above)


def joined_tables(tables: Sequence[tuple[int, Rows]]) -> list[list[tuple[int, Row]]]:
    """Join (page, table) that a page break cut: as many columns as the one before, and no new head.

    Each row comes with the page on which it begins. A head printed again on the next page is dropped; a first row
    whose leading cell is empty goes on with the last row of the page before.
    """
    result: list[list[tuple[int, Row]]] = []
    for page, table in tables:
        rows = [(page, row) for row in table]
        if not (result and rows and len(result[-1][0][1]) == len(rows[0][1])):
            result.append(rows)
            continue
        if rows[0][1] == result[-1][0][1]:
            rows = rows[1:]
        if rows and not _words(rows[0][1][0]).strip():
            began, last = result[-1][-1]
            result[-1][-1] = began, [_joined(a, b) for a, b in zip(last, rows.pop(0)[1], strict=True)]
        result[-1].extend(rows)
    return result


def _words(cell: Cell | None) -> str:
    return cell.words if cell is not None else ""


def _joined(above: Cell | None, below: Cell | None) -> Cell | None:
    if above is None:
        return below
    return above._replace(words=f"{above.words}\n{_words(below)}".strip())
