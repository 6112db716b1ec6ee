"""Days as the store holds them, and whether words print them: “30/6”, “ngày 30 tháng 6”."""

from __future__ import annotations

import datetime as dt
import re


def day_or_none(value: object) -> dt.date | None:
    """Return the day that begins a value of the store; None where it is none (``2026-02-30``)."""
    try:
        return dt.date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return None


def names_day(words: str, day: dt.date) -> bool:
    """Tell whether ``words`` print that day: “30/6”, “ngày 30 tháng 6”."""
    return day_pattern(day.month, day.day).search(words) is not None


def day_pattern(month: int, day: int) -> re.Pattern[str]:
    """Return what finds a day of a month as it is printed; its first group is the year, where one is printed."""
    return re.compile(
        rf"(?<!\d)0?{day}\s*(?:[/.-]|tháng)\s*0?{month}(?!\d)\s*(?:(?:[/.-]|năm)\s*((?:19|20)\d\d)(?!\d))?"
    )
