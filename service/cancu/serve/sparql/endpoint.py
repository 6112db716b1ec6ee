"""The SPARQL 1.1 endpoint: query by GET, form POST and direct POST, service description, a plain form for people.

Protocol: https://www.w3.org/TR/sparql11-protocol/ §2.1. Parameters are percent-decoded here, once, the same way
for the address and for the form, so that the three ways cannot disagree.
"""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from time import perf_counter
from typing import Any

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from rdflib import Graph

from cancu.errors import CancuError, ParameterError
from cancu.query import OUTPUTS, Source, Table, write
from cancu.serve.http.asking import THREADS, Refusals, answered, leaving
from cancu.serve.http.bodies import FORM, address, fields, is_iri, media_type, received, utf8
from cancu.serve.http.caching import LASTING, wants_anew
from cancu.serve.http.client import client_name
from cancu.serve.http.negotiation import HTML, RDFLIB, pick
from cancu.serve.http.openapi import (
    LANGUAGE,
    graph_examples,
    parameter,
    problems,
    query_example,
    shown,
    solution_examples,
)
from cancu.serve.http.parameters import now
from cancu.serve.http.plain import Plain
from cancu.serve.http.problems import MediaTypeError
from cancu.serve.service import Service
from cancu.serve.sparql import people
from cancu.serve.sparql.vocabulary import vocabulary
from cancu.serve.templating import text
from cancu.serve.words import language_of
from cancu.store import GRAPHS, MARK, N_TRIPLES, SOLUTIONS, Answer, Asker, Dataset, Format, inspect

_DIRECT = "application/sparql-query"
_PAGE = 2_000_000
"""Bytes of an answer that is shown as a page; more is for programs."""
_WORKBOOK = 8_000_000
"""Bytes of an answer that becomes a workbook: making one takes this process a second for each million."""
_XLSX = Format(OUTPUTS["xlsx"].name, OUTPUTS["xlsx"].media_type)
_SMALL = 4_000
"""Bytes of a text that is read in the event loop: reading takes no longer than handing it to a thread."""
_SOLUTIONS = (*SOLUTIONS, _XLSX, HTML)
_GRAPHS = (*GRAPHS, HTML)
_NAMES = ["json", "xml", "csv", "tsv", "ttl", "nt", "jsonld", "rdf", "html", "xlsx"]
_PARAMETERS = [
    parameter("format", "format of the answer, before the header Accept", "json", enum=_NAMES),
    parameter("default-graph-uri", "graph to ask instead of the union of all; repeatable"),
    parameter("named-graph-uri", "named graph to ask; repeatable"),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """One protocol request, decoded."""

    query: str | None
    dataset: Dataset | None
    format: str | None


def _responses() -> dict[int | str, Any]:
    media = {**solution_examples(), **graph_examples(), _XLSX.media_type: "…", "text/html": "<!doctype html>…"}
    return {200: shown(media, "Solutions, a graph, or a page"), **problems(400, 406, 503)}


def _asked_for() -> dict[str, Any]:
    """Return the OpenAPI description of a query in the body."""
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    content = {
        FORM: {"schema": form, "example": {"query": query_example()}},
        _DIRECT: {"schema": {"type": "string"}, "example": query_example()},
    }
    return {"required": True, "content": content}


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["sparql"], route_class=Plain)
    threads = CapacityLimiter(THREADS)
    refusals, reading = Refusals(), CapacityLimiter(1)

    async def answer(request: Request, asked: Asked) -> Response:
        asker = Asker(client_name(request.scope), wants_anew=wants_anew(request.headers))
        found = _promptly(service, request, asked, asker)
        if found is None:
            return await answered(request, threads, partial(_answer, service, request, asked), asker)
        with leaving(request, asker):
            return _told(await found)

    query = parameter("query", "SPARQL 1.1 query; without one, the description of the service", query_example())

    @routes.get(
        "/sparql",
        summary="SPARQL query",
        description="Answers a SPARQL 1.1 query over the union of all graphs; without one, describes the service. "
        "What was asked before is answered from memory until the store changes, unless with Cache-Control: no-cache.",
        response_class=Response,
        responses=_responses(),
        openapi_extra={"parameters": [query, *_PARAMETERS]},
    )
    async def by_address(request: Request) -> Response:
        asked = _read(request.scope["query_string"])
        if asked.query is None:
            return await to_thread.run_sync(_welcome, service, request, asked.format)
        return await refusals.told(answer(request, asked))

    @routes.post(
        "/sparql",
        summary="SPARQL query by form or direct POST",
        description="As by GET, for queries too long for an address (SPARQL 1.1 Protocol §2.1).",
        response_class=Response,
        responses=_responses() | problems(413, 415),
        openapi_extra={"parameters": _PARAMETERS, "requestBody": _asked_for()},
    )
    async def by_post(request: Request) -> Response:
        body = await received(request, service.options.body_limit)
        if len(body) <= _SMALL:
            asked = _posted(request, body)
        else:
            asked = await to_thread.run_sync(_posted, request, body, limiter=reading)
        return await refusals.told(answer(request, asked))

    @routes.get(
        "/sparql/vocabulary.json",
        summary="Terms for an editor",
        description="Prefixes, classes, properties and code lists with their names, for completion while typing.",
        response_class=JSONResponse,
        responses={200: shown({"application/json": {"prefixes": {}, "terms": []}}), **problems(406)},
        openapi_extra={"parameters": [LANGUAGE]},
    )
    async def terms(request: Request) -> Response:
        return JSONResponse(vocabulary(language_of(request)), headers={"Cache-Control": LASTING})

    return routes


