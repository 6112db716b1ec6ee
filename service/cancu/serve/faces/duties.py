"""What a body has to do: duties by where their time stands today, and reports by the day they are due next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from cancu.errors import ParameterError
from cancu.serve.faces.asking import Asking
from cancu.serve.views import Row

STATES = ("overdue", "running", "coming", "undated")
"""How a time stands: over (whether it was done is not known), begun, ahead, or no day given."""
PARTS = ("lead", "share")
_FEW = 8
"""Duties of one state that are shown beside those of others."""
_MANY = 200
"""Duties that are shown where one state is asked for."""
_REPORTS = 40


@dataclass(frozen=True, slots=True)
class Standing:
    """The duties that stand alike today: how many, and the rows that are shown."""

    state: str
    total: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Duties:
    """The duties of a body; counts are of all, ``standings`` of those that the filters leave."""

    lead: int
    share: int
    standings: tuple[Standing, ...]
    filters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports in one direction: how many reporting duties there are, and their days, the next first."""

    total: int
    rows: tuple[Row, ...]


def duties(asking: Asking, request: Request, iri: str, today: dt.date) -> Duties:
    """Return the duties of a body under the filters ``state`` and ``part``. Raises ParameterError."""
    state, part = _one_of(request, "state", STATES), _one_of(request, "part", PARTS)
    rows: dict[str, Row] = {}
    for row in asking.rows("body-duties", {"body": iri}):  # who leads a duty does not share it as well
        rows.setdefault(str(row["task"]), row)
    found: dict[str, list[Row]] = {name: [] for name in STATES}
    for row in rows.values():
        if part in {"", row["part"]}:
            found[_state(row, today)].append(row)
    found["overdue"].reverse()
    found["coming"].sort(key=lambda row: (str(row.get("start", "")), str(row["task"])))
    wanted = {name: found[name][: _MANY if state else _FEW] for name in STATES if state in {"", name}}
    told = asking.chosen("tasks", "task", (str(row["task"]) for of in wanted.values() for row in of))
    return Duties(
        lead=sum(row["part"] == "lead" for row in rows.values()),
        share=sum(row["part"] == "share" for row in rows.values()),
        standings=tuple(
            Standing(name, len(found[name]), tuple({**row, **told.get(str(row["task"]), {})} for row in of))
            for name, of in wanted.items()
            if found[name]
        ),
        filters={name: value for name, value in (("state", state), ("part", part)) if value},
    )


def reports(asking: Asking, iri: str, today: dt.date) -> dict[str, Reports]:
    """Return the reports that a body owes (``owed``) and those that it gets (``received``)."""
    rows = asking.rows("body-reports", {"body": iri})
    ways = {way: [str(row["report"]) for row in rows if row["way"] == way] for way in ("owed", "received")}
    shown = {way: of[:_REPORTS] for way, of in ways.items()}
    wanted = tuple(dict.fromkeys(report for of in shown.values() for report in of))
    told = asking.rows("reports", only={"report": wanted}) if wanted else ()
    return {
        way: Reports(len(of), _by_day((row for row in told if row["report"] in shown[way]), today))
        for way, of in ways.items()
    }


def _by_day(rows: Iterable[Row], today: dt.date) -> tuple[Row, ...]:
    """Return the rows with the next day of each, the nearest first, those without a day last."""
    dated = [{**row, "next": _next(str(row.get("due", "")), today)} for row in rows]
    return tuple(sorted(dated, key=lambda row: (not row["next"], str(row["next"]), str(row["report"]))))


def _next(due: str, today: dt.date) -> str:
    """Return the next day with that month and day; leap days stand in leap years alone."""
    for year in range(today.year, today.year + 9):
        try:
            day = dt.date.fromisoformat(f"{year}-{due.lstrip('-')}")
        except ValueError:
            continue
        if day >= today:
            return day.isoformat()
    return ""


def _state(row: Row, today: dt.date) -> str:
    now = today.isoformat()
    start, end = str(row.get("start", "")), str(row.get("end", ""))
    if not start and not end:
        return "undated"
    if end and end < now:
        return "overdue"
    return "coming" if start > now else "running"


def _one_of(request: Request, name: str, known: tuple[str, ...]) -> str:
    value = request.query_params.get(name, "")
    if value and value not in known:
        names = ", ".join(known)
        raise ParameterError(f"Phải là một trong: {names}.", f"must be one of: {names}.", where=name)
    return value
