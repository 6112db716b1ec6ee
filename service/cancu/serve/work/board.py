"""Duties in columns: by how they stand, or by the month in which they end. Each column shows its first few."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cancu.serve.work.dates import LAST, last_of, month_of, months_on
from cancu.serve.work.duties import Duty
from cancu.serve.work.standing import STANDINGS

CARDS = 6
MONTHS = 12
Found = Sequence[tuple[Duty, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a word (a standing, ``earlier``, ``later``, ``undated``) or a month, its duties, and the filters that
    choose just these; None where no filter does."""

    word: str
    month: str
    found: Found
    filters: Mapping[str, str] | None

    @property
    def cards(self) -> Found:
        """The duties that are shown."""
        return self.found[:CARDS]


def by_state(found: Found) -> tuple[Column, ...]:
    """Return a column for each standing that there is."""
    columns: dict[str, list[tuple[Duty, str]]] = {name: [] for name in STANDINGS}
    for one in found:
        columns[one[1]].append(one)
    return tuple(Column(name, "", duties, {"state": name}) for name, duties in columns.items() if duties)


def by_month(found: Found, first: dt.date) -> tuple[Column, ...]:
    """Return a column for each of twelve months from ``first`` on, with what ends earlier, later, and on no day.

    Months in which nothing ends are left out.
    """
    begin = month_of(first)
    last = months_on(begin, MONTHS - 1) or month_of(LAST)
    columns: dict[str, list[tuple[Duty, str]]] = defaultdict(list)
    for one in found:
        columns[_month(one[0], begin, last)].append(one)
    months = sorted(name for name in columns if name not in _WORDS)
    return tuple(
        Column(
            "" if name in months else name,
            name if name in months else "",
            columns[name],
            {"month": name} if name in months else None,
        )
        for name in ("earlier", *months, "later", "undated")
        if name in columns
    )


_WORDS = ("earlier", "later", "undated")


def _month(duty: Duty, begin: dt.date, last: dt.date) -> str:
    if not duty.end:
        return "undated"
    if duty.end < begin.isoformat():
        return "earlier"
    return "later" if duty.end > last_of(last).isoformat() else duty.end[:7]
