"""The weeks of a month."""

from __future__ import annotations

import calendar
import datetime as dt


def weeks(month: dt.date) -> tuple[tuple[dt.date | None, ...], ...]:
    """Return the weeks of a month, Monday first; None for days of other months."""
    found = calendar.Calendar().monthdayscalendar(month.year, month.month)
    return tuple(tuple(month.replace(day=day) if day else None for day in week) for week in found)
