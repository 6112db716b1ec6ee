"""The ledger of ingestion: which file was read, refused or committed, so that a run that was stopped goes on.

SQLite in WAL mode beside the store. A row is good as long as the file has the same bytes and the stamp (program, rules,
registry, settings) is the same. What a file says is kept until it is committed, as the JSON of its record.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cancu.errors import StoreError
from cancu.pipeline.reading import Reading
from cancu.records import from_json, to_json

NAME = "ingest.sqlite"
"""The file in the folder of the store."""
_SCHEMA = """
create table if not exists files (
  path text primary key,
  sha256 text not null,
  stamp text not null,
  state text not null,
  key text,
  reason text,
  reading blob
) without rowid;
create index if not exists files_by_key on files (key);
"""


@dataclass(frozen=True, slots=True)
class Packed:
    """A reading as the ledger keeps it, and as it goes from process to process: who needs it unpacks it."""

    path: Path
    sha256: str
    data: bytes

    @classmethod
    def of(cls, reading: Reading) -> Packed:
        """Pack a reading."""
        data = {"record": to_json(reading.record), "text": reading.text}
        return cls(reading.path, reading.sha256, zlib.compress(json.dumps(data, ensure_ascii=False).encode(), 1))

    def reading(self) -> Reading:
        """Return the reading."""
        data = json.loads(zlib.decompress(self.data))
        return Reading(self.path, self.sha256, from_json(data["record"]), data["text"])


class State(StrEnum):
    """How far a file has come."""

    READ = "read"
    REFUSED = "refused"
    COMMITTED = "committed"


class Accounts:
    """The rows of one store for one ``stamp``. Methods raise StoreError."""

    def __init__(self, folder: Path, stamp: str) -> None:
        """Open the ledger in ``folder``, made where it is missing."""
        self._stamp = stamp
        with _told(folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._rows = sqlite3.connect(folder / NAME)
            self._rows.execute("pragma journal_mode = wal")
            self._rows.executescript(_SCHEMA)
        self._folder = folder

    def key(self, path: Path, sha256: str) -> str | None:
        """Return under which key these bytes of the file were committed; None where they were not."""
        row = self._row("key", path, sha256, State.COMMITTED)
        return str(row) if row is not None else None

    def reading(self, path: Path, sha256: str) -> Packed | None:
        """Return what these bytes of the file say, where they were read and not committed yet."""
        packed = self._row("reading", path, sha256, State.READ)
        return Packed(path, sha256, packed) if isinstance(packed, bytes) else None

    def is_read(self, path: Path, sha256: str) -> bool:
        """Tell whether what these bytes say is kept."""
        return self._row("1", path, sha256, State.READ) is not None

    def read(self, reading: Packed) -> None:
        """Keep what a file says."""
        self._put(reading.path, reading.sha256, State.READ, reading=reading.data)

    def refused(self, path: Path, sha256: str, reason: str) -> None:
        """Write down that a file cannot be read, and why."""
        self._put(path, sha256, State.REFUSED, reason=reason)

    def committed(self, documents: Iterable[tuple[Path, str, str]]) -> None:
        """Write down of files, by path and digest, under which keys the store holds them; each key is of one file."""
        with _told(self._folder), self._rows:
            for path, sha256, key in documents:
                self._rows.execute("delete from files where key = ?", (key,))
                self._insert(path, sha256, State.COMMITTED, key=key)

    def states(self) -> dict[str, int]:
        """Return how many files are in each state."""
        with _told(self._folder):
            return dict(self._rows.execute("select state, count(*) from files group by state order by state"))

    def close(self) -> None:
        """Release the file."""
        self._rows.close()

    def _row(self, column: str, path: Path, sha256: str, state: State) -> object:
        with _told(self._folder):
            row = self._rows.execute(
                f"select {column} from files where path = ? and sha256 = ? and stamp = ? and state = ?",  # noqa: S608
                (str(path.absolute()), sha256, self._stamp, state.value),
            ).fetchone()
        return row[0] if row else None

    def _put(self, path: Path, sha256: str, state: State, *, reason: str | None = None, reading: bytes = b"") -> None:
        with _told(self._folder), self._rows:
            self._insert(path, sha256, state, reason=reason, reading=reading or None)

    def _insert(
        self,
        path: Path,
        sha256: str,
        state: State,
        *,
        key: str | None = None,
        reason: str | None = None,
        reading: bytes | None = None,
    ) -> None:
        self._rows.execute(
            "insert or replace into files (path, sha256, stamp, state, key, reason, reading)"
            " values (?, ?, ?, ?, ?, ?, ?)",
            (str(path.absolute()), sha256, self._stamp, state.value, key, reason, reading),
        )


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError, zlib.error) as error:
        raise StoreError(
            f"Không dùng được sổ nạp văn bản: {error}; xóa tệp này thì mọi văn bản được đọc lại.",
            f"the ledger of ingestion cannot be used: {error}; without this file all documents are read again.",
            where=str(folder / NAME),
        ) from error
