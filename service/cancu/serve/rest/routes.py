"""REST: lists with filters, totals and cursors, one item each, lookup and search.

Filters are the parameters of the questions behind the lists.
"""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from cancu.errors import NotFoundError, ParameterError
from cancu.namespaces import BASE
from cancu.query import Match, NamedQuery
from cancu.serve.http.addresses import address
from cancu.serve.http.openapi import LANGUAGE, moved, parameter, problems
from cancu.serve.http.parameters import OWN, described, given, number, paged
from cancu.serve.rest import cursors, fields
from cancu.serve.rest.lists import LISTS, Listing, Lists, Page, Wanted
from cancu.serve.service import Options, Service

_OWN = OWN - {"format"} | {"cursor", "fields", "sort"}
_MATCH = {
    "type": "object",
    "required": ["iri", "label", "date"],
    "properties": {
        "iri": {"type": "string"},
        "label": {"type": "string"},
        "date": {"type": ["string", "null"], "description": "what tells namesakes apart"},
    },
}
_FOUND = {
    "iri": f"{BASE}id/doc/tw/k13/nq/59",
    "label": "Nghị quyết số 59-NQ/TW ngày 24/01/2025",
    "date": "2025-01-24",
}


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/v1", tags=["api"])
    lists = Lists(service)
    for listing in LISTS.values():
        _add_list(routes, service, lists, listing)
    _add_lookup(routes, service)
    _add_search(routes, service)
    return routes


def _add_list(routes: APIRouter, service: Service, lists: Lists, listing: Listing) -> None:
    question = service.catalogue[listing.name]

    @routes.get(
        f"/{listing.name}",
        summary=question.title.en,
        description=question.description.en,
        name=f"list_{listing.name}",
        operation_id=f"list_{listing.name}",
        response_class=JSONResponse,
        responses={200: _shown(question, listing), **problems(400, 404, 503)},
        openapi_extra={"parameters": _parameters(question, listing, service.options)},
    )
    def listed(request: Request) -> JSONResponse:
        shown = fields.wanted(request, question)
        wanted = _wanted(request, question, listing, service.options)
        page = lists.page(listing, wanted)
        return _answer(request, listing, wanted, page, [fields.item(row, listing, shown) for row in page.rows])


def _wanted(request: Request, question: NamedQuery, listing: Listing, options: Options) -> Wanted:
    """Return which page a request asks for. Raises ParameterError."""
    offset, limit = paged(request, options)
    values = given(request, question, _OWN)
    if blank := next((name for name, value in values.items() if not value.strip()), None):
        raise ParameterError("Giá trị trống; hãy bỏ tham số này.", "an empty value; leave it out.", where=blank)
    order = request.query_params.get("sort", next(iter(listing.orders)))
    if order not in listing.orders:
        known = ", ".join(listing.orders)
        raise ParameterError(f"Chỉ xếp được theo: {known}.", f"can be sorted by: {known}.", where="sort")
    cursor, after = request.query_params.get("cursor", ""), None
    if cursor:
        if "offset" in request.query_params:
            raise ParameterError("Dùng cursor hoặc offset, không cả hai.", "give cursor or offset.", where="offset")
        after = cursors.read(cursor, _list_of(listing, order, values), len(listing.orders[order]))
    return Wanted(values, order, limit, offset, after)


def _list_of(listing: Listing, order: str, values: dict[str, str]) -> str:
    """Return what tells one list from others; the language of labels leaves it the same list."""
    filters = sorted((name, value) for name, value in values.items() if name != "language" and value.strip())
    return repr((listing.name, order, filters))


def _answer(request: Request, listing: Listing, wanted: Wanted, page: Page, items: list[Any]) -> JSONResponse:
    body: dict[str, Any] = {"total": page.total, "limit": wanted.limit, "next": None, "truncated": False}
    headers = {}
    if page.last is not None:
        cursor = cursors.written(page.last, _list_of(listing, wanted.order, dict(wanted.values)))
        address = request.url.remove_query_params("offset")
        body["next"] = str(address.include_query_params(cursor=cursor, limit=wanted.limit))
        body |= {"truncated": True, "reason": "limit"}
        headers["Link"] = f'<{body["next"]}>; rel="next"'
    return JSONResponse(body | {"items": items}, headers=headers)


def _parameters(question: NamedQuery, listing: Listing, options: Options) -> list[dict[str, Any]]:
    orders = list(listing.orders)
    return [
        *described(question),
        fields.parameter(question),
        parameter("sort", "order of the items; “-” turns it round", orders[0], enum=orders, default=orders[0]),
        parameter("cursor", "where the page begins: from `next` of the page before; not with `offset`"),
        number("limit", options.page, options.page_limit),
        number("offset", 0, None),
        LANGUAGE,
    ]


