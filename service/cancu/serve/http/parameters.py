"""Query strings and OpenAPI from the headers of the questions: one source for what may be asked."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Set
from typing import Any

from starlette.requests import Request

from cancu.errors import ParameterError
from cancu.query import IRI_PATTERN, Kind, NamedQuery
from cancu.serve.service import Options
from cancu.serve.words import language_of

TEXT = {"type": "string", "pattern": r"^[^\x00]*\S[^\x00]*$"}
"""A text that says something."""
OWN = frozenset({"lang", "limit", "offset", "format"})
"""Parameters of the service itself, beside those of a question."""
_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:/[A-Za-z0-9._~/-]*)?")
_SCHEMAS: dict[Kind, dict[str, str]] = {
    Kind.IRI: {"type": "string", "pattern": IRI_PATTERN},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.INTEGER: {"type": "integer"},
}


def now() -> dt.datetime:
    """Return the moment of asking, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def given(request: Request, question: NamedQuery, own: Set[str] = OWN) -> dict[str, str]:
    """Return the values for ``question``, without those of the service's ``own`` parameters.

    ``lang`` also sets its language of labels. Raises ParameterError.
    """
    pairs = [(name, value) for name, value in request.query_params.multi_items() if name not in own]
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ParameterError("Mỗi tham số chỉ gửi một lần.", "send each parameter once.")
    if any(parameter.name == "language" for parameter in question.parameters):
        values.setdefault("language", language_of(request))
    return values


_PAGING = {
    "limit": "most items on a page",
    "offset": "items to pass over; for a stable walk through the whole list follow `next` instead",
}
_MOST = 999_999_999


def paged(request: Request, options: Options) -> tuple[int, int]:
    """Return offset and limit. Raises ParameterError."""
    offset = _whole(request, "offset", 0, None)
    return offset, _whole(request, "limit", options.page, options.page_limit)


def origin(request: Request) -> str:
    """Return the address of this server as the client knows it, without a slash at the end. Raises ParameterError."""
    try:
        address = str(request.base_url).rstrip("/")
    except ValueError:  # brackets that hold no address
        address = ""
    if not _ORIGIN.fullmatch(address):
        raise ParameterError("Tên máy chủ không hợp lệ.", "this is no name of a host.", where="Host")
    return address


def _whole(request: Request, name: str, default: int, most: int | None) -> int:
    text = request.query_params.get(name, str(default))
    least = int(name == "limit")
    if not (text.isascii() and text.isdigit() and len(text) <= 9) or not least <= int(text) <= (most or int(text)):
        bound = f"{least}–{most}" if most else f"≥ {least}"
        raise ParameterError(f"Phải là số nguyên {bound}.", f"must be a whole number {bound}.", where=name)
    return int(text)


def truth(request: Request, name: str) -> bool:
    """Return whether a parameter is ``true``; it is false without it. Raises ParameterError for other words."""
    text = request.query_params.get(name, "false")
    if text not in {"true", "false"}:
        raise ParameterError("Phải là true hoặc false.", "must be true or false.", where=name)
    return text == "true"


def number(name: str, default: int, most: int | None) -> dict[str, Any]:
    """Return the OpenAPI description of a whole number."""
    schema: dict[str, Any] = {"type": "integer", "minimum": int(name == "limit"), "default": default}
    about = {"name": name, "in": "query", "description": _PAGING[name], "example": default}
    return about | {"schema": schema | {"maximum": most or _MOST}}


def described(question: NamedQuery, *, is_form: bool = False) -> list[dict[str, Any]]:
    """Return the OpenAPI descriptions of the parameters of ``question``; forms send what is left blank as empty."""
    examples = dict(question.examples)
    found: list[dict[str, Any]] = []
    for parameter in question.parameters:
        schema: dict[str, Any] = dict(_SCHEMAS.get(parameter.kind, TEXT))
        if is_form and not parameter.is_required:
            schema = {"anyOf": [schema, {"const": ""}]}
        entry: dict[str, Any] = {
            "name": parameter.name,
            "in": "query",
            "required": parameter.is_required,
            "description": parameter.explanation.en,
            "schema": schema | ({"default": parameter.default} if parameter.default else {}),
        }
        if parameter.name in examples:
            entry["example"] = examples[parameter.name]
        found.append(entry)
    return found
