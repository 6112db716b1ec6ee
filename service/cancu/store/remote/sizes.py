"""How many triples each graph of a remote database holds: a table that follows the commits, so that nobody counts."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from cancu.errors import StoreError
from cancu.store.entries import between

_SCHEMA = """
create table if not exists sizes (graph text primary key, size integer not null) without rowid;
create table if not exists surveys (moment text not null);
"""


class Sizes:
    """The table. Methods may be called from any thread and raise StoreError."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        with _told():
            self._rows = sqlite3.connect(path, check_same_thread=False)
            self._rows.execute("pragma journal_mode = wal")
            self._rows.executescript(_SCHEMA)

    @property
    def is_surveyed(self) -> bool:
        """Tell whether the whole database has been looked at once."""
        return bool(self._ask("select 1 from surveys"))

    def surveyed(self, found: Mapping[str, int]) -> None:
        """Keep what a look at the whole database found."""
        with _told(), self._lock, self._rows:
            self._rows.execute("delete from sizes")
            self._rows.executemany("insert into sizes values (?, ?)", found.items())
            self._rows.execute("insert into surveys values (datetime('now'))")

    def follow(self, graphs: Mapping[str, bytes]) -> None:
        """Count the lines that graphs hold after a commit."""
        with _told(), self._lock, self._rows:
            self._rows.executemany("delete from sizes where graph = ?", ((name,) for name in graphs))
            counted = ((name, data.count(b"\n")) for name, data in graphs.items() if data)
            self._rows.executemany("insert into sizes values (?, ?)", counted)

    def total(self) -> int:
        """Return the number of quads."""
        ((total,),) = self._ask("select coalesce(sum(size), 0) from sizes")
        return int(str(total))

    def names(self, prefix: str = "") -> tuple[str, ...]:
        """Return the graphs that begin with ``prefix``, sorted; the default graph is ``""``."""
        rows = self._ask("select graph from sizes where graph >= ? and graph < ? order by graph", *between(prefix))
        return tuple(str(row[0]) for row in rows)

    def holds(self, graph: str) -> bool:
        """Tell whether there is such a graph."""
        return bool(self._ask("select 1 from sizes where graph = ?", graph))

    def all(self) -> dict[str, int]:
        """Return the size of each graph."""
        return {str(name): int(str(size)) for name, size in self._ask("select graph, size from sizes")}

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._rows.close()

    def _ask(self, text: str, *values: object) -> list[tuple[object, ...]]:
        with _told(), self._lock:
            return self._rows.execute(text, values).fetchall()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(
            f"Không đọc hay ghi được bảng kích thước của kho: {error}.",
            f"the table of sizes of the store cannot be read or written: {error}.",
        ) from error
