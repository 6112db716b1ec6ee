"""What each graph holds: its lines of N-Triples, packed, in one file of SQLite, from which all else can be made anew.

In WAL mode, synchronised at every commit: what was committed outlives the process and the machine. Each text bears a
checksum of its own (RFC 1950), so that damage to it is told and never read.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from cancu.errors import StoreError
from cancu.store.entries import between
from cancu.store.layout import synced, written

_SCHEMA = """
create table if not exists graphs (name text primary key, triples integer not null, packed blob not null);
create index if not exists graphs_by_size on graphs (triples);
"""
_LEVEL = 1
"""Of packing: the highest takes five times as long for a fifth less."""
_log = logging.getLogger("cancu.store")


class Holdings:
    """The graphs of one store; ``""`` names the default graph. Methods may be called from any thread.

    Lines are sorted, as the engine writes them (``lines.held``). All methods raise StoreError where the file cannot be
    read or written.
    """

    def __init__(self, path: Path, *, is_writable: bool = True) -> None:
        """Open the file ``path``, made where it is missing, or only read it."""
        self.path = path
        self._lock = threading.Lock()
        with _told(path):
            self._writing = _connect(path) if is_writable else None
            self._reading = _connect(path, "?mode=ro")

    def content(self, graph: str) -> bytes:
        """Return the lines of a graph, sorted; nothing where there is none."""
        rows = self._ask("select packed from graphs where name = ?", (graph,))
        return self._unpacked(rows[0][0]) if rows else b""

    def has(self, graph: str) -> bool:
        """Tell whether there is such a graph; one that holds nothing may be there, too."""
        return bool(self._ask("select 1 from graphs where name = ?", (graph,)))

    def differs(self, graph: str, lines: bytes) -> bool:
        """Tell whether anything would change if the graph were replaced by ``lines``."""
        return self.content(graph) != lines if lines else self.has(graph)

    def names(self, prefix: str = "") -> tuple[str, ...]:
        """Return the sorted names that begin with ``prefix``, that of the default graph where it has lines."""
        found = self._ask("select name from graphs where name >= ? and name < ? order by name", between(prefix))
        return tuple(name for (name,) in found)

    def size(self) -> int:
        """Return how many triples all graphs hold, each for itself."""
        rows = self._ask("select coalesce(sum(triples), 0) from graphs")
        return int(rows[0][0])

    def each(self) -> Iterator[tuple[str, bytes]]:
        """Yield name and lines of every graph, sorted by name, as of one moment."""
        with _told(self.path), closing(_connect(self.path, "?mode=ro")) as connection:
            for name, packed in connection.execute("select name, packed from graphs order by name"):
                yield name, self._unpacked(packed)

    def replace(self, graphs: Mapping[str, bytes]) -> None:
        """Let each graph hold exactly its lines, all in one transaction, durable on return; without lines it goes."""
        rows = [(name, _count(lines), _packed(lines)) for name, lines in graphs.items() if lines]
        self._write(rows, [name for name, lines in graphs.items() if not lines])

    def add(self, graphs: Iterable[tuple[str, bytes]]) -> None:
        """Add graphs that are not there, also such that hold nothing, in one transaction."""
        self._write(((name, _count(lines), _packed(lines)) for name, lines in graphs), ())

    def close(self) -> None:
        """Release the file, and note what it looks like."""
        with self._lock:
            self._reading.close()
        if self._writing is not None:
            self._writing.close()
            with suppress(OSError):
                written(_seen(self.path), _look(self.path).encode())

    def _write(self, rows: Iterable[tuple[str, int, bytes]], gone: Iterable[str]) -> None:
        if self._writing is None:
            raise StoreError("Kho này chỉ đọc được.", "this store can only be read.")
        try:
            with self._writing:
                self._writing.executemany("delete from graphs where name = ?", ((name,) for name in gone))
                self._writing.executemany("insert or replace into graphs values (?, ?, ?)", rows)
        except sqlite3.Error as error:
            raise StoreError(
                f"Không ghi được vào kho, kho còn như cũ: {error}",
                f"the store could not be written and is as before: {error}",
            ) from error

    def _ask(self, text: str, values: Iterable[object] = ()) -> list[Any]:
        with _told(self.path), self._lock:
            try:
                return self._reading.execute(text, tuple(values)).fetchall()
            except UnicodeEncodeError:  # half of a character, which no name has
                return []

    def _unpacked(self, packed: bytes) -> bytes:
        try:
            return zlib.decompress(packed)
        except zlib.error as error:
            doubt(self.path)
            raise unreadable(error) from error


def make(path: Path, graphs: Iterable[tuple[str, bytes]]) -> None:
    """Write the file anew with what ``graphs`` hold, and put it at ``path`` when it is complete."""
    making = path.with_name(f"{path.name}.new")
    _remove(making)
    made = Holdings(making)
    try:
        made.add(graphs)
    finally:
        made.close()
    _seen(making).unlink(missing_ok=True)
    _remove(path)
    making.rename(path)
    synced(path.parent)


def doubt(path: Path) -> None:
    """Take note that the file was found damaged: it is made anew at the next start."""
    if not _mark(path).exists():
        _log.error("what graphs hold is damaged, and made anew at the next start: %s", path)
        with suppress(OSError):
            _mark(path).touch()


def is_sound(path: Path) -> bool:
    """Tell whether the file at ``path`` can be believed.

    It is looked through unless it is as it was closed; packed texts are believed until they are read.
    """
    if _mark(path).exists():
        return False
    with suppress(OSError):
        if not _tail(path, "-wal").exists() and _seen(path).read_text() == _look(path):
            return True
    try:
        with closing(sqlite3.connect(path)) as connection:
            is_whole = connection.execute("pragma integrity_check(1)").fetchone() == ("ok",)
        return is_whole and not is_blank(path)
    except sqlite3.DatabaseError as error:
        return isinstance(error, sqlite3.OperationalError)  # locked, or no room: nothing that a new one would mend


def is_blank(path: Path) -> bool:
    """Tell whether nothing was ever written to the file at ``path``: who made it was killed."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute("select 1 from sqlite_master where name = 'graphs'").fetchone() is None
    except sqlite3.DatabaseError:
        return False


