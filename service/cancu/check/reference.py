"""pySHACL: the engine that the other one is measured against, and that runs what the other one does not know."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable

import pyshacl
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node as RdflibNode

from cancu.check.engine.terms import to_rdflib, triples_of
from cancu.check.prepared import PreparedGraph
from cancu.errors import ResourceError

# pySHACL patches rdflib while it loads shapes, and a parsed query keeps its context while it is evaluated
_ONE_AT_A_TIME = threading.Lock()


def reported(data: Iterable[object], rules: Graph, *, focus: Collection[str] | None = None) -> Graph:
    """Return pySHACL's validation report. Raises ResourceError where it cannot run the shapes.

    Backslashes in literals come back as strokes: pySHACL takes them for references where it fills messages.
    """
    copy = PreparedGraph()
    for triple in triples_of(data):
        subject, predicate, value = map(to_rdflib, triple)
        copy.add((subject, predicate, _without_backslash(value)))
    nodes: list[str | URIRef] | None = None if focus is None else [URIRef(name) for name in focus]
    if nodes == []:
        return Graph()
    with _ONE_AT_A_TIME:
        _, report, text = pyshacl.validate(
            copy, shacl_graph=rules, advanced=True, inference="none", inplace=True, focus_nodes=nodes
        )
    if not isinstance(report, Graph):
        raise ResourceError(f"Bộ quy tắc sai: {text}", f"the rules are malformed: {text}", where="ontology/shapes")
    return report


def _without_backslash(node: RdflibNode) -> RdflibNode:
    if isinstance(node, Literal) and "\\" in node:
        return Literal(str(node).replace("\\", "/"), lang=node.language, datatype=node.datatype)
    return node
