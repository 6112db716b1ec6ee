"""Filters of duties, from what a form sent: as what the index chooses by, and as values of the question ``duties``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from cancu.errors import NotFoundError, ParameterError
from cancu.query import Kind, Match
from cancu.query.index.chosen import Wanted
from cancu.serve.service import Service
from cancu.serve.work.asked import day_in, one_of, today_of
from cancu.serve.work.standing import FLAGS, STANDINGS, soon_after
from cancu.vietnamese import fold

PARTS = ("lead", "partner")
STATES = (*STANDINGS, *FLAGS)
FILTERS = ("q", "body", "part", "document", "issuer", "from", "to", "month", "state")
MONTH = r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$"


@dataclass(frozen=True, slots=True)
class Meant:
    """A value of a form that means several things."""

    name: str
    text: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for: ``wanted`` of the index, ``bound`` of the question, and the day that is called today."""

    wanted: Wanted
    bound: Mapping[str, str]
    today: dt.date
    soon: dt.date


def filters(service: Service, values: Mapping[str, str]) -> Filters:
    """Read the filters. Raises ParameterError, and NotFoundError for a name that means nothing, with near ones."""
    today = today_of(values)
    soon = soon_after(today)
    since, until = day_in(values, "from"), day_in(values, "to")
    part, state = one_of(values, "part", PARTS), one_of(values, "state", STATES)
    month = month_in(values)
    wanted = Wanted(
        today=today.isoformat(),
        soon=soon.isoformat(),
        words=tuple(fold(values.get("q", "")).split()),
        bodies=_resolved(service, Kind.BODY, values, "body"),
        part=part,
        documents=documents_in(service, values),
        issuers=_resolved(service, Kind.BODY, values, "issuer"),
        since=since.isoformat() if since else "",
        until=until.isoformat() if until else "",
        month=month,
        state=state,
    )
    bound = {
        "today": wanted.today,
        "soon": wanted.soon,
        part or "agency": values.get("body", ""),
        "document": values.get("document", ""),
        "issuer": values.get("issuer", ""),
        "since": wanted.since,
        "until": wanted.until,
        "month": month,
        "state": state,
    }
    return Filters(wanted, {name: value for name, value in bound.items() if value}, today, soon)


def meant(service: Service, values: Mapping[str, str], names: tuple[str, ...]) -> tuple[Meant, ...]:
    """Return which of the values named mean several bodies or documents: all are asked for, and it must be told."""
    found = []
    for name in names:
        text = values.get(name, "")
        matches = service.finder.documents(text) if name == "document" else service.finder.bodies(text)
        if text and len(matches) > 1:
            found.append(Meant(name, text, matches))
    return tuple(found)


def month_in(values: Mapping[str, str]) -> str:
    """Return the month given (``2026-06``), empty where none is. Raises ParameterError."""
    month = values.get("month", "")
    if month and not re.fullmatch(MONTH, month, re.ASCII):
        raise ParameterError(
            f"“{month}” không phải tháng; hãy viết như 2026-06.",
            f"“{month}” is no month; write 2026-06.",
            where="month",
        )
    return month


def documents_in(service: Service, values: Mapping[str, str]) -> frozenset[str] | None:
    """Return the documents that ``document`` may mean; None where it is not given. Raises NotFoundError."""
    return _resolved(service, Kind.REFERENCE, values, "document")


def _resolved(service: Service, kind: Kind, values: Mapping[str, str], name: str) -> frozenset[str] | None:
    text = values.get(name, "")
    if not text:
        return None
    found = service.finder.resolve(kind, text)
    if not found:
        near = [match.label for match in service.finder.near(text)]
        raise NotFoundError(f"Không biết “{text}” là gì.", f"“{text}” is not known.", where=name, near=near)
    return frozenset(found)
