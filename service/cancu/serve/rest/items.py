"""REST: one thing each, at the path that its identifier has after its kind."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from cancu.errors import NotFoundError
from cancu.namespaces import BASE
from cancu.serve.http.addresses import address
from cancu.serve.http.openapi import LANGUAGE, moved, place, problems
from cancu.serve.rest import fields
from cancu.serve.rest.lists import LISTS, Listing
from cancu.serve.service import Service
from cancu.serve.views import DocumentView, as_json, document_view
from cancu.serve.words import language_of

_KINDS = {
    "references": ("citation", "tw/k13/kl/57/1-aaaaaa"),
    "organisations": ("org", "bo-chinh-tri"),
    "tasks": ("task", "ubnd-song-may/2026/kh/95/1-dddddd"),
    "reports": ("report", "ubnd-song-may/2026/kh/95/1-ffffff"),
    "events": ("event", "ubnd-song-may/2026/kh/95/1-abcdef"),
}
"""Lists whose items have paths: what stands after ``id/`` in their identifiers, and an example of the rest."""
_SUBLISTS = ("citations", "cited_by", "sections", "tasks", "reports", "events", "recipients", "findings")
_ROUTES = {
    "citations": ("references", "document"),
    "cited_by": ("references", "reference"),
    **{name: (name, "document") for name in ("tasks", "reports", "events", "findings")},
}
"""Where a list within a document can be had whole: the list below /api/v1, and its filter."""


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/v1", tags=["api"])

    @routes.get(
        "/documents/{key:path}",
        summary="One document with all its facts",
        description="Its head, and what it cites, orders and asks for, each beside its quoted words. "
        "Lists within it are cut where they are very long; `more` says where the rest is.",
        response_class=JSONResponse,
        responses={
            200: _shown_document(),
            301: moved("The identifier was replaced by another", "/api/v1/documents/tw/k13/nq/59"),
            **problems(404, 503),
        },
        openapi_extra={"parameters": [_place("tw/k13/nq/59"), LANGUAGE]},
    )
    def document(key: str, request: Request) -> Response:
        iri = service.iri(f"doc/{key}")
        if (other := _canonical(service, iri)) is not None:
            return RedirectResponse(address(f"/api/v1/documents/{other}"), 301)
        # what no identifier may hold is encoded, so that asking for it finds nothing rather than fails
        view = document_view(service, address(iri), language_of(request))
        if view is None:
            raise _missing(service, iri, key)
        return JSONResponse(_document(service, view))

    for name, (kind, example) in _KINDS.items():
        _add(routes, service, LISTS[name], kind, example)
    return routes


def _add(routes: APIRouter, service: Service, listing: Listing, kind: str, example: str) -> None:
    question = service.catalogue[listing.name]
    item = {fields.IRI: f"{BASE}id/{kind}/{example}"}
    content = {"application/json": {"schema": fields.schema(question), "example": item}}

    @routes.get(
        f"/{listing.name}/{{key:path}}",
        summary=f"One of these: {question.title.en}",
        description=f"What the list has of one item. {question.description.en}",
        name=f"one_{listing.name}",
        operation_id=f"one_{listing.name}",
        response_class=JSONResponse,
        responses={200: {"description": "The item", "content": content}, **problems(400, 404, 503)},
        openapi_extra={"parameters": [_place(example), fields.parameter(question), LANGUAGE]},
    )
    def one(key: str, request: Request) -> JSONResponse:
        shown = fields.wanted(request, question)
        iri = service.iri(f"{kind}/{key}")
        values = {listing.item: address(iri)}
        if any(parameter.name == "language" for parameter in question.parameters):
            values["language"] = language_of(request)
        rows = service.table(listing.name, values).records
        if not rows:
            raise _missing(service, iri, key)
        return JSONResponse(fields.item(rows[0], listing, shown))


def _place(example: str) -> dict[str, Any]:
    return place("key", "the rest of the identifier, slashes and all", example)


def _missing(service: Service, iri: str, key: str) -> NotFoundError:
    near = [match.iri for match in service.finder.near(key.replace("/", " "))]
    return NotFoundError(f"Không có gì mang định danh <{iri}>.", f"nothing has the identifier <{iri}>.", near=near)


def _canonical(service: Service, iri: str) -> str | None:
    """Return the key of the document that took the place of this one, when its number became known."""
    head = service.iri("doc/")
    pairs = service.table("same-documents")
    return next((str(row["canonical"]).removeprefix(head) for row in pairs if row["document"] == iri), None)


def _document(service: Service, view: DocumentView) -> dict[str, Any]:
    """Return the view with long lists cut, saying so and where the rest is."""
    iri = str(view.header["document"])
    body = {fields.IRI: iri, "same": list(view.same), **as_json(view)}
    most = service.options.page_limit
    body["totals"] = {name: len(body[name]) for name in _SUBLISTS}
    cut = [name for name in _SUBLISTS if len(body[name]) > most]
    for name in cut:
        body[name] = body[name][:most]
    body["truncated"] = bool(cut)
    body["more"] = {name: _address(name, iri) for name in cut if name in _ROUTES}
    return body


def _address(name: str, iri: str) -> str:
    route, parameter = _ROUTES[name]
    return f"/api/v1/{route}?{parameter}={quote(iri, safe='')}"


def _shown_document() -> dict[str, Any]:
    row = {"type": "object", "additionalProperties": {"type": ["string", "integer", "boolean"]}}
    rows = {"type": "array", "items": row}
    addresses = {"type": "object", "additionalProperties": {"type": "string"}}
    schema = {
        "type": "object",
        "required": [fields.IRI, "document", *_SUBLISTS, "totals", "truncated", "more"],
        "properties": {
            fields.IRI: {"type": "string", "description": "the identifier"},
            "same": {"type": "array", "items": {"type": "string"}, "description": "its other identifiers"},
            "document": row | {"description": "the head: type, number, date, issuer, signer, file …"},
            **dict.fromkeys(_SUBLISTS, rows),
            "totals": {"type": "object", "additionalProperties": {"type": "integer"}, "description": "whole lengths"},
            "truncated": {"type": "boolean", "description": "whether a list within was cut"},
            "more": addresses | {"description": "where the lists that were cut can be had whole"},
        },
    }
    example = {
        fields.IRI: f"{BASE}id/doc/tw/k13/nq/59",
        "same": [],
        "document": {"number": "59-NQ/TW", "date": "2025-01-24"},
        **{name: [] for name in _SUBLISTS},
        "totals": dict.fromkeys(_SUBLISTS, 0),
        "truncated": False,
        "more": {},
    }
    return {"description": "The document", "content": {"application/json": {"schema": schema, "example": example}}}
