"""Whether what is asked is enough to call an entity the one that is meant.

A number alone identifies no document, a title that every office uses neither, and “Sở Du lịch” no body: there is one in
each province. What is missing (day, year, issuer, place) must be told by the query's words or by its properties.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cancu import resources
from cancu.namespaces import CC, CCV
from cancu.serve.reconcile.constraints import Fit
from cancu.serve.reconcile.entities import Entity, Sort, years
from cancu.serve.reconcile.index import Index
from cancu.serve.reconcile.keys import document_key, number_key, spelled, tells_its_series
from cancu.serve.reconcile.wanted import Wanted
from cancu.vietnamese import fold

_LAWS = ("luat", "bo-luat", "phap-lenh", "hien-phap")
_LEGISLATURE = re.compile(r"(?:qh|ubtvqh)\d{1,2}$")


def is_named(entity: Entity, keys: tuple[str, ...], asked_for: Wanted, index: Index) -> bool:
    """Tell whether the words are a whole name of ``entity``, whose names have these keys.

    A year may stand after a document's title, where it is of that year; a place after a body's name.
    """
    if entity.sort is Sort.DOCUMENT:
        is_of_year = asked_for.years and not years(entity).isdisjoint(asked_for.years)
        return asked_for.document_key in keys or bool(is_of_year and asked_for.timeless in keys)
    return asked_for.key in keys or any(asked_for.key in _placed_names(key, entity, index) for key in keys)


def _placed_names(key: str, entity: Entity, index: Index) -> set[str]:
    """Return a name with its place said otherwise, and with the places that it lies in after it."""
    place = index.entity((_place_of(entity, index) if entity.sort is Sort.BODY else entity.iri) or "")
    above = index.entity((place.first(str(CC.within)) if place else None) or "")
    names = [spelled(name) for name in place.names] if place else []
    ends = [spelled(name) for one in (place, above) if one and one is not entity for name in one.names]
    said = {key.replace(names[0], name) for name in names if f" {names[0]} " in f" {key} "} | {key}
    return said | {f"{one} {end}" for one in said for end in ends}


def is_identified(entity: Entity, features: Mapping[str, float | bool], asked_for: Wanted, index: Index) -> bool:
    """Tell whether what is asked tells ``entity`` apart from everything else, known here or not."""
    if index.entity(asked_for.query.text) is entity:
        return True
    if any(item.property.kind == "iri" and item.fit(entity) is Fit.YES for item in asked_for.constraints):
        return True
    if entity.sort is Sort.DOCUMENT:
        return _is_that_document(entity, features, asked_for, index)
    return bool(features["name_equal"]) and (entity.sort is Sort.CONCEPT or _is_of_that_place(entity, asked_for, index))


def _is_that_document(entity: Entity, features: Mapping[str, float | bool], asked_for: Wanted, index: Index) -> bool:
    """Number and day; number and year (in it or told) of one body; or the title of one body's document.

    Laws keep their names when they are made anew: a title needs the year as well.
    """
    if features["number"] and features["date"]:
        return True
    if features["name_equal"] and asked_for.document_key == document_key(entity.label.vi) and features["number"]:
        return True
    if not _is_of_that_body(entity, asked_for, index):
        return False
    has_year = not years(entity).isdisjoint(asked_for.years)
    if features["number"]:
        own = {number_key(value) for value in entity.values(str(CC.number))}
        return any(tells_its_series(key) for key in own) or (has_year and not _is_turning(entity, own, asked_for))
    return bool(features["name_equal"]) and (has_year or not _is_law(entity))


def _is_of_that_body(entity: Entity, asked_for: Wanted, index: Index) -> bool:
    """Tell whether the issuer is certain: a body of the centre, or told by a property or by the words."""
    if _is_central(entity):
        return True
    if any(item.property.id == "issuedBy" and item.fit(entity) is Fit.YES for item in asked_for.constraints):
        return True
    issuer = index.entity(entity.first(str(CC.issuedBy)) or "")
    if issuer is None:
        return False
    place = _place_of(issuer, index)
    return place is None or (_says(asked_for.key, issuer) and _is_placed(place, asked_for, index))


def _is_central(entity: Entity) -> bool:
    """Tell whether the symbol in the number means one body wherever it is printed (data/registry/symbols.tsv)."""
    parts = (part for value in entity.values(str(CC.number)) for part in number_key(value).split()[1:])
    return any(part in _symbols().central or _LEGISLATURE.match(part) for part in parts)


@dataclass(frozen=True, slots=True)
class _Symbols:
    """Folded symbols of organs: those of one body each, those of the Party; and when the Party counts anew."""

    central: frozenset[str]
    party: frozenset[str]
    turning: frozenset[int]
    turning_at_the_centre: frozenset[int]


@cache
def _symbols() -> _Symbols:
    rows = resources.table("data", "registry", "symbols.tsv")
    terms = resources.table("data", "registry", "terms.tsv")
    local = {fold(row["symbol"]) for row in rows if not row["body"].startswith("=")}
    ends = [(row["body"], int(row[end][:4])) for row in terms for end in ("opens", "closes") if row[end]]
    return _Symbols(
        central=frozenset({fold(row["symbol"]) for row in rows} - local),
        party=frozenset(fold(row["symbol"]) for row in rows if row["order"] == "party"),
        turning=frozenset(year for _, year in ends),
        turning_at_the_centre=frozenset(year for body, year in ends if body == "tw"),
    )


def _is_turning(entity: Entity, own: set[str], asked_for: Wanted) -> bool:
    """Tell whether a Party number was given twice in the year that is told: before a congress and after it."""
    known = _symbols()
    turning = known.turning_at_the_centre if _is_central(entity) else known.turning
    is_party = any(not known.party.isdisjoint(key.split()) for key in own)
    return is_party and not asked_for.years.isdisjoint(turning)


def _is_law(entity: Entity) -> bool:
    laws = {str(CCV[f"type/{name}"]) for name in _LAWS}
    return not laws.isdisjoint(entity.values(str(CC.documentType)))


def _is_of_that_place(entity: Entity, asked_for: Wanted, index: Index) -> bool:
    """Tell whether a body or place is meant by its name: bodies of the centre and provinces are, others need more."""
    if entity.sort is Sort.BODY:
        place = _place_of(entity, index)
        return place is None or _is_placed(place, asked_for, index)
    above = entity.first(str(CC.within))
    return above is None or _is_placed(above, asked_for, index)


def _is_placed(place: str, asked_for: Wanted, index: Index) -> bool:
    """Tell whether a property names the place, or the words name it and what it lies in: communes share names."""
    for item in asked_for.constraints:
        if item.property.yields == Sort.UNIT.value and place in item.iris:
            return True
    known = index.entity(place)
    if known is None or not _says(asked_for.key, known):
        return False
    above = known.first(str(CC.within))
    return (
        above is None
        or any(above in item.iris for item in asked_for.constraints if item.property.yields == Sort.UNIT.value)
        or _is_said(above, asked_for, index)
    )


def _is_said(place: str, asked_for: Wanted, index: Index) -> bool:
    known = index.entity(place)
    return known is not None and _says(asked_for.key, known)


def _place_of(body: Entity, index: Index) -> str | None:
    """Return the place of a body, or of the nearest one above it that has one."""
    seen: set[str] = set()
    found: Entity | None = body
    while found is not None and found.iri not in seen:
        if place := found.first(str(CC.inPlace)):
            return place
        seen.add(found.iri)
        found = index.entity(found.parent) if found.parent else None
    return None


def _says(key: str, named: Entity) -> bool:
    """Tell whether a name of ``named`` stands in the words."""
    return any(f" {name} " in f" {key} " for name in map(spelled, named.names) if name)
