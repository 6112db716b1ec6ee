"""Days as pages show them: the Vietnamese way, from what the store holds."""

from __future__ import annotations

import datetime as dt

from cancu.query.days import day_or_none

FIRST, LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
"""The days of which calendars are shown."""


def shown(value: object) -> str:
    """Return a day as people in Vietnam write it, ``11/03/2026``; what is no day as it stands."""
    day = day_or_none(value)
    return f"{day:%d/%m}/{day.year}" if day else str(value or "")


def month_of(day: dt.date) -> dt.date:
    """Return the first day of the month."""
    return day.replace(day=1)


def months_on(month: dt.date, count: int) -> dt.date | None:
    """Return the month ``count`` months later (or before); None outside the years of calendars."""
    total = month.year * 12 + month.month - 1 + count
    year, place = divmod(total, 12)
    return dt.date(year, place + 1, 1) if FIRST.year <= year <= LAST.year else None


def last_of(month: dt.date) -> dt.date:
    """Return the last day of the month that begins on ``month``."""
    return (month + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
