"""/events: events and anniversaries with their arithmetic, who names each, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cancu.errors import LimitError, NotFoundError, ParameterError
from cancu.query import OUTPUTS, NamedQuery, Table
from cancu.query.index.occasions import Wanted
from cancu.serve.http.openapi import LANGUAGE, on_page, parameter, problems, shown
from cancu.serve.http.parameters import number, origin
from cancu.serve.pages.trouble import troubled
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of, say
from cancu.serve.work.anchors import anchor
from cancu.serve.work.asked import address, asked, one_of, today_of, whole
from cancu.serve.work.dates import LAST
from cancu.serve.work.dates import shown as day_shown
from cancu.serve.work.files import TABLES, table_file
from cancu.serve.work.filters import documents_in, meant
from cancu.serve.work.occasions import Occasions
from cancu.vietnamese import fold

_FILTERS = ("q", "year", "document", "wrong")
_KNOWN = (*_FILTERS, "cursor", "limit", "format")
_LIMIT, _MOST = 50, 200
_IN_FILE = 20_000
_CHUNK = 500


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["work"])
    occasions = Occasions(service)

    @routes.get(
        "/events",
        summary="Events and anniversaries with their arithmetic",
        description="What several documents name is one; with mistakes of arithmetic and names that differ.",
        response_class=Response,
        responses={200: shown(_EXAMPLES), **on_page(problems(400, 404, 503))},
        openapi_extra={"parameters": _PARAMETERS},
    )
    def events_page(request: Request) -> Response:
        values = asked(request, _KNOWN)
        form = one_of(values, "format", (*TABLES, "html")).replace("html", "")
        if form:
            return _file(service, request, occasions.events(_wanted(service, values), _IN_FILE + 1), form)
        try:
            return _page(service, request, occasions, values)
        except (NotFoundError, ParameterError) as error:
            return troubled(service, request, "events.html", error, values=values)

    return routes


def _wanted(service: Service, values: Mapping[str, str]) -> Wanted:
    return Wanted(
        words=tuple(fold(values.get("q", "")).split()),
        year=whole(values, "year", 0, LAST.year),
        documents=documents_in(service, values),
        wrong=one_of(values, "wrong", ("yes",)) == "yes",
    )


def _page(service: Service, request: Request, occasions: Occasions, values: Mapping[str, str]) -> Response:
    language = language_of(request)
    wanted = _wanted(service, values)
    counts = occasions.counts(wanted)
    today = today_of(values)
    kept = {name: values[name] for name in (*_FILTERS, "today") if name in values}
    of = repr(("events", sorted(kept.items())))
    limit = whole(values, "limit", _LIMIT, _MOST)
    part = occasions.page(wanted, of, values.get("cursor", ""), limit)
    events = tuple(mention.iri for one in part.items for mention in one.mentions)
    question = service.catalogue["events"]
    bound = {"document": values["document"]} if "document" in values else {}
    is_bound = not {"q", "year", "wrong"} & set(kept)
    sparql = question.bind(bound, service.finder.resolve) if is_bound else question.bind({}, only={"event": events})
    chosen_by = {name: value for name, value in kept.items() if name != "today"}
    pinned = kept | {"today": today.isoformat()}
    return page(
        service,
        request,
        "events.html",
        values=values,
        kept=kept,
        counts=counts,
        meant=meant(service, values, ("document",)),
        walk={name: values[name] for name in (*_FILTERS, "today", "limit") if name in values},
        part=part,
        findings=occasions.findings(events, language),
        anchor=anchor,
        day_shown=day_shown,
        sparql=sparql,
        rest=address("/api/v1/events", bound) if is_bound else address("/events", {**chosen_by, "format": "json"}),
        formats=[(form.upper(), address("/events", {**chosen_by, "format": form})) for form in ("csv", "xlsx", "json")],
        ics=address("/calendar.ics", {"kind": "event", **bound, **_year(values)}),
        citation=_citation(request, pinned, counts.found, language),
    )


def _year(values: Mapping[str, str]) -> dict[str, str]:
    year = values.get("year", "")
    return {"from": f"{int(year):04d}-01-01", "to": f"{int(year):04d}-12-31"} if int(year or 0) else {}


def _file(service: Service, request: Request, events: tuple[str, ...], form: str) -> Response:
    """Return the rows of the question ``events`` for what was chosen. Raises LimitError, StoreError."""
    if len(events) > _IN_FILE:
        raise LimitError(
            f"Có hơn {_IN_FILE} sự kiện; hãy chọn hẹp hơn.", f"there are more than {_IN_FILE} events; choose fewer."
        )
    question = service.catalogue["events"]
    return table_file(request, question, question.sparql, _rows(service, question, events), form)


def _rows(service: Service, question: NamedQuery, events: tuple[str, ...]) -> Table:
    found: dict[str, Any] = {}
    for first in range(0, len(events), _CHUNK):
        asked_for = question.bind({}, only={"event": events[first : first + _CHUNK]})
        for row in Table.read(service.run(asked_for).body).rows:
            if row[0] is not None:
                found.setdefault(row[0].value, row)
    columns = tuple(column.name for column in question.columns)
    return Table(columns, tuple(found[iri] for iri in events if iri in found))


def _citation(request: Request, pinned: Mapping[str, str], count: int, language: str) -> str:
    lang = {"lang": "en"} if language == "en" else {}
    place = address("/events", {**pinned, **lang})
    return f"{say('events.title', language)}: {count}. cancu, {day_shown(pinned['today'])}. {origin(request)}{place}"


_PARAMETERS = [
    parameter("q", "words of the event, its words in the document, the document's name; tones not needed", "asean"),
    parameter("year", "taking place in this year", 2026, type="integer", minimum=0, maximum=LAST.year),
    parameter("document", "only what this document names: number, name or IRI", "95/KH-UBND"),
    parameter("wrong", "only what a rule finds something in, or whose names differ", "yes", enum=["yes"]),
    parameter("today", "the day of the citation; today in Vietnam without it", "2026-06-01", format="date"),
    parameter("cursor", "where the page begins: from the link to the next page"),
    number("limit", _LIMIT, _MOST),
    parameter("format", "a file instead of the page", "csv", enum=[*TABLES, "html"]),
    LANGUAGE,
]
_EXAMPLES = {
    "text/html": "<!doctype html>…",
    "text/csv": "event,eventLabel,…",
    "text/tab-separated-values": "event\teventLabel\t…",
    OUTPUTS["xlsx"].media_type: "(workbook)",
    "application/json": {"query": "events", "total": 0, "rows": []},
}
