"""Tables typed as text: cells between “|” signs (Markdown) or between tabs, one row a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, zip_longest

from cancu.extract.table_heads import column_kind
from cancu.model import Span
from cancu.text import Line, Text

_RULE = re.compile(r"[\s|:\-–=+]+$")
_GROUP = re.compile(r"(?P<number>[IVXL]{1,6}|[A-H])(?:[.)]?$|[.)]\s+(?=\S))")
_TITLE_MOST = 160
_BAR, _INNER_BAR, _BLANK = re.compile(r"\|"), re.compile(r"(?<= )\|(?= )"), re.compile(" ")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?[.)]?$")


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row: its number, the group it stands in, its cells by kind of column."""

    number: str
    group: str
    title: Span | None
    cells: dict[str, Span]


@dataclass(frozen=True, slots=True)
class TypedGroup:
    """A row that only names the rows below it: “II | Dữ liệu số”, “**A. Chính sách** | | |”."""

    number: str
    start: int
    title: Span


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table of one row a line; ``span`` is all of it."""

    span: Span
    rows: tuple[TypedRow, ...]
    groups: tuple[TypedGroup, ...] = ()


@lru_cache(maxsize=16)
def typed_tables(text: Text, start: int, end: int) -> tuple[TypedTable, ...]:
    """Return the tables of work that are typed with “|” or tabs between two places of ``flow``.

    Headings, their groups and the work ask for the same ranges: each is read once.
    """
    found = []
    for lines in _runs(text, start, end):
        rows = [_cells(text, line) for line in lines if not _RULE.match(text.flow, line.start, line.end)]
        table = _table(text.flow, rows, Span(lines[0].start, lines[-1].end))
        if table is not None:
            found.append(table)
    return tuple(found)


def _runs(text: Text, start: int, end: int) -> Iterator[list[Line]]:
    """Yield runs of lines of which each has at least three cells, rules between them included."""
    run: list[Line] = []
    lines = text.lines_between(start, end)
    if "|" not in text.flow[start:end] and "\t" not in text.content:
        return
    counts = [len(_cells(text, line)) for line in lines]
    for line, count, after in zip_longest(lines, counts, counts[1:]):
        if count >= (2 if run else 3) or (run and _continues(text, line, after or 0)):
            run.append(line)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _continues(text: Text, line: Line, after: int) -> bool:
    """A rule goes on with a table; so does a numbered title in one cell before a row of ``after`` cells."""
    if _RULE.match(text.flow, line.start, line.end):
        return True
    is_title = _GROUP.match(text.flow, line.start, line.end) is not None and line.end - line.start <= _TITLE_MOST
    return is_title and after > 2


def _cells(text: Text, line: Line) -> list[Span]:
    flow = text.flow
    if flow[line.start] == "|":
        signs = [match.start() for match in _BAR.finditer(flow, line.start, line.end)]
        if flow[line.end - 1] != "|":
            signs.append(line.end)
        return [_stripped(flow, a + 1, b) for a, b in pairwise(signs)]
    bars = [match.start() for match in _INNER_BAR.finditer(flow, line.start, line.end + 1)]
    if len(bars) > 1:
        return [_stripped(flow, a + 1, b) for a, b in pairwise([line.start - 1, *bars, line.end])]
    blanks = (match.start() for match in _BLANK.finditer(flow, line.start, line.end))
    tabs = [i for i in blanks if text.content[text.origin[i]] == "\t"]
    bounds = [line.start - 1, *tabs, line.end]
    return [_stripped(flow, a + 1, b) for a, b in pairwise(bounds)]


def _stripped(flow: str, start: int, end: int) -> Span:
    text = flow[start:end]
    if not text.strip():
        return Span(start, start)
    return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


def _table(flow: str, rows: Sequence[list[Span]], span: Span) -> TypedTable | None:
    columns = [column_kind(flow[cell.start : cell.end]) for cell in rows[0]] if rows else []
    if "lead" not in columns:
        return None
    if "work" not in columns:
        unknown = [i for i, kind in enumerate(columns) if not kind]
        if not unknown:
            return None
        columns[unknown[0]] = "work"
    groups = [_group(flow, filled) for filled in map(_filled, rows[1:]) if _is_group(flow, filled)]
    return TypedTable(span, tuple(_rows(flow, rows[1:], columns)), tuple(groups))


def _filled(cells: Sequence[Span]) -> list[Span]:
    return [cell for cell in cells if cell.end > cell.start]


def _is_group(flow: str, filled: Sequence[Span]) -> bool:
    return 0 < len(filled) <= 2 and not _NUMBER.match(flow[filled[0].start : filled[0].end])


def _group(flow: str, filled: Sequence[Span]) -> TypedGroup:
    match = _GROUP.match(flow[filled[0].start : filled[0].end])
    title = filled[-1]
    if match and len(filled) == 1 and match.end() < title.end - title.start:
        title = Span(title.start + match.end(), title.end)
    return TypedGroup(match["number"] if match else "", filled[0].start, title)


def _rows(flow: str, rows: Sequence[list[Span]], columns: Sequence[str]) -> Iterator[TypedRow]:
    group, title, count = "", None, 0
    for cells in rows:
        filled = _filled(cells)
        if _is_group(flow, filled):
            named = _group(flow, filled)
            group, title, count = named.number or group, named.title, 0
            continue
        by_kind = {kind: cell for kind, cell in zip(columns, cells, strict=False) if kind and cell.end > cell.start}
        if "work" not in by_kind or len(filled) < 2:
            continue
        count += 1
        number = by_kind.get("number")
        name = flow[number.start : number.end].rstrip(".)") if number else str(count)
        yield TypedRow(name, group, title, by_kind)
