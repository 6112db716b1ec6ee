"""A query whose words and properties are taken apart once, before entities are compared with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cancu.query.typed import asked
from cancu.serve.reconcile.asking import Query
from cancu.serve.reconcile.constraints import Ready
from cancu.serve.reconcile.keys import days_in, is_whole, numbers_in, spelled


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query taken apart once: its words, and the values of its properties.

    ``fitting`` are the IRIs of the documents that the lookup by name finds.
    """

    query: Query
    key: str
    numbers: frozenset[str]
    days: frozenset[dt.date]
    years: frozenset[int]
    constraints: tuple[Ready, ...]
    fitting: frozenset[str]


def wanted(query: Query, constraints: tuple[Ready, ...], fitting: frozenset[str]) -> Wanted:
    """Take a query apart."""
    typed = frozenset(key for item in constraints if item.property.kind == "number" for key in item.numbers)
    moments = [moment for item in constraints if item.property.kind in {"date", "year"} for moment in item.moments]
    days = days_in(query.text) | {moment for moment in moments if isinstance(moment, dt.date)}
    alone = {moment for moment in moments if isinstance(moment, int)}
    return Wanted(
        query=query,
        key=spelled(query.text),
        numbers=numbers_in(query.text) | frozenset(filter(is_whole, typed)),
        days=days,
        years=frozenset({int(year) for year in asked(query.text, {}).years} | alone | {one.year for one in days}),
        constraints=constraints,
        fitting=fitting,
    )
