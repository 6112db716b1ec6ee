"""/duties: who does what by when over all documents, as a table, a board, a file to take away, and as REST."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from cancu.errors import LimitError, NotFoundError, ParameterError
from cancu.namespaces import BASE
from cancu.query import OUTPUTS
from cancu.query.index.chosen import Counts, Duty
from cancu.serve.http.openapi import LANGUAGE, on_page, parameter, problems, shown
from cancu.serve.http.parameters import number, origin
from cancu.serve.pages.trouble import troubled
from cancu.serve.rest import fields
from cancu.serve.rest.routes import listed_schema
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of, say
from cancu.serve.work import board, duty_rows
from cancu.serve.work.anchors import anchor
from cancu.serve.work.asked import address, asked, one_of, whole
from cancu.serve.work.dates import shown as day_shown
from cancu.serve.work.duties import Duties
from cancu.serve.work.exports import calendar_file, in_words
from cancu.serve.work.files import TABLES, table_file
from cancu.serve.work.filters import FILTERS, MONTH, PARTS, STATES, Filters, filters, meant
from cancu.serve.work.paging import Slice

_LIMIT, _MOST = 50, 200
_VIEWS, _COLUMNS = ("table", "board"), ("state", "month")
_KNOWN = (*FILTERS, "view", "by", "cursor", "limit", "format")
_REST = (*FILTERS, "cursor", "limit")
_ITEM = "task"
_FORMS = (*TABLES, "ics")
_OFFERED = ("csv", "xlsx", "json", "ics")
_IN_FILE = 20_000


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request: its values, the filters they mean, how many they choose, and those on this page."""

    values: Mapping[str, str]
    filters: Filters
    chosen: Counts
    part: Slice[Duty]

    @property
    def days(self) -> tuple[str, str]:
        """Today, and the last day that is soon."""
        return self.filters.today.isoformat(), self.filters.soon.isoformat()

    @property
    def kept(self) -> dict[str, str]:
        """The filters that were given, and the day that they were asked on: what every link carries."""
        return {name: self.values[name] for name in (*FILTERS, "today") if name in self.values}


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter()
    duties = Duties(service)

    @routes.get(
        "/duties",
        tags=["work"],
        summary="Who does what by when, over all documents",
        description="A page with filters, as a table by time or a board; the same choice as CSV, XLSX, JSON or .ics.",
        response_class=Response,
        responses={200: shown(_EXAMPLES), **on_page(problems(400, 404, 503))},
        openapi_extra={"parameters": [*_PARAMETERS, *_OF_PAGE]},
    )
    def duties_page(request: Request) -> Response:
        language = language_of(request)
        values = asked(request, _KNOWN)
        if form := one_of(values, "format", (*_FORMS, "html")).replace("html", ""):
            return _file(service, request, duties, values, form)
        try:
            return _page(service, request, _answer(service, duties, values), duties)
        except (NotFoundError, ParameterError) as error:
            return troubled(service, request, "duties.html", error, **_form(values, language))

    @routes.get(
        "/api/v1/duties",
        tags=["api"],
        summary="Duties by time, with how they stand on a day",
        description="The same filters as /duties; `today` makes the answer the same on any day.",
        response_class=JSONResponse,
        responses={200: _shown(service), **problems(400, 404, 503)},
        openapi_extra={"parameters": [*_PARAMETERS, *_PAGING]},
    )
    def duties_listed(request: Request) -> JSONResponse:
        values = asked(request, _REST)
        found = _answer(service, duties, values)
        limit = whole(values, "limit", _LIMIT, _MOST)
        rows = duties.table([duty.iri for duty in found.part.items], *found.days).records
        following = found.part.following
        body: dict[str, Any] = {"total": found.chosen.found, "limit": limit, "next": None}
        body["truncated"] = following is not None
        if following is not None:
            body["next"] = str(request.url.include_query_params(cursor=following, limit=limit))
            body["reason"] = "limit"
        return JSONResponse(body | {"items": [{fields.IRI: row[_ITEM], **row} for row in rows]})

    return routes


def _answer(service: Service, duties: Duties, values: Mapping[str, str]) -> _Asked:
    wanted = filters(service, values)
    limit = whole(values, "limit", _LIMIT, _MOST)
    of = repr(("duties", sorted(wanted.bound.items()), wanted.wanted.words))
    part = duties.page(wanted.wanted, of, values.get("cursor", ""), limit)
    return _Asked(values, wanted, duties.counts(wanted.wanted), part)


def _file(service: Service, request: Request, duties: Duties, values: Mapping[str, str], form: str) -> Response:
    """Return all that was chosen, not one page of it. Raises LimitError where it is too much."""
    found = _answer(service, duties, values)
    most = service.options.calendar_limit if form == "ics" else _IN_FILE
    if found.chosen.found > most:
        raise LimitError(f"Có hơn {most} việc; hãy chọn hẹp hơn.", f"there are more than {most} duties; choose fewer.")
    iris = [duty.iri for duty in duties.each(found.filters.wanted)]
    is_many = len(iris) > _MOST and not found.filters.wanted.words
    table = duties.whole(iris, found.filters.bound) if is_many else duties.table(iris, *found.days)
    if form == "ics":
        return calendar_file(service, request, table)
    told = table if form in {"json", "csv-plain"} else in_words(table, language_of(request))
    return table_file(request, service.catalogue["duties"], _sparql(service, found, iris[:_MOST]), told, form)