def listed_schema(items: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON Schema of a list whose items have the schema ``items``."""
    return {
        "type": "object",
        "required": ["total", "limit", "next", "truncated", "items"],
        "properties": {
            "total": {"type": "integer", "minimum": 0, "description": "how many the whole list has"},
            "limit": {"type": "integer", "minimum": 1, "description": "most items on this page"},
            "next": {"type": ["string", "null"], "description": "address of the next page"},
            "truncated": {"type": "boolean", "description": "whether there are more than are shown from here on"},
            "reason": {"type": "string", "enum": ["limit"], "description": "what cut the list"},
            "items": {"type": "array", "items": items},
        },
    }


def _shown(question: NamedQuery, listing: Listing) -> dict[str, Any]:
    item = {fields.IRI: f"{BASE}id/{listing.item}/…", question.columns[1].name: "…"}
    page = {"limit": 1, "next": f"/api/v1/{listing.name}?cursor=…&limit=1", "truncated": True, "reason": "limit"}
    example = {"total": 2, **page, "items": [item]}
    content = {"schema": listed_schema(fields.schema(question)), "example": example}
    link = {"description": "the next page (RFC 8288)", "schema": {"type": "string"}}
    return {
        "description": "A page of the list",
        "headers": {"Link": link},
        "content": {"application/json": content},
    }


def _add_lookup(routes: APIRouter, service: Service) -> None:
    body = {
        "type": "object",
        "required": ["q", "total", "items"],
        "properties": {
            "q": {"type": "string"},
            "total": {"type": "integer"},
            "items": {"type": "array", "items": _MATCH},
        },
    }
    content = {"application/json": {"schema": body, "example": {"q": "NQ 59", "total": 1, "items": [_FOUND]}}}

    @routes.get(
        "/lookup",
        summary="What a typed name means",
        description="One thing (303 to it), several (300 with the list) or none (404 with near misses).",
        response_class=Response,
        status_code=303,
        responses={
            303: moved("The one thing of that name", "/id/doc/tw/k13/nq/59") | {"content": content},
            300: {"description": "Several things of that name", "content": content},
            **problems(400, 404, 503),
        },
        openapi_extra={"parameters": [parameter("q", "a name or a number in any spelling", "NQ 59", required=True)]},
    )
    def lookup(request: Request) -> JSONResponse:
        q = _required(request, "q")
        found = service.finder.things(q)
        if not found:
            near = [match.iri for match in service.finder.near(q)]
            raise NotFoundError(f"Không biết “{q}” là gì.", f"“{q}” is not known.", where="q", near=near)
        body = {"q": q, "total": len(found), "items": [_item(match) for match in found]}
        if len(found) > 1:
            return JSONResponse(body, 300)
        place = address(f"/id/{service.path(found[0].iri)}")
        return JSONResponse(body, 303, headers={"Location": place})


def _add_search(routes: APIRouter, service: Service) -> None:
    schema = listed_schema(_MATCH)
    schema["properties"]["q"] = {"type": "string"}
    page = {"limit": 1, "next": "/api/v1/search?q=thong+tin&offset=1&limit=1", "truncated": True, "reason": "limit"}
    example = {"q": "thong tin", "total": 2, **page, "items": [_FOUND]}
    content = {"application/json": {"schema": schema, "example": example}}
    paging = [number("limit", service.options.page, service.options.page_limit), number("offset", 0, None)]

    @routes.get(
        "/search",
        summary="Documents and bodies by words",
        description="Those whose words begin so, with or without tones; documents before bodies.",
        response_class=JSONResponse,
        responses={200: {"description": "A page of what was found", "content": content}, **problems(400, 503)},
        openapi_extra={
            "parameters": [parameter("q", "beginnings of words", "thong tin", required=True), *paging],
        },
    )
    def search(request: Request) -> JSONResponse:
        q = _required(request, "q")
        found = service.finder.search(q)
        offset, limit = paged(request, service.options)
        is_more = offset + limit < len(found)
        body: dict[str, Any] = {"q": q, "total": len(found), "limit": limit, "next": None, "truncated": is_more}
        if is_more:
            body["next"] = str(request.url.include_query_params(offset=offset + limit, limit=limit))
            body["reason"] = "limit"
        return JSONResponse(body | {"items": [_item(match) for match in found[offset : offset + limit]]})


def _required(request: Request, name: str) -> str:
    values = request.query_params.getlist(name)
    if len(values) != 1:
        raise ParameterError(f"Cần đúng một “{name}”.", f"give “{name}” once.", where=name)
    return values[0]


def _item(match: Match) -> dict[str, str | None]:
    return {"iri": match.iri, "label": match.label, "date": match.date}
