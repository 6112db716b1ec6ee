"""What of a document's graph others are judged with: its head and its work; and what it is judged with itself.

A document speaks of itself, of its items and of the bodies and places that it names. What it says of documents that it
cites is hearsay: the registry and the cited document's own graph are what is known of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from rdflib import URIRef
from rdflib.namespace import DCTERMS, ORG, RDF, RDFS

from cancu import namespaces
from cancu.graph.quads import Quad, Term
from cancu.namespaces import CC

Triple: TypeAlias = tuple[URIRef, URIRef, Term]
Facts: TypeAlias = Mapping[URIRef, frozenset[Triple]]
"""Triples by their subject."""

HEAD = frozenset(
    {
        RDF.type,
        RDFS.label,
        DCTERMS.isReplacedBy,
        CC.amends,
        CC.dateIssued,
        CC.documentType,
        CC.inNumbering,
        CC.issuedBy,
        CC.issuerName,
        CC.learntNumber,
        CC.number,
        CC.period,
        CC.placeName,
        CC.possiblySameAs,
        CC.recordStatus,
        CC.replaces,
        CC.symbol,
        CC.symbolBody,
        CC.title,
    }
)
"""What the head of a document says, and of which documents it takes the place."""
HEARSAY = frozenset({RDF.type, CC.documentType, CC.inNumbering, CC.issuedBy, CC.recordStatus})
"""What a citation tells of a document of which nothing else is known."""
WORK = (CC.assigns, CC.requiresReport)
BASES = (CC.basedOn, CC.implements)
_TO_BODIES = (CC.issuedBy, CC.symbolBody, CC.inNumbering)
_OF_WORK = (CC.leadAgency, CC.coordinatingAgency, CC.reportsFrom, CC.reportsTo, CC.inSection)
_ON = (
    CC.inPlace,
    CC.numberedBy,
    CC.numberedTerm,
    CC.numberingOwner,
    CC.parentSection,
    CC.termOf,
    CC.within,
    DCTERMS.isReplacedBy,
    ORG.subOrganizationOf,
)
_ELSEWHERE = frozenset({CC.learntFrom})
"""Leads to an item of another document, which is not judged with."""


@dataclass(frozen=True, slots=True)
class Ties:
    """By what a document hangs together with others.

    ``shown`` are the things as which others are judged with it, ``seen`` those that it is judged with, ``bases`` the
    documents among them on which it rests. A thing is a document, a place in a series of numbers, or what a body issues
    of one type for one period under one title: a body issues hundreds of plans a year, and no rule compares them but
    where their titles are one (P05).
    """

    shown: frozenset[URIRef]
    seen: frozenset[URIRef]
    bases: frozenset[URIRef]


def by_subject(quads: Iterable[Quad | Triple]) -> Facts:
    """Return statements by their subject."""
    found: dict[URIRef, set[Triple]] = defaultdict(set)
    for quad in quads:
        found[quad[0]].add(quad[:3])
    return {subject: frozenset(triples) for subject, triples in found.items()}


def names(facts: Facts, document: URIRef) -> frozenset[URIRef]:
    """Return the identifiers of a document: its own, and that which its learnt number gives it."""
    return frozenset({document, *_values(facts, (document,), DCTERMS.isReplacedBy)})


def ties(facts: Facts, document: URIRef, *, base: str) -> Ties:
    """Return by what the document hangs together with others."""
    own = names(facts, document)
    keys = {*_numbered(facts, own), *_planned(facts, document)}
    start, within = namespaces.document_iri(base, ""), f"{document}/"
    named = (value for triples in facts.values() for _, _, value in triples if isinstance(value, URIRef))
    known = (subject for subject, triples in facts.items() if (subject, RDF.type, CC.Document) in triples)
    others = {iri for iri in (*named, *known) if iri.startswith(start) and not iri.startswith(within)} - {document}
    # a draft may rest on what others say it has become: that may be a document, too, with work of its own
    bases = others & {value for edge in BASES for value in _values(facts, (document,), edge)}
    return Ties(frozenset({*own, *keys}), frozenset({*(others - own), *bases, *keys}), frozenset(bases))


def split(facts: Facts, document: URIRef, *, base: str) -> tuple[Facts, Facts, Facts]:
    """Return what a document says of itself and its items, of other documents (hearsay only), and of the rest."""
    own = names(facts, document)
    within = f"{document}/"
    others = namespaces.document_iri(base, "")
    itself: dict[URIRef, frozenset[Triple]] = {}
    cited: dict[URIRef, frozenset[Triple]] = {}
    rest: dict[URIRef, frozenset[Triple]] = {}
    for subject, triples in facts.items():
        if subject in own and subject != document:  # may be a document of the store, too: others see no more than this
            itself[subject] = frozenset(triple for triple in triples if triple[1] in HEAD)
        elif subject in own or subject.startswith(within) or (subject, CC.inDocument, document) in triples:
            itself[subject] = frozenset(triple for triple in triples if triple[1] not in _ELSEWHERE)
        elif subject.startswith(others):
            cited[subject] = frozenset(triple for triple in triples if triple[1] in HEARSAY)
        else:
            rest[subject] = triples
    return itself, cited, rest


def head(facts: Facts, document: URIRef) -> Facts:
    """Return what the head of a document says, and the bodies that it names."""
    own = names(facts, document)
    found = {name: frozenset(triple for triple in facts[name] if triple[1] in HEAD) for name in own if name in facts}
    bodies = {value for edge in _TO_BODIES for value in _values(facts, own, edge)}
    return {**found, **_reached(facts, bodies)}


def work(facts: Facts, document: URIRef) -> Facts:
    """Return the tasks and reports of a document, with their bodies and sections."""
    edges = frozenset(triple for triple in facts.get(document, ()) if triple[1] in WORK)
    items = {triple[2] for triple in edges}
    onward = {value for edge in _OF_WORK for value in _values(facts, items, edge)}
    described = {item: facts[item] for item in items if item in facts and isinstance(item, URIRef)}
    return {**({document: edges} if edges else {}), **described, **_reached(facts, onward)}


def joined(*parts: Facts) -> Facts:
    """Return what all parts say."""
    whole: dict[URIRef, frozenset[Triple]] = {}
    for part in parts:
        for subject, triples in part.items():
            whole[subject] = whole[subject] | triples if subject in whole else triples
    return whole


def _reached(facts: Facts, start: Iterable[Term]) -> Facts:
    found: dict[URIRef, frozenset[Triple]] = {}
    waiting = list(start)
    while waiting:
        one = waiting.pop()
        if isinstance(one, URIRef) and one in facts and one not in found:
            found[one] = facts[one]
            waiting += [value for _, edge, value in facts[one] if edge in _ON]
    return found


def _values(facts: Facts, subjects: Iterable[Term], edge: URIRef) -> set[URIRef]:
    triples = (triple for one in subjects if isinstance(one, URIRef) for triple in facts.get(one, ()))
    name = str(edge)  # letters are compared, not terms, which takes ten times longer
    return {value for _, known, value in triples if str.__eq__(known, name) and isinstance(value, URIRef)}


def _literals(facts: Facts, subjects: Iterable[Term], *edges: URIRef) -> set[str]:
    triples = (triple for one in subjects if isinstance(one, URIRef) for triple in facts.get(one, ()))
    return {str(value) for _, known, value in triples if known in edges}


def _numbered(facts: Facts, own: Iterable[URIRef]) -> Iterable[URIRef]:
    series = _values(facts, own, CC.inNumbering)
    for number in _literals(facts, own, CC.number, CC.learntNumber):
        yield from (URIRef(namespaces.numbered_iri(one, number)) for one in series)


def _planned(facts: Facts, document: URIRef) -> Iterable[URIRef]:
    bodies, kinds = (_values(facts, (document,), edge) for edge in (CC.issuedBy, CC.documentType))
    periods, titles = (_literals(facts, (document,), edge) for edge in (CC.period, CC.title))
    for body, kind, period, title in product(bodies, kinds, periods, titles):
        yield URIRef(namespaces.planned_iri(body, kind.rpartition("/")[2], period, title))
