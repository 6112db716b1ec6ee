"""SPARQL 1.1 Update by HTTP: form POST and direct POST, for tokens that allow it.

Protocol: https://www.w3.org/TR/sparql11-protocol/ §2.2. The whole request is done, or nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from cancu.access import Scope
from cancu.errors import ParameterError
from cancu.namespaces import EXAMPLE_GRAPH
from cancu.serve.http.bearer import require
from cancu.serve.http.bodies import FORM, address, fields, media_type, received, utf8
from cancu.serve.http.problems import MediaTypeError
from cancu.serve.service import Service
from cancu.serve.templating import text
from cancu.store import Dataset

_DIRECT = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class Sent:
    """One protocol request, decoded."""

    update: str | None
    using: Dataset | None


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["sparql"])

    @routes.post(
        "/update",
        summary="SPARQL update by form or direct POST; needs a token that allows “update”",
        description=(
            "All operations are done, or none. LOAD and SERVICE are refused. The answer names the graphs that "
            "changed (an empty name is the default graph) and the version of the store."
        ),
        response_class=JSONResponse,
        openapi_extra=_described(),
        responses=_responses(),
    )
    async def update(request: Request) -> JSONResponse:
        require(service, request, Scope.UPDATE)
        sent = await to_thread.run_sync(_posted, request, await received(request, service.options.update_limit))
        return await to_thread.run_sync(_answer, service, request, sent)

    return routes


def _answer(service: Service, request: Request, sent: Sent) -> JSONResponse:
    graphs = service.store.update(sent.update or "", using=sent.using, base=address(request))
    return JSONResponse({"total": len(graphs), "graphs": list(graphs), "version": service.store.version})


def _posted(request: Request, body: bytes) -> Sent:
    media = media_type(request)
    if media == FORM:
        sent = _read(body)
    elif media == _DIRECT:
        sent = Sent(utf8(body, "update"), _read(request.scope["query_string"]).using)
    else:
        raise MediaTypeError(
            f"Hãy gửi lệnh cập nhật dạng {FORM} hoặc {_DIRECT}.", f"send the update as {FORM} or as {_DIRECT}."
        )
    if sent.update is None:
        raise ParameterError("Thiếu lệnh cập nhật.", "the update is missing.", where="update")
    return sent


def _read(encoded: bytes) -> Sent:
    """Return what the parameters ask. Raises ParameterError."""
    values = fields(encoded, "update")
    if "query" in values:
        raise ParameterError("Ở đây chỉ ghi; hãy hỏi ở /sparql.", "this endpoint updates only.", where="query")
    texts = values.get("update", ())
    if len(texts) > 1:
        raise ParameterError("Chỉ gửi một lệnh cập nhật.", "send one update only.", where="update")
    using = Dataset(values.get("using-graph-uri", ()), values.get("using-named-graph-uri", ()))
    return Sent(texts[0] if texts else None, using if using != Dataset() else None)


def _described() -> dict[str, Any]:
    graph = {"type": "array", "items": {"type": "string", "format": "uri"}}
    names = ("using-graph-uri", "using-named-graph-uri")
    example = text("update-example.rq", graph=EXAMPLE_GRAPH)
    form: dict[str, Any] = {"update": {"type": "string"}, **dict.fromkeys(names, graph)}
    schema = {"type": "object", "required": ["update"], "properties": form}
    return {
        "security": [{"bearer": []}],
        "parameters": [
            {"name": name, "in": "query", "schema": graph, "description": "With direct POST: a graph that patterns see"}
            for name in names
        ],
        "requestBody": {
            "required": True,
            "content": {
                FORM: {"schema": schema, "example": {"update": example}},
                _DIRECT: {"schema": {"type": "string"}, "example": example},
            },
        },
    }


def _responses() -> dict[int | str, dict[str, Any]]:
    done = {"total": 1, "graphs": [EXAMPLE_GRAPH], "version": 7}
    problems = {
        400: "The update is wrong or not allowed",
        401: "A token is needed",
        403: "The token does not allow this",
        413: "The update is too long",
        415: "Another type than form or SPARQL update",
        503: "Too slow, too large, or another write is at work; nothing was written",
    }
    return {
        200: {"description": "Done", "content": {"application/json": {"example": done}}},
        **{status: {"description": words} for status, words in problems.items()},
    }
