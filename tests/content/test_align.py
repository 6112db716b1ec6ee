"""Alignments: every foreign term exists where it is said to, kinds fit, and all vocabularies of the design are met."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.namespace import (
    DCAM,
    DCTERMS,
    FOAF,
    GEO,
    ODRL2,
    ORG,
    OWL,
    PROV,
    SDO,
    SH,
    SKOS,
    TIME,
    VANN,
    DefinedNamespace,
)

from cancu import resources
from cancu.namespaces import CC

FOLDER = resources.folder("ontology")
KNOWN_TO_RDFLIB: tuple[type[DefinedNamespace], ...] = (
    DCAM, DCTERMS, FOAF, GEO, ODRL2, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, TIME, VANN,
)  # fmt: skip
MATCHES = (SKOS.broadMatch, SKOS.closeMatch, SKOS.relatedMatch, RDFS.subClassOf, RDFS.subPropertyOf)
SAME_KIND = (SKOS.broadMatch, SKOS.closeMatch, RDFS.subClassOf, RDFS.subPropertyOf)
NAMESPACES = {
    "ELI": "http://data.europa.eu/eli/ontology#",
    "CiTO": "http://purl.org/spar/cito/",
    "Web Annotation": "http://www.w3.org/ns/oa#",
    "ORG": str(ORG),
    "CPOV": "http://data.europa.eu/m8g/",
    "RRMV": "http://data.europa.eu/2qy/rrmv#",
    "PROV": str(PROV),
    "DCAT": "http://www.w3.org/ns/dcat#",
    "SKOS": str(SKOS),
    "schema.org": "https://schema.org/",
    "OWL-Time": str(TIME),
    "GeoSPARQL": str(GEO),
}
WELL_FORMED = re.compile(r"https?://[a-z0-9.-]+/(?:[A-Za-z0-9._~/-]*[#/])?[A-Za-z_][A-Za-z0-9_-]*")


@cache
def table() -> dict[str, str]:
    """Term → class or property, of the vocabularies that rdflib has no list of."""
    lines = Path(__file__).with_name("foreign-terms.tsv").read_text(encoding="utf-8").splitlines()[2:]
    return {term: kind for term, kind, _ in (line.split("\t") for line in lines)}


def kind_of(term: str) -> str | None:
    """Whether a foreign term is a class or a property; None where its vocabulary has no such term."""
    if term in table():
        return table()[term]
    for namespace in KNOWN_TO_RDFLIB:
        name = term.removeprefix(str(namespace))
        if term.startswith(str(namespace)) and name in namespace:
            return "class" if name[0].isupper() else "property"
    return None


def align() -> Graph:
    return Graph().parse(FOLDER / "align.ttl", format="turtle")


def core() -> Graph:
    return Graph().parse(FOLDER / "core.ttl", format="turtle")


def pairs() -> list[tuple[URIRef, URIRef, str]]:
    """Our terms, how they are aligned, and with what."""
    rows = [(ours, how, str(other)) for how in MATCHES for ours, other in align().subject_objects(how)]
    return [(URIRef(str(ours)), how, other) for ours, how, other in rows if str(ours).startswith(str(CC))]


def foreign(graph: Graph) -> set[str]:
    nodes = {str(node) for triple in graph for node in triple if isinstance(node, URIRef)}
    home = ("https://w3id.org/cancu/", "https://creativecommons.org/", "http://www.w3.org/2001/XMLSchema#")
    return {node for node in nodes if not node.startswith(home)} - {str(VANN).rstrip("/")}


VS = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"


@pytest.mark.parametrize("graph", [align, core], ids=lambda graph: graph.__name__)
def test_every_foreign_term_is_well_formed_and_known(graph) -> None:
    found = foreign(graph()) - {VS}
    assert len(found) > 20
    assert sorted(term for term in found if not WELL_FORMED.fullmatch(term)) == []
    assert sorted(term for term in found if kind_of(term) is None) == []


@pytest.mark.parametrize(
    "slip",
    [
        "http://data.europa.eu/eli/ontology#LegalRessource",
        "http://www.w3.org/ns/org#subOrganisationOf",
        "http://purl.org/spar/cito/hasCitedentity",
        "https://schema.org/PlannedAction",
        "http://www.w3.org/ns/dcat#Distributions",
        "http://www.w3.org/2006/time#inXSDdate",
    ],
)
def test_a_slip_of_the_pen_is_caught(slip: str) -> None:
    assert kind_of(slip) is None


def test_classes_answer_to_classes_and_properties_to_properties() -> None:
    known = core()
    wrong = []
    for ours, how, other in pairs():
        kind = "class" if (ours, RDF.type, OWL.Class) in known else "property"
        if how in SAME_KIND and kind_of(other) != kind:
            wrong.append((ours, how, other))
    assert pairs()
    assert wrong == []


@pytest.mark.parametrize("name", NAMESPACES)
def test_each_vocabulary_of_the_design_is_met(name: str) -> None:
    whole = align() + core()
    met = {other for _, _, other in pairs()} | {str(other) for other in whole.objects(None, RDFS.subPropertyOf)}
    assert [other for other in met if other.startswith(NAMESPACES[name])]


def test_every_class_answers_to_something_or_stands_below_one_that_does() -> None:
    known = core() + align()
    ours = {term for term in known.subjects(RDF.type, OWL.Class) if str(term).startswith(str(CC))}
    aligned = {ours for ours, _, _ in pairs()}

    def answers(term: object) -> bool:
        named = set(known.transitive_objects(URIRef(str(term)), RDFS.subClassOf))
        return bool(named & aligned) or known.value(URIRef(str(term)), OWL.equivalentClass) is not None

    assert sorted(str(term) for term in ours if not answers(term)) == []


def test_nothing_is_imported_and_nothing_is_said_of_others_but_what_they_are() -> None:
    graph = align()
    assert not list(graph.objects(None, OWL.imports))
    axioms = {(str(s), p) for s, p in graph.subject_predicates() if not str(s).startswith("https://w3id.org/cancu/")}
    assert {p for _, p in axioms} <= {RDF.type, RDFS.subClassOf, OWL.disjointWith, RDFS.label}


def test_only_normative_documents_have_legal_force() -> None:
    graph = core() + align()
    legal = URIRef(f"{NAMESPACES['ELI']}LegalResource")
    below = set(graph.transitive_subjects(RDFS.subClassOf, legal)) - {legal}
    assert below == {CC.NormativeDocument, CC.Law, CC.Decree, CC.Circular}
    # domains and ranges of eli: would say it of plans, too, if our properties stood below them
    assert not [o for o in graph.objects(None, RDFS.subPropertyOf) if str(o).startswith(NAMESPACES["ELI"])]