def damaged(path: Path) -> StoreError:
    """Return the error that says that nothing is left from which ``path`` could be made anew."""
    return StoreError(
        "Kho bị hỏng; hãy khôi phục bản sao lưu (cancu restore).",
        "the store is damaged; restore a backup (cancu restore).",
        where=str(path),
    )


def unreadable(error: Exception) -> StoreError:
    """Return the error that says that the store cannot be read."""
    return StoreError(
        f"Không đọc được kho: {error}; hãy khởi động lại, nếu vẫn vậy thì khôi phục bản sao lưu.",
        f"the store cannot be read: {error}; start again, and if that does not help restore a backup.",
    )


def _connect(path: Path, how: str = "") -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}{how}", uri=True, check_same_thread=False)
    if not how:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.executescript(_SCHEMA)
    return connection


def _packed(lines: bytes) -> bytes:
    return zlib.compress(lines, _LEVEL)


def _count(lines: bytes) -> int:
    return lines.count(b"\n")


def _look(path: Path) -> str:
    seen = path.stat()
    return f"{seen.st_size} {seen.st_mtime_ns}\n"


def _tail(path: Path, tail: str) -> Path:
    return path.with_name(path.name + tail)


def _seen(path: Path) -> Path:
    return _tail(path, ".seen")


def _mark(path: Path) -> Path:
    return _tail(path, ".broken")


def _remove(path: Path) -> None:
    for tail in ("", "-wal", "-shm", ".seen", ".broken"):
        _tail(path, tail).unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        if not isinstance(error, sqlite3.OperationalError):  # locked, or no room
            doubt(path)
        raise unreadable(error) from error
