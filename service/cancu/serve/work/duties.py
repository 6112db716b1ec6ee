"""All duties of the store, in the order of their time, ready to be chosen from.

What choosing needs of each is kept until the store changes; the rows that are shown are asked of the question
``duties``. So a page of a store with 10,000 tasks costs what its own rows cost.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cancu import resources
from cancu.query import Catalogue, Cell, Table
from cancu.serve.calendar.recurrence import names_day
from cancu.serve.service import Service
from cancu.serve.work.dates import day_or_none
from cancu.serve.work.paging import Values
from cancu.serve.work.standing import standing
from cancu.vietnamese import fold

Row = dict[str, str | int | bool]
_CHUNK = 500
"""Tasks whose rows are asked for at a time."""


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

    def choose(self, wanted: Wanted, today: str, soon: str) -> Chosen:
        """Return the duties that pass the filters on ``today``. Raises LimitError, StoreError."""
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
        question = self._service.catalogue["duties"]
        values = {"today": today, "soon": soon}
        columns: tuple[str, ...] = tuple(column.name for column in question.columns)
        found: dict[str, tuple[Cell | None, ...]] = {}
        for first in range(0, len(iris), _CHUNK):
            asked = question.bind(values, only={"task": iris[first : first + _CHUNK]})
            for row in Table.read(self._service.store.run(asked).body).rows:
                if row[0] is not None:
                    found.setdefault(row[0].value, row)
        return Table(columns, tuple(found[iri] for iri in iris if iri in found))

    def parts(self, iris: Sequence[str]) -> dict[tuple[str, str], list[Row]]:
        """Return who leads and who takes part in these tasks, by task and part. Raises StoreError."""
        parts: dict[tuple[str, str], list[Row]] = defaultdict(list)
        if iris:
            asked = self._own["duty-parts"].bind({}, only={"task": iris})
            for row in Table.read(self._service.store.run(asked).body).records:
                parts[str(row["task"]), str(row["part"])].append(row)
        return parts

    def _ask(self, name: str) -> tuple[Row, ...]:
        return Table.read(self._service.store.run(self._own[name].bind({})).body).records

    def _read(self) -> tuple[Duty, ...]:
        issuers: dict[str, set[str]] = defaultdict(set)
        for row in self._ask("duty-documents"):
            issuers[str(row["document"])].add(str(row.get("issuer", "")))
        parts: dict[str, list[Row]] = defaultdict(list)
        for row in self._ask("duty-parts"):
            parts[str(row["task"])].append(row)
        rows = {str(row["task"]): row for row in self._ask("duties")}
        found = (_duty(row, parts.get(iri, []), issuers[str(row["document"])]) for iri, row in rows.items())
        return tuple(sorted(found, key=lambda duty: duty.place))


def _duty(row: Row, parts: Sequence[Row], issuers: set[str]) -> Duty:
    start, end = day_or_none(row.get("start")), day_or_none(row.get("end"))
    order = row.get("order")
    words = f"{row.get('time', '')} {row['quote']}"
    leads = {str(part["name"]) for part in parts if part["part"] == "lead" and part.get("name")}
    bodies = {part: frozenset(_bodies(parts, part)) for part in ("lead", "partner")}
    names = (str(part["name"]) for part in parts if part.get("name"))
    return Duty(
        iri=str(row["task"]),
        document=str(row["document"]),
        order=order if isinstance(order, int) else 0,
        start=start.isoformat() if start else "",
        end=end.isoformat() if end else "",
        has_time=bool(row.get("time") or start),
        is_printed=end is not None and names_day(words, end),
        leads=len(leads) or min(1, len(bodies["lead"])),
        bodies=bodies,
        issuers=frozenset(issuers),
        text=f" {fold(' '.join((words, *names)))}",
    )


def _bodies(parts: Sequence[Row], part: str) -> Iterator[str]:
    yield from (str(row["body"]) for row in parts if row["part"] == part and row.get("body"))
