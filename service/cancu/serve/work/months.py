"""What stands on which day of a month or a year, of the entries of a calendar; recurring entries on all their days."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cancu.serve.calendar.agenda import KINDS, Entry
from cancu.serve.work.dates import last_of

Days = Mapping[dt.date, Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Month:
    """A month in the view of a year: its first day, its entries by day, and how many there are of each kind."""

    first: dt.date
    entries: Sequence[tuple[dt.date, Entry]]
    counts: Mapping[str, int]


def by_day(entries: Iterable[Entry], first: dt.date, last: dt.date) -> Days:
    """Return the entries on each day from ``first`` to ``last``; reports before tasks before events."""
    days: dict[dt.date, list[Entry]] = defaultdict(list)
    for entry in entries:
        for day in _days(entry, first, last):
            days[day].append(entry)
    for found in days.values():
        found.sort(key=lambda entry: (KINDS.index(entry.kind), not entry.series.is_exact, entry.summary, entry.uid))
    return dict(sorted(days.items()))


def _days(entry: Entry, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the days of an entry in the window, each once: an entry that lasts some days stands on all of them."""
    series = entry.series
    if series.first > last or (series.text and series.last < first):
        return
    stretch = max(entry.end - series.first, dt.timedelta())
    begin = first - min(stretch, first - dt.date.min)
    seen = set()
    for start in series.days(begin, last):
        for step in range(stretch.days + 1):
            day = start + dt.timedelta(days=step)
            if first <= day <= last and day not in seen:
                seen.add(day)
                yield day


def weeks(month: dt.date) -> tuple[tuple[dt.date | None, ...], ...]:
    """Return the weeks of a month, Monday first; None for days of other months."""
    found = calendar.Calendar().monthdayscalendar(month.year, month.month)
    return tuple(tuple(month.replace(day=day) if day else None for day in week) for week in found)


def year_of(entries: Iterable[Entry], year: int) -> tuple[Month, ...]:
    """Return the twelve months of a year."""
    days = by_day(entries, dt.date(year, 1, 1), dt.date(year, 12, 31))
    months = []
    for first in (dt.date(year, number, 1) for number in range(1, 13)):
        inside = [(day, entry) for day, found in days.items() if first <= day <= last_of(first) for entry in found]
        counts = {kind: sum(entry.kind == kind for _, entry in inside) for kind in KINDS}
        months.append(Month(first, inside, counts))
    return tuple(months)
