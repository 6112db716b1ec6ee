"""The first rows of an order without all others (top-k): only what the smallest keys bind is evaluated.

The engine binds, decodes and sorts every row before it gives the first. Where the first condition of ORDER BY is the
object of a triple pattern, its distinct values are cheap to have; the rows of the smallest ones come before all others,
so that as soon as they fill LIMIT nothing else is needed.

What is gained depends on the data, and is asked of them: where another pattern has few matches, where nearly all keys
would be needed, or where their order is not certain, the question is evaluated as a whole.
"""

from __future__ import annotations

import datetime as dt
import heapq
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any, TypeAlias

import pyoxigraph as ox

_FEW = 250
"""A pattern of fewer matches is where the engine had best begin."""
_MANY = 10_000
"""Matches that are counted at most to tell which of two patterns has more."""
_SMALLER = 4
"""A pattern that has so many times fewer matches than that of the keys makes whole evaluation better."""
_AHEAD = 2
"""Rows of keys that are tried for each row that is wanted, and how they grow."""
_GROWTH = 4
_PART = 8
"""Of the rows of keys at most this part (⅛) is tried."""
_MOST = 64
"""Keys that are tried at most: from a hundred on the engine reads the whole pattern instead of looking each up."""
_MOST_PAIRS = 4_096
_READ = 400_000
"""Rows that keys may have, if these are to be told apart by their subjects."""

_FORMS = {"date": "%Y-%m-%d", "dateTime": "%Y-%m-%dT%H:%M:%S"}
_IRI = re.compile(r"[^<>\"{}|^`\\\x00-\x20]*")
_NUMBER = re.compile(r"0|-?[1-9]\d{0,17}")
"""Integers that the engine reads as numbers, as it writes them."""

Ask: TypeAlias = Callable[[str], Iterable[Sequence[Any]]]
"""Evaluates a SELECT and yields its rows."""
_Rank: TypeAlias = tuple[str, str | int]


@dataclass(frozen=True, slots=True)
class TopK:
    """How to find the first rows of one question; texts are SPARQL, without the ``prologue`` of declarations.

    ``question`` are the texts before and behind where VALUES for ``names`` go: the key, and the subject that has it
    where that is the next condition. ``descends`` tells which of them are ordered from the largest down. ``keys`` asks
    for keys and how many rows each has; ``pairs`` are the texts before and behind keys, asking for key and subject.
    ``peeks`` ask for the matches of each pattern, that of the keys first. ``limit`` rows are asked for, of ``wanted``
    that come before or with them.
    """

    prologue: str
    question: tuple[str, str]
    names: tuple[str, ...]
    descends: tuple[bool, ...]
    keys: str
    pairs: tuple[str, str]
    peeks: tuple[str, ...]
    limit: int
    wanted: int

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> TopK:
        """Return what ``dataclasses.asdict`` made of one."""
        parts: dict[str, Any] = {name: tuple(part) if isinstance(part, list) else part for name, part in told.items()}
        return cls(**parts)

    @property
    def whole(self) -> str:
        """The question without any VALUES."""
        return f"{self.prologue} {''.join(self.question)}"


