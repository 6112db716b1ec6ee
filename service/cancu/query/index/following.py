"""The index follows the journal of the store: what changed is asked for and written, some graphs at a time."""

from __future__ import annotations

import hashlib
import re
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from cancu import resources
from cancu.errors import LimitError
from cancu.query.catalogue import Catalogue
from cancu.query.index import facts, items, texts, things
from cancu.query.index.database import Database
from cancu.query.terms import is_absolute_iri
from cancu.query.typed import special

PATIENCE = 3.0
"""Seconds that somebody waits for what is new in the store."""
_CHUNK = 50
_SLOW = 300.0
"""Seconds that a chunk may take, on a machine that is busy: it is no stranger's question, and bounded by its graphs."""
_MANY = 500
"""Things asked for at a time."""
_MUCH = 1000
"""Graphs after which the lists of words are put in order at the end, which takes 3 ms for each thousand texts."""
_BLANK = re.compile(r"\s")
"""What an IRI may hold (U+00A0) and a question may not."""
_FORM = 6
"""Grows when the tables, or what is written into them, change."""


class _Change(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def graph(self) -> str: ...
    @property
    def is_removal(self) -> bool: ...


class _Journal(Protocol):
    @property
    def stream(self) -> str: ...
    def entries(self, after: int, limit: int) -> Sequence[_Change]: ...
    def latest(self) -> int: ...


class _Store(Protocol):
    """What is asked of ``cancu.store.Store``, which this stage does not know; the words are the same."""

    @property
    def version(self) -> int: ...
    @property
    def journal(self) -> _Journal: ...
    @property
    def search(self) -> Path: ...
    @property
    def is_private(self) -> bool: ...
    @property
    def unnamed(self) -> str: ...
    def rows(self, sparql: str, *, timeout: float | None = None) -> Iterable[Sequence[str]]: ...


class Index:
    """Names and words of one store. May be used from any thread. Raises StoreError."""

    def __init__(self, store: _Store, patience: float | None = PATIENCE) -> None:
        """Keep the index of ``store``; that of a private copy begins as the original's. Nothing is opened yet.

        ``patience`` is how many seconds somebody waits for names that are new; without it, as long as it takes.
        """
        questions = Catalogue.load(resources.path("queries", "index"))
        self._facts, self._items = questions["facts"], questions["items"]
        self._store = store
        self._seen: int | None = None
        self._patience = patience
        self._lock = threading.RLock()
        self._written = 0
        self._database: Database | None = None

    def follow(self, seconds: float | None = None) -> bool:
        """Read what changed in the store, as long as ``seconds`` last; tell whether that was all."""
        end = time.monotonic() + (1e9 if seconds is None else seconds)
        version = self._store.version
        while self._seen != version or not self.database.followed[1]:  # nothing is followed by a file begun anew
            with self._lock:
                stream, after = self._place()
                entries = self._store.journal.entries(after, _CHUNK)
                if not entries:
                    self._seen = version
                    return True
                self._read(entries, stream)
            if time.monotonic() > end:
                return not self._store.journal.entries(entries[-1].number, 1)
        return True

    def has_followed(self, version: int) -> bool:
        """Tell whether all that the store held at its ``version`` is known here."""
        return self._seen == version

    @property
    def database(self) -> Database:
        """The tables, as far as they have followed."""
        with self._lock:
            if self._database is None:
                made = "\n".join((str(_FORM), self._facts.sparql, self._items.sparql, *sorted(special("empty"))))
                digest = hashlib.sha256(made.encode()).hexdigest()
                self._database = Database(self._store.search, digest, is_copied=self._store.is_private)
            return self._database

    def complete(self) -> Database:
        """Return the tables, up to date. Raises LimitError where that takes longer than somebody waits."""
        if not self.follow(self._patience):
            raise LimitError(
                "Kho vừa đổi nhiều, tên trong đó đang được lập chỉ mục; xin thử lại sau giây lát.",
                "much has changed in the store, and its names are still being indexed; try again in a moment.",
            )
        return self.database

    def find(self, text: str, most: int, kind: str = "") -> texts.Found:
        """Return what has the words of ``text``, in what of the store is in the index after a moment's work.

        At most ``most`` of each kind, or of one kind alone.
        """
        is_whole = self.follow(PATIENCE / 3)
        return texts.Found(*texts.find(self.database, text, most, kind), is_whole)

    def close(self) -> None:
        """Release the file; where much was written, its lists of words are put in order first."""
        with self._lock:
            if self._database is not None:
                if self._written >= _MUCH:
                    self._database.gather()
                self._database.close()
            self._database = None

    def _place(self) -> tuple[str, int]:
        """Return where to go on; the index of another journal, or of one that went further, is begun anew."""
        stream = self._store.journal.stream
        known, number = self.database.followed
        if number and (known != stream or number > self._store.journal.latest()):
            self.database.begin_anew()
            number = 0
        return stream, number

    def _read(self, entries: Sequence[_Change], stream: str) -> None:
        self._written += len(entries)
        names = {entry.graph or self._store.unnamed: entry.is_removal for entry in entries}
        living = [name for name, is_removal in names.items() if name and not is_removal]
        told = {name: set[facts.Told]() for name in names} | self._told(living)
        with self.database.writing(stream, entries[-1].number) as rows:
            terms = facts.Terms(rows)
            touched = facts.tell(rows, terms, told)
            things.make(rows, touched)
            items.tell(rows, terms, told, touched, self._all_told)
            texts.tell(rows, terms, told)

    def _told(self, graphs: Sequence[str]) -> dict[str, set[facts.Told]]:
        """Return what each of these graphs tells."""
        told = {graph: set[facts.Told]() for graph in graphs}
        if asked := [graph for graph in graphs if not _BLANK.search(graph)]:
            for graph, thing, fact, value in self._rows(self._facts.bind({}, only={"graph": asked})):
                told[graph].add((thing, fact, value))
        return told

    def _all_told(self, iris: Sequence[str]) -> Iterator[facts.Told]:
        """Yield what all graphs tell of these things, each an item or near it."""
        asked = [iri for iri in iris if is_absolute_iri(iri) and not _BLANK.search(iri)]
        for start in range(0, len(asked), _MANY):
            for thing, fact, value in self._rows(self._items.bind({}, only={"thing": asked[start : start + _MANY]})):
                yield (value, fact, thing) if fact in items.NAMED_BY else (thing, fact, value)

    def _rows(self, sparql: str) -> Iterable[Sequence[str]]:
        return self._store.rows(sparql, timeout=_SLOW)
