"""A learnt number as quads in the graph of the blank document, and the same graph with another one or with none."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import URIRef
from rdflib.namespace import DCTERMS, RDF, XSD

from cancu import namespaces
from cancu.graph.quads import Quad, Quads
from cancu.linked import LearntNumber
from cancu.namespaces import CC

_TOLD = frozenset({CC.learntNumber, CC.learntFrom, CC.learntReason, CC.learntConfidence})
_LINKS = frozenset({DCTERMS.isReplacedBy, CC.possiblySameAs})


def write_learnt(out: Quads, base: str, number: LearntNumber, family: URIRef) -> None:
    """Say on both the blank and the numbered document that they are taken for one, and why.

    ``out`` describes the blank one already; ``family`` is its class.
    """
    old, new = namespaces.document_iri(base, number.key), namespaces.document_iri(base, number.new_key)
    out.link(old, DCTERMS.isReplacedBy, new)
    out.link(old, CC.possiblySameAs, new)
    out.kind(new, CC.Document, family)
    out.text(new, CC.number, number.number)
    out.date(new, CC.dateIssued, number.date)
    for edge in (CC.documentType, CC.issuedBy):
        for value in out.values(old, edge):
            out.link(new, edge, str(value))
    series = namespaces.numbering_iri(base, "/".join(number.new_key.split("/")[:3]))
    if URIRef(series) in out.values(old, CC.inNumbering):
        out.link(new, CC.inNumbering, series)
    for iri in (old, new):
        out.text(iri, CC.learntNumber, number.number)
        out.link(iri, CC.learntFrom, number.learnt_from)
        out.text(iri, CC.learntReason, why_learnt(number), language="vi")
        out.typed(iri, CC.learntConfidence, f"{number.confidence:.2f}", XSD.decimal)


def why_learnt(number: LearntNumber) -> str:
    """Return the reason of a learnt number, and how sure it is, as the graph tells it."""
    return f"{number.reason} Độ tin cậy {number.confidence:.2f}."


def with_learnt(quads: Iterable[Quad], key: str, number: LearntNumber | None, *, base: str) -> tuple[Quad, ...]:
    """Return the graph of the document ``key`` with ``number`` in place of what it had learnt, sorted."""
    old = URIRef(namespaces.document_iri(base, key))
    every = tuple(quads)
    taught = {value for subject, edge, value, _ in every if subject == old and edge == DCTERMS.isReplacedBy}
    out = Quads(namespaces.document_graph(base, key))
    out.add(
        quad
        for quad in every
        if quad[0] not in taught
        and not (quad[0] == old and (quad[1] in _TOLD or (quad[1] in _LINKS and quad[2] in taught)))
    )
    if number is not None:
        kinds = {value for subject, edge, value, _ in every if subject == old and edge == RDF.type} - {CC.Document}
        write_learnt(out, base, number, URIRef(str(next(iter(kinds), CC.Document))))
    return out.sorted()
