"""POST /api/v1/check: is a draft fit to be signed. Nothing of the draft is kept."""

from __future__ import annotations

import json
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response

from cancu.check import PROFILES
from cancu.errors import ParameterError
from cancu.pipeline.drafting import OBJECT
from cancu.serve.http.negotiation import pick
from cancu.serve.http.openapi import LANGUAGE, parameter, problems
from cancu.serve.http.parameters import truth
from cancu.serve.rest.drafts import Drafts
from cancu.serve.rest.submission import JSON, described, document
from cancu.serve.service import Service
from cancu.serve.words import language_of
from cancu.store import Format

_OFFERS = (
    Format("json", JSON),
    Format("sarif", "application/sarif+json"),
    Format("html", "text/html"),
    Format("text", "text/plain"),
    Format("turtle", "text/turtle"),
    Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
_FILES = frozenset({"html", "xlsx"})
"""Reports that browsers shall keep rather than show: the site's policy allows no style within a page."""
FINDING: dict[str, Any] = {
    "type": "object",
    "required": ["rule", "severity", "focus", "document", "message_vi", "message_en", "source"],
    "properties": {
        "rule": {"type": "string", "description": "the rule's short name"},
        "severity": {"type": "string", "enum": ["violation", "warning", "info"]},
        "focus": {"type": "string", "description": "what is at fault"},
        "document": {"type": "string"},
        "message_vi": {"type": "string"},
        "message_en": {"type": "string"},
        "source": {"type": "string", "description": "legal source of the rule"},
        "quote": {"type": ["string", "null"], "description": "the words at fault"},
        "start": {"type": ["integer", "null"], "description": "where they begin in the text, in characters"},
        "end": {"type": ["integer", "null"]},
        "page": {"type": ["integer", "null"]},
        "replacement": {"type": ["string", "null"], "description": "what may stand instead, where that is sure"},
        "verdict": {"type": ["object", "null"], "description": "what a person said of the finding"},
    },
}
"""JSON Schema of a finding."""
_EXAMPLE = {
    "rule": "F05",
    "severity": "warning",
    "focus": "doc",
    "document": "doc",
    "message_vi": "…",
    "message_en": "…",
    "source": "NĐ 30/2020/NĐ-CP",
}


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/v1", tags=["check"])
    drafts = Drafts(service)

    @routes.post(
        "/check",
        summary="Check a draft",
        description="Reads a draft and returns what the rules find in it, beside the documents of the store. "
        "Nothing of it is kept or logged.",
        response_class=Response,
        responses={200: _shown(), **problems(400, 406, 413, 415, 422, 503)},
        openapi_extra={"parameters": _parameters(), "requestBody": described()},
    )
    async def check(request: Request) -> Response:
        chosen = pick(request, request.query_params.get("format"), _OFFERS)
        profile, is_corrected = request.query_params.get("profile"), truth(request, "corrected")
        if profile is not None and profile not in PROFILES:
            known = ", ".join(PROFILES)
            raise ParameterError(f"Chỉ có các nhóm: {known}.", f"there are the profiles: {known}.", where="profile")
        if is_corrected and chosen.name != "json":
            raise ParameterError(
                "Bản văn đã sửa chỉ có trong JSON.", "the corrected text is in JSON only.", where="corrected"
            )
        draft = await document(request, service.options.document_limit)

        def answer() -> bytes:
            form = OBJECT if chosen.name == "json" else chosen.name
            return drafts.answer(
                draft.data,
                draft.name,
                form,
                profile=profile,
                language=language_of(request),
                is_corrected=is_corrected,
            )

        headers = {"Content-Type": chosen.content_type, "Vary": "Accept", "Cache-Control": "no-store"}
        if chosen.name in _FILES:
            headers["Content-Disposition"] = f'attachment; filename="check.{chosen.name}"'
        return Response(await to_thread.run_sync(answer), headers=headers)

    return routes


def _parameters() -> list[dict[str, Any]]:
    return [
        parameter("profile", "only the rules of this profile", PROFILES[0], enum=list(PROFILES)),
        parameter(
            "corrected", "with the text as it is after what can surely be mended (JSON)", example=True, type="boolean"
        ),
        parameter("name", "what reports call the document; its suffix tells the type of bytes", "ke-hoach.txt"),
        parameter("format", "form of the report, before the header Accept", enum=[offer.name for offer in _OFFERS]),
        LANGUAGE,
    ]


def _shown() -> dict[str, Any]:
    findings = {"type": "array", "items": FINDING}
    change = {
        "type": "object",
        "properties": {
            "line": {"type": "integer"},
            "before": {"type": "string"},
            "after": {"type": "string"},
            "rules": {"type": "array", "items": {"type": "string"}},
        },
    }
    schema = {
        "type": "object",
        "required": ["name", "profile", "worst", "total", "findings"],
        "properties": {
            "name": {"type": "string"},
            "profile": {"type": ["string", "null"]},
            "worst": {"type": ["string", "null"], "description": "severity of the worst finding; null: fit"},
            "total": {"type": "integer"},
            "findings": findings,
            "corrected": {"type": "string"},
            "changes": {"type": "array", "items": change},
        },
    }
    example = {"name": "ke-hoach.txt", "profile": PROFILES[0], "worst": "warning", "total": 1, "findings": [_EXAMPLE]}
    others: dict[str, Any] = {
        offer.media_type: {"schema": {"type": "string"}, "example": "…"} for offer in _OFFERS if offer.name != "json"
    }
    others["application/sarif+json"] = {"schema": {"type": "object"}, "example": json.loads('{"version": "2.1.0"}')}
    return {"description": "What was found", "content": {JSON: {"schema": schema, "example": example}, **others}}
