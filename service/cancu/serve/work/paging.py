"""Pages of a list that is sorted in memory: cursors as those of the REST lists, so that what changes shifts nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cancu.serve.rest import cursors

_T = TypeVar("_T")
Values = tuple[cursors.Value, ...]


@dataclass(frozen=True, slots=True)
class Slice(Generic[_T]):
    """Some items, the place of the first, and the cursor after the last; None where no more follow."""

    items: Sequence[_T]
    first: int
    following: str | None


def place_of(values: Values) -> cursors.Key:
    """Return what items are sorted by: numbers before texts, nothing before both."""
    return cursors.key(values, [False] * len(values))


def cut(items: Sequence[_T], values_of: Callable[[_T], Values], of: str, cursor: str, limit: int) -> Slice[_T]:
    """Return ``limit`` of the sorted ``items`` after ``cursor``; ``of`` tells this list from others.

    Raises ParameterError for a cursor of another list.
    """
    first = 0
    if cursor:
        width = len(values_of(items[0])) if items else 0
        after = place_of(cursors.read(cursor, of, width))
        first = bisect_right(items, after, key=lambda item: place_of(values_of(item)))
    shown = items[first : first + limit]
    is_more = first + limit < len(items)
    return Slice(shown, first, cursors.written(values_of(shown[-1]), of) if is_more else None)
