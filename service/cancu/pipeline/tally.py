"""What of a document is sure and what is not: abstentions counted apart from what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields

from cancu.link import Registry, link
from cancu.linked import Agency, LinkedRecord, Resolution
from cancu.model import Header
from cancu.pipeline.reading import Reading

_HEAD = ("type", "number", "date", "place", "title", "issuer", "signer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts of one document or of several.

    A citation is ``resolved`` to a document that the registry knows, ``ambiguous`` where several may be meant (they are
    its candidates), or of a document that is known by citations ``only``. Names mean ``known`` bodies or such of which
    a document is all that tells (``unknown``). ``leadless`` tasks, ``senderless`` reports, ``loose`` relations (an end
    that no citation names) and ``open`` fields of the head were left without a value rather than guessed.
    """

    resolved: int = 0
    ambiguous: int = 0
    only: int = 0
    known: int = 0
    unknown: int = 0
    tasks: int = 0
    leadless: int = 0
    reports: int = 0
    senderless: int = 0
    relations: int = 0
    loose: int = 0
    open: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Add the counts of two tallies."""
        return Tally(**{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(Tally)})

    def __str__(self) -> str:
        """One line for people; what was abstained from stands after what was found."""
        return (
            f"citations {self.resolved} resolved, {self.only} known by citation only, {self.ambiguous} ambiguous; "
            f"names {self.known} known, {self.unknown} unknown; "
            f"tasks {self.tasks - self.leadless} with lead, {self.leadless} without; "
            f"reports {self.reports - self.senderless} with sender, {self.senderless} without; "
            f"relations {self.relations - self.loose} between citations, {self.loose} with an open end; "
            f"head {len(_HEAD)} fields, {self.open} open"
        )


def tallies(readings: Sequence[Reading], *, base: str) -> tuple[Tally, ...]:
    """Return the counts of each document, in the order of ``readings``."""
    registry = Registry.load()
    return tuple(tally(link(reading.record, registry, base=base, sha256=reading.sha256)) for reading in readings)


def tally(linked: LinkedRecord) -> Tally:
    """Return the counts of one document."""
    found = Counter(citation.resolution for citation in linked.citations)
    minted = {body.slug for body in linked.bodies}
    names = [name for agency in _agencies(linked) for name in agency.bodies]
    return Tally(
        resolved=found[Resolution.RESOLVED],
        ambiguous=found[Resolution.AMBIGUOUS],
        only=found[Resolution.STUB],
        known=sum(name not in minted for name in names),
        unknown=sum(name in minted for name in names),
        tasks=len(linked.tasks),
        leadless=sum(not task.leads for task in linked.tasks),
        reports=len(linked.reports),
        senderless=sum(report.sender is None for report in linked.reports),
        relations=len(linked.relations),
        loose=sum(relation.source is None or relation.target is None for relation in linked.relations),
        open=_open(linked.record.document),
    )


def _agencies(linked: LinkedRecord) -> list[Agency]:
    """Return the names under which bodies have a part in tasks and reports."""
    of_tasks = [agency for task in linked.tasks for agency in (*task.leads, *task.coordinators)]
    of_reports = [agency for report in linked.reports for agency in (report.sender, report.addressee) if agency]
    return of_tasks + of_reports


def _open(head: Header) -> int:
    return sum(getattr(head, name) is None for name in _HEAD)
