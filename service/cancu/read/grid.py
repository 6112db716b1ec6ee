"""Tables → lines, the same for every format: a table read from .docx or .pdf equals the same table typed.

Data tables become one line a row, cells between bars (``| 1 | Nội dung | Quý I |``). Offices also use tables without
borders to set two columns side by side (letterhead, recipients beside signature): those give their cells one after
the other, as paragraphs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from cancu.read.columns import BLOCK
from cancu.vietnamese import squeeze

Rows = Sequence[Sequence[str]]

_LAYOUT_COLUMNS = 2


def table_lines(rows: Rows) -> Iterator[str]:
    """Yield the lines of one table; empty rows are left out, line breaks inside data cells become blanks."""
    if is_layout(rows):
        yield from (line for row in rows for cell in row for line in cell.split("\n") if line.strip())
        return
    for row in rows:
        cells = [squeeze(cell.replace("|", "/")) for cell in row]
        if any(cells):
            yield f"| {' | '.join(cells)} |"


def is_layout(rows: Rows) -> bool:
    """Is this table only a means to put two columns side by side?"""
    if max((len(row) for row in rows), default=0) > _LAYOUT_COLUMNS:
        return False
    words = unicodedata.normalize("NFC", " ".join(cell for row in rows for cell in row))
    return len(rows) <= _LAYOUT_COLUMNS or BLOCK.search(words) is not None


def joined_tables(tables: Sequence[Rows]) -> list[list[list[str]]]:
    """Join tables that a page break cut: as many columns as the one before, and no new head.

    A head printed again on the next page is dropped; a first row whose leading cell is empty goes on with the last
    row of the page before.
    """
    result: list[list[list[str]]] = []
    for table in tables:
        rows = [list(row) for row in table]
        if not (result and rows and len(result[-1][0]) == len(rows[0])):
            result.append(rows)
            continue
        if rows[0] == result[-1][0]:
            rows = rows[1:]
        if rows and not rows[0][0].strip():
            result[-1][-1] = [f"{a}\n{b}".strip() for a, b in zip(result[-1][-1], rows.pop(0), strict=True)]
        result[-1].extend(rows)
    return result
