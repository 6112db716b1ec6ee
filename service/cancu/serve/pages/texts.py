"""Words of duties, reports, events, citations and headings, found as they are typed: no tones, beginnings are enough.

An index in a temporary SQLite file (FTS5 over folded words) follows the journal of the store: what is not yet in it is
asked for before a search, document by document, for a moment; the rest of a large store follows with the next searches.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cancu.namespaces import document_graph, document_iri
from cancu.query import NamedQuery, Table
from cancu.query.typed import words
from cancu.serve.service import Service
from cancu.store import Entry

KINDS = ("duty", "report", "event", "citation", "section")
_PATIENCE = 1.0
"""Seconds that a search spends on what is new in the store."""
_CHUNK = 50
_BLANK = re.compile(r"\s")
"""What an IRI may hold (U+00A0) and a question may not."""
_MOST = 400
_SCHEMA = """
create virtual table texts using fts5(
  folded, kind unindexed, item unindexed, document unindexed, label unindexed, said unindexed, who unindexed,
  day unindexed, tokenize='ascii', prefix='2 3');
create table places (document text primary key, low integer not null, high integer not null) without rowid;
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is, in which document, and in which words."""

    kind: str
    item: str
    document: str
    label: str
    text: str
    who: str
    time: str


@dataclass(frozen=True, slots=True)
class Found:
    """The hits, the best first; ``is_whole`` is False where part of the store was not looked at yet."""

    hits: tuple[Hit, ...]
    is_whole: bool


class Texts:
    """The index. May be used from any thread."""

    def __init__(self, service: Service, question: NamedQuery) -> None:
        """``question`` gives the texts of documents."""
        self._service = service
        self._question = question
        self._base = service.options.base
        self._lock = threading.Lock()
        self._database: sqlite3.Connection | None = None
        self._after = 0

    def find(self, text: str) -> Found:
        """Return what has each word of ``text``; the last, which may not be finished, is the beginning of one.

        Where there is nothing, all may be beginnings. Raises StoreError, LimitError.
        """
        wanted = words(text)
        if not wanted:
            return Found((), is_whole=True)
        with self._lock:
            database = self._opened()
            is_whole = self._caught_up(database)
            hits = _hits(database, [f'"{word}"' for word in wanted[:-1]] + [f'"{wanted[-1]}"*'])
            hits = hits or _hits(database, [f'"{word}"*' for word in wanted])
        return Found(hits, is_whole=is_whole)

    def _opened(self) -> sqlite3.Connection:
        if self._database is None:
            self._database = sqlite3.connect("", check_same_thread=False)
            self._database.executescript(_SCHEMA)
        return self._database

    def _caught_up(self, database: sqlite3.Connection) -> bool:
        """Read what changed since the last time, as long as patience lasts; tell whether that was all."""
        end = time.monotonic() + _PATIENCE
        while entries := self._service.store.journal.entries(self._after, _CHUNK):
            self._read(database, entries)
            self._after = entries[-1].number
            if time.monotonic() > end:
                return not self._service.store.journal.entries(self._after, 1)
        return True

    def _read(self, database: sqlite3.Connection, entries: Sequence[Entry]) -> None:
        prefix = document_graph(self._base, "")
        changed = [entry for entry in entries if entry.graph.startswith(prefix)]
        living = []
        for entry in changed:
            iri = document_iri(self._base, entry.graph.removeprefix(prefix))
            _forget(database, iri)
            if not (entry.is_removal or _BLANK.search(iri)):
                living.append(iri)
        if living:
            asked = self._question.bind({}, only={"document": living})
            _keep(database, Table.read(self._service.store.run(asked).body).records)


def _hits(database: sqlite3.Connection, terms: Iterable[str]) -> tuple[Hit, ...]:
    rows = database.execute(
        "select kind, item, document, label, said, who, day from texts where texts match ? order by rank limit ?",
        (" ".join(terms), _MOST),
    )
    return tuple(Hit(*row) for row in rows)


def _forget(database: sqlite3.Connection, document: str) -> None:
    row = database.execute("delete from places where document = ? returning low, high", (document,)).fetchone()
    if row is not None:
        database.execute("delete from texts where rowid between ? and ?", row)


def _keep(database: sqlite3.Connection, rows: Iterable[dict[str, str | int | bool]]) -> None:
    """Add the rows, which come document by document, so that each document has a stretch of its own."""
    places: dict[str, tuple[int, int]] = {}
    for row in rows:
        names = ("kind", "item", "document", "documentLabel", "text", "who", "time")
        kind, item, document, label, text, who, day = (str(row.get(name, "")) for name in names)
        folded = " ".join(words(f"{text} {who} {day}"))
        cells = (folded, kind, item, document, label, text, who, day)
        number = database.execute("insert into texts values (?, ?, ?, ?, ?, ?, ?, ?)", cells).lastrowid or 0
        places[document] = (places.get(document, (number, number))[0], number)
    database.executemany("insert into places values (?, ?, ?)", ((name, *ends) for name, ends in places.items()))
