"""What the OpenAPI document (3.1) says of every route: errors in one shape, the token of writes, examples.

FastAPI makes the document from the routes; here stand the pieces that they share and the last touches.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI

from cancu import resources
from cancu.access import Scope
from cancu.namespaces import BASE
from cancu.serve.words import say
from cancu.store import GRAPHS, Format

_MEDIA = "application/problem+json"
_KINDS: Mapping[int, tuple[str, str, str]] = {
    300: ("ambiguous", "Có nhiều khả năng; hãy chọn một.", "several are possible; choose one."),
    400: ("bad-parameter", "Phải là số nguyên 1–1000.", "must be a whole number 1–1000."),
    401: ("unauthorized", "Cần mã truy cập còn hiệu lực.", "a valid token is needed."),
    403: ("forbidden", "Mã truy cập này không có quyền này.", "this token does not allow this."),
    404: ("not-found", "Không có gì mang định danh này.", "nothing has this identifier."),
    405: ("method-not-allowed", "Không dùng được phương thức này.", "Method Not Allowed"),
    406: ("not-acceptable", "Chỉ có các dạng: application/json.", "there is only: application/json."),
    410: ("gone", "Văn bản đã bị bỏ khỏi kho.", "it was removed; its last version is told."),
    412: ("precondition-failed", "Đã có bản mới hơn.", "there is a newer version."),
    413: ("too-long", "Nội dung gửi dài quá 1000000 byte.", "the body is longer than 1000000 bytes."),
    415: ("media-type", "Không đọc được kiểu nội dung này.", "this type of content is not read here."),
    421: ("misdirected", "Máy chủ này không mang tên ấy.", "this server does not go by that name."),
    422: ("unreadable", "tệp hỏng hoặc không đúng định dạng.", "the file is broken or of another format."),
    408: ("request-timeout", "Yêu cầu gửi đến quá chậm.", "the request came too slowly."),
    429: ("too-many-requests", "Hỏi quá nhiều; xin đợi một lát.", "too many requests; wait a moment."),
    500: ("error", "Lỗi của dịch vụ.", "a mistake of ours."),
    503: ("limit", "Câu hỏi chạy quá 10 giây nên đã bị dừng.", "the query was stopped after 10 seconds."),
}
"""By status: code of the problem, and what it may say."""

PROBLEM: Mapping[str, Any] = {
    "type": "object",
    "description": "What went wrong (RFC 9457), in Vietnamese (`title`, `detail`) and in English (`detail_en`).",
    "required": ["type", "title", "status", "detail", "detail_en", "instance"],
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "the kind of problem: a stable IRI"},
        "title": {"type": "string", "description": "the kind, in Vietnamese"},
        "status": {"type": "integer", "minimum": 300, "maximum": 599, "description": "the HTTP status"},
        "detail": {"type": "string", "description": "what happened and what to do, in Vietnamese"},
        "detail_en": {"type": "string", "description": "the same in English"},
        "instance": {"type": "string", "description": "the path that was asked for"},
        "where": {"type": "string", "description": "the parameter, field or file at fault"},
        "near": {"type": "array", "items": {"type": "string"}, "description": "what is known and comes close"},
        "candidates": {"type": "array", "items": {"type": "string"}, "description": "what it may mean"},
        "line": {"type": "integer", "minimum": 1, "description": "line of a SPARQL text"},
        "column": {"type": "integer", "minimum": 1, "description": "column of a SPARQL text"},
        "id": {"type": "string", "description": "number of a mistake of ours in the log"},
    },
}
"""JSON Schema of every error."""


@cache
def _examples() -> dict[str, Any]:
    return dict(json.loads(resources.text("data", "interface", "examples.json")))


def graph_examples() -> dict[str, Any]:
    """Return a graph in each format of graphs, by media type."""
    return {item.media_type: _examples()["graph"][item.media_type] for item in GRAPHS}


def graph_content(formats: Iterable[Format] = GRAPHS) -> dict[str, Any]:
    """Return ``content=`` of a graph in these formats, each with its example."""
    examples = _examples()["graph"]
    return {item.media_type: _content(item.media_type, examples[item.media_type]) for item in formats}


def solution_examples() -> dict[str, Any]:
    """Return solutions in each format that they have, by media type."""
    return dict(_examples()["solutions"])


def query_example() -> str:
    """Return a SPARQL query."""
    return str(_examples()["query"])


def problems(*statuses: int) -> dict[int | str, Any]:
    """Return ``responses=`` for a route that may answer with these statuses, each with an example.

    Raises KeyError for a status that nothing here answers with.
    """
    return {status: _problem(status) for status in statuses}


def on_page(told: dict[int | str, Any]) -> dict[int | str, Any]:
    """Return problems that are told on a page, too, to whom a page is what they asked for."""
    return told_as(told, {"text/html": "<!doctype html>…"})


def told_as(told: dict[int | str, Any], examples: Mapping[str, Any]) -> dict[int | str, Any]:
    """Return problems that are told in other media types, too, with an example of each."""
    more = {media: _content(media, example) for media, example in examples.items()}
    return {status: answer | {"content": answer["content"] | more} for status, answer in told.items()}


def _problem(status: int) -> dict[str, Any]:
    code, vi, en = _KINDS[status]
    example = {
        "type": f"{BASE}problem/{code}",
        "title": say(f"problem.{code}"),
        "status": status,
        "detail": vi,
        "detail_en": en,
        "instance": "/api/v1/documents",
    }
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    told: dict[str, Any] = {"description": say(f"problem.{code}", "en"), "content": {_MEDIA: content}}
    if status in _HEADERS:
        told["headers"] = _HEADERS[status]
    return told


_ERROR = 400
_ANYWHERE = (429, 503)
_HEADERS: Mapping[int, dict[str, Any]] = {
    401: {"WWW-Authenticate": {"description": "RFC 6750 §3", "required": True, "schema": {"type": "string"}}},
    429: {"Retry-After": {"description": "seconds to wait", "schema": {"type": "integer"}}},
    503: {"Retry-After": {"description": "seconds to wait", "schema": {"type": "integer"}}},
}


def shown(media: Mapping[str, Any], description: str = "The answer") -> dict[str, Any]:
    """Return what ``responses=`` says of one status: an example for each media type.

    A text is an example of text; other values are JSON, and their schema is told from them only by its type.
    """
    return {"description": description, "content": {name: _content(name, told) for name, told in media.items()}}


def moved(description: str, place: str) -> dict[str, Any]:
    """Return what ``responses=`` says of a redirection to ``place``."""
    header = {"description": "where to", "required": True, "schema": {"type": "string"}, "example": place}
    return {"description": description, "headers": {"Location": header}}


def _content(media: str, example: object) -> dict[str, Any]:
    return {"schema": _schema(media, example), "example": example}


def _schema(media: str, example: object) -> dict[str, Any]:
    if media == "application/ld+json":
        return {"type": ["array", "object"]}
    kinds: tuple[tuple[type, str], ...] = ((dict, "object"), (list, "array"))
    return {"type": next((name for kind, name in kinds if isinstance(example, kind)), "string")}


def place(name: str, explanation: str, example: str, *, least: int = 1) -> dict[str, Any]:
    """Return the description of a part of the path, for ``openapi_extra={"parameters": […]}``."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": explanation,
        "schema": {"type": "string", "minLength": least},
        "example": example,
    }


