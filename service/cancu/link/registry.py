"""What is known beforehand, loaded once and indexed: bodies, places, congress terms, documents, happenings."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from cancu.link import tables
from cancu.link.gazetteer import communes
from cancu.link.imported import Import, imports, joined
from cancu.link.numbers import plain
from cancu.link.placenames import PlaceNames
from cancu.link.tables import Symbol, Template
from cancu.link.types import DocumentTypes, document_types
from cancu.linked import Body, Instrument, RegistryRows, Term, Unit
from cancu.registered import Source

PROVINCES = frozenset({"tỉnh", "thành phố"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Registry:
    """The shipped registry, what was imported, and their indexes; shared by all threads, never changed.

    ``rows`` are all that is known; ``own`` what ships, ``imports`` the lists of others, each as it was.
    """

    rows: RegistryRows
    own: RegistryRows
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
    imports: tuple[Import, ...] = ()
    merged: frozenset[str] = frozenset()
    """Slugs of the places that others went into."""
    elsewhere: frozenset[str] = frozenset()
    """Slugs of the places that no shipped table describes."""

    @staticmethod
    def load(folder: Path | None = None) -> Registry:
        """Return the shipped registry, with the imported lists below ``folder``.

        Raises ResourceError where a table is missing or malformed.
        """
        if folder is None or not folder.is_dir():
            return _load(None, ())
        return _load(folder, tuple((path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*/*"))))

    def joined(self, rows: RegistryRows) -> Registry:
        """Return this registry with the facts of ``rows`` added, as if they shipped."""
        source = Source(name="", title="", as_of=dt.date.min, file="", sha256="", mapping="")
        return build(joined(self.own, (Import(source, rows),)), self.imports)

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
def _load(folder: Path | None, _state: tuple[tuple[Path, int], ...]) -> Registry:
    return build(tables.rows(), imports(folder))


def build(own: RegistryRows, lists: tuple[Import, ...] = ()) -> Registry:
    """Index our own rows and imported lists, with the shipped templates, symbols and types, and the communes of the
    installed gazetteer."""
    rows = joined(own, lists)
    listed = {(unit.epoch, unit.code) for unit in rows.units}
    others = tuple(unit for unit in communes(rows.units) if (unit.epoch, unit.code) not in listed)
    return Registry(
        rows=rows,
        own=own,
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
        imports=lists,
        merged=frozenset(name for change in rows.changes for table, name in change.after if table == "unit"),
        elsewhere=frozenset(unit.slug for unit in (*rows.units, *others)) - {unit.slug for unit in own.units},
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
