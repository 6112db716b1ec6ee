"""Text → Record: every fact with the words it rests on. Pure: no files but the shipped word lists, no RDF."""

from __future__ import annotations

import dataclasses
from typing import TypeVar

from cancu.extract.citations import citations
from cancu.extract.context import context
from cancu.extract.events import events
from cancu.extract.header import header
from cancu.extract.headings import headings, sections
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
    return Record(
        source=text.source,
        document=head,
        citations=_paged(text, cited),
        relations=_paged(text, relations(text, cited)),
        sections=_paged(text, sections(text, tree)),
        tasks=_paged(text, duties),
        events=_paged(text, events(text, parts, here, duties)),
        reports=_paged(text, reports(text, parts, tree, duties, here)),
        recipients=_paged(text, recipients(text, parts)),
    )


_I = TypeVar("_I", bound=Item)


def _paged(text: Text, items: tuple[_I, ...]) -> tuple[_I, ...]:
    """Say on which page each item begins, where the source has pages."""
    if not text.pages:
        return items
    return tuple(dataclasses.replace(item, page=text.page(item.start)) for item in items)
