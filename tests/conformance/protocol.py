"""The W3C's tests of the SPARQL 1.1 Protocol (34), run against a server.

They clear the whole dataset: run them against a store made for them, never against one that holds anything. They ask
for the plain default graph nowhere; a server whose default graph is the union of all passes as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import httpx
from rdflib import RDFS, Graph, Namespace
from rdflib.term import Node

from tests.conformance.http_requests import Case, Exchange, Message, cases, manifest, send, wrong_status
from tests.conformance.outcome import Outcome

SUITE = "sparql11-protocol"
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
_FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("application/rdf+xml", "text/turtle", "application/n-triples", "text/html", "application/xhtml+xml"),
}


def run(server: str, token: str) -> Iterator[Outcome]:
    """Yield an outcome a test. ``server`` is its address, ``token`` one that allows updates."""
    graph = manifest("protocol", "manifest.ttl")
    with httpx.Client(timeout=60) as client:
        for case in cases(graph):
            wrong = _prepared(client, server, token, graph, case.node) or _played(client, server, token, case)
            yield Outcome(SUITE, case.name, wrong is None, wrong or "")


def _prepared(client: httpx.Client, server: str, token: str, graph: Graph, node: Node) -> str | None:
    """Put the graphs that a test asks for."""
    for entry in graph.objects(node, UT.graphData):
        name, file = (
            str(graph.value(entry, RDFS.label)),
            Path(unquote(urlsplit(str(graph.value(entry, UT.graph))).path)),
        )
        message = Message({"content-type": "application/n-triples"}, file.read_bytes())
        answer = send(client, "PUT", f"{server}/graph-store?graph={quote(name, safe='')}", message, token)
        if not answer.is_success:
            return f"data not accepted: {answer.text[:200]}"
    return None


def _played(client: httpx.Client, server: str, token: str, case: Case) -> str | None:
    for number, exchange in enumerate(case.exchanges, 1):
        is_update = "update" in case.name and not _is_query(exchange)
        place = "/update" if is_update else "/sparql"
        url = server + exchange.path.replace("/sparql/", place, 1)
        answer = send(client, exchange.method, url, exchange.sent, token if is_update else None)
        wrong = wrong_status(answer, exchange.expected) or _wrong_answer(answer, exchange)
        if wrong:
            return f"request {number}: {wrong}"
    return None


def _is_query(exchange: Exchange) -> bool:
    return exchange.sent.headers.get("content-type") == "application/sparql-query"


def _wrong_answer(answer: httpx.Response, exchange: Exchange) -> str | None:
    expected = exchange.expected
    media = answer.headers.get("content-type", "").partition(";")[0]
    if expected.format is not None and media not in _FORMATS[expected.format]:
        return f"content type {media} is not {expected.format}"
    if expected.boolean is not None and json.loads(answer.content).get("boolean") is not expected.boolean:
        return f"not {expected.boolean}: {answer.text[:200]}"
    return None
