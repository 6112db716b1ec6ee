"""Duties in columns: by how they stand, or by the month in which they end. Each column shows its first few."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cancu.query.index.chosen import Duty, Wanted
from cancu.serve.work.dates import LAST, month_of, months_on
from cancu.serve.work.duties import Duties
from cancu.serve.work.standing import STANDINGS

CARDS = 6
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a word (a standing, ``earlier``, ``later``, ``undated``) or a month, how many duties are in it, those
    that are shown, and the filters that choose just these; None where no filter does."""

    word: str
    month: str
    count: int
    cards: Sequence[Duty]
    filters: Mapping[str, str] | None


def by_state(duties: Duties, wanted: Wanted) -> tuple[Column, ...]:
    """Return a column for each standing that there is."""
    counts = duties.grouped(wanted, "standing")
    return tuple(
        Column(name, "", counts[name], duties.first(replace(wanted, standing=name), CARDS), {"state": name})
        for name in STANDINGS
        if name in counts
    )


def by_month(duties: Duties, wanted: Wanted, first: dt.date) -> tuple[Column, ...]:
    """Return a column for each of twelve months from ``first`` on, with what ends earlier, later, and on no day.

    Months in which nothing ends are left out.
    """
    begin = month_of(first)
    last = months_on(begin, MONTHS - 1) or month_of(LAST)
    counts = duties.grouped(wanted, "month")
    columns: dict[str, list[str]] = defaultdict(list)
    for month in counts:
        columns[_word(month, begin.isoformat()[:7], last.isoformat()[:7]) or month].append(month)
    months = sorted(name for name in columns if name not in _WORDS)

    def column(name: str) -> Column:
        inside = columns[name]
        cards = duties.first(replace(wanted, ends=(min(inside), max(inside))), CARDS)
        is_month = name in months
        count = sum(counts[month] for month in inside)
        return Column(
            "" if is_month else name, name if is_month else "", count, cards, {"month": name} if is_month else None
        )

    return tuple(column(name) for name in ("earlier", *months, "later", "undated") if name in columns)


_WORDS = ("earlier", "later", "undated")


def _word(month: str, begin: str, last: str) -> str:
    """Return the word of the column for a month; empty for one that has its own."""
    if not month:
        return "undated"
    return "earlier" if month < begin else "later" if month > last else ""
