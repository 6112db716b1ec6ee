"""A table's row whose cells come one after another with nothing between them: which words stand in which column.

Text taken from a printed page gives the cells of a row in the order of the columns, broken into lines, sometimes two
cells on a line, and a row cut by a page's end in two such sequences. Every way to part the pieces among the columns is
weighed, by what a cell of each kind may hold and by where one cell may end and another begin; the best one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cancu.extract.agency_heads import head_at
from cancu.extract.cell_row import Known, Row, is_open_head
from cancu.extract.cell_search import NEVER, best_parting
from cancu.extract.times import is_time
from cancu.extract.words import level, lexicon, words
from cancu.model import Span
from cancu.vietnamese import UPPER, squeeze

_CUT = 1.0
"""A row that no page cuts is a little likelier than one that is cut."""
_INNER = re.compile(rf"(?<=[\w.…)”])\s+(?=[{UPPER}])")

_Cells = dict[str, Span]


def parted(flow: str, lines: Sequence[Span], breaks: Sequence[int], known: Known) -> dict[str, tuple[Span, ...]]:
    """Return for each column the ranges of its words, in the order of the text.

    ``lines`` are the printed lines of the row, ``breaks`` the indexes of lines that may begin a new page.
    """
    best_score, best = NEVER * 10, {}
    for cut in (None, *breaks):
        first = _pieces(flow, lines[:cut], is_later=False)
        rest = _pieces(flow, lines[cut:], is_later=True) if cut else []
        score, cells = _best(Row(flow, first, known))
        later: _Cells = {}
        if rest:
            texts = {kind: squeeze(flow[span.start : span.end]) for kind, span in cells.items()}
            more, later = _best(Row(flow, rest, known, texts))
            score += more - _CUT
        if score > best_score:
            kinds = [kind for kind in known.columns if kind in cells or kind in later]
            best_score = score
            best = {kind: tuple(part[kind] for part in (cells, later) if kind in part) for kind in kinds}
    return best


def _pieces(flow: str, lines: Sequence[Span], *, is_later: bool) -> list[Span]:
    """Cut lines where a cell may end inside them: round words of time, and before a capitalised name.

    On a later page a cell may go on with a small letter (“Sở Nội vụ | đơn vị liên quan”).
    """
    found: list[Span] = []
    for line in lines:
        later = _late_cuts(flow, line) if is_later else []
        cuts = sorted({line.start, *inner_cuts(flow, line), *later})
        ends = [*cuts[1:], line.end]
        found.extend(_stripped(flow, a, b) for a, b in zip(cuts, ends, strict=True) if flow[a:b].strip())
    return found


def _stripped(flow: str, start: int, end: int) -> Span:
    text = flow[start:end]
    return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


def inner_cuts(flow: str, line: Span) -> list[int]:
    """Return the places inside a line where a cell may begin."""
    cuts: list[int] = []
    for match in _INNER.finditer(flow, line.start, line.end):
        at = match.end()
        head = head_at(flow, at)
        is_name = head is not None and (head.plural or not head.is_collective)
        if is_name and is_open_head(flow, line.start, match.start()):
            continue
        is_time_next = lexicon("time-words", "word", "start").match(level(flow), at, line.end) is not None
        if is_name or is_time_next or (cuts and is_time(flow[cuts[-1] : match.start()])):
            cuts.append(at)
    return cuts


def _late_cuts(flow: str, line: Span) -> list[int]:
    heads = ((word.start(), head_at(flow, word.start())) for word in words(flow, line.start + 1, line.end))
    return [at for at, head in heads if head is not None and head.is_collective and flow[at - 2] not in ",;"]


def _best(row: Row) -> tuple[float, _Cells]:
    score, begins = best_parting(row)
    if not begins:
        return (NEVER, {})
    bounds = zip(row.known.columns, begins, [*begins[1:], len(row.pieces)], strict=True)
    pieces = row.pieces
    return score, {k: Span(pieces[a].start, pieces[b - 1].end) for k, a, b in bounds if b > a}
