"""Lists by pages: which rows a page has is found without asking for the whole list.

A question of ``queries/lists`` counts the rows of each group of a list (mostly: of each document). These counts are
kept until the store changes; the rows of the few groups on a page are asked of the public question of the list. In a
store of 10,000 documents a page is so answered in the time that its own rows need.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from cancu import resources
from cancu.query import Catalogue, Table
from cancu.serve.rest.cursors import Key, Value, key
from cancu.serve.service import Service

Row = dict[str, str | int | bool]
_KEPT = 500_000
"""Groups kept at most, of all lists together."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: its question, the column of its items, and what it can be ordered by, the first by default.

    Columns in an order go down after “-”. Its first ``grouped`` columns tell the group, among them that of the
    parameter ``within``, with which the rows of groups are asked for. An order leaves no two rows alike.
    """

    name: str
    item: str
    within: str
    orders: Mapping[str, tuple[str, ...]]
    grouped: int = 1


_BY_DOCUMENT = "document"
LISTS: Mapping[str, Listing] = {
    one.name: one
    for one in (
        Listing(
            "documents",
            "document",
            "document",
            {
                "status": ("status", "-date", "document"),
                "date": ("date", "status", "document"),
                "-date": ("-date", "status", "document"),
            },
            grouped=3,
        ),
        Listing("references", "citation", "document", {_BY_DOCUMENT: ("document", "order", "citation")}),
        Listing("organisations", "body", "body", {"name": ("bodyLabel", "body")}, grouped=2),
        Listing("tasks", "task", "document", {_BY_DOCUMENT: ("document", "order", "task")}),
        Listing(
            "events",
            "event",
            "document",
            {
                "date": ("date", "year", "document", "order", "event"),
                "-date": ("-date", "-year", "document", "order", "event"),
            },
            grouped=3,
        ),
        Listing("reports", "report", "document", {_BY_DOCUMENT: ("document", "order", "report")}),
        Listing("findings", "finding", "document", {_BY_DOCUMENT: ("document", "severity", "from", "rule", "finding")}),
    )
}
"""Lists below /api/v1 by name, which is that of the question too."""


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list: rows in order, how many the whole list has, and what the last is ordered by, if more follow."""

    rows: tuple[Row, ...]
    total: int
    last: tuple[Value, ...] | None


@dataclass(frozen=True, slots=True)
class _Groups:
    """The groups of one list with one set of filters, in order: their sorting keys, things, and rows up to each."""

    keys: tuple[Key, ...]
    within: tuple[str, ...]
    upto: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.upto[-1] if self.upto else 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page is wanted: values of the question's parameters, order, and where it begins."""

    values: Mapping[str, str]
    order: str
    limit: int
    offset: int = 0
    after: tuple[Value, ...] | None = None


class Lists:
    """Answers pages of lists. May be used from any thread."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._counting = Catalogue.load(resources.folder("queries") / "lists")
        self._kept: OrderedDict[tuple[object, ...], _Groups] = OrderedDict()
        self._version = -1
        self._lock = threading.Lock()

    def page(self, listing: Listing, wanted: Wanted) -> Page:
        """Return one page. Raises ParameterError, NotFoundError, LimitError, StoreError."""
        columns = listing.orders[wanted.order]
        is_down = [column.startswith("-") for column in columns]
        groups = self._groups(listing, wanted)
        after = key(wanted.after, is_down) if wanted.after is not None else None
        if after is None:
            first = bisect_right(groups.upto, wanted.offset)
            skip = wanted.offset - (groups.upto[first - 1] if first else 0)
        else:
            first, skip = bisect_left(groups.keys, after[: listing.grouped]), 0
        found: list[tuple[Key, Row]] = []
        for part in _parts(groups, first, wanted.limit + 1 + skip):
            rows = self._rows(listing, wanted, groups, part)
            found += [one for one in rows if after is None or one[0] > after]
            if len(found) > skip + wanted.limit:
                break
        shown = [row for _, row in found[skip : skip + wanted.limit]]
        is_more = len(found) > skip + wanted.limit
        last = tuple(_value(shown[-1], column) for column in columns) if is_more else None
        return Page(tuple(shown), groups.total, last)

    def _rows(self, listing: Listing, wanted: Wanted, groups: _Groups, part: range) -> list[tuple[Key, Row]]:
        """Return the rows of some groups, in order; of rows that stand at one place, the first."""
        columns = listing.orders[wanted.order]
        is_down = [column.startswith("-") for column in columns]
        things = tuple(dict.fromkeys(groups.within[place] for place in part))
        keys = {groups.keys[place] for place in part}
        question = self._service.catalogue[listing.name]
        asked = question.bind(wanted.values, self._service.finder.resolve, only={listing.within: things})
        rows: dict[Key, Row] = {}
        for row in Table.read(self._service.run(asked).body).records:
            place = key([_value(row, column) for column in columns], is_down)
            if place[: listing.grouped] in keys:
                rows.setdefault(place, row)
        return sorted(rows.items(), key=lambda one: one[0])

    def _groups(self, listing: Listing, wanted: Wanted) -> _Groups:
        question = self._counting[listing.name]
        known = {parameter.name for parameter in question.parameters}
        values = {name: value for name, value in wanted.values.items() if name in known}
        name = (listing.name, wanted.order, *sorted(values.items()))
        version = self._service.store.version
        with self._lock:
            if version != self._version:
                self._kept.clear()
                self._version = version
            if (kept := self._kept.get(name)) is not None:
                self._kept.move_to_end(name)
                return kept
        asked = question.bind(values, self._service.finder.resolve)
        made = _grouped(listing, wanted.order, Table.read(self._service.run(asked).body))
        with self._lock:
            if version == self._version:
                self._kept[name] = made
                while len(self._kept) > 1 and sum(len(one.keys) for one in self._kept.values()) > _KEPT:
                    self._kept.popitem(last=False)
        return made


def _grouped(listing: Listing, order: str, table: Table) -> _Groups:
    columns = listing.orders[order][: listing.grouped]
    is_down = [column.startswith("-") for column in columns]
    thing = table.columns.index(listing.within)
    rows = sorted(
        (key([_value(row, column) for column in columns], is_down), str(row[listing.within]), int(row["count"]))
        for row, cells in zip(table.records, table.rows, strict=True)
        if (cell := cells[thing]) is not None and cell.is_iri
    )
    return _Groups(
        tuple(one for one, _, _ in rows),
        tuple(thing for _, thing, _ in rows),
        tuple(accumulate(count for _, _, count in rows)),
    )


def _parts(groups: _Groups, first: int, rows: int) -> Iterator[range]:
    """Yield groups from ``first`` on, as many at a time as have so many rows."""
    while first < len(groups.keys):
        before = groups.upto[first - 1] if first else 0
        end = min(bisect_left(groups.upto, before + rows) + 1, len(groups.keys))
        yield range(first, end)
        first = end


def _value(row: Row, column: str) -> Value:
    return row.get(column.removeprefix("-"))
