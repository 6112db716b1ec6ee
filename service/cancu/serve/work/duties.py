"""The duties of the store, in the order of their time, chosen by the index; the rows that are shown are asked of it.

So a page costs what its own rows cost, however many duties there are, also after a commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from cancu import resources
from cancu.query import Catalogue, Cell, Table
from cancu.query.index.chosen import Counts, Duty, Group, Wanted, before, counted, grouped, some
from cancu.serve.http.kept import Kept
from cancu.serve.rest import cursors
from cancu.serve.service import Service
from cancu.serve.work.paging import Slice

_T = TypeVar("_T")
Row = dict[str, str | int | bool]
_CHUNK = 500
"""Tasks that are read, and whose rows are asked for, at a time."""
_KEPT = 32
"""Counts, and pages of rows, that are kept."""
_WIDTH = 6
PATIENCE = 60.0
"""Seconds for what is asked once for each state of the store."""


class Duties:
    """Answers what the page of duties asks. May be used from any thread. Raises LimitError, StoreError."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._own = Catalogue.load(resources.path("queries", "pages"))
        self._counts = Kept(lambda: service.store.version, most=_KEPT)
        self._pages = Kept(lambda: service.store.version, most=_KEPT)

    def counts(self, wanted: Wanted) -> Counts:
        """Return how many duties pass the filters, and how many of each state pass the others."""
        return self._counts.get(repr(wanted), lambda: counted(self._service.index.complete(), wanted))

    def grouped(self, wanted: Wanted, by: Group) -> Mapping[str, int]:
        """Return how many duties that pass there are in each group that has some."""
        return grouped(self._service.index.complete(), wanted, by)

    def first(self, wanted: Wanted, most: int) -> tuple[Duty, ...]:
        """Return the first duties that pass."""
        return some(self._service.index.complete(), wanted, most)

    def each(self, wanted: Wanted) -> Iterator[Duty]:
        """Yield all duties that pass."""
        database, after = self._service.index.complete(), None
        while found := some(database, wanted, _CHUNK, after):
            yield from found
            after = found[-1].place

    def page(self, wanted: Wanted, of: str, cursor: str, limit: int) -> Slice[Duty]:
        """Return ``limit`` duties after ``cursor``; ``of`` tells this list from others.

        Raises ParameterError for a cursor of another list.
        """
        database = self._service.index.complete()
        after = tuple(map(cursors.plain, cursors.read(cursor, of, _WIDTH))) if cursor else None
        found = some(database, wanted, limit + 1, after)
        following = cursors.written(found[limit - 1].place, of) if len(found) > limit else None
        return Slice(found[:limit], before(database, wanted, after) if after else 0, following)

    def kept(self, name: str, make: Callable[[], _T]) -> _T:
        """Return what ``make`` made of the rows of a page, until the store changes."""
        return self._pages.get(name, make)

    def table(self, iris: Sequence[str], today: str, soon: str) -> Table:
        """Return the rows of the question ``duties`` for these tasks, in their order."""
        question, values = self._service.catalogue["duties"], {"today": today, "soon": soon}
        chunks = (iris[first : first + _CHUNK] for first in range(0, len(iris), _CHUNK))
        return self._table(iris, (question.bind(values, only={"task": chunk}) for chunk in chunks))

    def whole(self, iris: Sequence[str], bound: Mapping[str, str]) -> Table:
        """Return what ``table`` returns by one question with its filters ``bound``: better where tasks are many."""
        return self._table(iris, [self._service.catalogue["duties"].bind(bound, self._service.finder.resolve)])

    def _table(self, iris: Sequence[str], texts: Iterable[str]) -> Table:
        columns = tuple(column.name for column in self._service.catalogue["duties"].columns)
        found: dict[str, tuple[Cell | None, ...]] = {}
        for text in texts:
            for row in Table.read(self._service.run(text, timeout=PATIENCE).body).rows:
                if row[0] is not None:
                    found.setdefault(row[0].value, row)
        return Table(columns, tuple(found[iri] for iri in iris if iri in found))

    def parts(self, iris: Sequence[str]) -> dict[tuple[str, str], list[Row]]:
        """Return who leads and who takes part in these tasks, by task and part."""
        parts: dict[tuple[str, str], list[Row]] = defaultdict(list)
        if iris:
            asked = self._own["duty-parts"].bind({}, only={"task": iris})
            for row in Table.read(self._service.run(asked).body).records:
                parts[str(row["task"]), str(row["part"])].append(row)
        return parts
