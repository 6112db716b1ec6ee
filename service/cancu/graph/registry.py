"""What is known beforehand as quads in the registry's named graph: bodies, places, terms, documents, happenings."""

from __future__ import annotations

from rdflib.namespace import DCTERMS, SKOS, XSD

from cancu import namespaces
from cancu.graph.documents import body_quads, facts_quads, unit_iris
from cancu.graph.items import relation_edge
from cancu.graph.quads import Quad, Quads
from cancu.linked import Instrument, KnownEvent, RegistryRows, Term, Unit
from cancu.namespaces import CC


def registry_quads(rows: RegistryRows, *, base: str) -> tuple[Quad, ...]:
    """Return the registry, sorted, in the graph ``namespaces.registry_graph(base)``.

    ``rows`` come from ``link.registry_rows``, which describes their documents.
    """
    out = Quads(namespaces.registry_graph(base))
    places = unit_iris(base, rows.units)
    for unit in rows.units:
        _unit(out, unit, places)
    for body in rows.bodies:
        body_quads(out, base, body, places)
    for term in rows.terms:
        _term(out, base, term)
    for facts, known in zip(rows.documents, rows.instruments, strict=True):
        facts_quads(out, base, facts, "registered")
        _instrument(out, base, known)
    for event in rows.events:
        _event(out, base, event)
    return out.sorted()


def _unit(out: Quads, unit: Unit, places: dict[str, str]) -> None:
    iri = places[unit.slug]
    out.kind(iri, CC.Unit)
    out.preferred(iri, f"{unit.kind} {unit.name}", (unit.name,))
    out.text(iri, CC.unitCode, unit.code)
    out.text(iri, CC.unitKind, unit.kind)
    out.link(iri, CC.within, places[unit.parent] if unit.parent else None)
    out.text(iri, DCTERMS.source, unit.source)


def _term(out: Quads, base: str, term: Term) -> None:
    """Describe a body in one term; the period is written as dates with a slash (ISO 8601), open ends as “..”."""
    iri = namespaces.term_iri(base, term.body, term.slug)
    out.kind(iri, CC.BodyInTerm)
    out.link(iri, CC.termOf, namespaces.body_iri(base, term.body))
    out.text(iri, SKOS.notation, term.slug)
    out.label(iri, f"Nhiệm kỳ {term.ordinal}" if term.slug.startswith("nk") else f"Khóa {term.ordinal}")
    opens = term.opens.isoformat() if term.opens else ".."
    out.text(iri, DCTERMS.temporal, f"{opens}/{term.closes.isoformat() if term.closes else '..'}")
    out.text(iri, DCTERMS.source, term.source)


def _instrument(out: Quads, base: str, known: Instrument) -> None:
    iri = namespaces.document_iri(base, known.key)
    for other in known.aliases:
        out.text(iri, SKOS.altLabel, f"{known.type} {other}", language="vi")
    for kind, key in known.relations:
        out.link(iri, relation_edge(kind), namespaces.document_iri(base, key))
    if known.status and known.as_of:
        out.text(iri, SKOS.note, f"{known.status} (as of {known.as_of.isoformat()})", language="en")
    out.text(iri, DCTERMS.source, known.source)


def _event(out: Quads, base: str, event: KnownEvent) -> None:
    iri = namespaces.known_event_iri(base, event.slug)
    out.kind(iri, CC.Event)
    out.label(iri, event.name)
    for alias in event.aliases:
        out.text(iri, SKOS.altLabel, alias, language="vi")
    out.date(iri, CC.eventDate, event.date)
    out.typed(iri, CC.eventYear, str(event.date.year), XSD.gYear)
    out.text(iri, DCTERMS.source, event.source)
