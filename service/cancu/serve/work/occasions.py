"""Events that documents name, put together: one occasion for what several documents mean, with their arithmetic.

They are chosen by the index; the rows of what is shown, and what the rules find there, are asked of the store.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cancu import resources
from cancu.query import Catalogue, Table
from cancu.query.index import occasions
from cancu.query.index.occasions import Wanted
from cancu.serve.http.kept import Kept
from cancu.serve.rest import cursors
from cancu.serve.service import Service
from cancu.serve.work.paging import Slice

Row = dict[str, str | int | bool]
_SHOWN = 8
"""Events of an occasion that are shown; the others are counted."""
_KEPT = 32
"""Counts, and pages, that are kept."""
_WIDTH = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """One event of one document: its row of the question ``events``, of ``anniversaries`` if it counts years."""

    event: Row
    years: Row

    @property
    def iri(self) -> str:
        """The event's IRI."""
        return str(self.event["event"])

    @property
    def origin_year(self) -> int:
        """The year that is commemorated; 0 where it is not known."""
        text = str(self.years.get("origin", ""))[:4]
        return int(text) if text.isascii() and text.isdigit() else 0


@dataclass(frozen=True, slots=True)
class Occasion:
    """What one or several documents announce; ``known`` is the original event, ``mentions`` the first ``total``.

    ``years`` are those in which it takes place; ``names`` tells how often each name is used, where names differ that
    should not: where an original event is known, documents may call it as they like.
    """

    name: str
    known: str
    date: str
    is_wrong: bool
    total: int
    years: tuple[int, ...]
    names: Mapping[str, int]
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many occasions pass, and how many of each year pass the other filters."""

    found: int
    years: Mapping[int, int]


class Occasions:
    """Answers what the page of events asks. May be used from any thread. Raises LimitError, StoreError."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._own = Catalogue.load(resources.path("queries", "pages"))
        self._counts = Kept(lambda: service.store.version, most=_KEPT)
        self._pages = Kept(lambda: service.store.version, most=_KEPT)
        self._findings = Kept(lambda: service.store.version, most=_KEPT)

    def counts(self, wanted: Wanted) -> Counts:
        """Return how many occasions pass the filters."""
        return self._counts.get(
            repr(wanted), lambda: Counts(*occasions.counted(self._service.index.complete(), wanted))
        )

    def page(self, wanted: Wanted, of: str, cursor: str, limit: int) -> Slice[Occasion]:
        """Return ``limit`` occasions after ``cursor``; ``of`` tells this list from others.

        Raises ParameterError for a cursor of another list.
        """
        after = tuple(map(cursors.plain, cursors.read(cursor, of, _WIDTH))) if cursor else None
        return self._pages.get(repr((wanted, of, after, limit)), lambda: self._page(wanted, of, after, limit))

    def events(self, wanted: Wanted, most: int) -> tuple[str, ...]:
        """Return the IRIs of all events of the occasions that pass, at most ``most``, in the order of these."""
        return occasions.events(self._service.index.complete(), wanted, most)

    def findings(self, events: Sequence[str], language: str) -> Mapping[str, Sequence[Row]]:
        """Return what the rules find in these events."""
        return self._findings.get(repr((language, events)), lambda: self._found(events, language))

    def _found(self, events: Sequence[str], language: str) -> Mapping[str, Sequence[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        if events:
            asked = self._own["event-findings"].bind({"language": language}, only={"event": events})
            for row in Table.read(self._service.run(asked).body).records:
                found[str(row["event"])].append(row)
        return dict(found)

    def _page(self, wanted: Wanted, of: str, after: tuple[str | int, ...] | None, limit: int) -> Slice[Occasion]:
        database = self._service.index.complete()
        found = occasions.some(database, wanted, limit + 1, after)
        shown = found[:limit]
        following = cursors.written(shown[-1].place, of) if len(found) > limit else None
        first = occasions.before(database, wanted, after) if after else 0
        return Slice(self._described(shown), first, following)

    def _described(self, found: Sequence[occasions.Occasion]) -> tuple[Occasion, ...]:
        mentions = occasions.mentions(self._service.index.complete(), (one.key for one in found))
        shown = [one.iri for some in mentions.values() for one in some[:_SHOWN]]
        events, years = (self._rows(name, shown) for name in ("events", "anniversaries"))
        return tuple(
            Occasion(
                name=one.name,
                known=one.known,
                date=one.date,
                is_wrong=one.is_wrong,
                total=one.total,
                years=tuple(sorted({mention.year for mention in mentions[one.key]} - {0})),
                names={} if one.known else _names(mentions[one.key]),
                mentions=tuple(
                    Mention(events[mention.iri], years.get(mention.iri, {}))
                    for mention in mentions[one.key][:_SHOWN]
                    if mention.iri in events
                ),
            )
            for one in found
            if one.key in mentions  # gone with a commit since it was chosen
        )

    def _rows(self, name: str, events: Sequence[str]) -> Mapping[str, Row]:
        if not events:
            return {}
        asked = self._service.catalogue[name].bind({}, only={"event": events})
        return {str(row["event"]): row for row in Table.read(self._service.run(asked).body).records}


def _names(mentions: Sequence[occasions.Mention]) -> Mapping[str, int]:
    """Return the names, each as it is first written, and how many mentions have it."""
    spelled: dict[str, str] = {}
    for one in mentions:
        spelled.setdefault(one.lowered, one.name)
    counts = Counter(spelled[one.lowered] for one in mentions)
    return dict(sorted(counts.items()))
