"""PDF with a text layer → lines by page: words in reading order, tables by row, page furniture left out.

pdfplumber sorts by geometry, which survives fonts whose marked letters come from a second font. Lines that stand on
most pages at the same height (running heads, page numbers) are furniture.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfplumber.page import Page

from cancu.read.bounds import MOST_PAGES, TooManyPagesError
from cancu.read.footnotes import drop_calls, notes_top
from cancu.read.grid import Row, Rows, is_layout, joined_tables, row_line, table_lines
from cancu.read.halves import reading_order, segments
from cancu.read.page_fonts import turn_to_unicode
from cancu.read.ruled import printed_rows

_SHARE = 0.6
_DIGITS = re.compile(r"\d+")
_LONE_NUMBER = re.compile(r"\W*\d{1,4}\W*")
_EDGE = 0.08
"""Share of a page's height, at its top and bottom, in which a lone number is a page number."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, or a table, at a height of a page (points from the top); it may stand at its edge, or be a footnote's."""

    page: int
    top: float
    line: str = ""
    rows: Rows = ()
    is_edge: bool = False
    is_note: bool = False


def pdf_lines(data: bytes) -> tuple[list[tuple[int, str]], str | None]:
    """Return (page, line) in reading order, pages from 1, and the encodings before Unicode of its fonts, if any.

    Raises TooManyPagesError and what pdfminer raises.
    """
    with pdfplumber.open(io.BytesIO(data)) as document:
        if len(document.pages) > MOST_PAGES:
            raise TooManyPagesError(str(len(document.pages)))
        found: set[str] = set()
        pieces = [piece for page in document.pages for piece in _pieces(_mended(page, found))]
        count = len(document.pages)
    furniture = _furniture(pieces, count)
    kept = [p for p in pieces if _standing(p) not in furniture]
    notes = [(p.page, p.line) for p in kept if p.is_note]
    lines = [*_with_tables_joined([p for p in kept if not p.is_note]), *([(notes[0][0], ""), *notes] if notes else [])]
    return lines, ", ".join(sorted(found)) or None


def _mended(page: Page, found: set[str]) -> Page:
    """Return the page with letters as their fonts show them and without the calls of footnotes."""
    encoding = turn_to_unicode(page)
    if encoding:
        found.add(encoding)
    is_changed = drop_calls(page.chars) or encoding is not None
    return page.filter(lambda thing: thing.get("text") != "") if is_changed else page


def _pieces(page: Page) -> list[_Piece]:
    number, tables = page.page_number, page.find_tables()
    pieces = [_Piece(number, table.bbox[1], rows=printed_rows(table)) for table in tables]
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: not any(_within(thing, box) for box in boxes))
    height = float(page.height)
    lines = [segments(line) for line in outside.extract_text_lines(return_chars=True)]
    notes = notes_top(page, lines) or height
    page.close()
    waiting = sorted(pieces, key=lambda piece: piece.top)
    ordered: list[_Piece] = []
    for segment in reading_order(lines):
        is_edge = min(segment.top, height - segment.bottom) < _EDGE * height
        if is_edge and _LONE_NUMBER.fullmatch(segment.text):
            continue
        while waiting and waiting[0].top < segment.top:
            ordered.append(waiting.pop(0))
        is_note = segment.top > notes
        ordered.append(_Piece(number, segment.top, line=segment.text, is_edge=is_edge, is_note=is_note))
    return [*ordered, *waiting]


def _within(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    """Does the middle of a character lie in a table's box? (Its edges may touch the line above.)"""
    middle = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3])


def _standing(piece: _Piece) -> tuple[float, str]:
    """Return at which height which words stand; at a page's edge numbers count up from page to page."""
    return piece.top // 4, _DIGITS.sub("0", piece.line) if piece.is_edge else piece.line


def _furniture(pieces: list[_Piece], pages: int) -> set[tuple[float, str]]:
    """Return (height, words) of what stands on most pages; of two pages, only what stands at their edges."""
    if pages < 2:
        return set()
    lines = (p for p in pieces if p.line and (pages > 2 or p.is_edge))
    heights = Counter(standing for standing, _ in {(_standing(p), p.page) for p in lines})
    return {key for key, times in heights.items() if times >= max(2, _SHARE * pages)}


def _with_tables_joined(pieces: list[_Piece]) -> Iterator[tuple[int, str]]:
    index = 0
    while index < len(pieces):
        piece = pieces[index]
        if not piece.rows:
            yield piece.page, piece.line
            index += 1
            continue
        run = [piece]
        while index + len(run) < len(pieces) and pieces[index + len(run)].rows:
            run.append(pieces[index + len(run)])
        for table in joined_tables([(p.page, p.rows) for p in run]):
            yield from _table(table)
        index += len(run)


def _table(table: list[tuple[int, Row]]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a table, each with the page on which its row begins."""
    first, last = table[0][0], table[-1][0]
    rows = [row for _, row in table]
    yield first, ""
    if is_layout(rows):
        yield from ((first, line) for line in table_lines(rows))
    else:
        yield from ((page, line) for page, row in table for line in row_line(row))
    yield last, ""