def _sparql(service: Service, found: _Asked, iris: Sequence[str]) -> str:
    """Return the question with the filters bound; SPARQL knows no words without tones, there these tasks are named."""
    question = service.catalogue["duties"]
    if found.filters.wanted.words:
        return question.bind(dict(zip(("today", "soon"), found.days, strict=True)), only={_ITEM: iris})
    return question.bind(found.filters.bound, service.finder.resolve)


def _page(service: Service, request: Request, found: _Asked, duties: Duties) -> Response:
    values, language = found.values, language_of(request)
    view, by = one_of(values, "view", _VIEWS, "table"), one_of(values, "by", _COLUMNS, "state")
    columns: tuple[board.Column, ...] = ()
    if view == "board":
        wanted, begin = found.filters.wanted, found.filters.today
        columns = board.by_state(duties, wanted) if by == "state" else board.by_month(duties, wanted, begin)
    on_page = [one for column in columns for one in column.cards] if columns else list(found.part.items)
    shown_rows = duty_rows.rows(duties, on_page, *found.days)
    cards = {str(one.row[_ITEM]): one for one in shown_rows}
    pinned = found.kept | {"today": found.days[0]}
    return page(
        service,
        request,
        "duties.html",
        **_form(values, language),
        view=view,
        by=by,
        kept=found.kept,
        chosen=found.chosen,
        meant=meant(service, values, ("body", "issuer", "document")),
        walk=found.kept | ({"limit": values["limit"]} if "limit" in values else {}),
        part=found.part,
        rows=shown_rows,
        columns=[(column, [cards[d.iri] for d in column.cards if d.iri in cards]) for column in columns],
        today=found.filters.today,
        soon=found.filters.soon,
        day_shown=day_shown,
        anchor=anchor,
        sparql=_sparql(service, found, [duty.iri for duty in on_page]),
        rest=address("/api/v1/duties", pinned),
        formats=[(form.upper(), address("/duties", {**pinned, "format": form})) for form in _OFFERED],
        ics=address("/duties", {**pinned, "format": "ics"}),
        citation=_citation(request, pinned, found, language),
    )


def _form(values: Mapping[str, str], language: str) -> dict[str, Any]:
    """Return what the form above the answer shows, whether there is an answer or not."""
    states = [(name, say(f"duties.state.{name}", language)) for name in STATES]
    parts = [(name, say(f"duties.part.{name}", language)) for name in PARTS]
    return {"values": values, "states": states, "parts": parts}


def _citation(request: Request, pinned: Mapping[str, str], found: _Asked, language: str) -> str:
    lang = {"lang": "en"} if language == "en" else {}
    told = f"{say('duties.title', language)}: {found.chosen.found}"
    return f"{told}. cancu, {day_shown(found.days[0])}. {origin(request)}{address('/duties', {**pinned, **lang})}"


def _shown(service: Service) -> dict[str, Any]:
    question = service.catalogue["duties"]
    following = {"next": "/api/v1/duties?cursor=…&limit=1", "truncated": True, "reason": "limit"}
    example = {"total": 2, "limit": 1, **following, "items": [{fields.IRI: f"{BASE}id/task/…", "standing": "soon"}]}
    content = {"schema": listed_schema(fields.schema(question)), "example": example}
    return {"description": "A page of the list", "content": {"application/json": content}}


_DATE = "date"
_PARAMETERS = [
    parameter("q", "words of the duty, its time and its people; tones not needed", "hoi cho"),
    parameter("body", "body that leads or takes part: name or IRI", "Sở Du lịch"),
    parameter("part", "which part that body has", "lead", enum=list(PARTS)),
    parameter("document", "only this document: number, name or IRI", "95/KH-UBND"),
    parameter("issuer", "body that issued the document: name or IRI", "UBND thành phố Sông Mây"),
    parameter("from", "with a day, and still running on", "2026-01-01", format=_DATE),
    parameter("to", "with a day, and begun by", "2026-12-31", format=_DATE),
    parameter("month", "ending in this month", "2026-06", pattern=MONTH),
    parameter("state", "how it stands, or what is wrong with who leads it", "no-time", enum=list(STATES)),
    parameter("today", "the day to reckon from; today in Vietnam without it", "2026-06-01", format=_DATE),
    LANGUAGE,
]
_PAGING = [
    parameter("cursor", "where the page begins: from `next` of the page before"),
    number("limit", _LIMIT, _MOST),
]
_OF_PAGE = [
    *_PAGING,
    parameter("view", "table or board", "table", enum=list(_VIEWS)),
    parameter("by", "columns of the board", "state", enum=list(_COLUMNS)),
    parameter("format", "a file instead of the page", "csv", enum=[*_FORMS, "html"]),
]
_EXAMPLES = {
    "text/html": "<!doctype html>…",
    "text/csv": "task,document,…",
    "text/tab-separated-values": "task\tdocument\t…",
    OUTPUTS["xlsx"].media_type: "(workbook)",
    "application/json": {"query": "duties", "total": 0, "rows": []},
    "text/calendar": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
}
