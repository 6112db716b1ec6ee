"""Rows of a table whose text came out line by line: groups, row numbers in order, repeated heads, page furniture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cancu.extract.spaced_rows import cells_by_place
from cancu.extract.table_heads import columns_in
from cancu.model import Span
from cancu.text import Line, Text

_HEAD_START = re.compile(r"(?:số\s+)?s?tt\b", re.IGNORECASE)
_HEAD_MOST = 16
_FURNITURE = re.compile(r"CÔNG BÁO/|Ký bởi:|Ngày ký:")
_NUMBER = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?[.)]?(?:\s+|$)")
_GROUP = re.compile(r"([IVXL]{1,6})(?:[.\-)]\s*|\s+)(?=\S)")
_LONE = re.compile(r"\d{1,3}$")
_PAGE_GAP = re.compile(r"\f|\n\s*(?:- )?\d{1,3}(?: -)?\s*\n")
_END = re.compile(r"Trên đây là|Nơi nhận")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
          "XVIII", "XIX", "XX")  # fmt: skip


@dataclass(slots=True)
class LineRow:
    """A row as read: its number, its group, the ranges of its lines, and which of them may begin a new page.

    ``cells`` are its cells by kind of column where the place of the words on the page tells them, else empty.
    """

    number: str
    group: str
    title: Span | None
    lines: list[Span] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    cells: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineTable:
    """A table as read line by line; ``span`` is all of it, its head included."""

    span: Span
    columns: tuple[str, ...]
    rows: tuple[LineRow, ...]


def line_tables(text: Text, start: int, end: int) -> list[LineTable]:
    """Return the tables of work between two places of ``flow`` that have a head and numbered rows."""
    lines = text.lines_between(start, end)
    found: list[LineTable] = []
    index = 0
    while index < len(lines):
        head = _head(text.flow, lines, index)
        if head is None:
            index += 1
            continue
        columns, after = head
        first = _head_line(text.flow, lines, index, after)
        rows, index = _Reader(text, lines, index, after).read()
        if rows:
            _place_cells(text, lines[first:after], rows)
            found.append(
                LineTable(Span(lines[first].start, lines[min(index, len(lines)) - 1].end), columns, tuple(rows))
            )
    return found


def _place_cells(text: Text, head: Sequence[Line], rows: Sequence[LineRow]) -> None:
    cells = cells_by_place(text, [Span(line.start, line.end) for line in head], [row.lines for row in rows])
    for row, found in zip(rows, cells or (), strict=False):
        row.cells = found


def _head_line(flow: str, lines: Sequence[Line], index: int, after: int) -> int:
    """Return the index of the line with which a head begins: the last one that can begin one."""
    begins = (i for i in range(after - 1, index, -1) if _HEAD_START.match(flow, lines[i].start, lines[i].end))
    return next(begins, index)


def _head(flow: str, lines: Sequence[Line], index: int) -> tuple[tuple[str, ...], int] | None:
    """Return the columns and the index of the first line after the head that begins at ``index``."""
    if not _HEAD_START.match(flow, lines[index].start, lines[index].end):
        return None
    after = index
    while after < min(len(lines), index + _HEAD_MOST) and not _begins_rows(flow, lines[after]):
        after += 1
    columns = columns_in(flow[lines[index].start : lines[after - 1].end])
    return (tuple(kind for kind in columns if kind != "number"), after) if columns else None


def _begins_rows(flow: str, line: Line) -> bool:
    number, group = _NUMBER.match(flow, line.start, line.end), _GROUP.match(flow, line.start, line.end)
    return bool((number and int(number[1]) == 1) or (group and group[1] == "I"))


class _Reader:
    """Reads the rows that follow a head."""

    def __init__(self, text: Text, lines: Sequence[Line], first: int, after: int) -> None:
        self.text, self.lines, self.at = text, lines, after
        self.head = [squeezed(text.flow, line) for line in lines[first:after]]
        self.rows: list[LineRow] = []
        self.number, self.sub, self.group = 0, 0, 0
        self.title: Span | None = None
        self.in_title = False
        self.is_page = False

    def read(self) -> tuple[list[LineRow], int]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            if _END.match(self.text.flow, line.start, line.end) or self._begins_anew(line):
                break
            if not (self._skips(line) or self._groups(line) or self._numbers(line)):
                self._adds(line.start, line)
            self.at += 1
        return self.rows, self.at

    def _begins_anew(self, line: Line) -> bool:
        """The same head with the first row below it belongs to another table."""
        if not self.rows or squeezed(self.text.flow, line) != self.head[0] or not self._is_head_again():
            return False
        after = self.at + len(self.head)
        return after < len(self.lines) and _begins_rows(self.text.flow, self.lines[after])

    def _skips(self, line: Line) -> bool:
        """Furniture and the head printed again on a new page."""
        words = squeezed(self.text.flow, line)
        if words == self.head[0] and self._is_head_again():
            self.at += len(self.head) - 1
            self.is_page = True
            return True
        is_lone = bool(_LONE.match(words)) and int(words) != self.number + 1
        if _FURNITURE.match(words) or (is_lone and not self._restarts(words)):
            self.is_page = True
            return True
        return False

    def _restarts(self, words: str) -> bool:
        return self.in_title and int(words) == 1

    def _is_head_again(self) -> bool:
        again = [squeezed(self.text.flow, line) for line in self.lines[self.at : self.at + len(self.head)]]
        return again == self.head

    def _groups(self, line: Line) -> bool:
        match = _GROUP.match(self.text.flow, line.start, line.end)
        if match is None or self.group >= len(_ROMAN) or match[1] != _ROMAN[self.group]:
            return False
        if not self.text.flow[match.end()].isupper():
            return False
        self.group += 1
        self.in_title = True
        self.title = Span(match.end(), line.end)
        return True

    def _numbers(self, line: Line) -> bool:
        match = _NUMBER.match(self.text.flow, line.start, line.end)
        if match is None:
            return False
        number, sub = int(match[1]), int(match[2] or 0)
        follows = number == self.number + 1 and not sub
        if not (follows or (self.in_title and number == 1) or (sub == self.sub + 1 and number == self.number)):
            return False
        self.number, self.sub, self.in_title, self.is_page = number, sub, False, False
        group = _ROMAN[self.group - 1] if self.group else ""
        name = f"{number}.{sub}" if sub else str(number)
        self.rows.append(LineRow(name, group, self.title))
        if match.end() < line.end:
            self._adds(match.end(), line)
        return True

    def _adds(self, start: int, line: Line) -> None:
        if self.in_title and self.title:
            self.title = Span(self.title.start, line.end)
        elif self.rows:
            row = self.rows[-1]
            if row.lines and (self.is_page or self._is_after_page(line)):
                row.breaks.append(len(row.lines))
            self.is_page = False
            row.lines.append(Span(start, line.end))

    def _is_after_page(self, line: Line) -> bool:
        """Does a page end before the line: a form feed, a lone number, or the blank that some printers leave there?"""
        previous = self.lines[self.at - 1]
        between = self.text.content[self.text.origin[previous.end - 1] + 1 : self.text.origin[line.start]]
        return bool(_PAGE_GAP.search(between)) or between.endswith("\n ")


def squeezed(flow: str, line: Line) -> str:
    """Return the words of a line with single blanks, in lower case except for furniture's sake."""
    return " ".join(flow[line.start : line.end].split())
