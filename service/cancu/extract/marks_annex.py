"""Heads of annexes, with the document that they name: “(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/3/2026 của …)”."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from cancu.extract.dates import date_at
from cancu.extract.layout import Noted, Zones
from cancu.extract.letterhead import number
from cancu.extract.words import level
from cancu.model import MarkKind, Span
from cancu.text import Text

_ISSUED_WITH = re.compile(
    r"(?<!\w)(?:kèm theo|đính kèm|ban hành theo|(?:của|thuộc)(?= (?:[^\W\d_]+ ){1,3}số(?!\w)))(?!\w)"
)
_DAY = re.compile(r"ngày(?!\w)")
_HEAD = 6
"""Paragraphs of an annex within which it names its document."""
_LONGEST = 400


def annexes(text: Text, zones: Zones) -> Iterator[Noted]:
    """Yield the head of each annex; number and date are None where they are blank or not printed."""
    parts = tuple(text.paragraphs())
    for annex in zones.appendices:
        first = bisect_left(parts, annex.start, key=lambda part: part.start)
        head = [part for part in parts[first : first + _HEAD] if part.start < annex.end]
        if head:
            yield _annex(text.flow, head)


def _annex(flow: str, head: Sequence[Span]) -> Noted:
    for part in head:
        stop = min(part.end, part.start + _LONGEST)
        named = _ISSUED_WITH.search(level(flow[part.start : stop]))
        if named is not None:
            words = flow[part.start + named.end() : stop]
            found = number(" " + words)
            return Noted(
                MarkKind.ANNEX, Span(head[0].start, part.end), number=found.value if found else None, date=_date(words)
            )
    return Noted(MarkKind.ANNEX, head[0])


def _date(words: str) -> dt.date | None:
    for match in _DAY.finditer(level(words)):
        printed = date_at(words, match.start())
        return printed.value if printed else None
    return None
