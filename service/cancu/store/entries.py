"""The file of the journal: one row for the newest version of each graph, and what a commit is about to touch.

SQLite in WAL mode, synchronised at every commit, so that what is announced before a commit of the store outlives it.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cancu.errors import StoreError
from cancu.store.canonical import Held

_SCHEMA = """
create table if not exists stream (name text not null);
create table if not exists entries (
  number integer primary key autoincrement,
  graph text not null unique,
  moment text not null,
  since text not null,
  digest text
);
create index if not exists entries_by_moment on entries (moment);
create table if not exists pending (graph text primary key) without rowid;
create table if not exists durable (number integer not null);
insert into durable select coalesce(max(number), 0) from entries where not exists (select 1 from durable);
"""
UNREAD = "size:"
"""Begins the digest of a graph that was counted and not read: how many triples it has follows."""
DURABLE = "update durable set number = (select coalesce(max(number), 0) from entries)"
"""Writes down that what the store's follower was told up to now would outlive a loss of power."""
_LAST = "\U0010ffff"
_NEWLINE = b"\n"
_COLUMNS = "number, graph, moment, since, digest"


@dataclass(frozen=True, slots=True)
class Entry:
    """The newest version of one graph; ``digest`` is None where the graph was removed.

    ``since`` is when the graph came to be, ``moment`` when it became what it is, both in UTC. A ``number`` is never
    given twice.
    """

    number: int
    graph: str
    moment: datetime
    since: datetime
    digest: str | None

    @property
    def is_removal(self) -> bool:
        """Tell whether the graph was removed."""
        return self.digest is None

    @property
    def is_unread(self) -> bool:
        """Tell whether only its size is known, of a graph that was there before the journal was."""
        return self.digest is not None and self.digest.startswith(UNREAD)

    def fits(self, content: bytes) -> bool:
        """Tell whether ``content`` is what this entry stands for, as far as is known."""
        if self.is_unread:
            return self.digest == f"{UNREAD}{content.count(_NEWLINE)}"
        return self.digest == digest_of(content)

    @property
    def is_new(self) -> bool:
        """Tell whether this is the first version of the graph."""
        return self.since == self.moment


def digest_of(content: bytes) -> str | None:
    """Return the SHA-256 of the sorted lines of a graph; None for a graph without lines, which is none."""
    if not content:
        return None
    if isinstance(content, Held):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha256(b"".join(sorted(content.splitlines(keepends=True)))).hexdigest()


class Entries:
    """The rows. Methods may be called from any thread and raise StoreError."""

    def __init__(self, path: Path, *, is_writable: bool) -> None:
        """Open the file; one that is only read and is not there counts as empty."""
        self._lock = threading.RLock()
        with _told():
            self._connection = _connect(path, is_writable=is_writable)
        with self.writing() as rows:
            if is_writable or path.exists():
                self.stream = _stream(rows, is_writable=is_writable)
            else:
                rows.executescript(_SCHEMA)
                self.stream = ""

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Yield the connection in one transaction: all that is done with it, or nothing."""
        with _told(), self._lock, self._connection:
            yield self._connection

    def find(self, tail: str, values: Iterable[object] = ()) -> tuple[Entry, ...]:
        """Return the rows that fit ``tail``, written in this package; ``values`` fill its question marks."""
        with _told(), self._lock:
            rows = self._connection.execute(f"select {_COLUMNS} from entries {tail}", tuple(values)).fetchall()  # noqa: S608
        return tuple(map(_entry, rows))

    def ask(self, text: str, values: Iterable[object] = ()) -> list[tuple[object, ...]]:
        """Return the rows of any other question."""
        with _told(), self._lock:
            return self._connection.execute(text, tuple(values)).fetchall()

    def rename(self) -> None:
        """Give this run of numbers another name."""
        with self.writing() as rows:
            rows.execute("delete from stream")
            self.stream = _named(rows)

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._connection.close()


def between(prefix: str) -> tuple[str, str]:
    """Return the bounds of the IRIs that begin with ``prefix``."""
    return prefix, prefix + _LAST


def _connect(path: Path, *, is_writable: bool) -> sqlite3.Connection:
    if not is_writable:
        place = f"{path.absolute().as_uri()}?mode=ro" if path.exists() else ":memory:"
        return sqlite3.connect(place, uri=path.exists(), check_same_thread=False)
    connection = sqlite3.connect(path, check_same_thread=False)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    return connection


def _stream(rows: sqlite3.Connection, *, is_writable: bool) -> str:
    """Return the name of this run of numbers, made with the file: another file never continues it."""
    if is_writable:
        rows.executescript(_SCHEMA)
    found = rows.execute("select name from stream").fetchone()
    return _named(rows) if found is None else str(found[0])


def _named(rows: sqlite3.Connection) -> str:
    name = uuid.uuid4().hex[:12]
    rows.execute("insert into stream (name) values (?)", (name,))
    return name


def _entry(row: tuple[int, str, str, str, str | None]) -> Entry:
    number, graph, moment, since, digest = row
    return Entry(number, graph, datetime.fromisoformat(moment), datetime.fromisoformat(since), digest)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(
            f"Không đọc hay ghi được nhật ký của kho: {error}.",
            f"the journal of the store cannot be read or written: {error}.",
        ) from error
