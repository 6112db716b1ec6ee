"""A query whose words and properties are taken apart once, before entities are compared with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cancu.query.typed import asked, is_year, special
from cancu.serve.reconcile.asking import Query
from cancu.serve.reconcile.constraints import Ready
from cancu.serve.reconcile.keys import days_in, document_key, is_whole, numbers_in, spelled


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query taken apart once: its words, and the values of its properties.

    ``document_key`` is the key where a document is named, ``timeless`` the same without years; ``fitting`` are the IRIs
    of the documents that the lookup by name finds.
    """

    query: Query
    key: str
    document_key: str
    timeless: str
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
    read, key = asked(query.text, {}), document_key(query.text)
    told = {int(word) for word in (*read.years, *read.figures) if is_year(word)}
    return Wanted(
        query=query,
        key=spelled(query.text),
        document_key=key,
        timeless=" ".join(word for word in key.split() if not is_year(word) and word not in special("year")),
        numbers=numbers_in(query.text) | frozenset(filter(is_whole, typed)),
        days=days,
        years=frozenset(told | alone | {one.year for one in days}),
        constraints=constraints,
        fitting=fitting,
    )
