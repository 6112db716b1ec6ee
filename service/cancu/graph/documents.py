"""One document as quads in its own named graph: what it is, what it cites, asks for and announces, with its words."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from rdflib.namespace import DCTERMS, ORG, PROV, SKOS

from cancu import __version__, namespaces
from cancu.graph.items import Items
from cancu.graph.learnt import write_learnt
from cancu.graph.numberings import numbering_quads
from cancu.graph.quads import Quad, Quads
from cancu.linked import Body, BodyKind, DocumentFacts, Family, LearntNumber, LinkedRecord, Unit
from cancu.namespaces import CC, CCV

FAMILIES = {
    Family.NORMATIVE: CC.NormativeDocument,
    Family.ADMINISTRATIVE: CC.AdministrativeDocument,
    Family.PARTY: CC.PartyDocument,
    Family.UNKNOWN: CC.Document,
}
BODIES = {
    BodyKind.PUBLIC: CC.PublicBody,
    BodyKind.PARTY: CC.PartyBody,
    BodyKind.FRONT: CC.FrontBody,
    BodyKind.GROUP: CC.BodyGroup,
    BodyKind.OTHER: CC.Body,
}
HEAD = {
    "type": CC.documentType,
    "number": CC.number,
    "symbol": CC.symbol,
    "date": CC.dateIssued,
    "place": CC.placeName,
    "title": CC.title,
    "issuer": CC.issuerName,
    "period": CC.period,
}
"""The property that a field of the head gives."""
_AUTHORITY = re.compile(r"^\s*(TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|Q)\b", re.I)


def document_quads(linked: LinkedRecord, *, base: str, learnt: Sequence[LearntNumber] = ()) -> tuple[Quad, ...]:
    """Return all that one document says, sorted, in the graph ``namespaces.document_graph(base, linked.key)``.

    ``learnt`` are the numbers that ``link.learn`` found; those of other documents are passed over.
    """
    out = Quads(namespaces.document_graph(base, linked.key))
    iri = namespaces.document_iri(base, linked.key)
    facts_quads(out, base, linked.document, "extracted")
    _header(out, iri, linked, base)
    _provenance(out, iri, linked, base)
    for stub in linked.documents:
        facts_quads(out, base, stub, "cited")
    places = unit_iris(base, linked.places)
    for unit in linked.unlisted:
        unit_quads(out, unit, places)
    for body in linked.bodies:
        body_quads(out, base, body, places)
    Items(out, base, linked).write()
    for number in learnt:
        if number.key == linked.key:
            write_learnt(out, base, number, FAMILIES[linked.document.family])
    return out.sorted()


def facts_quads(out: Quads, base: str, facts: DocumentFacts, status: str) -> None:
    """Describe a document: one that was read (extracted), is known beforehand (registered) or only cited."""
    iri = namespaces.document_iri(base, facts.key)
    out.kind(iri, CC.Document, FAMILIES[facts.family])
    out.label(iri, facts.label)
    out.link(iri, CC.recordStatus, CCV[f"status/{status}"])
    out.link(iri, CC.documentType, CCV[f"type/{facts.type_code}"] if facts.type_code else None)
    out.text(iri, CC.number, facts.number)
    out.date(iri, CC.dateIssued, facts.date)
    out.text(iri, CC.title, facts.title, language="vi")
    out.link(iri, CC.issuedBy, namespaces.body_iri(base, facts.issuer) if facts.issuer else None)
    out.text(iri, CC.issuerName, facts.issuer_name)
    for other in facts.same_as:
        out.link(iri, CC.possiblySameAs, namespaces.document_iri(base, other))
    for slug in facts.symbol_bodies:
        out.link(iri, CC.symbolBody, namespaces.body_iri(base, slug))
    numbering_quads(out, base, facts.key, type_code=facts.type_code, has_issuer=facts.issuer is not None)


def _header(out: Quads, iri: str, linked: LinkedRecord, base: str) -> None:
    head = linked.record.document
    out.text(iri, CC.symbol, head.symbol)
    out.text(iri, CC.placeName, head.place)
    places = unit_iris(base, linked.places)
    out.link(iri, CC.place, places[linked.place] if linked.place else None)
    for name in linked.possible:
        out.link(iri, CC.possiblePlace, places[name])
    out.text(iri, CC.period, head.period)
    for field, span in head.spans:
        if field in HEAD:
            words = namespaces.head_iri(base, linked.key, field)
            out.kind(words, CC.HeadField)
            out.link(words, CC.inDocument, iri)
            out.link(words, CC.aboutProperty, HEAD[field])
            out.integer(words, CC.quoteStart, span.start)
            out.integer(words, CC.quoteEnd, span.end)
    if head.signer is None:
        return
    signature = namespaces.signature_iri(base, linked.key)
    out.link(iri, CC.hasSignature, signature)
    out.kind(signature, CC.Signature)
    out.link(signature, CC.inDocument, iri)
    out.text(signature, CC.signerName, head.signer.name)
    out.text(signature, CC.position, head.signer.position)
    for line in head.signer.signed_for:
        out.text(signature, CC.signedFor, line)
        if found := _AUTHORITY.match(line):
            out.link(signature, CC.authority, CCV[f"authority/{found[1].upper().replace('/', '')}"])


def _provenance(out: Quads, iri: str, linked: LinkedRecord, base: str) -> None:
    """Say from which file the facts were taken, by which version, without the time, so that bytes stay the same."""
    digest = hashlib.sha256(f"{linked.sha256}|{__version__}|{linked.key}".encode()).hexdigest()[:16]
    run = namespaces.run_iri(base, digest)
    file = namespaces.file_iri(base, linked.sha256)
    text = namespaces.text_iri(base, linked.key, linked.sha256)
    out.link(iri, PROV.wasGeneratedBy, run)
    out.link(iri, PROV.wasDerivedFrom, file)
    out.kind(run, CC.ExtractionRun)
    out.link(run, PROV.used, file)
    out.text(run, CC.toolVersion, __version__)
    out.kind(file, CC.File)
    out.text(file, CC.sha256, linked.sha256)
    out.text(file, CC.fileName, linked.record.source)
    out.kind(text, CC.TextVersion)
    out.link(text, CC.inDocument, iri)
    out.link(text, PROV.wasDerivedFrom, file)


def unit_iris(base: str, units: Iterable[Unit]) -> dict[str, str]:
    """Return the IRIs of places by slug."""
    return {unit.slug: namespaces.unit_iri(base, unit.epoch, unit.code) for unit in units}


def unit_quads(out: Quads, unit: Unit, places: Mapping[str, str]) -> None:
    """Describe a place; ``places`` are the IRIs of places by slug, among them those that it names."""
    iri = places[unit.slug]
    out.kind(iri, CC.Unit)
    out.preferred(iri, f"{unit.kind} {unit.name}", (unit.name, *unit.aliases))
    out.text(iri, CC.unitCode, unit.code)
    out.text(iri, CC.unitKind, unit.kind)
    out.link(iri, CC.within, places[unit.parent] if unit.parent else None)
    out.link(iri, DCTERMS.isReplacedBy, places[unit.successor] if unit.successor else None)
    out.text(iri, DCTERMS.source, unit.source)


def body_quads(out: Quads, base: str, body: Body, places: Mapping[str, str]) -> None:
    """Describe a body; ``places`` are the IRIs of places by slug."""
    iri = namespaces.body_iri(base, body.slug)
    out.kind(iri, CC.Body, BODIES[body.kind])
    out.preferred(iri, body.label, body.aliases)
    for short in body.abbreviations:
        out.text(iri, CC.abbreviation, short)
    out.link(iri, ORG.subOrganizationOf, namespaces.body_iri(base, body.parent) if body.parent else None)
    out.link(iri, CC.numberingOwner, namespaces.body_iri(base, body.owner) if body.owner else None)
    out.link(iri, DCTERMS.isReplacedBy, namespaces.body_iri(base, body.successor) if body.successor else None)
    out.link(iri, CC.inPlace, places.get(body.place or ""))
    for _, code in body.codes:
        out.text(iri, SKOS.notation, code)
    out.text(iri, DCTERMS.source, body.source)
