"""Text → Record: every fact with the words it rests on. Pure: no files but the shipped word lists, no RDF."""

from __future__ import annotations

import dataclasses
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import TypeVar

from cancu.extract.citations import citations
from cancu.extract.context import context
from cancu.extract.events import events
from cancu.extract.header import header
from cancu.extract.headings import headings, sections
from cancu.extract.marks import marks
from cancu.extract.parts import parts as parts_of_form
from cancu.extract.recipients import recipients
from cancu.extract.relations import relations
from cancu.extract.reports import reports
from cancu.extract.table_groups import with_groups
from cancu.extract.tasks import tasks
from cancu.extract.zones import zones
from cancu.model import Item, Record
from cancu.text import Text

__all__ = ["extract"]


def extract(text: Text) -> Record:
    """Return what a careful reader takes from ``text``; what is not sure is left out or ``None``."""
    parts = zones(text)
    head = header(text, parts)
    here = context(text, head)
    tree = with_groups(text, parts, headings(text, parts))
    cited = citations(text, parts, head, here)
    duties = tasks(text, parts, tree, here)
    lines = text.numbered_lines()
    return Record(
        source=text.source,
        document=head,
        citations=_placed(text, lines, cited),
        relations=_placed(text, lines, relations(text, cited)),
        sections=_placed(text, lines, sections(text, tree)),
        tasks=_placed(text, lines, duties),
        events=_placed(text, lines, events(text, parts, here, duties)),
        reports=_placed(text, lines, reports(text, parts, tree, duties, here)),
        recipients=_placed(text, lines, recipients(text, parts)),
        parts=_placed(text, lines, parts_of_form(text, parts, head, here, tree)),
        marks=_placed(text, lines, marks(text, parts)),
    )


_I = TypeVar("_I", bound=Item)


def _placed(text: Text, lines: Sequence[tuple[int, int]], items: tuple[_I, ...]) -> tuple[_I, ...]:
    """Say in which paragraph, and where the source has pages on which page, each item begins."""

    def paragraph(item: _I) -> int | None:
        index = bisect_right(lines, item.start, key=itemgetter(0))
        return lines[index - 1][1] if index else None

    return tuple(dataclasses.replace(item, page=text.page(item.start), paragraph=paragraph(item)) for item in items)
