"""Documents and what they are checked with: their own graph and the registry."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from rdflib import Graph

from cancu.check import check
from cancu.errors import NotFoundError
from cancu.finding import Finding
from cancu.graph import Quad, registry_quads
from cancu.link import Registry, registry_rows
from cancu.namespaces import document_graph, document_iri
from cancu.pipeline.describing import Described, describe
from cancu.pipeline.reading import read_one
from cancu.query import Catalogue
from cancu.store import GRAPHS, Store, by_name


def checked(documents: Iterable[Described], *, base: str) -> Iterator[Described]:
    """Yield the documents with what the rules find in them."""
    for document in documents:
        yield dataclasses.replace(document, findings=_check(_graph(document.quads), base, None))


def check_file(path: Path, *, base: str, profile: str | None = None, office: bool = False) -> tuple[Finding, ...]:
    """Return what the rules find in one file; nothing is kept. Raises UnreadableError, ParameterError."""
    (document,) = describe([read_one(path, office=office)], base=base)
    return _check(_graph(document.quads), base, profile)


def check_stored(iri: str, store: Store, *, base: str, profile: str | None = None) -> tuple[Finding, ...]:
    """Return what the rules find in a document of the store. Raises NotFoundError where it holds none of that IRI."""
    name = document_graph(base, iri.removeprefix(document_iri(base, "")))
    if not store.has_graph(name):
        raise NotFoundError("kho không có văn bản này.", "the store holds no such document.", where=iri)
    question = Catalogue.load()["graph-facts"].bind({"graph": name})
    body = store.run(question, accept=by_name(GRAPHS, "nt")).body
    return _check(Graph().parse(data=body, format="nt"), base, profile)


def _check(graph: Graph, base: str, profile: str | None) -> tuple[Finding, ...]:
    graph += _registry(base)
    return check(graph, profile=profile)


@cache
def _registry(base: str) -> Graph:
    return _graph(registry_quads(registry_rows(Registry.load()), base=base))


def _graph(quads: Iterable[Quad]) -> Graph:
    graph = Graph()
    for subject, predicate, value, _ in quads:
        graph.add((subject, predicate, value))
    return graph
