"""On which days what a document names falls: a row of the question ``calendar`` as a series of days.

A report falls on its due day, a task on the last day of its time (a short one on all its days), an event on its day,
an anniversary whose original event is known on that day of every year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from cancu.query.days import day_or_none, names_day
from cancu.query.recurrence import Series, frame, report_days, yearly
from cancu.vietnamese import squeeze

Row = Mapping[str, str | int | bool]
REPORT, TASK, EVENT = range(3)
KINDS = ("report", "task", "event")
"""What falls on days, in the order in which a day shows it; the index has these numbers for them."""
SHORT = dt.timedelta(days=6)
"""A task that runs no longer than a week is shown on each of its days."""
LENGTH = 90
"""Characters of what is done, and of who does it, in the summary of an entry."""


def clip(text: str) -> str:
    """Return the beginning of a text, with an ellipsis where it goes on."""
    text = squeeze(text)
    return text if len(text) <= LENGTH else text[: LENGTH - 1].rstrip() + "…"


def when(row: Row, *, is_alone: bool) -> tuple[Series | None, dt.date | None]:
    """Return the days of a row and the last day of its first stretch; None where it has no day.

    ``is_alone`` tells of a report that the same words print no other day.
    """
    start, end = day_or_none(row.get("start")), day_or_none(row.get("end"))
    if row["kind"] == "event":
        return _event_days(row, start), None
    if row["kind"] == "report":
        frequency = str(row.get("frequency", "")).rpartition("/")[2] or None
        due = str(row["due"]) if row.get("due") else None
        window = frame(day_or_none(row.get("issued")), str(row.get("period", "")))
        return report_days(frequency, due, str(row["quote"]), window, is_alone=is_alone), None
    if end is None:
        return None, None
    is_exact = names_day(f"{row.get('time', '')} {row['quote']}", end)
    if start is not None and start <= end <= start + SHORT:
        return Series(start, is_exact=is_exact), end
    return Series(end, is_exact=is_exact), None


def _event_days(row: Row, day: dt.date | None) -> Series | None:
    """An anniversary without a date of its own stands in the year for which its document speaks."""
    origin = day_or_none(row.get("origin"))
    if origin is None:
        return None if day is None else Series(day)
    if day is None:
        window = frame(day_or_none(row.get("issued")), str(row.get("period", "")))
        day = None if window is None else _in_year(origin, window.begin.year)
    if day is None:
        return None
    is_same = (day.month, day.day) == (origin.month, origin.day)
    return yearly(day) if row.get("known") and is_same else Series(day)


def _in_year(origin: dt.date, year: int) -> dt.date:
    return origin.replace(year=year) if (origin.month, origin.day) != (2, 29) else dt.date(year, 2, 28)
