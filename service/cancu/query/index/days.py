"""The days on which duties, reports and events fall, as ``query.falling`` reckons them: first day and step of each.

Those of duties hang on what is told of them alone. Those of reports and events hang on the date and the period of
their documents and on the events that they commemorate, too: what was told of them stays, and is reckoned anew.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import product

from cancu.query.falling import EVENT, KINDS, REPORT, TASK, when
from cancu.query.index import occasions
from cancu.query.index.facts import Knowledge
from cancu.query.recurrence import Series, month_number
from cancu.vietnamese import fold

OWN = ("anniversary", "due", "focus", "frequency", "key", "known", "origin", "quote", "year", "years")
"""What is told of reports and events that days, and what is wrong with them, are reckoned from."""
END = "\n"
"""Stands behind the words of a quotation."""
EITHER = 2
"""Of an entry: it is the same whether or not the same words print another day; else 1 if they do not, 0 if they do."""
_WEEKLY = -1
_Row = Mapping[str, str]
_Entry = tuple[str, Series, int]
"""What is added to the IRI of the item, its days, and how many days the first stretch lasts beyond the first."""


def keep_task(rows: sqlite3.Connection, item: int, told: Mapping[str, Sequence[str]]) -> None:
    """Write the days of a duty, of all combinations of what is told of it."""
    names = ("start", "end", "time", "quote")
    combined = product(*(sorted(told.get(name, ())) or [""] for name in names))
    entries, undated = _entries(TASK, (dict(zip(names, values, strict=True)) for values in combined), is_alone=True)
    _keep(rows, item, (TASK, 0), ((*entry, EITHER, 0) for entry in entries), undated)


def label(rows: sqlite3.Connection, things: Iterable[int]) -> None:
    """Write the words of what these things are called."""
    facts = Knowledge(rows)
    for thing in things:
        rows.execute("delete from labels where thing = ?", (thing,))
        if name := _first(facts, thing, "label"):
            rows.execute("insert into labels values (?, ?)", (thing, f" {fold(name)} "))


def reckon(rows: sqlite3.Connection, items: AbstractSet[int]) -> None:
    """Reckon the days of these reports and events."""
    facts = Knowledge(rows)
    for item in sorted(items - {0}):
        found = rows.execute("select kind, iri, document, known, told from items where id = ?", (item,)).fetchone()
        kind, iri, document, known, told = found
        for table in ("days", "dues", "mentions"):
            rows.execute(f"delete from {table} where item = ?", (item,))  # noqa: S608
        own = json.loads(told)
        of = {"issued": _first(facts, document, "date"), "period": _first(facts, document, "period")}
        if kind == REPORT:
            _report(rows, item, document, own, of)
        else:
            _event(rows, facts, (item, iri, known), own, of)


def _report(rows: sqlite3.Connection, item: int, document: int, own: Mapping[str, Sequence[str]], of: _Row) -> None:
    quote = own["quote"][0]
    words = int.from_bytes(hashlib.blake2b(f"{document} {quote}".encode(), digest_size=8).digest(), "big", signed=True)
    dues = sorted(day[2:] for day in own.get("due", ()) if day)
    rows.executemany("insert or ignore into dues values (?, ?, ?)", ((words, due, item) for due in dues))
    combined = [
        {"due": due, "frequency": frequency, "quote": quote, **of}
        for due, frequency in product(dues or [""], own.get("frequency") or [""])
    ]
    alone, undated = _entries(REPORT, combined, is_alone=True)
    beside, _ = _entries(REPORT, combined, is_alone=False)
    found = ((alone, EITHER, 0),) if alone == beside else ((beside, 0, words), (alone, 1, words))
    each = ((*entry, is_alone, key) for entries, is_alone, key in found for entry in entries)
    _keep(rows, item, (REPORT, 0), each, undated)


def _event(
    rows: sqlite3.Connection, facts: Knowledge, event: tuple[int, str, int], own: Mapping[str, Sequence[str]], of: _Row
) -> None:
    item, iri, known = event
    thing = _number(rows, iri)
    name, quote, dates = _first(facts, thing, "label"), own["quote"][0], _all(facts, thing, "on")
    origins = own.get("origin") or (_all(facts, known, "on") if known else []) or [""]
    combined = [
        {"start": start, "origin": origin, "known": "known" if known else "", "quote": quote, **of}
        for start, origin in product(dates or [""], origins)
    ]
    entries, undated = _entries(EVENT, combined, is_alone=True)
    is_yearly = any(series.rule for _, series, _ in entries)
    head = (_first(facts, known, "label") if is_yearly else "") or name or quote
    day = dates[0][:10] if dates else ""
    rows.execute(
        "update items set head = ?, text = ?, is_loose = ?, day = ?, last = ? where id = ?",
        (head, f" {fold(f'{name} {quote}')} {END}", int(not day), day, day, item),
    )
    about = {"date": day, "origin": origins[0], "period": of["period"], "name": name, "iri": iri}
    occasions.keep(rows, item, (known, _term(rows, known)), own, about)
    _keep(rows, item, (EVENT, known), ((*entry, EITHER, 0) for entry in entries), undated)


def _entries(kind: int, combined: Iterable[_Row], *, is_alone: bool) -> tuple[list[_Entry], int]:
    """Return the entries of one thing, and how many of its rows have no day; equal ones are one.

    An event has one entry, and one as an anniversary; two days of a duty or a report are two, as
    ``serve.calendar.agenda`` tells them apart.
    """
    found: dict[str, _Entry] = {}
    undated = 0
    for row in combined:
        series, end = when({**row, "kind": KINDS[kind]}, is_alone=is_alone)
        if series is None:
            undated += 1
            continue
        stretch = (end - series.first).days if end else 0
        slot = "known" if kind == EVENT and series.rule else ""
        if slot not in found or (kind == EVENT and series.first < found[slot][1].first):
            found[slot] = ("", series, stretch)
        elif kind != EVENT and found[""][1] != series:
            suffix = f"#{series.first:%m-%d}"
            found[suffix] = (suffix, series, stretch)
    return list(found.values()), undated


def _keep(
    rows: sqlite3.Connection,
    item: int,
    about: tuple[int, int],
    entries: Iterable[tuple[str, Series, int, int, int]],
    undated: int,
) -> None:
    """Write entries, each with whether it is alone, and the key of its words; ``about``: kind, event commemorated."""
    kind, known = about
    for suffix, series, stretch, *others in entries:
        head = (item, kind, known if series.rule else 0, suffix, *_packed(series), stretch)
        cells = (*head, series.is_exact, *others, bool(series.rule))
        rows.execute(f"insert into days values (null{', ?' * len(cells)})", cells)  # noqa: S608
    if undated or kind != TASK:  # that of a duty is new, and has none
        rows.execute("update items set undated = ? where id = ?", (undated, item))


def _packed(series: Series) -> tuple[int, int, int, int, int]:
    """Return the first and the last day, the step (months; -1: a week; 0: none), the month and the day in a month."""
    rule, first = dict(series.rule), series.first
    last = series.last.toordinal() if rule else first.toordinal()
    step = 0 if not rule else _WEEKLY if rule["FREQ"] == "WEEKLY" else int(rule.get("INTERVAL", 12))
    anchor = 31 if rule.get("BYMONTHDAY") == "-1" else first.day
    return first.toordinal(), last, step, month_number(first), anchor


def _number(rows: sqlite3.Connection, iri: str) -> int:
    row = rows.execute("select id from terms where text = ?", (iri,)).fetchone()
    return row[0] if row else 0


def _term(rows: sqlite3.Connection, number: int) -> str:
    row = rows.execute("select text from terms where id = ?", (number,)).fetchone()
    return str(row[0]) if row else ""


def _first(facts: Knowledge, thing: int, fact: str) -> str:
    return next(iter(_all(facts, thing, fact)), "")


def _all(facts: Knowledge, thing: int, fact: str) -> list[str]:
    return [text for _, text in facts.values(thing, fact)]
