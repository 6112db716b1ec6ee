"""The manifests of the W3C SPARQL 1.1 suite, read as data.

Addresses within the suite are those under which W3C publishes it, so that no result depends on where a copy lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import RDF, RDFS, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"

SUITES = Path(__file__).resolve().parents[3] / "shared" / "suites"
SPARQL11 = SUITES / "rdf-tests" / "sparql" / "sparql11"


@dataclass(frozen=True, slots=True)
class Data:
    """The content of a dataset: files of the default graph, and of each named graph by its IRI."""

    default: tuple[str, ...] = ()
    named: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One test; files are given by their published address (see ``path_of``)."""

    folder: str
    name: str
    kind: str
    request: str
    data: Data = field(default_factory=Data)
    result: str | None = None
    after: Data | None = None

    @property
    def title(self) -> str:
        """Folder and name, as in results and tables of deviations."""
        return f"{self.folder}/{self.name}"

    @property
    def base(self) -> str:
        """What relative IRIs of the request are relative to."""
        return self.request

    @property
    def text(self) -> str:
        """The request itself."""
        return path_of(self.request).read_text(encoding="utf-8")


def path_of(address: str) -> Path:
    """Return the file in the copy of the suite that stands at a published address."""
    return SPARQL11 / address.removeprefix(BASE)


def cases(folders: tuple[str, ...]) -> Iterator[Case]:
    """Read the tests of some folders of the suite, in the manifests' order."""
    for folder in folders:
        graph = Graph().parse(SPARQL11 / folder / "manifest.ttl", format="turtle", publicID=f"{BASE}{folder}/")
        for entries in graph.objects(None, MF.entries):
            for node in Collection(graph, entries):
                yield from _case(graph, folder, node)


def _case(graph: Graph, folder: str, node: Node) -> Iterator[Case]:
    kind = graph.value(node, RDF.type)
    action, result = graph.value(node, MF.action), graph.value(node, MF.result)
    if kind is None:  # the list names a test that the manifest does not describe
        return
    request = graph.value(action, QT.query) or graph.value(action, UT.request) or action
    yield Case(
        folder,
        str(node).rpartition("#")[2],
        str(kind).rpartition("#")[2],
        str(request),
        _data(graph, action),
        result=str(result) if isinstance(result, URIRef) else None,
        after=_data(graph, result) if isinstance(result, BNode) else None,
    )


def _data(graph: Graph, node: Node | None) -> Data:
    named = [(str(item), str(item)) for item in graph.objects(node, QT.graphData)]
    named += [
        (str(graph.value(item, RDFS.label)), str(graph.value(item, UT.graph)))
        for item in graph.objects(node, UT.graphData)
    ]
    default = [str(item) for role in (QT.data, UT.data) for item in graph.objects(node, role)]
    return Data(tuple(sorted(default)), tuple(sorted(named)))
