"""/calendar: what is due in a month, a year or on a day, and what has no day, with the subscription to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cancu.errors import NotFoundError, ParameterError
from cancu.query.falling import KINDS
from cancu.query.index.entries import Scope
from cancu.query.terms import day_of
from cancu.serve.http.openapi import LANGUAGE, on_page, parameter, problems, shown
from cancu.serve.http.parameters import origin
from cancu.serve.pages.trouble import troubled
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of, say
from cancu.serve.work import months
from cancu.serve.work.agendas import Agendas, kinds_in
from cancu.serve.work.anchors import anchor
from cancu.serve.work.asked import address, asked, day_in, one_of, today_of, whole
from cancu.serve.work.dates import FIRST, LAST, month_of, months_on
from cancu.serve.work.dates import shown as day_shown
from cancu.serve.work.filters import MONTH, meant, month_in

_FILTERS = ("body", "document", "topic")
_KNOWN = (*_FILTERS, "kind", "view", "month", "year", "day", "offset")
_VIEWS = ("month", "year", "day", "undated")
_IN_CELL, _IN_MONTH, _LISTED = 4, 6, 50
"""Entries shown in the cell of a day, in a month of a year, and in a list."""
_FAR = 1_000_000


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["calendar"])
    agendas = Agendas(service)

    @routes.get(
        "/calendar",
        summary="What is due, by month and year",
        description="Tasks on the last day of their time, reports on their due days, events; and what has no day.",
        response_class=Response,
        responses={200: shown({"text/html": "<!doctype html>…"}), **on_page(problems(400, 404, 503))},
        openapi_extra={"parameters": _PARAMETERS},
    )
    def calendar_page(request: Request) -> Response:
        values = asked(request, _KNOWN, many=("kind",))
        try:
            return _page(service, request, agendas, values)
        except (NotFoundError, ParameterError) as error:
            kinds = tuple(request.query_params.getlist("kind"))
            return troubled(service, request, "calendar.html", error, values=values, kinds=kinds, all_kinds=KINDS)

    return routes


def _page(service: Service, request: Request, agendas: Agendas, values: Mapping[str, str]) -> Response:
    language = language_of(request)
    kinds = kinds_in(request.query_params.getlist("kind"))
    today = today_of(values)
    view, first = _view(values, today)
    offset = whole(values, "offset", 0, _FAR)
    scope = agendas.scope(values, kinds)
    kept = {name: values[name] for name in (*_FILTERS, "today") if name in values}
    if kinds != KINDS:
        kept["kind"] = ",".join(kinds)
    chosen = {name: value for name, value in kept.items() if name != "today"}
    question = service.catalogue["calendar"]
    bound = {name: values[name] for name in ("body", "document") if name in values}
    here = {**kept, "view": view, **_where(view, first)}
    return page(
        service,
        request,
        "calendar.html",
        values=values,
        kinds=kinds,
        all_kinds=KINDS,
        view=view,
        first=first,
        today=today,
        kept=kept,
        meant=meant(service, values, ("body", "document")),
        offset=offset,
        most={"cell": _IN_CELL, "month": _IN_MONTH, "list": _LISTED},
        day_shown=day_shown,
        anchor=anchor,
        turns=_turns(view, first),
        undated=agendas.undated(scope),
        **_shown(agendas, scope, language, (view, first, offset)),
        sparql=question.bind({**bound, "language": language}, service.finder.resolve),
        rest=address("/queries/calendar", {**bound, "format": "json"}),
        formats=[
            ("ICS", address("/calendar.ics", chosen)),
            ("CSV", _file(bound, "csv")),
            ("XLSX", _file(bound, "xlsx")),
        ],
        ics=address("/calendar.ics", chosen),
        citation=_citation(request, here, today, language),
    )


def _shown(agendas: Agendas, scope: Scope, language: str, place: tuple[str, dt.date, int]) -> dict[str, Any]:
    """Return what one view shows of the entries: view, its first day, and how many of a list are passed over."""
    view, first, offset = place
    if view == "year":
        return {"year": agendas.year(scope, language, first.year, _IN_MONTH)}
    if view == "undated":
        total = sum(agendas.undated(scope).values())
        return {"loose": agendas.loose(scope, language, _LISTED, offset), "total": total}
    if view == "day":
        day = agendas.day(scope, language, first, _LISTED, offset)
        return {"listed": day.entries, "total": day.total}
    days = agendas.month(scope, language, first, _IN_CELL)
    return {"days": days, "weeks": months.weeks(first), "total": sum(day.total for day in days.values())}


def _view(values: Mapping[str, str], today: dt.date) -> tuple[str, dt.date]:
    """Return the view asked for and the day it begins on: that of ``day``, ``month`` or ``year``, else of today.

    Raises ParameterError.
    """
    given = next((name for name in ("day", "month", "year") if name in values), "")
    view = one_of(values, "view", _VIEWS, given or "month")
    day = min(max(today, FIRST), LAST)
    if "year" in values:
        day = dt.date(whole(values, "year", 0, LAST.year), 1, 1) if whole(values, "year", 0, LAST.year) else day
        if day < FIRST:
            raise ParameterError(f"Năm {FIRST.year}–{LAST.year}.", f"years {FIRST.year}–{LAST.year}.", where="year")
    if month := month_in(values):
        day = day_of("month", f"{month}-01")
    if (one := day_in(values, "day")) is not None:
        if not FIRST <= one <= LAST:
            raise ParameterError(f"Năm {FIRST.year}–{LAST.year}.", f"years {FIRST.year}–{LAST.year}.", where="day")
        day = one
    if view == "year":
        return view, day.replace(month=1, day=1)
    return view, day if view == "day" else month_of(day)


def _where(view: str, first: dt.date) -> dict[str, str]:
    """Return the parameters that name a month, a year or a day."""
    if view == "year":
        return {"year": str(first.year)}
    if view == "day":
        return {"day": first.isoformat()}
    return {} if view == "undated" else {"month": f"{first:%Y-%m}"}


def _turns(view: str, first: dt.date) -> tuple[tuple[str, dict[str, str]], ...]:
    """Return where “previous” and “next” lead; nothing beyond the years of calendars."""
    if view == "undated":
        return ()
    if view == "day":
        steps = [first + dt.timedelta(days=days) if FIRST < first < LAST else None for days in (-1, 1)]
    else:
        steps = [months_on(first, count * (12 if view == "year" else 1)) for count in (-1, 1)]
    words = (f"calendar.previous.{view}", f"calendar.next.{view}")
    return tuple(
        (word, {"view": view, **_where(view, step)})
        for word, step in zip(words, steps, strict=True)
        if step is not None
    )


def _file(bound: Mapping[str, str], form: str) -> str:
    return address("/queries/calendar", {**bound, "format": form})


def _citation(request: Request, here: Mapping[str, str], today: dt.date, language: str) -> str:
    lang = {"lang": "en"} if language == "en" else {}
    place = address("/calendar", {**here, **lang})
    return f"{say('calendar.name', language)}, {day_shown(today)}. {origin(request)}{place}"


_DATE = "date"
_PARAMETERS = [
    parameter("view", "month, year, day, or what has no day", "month", enum=list(_VIEWS)),
    parameter("month", "the month to show; this month without it", "2026-06", pattern=MONTH),
    parameter("year", "the year to show; empty or 0 is none", "2026", pattern="^(0|(19|20|21)[0-9][0-9])?$"),
    parameter("day", "the day to show, of the years 1900–2199", "2026-06-20", format=_DATE),
    parameter("body", "body that leads, takes part, reports, or issued the document: name or IRI", "Sở Du lịch"),
    parameter("document", "only this document: number, name or IRI", "95/KH-UBND"),
    parameter("topic", "words that all stand in the entry or the name of its document; tones not needed", "du lich"),
    {
        "name": "kind",
        "in": "query",
        "description": "kinds of entries; several by comma or repeated",
        "schema": {"type": "array", "items": {"type": "string", "enum": list(KINDS)}},
        "example": ["report"],
    },
    parameter("today", "the day to call today; today in Vietnam without it", "2026-06-01", format=_DATE),
    parameter("offset", "entries of a list to pass over", 0)
    | {"schema": {"type": "integer", "minimum": 0, "maximum": _FAR}},
    LANGUAGE,
]
