"""Suggestions while somebody types: entities, types and properties whose words begin so.

Source: Reconciliation Service API 0.2, “Suggest Services”.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from cancu.query.typed import words
from cancu.serve.reconcile.describing import described
from cancu.serve.reconcile.entities import Entity
from cancu.serve.reconcile.index import Index
from cancu.serve.reconcile.keys import spelled
from cancu.serve.reconcile.matching import type_told
from cancu.serve.reconcile.tables import Property, Type, properties, property_of
from cancu.vietnamese import fold, sort_key

PAGE = 20
_T = TypeVar("_T")


def suggested(kind: str, prefix: str, cursor: int, index: Index, language: str) -> dict[str, Any]:
    """Return a page of suggestions of one kind (entity, type, property) from ``cursor`` on."""
    if kind == "entity":
        found = _entities(prefix, index)[cursor : cursor + PAGE]
        return {"result": [_entity(one, index, language) for one in found]}
    if kind == "type":
        types = _named(prefix, index.types.values(), index.type(prefix), language)
        return {"result": [type_item(one, index, language) for one in types[cursor : cursor + PAGE]]}
    own = property_of(prefix)
    known = _named(prefix, properties().values(), own.id if own else None, language)
    return {"result": [property_item(one, index, language) for one in known[cursor : cursor + PAGE]]}


def proposed(name: str, limit: int | None, index: Index, language: str) -> dict[str, Any]:
    """Return the properties that entities of a type have; all of them where no type is named."""
    own = index.type(name) if name else None
    wide = {own, *_above(own, index)} if own else set()
    found = [item for item in properties().values() if not name or not wide.isdisjoint(item.of)]
    shown = found if limit is None else found[:limit]
    told = [{"id": item.id, "name": item.name.say(language)} for item in shown]
    return {"properties": told, "type": name} | ({} if limit is None else {"limit": limit})


def type_item(item: Type, index: Index, language: str) -> dict[str, Any]:
    """Return a type with the wider one."""
    broader = index.types.get(item.broader)
    return type_told(item, language) | ({"broader": [type_told(broader, language)]} if broader else {})


def property_item(item: Property, index: Index, language: str) -> dict[str, Any]:
    """Return a property with the types that have it."""
    of = ", ".join(index.types[name].name.say(language) for name in item.of if name in index.types)
    return {"id": item.id, "name": item.name.say(language), "description": of}


def _entity(one: Entity, index: Index, language: str) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.label.say(language),
        "description": described(one, index, language),
        "notable": [type_told(index.types[name], language) for name in one.types if name in index.types],
    }


def _entities(prefix: str, index: Index) -> list[Entity]:
    """Return the entities that have every word typed, the last one perhaps unfinished; whole names come first."""
    own = index.entity(prefix)
    typed = words(spelled(prefix)) or words(prefix)
    found = _having(typed, index)
    key = spelled(prefix)

    def rank(place: int) -> tuple[int, tuple[str, str], str]:
        names, one = index.keys[place], index.entities[place]
        is_whole, is_start = key in names, any(name.startswith(key) for name in names)
        return (0 if is_whole else 1 if is_start else 2, sort_key(one.label.vi), one.id)

    listed = [index.entities[place] for place in sorted(found, key=rank)]
    return [own, *(one for one in listed if one is not own)] if own else listed


def _having(typed: list[str], index: Index) -> set[int]:
    if not typed:
        return set()
    known = index.words
    start = bisect_left(known, typed[-1])
    last = {place for word in _beginning(known, start, typed[-1]) for place in index.by_word[word]}
    for word in typed[:-1]:
        last &= set(index.by_word.get(word, ()))
    return last


def _beginning(known: tuple[str, ...], start: int, prefix: str) -> Iterator[str]:
    for place in range(start, len(known)):
        if not known[place].startswith(prefix):
            return
        yield known[place]


def _named(prefix: str, items: Iterable[_T], own: str | None, language: str) -> list[_T]:
    """Return what has every word typed in its name, in either language, or bears the very name."""
    typed = fold(prefix).split()

    def fits(item: Any) -> bool:
        known = fold(f"{item.name.vi} {item.name.en} {item.id}").split()
        return item.id == own or all(any(word.startswith(part) for word in known) for part in typed)

    found: list[Any] = [item for item in items if fits(item)]
    return sorted(found, key=lambda item: (item.id != own, sort_key(item.name.say(language)), item.id))


def _above(name: str, index: Index) -> Iterator[str]:
    while broader := index.types[name].broader:
        yield broader
        name = broader
