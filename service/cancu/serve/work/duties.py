"""All duties of the store, in the order of their time, ready to be chosen from.

What choosing needs of each is kept until the store changes; the rows that are shown are asked of the question
``duties``. So a page of a store with 10,000 tasks costs what its own rows cost.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cancu import resources
from cancu.query import Catalogue, Cell, Table
from cancu.serve.calendar.recurrence import names_day
from cancu.serve.http.kept import Kept
from cancu.serve.service import Service
from cancu.serve.work.dates import day_or_none
from cancu.serve.work.paging import Values
from cancu.serve.work.standing import standing
from cancu.vietnamese import fold

Row = dict[str, str | int | bool]
_CHUNK = 500
"""Tasks whose rows are asked for at a time."""
_DIGITS = 9
_KEPT = 8
"""Choices that are kept ready: who turns pages has one."""
PATIENCE = 60.0
"""Seconds for what is asked once for each state of the store."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What a duty is chosen and sorted by; days as ISO writes them, empty where there is none."""

    iri: str
    document: str
    order: int
    start: str
    end: str
    has_time: bool
    is_printed: bool
    leads: int
    bodies: Mapping[str, frozenset[str]]
    issuers: frozenset[str]
    text: str

    @property
    def place(self) -> Values:
        """What duties are sorted by: those without a day come last."""
        is_loose = int(not (self.end or self.start))
        return (is_loose, self.end or self.start, self.start, self.document, self.order, self.iri)

    @property
    def flags(self) -> tuple[str, ...]:
        """What is wrong with who leads it, whenever it is due."""
        if not self.leads:
            return ("no-lead",)
        return ("two-leads",) if self.leads > 1 else ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of duties; None and empty let everything pass. ``words`` are folded."""

    words: tuple[str, ...] = ()
    bodies: frozenset[str] | None = None
    part: str = ""
    documents: frozenset[str] | None = None
    issuers: frozenset[str] | None = None
    since: str = ""
    until: str = ""
    month: str = ""
    state: str = ""

    def takes(self, duty: Duty) -> bool:
        """Tell whether a duty passes, whatever its state."""
        if self.documents is not None and duty.document not in self.documents:
            return False
        if self.issuers is not None and not self.issuers & duty.issuers:
            return False
        if self.bodies is not None and not any(
            self.bodies & bodies for part, bodies in duty.bodies.items() if self.part in ("", part)
        ):
            return False
        if self.since and (duty.end or duty.start) < self.since:
            return False
        if self.until and not ("" < (duty.start or duty.end) <= self.until):
            return False
        if not duty.end.startswith(self.month):
            return False
        return all(f" {word}" in duty.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The duties that pass, each with its standing, in order; and how many of each state pass the other filters."""

    found: Sequence[tuple[Duty, str]]
    counts: Mapping[str, int]
    total: int
    documents: int


class Duties:
    """Answers what the page of duties asks. May be used from any thread."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._own = Catalogue.load(resources.path("queries", "pages"))
        self._chosen = Kept(lambda: service.store.version, most=_KEPT)

    def choose(self, wanted: Wanted, today: str, soon: str) -> Chosen:
        """Return the duties that pass the filters on ``today``. Raises LimitError, StoreError."""
        return self._chosen.get(f"{today} {soon} {wanted}", lambda: self._choose(wanted, today, soon))

    def _choose(self, wanted: Wanted, today: str, soon: str) -> Chosen:
        passed = [
            (duty, standing(duty.end, is_printed=duty.is_printed, has_time=duty.has_time, today=today, soon=soon))
            for duty in self._service.kept.get("work.duties", self._read)
            if wanted.takes(duty)
        ]
        counts = Counter(state for _, state in passed)
        counts.update(flag for duty, _ in passed for flag in duty.flags)
        found = [one for one in passed if wanted.state in ("", one[1], *one[0].flags)]
        return Chosen(found, counts, len(passed), len({duty.document for duty, _ in found}))

    def table(self, iris: Sequence[str], today: str, soon: str) -> Table:
        """Return the rows of the question ``duties`` for these tasks, in their order. Raises StoreError."""
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
        """Return who leads and who takes part in these tasks, by task and part. Raises StoreError."""
        parts: dict[tuple[str, str], list[Row]] = defaultdict(list)
        if iris:
            asked = self._own["duty-parts"].bind({}, only={"task": iris})
            for row in Table.read(self._service.run(asked).body).records:
                parts[str(row["task"]), str(row["part"])].append(row)
        return parts

    def _ask(self, name: str) -> Iterator[dict[str, str]]:
        """Yield the rows of a question as plain texts: there are many, and only a few columns of each are needed."""
        body = json.loads(self._service.run(self._own[name].bind({}), timeout=PATIENCE).body)
        for row in body["results"]["bindings"]:
            yield {column: cell["value"] for column, cell in row.items()}

    def _read(self) -> tuple[Duty, ...]:
        issuers: dict[str, set[str]] = defaultdict(set)
        for row in self._ask("duty-documents"):
            issuers[row["document"]].add(row.get("issuer", ""))
        parts: dict[str, list[dict[str, str]]] = defaultdict(list)
        for row in self._ask("duty-bodies"):
            parts[row["task"]].append(row)
        rows = {row["task"]: row for row in self._ask("duties")}
        found = (_duty(row, parts.get(iri, []), issuers[row["document"]]) for iri, row in rows.items())
        return tuple(sorted(found, key=lambda duty: duty.place))


def _duty(row: Mapping[str, str], parts: Sequence[Mapping[str, str]], issuers: set[str]) -> Duty:
    start, end = day_or_none(row.get("start")), day_or_none(row.get("end"))
    order = row.get("order", "")
    words = f"{row.get('time', '')} {row['quote']}"
    leads = {part["name"] for part in parts if part["part"] == "lead" and part.get("name")}
    bodies = {part: frozenset(_bodies(parts, part)) for part in ("lead", "partner")}
    names = (part["name"] for part in parts if part.get("name"))
    return Duty(
        iri=row["task"],
        document=row["document"],
        order=int(order) if order.isascii() and order.isdigit() and len(order) < _DIGITS else 0,
        start=start.isoformat() if start else "",
        end=end.isoformat() if end else "",
        has_time=bool(row.get("time") or start),
        is_printed=end is not None and names_day(words, end),
        leads=len(leads) or min(1, len(bodies["lead"])),
        bodies=bodies,
        issuers=frozenset(issuers),
        text=f" {fold(' '.join((words, *names)))}",
    )


def _bodies(parts: Sequence[Mapping[str, str]], part: str) -> Iterator[str]:
    yield from (row["body"] for row in parts if row["part"] == part and row.get("body"))
