"""HTTP requests as the W3C's manifests describe them (HTTP in RDF, ``ht:``), sent to a server and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

CNT = Namespace("http://www.w3.org/2011/content#")
HT = Namespace("http://www.w3.org/2011/http#")
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
FOLDER = Path(__file__).resolve().parents[2].parent / "shared" / "suites" / "rdf-tests" / "sparql" / "sparql11"
_CODES = {"Created": 201, "NoContent": 204, "NotFound": 404, "OK": 200}


@dataclass(frozen=True)
class Message:
    """Headers and body of a request or of an answer."""

    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


@dataclass(frozen=True)
class Expected:
    """What the answer must be; ``statuses`` are codes, or classes of codes as 2, 3, 4."""

    statuses: frozenset[int]
    message: Message = field(default_factory=Message)
    format: str | None = None
    boolean: bool | None = None
    location: str | None = None


@dataclass(frozen=True)
class Exchange:
    """One request and the answer to it."""

    method: str
    path: str
    sent: Message
    expected: Expected


@dataclass(frozen=True)
class Case:
    """One test: its name and its exchanges in order."""

    name: str
    node: Node
    exchanges: tuple[Exchange, ...]


_NOTE = 2000


def manifest(*parts: str) -> Graph:
    """Read a manifest of the suite. Raises FileNotFoundError where the suite is not there."""
    path = FOLDER.joinpath(*parts)
    return Graph().parse(path, format="turtle", publicID=path.as_uri())


def cases(graph: Graph) -> Iterator[Case]:
    """Yield the tests of a manifest in its order."""
    for node in Collection(graph, next(graph.objects(None, MF.entries))):
        action = graph.value(node, MF.action)
        requests = Collection(graph, graph.value(action, HT.requests))
        exchanges = tuple(_exchange(graph, request) for request in requests)
        yield Case(str(node).rpartition("#")[2], node, exchanges)


def _exchange(graph: Graph, request: Node) -> Exchange:
    answer = graph.value(request, HT.resp)
    boolean, form = graph.value(answer, MF.expectedBoolean), graph.value(answer, MF.expectedFormat)
    location = graph.value(answer, MF.expectedLocation)
    return Exchange(
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)),
        _message(graph, request),
        Expected(
            frozenset(_status(str(code)) for code in graph.objects(answer, MF.expectedStatus)),
            _message(graph, answer),
            None if form is None else str(form),
            None if boolean is None else bool(boolean.toPython()),
            None if location is None else str(location),
        ),
    )


def _status(iri: str) -> int:
    name = iri.rpartition("#")[2]
    return int(name[-3]) if name.startswith("StatusCode") else _CODES[name]


def _message(graph: Graph, node: Node) -> Message:
    listed = graph.value(node, HT.headers)
    headers = {
        str(graph.value(header, HT.fieldName)).lower(): str(graph.value(header, HT.fieldValue))
        for header in (Collection(graph, listed) if listed is not None else ())
    }
    body = graph.value(node, HT.body)
    if body is None:
        return Message(headers)
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    return Message(headers, str(graph.value(body, CNT.chars)).encode(encoding))


def wrong_status(answer: httpx.Response, expected: Expected) -> str | None:
    """Return what is wrong with the status, or None."""
    if {answer.status_code, answer.status_code // 100} & expected.statuses:
        return None
    return f"status {answer.status_code}, expected {sorted(expected.statuses)}: {answer.text[:200]}"


def wrong_graph(answer: httpx.Response, expected: bytes, base: str) -> str | None:
    """Return what is wrong with a Turtle answer, or None: it must be isomorphic to ``expected``."""
    if not answer.headers.get("content-type", "").startswith("text/turtle"):
        return f"content type {answer.headers.get('content-type')}"
    found = Graph().parse(data=answer.content, format="turtle", publicID=base)
    wanted = Graph().parse(data=expected, format="turtle", publicID=base)
    if isomorphic(found, wanted):
        return None
    told = "\n".join(sorted(found.serialize(format="nt").splitlines(), reverse=True))
    return f"another graph: {told[:_NOTE]}"


def send(client: httpx.Client, method: str, url: str, message: Message, token: str | None = None) -> httpx.Response:
    """Send one request exactly as described, and with a token where one is given."""
    headers = dict(message.headers) | ({"authorization": f"Bearer {token}"} if token else {})
    return client.request(method, url, headers=headers, content=message.body)


def is_of(graph: Graph, node: Node, kind: URIRef) -> bool:
    """Tell whether a test is of a kind."""
    return (node, RDF.type, kind) in graph
