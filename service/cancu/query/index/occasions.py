"""Occasions: what several documents announce alike is one; chosen, counted and sorted as filters ask for them, in SQL.

Events are one where they commemorate the same original event in the same year, or where their names are the same
without tones, blanks and capitals.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cancu.query.index.database import Database, Row
from cancu.query.index.facts import whole
from cancu.vietnamese import squeeze

_Values = dict[str, str | int]
_ON_TOPIC = (
    "occasion in (select occasion from mentions join items on items.id = item where instr(items.text, :word)"
    " or items.document in (select thing from labels where instr(labels.text, :word))"
    " or mentions.known in (select thing from labels where instr(labels.text, :word)))"
)
_OF_DOCUMENTS = (
    "occasion in (select occasion from mentions join items on items.id = item where items.document in"
    " (select id from terms where text in (select value from json_each(:documents))))"
)
_WRONG = (
    "occasion in (select occasion from mentions group by occasion"
    " having max(is_wrong) or not max(known) and count(distinct lowered) > 1)"
)
_IN_YEAR = "occasion in (select occasion from mentions where year = :year)"
_YEARS = "select year, count(distinct occasion) from mentions where year > 0 and {where} group by year order by year"
_PLACED = """
with called as (
  select occasion, name from (
    select occasion, name, row_number() over (partition by occasion order by count(*) desc, name) as place
    from mentions where {where} group by occasion, name)
  where place = 1),
grouped as (
  select occasion, max(mentions.known) as known, min(nullif(date, '')) as date, min(nullif(year, 0)) as year,
    max(is_wrong) or not max(mentions.known) and count(distinct lowered) > 1 as is_wrong, count(*) as total
  from mentions where {where} group by occasion),
placed as (
  select coalesce(date, cast(year as text), '') = '' as is_loose, coalesce(date, cast(year as text), '') as moment,
    coalesce((select min(value.text) from facts join terms as value on value.id = facts.value
      where thing = known and fact = 'label'), name) as name,
    occasion, coalesce((select text from terms where id = known), '') as known, coalesce(date, '') as date, is_wrong,
    total
  from grouped join called using (occasion))
