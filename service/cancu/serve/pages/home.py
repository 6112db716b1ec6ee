"""The first page: search over everything, what is new, what is due soon, what should be looked at again."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from cancu import resources
from cancu.errors import LimitError, ParameterError
from cancu.namespaces import document_graph, document_iri
from cancu.query import Catalogue, Table
from cancu.query.terms import day_of
from cancu.serve.catalog import structured
from cancu.serve.catalog.dcat import Place, catalog
from cancu.serve.catalog.routes import LINKS, place_of
from cancu.serve.catalog.view import catalog_view
from cancu.serve.http.kept import Kept
from cancu.serve.http.parameters import now
from cancu.serve.pages.search import search
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.views import SEVERITIES, Row
from cancu.serve.words import language_of
from cancu.serve.work.deadlines import Deadlines, Due

_KEPT = 32
"""Descriptions kept ready, one for each address and language that the site is asked in."""
_NEWS = 5
_DAYS = 30
_YEARS = 10
_DUE = 12
_FEW, _MANY = 8, 200
_LONGEST = 300
"""Characters of a search; more is cut off."""
_BLANK = re.compile(r"\s")
_COUNTED = ("Document", "Task", "ReportingDuty", "Event", "Citation", "Body", "ValidationResult")
_QUESTIONS = (
    "units-citing",
    "tasks-by-agency",
    "reports-due",
    "basis-chain",
    "tasks-without-lead",
    "ambiguous-citations",
)
"""Questions that a newcomer sees; all others stand at /queries."""


@dataclass(frozen=True, slots=True)
class News:
    """One change of a document."""

    iri: str
    label: str
    issuer: str
    moment: dt.datetime
    change: str


@dataclass(frozen=True, slots=True)
class Severity:
    """How many findings of one severity, in how many documents."""

    name: str
    findings: int
    documents: int


class _Home:
    """What the page shows, kept until the store changes."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._linked = Catalogue.load(resources.path("queries", "linked"))
        self._own = Catalogue.load(resources.path("queries", "pages"))
        self._described = Kept(lambda: service.store.version, most=_KEPT)
        self._due = Kept(lambda: service.store.version, most=_KEPT)
        self._deadlines = Deadlines(service)

    def about(self, request: Request, language: str) -> Markup:
        place = place_of(request)
        return self._described.get(f"{place.root} {language}", lambda: self._about(place, language))

    def _about(self, place: Place, language: str) -> Markup:
        view = catalog_view(catalog(self._service, self._linked, place), place, language)
        return structured.script(structured.catalog_node(view, place))

    def counts(self, language: str) -> tuple[Row, ...]:
        return self._service.kept.recent(f"home counts {language}", lambda: self._counts(language))

    def _counts(self, language: str) -> tuple[Row, ...]:
        rows = {
            str(row["class"]).rpartition("#")[2]: row
            for row in self._service.table("counts", {"language": language}).records
        }
        return tuple(rows[name] for name in _COUNTED if name in rows)

    def read(self) -> int | None:
        """Return how many documents were read, not only cited or registered; None where it cannot be told yet."""
        try:
            return self._service.kept.recent("home read", self._service.finder.count_read)
        except LimitError:
            return None

    def news(self, language: str) -> tuple[News, ...]:
        return self._service.kept.get(f"home news {language}", lambda: self._news(language))

    def _news(self, language: str) -> tuple[News, ...]:
        base = self._service.options.base
        prefix = document_graph(base, "")
        entries = [
            (document_iri(base, entry.graph.removeprefix(prefix)), entry)
            for entry in self._service.store.journal.newest(prefix, _NEWS)
        ]
        living = [iri for iri, entry in entries if not entry.is_removal and not _BLANK.search(iri)]
        rows: dict[str, Row] = {}
        if living:
            question = self._service.catalogue["document-titles"]
            asked = question.bind({"language": language}, only={"document": living})
            rows = {str(row["document"]): row for row in Table.read(self._service.run(asked).body).records}
        return tuple(
            News(
                iri,
                str(rows.get(iri, {}).get("documentLabel", iri)),
                str(rows.get(iri, {}).get("issuerLabel", "")),
                entry.moment,
                "removed" if entry.is_removal else "added" if entry.is_new else "changed",
            )
            for iri, entry in entries
            if entry.is_removal or iri in rows
        )

    def severities(self) -> tuple[Severity, ...]:
        return self._service.kept.recent("home severities", self._severities)

    def _severities(self) -> tuple[Severity, ...]:
        rows = {str(row["severity"]).rpartition("#")[2]: row for row in self._ask("severities", {}).records}
        return tuple(
            Severity(name, int(rows[name]["findings"]), int(rows[name]["documents"]))
            for name in SEVERITIES
            if name in rows
        )

    def due(self, today: dt.date, language: str) -> Due | None:
        """Return what falls on one of the next days; None where it cannot be told yet, or takes too long."""
        until = today + dt.timedelta(days=_DAYS)
        try:
            return self._due.recent(f"{today} {language}", lambda: self._deadlines.soon(today, until, language, _DUE))
        except LimitError:
            return None

    def _ask(self, name: str, values: dict[str, str]) -> Table:
        return Table.read(self._service.run(self._own[name].bind(values)).body)


def _day(text: str) -> dt.date:
    """Return the day that counts as today: the one of the address, else that of the clock. Raises ParameterError."""
    today = now().date()
    day = day_of("today", text) if text else today
    if abs(day.year - today.year) > _YEARS:
        raise ParameterError(f"Cách nay quá {_YEARS} năm.", f"more than {_YEARS} years from now.", where="today")
    return day


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(include_in_schema=False)
    home = _Home(service)

    @routes.get("/", response_class=HTMLResponse)
    def first(request: Request, q: str = "", kind: str = "", today: str = "") -> HTMLResponse:
        language = language_of(request)
        typed = q.strip()[:_LONGEST]
        day = _day(today)
        if typed:
            most = _MANY if kind else _FEW
            found = search(service, typed, kind=kind, most=most)
            return page(service, request, "search.html", q=typed, kind=kind, results=found, few=_FEW)
        due = home.due(day, language)
        response = page(
            service,
            request,
            "home.html",
            structured=home.about(request, language),
            counts=home.counts(language),
            sparql=service.catalogue["counts"].bind({"language": language}),
            read=None if due is None else home.read(),
            news=home.news(language),
            severities=home.severities(),
            due=None if due is None else due.entries,
            due_total=0 if due is None else due.total,
            today=day,
            questions=tuple(service.catalogue[name] for name in _QUESTIONS if name in service.catalogue),
        )
        response.headers["Link"] = LINKS
        return response

    @routes.get("/suggest", response_class=HTMLResponse)
    def suggest(request: Request, q: str = "") -> HTMLResponse:
        typed = q.strip()[:_LONGEST]
        found = search(service, typed, most=3) if typed else None
        return page(service, request, "suggest.html", q=typed, results=found)

    return routes
