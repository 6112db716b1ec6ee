"""How well an entity fits a query, as a score between 0 and 100.

The features of a candidate are told to clients; docs/reconciling.md says what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from cancu.namespaces import CC
from cancu.serve.reconcile.asking import Query
from cancu.serve.reconcile.constraints import Fit
from cancu.serve.reconcile.entities import Entity, Sort
from cancu.serve.reconcile.identified import is_identified, is_named
from cancu.serve.reconcile.index import Index
from cancu.serve.reconcile.keys import number_key, when
from cancu.serve.reconcile.wanted import Wanted

_LONGEST = 400
_WORDS, _KNOWN, _NUMBERED, _FIRST = 80.0, 88.0, 92.0, 99.0
_LOSS = {Fit.NO: 30.0, Fit.UNKNOWN: 4.0, Fit.YES: -2.0}
_PART, _REST = 70.0, 25.0
_WRONG_TYPE = 25.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an entity. ``score`` is 0 to 100; ``is_identified`` where it is told apart from all others."""

    score: float
    is_identified: bool
    features: Mapping[str, float | bool]


def weighed(entity: Entity, keys: tuple[str, ...], asked_for: Wanted, index: Index) -> Evidence:
    """Return the evidence for ``entity``, whose names have these keys."""
    fits = {item.property.id: item.fit(entity) for item in asked_for.constraints}
    own = asked_for.document_key if entity.sort is Sort.DOCUMENT else asked_for.key
    name = max((_alike(own, key) for key in keys), default=0.0) if own else 0.0
    features: dict[str, float | bool] = {
        "name": round(name, 1),
        "name_equal": is_named(entity, keys, asked_for, index),
        "number": _has_number(entity, asked_for),
        "date": _has_day(entity, asked_for),
        "lookup": entity.iri in asked_for.fitting,
        "type": _has_type(entity, asked_for.query),
    }
    features |= {f"property_{name}": fit is Fit.YES for name, fit in fits.items()}
    is_refuted = Fit.NO in fits.values() or not features["type"] or _is_of_another_day(entity, asked_for)
    is_told = not is_refuted and is_identified(entity, features, asked_for, index)
    score = _score(features, tuple(fits.values()), asked_for)
    score -= _LOSS[Fit.NO] if _is_of_another_day(entity, asked_for) and Fit.NO not in fits.values() else 0.0
    return Evidence(
        score=_FIRST if is_told else round(min(max(score, 0.0), _FIRST - 1), 1),
        is_identified=is_told,
        features=features | {"identified": is_told},
    )


def _score(features: Mapping[str, float | bool], fits: tuple[Fit, ...], asked_for: Wanted) -> float:
    """Begin with how alike the names are, raised by what fits, lowered by what does not."""
    grounds = [float(features["name"])]
    grounds += [_KNOWN if any(map(str.isdigit, asked_for.key)) else _WORDS] if features["lookup"] else []
    grounds += [_NUMBERED] if features["number"] else []
    if not asked_for.key:
        grounds += [_NUMBERED]
    return max(grounds) - sum(_LOSS[fit] for fit in fits) - (0.0 if features["type"] else _WRONG_TYPE)


def _alike(one: str, other: str) -> float:
    """Compare the words asked for with a name: in their order, in any order, or all of them in a longer name."""
    one, other = one[:_LONGEST], other[:_LONGEST]
    whole = max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))
    is_part = set(one.split()) <= set(other.split())
    return float(max(whole, _PART + _REST * len(one) / max(len(other), 1) if is_part else 0.0))


def _has_number(entity: Entity, asked_for: Wanted) -> bool:
    own = {number_key(value) for value in entity.values(str(CC.number))}
    return not own.isdisjoint(asked_for.numbers)


def _has_day(entity: Entity, asked_for: Wanted) -> bool:
    return any(when(value) in asked_for.days for value in entity.values(str(CC.dateIssued)))


def _is_of_another_day(entity: Entity, asked_for: Wanted) -> bool:
    is_dated = entity.sort is Sort.DOCUMENT and bool(entity.values(str(CC.dateIssued)))
    return is_dated and bool(asked_for.days) and not _has_day(entity, asked_for)


def _has_type(entity: Entity, query: Query) -> bool:
    if not query.types:
        return True
    found = [name in entity.types for name in query.types]
    return all(found) if query.strict == "all" else any(found)