def _posted(request: Request, body: bytes) -> Asked:
    media = media_type(request)
    if media == FORM:
        asked = _required(_read(body))
        return replace(asked, format=asked.format or request.query_params.get("format"))
    if media == _DIRECT:
        outside = _read(request.scope["query_string"])
        return _required(Asked(utf8(body, "query"), outside.dataset, outside.format))
    raise MediaTypeError(f"Hãy gửi câu hỏi dạng {FORM} hoặc {_DIRECT}.", f"send the query as {FORM} or as {_DIRECT}.")


def _required(asked: Asked) -> Asked:
    if asked.query is None:
        raise ParameterError("Thiếu câu hỏi.", "the query is missing.", where="query")
    return asked


def _read(encoded: bytes) -> Asked:
    """Return what the parameters ask. Raises ParameterError."""
    return _read_once(encoded) if len(encoded) <= _SMALL else _decoded(encoded)


def _decoded(encoded: bytes) -> Asked:
    values = fields(encoded, "query")
    if "update" in values:
        raise ParameterError("Ở đây chỉ hỏi, không ghi.", "this endpoint answers queries only.", where="update")
    if len(values.get("query", ())) > 1:
        raise ParameterError("Chỉ gửi một câu hỏi.", "send one query only.", where="query")
    default, named = values.get("default-graph-uri", ()), values.get("named-graph-uri", ())
    if not all(is_iri(iri) for iri in (*default, *named)):
        raise ParameterError("Tên đồ thị phải là IRI.", "a graph is named by its IRI.", where="default-graph-uri")
    dataset = Dataset(default, named) if default or named else None
    return Asked(next(iter(values.get("query", ())), None), dataset, ",".join(values.get("format", ())) or None)


_read_once = lru_cache(500)(_decoded)
"""Many ask the same, and decoding it takes longer than finding what it was answered."""


def _promptly(service: Service, request: Request, asked: Asked, asker: Asker) -> Awaitable[Answer] | None:
    """Return the answer that is to be awaited, None where a thread has to wait for it or make something of it."""
    query = asked.query or ""
    if len(query) > _SMALL or people.is_person(request):
        return None
    chosen = _chosen(request, asked, query)
    if chosen is HTML or chosen is _XLSX:
        return None
    base = address(request)
    return service.store.answered(query, accept=chosen, dataset=asked.dataset, base=base, asker=asker)


def _chosen(request: Request, asked: Asked, query: str) -> Format:
    return pick(request, asked.format, _GRAPHS if _is_graph(request, query) else _SOLUTIONS)


def _is_graph(request: Request, query: str) -> bool:
    form = inspect(query, services=() if MARK in request.headers else None).form
    return form is not None and form.is_graph


def _told(answer: Answer) -> Response:
    return Response(answer.body, headers={"Content-Type": answer.format.content_type, "Vary": "Accept"})


def _answer(service: Service, request: Request, asked: Asked, asker: Asker) -> Response:
    query = asked.query or ""
    if people.is_person(request) and pick(request, asked.format, (*SOLUTIONS, _XLSX, *GRAPHS, HTML)) is HTML:
        return _answer_page(service, request, asked, asker)
    chosen = _chosen(request, asked, query)
    if chosen is HTML:
        return _answer_page(service, request, asked, asker)
    if chosen is _XLSX:
        return _answer_workbook(service, request, asked, asker)
    base = address(request)
    return _told(service.store.query(query, accept=chosen, dataset=asked.dataset, base=base, asker=asker))


def _answer_page(service: Service, request: Request, asked: Asked, asker: Asker) -> Response:
    query, begun = asked.query or "", perf_counter()
    try:
        answer = service.store.query(
            query,
            accept=N_TRIPLES if _is_graph(request, query) else SOLUTIONS[0],
            dataset=asked.dataset,
            base=address(request),
            asker=asker,
            room=_PAGE,
        )
    except CancuError as error:
        return people.refused(service, request, query, asked.dataset, error)
    told = people.shown(answer, perf_counter() - begun)
    return people.answered(service, request, query, asked.dataset, told)


def _answer_workbook(service: Service, request: Request, asked: Asked, asker: Asker) -> Response:
    """The answer as a workbook: CSV of /sparql is that of the W3C, and spreadsheets misread it."""
    query = asked.query or ""
    answer = service.store.query(
        query, accept=SOLUTIONS[0], dataset=asked.dataset, base=address(request), asker=asker, room=_WORKBOOK
    )
    table = Table.read(answer.body)
    source = Source(address=str(request.url) if request.method == "GET" else None, moment=now())
    body = write(table, _XLSX.name, sparql=query, language=language_of(request), source=source)
    headers = {"Content-Disposition": 'attachment; filename="sparql.xlsx"', "Vary": "Accept"}
    return Response(body, headers=headers | {"Content-Type": _XLSX.content_type})


def _welcome(service: Service, request: Request, name: str | None) -> Response:
    chosen = pick(request, name, (*GRAPHS, HTML))
    if chosen is HTML:
        return people.welcome(service, request)
    description = text("service-description.ttl", endpoint=str(request.url.replace(query="", fragment="")))
    body = Graph().parse(data=description, format="turtle").serialize(format=RDFLIB[chosen.name], encoding="utf-8")
    return Response(body, headers={"Content-Type": chosen.content_type, "Vary": "Accept"})
