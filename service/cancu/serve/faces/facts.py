"""Rows of ``facts-of`` by property."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from cancu.serve.views import Row
from cancu.serve.words import say

_TALKATIVE = 40
"""Values of one property that are shown."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property with its values, or with the things that have it; ``total`` counts those not shown as well."""

    iri: str
    label: str
    rows: tuple[Row, ...]
    total: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.rows)


def by_property(rows: Iterable[Row], language: str) -> dict[str, Property]:
    """Return the rows of each property, in the order of their IRIs."""
    found = {}
    for name, of in groupby(sorted(rows, key=lambda row: str(row["property"])), key=lambda row: str(row["property"])):
        values = tuple(of)
        label = name_of(values[0], language)
        found[name] = Property(name, label, values[:_TALKATIVE], len(values))
    return found


def name_of(row: Row, language: str) -> str:
    """Return how a row's property is called: by the store, else by our words for it, else by its last part."""
    name = local(str(row["property"]))
    words = say(f"property.{name}", language)
    return str(row.get("propertyLabel", "")) or (name if words == f"property.{name}" else words)


def values(facts: Mapping[str, Property], name: str) -> tuple[str, ...]:
    """Return the values of a property, each once."""
    rows = facts[name].rows if name in facts else ()
    return tuple(dict.fromkeys(str(row["value"]) for row in rows if "value" in row))


def local(iri: str) -> str:
    """Return the last part of an IRI."""
    return iri.rstrip("/").rpartition("#")[2].rpartition("/")[2]


def source_of(code: str) -> tuple[str, str]:
    """Return the key of the words that explain a source of the registry, and what else it says."""
    kind, _, rest = code.partition(" ")
    return (f"source.{kind}", rest) if kind in {"S", "M", "plan", "plans"} else ("", code)