def parameter(name: str, explanation: str, example: object = None, **schema: Any) -> dict[str, Any]:
    """Return the description of one parameter of the address, for ``openapi_extra={"parameters": […]}``."""
    told: dict[str, Any] = {"name": name, "in": "query", "description": explanation}
    if schema.pop("required", False):
        told["required"] = True
    told["schema"] = {"type": "string"} | schema
    return told | ({"example": example} if example is not None else {})


def format_of(offers: Iterable[Format]) -> dict[str, Any]:
    """Return the OpenAPI description of ``?format=`` where these are offered."""
    names = [item.name for item in offers]
    example = "ttl" if "ttl" in names else names[0]
    return parameter("format", "instead of Accept; the media type itself is understood as well", example, enum=names)


def guarded(scope: Scope) -> dict[str, Any]:
    """Return ``openapi_extra=`` of a route that needs a token with ``scope``."""
    return {"security": [{"bearer": [scope.value]}]}


LANGUAGE = parameter("lang", "language of labels: `en`; Vietnamese otherwise", "en")


def install(app: FastAPI, *, before: Callable[[], None]) -> None:
    """Make ``app`` complete its OpenAPI document with what all routes share; ``before`` sees that all are there."""
    make: Callable[[], dict[str, Any]] = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            before()
            app.openapi_schema = _completed(make())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # as FastAPI's documentation has it


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    parts = document.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = dict(PROBLEM)
    parts["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "description": "A token of `cancu token new` (RFC 6750)."}
    }
    for verbs in document["paths"].values():
        for operation in verbs.values():
            operation["responses"] = _answers(operation["responses"])
            if "parameters" in operation:  # of two of one name, ours tells more than the framework's
                told = {(one["name"], one["in"]): _exemplified(one) for one in operation["parameters"]}
                operation["parameters"] = list(told.values())
    return document


def _exemplified(told: dict[str, Any]) -> dict[str, Any]:
    """Lift the examples that the framework keeps in the schema to where readers of the document look for them."""
    found = told["schema"].get("examples")
    return {"example": found[0]} | told if found else told


def _answers(told: dict[str, Any]) -> dict[str, Any]:
    """Give every error the one shape; what stands before all routes may answer 429 and 503 for any of them."""
    known = {status: answer for status, answer in told.items() if "HTTPValidationError" not in str(answer)}
    extra = _ANYWHERE if len(known) == len(told) else (400, *_ANYWHERE)
    known = {str(status): _problem(status) for status in extra} | known
    return {
        status: _problem(int(status)) | answer if status.isdigit() and int(status) >= _ERROR else answer
        for status, answer in sorted(known.items())
    }
