"""Duties as filters choose them, in the order of their time: counted, cut into pages, by month; each in SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from cancu.query.falling import TASK
from cancu.query.index.database import Database, Row
from cancu.query.index.items import LEAD, PARTNER

STANDINGS = {
    "overdue": "is_loose = 0 and day < :today and last > '' and is_printed",
    "done-unknown": "is_loose = 0 and day < :today and last > '' and not is_printed",
    "soon": "is_loose = 0 and day between :today and :soon and last > ''",
    "ahead": "is_loose = 0 and day > :soon and last > ''",
    "vague": "last = '' and has_time",
    "no-time": "last = '' and not has_time",
}
"""How a duty may stand, and which stand so; ``day`` is the last day of what has one. Each duty stands in one way."""
FLAGS = {"no-lead": "leads = 0", "two-leads": "leads > 1"}
"""What may be wrong with who leads a duty, whenever it is due."""
_PLACE = "is_loose, day, start, document_iri, place, iri"
_PARTS = {"lead": LEAD, "partner": PARTNER}
_GIVEN = "(select id from terms where text in (select value from json_each(:{})))"
_NUMBERS = ", ".join(f"count(*) filter (where {condition})" for condition in (STANDINGS | FLAGS).values())
_STANDING = " ".join(f"when {condition} then '{name}'" for name, condition in STANDINGS.items())

_Condition = tuple[str, dict[str, str | int]]
Group = Literal["standing", "month"]
Place = tuple[str | int | None, ...]
"""What duties are sorted by: those without a day come last."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of duties; None and empty let everything pass. ``words`` are folded, ``soon`` is not before ``today``."""

    today: str
    soon: str
    words: tuple[str, ...] = ()
    bodies: frozenset[str] | None = None
    part: str = ""
    documents: frozenset[str] | None = None
    issuers: frozenset[str] | None = None
    since: str = ""
    until: str = ""
    month: str = ""
    state: str = ""
    standing: str = ""
    """One of STANDINGS, beside a ``state`` that is one of FLAGS."""
    ends: tuple[str, str] | None = None
    """The first and the last month in which it may end; empty for no day."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty: days as ISO writes them, empty where there is none, and how it stands."""

    iri: str
    start: str
    end: str
    is_printed: bool
    leads: int
    standing: str
    place: Place

    @property
    def flags(self) -> tuple[str, ...]:
        """What is wrong with who leads it."""
        return tuple(name for name, holds in (("no-lead", not self.leads), ("two-leads", self.leads > 1)) if holds)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many duties pass, in how many documents; and how many of each state pass the other filters."""

    found: int
    documents: int
    states: Mapping[str, int]


def counted(database: Database, wanted: Wanted) -> Counts:
    """Return how many duties pass."""
    where, values = _others(wanted)
    numbers = database.one(f"select count(*), {_NUMBERS} from items where {where}", values) or ()  # noqa: S608
    states = dict(zip(("", *STANDINGS, *FLAGS), (int(number or 0) for number in numbers), strict=False))
    where, values = _all(wanted)
    row = database.one(f"select count(distinct document) from items where {where}", values)  # noqa: S608
    found = states.pop("", 0)
    return Counts(states.get(wanted.state, 0) if wanted.state else found, int(row[0] or 0) if row else 0, states)


def some(database: Database, wanted: Wanted, limit: int, after: Place | None = None) -> tuple[Duty, ...]:
    """Return duties that pass, in their order, at most ``limit`` of those that follow the place ``after``."""
    where, values = _all(wanted)
    if after is not None:
        where, values = f"{where} and ({_PLACE}) > {_placed(after)}", values | _place_values(after)
    rows = database.all(
        f"select {_PLACE}, last, is_printed, leads, case {_STANDING} end from items where {where}"  # noqa: S608
        f" order by {_PLACE} limit :limit",
        values | {"limit": limit},
    )
    return tuple(map(_duty, rows))


def before(database: Database, wanted: Wanted, after: Place) -> int:
    """Return how many duties that pass do not follow the place ``after``."""
    where, values = _all(wanted)
    text = f"select count(*) from items where {where} and ({_PLACE}) <= {_placed(after)}"  # noqa: S608
    row = database.one(text, values | _place_values(after))
    return int(row[0] or 0) if row else 0


def grouped(database: Database, wanted: Wanted, by: Group) -> Mapping[str, int]:
    """Return how many duties that pass stand in each way, or end in each month (``2026-06``; ``""``: on no day)."""
    where, values = _all(wanted)
    key = f"case {_STANDING} end" if by == "standing" else "substr(last, 1, 7)"
    text = f"select {key} as part, count(*) from items where {where} group by part order by part"  # noqa: S608
    return {str(part): int(count or 0) for part, count in database.all(text, values)}


def last_days(database: Database, kind: int, since: str, until: str, most: int) -> tuple[list[tuple[str, str]], int]:
    """Return the first items of a kind that end between two days, by day and IRI; and how many there are."""
    where, days = "kind = ? and is_loose = 0 and day between ? and ? and last > ''", (kind, since, until)
    count = database.one(f"select count(*) from items where {where}", days)  # noqa: S608
    rows = database.all(f"select day, iri from items where {where} order by day, iri limit ?", (*days, most))  # noqa: S608
    return [(str(day), str(iri)) for day, iri in rows], int(count[0] or 0) if count else 0


def _all(wanted: Wanted) -> tuple[str, dict[str, str | int]]:
    where, values = _others(wanted)
    return (f"{where} and ({(STANDINGS | FLAGS)[wanted.state]})" if wanted.state else where), values


def _others(wanted: Wanted) -> tuple[str, dict[str, str | int]]:
    """Return the condition of all filters but the state, and what its marks stand for."""
    conditions = [f"kind = {TASK}"]
    values: dict[str, str | int] = {"today": wanted.today, "soon": wanted.soon}
    for condition, given in (*_whose(wanted), *_when(wanted)):
        conditions.append(condition)
        values.update(given)
    for number, word in enumerate(wanted.words):
        conditions.append(f"instr(text, :word{number})")
        values[f"word{number}"] = f" {word}"
    return " and ".join(conditions), values


def _whose(wanted: Wanted) -> Iterator[_Condition]:
    if wanted.documents is not None:
        yield f"document in {_GIVEN.format('documents')}", {"documents": _listed(wanted.documents)}
    if wanted.issuers is not None:
        told = f"select thing from facts where fact = 'issuer' and value in {_GIVEN.format('issuers')}"  # noqa: S608
        yield f"document in ({told})", {"issuers": _listed(wanted.issuers)}
    if wanted.bodies is not None:
        part = " and part = :part" if wanted.part else f" and part in ({LEAD}, {PARTNER})"
        having = f"select item from parts where body in {_GIVEN.format('bodies')}{part}"  # noqa: S608
        yield f"id in ({having})", {"bodies": _listed(wanted.bodies), "part": _PARTS.get(wanted.part, LEAD)}


def _when(wanted: Wanted) -> Iterator[_Condition]:
    if wanted.since:
        yield "is_loose = 0 and day >= :since", {"since": wanted.since}
    if wanted.until:
        yield "is_loose = 0 and iif(start > '', start, last) <= :until", {"until": wanted.until}
    if wanted.month:
        yield "is_loose = 0 and substr(day, 1, 7) = :month and last > ''", {"month": wanted.month}
    if wanted.standing:
        yield f"({STANDINGS[wanted.standing]})", {}
    if wanted.ends is not None:
        yield "substr(last, 1, 7) between :least and :most", {"least": wanted.ends[0], "most": wanted.ends[1]}


def _listed(iris: Iterable[str]) -> str:
    return json.dumps(sorted(iris))


def _placed(place: Place) -> str:
    return f"({', '.join(f':place{number}' for number in range(len(place)))})"


def _place_values(place: Place) -> dict[str, str | int]:
    return {f"place{number}": "" if value is None else value for number, value in enumerate(place)}


def _duty(row: Row) -> Duty:
    *place, end, is_printed, leads, standing = row
    return Duty(str(place[5]), str(place[2]), str(end), bool(is_printed), int(leads or 0), str(standing), tuple(place))
