"""The registry and the ontology as graphs."""

from __future__ import annotations

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, ORG, OWL, RDF, RDFS, SKOS, XSD

from cancu import resources
from cancu.graph import Quad, ontology_quads, registry_quads
from cancu.link import Registry, registry_rows
from cancu.namespaces import CC, CCV, ontology_graph, registry_graph

BASE = "https://example.org/x/"


@pytest.fixture(scope="module")
def quads() -> tuple[Quad, ...]:
    return registry_quads(registry_rows(Registry.load()), base=BASE)


@pytest.fixture(scope="module")
def graph(quads: tuple[Quad, ...]) -> Graph:
    made = Graph()
    for subject, predicate, value, _ in quads:
        made.add((subject, predicate, value))
    return made


def test_everything_stands_in_the_registry_graph(quads: tuple[Quad, ...]) -> None:
    assert {quad[3] for quad in quads} == {URIRef(registry_graph(BASE))}


def test_each_row_is_there(graph: Graph) -> None:
    rows = Registry.load().rows
    counts = {
        CC.Body: len(rows.bodies),
        CC.Unit: len(rows.units),
        CC.Document: len(rows.instruments),
        CC.Event: len(rows.events),
        CC.Post: len(rows.posts),
        CC.ChangeEvent: len(rows.changes),
    }
    assert {kind: len(set(graph.subjects(RDF.type, kind))) for kind in counts} == counts
    told = [term for term in graph.subjects(RDF.type, CC.BodyInTerm) if (term, DCTERMS.source, None) in graph]
    assert len(told) == len(rows.terms)


def test_the_two_resolutions_59_are_told_apart(graph: Graph) -> None:
    labels = {str(graph.value(URIRef(f"{BASE}id/doc/tw/{term}/nq/59"), RDFS.label)) for term in ("k12", "k13")}
    assert labels == {
        "Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị",
        "Nghị quyết số 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị",
    }


def test_an_instrument_has_family_type_and_status(graph: Graph) -> None:
    decree = URIRef(f"{BASE}id/doc/cp/qppl-2015/nd/72")
    assert (decree, RDF.type, CC.NormativeDocument) in graph
    assert graph.value(decree, CC.documentType) == CCV["type/nghi-dinh"]
    assert graph.value(decree, CC.recordStatus) == CCV["status/registered"]
    assert graph.value(decree, CC.dateIssued) == Literal("2015-09-07", datatype=XSD.date)


def test_a_founding_day_is_told(graph: Graph) -> None:
    asean = URIRef(f"{BASE}id/event/known/asean")
    assert graph.value(asean, CC.eventDate) == Literal("1967-08-08", datatype=XSD.date)


def test_a_merger_is_told_in_the_words_of_the_organization_ontology(graph: Graph) -> None:
    merger = URIRef(f"{BASE}id/change/ban-tuyen-giao-va-dan-van-tw-2025")
    assert {ORG.ChangeEvent, CC.ChangeEvent} <= set(graph.objects(merger, RDF.type))
    before = {URIRef(f"{BASE}id/org/{slug}") for slug in ("btg-tw", "bdv-tw")}
    assert set(graph.objects(merger, ORG.originalOrganization)) == before
    assert set(graph.objects(merger, ORG.resultingOrganization)) == {URIRef(f"{BASE}id/org/btgdv-tw")}
    assert graph.value(merger, CC.changeDate) == Literal("2025-02-03", datatype=XSD.date)


def test_a_merger_of_provinces_is_no_change_of_organisations(graph: Graph) -> None:
    merger = URIRef(f"{BASE}id/change/don-vi-hai-phong-2025")
    assert ORG.ChangeEvent not in set(graph.objects(merger, RDF.type))
    gone, stays = URIRef(f"{BASE}id/unit/2004-07-08/30"), URIRef(f"{BASE}id/unit/2025-07-01/31")
    assert set(graph.objects(merger, CC.changedFrom)) == {gone, stays}
    assert graph.value(gone, DCTERMS.isReplacedBy) == stays


def test_only_terms_of_the_ontology_are_used(quads: tuple[Quad, ...]) -> None:
    ontology = Graph().parse(resources.path("ontology", "core.ttl"), format="turtle")
    ours = {part for quad in quads for part in quad[1:3] if str(part).startswith(str(CC))}
    assert not {term for term in ours if (term, RDF.type, None) not in ontology}


def test_the_ontology_has_no_blank_nodes_and_loses_nothing() -> None:
    quads = ontology_quads(base=BASE)
    assert {quad[3] for quad in quads} == {URIRef(ontology_graph(BASE))}
    assert not [quad for quad in quads if any(isinstance(part, BNode) for part in quad)]
    source, made = Graph(), Graph()
    for path in sorted(resources.folder("ontology").rglob("*.ttl")):
        source += Graph().parse(path, format="turtle")
    for subject, predicate, value, _ in quads:
        made.add((subject, predicate, value))
    assert len(made) == len(source)
    named = {triple for triple in source if not any(isinstance(part, BNode) for part in triple)}
    assert not named - set(made)
    assert (CC.Plan, RDF.type, OWL.Class) in made


def test_a_defined_class_keeps_its_definition() -> None:
    core = Graph().parse(resources.path("ontology", "core.ttl"), format="turtle")
    nodes: dict[object, BNode] = {}

    def back(part: object) -> object:
        return nodes.setdefault(part, BNode()) if str(part).startswith(f"{BASE}.well-known/") else part

    made = Graph()
    for subject, predicate, value, _ in ontology_quads(base=BASE):
        made.add((back(subject), predicate, back(value)))  # type: ignore[arg-type]
    plan = made.value(CC.Plan, OWL.equivalentClass)
    there = core.value(CC.Plan, OWL.equivalentClass)
    assert isomorphic(made.cbd(plan), core.cbd(there))


def test_labels_have_a_language(graph: Graph) -> None:
    assert all(label.language == "vi" for label in graph.objects(None, SKOS.prefLabel) if isinstance(label, Literal))
