"""What falls on the next days: duties, reports and events of the index; what is shown is described."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cancu.query.falling import EVENT, REPORT, TASK
from cancu.query.index.chosen import last_days
from cancu.query.index.entries import Scope, beside
from cancu.serve.calendar.agenda import Entry, agenda
from cancu.serve.calendar.indexed import Calendar
from cancu.serve.service import Service

_PATIENCE = 3.0
"""Seconds that the first visitor after a change may wait for what is due."""
_YEARLY = {"origin", "known", "knownLabel"}
"""What makes an event one of every year; here it falls on its own day."""
_KINDS = {"task": TASK, "event": EVENT}


@dataclass(frozen=True, slots=True)
class Due:
    """The first things that are due, with their days, and how many are due in all."""

    entries: tuple[tuple[dt.date, Entry], ...]
    total: int


class Deadlines:
    """Answers what is due soon. May be used from any thread."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._calendar = Calendar(service)

    def soon(self, since: dt.date, until: dt.date, language: str, most: int) -> Due:
        """Return what falls on one of these days, the soonest first; a stretch counts by its last day.

        Raises LimitError, StoreError.
        """
        database, every = self._service.index.complete(), Scope((REPORT, TASK, EVENT))
        reports, total = self._calendar.first(Scope((REPORT,)), since, until, most)
        found = [(one.day, "report", one.item) for one in reports]
        for kind, number in _KINDS.items():
            days, count = last_days(database, number, since.isoformat(), until.isoformat(), most)
            found += [(dt.date.fromisoformat(day), kind, item) for day, item in days]
            total += count
        first = sorted(found)[:most]
        shown = {item for _, _, item in first}
        context = beside(database, every, {one.number for one in reports if one.item in shown}, mentions=False)
        return Due(self._described(first, sorted({*shown, *context}), (since, until), language), total)

    def _described(
        self,
        found: Sequence[tuple[dt.date, str, str]],
        items: Sequence[str],
        window: tuple[dt.date, dt.date],
        language: str,
    ) -> tuple[tuple[dt.date, Entry], ...]:
        rows = self._calendar.rows(Scope((REPORT, TASK, EVENT)), items, language, _PATIENCE)
        bare = [{name: value for name, value in row.items() if name not in _YEARLY} for row in rows]
        wanted = {(day, item) for day, _, item in found}
        days = [(day, entry) for entry in agenda(bare, language).entries for day in _days(entry, *window)]
        shown = [(day, entry) for day, entry in days if wanted & {(day, uid) for uid in _uids(entry)}]
        return tuple(sorted(shown, key=lambda one: (one[0], one[1].kind, one[1].uid)))


def _days(entry: Entry, since: dt.date, until: dt.date) -> Iterator[dt.date]:
    """Yield the days of an entry between two days; a stretch counts by its last day."""
    stretch = entry.end - entry.series.first
    return (day + stretch for day in entry.series.days(since - stretch, until - stretch))


def _uids(entry: Entry) -> tuple[str, str]:
    """Return the identifier of an entry, without the day that is added to it where one thing has two entries, too."""
    return entry.uid, entry.uid.rpartition("#")[0]
