"""PDF with a text layer → lines by page: words in reading order, tables by row, page furniture left out.

pdfplumber sorts by geometry, which survives fonts whose marked letters come from a second font. Lines that stand on
most pages at the same height (running heads, page numbers) are furniture.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pdfplumber
from pdfplumber.page import Page

from cancu.read.encodings import face, faces
from cancu.read.grid import joined_tables, table_lines
from cancu.read.halves import reading_order, segments

MOST_PAGES = 500
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


class TooManyPagesError(Exception):
    """The document has more pages than one official paper has."""


def pdf_lines(data: bytes) -> tuple[list[tuple[int, str]], str | None]:
    """Return (page, line) in reading order, pages from 1, and the encodings before Unicode of its fonts, if any.

    Raises TooManyPagesError and what pdfminer raises.
    """
    with pdfplumber.open(io.BytesIO(data)) as document:
        if len(document.pages) > MOST_PAGES:
            raise TooManyPagesError(str(len(document.pages)))
        found = {name for page in document.pages for name in [_turn_to_unicode(page)] if name}
        pieces = [piece for page in document.pages for piece in _pieces(_without_marks(page) if found else page)]
        count = len(document.pages)
    furniture = _furniture(pieces, count)
    kept = [p for p in pieces if (p.top // 4, _DIGITS.sub("0", p.line)) not in furniture]
    return list(_with_tables_joined(kept)), ", ".join(sorted(found)) or None


def _turn_to_unicode(page: Page) -> str | None:
    """Give the characters of a page's fonts before Unicode the letters they show; return the encodings' names."""
    runs = [(font, list(chars)) for font, chars in groupby(page.chars, key=lambda char: str(char["fontname"]))]
    if not any(face(font) for font, _ in runs):
        return None
    texts = [(font, "".join(char["text"] for char in chars)) for font, chars in runs]
    known = faces(texts)
    for (font, chars), (_, text) in zip(runs, texts, strict=True):
        letters = known.by_character(font, text)
        if len(letters) == len(chars):
            _write(chars, letters)
    return known.name


def _without_marks(page: Page) -> Page:
    return page.filter(lambda thing: thing.get("text") != "")


def _write(chars: Sequence[dict[str, Any]], letters: Sequence[str]) -> None:
    """Write ``letters`` in place of characters; one whose mark had a place of its own takes that place too."""
    letter: dict[str, Any] = {}
    for char, text in zip(chars, letters, strict=True):
        char["text"] = text
        if text:
            letter = char
        elif letter:
            letter["x1"] = max(letter["x1"], char["x1"])


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
