"""What is known beforehand as quads in the registry's named graph: bodies, places, terms, documents, happenings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from rdflib.namespace import DCTERMS, ORG, OWL, PROV, SKOS, XSD

from cancu import __version__, namespaces
from cancu.graph.documents import body_quads, facts_quads, unit_iris, unit_quads
from cancu.graph.items import relation_edge
from cancu.graph.quads import Quad, Quads
from cancu.linked import Instrument, KnownEvent, RegistryRows, Term, Unit
from cancu.namespaces import CC, CCV
from cancu.registered import Change, Post, Replaced, Source, Validity

_MATCHES = {"exact": SKOS.exactMatch, "close": SKOS.closeMatch, "same": OWL.sameAs}


def registry_quads(
    rows: RegistryRows, *, base: str, source: Source | None = None, units: Iterable[Unit] = ()
) -> tuple[Quad, ...]:
    """Return the registry, sorted, in the graph ``namespaces.registry_graph(base)``, or an imported list in its own.

    ``rows`` come from ``link.registry_rows`` or ``link.imported_rows``, which describe their documents; ``units`` are
    places beside those of ``rows`` that these name.
    """
    out = Quads(namespaces.registry_graph(base, source.name if source else ""))
    if source:
        _source(out, base, source)
    places = unit_iris(base, (*units, *rows.units))
    _places_and_bodies(out, base, rows, places)
    _documents(out, base, rows)
    for term in rows.terms:
        _term(out, base, term)
    for event in rows.events:
        _event(out, base, event)
    for link in rows.links:
        out.link(link.ours, _MATCHES[link.relation], link.theirs)
    return out.sorted()


def _places_and_bodies(out: Quads, base: str, rows: RegistryRows, places: dict[str, str]) -> None:
    for unit in rows.units:
        unit_quads(out, unit, places)
    for body in rows.bodies:
        body_quads(out, base, body, places)
    for post in rows.posts:
        _post(out, base, post)
    for change in rows.changes:
        _change(out, base, change, places)


def _documents(out: Quads, base: str, rows: RegistryRows) -> None:
    for facts, known in zip(rows.documents, rows.instruments, strict=True):
        facts_quads(out, base, facts, "registered")
        _instrument(out, base, known)
    for wrong in rows.replaced:
        _replaced(out, base, wrong)
    for validity in rows.validity:
        _validity(out, base, validity)


def _source(out: Quads, base: str, source: Source) -> None:
    """Say of the graph itself from which list of which day it was made, and by which mapping."""
    graph, file = namespaces.registry_graph(base, source.name), namespaces.file_iri(base, source.sha256)
    digest = hashlib.sha256(f"{source.sha256}|{source.mapping}|{__version__}".encode()).hexdigest()[:16]
    run = namespaces.run_iri(base, digest)
    out.text(graph, DCTERMS.title, source.title, language="vi")
    out.date(graph, DCTERMS.valid, source.as_of)
    out.link(graph, PROV.wasGeneratedBy, run)
    out.link(graph, PROV.wasDerivedFrom, file)
    out.kind(run, PROV.Activity)
    out.link(run, PROV.used, file)
    out.text(run, CC.toolVersion, __version__)
    out.text(run, DCTERMS.identifier, f"sha256:{source.mapping}")
    out.kind(file, CC.File)
    out.text(file, CC.sha256, source.sha256)
    out.text(file, CC.fileName, source.file)


def _post(out: Quads, base: str, post: Post) -> None:
    iri = namespaces.post_iri(base, post.slug)
    out.kind(iri, CC.Post)
    out.preferred(iri, post.label, post.aliases)
    out.link(iri, CC.postRank, CCV[f"rank/{post.rank}"])
    out.link(iri, CC.postIn, namespaces.body_iri(base, post.body[1:]) if post.body.startswith("=") else None)
    out.text(iri, DCTERMS.source, post.source)


def _change(out: Quads, base: str, change: Change, places: dict[str, str]) -> None:
    """Describe a change; that of bodies is also said in the terms of the Organization Ontology (W3C, 2014, §3.5)."""
    iri = namespaces.change_iri(base, change.slug)
    out.kind(iri, CC.ChangeEvent)
    out.label(iri, change.label)
    out.link(iri, CC.changeKind, CCV[f"change/{change.kind}"])
    out.date(iri, CC.changeDate, change.date)
    out.text(iri, DCTERMS.source, change.source)
    for ends, edge, theirs in (
        (change.before, CC.changedFrom, ORG.originalOrganization),
        (change.after, CC.changedTo, ORG.resultingOrganization),
    ):
        for table, slug in ends:
            end = namespaces.body_iri(base, slug) if table == "body" else places[slug]
            out.link(iri, edge, end)
            if table == "body":
                out.kind(iri, ORG.ChangeEvent)
                out.link(iri, theirs, end)


def _replaced(out: Quads, base: str, wrong: Replaced) -> None:
    """Lead from an identifier that was given wrongly to the right one."""
    iri = namespaces.document_iri(base, wrong.key)
    out.kind(iri, CC.Document)
    out.link(iri, DCTERMS.isReplacedBy, namespaces.document_iri(base, wrong.by))
    out.text(iri, SKOS.changeNote, wrong.reason, language="vi")
    out.text(iri, DCTERMS.source, wrong.source)


def _validity(out: Quads, base: str, row: Validity) -> None:
    iri = namespaces.document_iri(base, row.key)
    out.link(iri, CC.validity, CCV[f"validity/{row.state}"])
    out.date(iri, CC.validityFrom, row.since)
    out.text(iri, CC.validityBy, row.by)
    out.text(iri, CC.validityReason, row.reason, language="vi")
    out.date(iri, CC.validityKnown, row.as_of)
    out.text(iri, CC.validitySource, row.source)


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
