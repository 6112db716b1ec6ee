"""What a document's page shows one by one: each fact with the name it has on the page, and the place of its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cancu.serve.views import Row

KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "heads": ("head", "item"),
        "citations": ("citation", "citation"),
        "sections": ("section", "section"),
        "tasks": ("task", "task"),
        "reports": ("report", "report"),
        "events": ("event", "event"),
        "recipients": ("name", "entry"),
        "findings": ("finding", "finding"),
    }
)
"""Of each kind of fact, what one is called (its first letter begins names on the page), and the column of its IRI."""

_NUMBERED = frozenset({"task", "report"})
_ORDER = re.compile(r"/(\d+)-[^/]*$")


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in the text that was read; ``page`` is None where the source has no pages."""

    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: ``key`` names it on the page (``t3``), ``row`` is what the catalogue says of it."""

    key: str
    kind: str
    number: int
    iri: str
    row: Row
    place: Place | None

    @property
    def quote(self) -> str:
        """The words that the graph quotes; empty where it quotes none."""
        return str(self.row.get("quote", ""))


def places(rows: Iterable[Row]) -> dict[str, Place]:
    """Return the place of each item, from the answers to ``queries/pages/places.rq``."""
    found: dict[str, Place] = {}
    for row in rows:
        start, end, page = row["from"], row["to"], row.get("page")
        if isinstance(start, int) and isinstance(end, int):
            found.setdefault(str(row["item"]), Place(start, end, page if isinstance(page, int) else None))
    return found


def facts(kind: str, rows: Iterable[Row], known: Mapping[str, Place]) -> tuple[Fact, ...]:
    """Return the rows of one kind (a key of KINDS) as facts; several rows of one item are one fact, the first."""
    name, column = KINDS[kind]
    single = {str(row[column]): row for row in reversed(tuple(rows))}
    ordered = tuple(reversed(single.items()))
    numbers = _numbers(name, [iri for iri, _ in ordered])
    return tuple(
        Fact(f"{name[0]}{number}", name, number, iri, row, known.get(iri))
        for number, (iri, row) in zip(numbers, ordered, strict=True)
    )


def _numbers(name: str, iris: Sequence[str]) -> Sequence[int]:
    """Return the numbers of facts: of duties and reports those of their IRIs, by which other pages link to them."""
    found = [int(own[1]) for iri in iris if name in _NUMBERED and (own := _ORDER.search(iri))]
    return found if len(found) == len(set(found)) == len(iris) else range(1, len(iris) + 1)
