"""Documents in the body of a request: raw with their type, as a form of files, or as text in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.types import Message

from cancu.errors import ParameterError
from cancu.serve.http.bodies import media_type, received
from cancu.serve.http.parameters import TEXT
from cancu.serve.http.problems import MediaTypeError

_FORM = "multipart/form-data"
JSON = "application/json"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        "text/plain": ".txt",
        "text/markdown": ".md",
        "text/html": ".html",
        "application/pdf": ".pdf",
        _WORD: ".docx",
        "image/png": ".png",
        "image/jpeg": ".jpg",
        "image/tiff": ".tif",
        "application/octet-stream": "",
    }
)
"""Types of documents that are read as they come, and the suffixes of files of such a type."""
RAW = ("text/plain", "text/html", "application/pdf", _WORD, "application/octet-stream")
"""Those of them that the OpenAPI document names."""
_LONGEST = 200
_FIELDS = 8


@dataclass(frozen=True, slots=True)
class Sent:
    """A document as it was sent."""

    data: bytes
    name: str


def described() -> dict[str, Any]:
    """Return the OpenAPI description of a document in the body."""
    fields = {"text": TEXT, "name": TEXT | {"description": "what reports call it"}}
    as_json = {"type": "object", "required": ["text"], "properties": fields, "additionalProperties": False}
    file = {"type": "string", "format": "binary"}
    form = {"type": "object", "required": ["file"], "properties": {"file": file}}
    words = "KẾ HOẠCH\nTriển khai công tác năm 2026"
    return {
        "required": True,
        "description": "The document: as it is, with its type; as a form with a file; or as text in JSON. "
        "Pictures (image/png, image/jpeg, image/tiff) and text/markdown are read, too.",
        "content": {
            JSON: {"schema": as_json, "example": {"text": words, "name": "ke-hoach.txt"}},
            "multipart/form-data": {"schema": form, "example": {"file": "(bytes)"}},
            **{media: {"schema": file, "example": words} for media in RAW},
        },
    }


async def document(request: Request, limit: int) -> Sent:
    """Return the document that was sent; ``?name=`` names it. Raises ParameterError, MediaTypeError, TooLongError."""
    media, named = media_type(request), request.query_params.get("name")
    if media not in {_FORM, JSON, *SUFFIXES}:
        types = ", ".join((JSON, _FORM, *SUFFIXES))
        raise MediaTypeError(f"Hãy gửi văn bản dạng: {types}.", f"send the document as one of: {types}.")
    data = await received(request, limit)
    if media == JSON:
        return _of_json(data, named)
    if media == _FORM:
        return await _of_form(request, data, named)
    return Sent(data, file_name(named, SUFFIXES[media]))


async def json_object(request: Request, limit: int) -> dict[str, Any]:
    """Return the JSON object that was sent. Raises ParameterError, MediaTypeError, TooLongError."""
    if media_type(request) != JSON:
        raise MediaTypeError(f"Hãy gửi {JSON}.", f"send {JSON}.")
    return _object(await received(request, limit))


def _object(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ParameterError("Hãy gửi một đối tượng JSON (UTF-8).", "send a JSON object (UTF-8).", where="body")
    return found


def text_of(found: Mapping[str, Any], name: str, *, is_required: bool = False) -> str | None:
    """Return a text of a JSON object, None without it. Raises ParameterError where it is something else."""
    value = found.get(name)
    if value is None and not is_required and name not in found:
        return None
    if (
        not isinstance(value, str)
        or not value.strip()
        or "\x00" in value
        or any("\ud800" <= char <= "\udfff" for char in value)
    ):
        raise ParameterError(
            f"“{name}” phải là chuỗi chữ không trống.", f"“{name}” must be a text that says something.", where=name
        )
    return value


def only(found: Mapping[str, Any], known: frozenset[str]) -> None:
    """Raise ParameterError where a JSON object has other members."""
    for name in found:
        if name not in known:
            names = ", ".join(sorted(known))
            raise ParameterError(f"Không có “{name[:40]}”; có: {names}.", f"there is only: {names}.", where="body")


def _of_json(data: bytes, named: str | None) -> Sent:
    found = _object(data)
    only(found, frozenset({"text", "name"}))
    text = text_of(found, "text", is_required=True) or ""
    return Sent(text.encode(), file_name(text_of(found, "name") or named, ".txt"))


async def _of_form(request: Request, data: bytes, named: str | None) -> Sent:
    async def again() -> Message:
        return {"type": "http.request", "body": data, "more_body": False}

    async with Request(request.scope, again).form(max_files=1, max_fields=_FIELDS) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise ParameterError("Thiếu tệp “file”.", "the file “file” is missing.", where="file")
        return Sent(await file.read(), file_name(named or file.filename, ""))


def file_name(name: str | None, suffix: str) -> str:
    """Return the last part of a name that a stranger gave, with the suffix of its type where it has none."""
    last = PurePosixPath((name or "").replace("\\", "/")).name[-_LONGEST:]
    known = "".join(char for char in last if char.isprintable()) or "draft"
    return known if PurePosixPath(known).suffix else known + suffix
