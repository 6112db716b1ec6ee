"""The candidates of a query: found by name, number, word and property, weighed, and put in order.

``match`` is true for one candidate at most, and only where what was asked tells it apart: see ``identified``.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from cancu.query.typed import words
from cancu.serve.reconcile.asking import Constraint, Query
from cancu.serve.reconcile.constraints import Ready, ready
from cancu.serve.reconcile.describing import described
from cancu.serve.reconcile.entities import Entity, Facts
from cancu.serve.reconcile.evidence import Evidence, weighed
from cancu.serve.reconcile.index import Index
from cancu.serve.reconcile.tables import Type
from cancu.serve.reconcile.wanted import Wanted, wanted

_POOL = 40
"""Candidates that words find and that are weighed."""
_BUDGET = 4000
"""Entries of word lists that are read for one query: the rarest words first."""
_WORDS, _SLIPS = 100, 8
"""Words of a query that are looked up, and unknown ones among them for which near ones are sought."""
_LEAST = 45.0
_CERTAIN = 100.0

More = Callable[[Iterable[Entity], Iterable[str]], dict[str, Facts]]
"""Returns values of properties that are not kept, by IRI of the entity."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that may be meant."""

    entity: Entity
    score: float
    is_match: bool
    evidence: Evidence


def candidates(query: Query, index: Index, more: More) -> tuple[Candidate, ...]:
    """Return the candidates, the best first."""
    constraints = tuple(ready(item, index) for item in query.constraints)
    asked_for = wanted(query, constraints, index.documents(query.text))
    places = _places(asked_for, index)
    found = {place: index.entities[place] for place in places if _may_be(index.entities[place], query)}
    found = _with_more(found, query.constraints, more)
    judged = [(one, weighed(one, index.keys[place], asked_for, index)) for place, one in found.items()]
    identified = [one.iri for one, evidence in judged if evidence.is_identified]
    kept = [_candidate(one, evidence, identified) for one, evidence in judged if evidence.score >= _LEAST]
    kept.sort(key=lambda one: (-one.score, one.entity.label.vi, one.entity.id))
    return tuple(kept[: query.limit])


def told(found: Iterable[Candidate], index: Index, language: str) -> dict[str, Any]:
    """Return a result as the API has it."""
    return {
        "result": [
            {
                "id": one.entity.id,
                "name": one.entity.label.say(language),
                "description": described(one.entity, index, language),
                "type": [type_told(index.types[name], language) for name in one.entity.types if name in index.types],
                "score": one.score,
                "features": [{"id": name, "value": value} for name, value in one.evidence.features.items()],
                "match": one.is_match,
            }
            for one in found
        ]
    }


def type_told(item: Type, language: str) -> dict[str, str]:
    """Return a type as the API has it."""
    return {"id": item.id, "name": item.name.say(language)}


def _candidate(entity: Entity, evidence: Evidence, identified: list[str]) -> Candidate:
    is_match = identified == [entity.iri]
    return Candidate(entity, _CERTAIN if is_match else evidence.score, is_match, evidence)


def _may_be(entity: Entity, query: Query) -> bool:
    """Types are a condition, unless they are only preferred (“should”)."""
    if not query.types or query.strict == "should":
        return True
    has = [name in entity.types for name in query.types]
    return all(has) if query.strict == "all" else any(has)


def _with_more(found: dict[int, Entity], asked: tuple[Constraint, ...], more: More) -> dict[int, Entity]:
    """Fetch the values of properties that are not kept, where a query compares them."""
    sources = [item.property.source for item in asked if not item.property.is_kept]
    if not sources or not found:
        return found
    facts = more(found.values(), sources)
    return {place: replace(one, facts={**one.facts, **facts.get(one.iri, {})}) for place, one in found.items()}


def _places(asked_for: Wanted, index: Index) -> dict[int, None]:
    """Return the places of all that may be identified, and of what words find."""
    query = asked_for.query
    found: dict[int, None] = dict.fromkeys(
        place for key in (asked_for.key, asked_for.document_key) for place in index.by_key.get(key, ())
    )
    found |= dict.fromkeys(index.by_key.get(asked_for.timeless, ()) if asked_for.years else ())
    for number in sorted(asked_for.numbers):
        found |= dict.fromkeys(index.by_number.get(number, ()))
    own = index.entity(query.text) if query.text else None
    iris = [*([own.iri] if own else []), *sorted(asked_for.fitting)]
    found |= dict.fromkeys(index.by_iri[iri] for iri in iris[:_POOL] if iri in index.by_iri)
    if query.text:
        found |= dict.fromkeys(_by_words(words(asked_for.key), index, query))
    return found or dict.fromkeys(_by_properties(asked_for, index))


def _by_words(asked: Iterable[str], index: Index, query: Query) -> list[int]:
    """Return the entities that share the most telling words, the rarest words first, within the budget."""
    typed = list(dict.fromkeys(asked))[:_WORDS]
    near = {word for word in typed if word in index.by_word}
    slips = [word for word in typed if word not in near][:_SLIPS]
    near |= {other for word in slips for other in index.nearest(word)}
    weights: dict[int, float] = defaultdict(float)
    read = 0
    for word in sorted(near, key=lambda word: (len(index.by_word[word]), word)):
        places = index.by_word[word]
        if read and read + len(places) > _BUDGET:
            break
        read += len(places)
        weight = math.log(1 + len(index.entities) / len(places))
        for place in places:
            weights[place] += weight
    fitting = ((-weight, place) for place, weight in weights.items() if _may_be(index.entities[place], query))
    return [place for _, place in heapq.nsmallest(_POOL, fitting)]


def _by_properties(asked_for: Wanted, index: Index) -> list[int]:
    """Without words, the entities that have the most of what the properties ask for."""
    hits: Counter[int] = Counter()
    for item in asked_for.constraints:
        hits.update(_having(item, index, asked_for.query))
    best = sorted(hits, key=lambda place: (-hits[place], place))
    return [place for place in best if _may_be(index.entities[place], asked_for.query)][:_POOL]


def _having(item: Ready, index: Index, query: Query) -> set[int]:
    """Return the entities that may have one of the values of one property."""
    moments = {str(moment) for moment in item.moments if moment is not None}
    exact = item.words if item.property.kind == "code" else ()
    found = {place for value in (*item.iris, *moments, *exact) for place in index.by_value.get(value, ())}
    found |= {index.by_iri[iri] for iri in item.iris if item.property.kind == "iri" and iri in index.by_iri}
    if item.property.kind == "text":
        told = sorted({word for key in item.keys for word in words(key)})
        found |= set(_by_words(told, index, query))
    if item.property.kind == "number":
        found |= {place for number in item.numbers for place in index.by_number.get(number, ())}
    return {place for place in found if index.entities[place].sort.value in item.property.of}
