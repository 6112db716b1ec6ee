"""The duties that were chosen as files: tables for spreadsheets and programs, and entries of a calendar."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from cancu.query import Cell, Table
from cancu.serve.calendar.agenda import agenda
from cancu.serve.calendar.icalendars import About, written
from cancu.serve.http.addresses import address
from cancu.serve.http.parameters import origin
from cancu.serve.service import Service
from cancu.serve.words import language_of, say

_COLUMNS = {"task": "item", "leadNames": "leads", "coordinatorNames": "partners"}
"""Columns of the question ``duties`` and what the question ``calendar`` calls them."""


def in_words(table: Table, language: str) -> Table:
    """Say how each duty stands in words, for who reads a spreadsheet."""
    place = table.columns.index("standing")

    def said(cell: Cell | None) -> Cell | None:
        return Cell(say(f"duties.state.{cell.value}", language)) if cell else None

    return Table(table.columns, tuple((*row[:place], said(row[place]), *row[place + 1 :]) for row in table.rows))


def calendar_file(service: Service, request: Request, table: Table) -> Response:
    """Return the duties of ``table`` as a calendar, each on its last day; those without a day are counted in it."""
    language = language_of(request)
    rows = [{_COLUMNS.get(name, name): value for name, value in row.items()} | {"kind": "task"} for row in table]
    found = agenda(rows, language)
    told = f"{say('calendar.undated', language)}: {len(found.loose)}." if found.loose else ""
    told = f"{say('calendar.about', language)} {told}".strip()
    about = About(say("duties.title", language), told, str(request.url), language)
    root = origin(request)

    def address_of(iri: str) -> str:
        path = service.path(iri)
        return f"{root}/doc/{address(path)}" if path is not None else iri

    headers = {
        "Content-Type": "text/calendar; charset=utf-8",
        "Content-Disposition": 'inline; filename="duties.ics"',
    }
    return Response(written(found.entries, about, address_of), headers=headers)
