"""A citation while it is being read: ranges of the page, before names are written out and roles are known."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from cancu.model import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One mention. ``issuers`` are printed names; ``title`` is a range; ``head_end`` is where type and number end.

    ``words_end`` is the end of what is printed of date and issuer, where a title begins; ``canonical_issuer`` is a name
    already written out; ``is_amending``: laws are named before its number (“Luật sửa đổi … của Luật A số …”).
    """

    start: int
    end: int
    type: str
    number: str | None = None
    symbol: str | None = None
    head_end: int
    words_end: int
    date: dt.date | None = None
    issuers: tuple[str, ...] = ()
    canonical_issuer: str | None = None
    term: str | None = None
    title: Span | None = None
    pinpoint: Span | None = None
    is_amending: bool = False

    @property
    def is_numbered(self) -> bool:
        """Whether a number is printed."""
        return self.number is not None


class Ranges:
    """Ranges that may lie inside each other, asked by position in logarithmic time."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(ranges)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def holds(self, position: int) -> bool:
        """Does a range begin before ``position`` and end after it?"""
        index = bisect_left(self._starts, position)
        return index > 0 and self._reach[index - 1] > position

    def covers(self, position: int) -> bool:
        """Does ``position`` lie in a range, its first character included?"""
        index = bisect_right(self._starts, position)
        return index > 0 and self._reach[index - 1] > position


def parents(ranges: Iterable[tuple[int, int]]) -> tuple[int | None, ...]:
    """Return for each range, in order of start, the index of the innermost one in which it begins."""
    found: list[int | None] = []
    open_ranges: list[tuple[int, int]] = []
    for index, (start, end) in enumerate(ranges):
        while open_ranges and open_ranges[-1][1] <= start:
            open_ranges.pop()
        found.append(open_ranges[-1][0] if open_ranges else None)
        open_ranges.append((index, end))
    return tuple(found)
