"""What each graph tells of names: statements about documents, bodies, types and places, as numbers of terms.

Many graphs tell the same of a body or of a document that they cite. Only what comes to be told by the first of them, or
ceases to be told by the last, changes anything.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet

Told = tuple[str, str, str]
"""Of which thing, which fact, and its value: two IRIs or an IRI and a literal."""
_Numbers = tuple[int, str, int]
NAMES = frozenset(
    {
        "date", "issuer", "kind", "label", "later", "name", "number", "on", "other", "parent", "period", "place",
        "printed", "short", "status", "title", "type",
    }
)  # fmt: skip
"""Facts that names and days are made of; the others are words of a document (``texts``) or of one item (``items``)."""
_NAMING = frozenset({"name", "parent"})
"""Facts of a thing that are part of others' names."""
_DIGITS = 8
_NAMED_AFTER = ("issuer", "type", "parent", "place")
"""Facts whose values lend a thing their names."""


class Terms:
    """The numbers of IRIs and literals, as long as one transaction lasts."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number of a term, a new one where it has none."""
        number = self._numbers.get(text)
        if number is None:
            row = self._rows.execute("select id from terms where text = ?", (text,)).fetchone()
            row = row or (self._rows.execute("insert into terms (text) values (?)", (text,)).lastrowid,)
            number = self._numbers[text] = int(row[0] or 0)
        return number


def tell(rows: sqlite3.Connection, terms: Terms, graphs: Mapping[str, AbstractSet[Told]]) -> set[int]:
    """Let each graph tell just this; return the numbers of the things of which now something else is known."""
    more = Counter[_Numbers]()
    for graph, wanted in graphs.items():
        number = terms.number(graph)
        new = {(terms.number(thing), fact, terms.number(value)) for thing, fact, value in wanted if fact in NAMES}
        old = set(rows.execute("select thing, fact, value from told where graph = ?", (number,)))
        rows.executemany("insert into told values (?, ?, ?, ?)", ((number, *one) for one in new - old))
        rows.executemany(
            "delete from told where graph = ? and thing = ? and fact = ? and value = ?",
            ((number, *one) for one in old - new),
        )
        more.update(new - old)
        more.subtract(old - new)
    changed = [one for one, graphs_more in more.items() if graphs_more and _turns(rows, one, graphs_more)]
    found = {thing for thing, _, _ in changed}
    return found | _named_after(rows, {thing for thing, fact, _ in changed if fact in _NAMING})


class Knowledge:
    """What is told of things, by whichever graph, as long as nothing else is told: each is asked for once."""

    def __init__(self, rows: sqlite3.Connection) -> None:
        self._rows = rows
        self._things: dict[int, Mapping[str, Sequence[tuple[int, str]]]] = {}

    def values(self, thing: int, fact: str) -> Sequence[tuple[int, str]]:
        """Return what is told of a thing, as numbers and as texts, sorted by these."""
        if thing not in self._things:
            self._things[thing] = self._told(thing)
        return self._things[thing].get(fact, ())

    def _told(self, thing: int) -> Mapping[str, Sequence[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        asked = (
            "select fact, terms.id, terms.text from facts join terms on terms.id = facts.value"
            " where facts.thing = ? order by terms.text"
        )
        for fact, number, text in self._rows.execute(asked, (thing,)):
            found.setdefault(fact, []).append((number, text))
        return found


def whole(text: str) -> int | None:
    """Return the number that a text is, if it is a whole one that a day, a year or an order may have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def _turns(rows: sqlite3.Connection, one: _Numbers, more: int) -> bool:
    """Count so many ``more`` graphs that tell a fact, or fewer; return whether the first came or the last went."""
    [(graphs,)] = rows.execute(
        "insert into facts values (?, ?, ?, ?) on conflict do update set graphs = graphs + excluded.graphs"
        " returning graphs",
        (*one, more),
    ).fetchall()
    if not graphs:
        rows.execute("delete from facts where thing = ? and fact = ? and value = ?", one)
    return graphs in (0, more)


def _named_after(rows: sqlite3.Connection, things: Iterable[int]) -> set[int]:
    marks = ", ".join("?" * len(_NAMED_AFTER))
    found: set[int] = set()
    for thing in things:
        asked = rows.execute(
            f"select distinct thing from facts where value = ? and fact in ({marks})",  # noqa: S608
            (thing, *_NAMED_AFTER),
        )
        found.update(number for (number,) in asked)
    return found
