"""Routes that write by REST: documents sent and removed, findings judged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from cancu.access import Scope
from cancu.errors import ParameterError
from cancu.finding import Opinion
from cancu.namespaces import BASE, document_iri, review_iri
from cancu.serve.http.addresses import address
from cancu.serve.http.bearer import require
from cancu.serve.http.openapi import LANGUAGE, guarded, parameter, place, problems
from cancu.serve.http.parameters import TEXT
from cancu.serve.rest import fields
from cancu.serve.rest.submission import JSON, described, document, json_object, only, text_of
from cancu.serve.service import Service
from cancu.serve.words import language_of

if TYPE_CHECKING:
    from cancu.graph import Review
    from cancu.serve.rest.documents import Keeper
    from cancu.serve.rest.drafts import Drafts

_MEMBERS = frozenset({"finding", "document", "which", "opinion", "reviewer", "note"})
_KEY = "ubnd-song-may/2026/kh/95"


@dataclass(frozen=True)
class _Desk:
    """What writing needs, loaded by the first who writes: its paths are those of readers, too."""

    service: Service

    @cached_property
    def keeper(self) -> Keeper:
        from cancu.serve.rest.documents import Keeper  # noqa: PLC0415 (needs all stages)

        return Keeper(self.service)

    @cached_property
    def drafts(self) -> Drafts:
        from cancu.serve.rest.drafts import Drafts  # noqa: PLC0415 (needs the rules)

        return Drafts(self.service)


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(prefix="/api/v1", tags=["writing"])
    desk = _Desk(service)
    _add_documents(routes, service, desk)
    _add_reviews(routes, service, desk)
    return routes


def _add_documents(routes: APIRouter, service: Service, desk: _Desk) -> None:
    named = parameter("name", "name of the file, kept with the document", "ke-hoach.docx")

    @routes.post(
        "/documents",
        summary="Send a document",
        description="Reads and checks a document and puts it into the store. One that is there already is replaced "
        "whole; the same document sent again changes nothing.",
        status_code=201,
        response_class=JSONResponse,
        responses={
            200: _kept("It was known before", question=service, state="same"),
            201: _kept("It is new", question=service, state="new"),
            **problems(400, 401, 403, 413, 415, 422, 503),
        },
        openapi_extra={"parameters": [named, LANGUAGE], "requestBody": described(), **guarded(Scope.DOCUMENTS)},
    )
    async def send(request: Request) -> JSONResponse:
        require(service, request, Scope.DOCUMENTS)
        file = await document(request, service.options.document_limit)

        def keep() -> tuple[str, dict[str, Any]]:
            key, state = desk.keeper.keep(desk.drafts.reading(file.data, file.name))
            return key, desk.keeper.told(key, state, language_of(request))

        key, told = await to_thread.run_sync(keep)
        headers = {"Location": address(f"/api/v1/documents/{key}")}
        return JSONResponse(told, 201 if told["state"] == "new" else 200, headers=headers)

    @routes.delete(
        "/documents/{key:path}",
        summary="Take a document away",
        description="Removes all that was read in a document; what was known of it before stays in its history.",
        status_code=204,
        response_class=Response,
        responses={204: {"description": "It is gone"}, **problems(401, 403, 404, 503)},
        openapi_extra={"parameters": [place("key", "what stands after doc/", _KEY)], **guarded(Scope.DOCUMENTS)},
    )
    def drop(key: str, request: Request) -> Response:
        require(service, request, Scope.DOCUMENTS)
        desk.keeper.drop(key)
        return Response(status_code=204)


def _add_reviews(routes: APIRouter, service: Service, desk: _Desk) -> None:
    @routes.post(
        "/reviews",
        summary="Judge a finding",
        description="Accepts a finding (true, but the document stays as it is) or calls it a false alarm. It holds for "
        "every later reading; said again, it takes the place of what was said before.",
        response_class=JSONResponse,
        responses={200: _reviewed(), **problems(400, 401, 403, 404, 413, 415, 503)},
        openapi_extra={"requestBody": _wish(), **guarded(Scope.REVIEW)},
    )
    async def judge(request: Request) -> JSONResponse:
        token = require(service, request, Scope.REVIEW)
        found = await json_object(request, service.options.body_limit)
        only(found, _MEMBERS)
        texts = {name: text_of(found, name) for name in _MEMBERS}
        iri = texts["finding"] or _document(service, texts["document"])
        opinion, who = _opinion(texts["opinion"]), (texts["reviewer"] or "").strip() or token.name

        def keep() -> Review:
            return desk.keeper.judge(iri, opinion, who, texts["which"] or None, texts["note"] or None)

        return JSONResponse(_about(await to_thread.run_sync(keep), service))


def _document(service: Service, text: str | None) -> str:
    if not text:
        raise ParameterError(
            "Hãy cho “finding”, hoặc “document” và “which”.", "give “finding”, or “document” and “which”.", where="body"
        )
    base = service.options.base
    return text if text.startswith(base) else document_iri(base, text)


def _opinion(text: str | None) -> Opinion:
    try:
        return Opinion(text or "")
    except ValueError as error:
        known = ", ".join(Opinion)
        raise ParameterError(f"Phải là: {known}.", f"must be one of: {known}.", where="opinion") from error


def _about(review: Review, service: Service) -> dict[str, Any]:
    return {
        "review": review_iri(service.options.base, review.key, review.digest),
        "document": document_iri(service.options.base, review.key),
        "opinion": review.verdict.value,
        "reviewer": review.reviewer,
        "moment": review.moment.isoformat(),
        "note": review.note,
    }


def _kept(description: str, *, question: Service, state: str) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": ["iri", "key", "state", "total", "findings"],
        "properties": {
            "iri": {"type": "string"},
            "key": {"type": "string"},
            "state": {"type": "string", "enum": ["new", "replaced", "same"]},
            "total": {"type": "integer"},
            "findings": {"type": "array", "items": fields.schema(question.catalogue["findings"])},
        },
    }
    example = {"iri": f"{BASE}id/doc/{_KEY}", "key": _KEY, "state": state, "total": 0, "findings": []}
    header = {"description": "the document", "required": True, "schema": {"type": "string"}}
    content = {JSON: {"schema": schema, "example": example}}
    return {"description": description, "headers": {"Location": header}, "content": content}


def _wish() -> dict[str, Any]:
    properties = {
        "finding": TEXT | {"description": "IRI of the finding"},
        "document": TEXT | {"description": "or key or IRI of its document, with `which`"},
        "which": TEXT | {"description": "rule, and where it found several things, the offset: F05, T03@6164"},
        "opinion": {"type": "string", "enum": [opinion.value for opinion in Opinion]},
        "reviewer": TEXT | {"description": "who says so; the token's name without it"},
        "note": TEXT | {"description": "why"},
    }
    schema = {
        "type": "object",
        "required": ["opinion"],
        "properties": properties,
        "additionalProperties": False,
        "anyOf": [{"required": ["finding"]}, {"required": ["document", "which"]}],
    }
    example = {"document": _KEY, "which": "T03@6164", "opinion": "accepted", "note": "việc thường xuyên"}
    return {"required": True, "content": {JSON: {"schema": schema, "example": example}}}


def _reviewed() -> dict[str, Any]:
    names = ("review", "document", "opinion", "reviewer", "moment")
    properties = {name: {"type": "string"} for name in names} | {"note": {"type": ["string", "null"]}}
    example = {
        "review": f"{BASE}id/review/{_KEY}/0123456789ab",
        "document": f"{BASE}id/doc/{_KEY}",
        "opinion": "accepted",
        "reviewer": "Văn phòng",
        "moment": "2026-11-21T08:00:00+00:00",
        "note": "việc thường xuyên",
    }
    schema = {"type": "object", "required": [*names, "note"], "properties": properties}
    return {"description": "What is kept", "content": {JSON: {"schema": schema, "example": example}}}
