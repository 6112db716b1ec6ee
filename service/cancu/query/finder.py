"""What a name that somebody typed may mean: documents and bodies of the store, in any spelling.

“nghi quyet 59”, “NQ 59”, “59-NQ/TW” and “Nghị quyết số 59-NQ/TW ngày 24/01/2025” are read alike (``lookup``); bodies
go by their very name, else by all the words typed.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from cancu.linked import KnownDocument
from cancu.namespaces import CCV
from cancu.query.catalogue import Catalogue
from cancu.query.lookup import Lookup
from cancu.query.question import Kind
from cancu.query.table import Table
from cancu.query.typed import Types, fits, words
from cancu.vietnamese import fold

_Row = Mapping[str, str | int | bool]
_READ = str(CCV["status/extracted"])


@dataclass(frozen=True, slots=True)
class Match:
    """Something known: IRI, name, and the date that tells namesakes apart."""

    iri: str
    label: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    match: Match
    words: frozenset[str]
    names: frozenset[str]


@dataclass(slots=True)
class _Index:
    version: int = -1
    lookup: Lookup = field(default_factory=lambda: Lookup((), {}, {}))
    documents: tuple[_Entry, ...] = ()
    bodies: tuple[_Entry, ...] = ()
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    read: frozenset[str] = frozenset()


class Finder:
    """Looks names up in what the store held at its last commit."""

    def __init__(self, catalogue: Catalogue, run: Callable[[str], bytes], version: Callable[[], int]) -> None:
        """``run`` answers a SPARQL text in JSON; ``version`` grows when the store changes."""
        self._catalogue = catalogue
        self._run = run
        self._version = version
        self._index = _Index()
        self._lock = threading.Lock()

    def resolve(self, kind: Kind, text: str) -> tuple[str, ...]:
        """Return the IRIs that ``text`` may mean (a ``Resolver``); an IRI means itself.

        A document that is known under two identifiers, since its number was learnt later, is meant under both.
        """
        if re.match(r"https?://", text):
            iris: tuple[str, ...] = (text,)
        else:
            iris = tuple(match.iri for match in (self.documents(text) if kind is Kind.REFERENCE else self.bodies(text)))
        same = self._fresh().same
        return tuple(dict.fromkeys(other for iri in iris for other in (iri, *same.get(iri, ()))))

    def documents(self, text: str) -> tuple[Match, ...]:
        """Return the documents that ``text`` may mean; several where it does not decide."""
        return tuple(_match(document) for document in self._fresh().lookup.documents(text))

    def bodies(self, text: str) -> tuple[Match, ...]:
        """Return the bodies of that very name; where there is none, those whose names hold all its words."""
        wanted = set(fold(text).split())
        loose = (entry.match for entry in self._fresh().bodies if wanted and fits(wanted, entry.words))
        return self._named(text) or tuple(loose)

    def things(self, text: str) -> tuple[Match, ...]:
        """Return what ``text`` may mean: a body of that very name, else documents, else bodies."""
        return self._named(text) or self.documents(text) or self.bodies(text)

    def _named(self, text: str) -> tuple[Match, ...]:
        name = fold(text)
        entries = self._fresh().bodies
        return tuple(entry.match for entry in entries if name in entry.names or entry.match.iri == text)

    def near(self, text: str, limit: int = 5) -> tuple[Match, ...]:
        """Return documents and bodies that come close to ``text``: documents before bodies, the closest first."""
        index, wanted = self._fresh(), set(words(text))
        documents = [_match(document) for document in index.lookup.near(text, limit)]
        scored = [(len(wanted & entry.words), entry.match) for entry in index.bodies]
        best = sorted((item for item in scored if item[0] > 1), key=lambda item: (-item[0], item[1].label))
        return tuple(documents + [match for _, match in best])[:limit]

    def search(self, text: str) -> tuple[Match, ...]:
        """Return documents and bodies in whose words every word of ``text`` begins one."""
        wanted = words(text)
        index = self._fresh()
        return tuple(
            entry.match
            for entry in (*index.documents, *index.bodies)
            if wanted and all(any(word.startswith(part) for word in entry.words) for part in wanted)
        )

    def is_read(self, iri: str) -> bool:
        """Tell whether a document itself is in the store, not only what a registry or others say of it."""
        return iri in self._fresh().read

    def _fresh(self) -> _Index:
        with self._lock:
            version = self._version()
            if self._index.version != version:
                self._index = self._read(version)
            return self._index

    def _read(self, version: int) -> _Index:
        rows = self._table("documents").records
        documents = self._documents(rows)
        pairs = [(str(row["document"]), str(row["canonical"])) for row in self._table("same-documents")]
        types = type_words(
            (str(row["typeLabel"]), [str(row.get(f"{order}Abbreviation", "")) for order in ("state", "party")])
            for row in self._table("document-types")
        )
        return _Index(
            version=version,
            lookup=Lookup(documents, types, dict(pairs)),
            documents=tuple(_document(document) for document in documents),
            bodies=tuple(_body(row) for row in self._table("organisations")),
            same=_both_ways(pairs),
            read=frozenset(str(row["document"]) for row in rows if row["status"] == _READ),
        )

    def _documents(self, listed: Iterable[_Row]) -> tuple[KnownDocument, ...]:
        """One for each document: it may be in the registry and extracted as well."""
        names: dict[str, list[str]] = defaultdict(list)
        for row in self._table("document-names"):
            names[str(row["document"])].append(str(row["otherName"]))
        rows = {str(row["document"]): row for row in listed}
        return tuple(_known(row, tuple(names[iri])) for iri, row in rows.items())

    def _table(self, name: str) -> Table:
        return Table.read(self._run(self._catalogue[name].bind({})))


def type_words(types: Iterable[tuple[str, Iterable[str]]]) -> Types:
    """Return how types are read: each folded word and short form with the types that it may mean."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, short_forms in types:
        for form in (name, *short_forms):
            if key := fold(form):
                found[key].add(fold(name))
    return {form: frozenset(names) for form, names in found.items()}


def _both_ways(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    same: dict[str, tuple[str, ...]] = {}
    for old, new in pairs:
        same[old] = (*same.get(old, ()), new)
        same[new] = (*same.get(new, ()), old)
    return same


def _known(row: _Row, names: tuple[str, ...]) -> KnownDocument:
    def text(name: str) -> str | None:
        return str(row[name]) if row.get(name) else None

    return KnownDocument(
        iri=str(row["document"]),
        type=text("typeLabel"),
        number=text("number"),
        date=_date(text("date")),
        issuer=text("issuerLabel"),
        title=text("title"),
        label=text("documentLabel"),
        aliases=names,
    )


def _date(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _match(document: KnownDocument) -> Match:
    date = document.date.isoformat() if document.date else None
    return Match(document.iri, document.label or document.number or document.iri, date)


def _document(document: KnownDocument) -> _Entry:
    match = _match(document)
    text = (document.label, document.number, document.title, document.type, document.issuer, match.date)
    return _Entry(match, frozenset(words(" ".join(filter(None, text)))), frozenset())


def _body(row: _Row) -> _Entry:
    label = str(row.get("bodyLabel", ""))
    names = [label, *str(row.get("otherNames", "")).split("; ")]
    place = f"{row.get('parentLabel', '')} {row.get('placeLabel', '')}"
    return _Entry(
        Match(str(row["body"]), label or str(row["body"])),
        frozenset(fold(" ".join((*names, place))).split()),
        frozenset(fold(name) for name in names if name),
    )
