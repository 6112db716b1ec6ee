"""The items of a document as quads: sections, citations, relations, tasks, reports, events, parts of form, marks …"""

from __future__ import annotations

import re
import unicodedata

from rdflib import URIRef
from rdflib.namespace import XSD

from cancu import namespaces
from cancu.graph.quads import Quads, short
from cancu.linked import (
    Agency,
    LinkedCitation,
    LinkedEvent,
    LinkedRecipient,
    LinkedRecord,
    LinkedRelation,
    LinkedReport,
    LinkedTask,
    Resolution,
)
from cancu.model import Item, Mark, Part, RelationKind, Role, Section
from cancu.namespaces import CC, CCV
from cancu.numerals import ordinal
from cancu.vietnamese import fold

EDGES = {
    Role.BASIS: CC.basedOn,
    Role.IMPLEMENTS: CC.implements,
    Role.AMENDS: CC.amends,
    Role.MENTIONS: CC.cites,
}
"""The edge from a document to what it cites, by role; ambiguous citations give none."""
OWNERS = {
    CC.Section: CC.hasSection,
    CC.Citation: CC.hasCitation,
    CC.Task: CC.assigns,
    CC.ReportingDuty: CC.requiresReport,
    CC.Event: CC.announces,
    CC.Anniversary: CC.announces,
    CC.Distribution: CC.hasDistribution,
    CC.Part: CC.hasPart,
    CC.Mark: CC.hasMark,
}
"""The edge from a document to an item, by class; a relation among others has none."""
_SINCE_KINDS = frozenset({CC.Task, CC.Event, CC.Anniversary})
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")
_TELLING = 8
"""So many letters of a name tell an event from others."""


