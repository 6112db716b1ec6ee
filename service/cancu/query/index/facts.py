"""What each graph tells of names: statements about documents, bodies, types and places, as numbers of terms.

Many graphs tell the same of a body or of a document that they cite. Only what comes to be told by the first of them, or
ceases to be told by the last, changes anything.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
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
    touched: set[_Numbers] = set()
    steps = []
    for graph, wanted in graphs.items():
        number = terms.number(graph)
        new = {(terms.number(thing), fact, terms.number(value)) for thing, fact, value in wanted if fact in NAMES}
        old = set(rows.execute("select thing, fact, value from told where graph = ?", (number,)))
        touched |= new ^ old
        steps.append((number, new - old, old - new))
    before = {one for one in touched if _is_told(rows, one)}
    for number, more, less in steps:
        rows.executemany("insert into told values (?, ?, ?, ?)", ((number, *one) for one in more))
        rows.executemany(
            "delete from told where graph = ? and thing = ? and fact = ? and value = ?",
            ((number, *one) for one in less),
        )
    changed = [one for one in touched if (one in before) != _is_told(rows, one)]
    found = {thing for thing, _, _ in changed}
    return found | _named_after(rows, {thing for thing, fact, _ in changed if fact in _NAMING})


def values(rows: sqlite3.Connection, thing: int, fact: str) -> list[tuple[int, str]]:
    """Return what is told of a thing, as numbers and as texts, sorted by these."""
    return rows.execute(
        "select distinct terms.id, terms.text from told join terms on terms.id = told.value"
        " where told.thing = ? and told.fact = ? order by terms.text",
        (thing, fact),
    ).fetchall()


def whole(text: str) -> int | None:
    """Return the number that a text is, if it is a whole one that a day, a year or an order may have."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def _is_told(rows: sqlite3.Connection, one: _Numbers) -> bool:
    found = rows.execute("select 1 from told where thing = ? and fact = ? and value = ? limit 1", one)
    return found.fetchone() is not None


def _named_after(rows: sqlite3.Connection, things: Iterable[int]) -> set[int]:
    marks = ", ".join("?" * len(_NAMED_AFTER))
    found: set[int] = set()
    for thing in things:
        asked = rows.execute(
            f"select distinct thing from told where value = ? and fact in ({marks})",  # noqa: S608
            (thing, *_NAMED_AFTER),
        )
        found.update(number for (number,) in asked)
    return found
