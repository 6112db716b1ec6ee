"""The text that was read: what the file holds, and the same words as a reader's eye joins them.

``content`` is the file as decoded (line ends as ``\\n``); every offset that leaves cancu points into it. ``flow`` is
what extraction works on: composed letters (NFC), no mark-up, no page numbers, one paragraph a line. ``origin`` leads
from one to the other.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter, itemgetter

from cancu.model import Span
from cancu.vietnamese import squeeze

_PARAGRAPH = re.compile(r"[^\n]+")
_FOOTNOTE = re.compile(r"<sup>[^<]{0,20}</sup>", re.IGNORECASE)
_SIGNS = "<*#\\"
_MARKS = re.compile(r"[*#]|\\(?=\W|$)|</?(?:sup|sub|b|i|u|br)\s*/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line as a range of ``flow``; ``gap`` says that blank lines stand before it."""

    start: int
    end: int
    gap: bool


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A document's words. ``source`` is the file's name, ``sha256`` the digest of its bytes.

    ``origin[i]`` is the offset in ``content`` of ``flow[i]``; it has one entry more than ``flow`` has characters.
    ``lines`` are the printed lines inside ``flow``, in order, blank ones left out.
    ``pages`` are offsets in ``content``, each with the page (from 1) whose words begin there, empty where the format
    has none; footnotes stand at the end, so that a page may begin twice, and pages without words are left out.
    ``encoding`` names what the words were typed in before Unicode (``tcvn3``, ``vni``, …), None where they are Unicode.
    """

    source: str
    sha256: str
    content: str
    flow: str
    origin: array[int]
    lines: tuple[Line, ...]
    pages: tuple[tuple[int, int], ...] = ()
    encoding: str | None = None

    def span(self, start: int, end: int) -> Span:
        """Return the range of ``content`` for the range ``start:end`` of ``flow`` (blanks at the ends left out)."""
        words = self.flow[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        if end <= start:
            return Span(self.origin[start], self.origin[start])
        last = self.origin[end - 1] + 1
        while last < len(self.content) and unicodedata.combining(self.content[last]):
            last += 1
        return Span(self.origin[start], last)

    def quote(self, span: Span) -> str:
        """Return the words of ``content`` at ``span``, white space collapsed and mark-up taken away."""
        words = self.content[span.start : span.end]
        if any(sign in words for sign in _SIGNS):
            words = _MARKS.sub("", _FOOTNOTE.sub("", words))
        return squeeze(words)

    def page(self, offset: int) -> int | None:
        """Return the page, from 1, of an offset into ``content``; None where the format has no pages."""
        index = bisect_right(self.pages, offset, key=itemgetter(0))
        return self.pages[index - 1][1] if index else None

    def numbered_lines(self) -> tuple[tuple[int, int], ...]:
        """Return for each printed line its offset in ``content`` and the number, from 1, of its paragraph, by offset.

        In two columns, offsets and paragraphs do not go up together.
        """
        number, position, found = 1, 0, []
        for line in self.lines:
            number += self.flow.count("\n", position, line.start)
            position = line.start
            found.append((self.origin[line.start], number))
        return tuple(sorted(found))

    def lines_between(self, start: int, end: int) -> tuple[Line, ...]:
        """Return the printed lines that begin in the range ``start:end`` of ``flow``."""
        first, last = (bisect_left(self.lines, at, key=attrgetter("start")) for at in (start, end))
        return self.lines[first:last]

    def paragraphs(self) -> Iterator[Span]:
        """Yield the paragraphs as ranges of ``flow``, without blanks at their ends."""
        yield from _paragraphs(self.flow)


@lru_cache(maxsize=2)
def _paragraphs(flow: str) -> tuple[Span, ...]:
    """Every part of extraction asks for the paragraphs: those of the text at hand are kept."""
    return tuple(Span(match.start(), match.end()) for match in _PARAGRAPH.finditer(flow))
