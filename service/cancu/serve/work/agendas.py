"""The entries of the calendar for pages: what one view shows of them, kept until the store changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from cancu.errors import ParameterError
from cancu.query.falling import KINDS, Row
from cancu.query.index.entries import Scope
from cancu.serve.calendar.agenda import Entry
from cancu.serve.calendar.indexed import Calendar
from cancu.serve.http.kept import Kept
from cancu.serve.service import Service
from cancu.serve.work.dates import last_of

_T = TypeVar("_T")
_KEPT = 64
"""Views, and counts of what has no day, that are kept."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day: its first entries, and how many it has."""

    entries: Sequence[Entry]
    total: int


@dataclass(frozen=True, slots=True)
class Month:
    """A month in the view of a year: its first day, its first entries, how many it has, and of each kind."""

    first: dt.date
    entries: Sequence[tuple[dt.date, Entry]]
    total: int
    counts: Mapping[str, int]


class Agendas:
    """Answers what the page of the calendar asks. May be used from any thread. Raises LimitError, StoreError."""

    def __init__(self, service: Service) -> None:
        self._calendar = Calendar(service)
        self._kept = Kept(lambda: service.store.version, most=_KEPT)

    def scope(self, values: Mapping[str, str], kinds: tuple[str, ...]) -> Scope:
        """Return what ``body``, ``document`` and ``topic`` choose, of these kinds. Raises NotFoundError."""
        return self._calendar.scope(values, kinds)

    def month(self, scope: Scope, language: str, first: dt.date, most: int) -> Mapping[dt.date, Day]:
        """Return the days of a month that have entries, with at most ``most`` of each."""

        def read() -> Mapping[dt.date, Day]:
            counts = self._calendar.counted(scope, first, last_of(first))
            shown = self._calendar.on(scope, language, list(counts), most=most)
            return {day: Day(shown.get(day, ()), sum(found.values())) for day, found in counts.items()}

        return self._get(("month", scope, language, first, most), read)

    def year(self, scope: Scope, language: str, year: int, most: int) -> tuple[Month, ...]:
        """Return the months of a year, each with its first ``most`` entries."""

        def read() -> tuple[Month, ...]:
            counts = self._calendar.counted(scope, dt.date(year, 1, 1), dt.date(year, 12, 31))
            months = [_days_in(counts, dt.date(year, number, 1)) for number in range(1, 13)]
            shown = self._calendar.on(
                scope, language, [day for days in months for day in _first(days, most)], most=most
            )
            return tuple(
                Month(
                    dt.date(year, number, 1),
                    [(day, entry) for day in days for entry in shown.get(day, ())][:most],
                    sum(sum(found.values()) for found in days.values()),
                    {kind: sum(found.get(kind, 0) for found in days.values()) for kind in KINDS},
                )
                for number, days in enumerate(months, 1)
            )

        return self._get(("year", scope, language, year, most), read)

    def day(self, scope: Scope, language: str, day: dt.date, most: int, skip: int) -> Day:
        """Return a day with at most ``most`` entries after the first ``skip``."""

        def read() -> Day:
            count = sum(self._calendar.counted(scope, day, day).get(day, {}).values())
            shown = self._calendar.on(scope, language, [day], most=most, skip=skip, whole=True)
            return Day(shown.get(day, ()), count)

        return self._get(("day", scope, language, day, most, skip), read)

    def undated(self, scope: Scope) -> Mapping[str, int]:
        """Return how many things of each kind have no day."""
        return self._get(("undated", scope), lambda: self._calendar.undated(scope))

    def loose(self, scope: Scope, language: str, most: int, skip: int) -> tuple[Row, ...]:
        """Return what has no day, at most ``most`` after the first ``skip``."""
        return self._get(
            ("loose", scope, language, most, skip),
            lambda: self._calendar.loose(scope, language, most=most, skip=skip),
        )

    def _get(self, name: tuple[object, ...], make: Callable[[], _T]) -> _T:
        return self._kept.get(repr(name), make)


def _days_in(counts: Mapping[dt.date, Mapping[str, int]], first: dt.date) -> Mapping[dt.date, Mapping[str, int]]:
    return {day: found for day, found in counts.items() if first <= day <= last_of(first)}


def _first(days: Mapping[dt.date, Mapping[str, int]], most: int) -> Sequence[dt.date]:
    """Return the first days that have so many entries together."""
    found: list[dt.date] = []
    total = 0
    for day, counts in days.items():
        if total >= most:
            break
        found.append(day)
        total += sum(counts.values())
    return found


def kinds_in(values: list[str]) -> tuple[str, ...]:
    """Return the kinds named, all where none is. Raises ParameterError."""
    named = [part.strip() for value in values for part in value.split(",") if part.strip()]
    for kind in named:
        if kind not in KINDS:
            names = ", ".join(KINDS)
            raise ParameterError(f"“{kind}” không phải một trong: {names}.", f"not one of: {names}.", where="kind")
    return tuple(kind for kind in KINDS if kind in named) or KINDS
