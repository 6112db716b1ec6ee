"""The OpenAPI document: valid, complete, and every operation tells what it does, with examples and errors."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import jsonschema
import pytest

from cancu.serve.http.openapi import PROBLEM, problems

Get = Callable[..., httpx.Response]


@pytest.fixture(scope="module")
def document(get: Get) -> dict[str, Any]:
    return dict(json.loads(get("/openapi.json").text))


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            yield f"{verb.upper()} {path}", operation


NEVER_WRONG = {"GET /healthz"}
"""Operations without parameters that ask nothing of the store: they have nothing to refuse."""


MEDIA = "application/problem+json"
WITHOUT_BODY = {"202", "204", "206", "304"}
"""Of answers that have none, or a part of another's, nothing is to be told."""


def lacks(name: str, operation: dict[str, Any]) -> list[str]:
    """What a reader of the document would miss."""
    responses = operation["responses"]
    errors = [told for status, told in responses.items() if status >= "400"]
    good = [told for status, told in responses.items() if status < "400" and status not in WITHOUT_BODY]
    parameters = operation.get("parameters", [])
    found = [part for part in ("summary", "description", "tags", "operationId") if not operation.get(part)]
    found += [f"description of {one['name']}" for one in parameters if not one.get("description")]
    found += [f"schema of {one['name']}" for one in parameters if not one.get("schema")]
    found += [f"example of {one['name']}" for one in parameters if one.get("required") and "example" not in one]
    if not errors and name not in NEVER_WRONG:
        found.append("errors")
    found += ["shape of an error" for one in errors if MEDIA not in one["content"]]
    for told in [*good, *([operation["requestBody"]] if "requestBody" in operation else [])]:
        for media, content in told.get("content", {}).items():
            found += [f"{part} of {media}" for part in ("schema", "example") if part not in content]
        if "content" not in told and "headers" not in told:
            found.append("answer")
    if "401" in responses and not operation.get("security"):
        found.append("security")
    return found


def test_every_operation_is_told_in_full(document: dict[str, Any]) -> None:
    assert not {name: missing for name, one in operations(document) if (missing := lacks(name, one))}


def test_what_is_missing_would_be_seen() -> None:
    bare: dict[str, Any] = {"responses": {"200": {"description": "x"}, "401": {"content": {"text/plain": {}}}}}
    bare["parameters"] = [{"name": "q", "required": True}]
    found = lacks("GET /bare", bare)
    assert {"summary", "description of q", "example of q", "shape of an error", "answer", "security"} <= set(found)


def test_every_write_needs_a_token(document: dict[str, Any]) -> None:
    writes = {name for name, one in operations(document) if one.get("security")}
    assert {"POST /api/v1/documents", "DELETE /api/v1/documents/{key}", "POST /api/v1/reviews"} <= writes
    assert "POST /api/v1/check" not in writes
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_schemas_are_json_schemas_that_their_examples_fit(document: dict[str, Any]) -> None:
    checked = 0
    for _, operation in operations(document):
        bodies = [*operation["responses"].values(), operation.get("requestBody", {})]
        for content in (one for body in bodies for one in body.get("content", {}).items()):
            media, told = content
            schema = {**told["schema"], "components": document["components"]}
            jsonschema.Draft202012Validator.check_schema(schema)
            if media.endswith("json") and "example" in told:
                jsonschema.validate(told["example"], schema)
                checked += 1
        for parameter in operation.get("parameters", ()):
            if "example" in parameter:
                jsonschema.validate(parameter["example"], parameter["schema"])
    assert checked > 100


@pytest.mark.parametrize(
    "path", ["/nowhere", "/api/v1/tasks?limit=0", "/api/v1/lookup?q=quyet+dinh+77", "/sparql?query=x"]
)
def test_problems_are_as_described(get: Get, path: str) -> None:
    jsonschema.validate(get(path).json(), dict(PROBLEM))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"status": 400, "detail": "…"}, dict(PROBLEM))


def test_problems_have_an_example_each() -> None:
    for status, told in problems(300, 400, 401, 403, 404, 405, 406, 412, 413, 415, 422, 429, 500, 503).items():
        example = told["content"]["application/problem+json"]["example"]
        assert example["status"] == status
        assert not told["description"].startswith("problem.")
        jsonschema.validate(example, dict(PROBLEM))