"""
_PLACE = "is_loose, moment, name, occasion"
_SHOWN = f" order by {_PLACE} limit :most"
_SOME = f"select {_PLACE}, known, date, is_wrong, total from placed where "  # noqa: S608
_AFTER = f"({_PLACE}) > (:place0, :place1, :place2, :place3)"
_BEFORE = f"select count(*) from placed where ({_PLACE}) <= (:place0, :place1, :place2, :place3)"  # noqa: S608
_COUNT = "select count(distinct occasion) from mentions where {where}"
_EVENTS = """
select iri from placed join mentions using (occasion) join items on items.id = item
order by placed.is_loose, moment, placed.name, occasion, mentions.date, printed, document_iri, items.place, iri
limit :most
"""
_MENTIONS = """
select occasion, iri, name, lowered, year, is_wrong from mentions join items on items.id = item
where occasion in (select value from json_each(:occasions))
order by date, printed, document_iri, place, iri
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of occasions; None and empty let everything pass. ``words`` are folded."""

    words: tuple[str, ...] = ()
    year: int = 0
    documents: frozenset[str] | None = None
    wrong: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """One event of one document."""

    iri: str
    name: str
    lowered: str
    """Its name in small letters."""
    year: int
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class Occasion:
    """What one or several documents announce; ``key`` tells it from others, ``known`` is the original event."""

    key: str
    name: str
    known: str
    date: str
    is_wrong: bool
    total: int
    place: tuple[int, str, str, str]


def keep(
    rows: sqlite3.Connection,
    item: int,
    known: tuple[int, str],
    own: Mapping[str, Sequence[str]],
    about: Mapping[str, str],
) -> None:
    """Write of which occasion an event is, and whether something is wrong with it.

    ``known`` is the number and IRI of the original event, ``own`` what is told of it; ``about`` has its ``iri``, its
    ``name`` and ``date``, the date of its ``origin``, and the ``period`` of its document.
    """
    name = squeeze(about["name"] or own["quote"][0])
    printed = next(iter(own.get("year", ())), "")
    counted = next(iter(own.get("years", ())), "") if own.get("anniversary") else ""
    year = _year(about["date"]) or _year(printed) or (whole(about["period"]) if counted else None) or 0
    origin = _year(about["origin"])
    is_off = bool(counted and year and origin) and whole(counted) != year - (origin or 0)
    key = f"{known[1]} {year}" if known[0] else next(iter(own.get("key", ())), "") or about["iri"]
    cells = (item, key, known[0], name, name.lower(), year, about["date"], printed, bool(own.get("focus")) or is_off)
    rows.execute("insert into mentions values (?, ?, ?, ?, ?, ?, ?, ?, ?)", cells)


def counted(database: Database, wanted: Wanted) -> tuple[int, Mapping[int, int]]:
    """Return how many occasions pass, and how many of each year pass the other filters."""
    where, values = _where(wanted)
    row = database.one(_COUNT.format(where=where), values)
    others, given = _where(wanted, is_of_year=False)
    years = database.all(_YEARS.format(where=others), given)
    return int(row[0] or 0) if row else 0, {int(year or 0): int(count or 0) for year, count in years}


def some(database: Database, wanted: Wanted, most: int, after: Sequence[str | int] | None) -> tuple[Occasion, ...]:
    """Return occasions that pass, in the order of their time, at most ``most`` of those that follow a place."""
    where, values = _where(wanted)
    text = _PLACED.format(where=where) + _SOME + ("1" if after is None else _AFTER) + _SHOWN
    return tuple(map(_occasion, database.all(text, values | _place(after) | {"most": most})))


def before(database: Database, wanted: Wanted, after: Sequence[str | int]) -> int:
    """Return how many occasions that pass do not follow a place."""
    where, values = _where(wanted)
    row = database.one(_PLACED.format(where=where) + _BEFORE, values | _place(after))
    return int(row[0] or 0) if row else 0


def events(database: Database, wanted: Wanted, most: int) -> tuple[str, ...]:
    """Return the events of all occasions that pass, at most ``most``."""
    where, values = _where(wanted)
    rows = database.all(_PLACED.format(where=where) + _EVENTS, values | {"most": most})
    return tuple(str(iri) for (iri,) in rows)


def mentions(database: Database, occasions: Iterable[str]) -> Mapping[str, Sequence[Mention]]:
    """Return the events of these occasions by key, in the order of their days and documents."""
    found: dict[str, list[Mention]] = {}
    for row in database.all(_MENTIONS, {"occasions": json.dumps(list(occasions))}):
        key, iri, name, lowered, year, is_wrong = row
        found.setdefault(str(key), []).append(
            Mention(str(iri), str(name), str(lowered), int(year or 0), bool(is_wrong))
        )
    return found


def _where(wanted: Wanted, *, is_of_year: bool = True) -> tuple[str, _Values]:
    conditions, values = ["1"], _Values()
    for number, word in enumerate(wanted.words):
        conditions.append(_ON_TOPIC.replace(":word", f":word{number}"))
        values[f"word{number}"] = f" {word}"
    if wanted.documents is not None:
        conditions.append(_OF_DOCUMENTS)
        values["documents"] = json.dumps(sorted(wanted.documents))
    if wanted.wrong:
        conditions.append(_WRONG)
    if wanted.year and is_of_year:
        conditions.append(_IN_YEAR)
        values["year"] = wanted.year
    return " and ".join(conditions), values


def _place(after: Sequence[str | int] | None) -> _Values:
    return {f"place{number}": value for number, value in enumerate(after or ())}


def _occasion(row: Row) -> Occasion:
    is_loose, moment, name, key, known, date, is_wrong, total = row
    place = (int(is_loose or 0), str(moment), str(name), str(key))
    return Occasion(str(key), str(name), str(known), str(date), bool(is_wrong), int(total or 0), place)


def _year(text: str) -> int | None:
    """Return the year with which a day or a year begins."""
    return whole(text[:4])
