"""Which entries stand on which day, read plainly: every entry on each of its days. The index is held against this."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cancu.query.falling import KINDS
from cancu.serve.calendar.agenda import Entry


def by_day(entries: Iterable[Entry], first: dt.date, last: dt.date) -> Mapping[dt.date, Sequence[Entry]]:
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
