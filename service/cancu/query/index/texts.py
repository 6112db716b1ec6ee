"""Words of duties, reports, events, citations and headings, graph by graph."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from cancu.query.index import ranking
from cancu.query.index.database import Database
from cancu.query.index.facts import Terms, Told
from cancu.query.typed import words

KINDS = ("duty", "report", "event", "citation", "section")
_WEIGHED, _COUNTED = 1000, 400
"""Texts that are weighed where more have the words, the shortest of them; and those that are counted, the best."""
_BITS, _LONGEST = 40, 2000
"""Bits of a text's number below its length, and the length that longer ones are taken to have."""
_FIND = "select rowid, kind, folded from texts where texts match ? order by rowid limit ?"
_SHOW = """
select kind, item, document.text, label.text, said.text, who, day
from json_each(?) as chosen join said on said.id = chosen.value
  join terms document on document.id = said.document join terms label on label.id = said.label
order by chosen.key
"""


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
    """Hits, the best first, and how many there are of each kind; ``is_whole``: nothing was left to be looked at yet."""

    hits: tuple[Hit, ...]
    totals: Mapping[str, int]
    is_whole: bool


def find(database: Database, text: str, most: int, kind: str = "") -> tuple[tuple[Hit, ...], Mapping[str, int]]:
    """Return what has each word of ``text``; the last, which may not be finished, is the beginning of one.

    Where there is nothing, all may be beginnings. At most ``most`` of each kind, or of one kind alone, are returned,
    the best first; and how many there are of each kind among the best hundreds.
    """
    wanted = words(text)
    if not wanted:
        return (), {}
    found = _hits(database, [*wanted[:-1], f"{wanted[-1]}*"], most, kind)
    return found if found[1] else _hits(database, [f"{word}*" for word in wanted], most, kind)


def tell(rows: sqlite3.Connection, terms: Terms, told: Mapping[str, AbstractSet[Told]]) -> None:
    """Let the words of each graph be these.

    Texts are numbered by their length and written in this order: FTS5 lists them so, the best first, and writes its
    pages once for all of them.
    """
    forget = "delete from said where graph = ? returning id"
    gone = sorted(one for graph in told for (one,) in rows.execute(forget, (terms.number(graph),)).fetchall())
    before = [
        str(folded) for one in gone for (folded,) in rows.execute("select folded from texts where rowid = ?", (one,))
    ]
    rows.executemany("delete from texts where rowid = ?", ((one,) for one in gone))
    numbers = _Numbers(rows)
    found = []
    for graph, facts in told.items():
        for hit in sorted(_said(facts), key=lambda hit: (hit.document, hit.kind, hit.item)):
            folded = _folded(hit.text, hit.who, hit.time)
            cells = (terms.number(graph), terms.number(hit.document), terms.number(hit.label))
            found.append(
                (numbers.next(len(folded.split())), hit.kind, *cells, hit.item, hit.text, hit.who, hit.time, folded)
            )
    found.sort()
    rows.executemany("insert into said values (?, ?, ?, ?, ?, ?, ?, ?, ?)", (one[:-1] for one in found))
    rows.executemany(
        "insert into texts (rowid, kind, folded) values (?, ?, ?)", ((one[0], one[1], one[-1]) for one in found)
    )
    ranking.tell(rows, (one[-1] for one in found), before)


class _Numbers:
    """Free numbers of texts: those of shorter ones come before those of longer ones."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows
        self._last: dict[int, int] = {}

    def next(self, length: int) -> int:
        """Return a number for a text of so many words."""
        least = min(length, _LONGEST) << _BITS
        if least not in self._last:
            row = self._rows.execute("select max(id) from said where id < ?", (least + (1 << _BITS),)).fetchone()
            self._last[least] = max(least, row[0] or 0)
        self._last[least] += 1
        return self._last[least]


def _folded(*cells: str) -> str:
    return " ".join(words(" ".join(cells)))


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
            who = dict.fromkeys(
                (*_all(values, item, "lead", "partner", "sender", "addressee"), *_names(values, kind, item))
            )
            when = next(iter(_all(values, item, "time", "on", "when")), "")
            yield Hit(kind, item, document, label, said[0], "; ".join(who), when)


def _all(values: Mapping[tuple[str, str], list[str]], item: str, *facts: str) -> list[str]:
    """Return what is told of an item as one of these facts, sorted."""
    return sorted(value for fact in facts for value in values.get((item, fact), ()))


def _names(values: Mapping[tuple[str, str], list[str]], kind: str, item: str) -> Iterable[str]:
    """Return what an event is called, or what is cited."""
    called = [item] if kind == "event" else values.get((item, "cited"), [])
    return (name for one in called for name in values.get((one, "label"), ()))


def _hits(database: Database, terms: Sequence[str], most: int, kind: str) -> tuple[tuple[Hit, ...], Mapping[str, int]]:
    rows = database.all(_FIND, (ranking.match(database, terms), _WEIGHED))
    weighed = ranking.weights(database, terms, [str(folded) for _, _, folded in rows]) if rows else ()
    best = sorted(zip(weighed, rows, strict=True))[:_COUNTED]
    totals: dict[str, int] = {}
    chosen = []
    for _, (number, of, _) in best:
        totals[str(of)] = totals.get(str(of), 0) + 1
        if kind in {"", of} and totals[str(of)] <= most:
            chosen.append(number)
    shown = database.all(_SHOW, (json.dumps(chosen),))
    return tuple(Hit(*map(str, row)) for row in shown), totals
