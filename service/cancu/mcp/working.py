"""Tools about work: who must do what by when, which reports fall due, and whether a draft is fit to be signed."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from pydantic import Field

from cancu.errors import ParameterError
from cancu.mcp.results import (
    ROWS,
    Body,
    Calendar,
    Day,
    Due,
    Fault,
    Language,
    Limit,
    Offset,
    Reference,
    Rows,
    Thing,
    Verdict,
    rows_of,
    things,
)
from cancu.mcp.tools import tool
from cancu.query.terms import day_of
from cancu.serve.calendar.indexed import Calendar as StoreCalendar
from cancu.serve.rest.drafts import Drafts
from cancu.serve.service import Service

_YEAR = dt.timedelta(days=365)
_LONG = 10 * _YEAR
"""Days of a report that recurs without end are listed so far at most."""
_LONGEST = 300_000
_FINDINGS = 100
Draft = Annotated[str, Field(min_length=1, max_length=_LONGEST, description="Toàn văn dự thảo / the whole text")]


def add(server: MCPServer[object], service: Service, drafts: Drafts) -> None:
    """Add the tools to ``server``; ``drafts`` checks what strangers send, in a process that can be killed."""

    calendar = StoreCalendar(service)

    @tool(server, "duties")
    def duties(
        *,
        body: Body = "",
        document: Reference = "",
        since: Day = "",
        until: Day = "",
        limit: Limit = ROWS,
        offset: Offset = 0,
    ) -> Rows:
        if not body and not document:
            raise ParameterError("Hãy cho biết cơ quan hoặc văn bản.", "give a body or a document.", where="body")
        values = {"agency": body, "document": document, "since": since, "until": until}
        part = rows_of(service.table("tasks", values).records, limit, offset)
        return Rows(**part, meant=_bodies(service, body))

    @tool(server, "reports_due")
    def reports_due(
        *,
        body: Body = "",
        document: Reference = "",
        since: Day = "",
        until: Day = "",
        limit: Limit = ROWS,
        language: Language = "vi",
    ) -> Calendar:
        first = day_of("since", since) if since else dt.datetime.now(dt.UTC).date()
        last = min(day_of("until", until) if until else first + _YEAR, first + min(_LONG, dt.date.max - first))
        values = {"body": body, "document": document, "language": language}
        return _calendar(calendar, _bodies(service, body), values, (first, last), limit)

    @tool(server, "check")
    def check(text: Draft) -> Verdict:
        found = json.loads(drafts.answer(text.encode("utf-8", "replace"), "draft.txt", "json"))
        counts = Counter(str(finding["severity"]) for finding in found)
        return Verdict(
            is_fit=not counts["violation"],
            total=len(found),
            counts=dict(sorted(counts.items())),
            is_cut=len(found) > _FINDINGS,
            findings=[Fault.model_validate(finding) for finding in found[:_FINDINGS]],
        )


def _bodies(service: Service, name: str) -> list[Thing]:
    """Return the bodies that a typed name was taken for."""
    return things(service.finder.bodies(name)) if name else []


def _calendar(
    calendar: StoreCalendar, meant: list[Thing], values: dict[str, str], window: tuple[dt.date, dt.date], limit: int
) -> Calendar:
    scope = calendar.scope(values, ("report",))
    found, total = calendar.falling(scope, values["language"], *window, limit)
    dues = [
        Due(
            day=day.isoformat(),
            is_exact=entry.series.is_exact,
            summary=entry.summary,
            words=list(entry.lines),
            report=entry.uid,
            document=entry.page,
        )
        for day, entry in found
    ]
    return Calendar(
        meant=meant,
        since=window[0].isoformat(),
        until=window[1].isoformat(),
        total=total,
        is_cut=total > limit,
        reports=dues,
        undated=calendar.undated(scope).get("report", 0),
    )
