"""SPARQL 1.1 Service Description: what a bare GET at the endpoint tells of the service.

The suite gives the three tests by name only; ``description.ttl`` beside this file states as SHACL what the
vocabulary says (https://www.w3.org/TR/sparql11-service-description/), over it runs pySHACL.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
from pyshacl import validate
from rdflib import RDF, Graph, Namespace, URIRef

from tests.conformance.outcome import Outcome

SUITE = "sparql11-service-description"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
TYPES = {"text/turtle": "turtle", "application/n-triples": "nt", "application/rdf+xml": "xml"}
SHAPES = Path(__file__).with_name("description.ttl")


def run(server: str, _token: str) -> Iterator[Outcome]:
    """Ask for the description in each syntax and judge it."""
    endpoint = f"{server}/sparql"
    found = {media: httpx.get(endpoint, headers={"Accept": media}) for media in TYPES}
    bare = httpx.get(endpoint)
    notes = {
        "returns-rdf": _rdf({**found, "*/*": bare}),
        "has-endpoint-triple": _endpoint(_read(bare), endpoint),
        "conforms-to-schema": _schema(_read(bare)),
    }
    yield from (Outcome(SUITE, f"service-description/{name}", not note, note) for name, note in notes.items())


def _read(answer: httpx.Response) -> Graph:
    form = TYPES[answer.headers["content-type"].partition(";")[0]]
    return Graph().parse(data=answer.text, format=form)


def _rdf(found: dict[str, httpx.Response]) -> str:
    for media, answer in found.items():
        if answer.status_code != 200 or answer.headers["content-type"].partition(";")[0] not in {media, "text/turtle"}:
            return f"{media}: {answer.status_code} {answer.headers['content-type']}"
    graphs = [_read(answer) for answer in found.values()]
    return "" if all(graphs) and all(set(graph) == set(graphs[0]) for graph in graphs) else "syntaxes disagree"


def _endpoint(graph: Graph, endpoint: str) -> str:
    services = set(graph.subjects(RDF.type, SD.Service))
    told = {value for service in services for value in graph.objects(service, SD.endpoint)}
    return "" if told == {URIRef(endpoint)} else f"sd:endpoint is {sorted(told)}, asked was {endpoint}"


def _schema(graph: Graph) -> str:
    conforms, _, words = validate(graph, shacl_graph=Graph().parse(SHAPES))
    return "" if conforms else str(words)