class Items:
    """Writes the items of one linked record into ``out``."""

    def __init__(self, out: Quads, base: str, linked: LinkedRecord) -> None:
        self._out = out
        self._base = base
        self._linked = linked
        self._iri = namespaces.document_iri(base, linked.key)
        self._sections: dict[str, str] = {}
        self._places = {unit.slug: namespaces.unit_iri(base, unit.epoch, unit.code) for unit in linked.places}

    def write(self) -> None:
        """Write all items in the order of the record."""
        linked = self._linked
        for order, section in enumerate(linked.record.sections, 1):
            self._section(order, section)
        for order, citation in enumerate(linked.citations, 1):
            self._citation(order, citation)
        for order, relation in enumerate(linked.relations, 1):
            self._relation(order, relation)
        for order, task in enumerate(linked.tasks, 1):
            self._task(order, task)
        for order, report in enumerate(linked.reports, 1):
            self._report(order, report)
        for order, event in enumerate(linked.events, 1):
            self._event(order, event)
        for order, recipient in enumerate(linked.recipients, 1):
            self._recipient(order, recipient)
        for order, part in enumerate(linked.record.parts, 1):
            self._part(order, part)
        for order, mark in enumerate(linked.record.marks, 1):
            self._mark(order, mark)

    def _item(self, iri: str, kind: URIRef, order: int, item: Item, words: str) -> None:
        """Say what every item has: class, order, words and place of the words."""
        out = self._out
        owner = OWNERS.get(kind)
        out.kind(iri, kind)
        out.link(iri, CC.inDocument, self._iri)
        if owner is not None:
            out.link(self._iri, owner, iri)
        out.integer(iri, CC.order, order)
        out.text(iri, CC.quote, short(_composed(words)))
        out.integer(iri, CC.quoteStart, item.start)
        out.integer(iri, CC.quoteEnd, item.end)
        out.integer(iri, CC.page, item.page)
        for said in self._linked.since:
            if said.start == item.start and kind in _SINCE_KINDS:
                out.typed(iri, CC.sinceYear, said.year, XSD.gYear)
                out.link(iri, CC.sincePlace, self._places[said.unit])

    def _named(self, kind: str, order: int, words: str) -> str:
        return namespaces.item_iri(self._base, kind, self._linked.key, order, words)

    def _document(self, key: str | None) -> str | None:
        return namespaces.document_iri(self._base, key) if key else None

    def _bodies(self, iri: str, edge: URIRef, name: URIRef, agencies: tuple[Agency, ...]) -> None:
        for agency in agencies:
            self._out.text(iri, name, _composed(agency.name))
            for slug in agency.bodies:
                self._out.link(iri, edge, namespaces.body_iri(self._base, slug))

    def _section(self, order: int, section: Section) -> None:
        path = section.number
        times = 1
        while path in self._sections:
            times += 1
            path = f"{section.number}-{times}"
        iri = namespaces.section_iri(self._base, self._linked.key, path)
        self._sections[path] = iri
        self._item(iri, CC.Section, order, section, section.heading or section.text)
        self._out.text(iri, CC.sectionNumber, section.number)
        self._out.integer(iri, CC.sectionOrdinal, ordinal(section.number))
        self._out.integer(iri, CC.previousOrdinal, section.before)
        self._out.text(iri, CC.heading, _composed(section.heading))
        self._out.link(iri, CC.parentSection, self._sections.get(section.number.rpartition(".")[0]))

    def _citation(self, order: int, linked: LinkedCitation) -> None:
        out, citation = self._out, linked.citation
        iri = self._named("citation", order, citation.text)
        self._item(iri, CC.Citation, order, citation, citation.text)
        out.link(iri, CC.citing, self._iri)
        out.link(iri, CC.role, CCV[f"role/{citation.role}"])
        out.link(iri, CC.resolution, CCV[f"resolution/{linked.resolution}"])
        out.text(iri, CC.resolutionReason, linked.reason, language="vi")
        out.link(iri, CC.cited, self._document(linked.target))
        for key in linked.candidates:
            out.link(iri, CC.candidate, self._document(key))
        if linked.resolution is not Resolution.AMBIGUOUS and linked.target != self._linked.key:
            out.link(self._iri, EDGES[citation.role], self._document(linked.target))
        out.text(iri, CC.citedTypeName, _composed(citation.type))
        out.text(iri, CC.citedNumber, _composed(citation.number))
        out.text(iri, CC.citedSymbol, _composed(citation.symbol))
        out.date(iri, CC.citedDate, citation.date)
        out.text(iri, CC.citedIssuerName, _composed(citation.issuer))
        out.text(iri, CC.citedTitle, _composed(citation.title))
        self._evidence(iri, linked)
        out.text(iri, CC.pinpoint, _composed(citation.pinpoint))

    def _evidence(self, iri: str, linked: LinkedCitation) -> None:
        """Say what the words can be compared with: the printed issuer, the bodies of the symbol, the known title."""
        issuer = namespaces.body_iri(self._base, linked.issuer) if linked.issuer else None
        self._out.link(iri, CC.citedIssuer, issuer)
        for slug in linked.symbol_bodies:
            self._out.link(iri, CC.symbolBody, namespaces.body_iri(self._base, slug))
        if linked.agreement is not None:
            self._out.typed(iri, CC.titleAgreement, f"{linked.agreement:.2f}", XSD.decimal)

    def _relation(self, order: int, linked: LinkedRelation) -> None:
        out, relation = self._out, linked.relation
        words = relation.text or f"{relation.source} → {relation.target}"
        iri = self._named("relation", order, f"{words} {relation.relation}")
        self._item(iri, CC.Relation, order, relation, words)
        source, target = self._document(linked.source), self._document(linked.target)
        out.link(iri, CC.relationKind, CCV[f"relation/{relation.relation}"])
        out.link(iri, CC.relationSource, source)
        out.link(iri, CC.relationTarget, target)
        if source and target and source != target:
            out.link(source, relation_edge(relation.relation), target)

    def _task(self, order: int, linked: LinkedTask) -> None:
        out, task = self._out, linked.task
        iri = self._named("task", order, task.text)
        self._item(iri, CC.Task, order, task, task.text)
        self._bodies(iri, CC.leadAgency, CC.leadName, linked.leads)
        self._bodies(iri, CC.coordinatingAgency, CC.coordinatorName, linked.coordinators)
        out.text(iri, CC.timeExpression, _composed(task.time))
        out.date(iri, CC.startDate, task.start_date)
        out.date(iri, CC.endDate, task.end_date)
        out.link(iri, CC.inSection, self._sections.get(task.section or ""))
        out.text(iri, CC.row, task.row)
        out.text(iri, CC.product, short(_composed(task.product)) if task.product else None)
        for facet in task.clear:
            out.link(iri, CC.clearOn, CCV[f"clarity/{facet}"])

    def _report(self, order: int, linked: LinkedReport) -> None:
        out, report = self._out, linked.report
        iri = self._named("report", order, report.text)
        self._item(iri, CC.ReportingDuty, order, report, report.text)
        self._bodies(iri, CC.reportsFrom, CC.senderName, (linked.sender,) if linked.sender else ())
        self._bodies(iri, CC.reportsTo, CC.addresseeName, (linked.addressee,) if linked.addressee else ())
        out.link(iri, CC.frequency, CCV[f"frequency/{report.frequency}"] if report.frequency else None)
        out.typed(iri, CC.dueDay, f"--{report.due}" if report.due else None, XSD.gMonthDay)

    def _event(self, order: int, linked: LinkedEvent) -> None:
        out, event = self._out, linked.event
        iri = self._named("event", order, event.text)
        anniversary = event.anniversary is not None
        self._item(iri, CC.Anniversary if anniversary else CC.Event, order, event, event.text)
        out.label(iri, _composed(event.name))
        out.text(iri, CC.foldedName, _folded(event.name))
        out.date(iri, CC.eventDate, event.date)
        year = event.year or (str(event.date.year) if event.date else None)
        out.typed(iri, CC.eventYear, year, XSD.gYear)
        if anniversary:
            out.integer(iri, CC.years, event.anniversary)
            out.date(iri, CC.originalDate, event.original_date)
            known = linked.commemorates
            out.link(iri, CC.commemorates, namespaces.known_event_iri(self._base, known) if known else None)

    def _recipient(self, order: int, linked: LinkedRecipient) -> None:
        out = self._out
        iri = self._named("recipient", order, linked.recipient.text)
        self._item(iri, CC.Distribution, order, linked.recipient, linked.name)
        for slug in linked.bodies:
            out.link(iri, CC.recipient, namespaces.body_iri(self._base, slug))
        out.text(iri, CC.recipientName, _composed(linked.name))
        out.text(iri, CC.purpose, _composed(linked.recipient.purpose))

    def _part(self, order: int, part: Part) -> None:
        iri = namespaces.part_iri(self._base, self._linked.key, part.kind)
        self._item(iri, CC.Part, order, part, part.text)
        self._out.link(iri, CC.partKind, CCV[f"part/{part.kind}"])
        self._out.link(iri, CC.partState, CCV[f"part-state/{part.state}"])

    def _mark(self, order: int, mark: Mark) -> None:
        out = self._out
        iri = self._named("mark", order, f"{mark.text} {mark.kind}")
        self._item(iri, CC.Mark, order, mark, mark.text)
        out.link(iri, CC.markKind, CCV[f"mark/{mark.kind}"])
        out.text(iri, CC.suggestion, mark.suggestion)
        out.text(iri, CC.citedNumber, _composed(mark.number))
        out.date(iri, CC.citedDate, mark.date)


def relation_edge(kind: RelationKind | str) -> URIRef:
    """Return the edge between two documents for a kind of relation; they bear the same names."""
    return CC[str(RelationKind(kind))]


def _folded(name: str) -> str | None:
    """Return a name without tones, blanks and capitals, or what of it stands in quotes; short ones tell little."""
    quoted = _QUOTED.search(name)
    key = fold(quoted[1] if quoted else name).replace(" ", "")
    return key if len(key) >= _TELLING else None


def _composed(text: str | None) -> str:
    """Compose the letters of a source that was typed in pieces (NFD), so that equal words are equal literals."""
    return unicodedata.normalize("NFC", text or "")
