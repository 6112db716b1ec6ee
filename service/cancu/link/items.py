"""Bodies and happenings that the items of a record name: tasks, reports, events, recipients, relations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cancu.link import names, titles
from cancu.link.bodies import Bodies
from cancu.link.numbers import plain
from cancu.link.registry import Registry
from cancu.linked import (
    Agency,
    LinkedCitation,
    LinkedEvent,
    LinkedRecipient,
    LinkedRelation,
    LinkedReport,
    LinkedTask,
)
from cancu.model import Event, Recipient, Relation, Report, Task
from cancu.vietnamese import fold

_KEPT = re.compile(r"^\s*lưu\b\s*:?\s*", re.I)
_PRIVATE_LINE = re.compile(r"^\s*(?:các\s+)?(?:đ/c|đồng chí)\b", re.I)


def tasks(items: Iterable[Task], bodies: Bodies) -> tuple[LinkedTask, ...]:
    """Return the tasks with the bodies that their printed names mean."""
    return tuple(
        LinkedTask(
            task=task,
            leads=tuple(bodies.agency(name) for name in task.leads),
            coordinators=tuple(bodies.agency(name) for name in task.coordinators),
        )
        for task in items
    )


def reports(items: Iterable[Report], bodies: Bodies) -> tuple[LinkedReport, ...]:
    """Return the reporting duties with the bodies that send and receive."""

    def side(name: str | None) -> Agency | None:
        return bodies.agency(name) if name else None

    return tuple(
        LinkedReport(report=report, sender=side(report.sender), addressee=side(report.addressee)) for report in items
    )


def events(items: Iterable[Event], registry: Registry) -> tuple[LinkedEvent, ...]:
    """Return the events; an anniversary leads to the happening whose name it contains, the longest name first."""
    return tuple(LinkedEvent(event=event, commemorates=_known(event, registry)) for event in items)


def _known(event: Event, registry: Registry) -> str | None:
    if event.anniversary is None and event.original_date is None:
        return None
    words = f" {fold(event.name)} {fold(event.text)} "
    fits = [
        (len(fold(alias)), known.slug)
        for known in registry.rows.events
        for alias in (known.name, *known.aliases)
        if f" {fold(alias)} " in words
    ]
    return max(fits)[1] if fits else None


def recipients(items: Iterable[Recipient], bodies: Bodies, issuer: str | None) -> tuple[LinkedRecipient, ...]:
    """Return the lines of the distribution list with the bodies that they mean.

    A copy that is kept (“Lưu: VT, BXDĐ”) goes to the bodies named there, else stays with the issuer. A line that
    names a private person leads to no body and is shown without the name.
    """
    return tuple(_recipient(item, bodies, issuer) for item in items)


def _recipient(item: Recipient, bodies: Bodies, issuer: str | None) -> LinkedRecipient:
    name = names.without_private_names(item.text)
    kept = _KEPT.match(item.text)
    if kept:
        parts = re.split(r"[,;]", item.text[kept.end() :])
        found = tuple(dict.fromkeys(own for part in parts for own in bodies.sure(part)))
        return LinkedRecipient(recipient=item, name=name, bodies=found or ((issuer,) if issuer else ()), kept=True)
    if _PRIVATE_LINE.match(item.text):
        return LinkedRecipient(recipient=item, name=name, bodies=(), kept=False)
    return LinkedRecipient(recipient=item, name=name, bodies=bodies.agency(item.text).bodies, kept=False)


def relations(items: Iterable[Relation], citations: Sequence[LinkedCitation]) -> tuple[LinkedRelation, ...]:
    """Return the relations with the documents that their ends mean, as the citations of the record resolved them."""
    return tuple(
        LinkedRelation(
            relation=item,
            source=_end(item.source, citations),
            target=_end(item.target, citations),
        )
        for item in items
    )


def _end(name: str, citations: Sequence[LinkedCitation]) -> str | None:
    """Return what a number or a name means: by citations of that number, else by the one whose words are most alike."""
    by_number = {
        done.target for done in citations if done.citation.number and plain(done.citation.number) == plain(name)
    }
    if by_number:
        sure = by_number - {None}
        return next(iter(sure)) if len(sure) == 1 else None
    likeness = [
        (titles.similarity(name, done.citation.text), -place, done.target)
        for place, done in enumerate(citations)
        if done.citation.number is None
    ]
    best = max(likeness, default=(0.0, 0, None))
    return best[2] if best[0] >= titles.SAME else None
