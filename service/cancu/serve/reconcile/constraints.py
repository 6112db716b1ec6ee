"""Whether an entity has the value that a property of a query asks for: yes, no, or nobody knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz

from cancu.serve.reconcile.asking import Constraint
from cancu.serve.reconcile.entities import Entity, Sort, whole, years
from cancu.serve.reconcile.index import Index
from cancu.serve.reconcile.keys import When, document_key, is_whole, number_key, spelled, when
from cancu.serve.reconcile.tables import Property
from cancu.vietnamese import fold

_SAME_WORDS = 90.0
_LONGEST = 400


class Fit(Enum):
    """The answer; UNKNOWN where the entity has no such value, or the value asked for is not understood."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Ready:
    """A constraint whose values are understood: as keys, days, and IRIs of entities."""

    property: Property
    words: tuple[str, ...]
    keys: frozenset[str]
    numbers: frozenset[str]
    moments: tuple[When, ...]
    iris: frozenset[str]

    def fit(self, entity: Entity) -> Fit:
        """Tell whether ``entity`` has one of the values."""
        if entity.sort.value not in self.property.of:
            return Fit.NO
        known = tuple(values(self.property, entity))
        if not known and self.property.kind != "year":
            return Fit.UNKNOWN
        return _COMPARED[self.property.kind](self, entity, known)


def ready(asked: Constraint, index: Index) -> Ready:
    """Understand the values of a constraint: names of entities as all entities of that name."""
    iris = {whole(one, index.base) for one in asked.ids}
    if asked.property.kind == "iri":
        iris |= {whole(word, index.base) for word in asked.words}
    if asked.property.kind == "entity":
        for word in asked.words:
            iris |= _meant(asked.property, word, index)
    return Ready(
        property=asked.property,
        words=asked.words,
        keys=frozenset(filter(None, map(spelled, asked.words))),
        numbers=frozenset(map(number_key, asked.words)),
        moments=tuple(when(word) for word in asked.words),
        iris=frozenset(iris),
    )


def values(asked: Property, entity: Entity) -> Iterable[str]:
    """Return the values that an entity has of a property, worked out where its source says so."""
    if not asked.source.startswith("="):
        return entity.values(asked.source)
    worked: dict[str, tuple[str | None, ...]] = {
        "=iri": (entity.iri,),
        "=parent": (entity.parent,),
        "=list": (entity.list,),
        "=year": tuple(str(year) for year in sorted(years(entity))),
    }
    return tuple(value for value in worked[asked.source] if value)


def _meant(asked: Property, word: str, index: Index) -> set[str]:
    if (own := index.entity(word)) is not None:
        return {own.iri}
    keys = (spelled(word), document_key(word))
    if named := {index.entities[place].iri for key in keys for place in index.by_key.get(key, ())}:
        return named
    return set(index.bodies(word)) if asked.yields == Sort.BODY.value else set()


def _entity(self: Ready, entity: Entity, known: tuple[str, ...]) -> Fit:
    del entity
    return _told(not self.iris.isdisjoint(known)) if self.iris else Fit.NO


def _moment(self: Ready, entity: Entity, known: tuple[str, ...]) -> Fit:
    del entity
    days = {day for day in map(when, known) if isinstance(day, dt.date)}
    understood = [moment for moment in self.moments if moment is not None]
    if not understood or not days:
        return Fit.UNKNOWN
    return _told(any(moment in days or moment in {day.year for day in days} for moment in understood))


def _year(self: Ready, entity: Entity, known: tuple[str, ...]) -> Fit:
    del known
    asked = {one.year if isinstance(one, dt.date) else one for one in self.moments if one is not None}
    return _told(not asked.isdisjoint(years(entity))) if asked and years(entity) else Fit.UNKNOWN


def _number(self: Ready, entity: Entity, known: tuple[str, ...]) -> Fit:
    del entity
    own = {number_key(value) for value in known}
    serials = {key.split()[0] for key in own if key}
    return _told(any(key in own or (not is_whole(key) and key in serials) for key in self.numbers))


def _text(self: Ready, entity: Entity, known: tuple[str, ...]) -> Fit:
    del entity
    own = [spelled(value)[:_LONGEST] for value in known]
    return _told(any(fuzz.token_sort_ratio(key[:_LONGEST], other) >= _SAME_WORDS for key in self.keys for other in own))


def _code(self: Ready, entity: Entity, known: tuple[str, ...]) -> Fit:
    del entity
    return _told(not self.keys.isdisjoint({spelled(value) for value in known} | {fold(value) for value in known}))


def _iri(self: Ready, entity: Entity, known: tuple[str, ...]) -> Fit:
    del known
    return _told(entity.iri in self.iris)


def _told(fits: bool) -> Fit:  # noqa: FBT001
    return Fit.YES if fits else Fit.NO


_COMPARED: dict[str, Callable[[Ready, Entity, tuple[str, ...]], Fit]] = {
    "entity": _entity,
    "date": _moment,
    "year": _year,
    "number": _number,
    "text": _text,
    "code": _code,
    "iri": _iri,
}
