"""Words that their writer should look at again: doubled, misread, missing words, dates not in form, annexes.

A mark that is wrong costs more than one that is not made: each kind asks for proof in the words themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cancu.extract.layout import Noted, Zones
from cancu.extract.marks_annex import annexes
from cancu.extract.marks_dates import unpadded
from cancu.extract.marks_doubled import doubled
from cancu.extract.marks_letters import legacy, uncomposed
from cancu.extract.marks_misread import misread
from cancu.extract.marks_phrases import broken
from cancu.extract.typed_tables import typed_tables
from cancu.extract.words import Covered
from cancu.model import Mark, MarkKind, Span
from cancu.text import Text


def marks(text: Text, zones: Zones) -> tuple[Mark, ...]:
    """Return the marks in the order of their words."""
    prose = tuple(_prose(text, zones))
    notes = [
        *doubled(text.flow, prose),
        *broken(text.flow, prose, zones.appendices),
        *misread(text.flow),
        *unpadded(text.flow),
        *legacy(text.flow),
        *annexes(text, zones),
    ]
    found = [*(_mark(text, note) for note in notes), *uncomposed(text)]
    return tuple(_outermost(sorted(found, key=lambda mark: (mark.start, -mark.end, mark.kind))))


def _outermost(marks: Sequence[Mark]) -> Iterator[Mark]:
    """Leave out what stands inside another mark of its kind: “quyêt” in “Nghị quyêt”."""
    ends: dict[MarkKind, int] = {}
    for mark in marks:
        if mark.end > ends.get(mark.kind, -1):
            ends[mark.kind] = mark.end
            yield mark


def _prose(text: Text, zones: Zones) -> Iterator[Span]:
    """Yield the paragraphs outside of tables and annexes, whose cells may stand side by side."""
    stop = zones.appendices[0].start if zones.appendices else len(text.flow)
    tables = Covered(table.span for table in typed_tables(text, 0, stop))
    for part in text.paragraphs():
        if part.start >= stop:
            break
        if not tables.holds(part.start) and "|" not in text.flow[part.start : part.end]:
            yield part


def _mark(text: Text, note: Noted) -> Mark:
    span = text.span(note.span.start, note.span.end)
    return Mark(
        text=text.quote(span),
        start=span.start,
        end=span.end,
        kind=note.kind,
        suggestion=note.suggestion,
        number=note.number,
        date=note.date,
    )
