"""Words of duties, reports, events, citations and headings, graph by graph."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from cancu.query.index.database import Database
from cancu.query.index.facts import Told
from cancu.query.typed import words

KINDS = ("duty", "report", "event", "citation", "section")
_MOST = 400


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is, in which document, and in which words."""

    kind: str
    item: str
    document: str
    label: str
    text: str
    who: str
    time: str


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, the best first; ``is_whole`` is False where part of the store was not looked at yet."""

    hits: tuple[Hit, ...]
    is_whole: bool


def find(database: Database, text: str) -> tuple[Hit, ...]:
    """Return what has each word of ``text``; the last, which may not be finished, is the beginning of one.

    Where there is nothing, all may be beginnings.
    """
    wanted = words(text)
    if not wanted:
        return ()
    whole = _hits(database, [f'"{word}"' for word in wanted[:-1]] + [f'"{wanted[-1]}"*'])
    return whole or _hits(database, [f'"{word}"*' for word in wanted])


def tell(rows: sqlite3.Connection, graph: str, told: AbstractSet[Told]) -> None:
    """Let the words of a graph be these: they have a stretch of rows of their own."""
    row = rows.execute("delete from places where graph = ? returning low, high", (graph,)).fetchone()
    if row is not None:
        rows.execute("delete from texts where rowid between ? and ?", row)
    numbers = [
        rows.execute(
            "insert into texts values (?, ?, ?, ?, ?, ?, ?, ?)",
            (" ".join(words(f"{hit.text} {hit.who} {hit.time}")), hit.kind, hit.item, hit.document, hit.label,
             hit.text, hit.who, hit.time),
        ).lastrowid
        for hit in sorted(_said(told), key=lambda hit: (hit.document, hit.kind, hit.item))
    ]  # fmt: skip
    if numbers:
        rows.execute("insert into places values (?, ?, ?)", (graph, numbers[0], numbers[-1]))


def _said(told: AbstractSet[Told]) -> Iterator[Hit]:
    """Put together what a graph tells of each duty, report, event, citation and heading."""
    values: dict[tuple[str, str], list[str]] = defaultdict(list)
    for thing, fact, value in sorted(told):
        values[thing, fact].append(value)
    items = {(kind, item, thing) for thing, kind, item in told if kind in KINDS}
    items |= {("citation", thing, value) for thing, fact, value in told if fact == "citing"}
    reports = {item for kind, item, _ in items if kind == "report"}
    for kind, item, document in items:
        said = _all(values, item, "quote", "heading")
        if said and not (kind == "duty" and item in reports):
            label = values.get((document, "label"), [""])[0]
            who = dict.fromkeys((*_all(values, item, "lead", "partner", "who"), *_names(values, kind, item)))
            when = next(iter(_all(values, item, "time", "when")), "")
            yield Hit(kind, item, document, label, said[0], "; ".join(who), when)


def _all(values: Mapping[tuple[str, str], list[str]], item: str, *facts: str) -> list[str]:
    """Return what is told of an item as one of these facts, sorted."""
    return sorted(value for fact in facts for value in values.get((item, fact), ()))


def _names(values: Mapping[tuple[str, str], list[str]], kind: str, item: str) -> Iterable[str]:
    """Return what an event is called, or what is cited."""
    called = [item] if kind == "event" else values.get((item, "cited"), [])
    return (name for one in called for name in values.get((one, "label"), ()))


def _hits(database: Database, terms: Iterable[str]) -> tuple[Hit, ...]:
    rows = database.all(
        "select kind, item, document, label, said, who, day from texts where texts match ? order by rank limit ?",
        (" ".join(terms), _MOST),
    )
    return tuple(Hit(*map(str, row)) for row in rows)
