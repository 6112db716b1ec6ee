"""The service's catalogue against the shapes of DCAT-AP 3.0.1, class by class, in every format that it is served in.

A few properties in the published files have no path (they refer to shapes in neither); those are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pyshacl
from rdflib import RDF, SH, Graph
from rdflib.term import Node

from tests.conformance.outcome import Outcome

SUITE = "dcat-ap"
FOLDER = Path(__file__).resolve().parents[3] / "shared" / "suites" / "dcat-ap" / "releases" / "3.0.1" / "shacl"
FORMATS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}


def shapes() -> Graph:
    """Both files as one graph, without references that lead nowhere."""
    graph = Graph()
    for path in sorted(FOLDER.glob("*.ttl")):
        graph.parse(path, format="turtle")
    for one in set(graph.objects(None, SH.property)):
        if (one, SH.path, None) not in graph:
            graph.remove((None, SH.property, one))
    return graph


def failures(catalogue: Graph, wanted: Graph) -> dict[Node, list[str]]:
    """What the shapes find wrong, by focus node."""
    _, report, _ = pyshacl.validate(catalogue, shacl_graph=wanted)
    found: dict[Node, list[str]] = {}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        path, message = report.value(result, SH.resultPath), report.value(result, SH.resultMessage)
        found.setdefault(report.value(result, SH.focusNode), []).append(f"{path}: {message}")
    return found


def run(server: str, token: str) -> Iterator[Outcome]:  # noqa: ARG001 (every suite is called alike)
    """Yield an outcome for each class of DCAT-AP that the catalogue has, and one for each format."""
    catalogues = {
        name: Graph().parse(data=httpx.get(f"{server}/catalog.{name}").raise_for_status().content, format=reader)
        for name, reader in FORMATS.items()
    }
    first, wanted = catalogues["ttl"], shapes()
    for name, graph in catalogues.items():
        yield Outcome(SUITE, f"format/{name}", set(graph) == set(first), "" if set(graph) == set(first) else "differs")
    wrong = failures(first, wanted)
    targets = {target for target in wanted.objects(None, SH.targetClass) if (None, RDF.type, target) in first}
    for target in sorted(targets, key=str):
        notes = [note for node in first.subjects(RDF.type, target) for note in wrong.get(node, ())]
        yield Outcome(SUITE, str(target), not notes, "; ".join(notes))
