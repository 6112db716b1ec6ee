"""How a duty stands on a day. Documents never say that a thing was done; a period's end is not a printed limit.

``overdue``: the last day is printed (“trước ngày 30/6”) and over. ``done-unknown``: the period (“Quý I”) is over, and
nothing says whether it was done. ``soon``, ``ahead``: still to come. ``vague``: words of time that give no day
(“thường xuyên”). ``no-time``: none at all. Beside them: ``no-lead``, ``two-leads``, as the rules T01 and T02 judge.
"""

from __future__ import annotations

import datetime as dt

STANDINGS = ("overdue", "done-unknown", "soon", "ahead", "vague", "no-time")
FLAGS = ("no-lead", "two-leads")
SOON = dt.timedelta(days=30)


def soon_after(today: dt.date) -> dt.date:
    """Return the last day on which what is due is due soon."""
    return today + min(SOON, dt.date.max - today)


def standing(end: str, *, is_printed: bool, has_time: bool, today: str, soon: str) -> str:
    """Return how a duty stands whose last day is ``end`` (ISO, empty where there is none)."""
    if not end:
        return "vague" if has_time else "no-time"
    if end < today:
        return "overdue" if is_printed else "done-unknown"
    return "soon" if end <= soon else "ahead"
