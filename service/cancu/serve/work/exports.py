"""The duties that were chosen as files: tables for spreadsheets and programs, and entries of a calendar."""

from __future__ import annotations

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from cancu.errors import LimitError
from cancu.query import OUTPUTS, Cell, Source, Table, write
from cancu.serve.calendar.agenda import agenda
from cancu.serve.calendar.icalendars import About, written
from cancu.serve.http.parameters import now, origin
from cancu.serve.service import Service
from cancu.serve.work.duties import Chosen, Duties
from cancu.serve.work.filters import Filters
from cancu.serve.words import language_of, say

FORMS = ("csv", "csv-plain", "tsv", "xlsx", "json", "ics")
OFFERED = ("csv", "xlsx", "json", "ics")
_MOST = 20_000
"""Duties in one file."""


def answer(service: Service, duties: Duties, request: Request, filters: Filters, chosen: Chosen, form: str) -> Response:
    """Return what was chosen as a file. Raises LimitError where it is too much, StoreError."""
    most = service.options.calendar_limit if form == "ics" else _MOST
    if len(chosen.found) > most:
        raise LimitError(f"Có hơn {most} việc; hãy chọn hẹp hơn.", f"there are more than {most} duties; choose fewer.")
    days = (filters.today.isoformat(), filters.soon.isoformat())
    table = duties.table([duty.iri for duty, _ in chosen.found], *days)
    language = language_of(request)
    if form == "ics":
        return _calendar(service, request, table, language)
    question = service.catalogue["duties"]
    sparql = question.bind(filters.bound, service.finder.resolve)
    source = Source(dict(request.query_params), str(request.url), now())
    told = table if form in ("json", "csv-plain") else _in_words(table, language)
    body = write(told, form, question=question, sparql=sparql, language=language, source=source)
    media = OUTPUTS[form].media_type
    headers = {"Content-Type": media + ("; charset=utf-8" if media.startswith("text/") else "")}
    if form in ("csv", "xlsx"):
        headers["Content-Disposition"] = f'attachment; filename="duties.{form}"'
    return Response(body, headers=headers)


def _in_words(table: Table, language: str) -> Table:
    """Say how each stands in words, for who reads a spreadsheet."""
    place = table.columns.index("standing")

    def said(cell: Cell | None) -> Cell | None:
        return Cell(say(f"duties.state.{cell.value}", language)) if cell else None

    return Table(table.columns, tuple((*row[:place], said(row[place]), *row[place + 1 :]) for row in table.rows))


def _calendar(service: Service, request: Request, table: Table, language: str) -> Response:
    rows = [
        {
            **row,
            "kind": "task",
            "item": row["task"],
            **{to: row[name] for name, to in (("leadNames", "leads"), ("coordinatorNames", "partners")) if name in row},
        }
        for row in table.records
    ]
    found = agenda(rows, language)
    loose = found.undated.get("task", 0)
    told = f"{say('calendar.undated', language)}: {loose}." if loose else say("calendar.about", language)
    about = About(say("duties.title", language), told, str(request.url), language)
    root = origin(request)

    def address_of(iri: str) -> str:
        path = service.path(iri)
        return f"{root}/doc/{quote(path, safe='/_.-')}" if path is not None else iri

    headers = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="duties.ics"',
    }
    return Response(written(found.entries, about, address_of), headers=headers)
