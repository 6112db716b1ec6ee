"""How a duty stands on a day. Documents never say that a thing was done; a period's end is not a printed limit.

``overdue``: the last day is printed (“trước ngày 30/6”) and over. ``done-unknown``: the period (“Quý I”) is over, and
nothing says whether it was done. ``soon``, ``ahead``: still to come. ``vague``: words of time that give no day
(“thường xuyên”). ``no-time``: none at all. Beside them: ``no-lead``, ``two-leads``, as the rules T01 and T02 judge.
"""

from __future__ import annotations

import datetime as dt

from cancu.query.index import chosen

STANDINGS, FLAGS = tuple(chosen.STANDINGS), tuple(chosen.FLAGS)
SOON = dt.timedelta(days=30)


def soon_after(today: dt.date) -> dt.date:
    """Return the last day on which what is due is due soon."""
    return today + min(SOON, dt.date.max - today)
