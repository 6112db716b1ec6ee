"""The addresses of the Reconciliation Service API 0.2: ``/reconcile`` in Vietnamese, ``/reconcile/en`` in English."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from cancu.errors import ParameterError
from cancu.namespaces import CCV
from cancu.serve.http.addresses import address
from cancu.serve.reconcile import asking, openapi, showing
from cancu.serve.reconcile.entities import Entity, Facts
from cancu.serve.reconcile.extending import extended, fetched
from cancu.serve.reconcile.index import Index, Shelf
from cancu.serve.reconcile.manifest import manifest
from cancu.serve.reconcile.matching import candidates, told
from cancu.serve.reconcile.sent import from_address, from_form, whole
from cancu.serve.reconcile.suggesting import proposed, suggested
from cancu.serve.service import Service

PREFIX = "/reconcile"
Kind = Literal["entity", "type", "property"]


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["reconciliation"])
    shelf = Shelf(service)
    for prefix, language in ((PREFIX, "vi"), (f"{PREFIX}/en", "en")):
        part = _Part(service, shelf, prefix, language)
        _add_endpoint(routes, part)
        _add_suggestions(routes, part)
        _add_views(routes, part)
    return routes


class _Part:
    """The service in one language: what its routes share."""

    def __init__(self, service: Service, shelf: Shelf, prefix: str, language: str) -> None:
        self.service = service
        self.shelf = shelf
        self.prefix = prefix
        self.language = language

    def place(self, request: Request) -> str:
        """Return the address of this part as the client knows it."""
        return f"{str(request.base_url).rstrip('/')}{self.prefix}"

    def answer(self, request: Request, fields: Mapping[str, str]) -> JSONResponse:
        """Answer queries, one query or a request for values; without any, return the manifest."""
        index = self.shelf.index()
        if "queries" in fields:
            asked = asking.batch(fields["queries"], index.type)
            return JSONResponse({key: self._result(query, index) for key, query in asked.items()})
        if "extend" in fields:
            return JSONResponse(extended(self.service, asking.extension(fields["extend"]), index, self.language))
        if "query" in fields:
            return JSONResponse(self._result(asking.single(fields["query"], index.type), index))
        return JSONResponse(manifest(self.place(request), index, self.language))

    def _result(self, query: asking.Query, index: Index) -> dict[str, Any]:
        return told(candidates(query, index, self._more), index, self.language)

    def _more(self, found: Iterable[Entity], sources: Iterable[str]) -> dict[str, Facts]:
        return fetched(self.service, found, sources)


def _add_endpoint(routes: APIRouter, part: _Part) -> None:
    @routes.get(
        part.prefix,
        summary="Manifest of the reconciliation service, or the answer to queries= or extend=",
        description="Reconciliation Service API 0.2; this part speaks one language, /reconcile/en the other.",
        operation_id=f"reconcile_get_{part.language}",
        response_class=JSONResponse,
        responses=openapi.ANSWER,
        openapi_extra={"parameters": openapi.FIELDS},
    )
    def by_address(request: Request) -> JSONResponse:
        return part.answer(request, from_address(request))

    @routes.post(
        part.prefix,
        summary="Candidates for a batch of queries (queries=), or values of entities (extend=)",
        description="As by GET, for batches too long for an address.",
        operation_id=f"reconcile_post_{part.language}",
        response_class=JSONResponse,
        responses=openapi.POSTED,
        openapi_extra={"requestBody": openapi.FORM},
    )
    async def by_form(request: Request) -> JSONResponse:
        fields = await from_form(request, part.service.options.body_limit)
        if not {"queries", "query", "extend"} & set(fields):
            raise ParameterError("Thiếu “queries” hoặc “extend”.", "“queries” or “extend” is missing.", where="queries")
        return await to_thread.run_sync(part.answer, request, fields)


def _add_suggestions(routes: APIRouter, part: _Part) -> None:
    @routes.get(
        f"{part.prefix}/suggest/{{kind}}",
        summary="Entities, types or properties whose words begin so",
        description="For boxes that complete what is typed, with or without tones.",
        operation_id=f"reconcile_suggest_{part.language}",
        response_class=JSONResponse,
        responses=openapi.SUGGESTED,
        openapi_extra={"parameters": [openapi.KIND, *openapi.SUGGEST]},
    )
    def suggest(kind: Kind, request: Request) -> JSONResponse:
        fields = from_address(request)
        cursor = whole(fields, "cursor") or 0
        return JSONResponse(suggested(kind, fields.get("prefix", ""), cursor, part.shelf.index(), part.language))

    @routes.get(
        f"{part.prefix}/properties",
        summary="Properties that can be fetched for entities of a type",
        description="What extend= may ask for (API 0.2 §7).",
        operation_id=f"reconcile_properties_{part.language}",
        response_class=JSONResponse,
        responses=openapi.PROPOSED,
        openapi_extra={"parameters": openapi.PROPOSE},
    )
    def propose(request: Request) -> JSONResponse:
        fields = from_address(request)
        limit = whole(fields, "limit")
        return JSONResponse(proposed(fields.get("type", ""), limit, part.shelf.index(), part.language))


def _add_views(routes: APIRouter, part: _Part) -> None:
    @routes.get(
        f"{part.prefix}/flyout/{{kind}}",
        summary="A few words about an entity, a type or a property",
        description="What a client shows when the pointer rests on a suggestion.",
        operation_id=f"reconcile_flyout_{part.language}",
        response_class=JSONResponse,
        responses=openapi.FLYOUT,
        openapi_extra={"parameters": [openapi.KIND]},
    )
    def flyout(kind: Kind, id: str = openapi.ID) -> JSONResponse:  # noqa: A002
        return JSONResponse(showing.flyout(kind, id, part.shelf.index(), part.language))

    @routes.get(
        f"{part.prefix}/preview",
        summary="A small page about an entity, to be shown in a frame",
        description="Any site may frame it; it loads nothing but its style.",
        operation_id=f"reconcile_preview_{part.language}",
        response_class=HTMLResponse,
        responses=openapi.PREVIEW,
    )
    def preview(request: Request, id: str = openapi.ID) -> HTMLResponse:  # noqa: A002
        return showing.preview(id, part.place(request), part.shelf.index(), part.language)

    @routes.get(
        f"{part.prefix}/view",
        summary="The page about an entity",
        description="Leads to /id/…, or to /vocab/… for codes; never to another site.",
        operation_id=f"reconcile_view_{part.language}",
        status_code=303,
        response_class=Response,
        responses=openapi.VIEW,
    )
    def view(id: str = openapi.ID) -> RedirectResponse:  # noqa: A002
        """Lead to ``/id/…``, or to ``/vocab/…`` for codes; never to another site."""
        one = showing.known(id, part.shelf.index())
        path = part.service.path(one.iri)
        place = f"/id/{path}" if path is not None else f"/vocab/{one.iri.removeprefix(str(CCV))}"
        english = "?lang=en" if part.language == "en" and path is not None else ""
        return RedirectResponse(address(place) + english, 303)
