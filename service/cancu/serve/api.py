"""REST: lists with filters and totals, lookup and search. Filters are the parameters of the questions behind them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from cancu.errors import NotFoundError
from cancu.query import Match
from cancu.serve.parameters import described, given, number, paged
from cancu.serve.service import Service
from cancu.serve.views import as_json, document_view
from cancu.serve.words import language_of

_SAFE = "/_.-"
LISTS = {
    "documents": "documents",
    "references": "references",
    "organisations": "organisations",
    "tasks": "tasks",
    "events": "events",
    "reports": "reports",
}
"""Routes below /api/v1 and the questions that answer them."""


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/v1", tags=["api"])
    for route, name in LISTS.items():
        _add_list(routes, service, route, name)

    @routes.get("/documents/{key:path}", summary="One document with all its facts", response_class=JSONResponse)
    def document(key: str, request: Request) -> JSONResponse:
        iri = service.iri(f"doc/{key}")
        view = document_view(service, iri, language_of(request))
        if view is None:
            raise NotFoundError(f"Không có văn bản <{iri}>.", f"there is no document <{iri}>.")
        return JSONResponse(as_json(view))

    @routes.get(
        "/lookup",
        summary="What a typed name means: one (303 to it), several (300 with the list) or none (404 with near misses)",
        response_class=Response,
        status_code=303,
    )
    def lookup(q: str) -> JSONResponse:
        found = service.finder.things(q)
        if not found:
            near = [match.iri for match in service.finder.near(q)]
            raise NotFoundError(f"Không biết “{q}” là gì.", f"“{q}” is not known.", where="q", near=near)
        body = {"q": q, "total": len(found), "items": [_item(match) for match in found]}
        if len(found) > 1:
            return JSONResponse(body, 300)
        place = quote(f"/id/{service.path(found[0].iri)}", safe=_SAFE)
        return JSONResponse(body, 303, headers={"Location": place})

    paging = [number("limit", service.options.page, service.options.page_limit), number("offset", 0, None)]

    @routes.get(
        "/search",
        summary="Documents and bodies whose words begin so, with or without tones",
        openapi_extra={"parameters": paging},
    )
    def search(q: str, request: Request) -> JSONResponse:
        found = service.finder.search(q)
        offset, limit = paged(request, service.options)
        items = [_item(match) for match in found[offset : offset + limit]]
        return JSONResponse({"q": q, "total": len(found), "limit": limit, "offset": offset, "items": items})

    return routes


def _add_list(routes: APIRouter, service: Service, route: str, name: str) -> None:
    question = service.catalogue[name]
    parameters = described(question, service.options)

    @routes.get(
        f"/{route}",
        summary=question.title.en,
        description=question.description.en,
        name=f"list_{route}",
        operation_id=f"list_{route}",
        openapi_extra={"parameters": parameters},
    )
    def listed(request: Request) -> JSONResponse:
        offset, limit = paged(request, service.options)
        values = given(request, question)
        table = service.table(name, values)
        body: dict[str, Any] = {"total": len(table), "limit": limit, "offset": offset}
        is_last = offset + limit >= len(table)
        body["next"] = None if is_last else str(request.url.include_query_params(offset=offset + limit, limit=limit))
        body["items"] = list(table.part(offset, limit))
        return JSONResponse(body)


def _item(match: Match) -> dict[str, str | None]:
    return {"iri": match.iri, "label": match.label, "date": match.date}
