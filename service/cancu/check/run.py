"""One run of pySHACL over one document graph."""

from __future__ import annotations

import threading

import pyshacl
from rdflib import Graph, Literal

from cancu.check.mending import mended
from cancu.check.prepared import PreparedGraph
from cancu.check.report import read_report
from cancu.check.shapes import background, shapes
from cancu.errors import ResourceError
from cancu.finding import Finding

# pySHACL patches rdflib while it loads shapes, and a parsed query keeps its context while it is evaluated
_ONE_AT_A_TIME = threading.Lock()


def check(graph: Graph, *, profile: str | None = None, text: str | None = None) -> tuple[Finding, ...]:
    """Return what the rules find in ``graph``, the worst first.

    ``graph`` holds all that a document says and the registry facts that it refers to; documents in it that are known
    only by name (registered, cited) are not judged. ``profile`` restricts the rules to one of PROFILES; ``text``, into
    which offsets point, lets more be mended. The graph is left as it is. Raises ParameterError for an unknown profile.
    """
    rules = shapes(profile)
    copy = _working_copy(graph)
    with _ONE_AT_A_TIME:
        _, report, words = pyshacl.validate(copy, shacl_graph=rules, advanced=True, inference="none", inplace=True)
    if not isinstance(report, Graph):
        raise ResourceError(f"Bộ quy tắc sai: {words}", f"the rules are malformed: {words}", where="ontology/shapes")
    return mended(read_report(report, graph), graph, text)


def _working_copy(graph: Graph) -> PreparedGraph:
    """Join the graph with what it is read with; backslashes go, since pySHACL takes them for regex escapes."""
    copy = PreparedGraph()
    copy += background()
    for subject, predicate, node in graph:
        if isinstance(node, Literal) and "\\" in node:
            plain = str(node).replace("\\", "/")
            copy.add((subject, predicate, Literal(plain, lang=node.language, datatype=node.datatype)))
        else:
            copy.add((subject, predicate, node))
    return copy
