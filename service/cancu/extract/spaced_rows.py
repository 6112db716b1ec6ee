"""Tables whose columns are kept apart by blanks, as printers that keep the layout write them: cells by place.

    STT  Nội dung công việc            Tiến độ    Cơ quan chủ trì
    1    Tổ chức hội thi đọc sách      Quý II,    Sở Văn hóa, Thể
         cho học sinh                  quý III    thao và Du lịch

Where no line of head and rows has a letter there is a gap between columns; there must be as many as the head needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from cancu.extract.table_heads import column_kind
from cancu.model import Span
from cancu.text import Text

_WORD = re.compile(r"\S+")
_GAP = 2
"""Blanks between columns, at least."""
_LONGEST = 400
"""Letters of a printed line; a longer one is a paragraph, which has no columns."""

Cells = dict[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class _Fragment:
    """Words between wide blanks: where they stand on their line, and in ``flow``."""

    left: int
    right: int
    words: Span


def cells_by_place(text: Text, head: Sequence[Span], rows: Sequence[Sequence[Span]]) -> list[Cells] | None:
    """Return the cells of each row by kind of column; None where blanks keep no columns apart."""
    heads = [piece for line in head for piece in _fragments(text, line)]
    if len(heads) < 4 or not any(len(list(_fragments(text, line))) > 2 for line in head):
        return None
    lines = [[piece for line in row for piece in _fragments(text, line)] for row in rows]
    columns = _columns([*heads, *(piece for row in lines for piece in row)])
    kinds = [_kind(text.flow, heads, column) for column in columns]
    if kinds[0] != "number" or not {"work", "lead"} <= set(kinds) or kinds.count("lead") > 1:
        return None
    return [_cells(row, columns, kinds) for row in lines]


def _fragments(text: Text, line: Span) -> Iterator[_Fragment]:
    """Yield the words that stand together in the source; blanks that ``flow`` collapsed are wide there."""
    first = text.origin[line.start]
    margin = text.content.rfind("\n", max(0, first - _LONGEST), first) + 1
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text.flow, line.start, line.end):
        if run and text.origin[match.start()] - text.origin[run[-1].end() - 1] > _GAP:
            yield _fragment(text, run, margin)
            run = []
        run.append(match)
    if run:
        yield _fragment(text, run, margin)


def _fragment(text: Text, run: Sequence[re.Match[str]], margin: int) -> _Fragment:
    words = Span(run[0].start(), run[-1].end())
    return _Fragment(text.origin[words.start] - margin, text.origin[words.end - 1] + 1 - margin, words)


def _columns(fragments: Sequence[_Fragment]) -> list[range]:
    """Return where on a line the columns stand: what is left when the gaps that run through all lines are taken out."""
    found: list[range] = []
    for piece in sorted(fragments, key=lambda piece: piece.left):
        if found and piece.left < found[-1].stop + _GAP:
            found[-1] = range(found[-1].start, max(found[-1].stop, piece.right))
        else:
            found.append(range(piece.left, piece.right))
    return found


def _kind(flow: str, heads: Sequence[_Fragment], column: range) -> str:
    words = " ".join(flow[piece.words.start : piece.words.end] for piece in heads if piece.left in column)
    return column_kind(words) or "other"


def _cells(row: Sequence[_Fragment], columns: Sequence[range], kinds: Sequence[str]) -> Cells:
    placed = sorted((index, piece.words) for piece in row for index, at in enumerate(columns) if piece.left in at)
    cells: Cells = {}
    for index, group in groupby(placed, key=lambda pair: pair[0]):
        if kinds[index] != "number":
            cells.setdefault(kinds[index], tuple(words for _, words in group))
    return cells
