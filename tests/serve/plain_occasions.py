"""Occasions read plainly: all events in memory, put together, each filter a line.

What the index answers is held against this.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cancu import resources
from cancu.query import Catalogue, Table
from cancu.query.index.occasions import Wanted
from cancu.serve.service import Service
from cancu.vietnamese import fold, squeeze

Row = dict[str, str | int | bool]
NAMES = """
PREFIX cc: <https://w3id.org/cancu/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?event ?key ?known ?knownLabel
WHERE {
  ?document cc:announces ?event .
  OPTIONAL { ?event cc:foldedName ?key }
  OPTIONAL { ?event cc:commemorates ?known . OPTIONAL { ?known rdfs:label ?knownLabel } }
}
"""


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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
    def place(self) -> tuple[int, str, str, str]:
        """What occasions are sorted by: what has no year comes last."""
        years = self.years
        when = self.date or (str(years[0]) if years else "")
        return (int(not when), when, self.name, self.key)


def passes(occasion: Occasion, wanted: Wanted, *, whatever_year: bool = False) -> bool:
    """Tell whether an occasion passes the filters."""
    if wanted.documents is not None and not any(one.event["document"] in wanted.documents for one in occasion.mentions):
        return False
    if wanted.wrong and not occasion.is_wrong:
        return False
    if wanted.year and wanted.year not in occasion.years and not whatever_year:
        return False
    return all(f" {word}" in occasion.text for word in wanted.words)


def occasions(service: Service) -> list[Occasion]:
    """Return all occasions of a store, in their order."""
    own = Catalogue.load(resources.path("queries", "pages"))

    def rows(text: str) -> Mapping[str, Row]:
        return {str(row["event"]): row for row in Table.read(service.run(text).body).records}

    counted = {str(row["event"]): row for row in service.table("anniversaries").records}
    wrong, names = rows(own["event-findings"].bind({})), rows(NAMES)
    groups: dict[str, list[Mention]] = defaultdict(list)
    for iri, event in {str(row["event"]): row for row in service.table("events").records}.items():
        years = counted.get(iri, {})
        mention = Mention(event, years, iri in wrong or years.get("agrees") is False)
        groups[_key(mention, names.get(iri, {}))].append(mention)
    return sorted((_occasion(key, mentions, names) for key, mentions in groups.items()), key=lambda one: one.place)


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
