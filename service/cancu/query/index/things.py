"""Documents and bodies as a lookup needs them, made of what graphs tell, anew when something else is told of them."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from cancu.linked import KnownDocument
from cancu.namespaces import CCV
from cancu.query.index import facts
from cancu.query.known import Known
from cancu.query.typed import words
from cancu.vietnamese import fold

DOCUMENT, BODY = "document", "body"
SERIAL = "#s"
"""What stands before a serial among words, for figures may be either."""
_BITS = 36
"""Bits of a place below the day."""
LAST_DOCUMENT = 1 << 60
"""Places of bodies are behind this one."""
READ = str(CCV["status/extracted"])
"""The status of a document that is itself in the store."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of ``things`` without its number, the names that mean it, and the words that find it."""

    cells: tuple[str | int | None, ...]
    names: tuple[str, ...]
    known: Iterable[str]
    said: Iterable[str]


def make(rows: sqlite3.Connection, things: Iterable[int]) -> None:
    """Write the rows of these things anew; one that is neither document nor body has none."""
    listed = sorted(things)
    _forget(rows, listed)
    found, known = [], facts.Knowledge(rows)
    for thing in listed:
        teller = _Teller(rows, known, thing)
        row = _document(teller) if teller.all("status") else _body(teller) if teller.all("kind") else None
        if row is not None:
            found.append((_place(thing, row), thing, row))
    for place, thing, row in sorted(found, key=lambda one: one[0]):
        _keep(rows, thing, place, row)


def days(since: dt.date, until: dt.date) -> tuple[int, int]:
    """Return the first and the last place of documents of these days."""
    return _youth(until) << _BITS, ((_youth(since) + 1) << _BITS) - 1


def name_of(words_of: AbstractSet[str]) -> str:
    """Return a name of a document as a body's is written, whatever the order of its words."""
    return " ".join(sorted(words_of))


def packed(one: Known) -> str:
    """Return a known document as text."""
    document = one.document
    told = (
        document.iri, document.type, document.number, document.date.isoformat() if document.date else None,
        document.issuer, document.title, document.label, document.aliases,
    )  # fmt: skip
    names = [sorted(name) for name in one.names]
    return json.dumps((told, one.type, one.serial, *map(sorted, (one.years, one.words, one.title)), names))


@lru_cache(maxsize=1024)
def unpacked(text: str) -> Known:
    """Return what ``packed`` wrote; of the youngest documents, which common words find, it is kept."""
    told, kind, serial, years, known, title, names = json.loads(text)
    iri, type_, number, date, issuer, name, label, aliases = told
    return Known(
        KnownDocument(
            iri=iri, type=type_, number=number, date=_date(date), issuer=issuer, title=name, label=label,
            aliases=tuple(aliases),
        ),
        kind, serial, frozenset(years), frozenset(known), frozenset(title), frozenset(map(frozenset, names)),
    )  # fmt: skip


class _Teller:
    """What is told of one thing."""

    def __init__(self, rows: sqlite3.Connection, known: facts.Knowledge, thing: int) -> None:
        self._known = known
        self._thing = thing
        self.iri = str(rows.execute("select text from terms where id = ?", (thing,)).fetchone()[0])

    def all(self, fact: str) -> list[str]:
        return [text for _, text in self._known.values(self._thing, fact)]

    def first(self, fact: str) -> str | None:
        return next(iter(self.all(fact)), None)

    def names_of(self, fact: str) -> list[str]:
        """Return the names of the values, in their order, without those that others of them stand above."""
        found = self._known.values(self._thing, fact)
        above = {number for value, _ in found for number, _ in self._known.values(value, fact)}
        near = [value for value, _ in found if value not in above]
        return sorted(name for value in near for _, name in self._known.values(value, "name"))


def _document(teller: _Teller) -> _Row:
    document = KnownDocument(
        iri=teller.iri,
        type=next(iter(teller.names_of("type")), None),
        number=teller.first("number"),
        date=_date(teller.first("date")),
        issuer=next(iter(teller.names_of("issuer")), None) or teller.first("printed"),
        title=teller.first("title"),
        label=teller.first("label"),
        aliases=tuple(teller.all("other")),
    )
    known = Known.of(document)
    day = document.date.isoformat() if document.date else None
    label = document.label or document.number or document.iri
    said = (document.label, document.number, document.title, document.type, document.issuer, day)
    return _Row(
        (
            DOCUMENT, document.iri, document.iri.partition("/id/doc/")[2], known.type, known.serial,
            READ in teller.all("status"), label, day, packed(known),
        ),
        tuple(map(name_of, known.names)),
        (*known.words, *known.years, f"{SERIAL}{known.serial}"),
        words(" ".join(filter(None, said))),
    )  # fmt: skip


def _body(teller: _Teller) -> _Row:
    names = [*teller.all("name"), *teller.all("other")]
    label = teller.first("name") or ""
    around = " ".join((*names, *teller.names_of("parent"), *teller.names_of("place")))
    known = fold(around).split()
    return _Row(
        (BODY, teller.iri, None, None, None, 0, label or teller.iri, None, json.dumps(sorted(set(known)))),
        tuple(dict.fromkeys(fold(name) for name in (label, *teller.all("other")) if name)),
        known,
        known,
    )


def _forget(rows: sqlite3.Connection, things: Iterable[int]) -> None:
    gone = [
        (place, thing)
        for thing in things
        for (place,) in rows.execute("delete from things where id = ? returning place", (thing,)).fetchall()
    ]
    for place, thing in sorted(gone):
        rows.execute("delete from names where thing = ?", (thing,))
        rows.execute("delete from words where rowid = ?", (place,))


def _keep(rows: sqlite3.Connection, thing: int, place: int, row: _Row) -> None:
    *cells, data = row.cells
    rows.execute("insert into things values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (thing, *cells, place, data))
    rows.executemany("insert into names values (?, ?)", ((name, thing) for name in row.names))
    told = (" ".join(dict.fromkeys(row.known)), " ".join(dict.fromkeys(row.said)))
    rows.execute("insert into words (rowid, known, said) values (?, ?, ?)", (place, *told))


def _place(thing: int, row: _Row) -> int:
    """Return the number of a thing among words; FTS5 lists them in this order, the youngest document first."""
    sort, day = row.cells[0], row.cells[7]
    return LAST_DOCUMENT + thing if sort == BODY else (_youth(_date(str(day))) << _BITS) + thing


def _youth(day: dt.date | None) -> int:
    return (dt.date.max.toordinal() - day.toordinal()) if day else dt.date.max.toordinal()


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None