def narrowed(ask: Ask, plan: TopK) -> Iterator[str]:
    """Yield the question with more and more of its first keys; it is answered by the first that fills its LIMIT.

    Where none does, or none is yielded, it is to be evaluated as a whole. Raises what ``ask`` raises.
    """

    def rows_of(text: str) -> Iterable[Sequence[Any]]:
        return ask(f"{plan.prologue} {text}")

    if not _is_worth_it(rows_of, plan):
        return
    keys, total = _keys(rows_of, plan)
    pairs = _Pairs(rows_of, plan)
    rows = _AHEAD * plan.wanted
    while keys and rows <= min(total // _PART, _MOST_PAIRS):
        first, theirs = _prefix(keys, rows)
        told = pairs.of(first, theirs) if theirs > rows * _GROWTH else None
        is_part = theirs * 2 <= total
        if theirs < rows or (told is None and not is_part):
            return
        values = _values([(key,) for key in first] if told is None else told[:rows], plan.names)
        yield f"{plan.prologue} {plan.question[0]} {values} {plan.question[1]}"
        rows *= _GROWTH


def _values(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> str:
    """Return the rows as VALUES (SPARQL 1.1 Query §10) for the first of ``names``, as many as a row has terms."""
    variables = " ".join(f"?{name}" for name in names[: len(rows[0])])
    terms = (" ".join(map(str, row)) for row in rows)
    return f"VALUES ({variables}) {{ {' '.join(f'({row})' for row in terms)} }}"


def _is_worth_it(ask: Ask, plan: TopK) -> bool:
    """Tell whether there are keys enough, and no pattern has so few matches that the engine had best begin there."""
    others = plan.peeks[1:]
    if any(_matches(ask, peek, _FEW) < _FEW for peek in others):
        return False
    enough = _PART * _AHEAD * plan.wanted
    keys = _matches(ask, plan.peeks[0], max(enough, _MANY))
    least = keys // _SMALLER
    return keys >= enough and all(_matches(ask, peek, least) == least for peek in others)


def _matches(ask: Ask, peek: str, most: int) -> int:
    return sum(1 for _ in islice(ask(peek), most))


def _keys(ask: Ask, plan: TopK) -> tuple[list[tuple[Any, int]], int]:
    """Return the first keys in order with the rows of each, and the rows of all; nothing where no order is certain."""
    kinds, total = set[str | None](), 0

    def ranked() -> Iterator[tuple[_Rank, Any, int]]:
        nonlocal total
        for key, count in ask(plan.keys):
            rank = _rank(key)
            kinds.add(rank and rank[0])
            if rank is None or len(kinds) > 1:
                break
            total += int(count.value)
            yield rank, key, int(count.value)

    best = heapq.nlargest if plan.descends[0] else heapq.nsmallest
    first = best(_MOST, ranked(), key=lambda item: item[0])
    is_certain = len(kinds) == 1 and None not in kinds
    return ([(key, rows) for _, key, rows in first], total) if is_certain else ([], 0)


def _rank(term: Any) -> _Rank | None:
    """Return the kind of a term and what orders it among those of its kind, where two of them are never equal.

    Source: SPARQL 1.1 Query §15.1 and the operators of §17.3. Dates with time zones may be equal and written otherwise.
    """
    if isinstance(term, ox.NamedNode):
        return ("", term.value) if _IRI.fullmatch(term.value) else None
    if not isinstance(term, ox.Literal) or term.language is not None:
        return None
    kind, text = term.datatype.value.removeprefix(_schema()), term.value
    if kind == "integer":
        return (kind, int(text)) if _NUMBER.fullmatch(text) else None
    return (kind, text) if kind == "string" or _is_time(kind, text) else None


@cache
def _schema() -> str:
    """Return the namespace of XML Schema's datatypes, as the engine knows it."""
    return ox.Literal("").datatype.value.removesuffix("string")


def _is_time(kind: str, text: str) -> bool:
    try:
        form = _FORMS[kind]
        return dt.datetime.strptime(text, form).strftime(form) == text
    except (KeyError, ValueError):
        return False


def _prefix(keys: Sequence[tuple[Any, int]], rows: int) -> tuple[list[Any], int]:
    """Return the first keys that have at least ``rows`` rows together, and how many they have."""
    first, theirs = list[Any](), 0
    for key, count in keys:
        if theirs >= rows:
            break
        first.append(key)
        theirs += count
    return first, theirs


class _Pairs:
    """Keys with their subjects, in the order of both; read anew when there are more keys."""

    def __init__(self, ask: Ask, plan: TopK) -> None:
        self._ask, self._plan = ask, plan
        self._keys = 0
        self._told: list[tuple[Any, Any]] | None = None

    def of(self, keys: Sequence[Any], rows: int) -> list[tuple[Any, Any]] | None:
        """Return the pairs of ``keys``, of ``rows`` rows; None where subjects are no part of the order, or too many."""
        if len(self._plan.names) < 2 or rows > _READ:
            return None
        if self._keys != len(keys):
            self._keys, self._told = len(keys), self._read(keys)
        return self._told

    def _read(self, keys: Sequence[Any]) -> list[tuple[Any, Any]] | None:
        before, behind = self._plan.pairs
        found = {(key, subject) for key, subject in self._ask(f"{before} {' '.join(map(str, keys))} {behind}")}
        if not all(isinstance(subject, ox.NamedNode) and _IRI.fullmatch(subject.value) for _, subject in found):
            return None
        place = {key: number for number, key in enumerate(keys)}
        ordered = sorted(found, key=lambda pair: pair[1].value, reverse=self._plan.descends[1])
        return sorted(ordered, key=lambda pair: place[pair[0]])
