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
from cancu.read.grid import joined_tables, table_lines
from cancu.read.halves import reading_order, segments

_SHARE = 0.6
_DIGITS = re.compile(r"\d+")
_LONE_NUMBER = re.compile(r"\W*\d{1,4}\W*")
_EDGE = 0.08
"""Share of a page's height, at its top and bottom, in which a lone number is a page number."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, or a table, at a height of a page (points from the top)."""

    page: int
    top: float
    line: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def pdf_lines(data: bytes) -> Iterator[tuple[int, str]]:
    """Yield (page, line) in reading order, pages from 1. Raises TooManyPagesError and what pdfminer raises."""
    with pdfplumber.open(io.BytesIO(data)) as document:
        if len(document.pages) > MOST_PAGES:
            raise TooManyPagesError(str(len(document.pages)))
        pieces = [piece for page in document.pages for piece in _pieces(page)]
        count = len(document.pages)
    furniture = _furniture(pieces, count)
    yield from _with_tables_joined([p for p in pieces if (p.top // 4, _DIGITS.sub("0", p.line)) not in furniture])


def _pieces(page: Page) -> list[_Piece]:
    number, tables = page.page_number, page.find_tables()
    pieces = [
        _Piece(number, table.bbox[1], rows=tuple(tuple(cell or "" for cell in row) for row in table.extract()))
        for table in tables
    ]
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: not any(_within(thing, box) for box in boxes))
    height = float(page.height)
    lines = [segments(line) for line in outside.extract_text_lines(return_chars=True)]
    page.close()
    waiting = sorted(pieces, key=lambda piece: piece.top)
    ordered: list[_Piece] = []
    for segment in reading_order(lines):
        edge = min(segment.top, height - segment.bottom) < _EDGE * height
        if edge and _LONE_NUMBER.fullmatch(segment.text):
            continue
        while waiting and waiting[0].top < segment.top:
            ordered.append(waiting.pop(0))
        ordered.append(_Piece(number, segment.top, line=segment.text))
    return [*ordered, *waiting]


def _within(thing: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    """Does the middle of a character lie in a table's box? (Its edges may touch the line above.)"""
    middle = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= middle[0] <= box[2] and box[1] <= middle[1] <= box[3])


def _furniture(pieces: list[_Piece], pages: int) -> set[tuple[float, str]]:
    if pages < 3:
        return set()
    seen = Counter({(p.top // 4, _DIGITS.sub("0", p.line), p.page) for p in pieces if p.line})
    heights = Counter((top, line) for top, line, _ in seen)
    return {key for key, times in heights.items() if times >= _SHARE * pages}


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
        for table in joined_tables([p.rows for p in run]):
            yield from ((piece.page, line) for line in ("", *table_lines(table), ""))
        index += len(run)
