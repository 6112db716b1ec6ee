"""What a name that somebody typed may mean: documents and bodies of the store, in any spelling.

“nghi quyet 59”, “NQ 59”, “59-NQ/TW” and “Nghị quyết số 59-NQ/TW ngày 24/01/2025” are read alike (``lookup``); bodies
go by their very name, else by all the words typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cancu.linked import KnownDocument
from cancu.query.index import Index, pool
from cancu.query.index.database import Database, Row
from cancu.query.lookup import POSSIBLE, Lookup
from cancu.query.question import Kind
from cancu.query.typed import fits, words
from cancu.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Match:
    """Something known: IRI, name, and the date that tells namesakes apart."""

    iri: str
    label: str
    date: str | None = None
    is_read: bool | None = None
    """Whether a document is itself in the store; None where that was not looked up."""


class Finder:
    """Looks names up in what the store held at its last commit. Raises StoreError, LimitError (``Index.complete``)."""

    def __init__(self, index: Index) -> None:
        """``index`` holds the names."""
        self._index = index

    def resolve(self, kind: Kind, text: str) -> tuple[str, ...]:
        """Return the IRIs that ``text`` may mean (a ``Resolver``); an IRI means itself.

        A document that is known under two identifiers, since its number was learnt later, is meant under both.
        """
        if re.match(r"https?://", text):
            self._index.follow(0)  # an IRI need not wait until all names are known
            iris: tuple[str, ...] = (text,)
        else:
            iris = tuple(match.iri for match in (self.documents(text) if kind is Kind.REFERENCE else self.bodies(text)))
        documents = pool.IndexedDocuments(self._index.database)
        return tuple(dict.fromkeys(other for iri in iris for other in (iri, *documents.same(iri))))

    def documents(self, text: str, most: int = POSSIBLE) -> tuple[Match, ...]:
        """Return the documents that ``text`` may mean; several where it does not decide (``Lookup.documents``)."""
        return tuple(map(_match, self._lookup().documents(text, most)))

    def bodies(self, text: str, most: int = -1) -> tuple[Match, ...]:
        """Return the bodies of that very name; where there is none, those whose names hold all its words.

        These are sought among ``most`` that have them.
        """
        database, wanted = self._index.complete(), set(fold(text).split())
        if named := _named(database, text):
            return named
        return _matches(row for row, known in pool.bodies_with(database, wanted, most) if fits(wanted, known))

    def things(self, text: str, most: int = POSSIBLE) -> tuple[Match, ...]:
        """Return what ``text`` may mean: a body of that very name, else documents, else bodies, among ``most``."""
        return _named(self._index.complete(), text) or self.documents(text, most) or self.bodies(text, most)

    def near(self, text: str, limit: int = 5) -> tuple[Match, ...]:
        """Return documents and bodies that come close to ``text``: documents before bodies, the closest first."""
        wanted = set(words(text))
        documents = map(_match, self._lookup().near(text, limit))
        rows = pool.bodies_near(self._index.complete(), wanted)
        scored = sorted((-len(wanted & known), str(row[1]), row) for row, known in rows if len(wanted & known) > 1)
        return (*documents, *_matches(row for _, _, row in scored))[:limit]

    def search(self, text: str) -> tuple[Match, ...]:
        """Return documents and bodies in whose words every word of ``text`` begins one, some hundreds at most."""
        return _matches(pool.beginning(self._index.complete(), words(text)))

    def count_read(self) -> int:
        """Return how many documents themselves are in the store."""
        return pool.IndexedDocuments(self._index.complete()).count_read()

    def read(self, iris: Iterable[str]) -> frozenset[str]:
        """Return which documents are themselves in the store, not only what a registry or others say of them."""
        return pool.IndexedDocuments(self._index.complete()).read(iris)

    def _lookup(self) -> Lookup:
        documents = pool.IndexedDocuments(self._index.complete())
        return Lookup(documents, documents.types())


def _named(database: Database, text: str) -> tuple[Match, ...]:
    return _matches(pool.named(database, text))


def _matches(rows: Iterable[Row]) -> tuple[Match, ...]:
    return tuple(
        Match(str(iri), str(label), str(day) if day else None, *(bool(one) for one in is_read))
        for iri, label, day, *is_read in rows
    )


def _match(document: KnownDocument) -> Match:
    date = document.date.isoformat() if document.date else None
    return Match(document.iri, document.label or document.number or document.iri, date)
