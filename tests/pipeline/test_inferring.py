"""Inferences in the store: after whatever happened, those of a computation from nothing, at the cost of a document."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Literal, URIRef
from rdflib.namespace import DCTERMS, ORG

from cancu.graph import Closure, Quad, registry_quads, to_nquads
from cancu.graph.entailment import codes
from cancu.graph.schema import load
from cancu.link import Registry, registry_rows
from cancu.namespaces import BASE, CC, CCV, body_iri, document_graph, document_iri, inferred_graph
from cancu.pipeline.describing import Described
from cancu.pipeline.filling import fill
from cancu.pipeline.inferring import REGISTRY
from cancu.store import EmbeddedStore, open_store

Triple = tuple[URIRef, URIRef, URIRef | Literal]


def described(number: int, variant: int = 0) -> Described:
    """A small plan of Vân Hải; each variant says something else, of itself, of a body and of other plans."""
    key = f"ubnd-van-hai/2026/kh/{number}"
    this, body = URIRef(document_iri(BASE, key)), URIRef(body_iri(BASE, f"so-{number % 3}-van-hai"))
    other = URIRef(document_iri(BASE, f"ubnd-van-hai/2026/kh/{(number + variant) % 5 + 1}"))
    task = URIRef(f"{BASE}id/task/{key}/{variant}-abcdef")
    facts: list[Triple] = [
        (this, RDF.type, CC.AdministrativeDocument),
        (this, CC.documentType, CCV["type/ke-hoach"]),
        (this, CC.assigns, task),
        (task, CC.leadAgency, body),
        (body, ORG.subOrganizationOf, URIRef(body_iri(BASE, "bo-vhttdl"))),
        (this, (CC.basedOn, CC.implements, CC.replaces)[variant % 3], other),
    ]
    if variant % 2:
        facts.append((task, RDF.type, CC.ReportingDuty))
    name = URIRef(document_graph(BASE, key))
    return Described(key, tuple((*fact, name) for fact in facts))


@pytest.fixture(scope="module")
def registry() -> tuple[Quad, ...]:
    return registry_quads(registry_rows(Registry.load()), base=BASE)


def held(store: EmbeddedStore) -> dict[str, set[Triple]]:
    """All graphs of the store that inference is about, by name."""
    dump = io.BytesIO()
    store.dump(dump)
    found: dict[str, set[Triple]] = {}
    for quad in ox.parse(dump.getvalue(), format=ox.RdfFormat.N_QUADS):
        name = quad.graph_name.value
        if "/graph/inferred/" in name or name.startswith(document_graph(BASE, "")):
            triple = (URIRef(quad.subject.value), URIRef(quad.predicate.value), _term(quad.object))
            found.setdefault(name, set()).add(triple)
    return found


def _term(node: Any) -> URIRef | Literal:
    if isinstance(node, ox.NamedNode):
        return URIRef(node.value)
    return Literal(node.value, lang=node.language, datatype=None if node.language else URIRef(node.datatype.value))


def from_nothing(documents: Iterable[Described], registry: tuple[Quad, ...]) -> dict[str, set[Triple]]:
    """What should be inferred for each document: the flat closure of all it stands upon, less what does without it."""
    told = {quad[:3] for quad in registry} | codes()
    without = told | Closure(load(), told).derived
    wanted = {}
    for document in documents:
        facts = {quad[:3] for quad in document.quads}
        follows = Closure(load(), told | facts).derived - without - facts
        wanted[inferred_graph(BASE, document.key)] = set(follows)
    return wanted


STEPS = st.one_of(
    st.tuples(st.just("put"), st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5)), min_size=1, max_size=3)),
    st.tuples(st.just("only"), st.lists(st.tuples(st.integers(1, 5), st.integers(0, 5)), max_size=3)),
)


@settings(max_examples=8, deadline=None)
@given(steps=st.lists(STEPS, min_size=1, max_size=4))
def test_after_any_steps_the_inferences_are_those_from_nothing(registry, steps) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        try:
            stored: dict[str, Described] = {}
            for verb, chosen in steps:
                documents = {document.key: document for document in (described(*one) for one in chosen)}
                fill(store, tuple(documents.values()), base=BASE, is_whole=verb == "only")
                stored = documents if verb == "only" else stored | documents
            graphs = held(store)
            inferred = {name: facts for name, facts in graphs.items() if "/graph/inferred/" in name}
            del inferred[inferred_graph(BASE, REGISTRY)]
            assert inferred == from_nothing(stored.values(), registry)
            assert {name for name in graphs if name not in inferred} == {
                inferred_graph(BASE, REGISTRY),
                *(document_graph(BASE, key) for key in stored),
            }
        finally:
            store.close()


class Watched:
    """A store that writes down what is asked of it and how much is written."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self.asked: list[str] = []
        self.written: dict[str, int] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def run(self, sparql: str, **options: Any) -> Any:
        self.asked.append(sparql)
        return self._store.run(sparql, **options)

    def replace(self, graphs: Mapping[str, bytes]) -> None:
        self.written |= {name: data.count(b"\n") for name, data in graphs.items()}
        self._store.replace(graphs)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "store")
    yield opened
    opened.close()


def cost(store: EmbeddedStore, document: Described) -> tuple[list[str], dict[str, int], int]:
    """What it takes to infer when a document is put in: questions, lines written by graph, triples looked at."""
    watched = Watched(store)
    fill(watched, (document,), base=BASE)  # type: ignore[arg-type]
    steps = Closure(load(), {quad[:3] for quad in document.quads}).steps
    asked = [question for question in watched.asked if "/graph/inferred/" in question]
    return asked, {name: lines for name, lines in watched.written.items() if "/graph/inferred/" in name}, steps


def test_a_document_costs_the_same_in_a_small_store_and_in_a_large_one(store: EmbeddedStore) -> None:
    fill(store, (described(1),), base=BASE)
    few = cost(store, described(2, 1))
    fill(store, tuple(described(number) for number in range(3, 90)), base=BASE)
    assert len(store.graphs(document_graph(BASE, ""))) == 89
    many = cost(store, described(2, 1))
    assert many == few
    assert sorted(many[1]) == sorted(inferred_graph(BASE, key) for key in (REGISTRY, described(2).key))


def test_where_ontology_or_registry_have_changed_all_is_inferred_anew(store: EmbeddedStore, registry) -> None:
    documents = tuple(described(number) for number in range(1, 4))
    fill(store, documents, base=BASE)
    right = held(store)
    old = inferred_graph(BASE, documents[0].key)
    gone = inferred_graph(BASE, documents[1].key)
    marker = inferred_graph(BASE, REGISTRY)
    stale = to_nquads([(URIRef(marker), DCTERMS.identifier, Literal("of an older ontology"), URIRef(marker))])
    wrong = to_nquads([(URIRef("urn:x:a"), RDF.type, CC.Plan, URIRef(old))])
    store.replace({old: wrong, gone: b"", marker: stale})
    fill(store, (), base=BASE)
    assert held(store) == right
    assert {name: right[name] for name in from_nothing(documents, registry)} == from_nothing(documents, registry)


def test_where_nothing_has_changed_nothing_is_written_of_others(store: EmbeddedStore) -> None:
    fill(store, tuple(described(number) for number in range(1, 4)), base=BASE)
    watched = Watched(store)
    fill(watched, (described(4),), base=BASE)  # type: ignore[arg-type]
    inferred = sorted(name for name in watched.written if "/graph/inferred/" in name)
    assert inferred == sorted(inferred_graph(BASE, key) for key in (REGISTRY, described(4).key))
