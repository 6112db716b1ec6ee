"""Events that documents name, put together: one occasion for what several documents mean, with their arithmetic.

Events are one where they commemorate the same original event in the same year, or where their names are the same
without tones, blanks and capitals. The index is kept until the store changes; messages of findings are asked for what
is shown.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cancu import resources
from cancu.query import Catalogue, Table
from cancu.serve.service import Service
from cancu.serve.work.paging import Values, place_of
from cancu.vietnamese import fold, squeeze

Row = dict[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Mention:
    """One event of one document: its row of the question ``events``, of ``anniversaries`` if it counts years."""

    event: Row
    years: Row
    is_wrong: bool

    @property
    def iri(self) -> str:
        """The event's IRI."""
        return str(self.event["event"])

    @property
    def name(self) -> str:
        """The event's name, or the words that name it."""
        return squeeze(str(self.event.get("eventLabel") or self.event["quote"]))

    @property
    def year(self) -> int:
        """The year in which it takes place; 0 where it is not known."""
        found = self.years.get("year") or str(self.event.get("date", ""))[:4] or str(self.event.get("year", ""))[:4]
        return int(found) if str(found).isascii() and str(found).isdigit() else 0

    @property
    def origin_year(self) -> int:
        """The year that is commemorated; 0 where it is not known."""
        text = str(self.years.get("origin", ""))[:4]
        return int(text) if text.isascii() and text.isdigit() else 0


@dataclass(frozen=True, slots=True)
class Occasion:
    """What one or several documents announce; ``key`` tells it from others."""

    key: str
    name: str
    known: str
    mentions: tuple[Mention, ...]
    text: str

    @property
    def date(self) -> str:
        """The day it stands on, in ISO; empty where no document prints it."""
        return min((str(one.event["date"]) for one in self.mentions if one.event.get("date")), default="")

    @property
    def years(self) -> tuple[int, ...]:
        """The years in which it takes place."""
        return tuple(sorted({one.year for one in self.mentions} - {0}))

    @property
    def is_wrong(self) -> bool:
        """Whether a rule finds something in one of its mentions, or its names differ."""
        return any(one.is_wrong for one in self.mentions) or len(self.names) > 1

    @property
    def names(self) -> Mapping[str, tuple[Mention, ...]]:
        """Its mentions by name; where an original event is known, documents may call it as they like."""
        names: dict[str, list[Mention]] = defaultdict(list)
        spelled: dict[str, str] = {}
        for one in self.mentions:
            names[spelled.setdefault(one.name.lower(), one.name)].append(one)
        return {name: tuple(found) for name, found in sorted(names.items())} if not self.known else {self.name: ()}

    @property
    def place(self) -> Values:
        """What occasions are sorted by: what has no year comes last."""
        years = self.years
        when = self.date or (str(years[0]) if years else "")
        return (int(not when), when, self.name, self.key)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of occasions; None and empty let everything pass."""

    words: tuple[str, ...] = ()
    year: int = 0
    documents: frozenset[str] | None = None
    wrong: bool = False

    def takes(self, occasion: Occasion) -> bool:
        """Tell whether an occasion passes, whatever its year."""
        if self.documents is not None and not any(one.event["document"] in self.documents for one in occasion.mentions):
            return False
        if self.wrong and not occasion.is_wrong:
            return False
        return all(f" {word}" in occasion.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Occasions that pass, in order; and how many pass in each year."""

    found: Sequence[Occasion]
    years: Mapping[int, int]

    @property
    def events(self) -> tuple[str, ...]:
        """The IRIs of all their events."""
        return tuple(one.iri for occasion in self.found for one in occasion.mentions)


class Occasions:
    """Answers what the page of events asks. May be used from any thread."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._own = Catalogue.load(resources.path("queries", "pages"))

    def choose(self, wanted: Wanted) -> Chosen:
        """Return the occasions that pass the filters. Raises LimitError, StoreError."""
        passed = [one for one in self._service.kept.get("work.occasions", self._read) if wanted.takes(one)]
        years = Counter(year for one in passed for year in one.years)
        found = [one for one in passed if not wanted.year or wanted.year in one.years]
        return Chosen(found, dict(sorted(years.items())))

    def findings(self, events: Sequence[str], language: str) -> Mapping[str, Sequence[Row]]:
        """Return what the rules find in these events. Raises StoreError."""
        found: dict[str, list[Row]] = defaultdict(list)
        if events:
            asked = self._own["event-findings"].bind({"language": language}, only={"event": events})
            for row in Table.read(self._service.run(asked).body).records:
                found[str(row["event"])].append(row)
        return found

    def _rows(self, name: str) -> Mapping[str, Row]:
        table = Table.read(self._service.run(self._own[name].bind({})).body)
        return {str(row["event"]): row for row in table.records}

    def _read(self) -> tuple[Occasion, ...]:
        counted = {str(row["event"]): row for row in self._service.table("anniversaries").records}
        wrong = self._rows("event-findings")
        names = self._rows("event-names")
        groups: dict[str, list[Mention]] = defaultdict(list)
        for iri, event in {str(row["event"]): row for row in self._service.table("events").records}.items():
            years = counted.get(iri, {})
            mention = Mention(event, years, iri in wrong or years.get("agrees") is False)
            groups[_key(mention, names.get(iri, {}))].append(mention)
        found = (_occasion(key, mentions, names) for key, mentions in groups.items())
        return tuple(sorted(found, key=lambda one: place_of(one.place)))


def _key(mention: Mention, named: Row) -> str:
    if named.get("known"):
        return f"{named['known']} {mention.year}"
    return str(named.get("key") or mention.iri)


def _occasion(key: str, mentions: Sequence[Mention], names: Mapping[str, Row]) -> Occasion:
    named = names.get(mentions[0].iri, {})
    counted = Counter(one.name for one in mentions)
    name = str(named.get("knownLabel") or min(counted, key=lambda one: (-counted[one], one)))
    parts = (f"{one.name} {one.event['quote']} {one.event.get('documentLabel', '')}" for one in mentions)
    return Occasion(key, name, str(named.get("known", "")), tuple(mentions), f" {fold(' '.join((name, *parts)))}")
