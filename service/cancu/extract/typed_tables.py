"""Tables typed as text: cells between “|” signs (Markdown) or between tabs, one row a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cancu.extract.table_heads import column_kind
from cancu.model import Span
from cancu.text import Line, Text

_RULE = re.compile(r"[\s|:\-–=+]+$")
_ROMAN = re.compile(r"[IVXL]{1,6}[.)]?$")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2})?[.)]?$")


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row: its number, the group it stands in, its cells by kind of column."""

    number: str
    group: str
    title: Span | None
    cells: dict[str, Span]


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table of one row a line; ``span`` is all of it."""

    span: Span
    rows: tuple[TypedRow, ...]


def typed_tables(text: Text, start: int, end: int) -> list[TypedTable]:
    """Return the tables of work that are typed with “|” or tabs between two places of ``flow``."""
    found = []
    for lines in _runs(text, start, end):
        rows = [_cells(text, line) for line in lines if not _RULE.match(text.flow, line.start, line.end)]
        table = _table(text.flow, rows, Span(lines[0].start, lines[-1].end))
        if table is not None:
            found.append(table)
    return found


def _runs(text: Text, start: int, end: int) -> Iterator[list[Line]]:
    """Yield runs of lines of which each has at least three cells, rules between them included."""
    run: list[Line] = []
    for line in text.lines_between(start, end):
        if len(_cells(text, line)) >= (2 if run else 3) or (run and _RULE.match(text.flow, line.start, line.end)):
            run.append(line)
            continue
        if len(run) > 1:
            yield run
        run = []
    if len(run) > 1:
        yield run


def _cells(text: Text, line: Line) -> list[Span]:
    flow = text.flow
    if flow[line.start] == "|":
        signs = [i for i in range(line.start, line.end) if flow[i] == "|"]
        if flow[line.end - 1] != "|":
            signs.append(line.end)
        return [_stripped(flow, a + 1, b) for a, b in pairwise(signs)]
    tabs = [i for i in range(line.start, line.end) if flow[i] == " " and text.content[text.origin[i]] == "\t"]
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
    return TypedTable(span, tuple(_rows(flow, rows[1:], columns)))


def _rows(flow: str, rows: Sequence[list[Span]], columns: Sequence[str]) -> Iterator[TypedRow]:
    group, title, count = "", None, 0
    for cells in rows:
        filled = [cell for cell in cells if cell.end > cell.start]
        first = flow[filled[0].start : filled[0].end] if filled else ""
        if len(filled) <= 2 and filled and not _NUMBER.match(first):
            group = first.rstrip(".)") if _ROMAN.match(first) else group
            title, count = filled[-1], 0
            continue
        by_kind = {kind: cell for kind, cell in zip(columns, cells, strict=False) if kind and cell.end > cell.start}
        if "work" not in by_kind or len(filled) < 2:
            continue
        count += 1
        number = by_kind.get("number")
        name = flow[number.start : number.end].rstrip(".)") if number else str(count)
        yield TypedRow(name, group, title, by_kind)
