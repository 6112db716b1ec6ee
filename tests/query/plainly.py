"""Duties read plainly: all statements of a store in memory, each duty put together of them, each filter a few lines.

What the index answers is held against this.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import pyoxigraph as ox

from cancu.namespaces import CC
from cancu.query.days import day_or_none, names_day
from cancu.query.index.chosen import FLAGS, Wanted
from cancu.store import EmbeddedStore
from cancu.vietnamese import fold

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DIGITS = 9


@dataclass(frozen=True)
class Plain:
    """A duty as its statements tell it."""

    iri: str
    document: str
    order: int
    start: str
    end: str
    has_time: bool
    is_printed: bool
    leads: int
    bodies: Mapping[str, frozenset[str]]
    issuers: frozenset[str]
    text: str

    @property
    def place(self) -> tuple[str | int, ...]:
        is_loose = int(not (self.end or self.start))
        return (is_loose, self.end or self.start, self.start, self.document, self.order, self.iri)

    @property
    def flags(self) -> tuple[str, ...]:
        return ("no-lead",) if not self.leads else ("two-leads",) if self.leads > 1 else ()

    def standing(self, today: str, soon: str) -> str:
        if not self.end:
            return "vague" if self.has_time else "no-time"
        if self.end < today:
            return "overdue" if self.is_printed else "done-unknown"
        return "soon" if self.end <= soon else "ahead"

    def passes(self, wanted: Wanted) -> bool:
        """Tell whether it passes, whatever its state."""
        if wanted.documents is not None and self.document not in wanted.documents:
            return False
        if wanted.issuers is not None and not wanted.issuers & self.issuers:
            return False
        if wanted.bodies is not None and not any(
            wanted.bodies & bodies for part, bodies in self.bodies.items() if wanted.part in ("", part)
        ):
            return False
        if wanted.since and (self.end or self.start) < wanted.since:
            return False
        if wanted.until and not ("" < (self.start or self.end) <= wanted.until):
            return False
        if not self.end.startswith(wanted.month):
            return False
        return all(f" {word}" in self.text for word in wanted.words)


Facts = dict[tuple[str, str], set[str]]


def duties(store: EmbeddedStore) -> list[Plain]:
    """All duties of a store in their order."""
    dump = BytesIO()
    store.dump(dump)
    facts: Facts = defaultdict(set)
    assigned: dict[str, set[str]] = defaultdict(set)
    for quad in ox.parse(dump.getvalue(), format=ox.RdfFormat.N_QUADS):
        subject, value = str(getattr(quad.subject, "value", "")), str(getattr(quad.object, "value", ""))
        facts[subject, quad.predicate.value].add(value)
        if quad.predicate.value == str(CC.assigns):
            assigned[value].add(subject)
    found = (_duty(facts, task, documents) for task, documents in assigned.items())
    return sorted((duty for duty in found if duty), key=lambda duty: duty.place)


def _duty(facts: Facts, task: str, documents: set[str]) -> Plain | None:
    def one(name: str) -> str:
        return min(facts.get((task, str(CC[name])), ()), default="")

    def some(name: str) -> set[str]:
        return facts.get((task, str(CC[name])), set()) - {""}

    if not facts.get((task, str(CC.quote))) or str(CC.ReportingDuty) in facts.get((task, _TYPE), ()):
        return None
    start, end, order, document = (
        day_or_none(one("startDate")),
        day_or_none(one("endDate")),
        one("order"),
        min(documents),
    )
    words = f"{one('timeExpression')} {one('quote')}"
    return Plain(
        iri=task,
        document=document,
        order=int(order) if order.isascii() and order.isdigit() and len(order) < _DIGITS else 0,
        start=start.isoformat() if start else "",
        end=end.isoformat() if end else "",
        has_time=bool(one("timeExpression") or start),
        is_printed=end is not None and names_day(words, end),
        leads=len(some("leadName")) or min(1, len(some("leadAgency"))),
        bodies={"lead": frozenset(some("leadAgency")), "partner": frozenset(some("coordinatingAgency"))},
        issuers=frozenset(facts.get((document, str(CC.issuedBy)), ())),
        text=f" {fold(' '.join((words, *some('leadName'), *some('coordinatorName'))))}",
    )


@dataclass(frozen=True)
class Answer:
    """What is to be said of some filters: the duties in order with standing and flags, and what is counted."""

    found: list[tuple[str, str, tuple[str, ...]]]
    documents: int
    states: Mapping[str, int]
    standings: Mapping[str, int]
    months: Mapping[str, int]


def answer(all_duties: list[Plain], wanted: Wanted) -> Answer:
    """Choose plainly."""
    passed = [(duty, duty.standing(wanted.today, wanted.soon)) for duty in all_duties if duty.passes(wanted)]
    states = Counter(name for duty, standing in passed for name in (standing, *duty.flags))
    found = [(duty, standing) for duty, standing in passed if wanted.state in {"", standing, *duty.flags}]
    assert set(states) - set(FLAGS) == {standing for _, standing in passed}
    return Answer(
        [(duty.iri, standing, duty.flags) for duty, standing in found],
        len({duty.document for duty, _ in found}),
        states,
        Counter(standing for _, standing in found),
        Counter(duty.end[:7] for duty, _ in found),
    )
