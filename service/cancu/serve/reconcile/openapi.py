"""How the addresses of reconciliation are described in /openapi.json."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Query

from cancu.serve.http.openapi import moved, place, shown
from cancu.serve.reconcile.asking import BATCH, IDS

_QUERIES = json.dumps(
    {
        "q0": {
            "query": "Nghị quyết 59-NQ/TW",
            "type": "Document",
            "type_strict": "should",
            "properties": [{"pid": "dateIssued", "v": "24/01/2025"}],
        }
    },
    ensure_ascii=False,
)
_EXTEND = json.dumps({"ids": ["id/doc/tw/k13/nq/59"], "properties": [{"id": "title"}, {"id": "issuedBy"}]})


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    told = {400: "A field cannot be used", 404: "Unknown", 413: "Too much at once", 415: "Not a form"}
    return {status: {"description": told[status]} for status in statuses}


def _field(name: str, description: str, example: Any, kind: str = "string") -> dict[str, Any]:
    schema = {"type": kind} | ({"minimum": 0} if kind == "integer" else {})
    return {"name": name, "in": "query", "schema": schema, "description": description, "example": example}


FIELDS = [
    _field("queries", f"a batch of at most {BATCH} queries, as JSON", _QUERIES),
    _field("extend", f"properties to fetch for at most {IDS} entities, as JSON", _EXTEND),
    _field("query", "one query (version 0.1): its words, or JSON", "59-NQ/TW"),
]
FORM = {
    "required": True,
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "properties": {
                    field["name"]: {"type": "string", "description": field["description"]} for field in FIELDS
                },
            },
            "example": {"queries": _QUERIES},
        }
    },
}
SUGGEST = [
    _field("prefix", "the beginning of a name, with or without tones, or an id", "nghi quyet 59"),
    _field("cursor", "how many suggestions to pass over", 0, "integer"),
]
PROPOSE = [
    _field("type", "id of a type; without it every property is listed", "Document"),
    _field("limit", "at most so many properties", 10, "integer"),
]


def _answer(description: str, example: Any) -> dict[int | str, dict[str, Any]]:
    return {200: shown({"application/json": example}, description)}


_CANDIDATE = {"id": "id/doc/tw/k13/nq/59", "name": "Nghị quyết số 59-NQ/TW …", "score": 100, "match": True}
_RESULT = {"q0": {"result": [_CANDIDATE]}}
ANSWER = _answer("The manifest, candidates or values", _RESULT) | _problems(400, 413)
POSTED = _answer("Candidates or values", _RESULT) | _problems(400, 413, 415)
SUGGESTED = _answer("Suggestions", {"result": [{"id": "Document", "name": "Văn bản"}]}) | _problems(400)
_TITLE = {"properties": [{"id": "title", "name": "Trích yếu"}], "type": "Document"}
PROPOSED = _answer("Properties", _TITLE) | _problems(400)
_WORDS = {"id": "id/doc/tw/k13/nq/59", "html": "<p>Nghị quyết số 59-NQ/TW …</p>"}
FLYOUT = _answer("A few words of HTML", _WORDS) | _problems(400, 404)
PREVIEW = {200: shown({"text/html": "<!doctype html>…"}, "A small page")} | _problems(400, 404)
VIEW = {303: moved("The page", "/id/doc/tw/k13/nq/59")} | _problems(400, 404)
KIND = place("kind", "what is meant", "entity") | {"schema": {"type": "string", "enum": ["entity", "type", "property"]}}

ID = Query(description="id of an entity (the IRI without its base), or the IRI", examples=["id/doc/tw/k13/nq/59"])
