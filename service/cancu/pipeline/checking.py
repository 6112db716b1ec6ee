"""Documents and what they are checked with: their own graph and the registry."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from rdflib import Graph
from rdflib.term import Node

from cancu.check import check
from cancu.errors import NotFoundError
from cancu.finding import Finding
from cancu.graph import Quad, registry_quads
from cancu.link import Registry, imported_rows, registry_rows
from cancu.namespaces import document_graph, document_iri
from cancu.pipeline.describing import Described, describe
from cancu.pipeline.overlay import reviews_of
from cancu.pipeline.reading import read_one
from cancu.pipeline.stored import facts
from cancu.pipeline.verdicts import judged
from cancu.store import Store


def checked(documents: Iterable[Described], *, base: str, registry: Registry | None = None) -> Iterator[Described]:
    """Yield the documents with what the rules find in them, knowing ``registry``, by default the shipped one."""
    for document in documents:
        findings = _check(_graph(document.quads), base, None, registry or Registry.load())
        yield dataclasses.replace(document, findings=findings)


def check_file(
    path: Path, *, base: str, profile: str | None = None, registry: Registry | None = None, office: bool = False
) -> tuple[Finding, ...]:
    """Return what the rules find in one file; nothing is kept. Raises UnreadableError, ParameterError."""
    registry = registry or Registry.load()
    (document,) = describe([read_one(path, office=office)], base=base, registry=registry)
    return check_described(document, base=base, profile=profile, registry=registry)


def check_described(
    document: Described,
    *,
    base: str,
    profile: str | None = None,
    registry: Registry | None = None,
    text: str | None = None,
) -> tuple[Finding, ...]:
    """Return what the rules find in a document that was read; with its ``text``, also what can be mended in it.

    Raises ParameterError for an unknown profile.
    """
    return _check(_graph(document.quads), base, profile, registry or Registry.load(), text)


def check_stored(
    iri: str, store: Store, *, base: str, profile: str | None = None, registry: Registry | None = None
) -> tuple[Finding, ...]:
    """Return what the rules find in a document of the store, with what people said of it.

    Raises NotFoundError where it holds none of that IRI.
    """
    name = document_graph(base, iri.removeprefix(document_iri(base, "")))
    if not store.has_graph(name):
        raise NotFoundError("kho không có văn bản này.", "the store holds no such document.", where=iri)
    quads = facts(store, name)
    findings = _check(_graph(quads), base, profile, registry or Registry.load())
    said = reviews_of(store, name.removeprefix(document_graph(base, "")), base=base)
    return judged(findings, quads, said, base=base)


def _check(
    graph: Graph, base: str, profile: str | None, registry: Registry, text: str | None = None
) -> tuple[Finding, ...]:
    own, imported = _known(base, registry)
    named = set(graph.objects())
    graph += own
    for subject in named & imported.keys():  # lists may be long: only what the document names
        for triple in imported[subject]:
            graph.add(triple)
    return check(graph, profile=profile, text=text)


@cache
def _known(base: str, registry: Registry) -> tuple[Graph, dict[Node, list[tuple[Node, Node, Node]]]]:
    """Return our own registry as a graph, and what imported lists say by subject."""
    own = _graph(registry_quads(registry_rows(registry), base=base))
    imported: dict[Node, list[tuple[Node, Node, Node]]] = defaultdict(list)
    for source, rows in imported_rows(registry):
        for subject, predicate, value, _ in registry_quads(
            rows, base=base, source=source, units=registry.units.values()
        ):
            imported[subject].append((subject, predicate, value))
    return own, imported


def _graph(quads: Iterable[Quad]) -> Graph:
    graph = Graph()
    for subject, predicate, value, _ in quads:
        graph.add((subject, predicate, value))
    return graph
