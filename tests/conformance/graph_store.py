"""The W3C's tests of the SPARQL 1.1 Graph Store HTTP Protocol (31), run against a server.

13 are requests in RDF (``graph-store-protocol``). The 18 older ones (``http-rdf-update``, deprecated by the others) are
requests written out as text, to be played in order. They write below /graph-store/ and into the default graph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import httpx
from rdflib import RDFS
from rdflib.collection import Collection

from tests.conformance.http_requests import (
    MF,
    Case,
    Expected,
    Message,
    cases,
    manifest,
    send,
    wrong_graph,
    wrong_status,
)
from tests.conformance.outcome import Outcome

SUITE = "sparql11-graph-store-protocol"
OLD_SUITE = "sparql11-http-rdf-update"
MENDED = {
    "post__existing_graph": "sent with the full stop that the Turtle of the test lacks",
    "post__multipart_formdata": "sent with the full stops that the Turtle of the test lacks",
}
"""Requests that no server may accept as they are written, and what is sent instead."""
_NEEDS = {"delete__existing_graph": "/person/2.ttl"}
"""Graphs that a test takes for granted."""
_TURTLE = Message({"content-type": "text/turtle"}, b"[] a <http://example.org/Person> .")


def run(server: str, token: str) -> Iterator[Outcome]:
    """Yield an outcome a test. ``server`` is its address, ``token`` one that allows updates."""
    with httpx.Client(timeout=60) as client:
        player = _Player(client, server, token, {})
        for part in ("direct", "indirect"):
            for case in cases(manifest("graph-store-protocol", f"manifest-{part}.ttl")):
                player.forget()
                wrong = player.played(case)
                yield Outcome(SUITE, case.name, wrong is None, wrong or "")
        player.forget()
        for name, request, answer in _written():
            wrong = player.replayed(name, request, answer)
            yield Outcome(OLD_SUITE, name, wrong is None, wrong or MENDED.get(name, ""))


@dataclass(frozen=True)
class _Player:
    """Sends requests and fills in what earlier answers have told (``$LOCATION$``, ``$NEWPATH$``)."""

    client: httpx.Client
    server: str
    token: str
    told: dict[str, str]

    def forget(self) -> None:
        """Delete every graph that a test may have left."""
        self.told.clear()
        base = f"{self.server}/graph-store"
        graphs = [f"{base}/person/{number}.ttl" for number in (1, 2, 4)]
        graphs += [f"http://www.example/gsp/person/{name}.ttl" for name in ("1", "2", "4", "%2531")]
        for address in (f"{base}?default", *(f"{base}?graph={graph}" for graph in graphs)):
            send(self.client, "DELETE", address, Message(), self.token)

    def played(self, case: Case) -> str | None:
        """Play one test; return what is wrong."""
        for number, exchange in enumerate(case.exchanges, 1):
            url = self.server + self.filled(exchange.path).replace("/gsp", "/graph-store", 1)
            wrong = self.sent(exchange.method, url, exchange.sent, exchange.expected)
            if wrong:
                return f"request {number}: {wrong}"
        return None

    def replayed(self, name: str, request: str, answer: str) -> str | None:
        """Play one of the older tests from its text; return what is wrong."""
        if name in _NEEDS:
            send(self.client, "PUT", f"{self.server}/graph-store{_NEEDS[name]}", _TURTLE, self.token)
        if name == "get_of_post__after_noop":  # the request that does nothing is told by the name of the test alone
            send(self.client, "POST", self.told.get("$NEWPATH$", self.server), replace(_TURTLE, body=b""), self.token)
        if "$NEWPATH$" in self.filled(request):
            return "no Location was told before"
        line, sent = _message(self.filled(request))
        status, expected = _message(self.filled(answer))
        method, target = re.match(r"(\S+) (\S+)", line).groups()
        if name in MENDED:
            sent = replace(sent, body=re.sub(rb'(foaf:\w+ "\w+(?: \w+)?")', rb"\1 .", sent.body or b""))
        url = target if target.startswith("http") else f"{self.server}{target}"
        location = expected.headers.get("location")
        wanted = Expected(frozenset({int(status.split()[0])}), expected, location=location)
        return self.sent(method, url, sent, wanted)

    def filled(self, text: str) -> str:
        """Return ``text`` with the places of this server."""
        host = self.server.partition("://")[2]
        text = text.replace("http://$HOST$/$GRAPHSTORE$", f"{self.server}/graph-store")
        known = {"$GRAPHSTORE$": "/graph-store", "$HOST$": host, **self.told}
        for name, value in known.items():
            text = text.replace(name, value)
        return text

    def sent(self, method: str, url: str, message: Message, expected: Expected) -> str | None:
        """Send one request and compare the answer."""
        token = None if method in {"GET", "HEAD"} else self.token
        answer = send(self.client, method, url, message, token)
        if expected.location is not None:
            if "location" not in answer.headers:
                return f"no Location: {answer.status_code}"
            self.told[expected.location] = answer.headers["location"]
        return wrong_status(answer, expected) or _wrong_content(answer, method, url, expected.message)


def _wrong_content(answer: httpx.Response, method: str, url: str, expected: Message) -> str | None:
    if method == "HEAD" and answer.content:
        return "HEAD with a body"
    media = expected.headers.get("content-type")
    if media is not None and answer.headers.get("content-type") != media:
        return f"content type {answer.headers.get('content-type')}"
    if "content-length" in expected.headers and "content-length" not in answer.headers:
        return "no Content-Length"
    return wrong_graph(answer, expected.body, url) if expected.body and method == "GET" else None


def _written() -> Iterator[tuple[str, str, str]]:
    """Yield name, request and answer of the older tests, which are Markdown."""
    graph = manifest("http-rdf-update", "manifest.ttl")
    for node in Collection(graph, next(graph.objects(None, MF.entries))):
        told = next(str(text) for text in graph.objects(node, RDFS.comment) if "#### Request" in text)
        request, _, answer = told.partition("#### Response")
        yield str(node).rpartition("#")[2], _unindented(request.partition("#### Request")[2]), _unindented(answer)


def _unindented(text: str) -> str:
    return "\n".join(line.removeprefix("    ") for line in text.splitlines()).strip()


def _message(text: str) -> tuple[str, Message]:
    """Part a message into its first line, its headers and its body."""
    head, _, body = text.partition("\n\n")
    first, *lines = head.splitlines()
    headers: Mapping[str, str] = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    headers = {name: value for name, value in headers.items() if name != "host"}
    is_form = headers.get("content-type", "").startswith("multipart/")
    data = body.replace("\n", "\r\n") + "\r\n" if is_form else body
    return first, Message(headers, data.encode() if body else None)
