"""/calendar.ics: reports due, tasks and events as a calendar to subscribe to, by body, topic, kind and document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cancu.errors import ParameterError
from cancu.query.falling import KINDS
from cancu.query.terms import day_of
from cancu.serve.calendar.icalendars import About, written
from cancu.serve.calendar.indexed import Calendar
from cancu.serve.http.addresses import address
from cancu.serve.http.openapi import problems
from cancu.serve.service import Service
from cancu.serve.words import language_of, say
from cancu.vietnamese import squeeze

_MEDIA = "text/calendar"
_MANY = ("kind",)
_ONCE = ("body", "topic", "document", "from", "to", "lang")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    body: str
    document: str
    topic: str
    kinds: tuple[str, ...]
    since: dt.date | None
    until: dt.date | None


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["calendar"])
    store = Calendar(service)

    @routes.get(
        "/calendar.ics",
        summary="Reports due, tasks and events as iCalendar (RFC 5545), to subscribe to",
        description=(
            "Tasks stand on the last day of their time, reports on their due day (recurring as printed), anniversaries "
            "on their day of every year. STATUS:TENTATIVE marks days that are reckoned from a period, not printed. "
            "Things without a day are left out and counted in the description of the calendar."
        ),
        response_class=Response,
        responses={
            200: {
                "description": "the calendar",
                "content": {_MEDIA: {"schema": {"type": "string"}, "example": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"}},
            },
            304: {"description": "unchanged since the ETag that If-None-Match names"},
            **problems(400, 404, 503),
        },
        openapi_extra={"parameters": _PARAMETERS},
    )
    def calendar(request: Request) -> Response:
        language = language_of(request)
        wanted = _wanted(request)
        scope = store.scope({"body": wanted.body, "document": wanted.document, "topic": wanted.topic}, wanted.kinds)
        most = service.options.calendar_limit
        entries = store.lasting(scope, language, wanted.since, wanted.until, most)
        about = _about(request, store.undated(scope), language)
        root = str(request.base_url)

        def address_of(iri: str) -> str:
            path = service.path(iri)
            return f"{root}doc/{address(path)}" if path is not None else iri

        return _answer(written(entries, about, address_of))

    return routes


def _answer(body: bytes) -> Response:
    headers = {"Cache-Control": "max-age=900", "Content-Disposition": 'inline; filename="cancu.ics"'}
    return Response(body, headers=headers | {"Content-Type": f"{_MEDIA}; charset=utf-8"})


def _wanted(request: Request) -> Wanted:
    """Read the filters. Raises ParameterError for one that is unknown, repeated or malformed."""
    pairs = request.query_params.multi_items()
    values = {name: value.strip() for name, value in pairs if name not in _MANY}
    for name in values:
        if name not in _ONCE:
            known = ", ".join((*_ONCE, *_MANY))
            raise ParameterError(f"Không có tham số này; có: {known}.", f"there is only: {known}.", where=name)
    if len(values) != sum(name not in _MANY for name, _ in pairs):
        raise ParameterError("Mỗi tham số chỉ gửi một lần.", "send each parameter once.")
    kinds = [part.strip() for name, value in pairs if name in _MANY for part in value.split(",") if part.strip()]
    for kind in kinds:
        if kind not in KINDS:
            names = ", ".join(KINDS)
            raise ParameterError(f"“{kind}” không phải một trong: {names}.", f"not one of: {names}.", where="kind")
    return Wanted(
        body=values.get("body", ""),
        document=values.get("document", ""),
        topic=values.get("topic", ""),
        kinds=tuple(kinds) or KINDS,
        since=_day(values, "from"),
        until=_day(values, "to"),
    )


def _day(values: dict[str, str], name: str) -> dt.date | None:
    return day_of(name, values[name]) if values.get(name) else None


def _about(request: Request, undated: Mapping[str, int], language: str) -> About:
    """Name the calendar after its filters, and tell what could not be placed."""
    given = [
        squeeze(request.query_params[name]) for name in ("body", "topic", "document") if request.query_params.get(name)
    ]
    missing = [
        f"{count} {say(f'calendar.category.{kind}', language).lower()}"
        for kind in KINDS
        if (count := undated.get(kind, 0))
    ]
    told = [say("calendar.about", language)]
    if missing:
        told.append(f"{say('calendar.undated', language)}: {', '.join(missing)}.")
    name = " · ".join(("cancu", *given)) if given else say("calendar.name", language)
    return About(name, " ".join(told), str(request.url), language)


def _parameter(name: str, text: str, example: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    kind = schema or {"type": "string"}
    return {"name": name, "in": "query", "description": text, "schema": kind, "example": example}


_DATE = {"anyOf": [{"type": "string", "format": "date"}, {"const": ""}]}
_PARAMETERS = [
    _parameter("body", "body that leads, takes part, reports, or issued the document: name or IRI", "Sở Du lịch"),
    _parameter("topic", "words that all stand in the entry or the name of its document; tones not needed", "du lich"),
    {
        "name": "kind",
        "in": "query",
        "description": "kinds of entries; several by comma or repeated",
        "schema": {"type": "array", "items": {"type": "string", "enum": list(KINDS)}},
        "example": ["report"],
    },
    _parameter("document", "only this document: number, name or IRI", "95/KH-UBND"),
    _parameter("from", "entries that stand on or after this day", "2026-01-01", _DATE),
    _parameter("to", "entries that stand on or before this day", "2026-12-31", _DATE),
    _parameter("lang", "language of the words", "vi", {"type": "string", "default": "vi"}),
]
