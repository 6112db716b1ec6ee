"""What falls on the next days: duties of the index, events and reports of the store; what is shown is described."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cancu import resources
from cancu.query import Catalogue, Table
from cancu.query.days import day_or_none
from cancu.query.index.chosen import last_days
from cancu.query.recurrence import frame, report_days
from cancu.query.terms import is_absolute_iri
from cancu.serve.calendar.agenda import Entry, agenda
from cancu.serve.service import Service

_PATIENCE = 3.0
"""Seconds that the first visitor after a change may wait for what is due."""
_Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Due:
    """The first things that are due, with their days, and how many are due in all."""

    entries: tuple[tuple[dt.date, Entry], ...]
    total: int


@dataclass(frozen=True, slots=True, order=True)
class _One:
    """One day of one thing; ``others`` are the things whose rows tell how to read its own."""

    day: dt.date
    kind: str
    item: str
    others: tuple[str, ...] = ()


class Deadlines:
    """Answers what is due soon. May be used from any thread."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._own = Catalogue.load(resources.path("queries", "pages"))

    def soon(self, since: dt.date, until: dt.date, language: str, most: int) -> Due:
        """Return what falls on one of these days, the soonest first; a stretch counts by its last day.

        Raises LimitError, StoreError.
        """
        database = self._service.index.complete()
        tasks, count = last_days(database, since.isoformat(), until.isoformat(), most)
        found = [*self._events(since, until), *self._reports(since, until)]
        first = sorted([*found, *(_One(dt.date.fromisoformat(day), "task", item) for day, item in tasks)])[:most]
        return Due(self._described(first, since, until, language), len(found) + count)

    def _events(self, since: dt.date, until: dt.date) -> Iterator[_One]:
        for row in self._rows("event-days", {"since": since.isoformat(), "until": until.isoformat()}):
            if day := day_or_none(row["start"]):
                yield _One(day, "event", row["item"])

    def _reports(self, since: dt.date, until: dt.date) -> Iterator[_One]:
        """Yield reports that fall due; where the same words print several days, each is a day of every year."""
        alike: dict[tuple[str, str], list[_Row]] = defaultdict(list)
        for row in self._rows("report-times", {}):
            alike[row["document"], row["quote"]].append(row)
        for rows in alike.values():
            items = tuple(sorted({row["item"] for row in rows}))
            is_alone = len({row["day"] for row in rows if row["day"]}) < 2
            for row in rows:
                window = frame(day_or_none(row["issued"]), row["period"])
                frequency = row["frequency"].rpartition("/")[2] or None
                series = report_days(frequency, row["day"][2:] or None, row["quote"], window, is_alone=is_alone)
                for day in series.days(since, until) if series else ():
                    yield _One(day, "report", row["item"], items)

    def _described(
        self, found: Sequence[_One], since: dt.date, until: dt.date, language: str
    ) -> tuple[tuple[dt.date, Entry], ...]:
        items = sorted({item for one in found for item in (one.item, *one.others) if is_absolute_iri(item)})
        if not items:
            return ()
        asked = self._own["deadlines"].bind({"language": language}, only={"item": items})
        entries = agenda(Table.read(self._service.run(asked, timeout=_PATIENCE).body).records, language).entries
        wanted = {(one.day, one.item) for one in found}
        days = [(day, entry) for entry in entries for day in _days(entry, since, until)]
        shown = [(day, entry) for day, entry in days if wanted & {(day, uid) for uid in _uids(entry)}]
        return tuple(sorted(shown, key=lambda one: (one[0], one[1].kind, one[1].uid)))

    def _rows(self, name: str, values: dict[str, str]) -> Iterable[_Row]:
        text = self._own[name].bind(values)
        columns = [column.name for column in self._own[name].columns]
        for row in self._service.store.rows(text, timeout=_PATIENCE):
            yield dict(zip(columns, row, strict=True))


def _days(entry: Entry, since: dt.date, until: dt.date) -> tuple[dt.date, ...]:
    """Return the days of an entry between two days; a stretch counts by its last day."""
    stretch = entry.end - entry.series.first
    return tuple(day + stretch for day in entry.series.days(since - stretch, until - stretch))


def _uids(entry: Entry) -> tuple[str, str]:
    """Return the identifier of an entry, without the day that is added to it where one thing has two entries, too."""
    return entry.uid, entry.uid.rpartition("#")[0]
