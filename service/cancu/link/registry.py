"""What is known beforehand, loaded once and indexed: bodies, places, congress terms, documents, happenings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from cancu.link import tables
from cancu.link.gazetteer import communes
from cancu.link.numbers import plain
from cancu.link.placenames import PlaceNames
from cancu.link.tables import Symbol, Template
from cancu.link.types import DocumentTypes, document_types
from cancu.linked import Body, Instrument, RegistryRows, Term, Unit

PROVINCES = frozenset({"tỉnh", "thành phố"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Registry:
    """The shipped registry and its indexes; shared by all threads, never changed."""

    rows: RegistryRows
    types: DocumentTypes
    templates: tuple[Template, ...]
    abbreviations: tuple[tuple[str, str], ...]
    bodies: Mapping[str, Body]
    units: Mapping[str, Unit]
    places: PlaceNames
    symbols: Mapping[str, Symbol]
    instruments: Mapping[str, Instrument]
    by_number: Mapping[str, tuple[Instrument, ...]]
    terms: Mapping[str, tuple[Term, ...]]

    @staticmethod
    def load() -> Registry:
        """Return the shipped registry. Raises ResourceError where a table is missing or malformed."""
        return _load()

    def owner(self, slug: str) -> str:
        """Return the body whose numbers the body ``slug`` uses; itself where it has its own."""
        body = self.bodies.get(slug)
        return body.owner or slug if body else slug

    def chain(self, unit: str | None) -> tuple[Unit, ...]:
        """Return the place and those that it lies in, innermost first."""
        found = []
        while unit:
            place = self.units[unit]
            found.append(place)
            unit = place.parent
        return tuple(found)


@cache
def _load() -> Registry:
    return build(tables.rows())


def build(rows: RegistryRows) -> Registry:
    """Index ``rows``, with the shipped templates, symbols and types, and the communes of the installed gazetteer."""
    listed = {(unit.epoch, unit.code) for unit in rows.units}
    others = tuple(unit for unit in communes(rows.units) if (unit.epoch, unit.code) not in listed)
    return Registry(
        rows=rows,
        types=document_types(),
        templates=tables.templates(),
        abbreviations=tables.abbreviations(),
        bodies=MappingProxyType({body.slug: body for body in rows.bodies}),
        units=MappingProxyType({unit.slug: unit for unit in (*rows.units, *others)}),
        places=PlaceNames(rows.units, others),
        symbols=MappingProxyType({symbol.symbol: symbol for symbol in tables.symbols()}),
        instruments=MappingProxyType({known.key: known for known in rows.instruments}),
        by_number=_by_number(rows.instruments),
        terms=_by_body(rows.terms),
    )


def _by_number(instruments: Iterable[Instrument]) -> Mapping[str, tuple[Instrument, ...]]:
    found: dict[str, list[Instrument]] = defaultdict(list)
    for known in instruments:
        if known.number:
            found[plain(known.number)].append(known)
    return MappingProxyType({number: tuple(same) for number, same in found.items()})


def _by_body(terms: Iterable[Term]) -> Mapping[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        found[term.body].append(term)
    return MappingProxyType(
        {body: tuple(sorted(same, key=lambda term: term.opens or dt.date.min)) for body, same in found.items()}
    )
