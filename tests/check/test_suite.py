"""The W3C data-shapes test suite (SHACL Core and SHACL-SPARQL), result by result.

Data and shapes are read with the lexical forms that they are written in; results are compared by focus node, path,
value, component, source shape and severity, as the suite's README asks.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import BNode, Graph, Literal, Namespace
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from cancu.check import validate
from cancu.check.engine.terms import to_rdflib, triples_of
from cancu.errors import ResourceError

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
TESTS = 120
COMPARED = (SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.sourceShape, SH.resultSeverity)


pytestmark = pytest.mark.filterwarnings("ignore:Parsing weird boolean:UserWarning")


@cache
def read(path: Path) -> Graph:
    graph = Graph()
    for triple in triples_of(pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE, base_iri=path.as_uri())):
        graph.add(tuple(map(to_rdflib, triple)))
    return graph


def included(manifest: Path) -> list[Path]:
    graph = read(manifest)
    found = [manifest] if (None, RDF.type, SHT.Validate) in graph else []
    for other in graph.objects(None, MF.include):
        found += included(Path(other.removeprefix("file://")))
    return found


def way(graph: Graph, node: Node | None) -> object:
    """A path as something that can be compared: blank nodes by what they say."""
    if not isinstance(node, BNode):
        return node
    if (node, RDF.first, None) in graph:
        return tuple(way(graph, part) for part in Collection(graph, node))
    return frozenset((predicate, way(graph, value)) for predicate, value in graph.predicate_objects(node))


def results(graph: Graph, report: Node) -> Counter[tuple[object, ...]]:
    def plain(node: Node | None) -> object:
        return "a blank node" if isinstance(node, BNode) else node

    return Counter(
        (
            *(plain(graph.value(result, predicate)) for predicate in COMPARED),
            way(graph, graph.value(result, SH.resultPath)),
        )
        for result in graph.objects(report, SH.result)
    )


def same(path: Path) -> bool:
    """Whether the suite's expectation is met by all tests of a file."""
    manifest = read(path)
    for test in manifest.subjects(RDF.type, SHT.Validate):
        action, expected = manifest.value(test, MF.action), manifest.value(test, MF.result)
        data, shapes = (
            read(Path(str(manifest.value(action, role)).removeprefix("file://")))
            for role in (SHT.dataGraph, SHT.shapesGraph)
        )
        if expected == SHT.Failure:
            with pytest.raises(ResourceError):
                validate(data, shapes)
            continue
        report = validate(data, shapes)
        [root] = report.subjects(RDF.type, SH.ValidationReport)
        conforms = Literal(str(report.value(root, SH.conforms))) == Literal(str(manifest.value(expected, SH.conforms)))
        if not conforms or results(report, root) != results(manifest, expected):
            return False
    return True


def test_the_suite_passes(shared):
    manifest = shared("suites", "data-shapes", "data-shapes-test-suite", "tests", "manifest.ttl")
    files = sorted(set(included(manifest)))
    assert [f"{path.parent.name}/{path.stem}" for path in files if not same(path)] == []
    assert len(files) == TESTS
