"""What a name that somebody typed may mean: documents and bodies of the store, in any spelling.

“nghi quyet 59”, “NQ 59”, “59-NQ/TW” and “Nghị quyết số 59-NQ/TW ngày 24/01/2025” are read alike: a leading type word
must be the document's type, the serial must be its serial, and every further word must occur in what is known of it.
Words that matter for reading such names stand in ``data/interface/lookup-words.tsv``.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from cancu import resources
from cancu.query.catalogue import Catalogue
from cancu.query.question import Kind
from cancu.query.table import Table
from cancu.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Match:
    """Something known: IRI, name, and the date that tells namesakes apart."""

    iri: str
    label: str
    date: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    match: Match
    type: str
    serial: str | None
    words: frozenset[str]
    names: frozenset[str]

    def fits(self, kind: str, serial: str | None, wanted: set[str]) -> bool:
        """Tell whether nothing that was asked for speaks against this entry."""
        return kind in ("", self.type) and serial in (None, self.serial) and wanted <= self.words


@dataclass(slots=True)
class _Index:
    version: int = -1
    documents: tuple[_Entry, ...] = ()
    bodies: tuple[_Entry, ...] = ()
    types: tuple[str, ...] = ()
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
        index = self._fresh()
        if text in {entry.match.iri for entry in index.documents}:
            return tuple(entry.match for entry in index.documents if entry.match.iri == text)
        words = _words(text)
        kind = next((kind for kind in index.types if words[: len(kind.split())] == kind.split()), "")
        rest = words[len(kind.split()) :]
        serial = _serial(rest)
        wanted = set(rest) - {serial} - _special("counted")
        return tuple(entry.match for entry in index.documents if words and entry.fits(kind, serial, wanted))

    def bodies(self, text: str) -> tuple[Match, ...]:
        """Return the bodies of that very name; where there is none, those whose names hold all its words."""
        entries = self._fresh().bodies
        name = fold(text)
        exact = tuple(entry.match for entry in entries if name in entry.names or entry.match.iri == text)
        wanted = set(name.split())
        return exact or tuple(entry.match for entry in entries if wanted and wanted <= entry.words)

    def near(self, text: str, limit: int = 5) -> tuple[Match, ...]:
        """Return documents and bodies that share most words with ``text``, the closest first."""
        index, wanted = self._fresh(), set(_words(text))
        scored = [(len(wanted & entry.words), entry.match) for entry in (*index.documents, *index.bodies)]
        best = sorted((item for item in scored if item[0]), key=lambda item: (-item[0], item[1].label))
        return tuple(match for _, match in best[:limit])

    def search(self, text: str) -> tuple[Match, ...]:
        """Return documents and bodies in whose words every word of ``text`` begins one."""
        wanted = _words(text)
        index = self._fresh()
        return tuple(
            entry.match
            for entry in (*index.documents, *index.bodies)
            if wanted and all(any(word.startswith(part) for word in entry.words) for part in wanted)
        )

    def _fresh(self) -> _Index:
        with self._lock:
            version = self._version()
            if self._index.version != version:
                documents = tuple(_document(row) for row in self._table("documents"))
                bodies = tuple(_body(row) for row in self._table("organisations"))
                types = sorted({entry.type for entry in documents if entry.type}, key=len, reverse=True)
                same = _both_ways(
                    (str(row["document"]), str(row["canonical"])) for row in self._table("same-documents")
                )
                self._index = _Index(version, _merged(documents), bodies, tuple(types), same)
            return self._index

    def _table(self, name: str) -> Table:
        return Table.read(self._run(self._catalogue[name].bind({})))


def _both_ways(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    same: dict[str, tuple[str, ...]] = {}
    for old, new in pairs:
        same[old] = (*same.get(old, ()), new)
        same[new] = (*same.get(new, ()), old)
    return same


def _merged(entries: Iterable[_Entry]) -> tuple[_Entry, ...]:
    """Keep one entry a document: a document may be in the registry and extracted as well."""
    return tuple({entry.match.iri: entry for entry in entries}.values())


def _document(row: dict[str, str | int | bool]) -> _Entry:
    known = ("documentLabel", "number", "title", "typeLabel", "issuerLabel", "date")
    text = {name: str(row.get(name, "")) for name in known}
    iri = str(row["document"])
    return _Entry(
        Match(iri, text["documentLabel"] or text["number"] or iri, text["date"] or None),
        fold(text["typeLabel"]),
        _serial(_words(text["number"])),
        frozenset(_words(" ".join(text.values()))),
        frozenset({fold(text["documentLabel"])}),
    )


def _body(row: dict[str, str | int | bool]) -> _Entry:
    label = str(row.get("bodyLabel", ""))
    names = [label, *str(row.get("otherNames", "")).split("; ")]
    place = f"{row.get('parentLabel', '')} {row.get('placeLabel', '')}"
    return _Entry(
        Match(str(row["body"]), label or str(row["body"])),
        "",
        None,
        frozenset(fold(" ".join((*names, place))).split()),
        frozenset(fold(name) for name in names if name),
    )


def _words(text: str) -> list[str]:
    """Split into folded words; digits stand apart from letters and lose their leading zeros (NQ59, 09)."""
    parts = re.findall(r"\d+|[a-z]+", fold(text))
    return [part.lstrip("0") or "0" if part.isdigit() else part for part in parts if part not in _special("empty")]


@cache
def _special(kind: str) -> frozenset[str]:
    rows = resources.table("data", "interface", "lookup-words.tsv")
    return frozenset(row["word"] for row in rows if row["kind"] == kind)


def _serial(words: Sequence[str]) -> str | None:
    for before, word in zip(["", *words], words, strict=False):
        if word.isdigit() and before not in _special("counted"):
            return word
    return None
