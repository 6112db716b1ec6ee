"""What public test suites say of the service: /conformance as a page, as JSON, and as EARL.

``data/conformance/results.json`` is written by ``make conformance``. EARL: https://www.w3.org/TR/EARL10-Schema/.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, DOAP

from cancu import resources
from cancu.namespaces import EARL
from cancu.serve.http.negotiation import HTML, RDFLIB, pick
from cancu.serve.http.openapi import LANGUAGE, format_of, graph_examples, problems, shown
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.store import GRAPHS, Format

_JSON = Format("json", "application/json")
_SUITES = {"date": "2026-11-21", "suites": []}


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["service"])

    @routes.get(
        "/conformance",
        summary="Results of the public test suites",
        description="Each suite with its version, the day it was run, what passed, and why the rest did not.",
        response_class=Response,
        responses={
            200: shown({_JSON.media_type: _SUITES, HTML.media_type: "<!doctype html>…", **graph_examples()}),
            **problems(406),
        },
        openapi_extra={"parameters": [format_of((_JSON, HTML, *GRAPHS)), LANGUAGE]},
    )
    def conformance(request: Request) -> Response:
        chosen = pick(request, request.query_params.get("format"), (_JSON, HTML, *GRAPHS))
        if chosen is _JSON:
            return JSONResponse(results(), headers={"Vary": "Accept"})
        if chosen is HTML:
            return page(service, request, "conformance.html", results=results())
        body = _earl(f"{service.options.base}service").serialize(format=RDFLIB[chosen.name], encoding="utf-8")
        return Response(body, headers={"Content-Type": chosen.content_type, "Vary": "Accept"})

    return routes


@cache
def results() -> dict[str, Any]:
    """Return the recorded results, with totals over all suites. Raises ResourceError where none were recorded."""
    found: dict[str, Any] = json.loads(resources.text("data", "conformance", "results.json"))
    sums = {name: sum(suite[name] for suite in found["suites"]) for name in ("passed", "total")}
    return sums | found


def iri_of(suite: dict[str, Any], test: str) -> str:
    """Return the IRI under which a suite publishes one of its tests."""
    folder, _, name = test.rpartition("/")
    pattern: str = suite["iri"]
    return pattern.replace("{folder}", folder).replace("{name}", name).replace("{test}", test)


@cache
def _earl(subject: str) -> Graph:
    """Return the results as assertions about ``subject``."""
    graph = Graph()
    for prefix, namespace in (("earl", EARL), ("doap", DOAP), ("dcterms", DCTERMS)):
        graph.bind(prefix, namespace)
    project = URIRef(subject)
    for kind in (EARL.TestSubject, EARL.Software, DOAP.Project):
        graph.add((project, RDF.type, kind))
    graph.add((project, DOAP.name, Literal("cancu")))
    for suite in results()["suites"]:
        for triple in _assertions(suite, project):
            graph.add(triple)
    return graph


def _assertions(
    suite: dict[str, Any], project: URIRef
) -> Iterator[tuple[URIRef | BNode, URIRef, URIRef | BNode | Literal]]:
    reasons = {item["test"]: item["reason"] for item in suite["failed"]}
    version = Literal(suite["versions"]["cancu"])
    yield project, DOAP.revision, version
    for test in suite["tests"]:
        assertion, result = BNode(), BNode()
        yield assertion, RDF.type, EARL.Assertion
        yield assertion, EARL.subject, project
        yield assertion, EARL.assertedBy, project
        yield assertion, EARL.test, URIRef(iri_of(suite, test))
        yield assertion, EARL.mode, EARL.automatic
        yield assertion, EARL.result, result
        yield result, RDF.type, EARL.TestResult
        yield result, EARL.outcome, EARL.failed if test in reasons else EARL.passed
        yield result, DCTERMS.date, Literal(suite["date"], datatype=XSD.date)
        for language, words in reasons.get(test, {}).items():
            yield result, DCTERMS.description, Literal(words, lang=language)
