"""The file of the index: SQLite with FTS5; what cannot be read is thrown away, for all of it can be made again.

Every transaction also writes down how far the index has followed the journal, so that a process that dies leaves an
index of an earlier moment, which goes on from there.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from queue import LifoQueue

from cancu.errors import StoreError

_SCHEMA = """
create table followed (made text not null, stream text not null, number integer not null);
create table terms (id integer primary key, text text not null unique);
create table told (
  graph integer not null, thing integer not null, fact text not null, value integer not null,
  primary key (graph, thing, fact, value)) without rowid;
create table facts (
  thing integer not null, fact text not null, value integer not null, graphs integer not null,
  primary key (thing, fact, value)) without rowid;
create index facts_as on facts (value, fact);
create table things (
  id integer primary key, sort text not null, iri text not null unique, key text, type text, serial text,
  is_read integer not null, label text not null, day text, place integer not null unique, data text not null);
create index things_by_key on things (key);
create index things_by_serial on things (serial);
create table names (name text not null, thing integer not null, primary key (name, thing)) without rowid;
create index names_of on names (thing);
create virtual table words using fts5(known, said, tokenize="ascii tokenchars '#'", prefix='1 2 3');
create table said (
  id integer primary key, kind text not null, graph integer not null, document integer not null,
  label integer not null, item text not null, text text not null, who text not null, day text not null);
create index said_by on said (graph);
create virtual table texts using fts5(
  kind unindexed, folded, detail=none, columnsize=0, tokenize='ascii', prefix='1 2 3');
create table frequencies (term text primary key, texts integer not null) without rowid;
create table tellings (
  graph integer not null, thing integer not null, reporting text, primary key (graph, thing)) without rowid;
create index tellings_of on tellings (thing);
create table labels (thing integer primary key, text text not null);
create table items (
  id integer primary key, kind integer not null, thing integer not null unique, document integer not null,
  is_loose integer not null, day text not null, start text not null, document_iri text not null,
  place integer not null, iri text not null, last text not null, has_time integer not null,
  is_printed integer not null, leads integer not null, text text not null, head text not null, who text not null,
  undated integer not null, known integer not null, frequency text not null, told text not null);
create index items_in_order on items (
  kind, is_loose, day, start, document_iri, place, iri, last, has_time, is_printed, leads);
create index items_by_day on items (kind, is_loose, day, last, has_time, is_printed, leads, document);
create index items_of on items (document);
create index items_of_known on items (known) where known > 0;
create index items_undated on items (kind, undated) where undated > 0;
create table parts (
  body integer not null, part integer not null, item integer not null, primary key (body, part, item)) without rowid;
create index parts_of on parts (item);
create table days (
  id integer primary key, item integer not null, kind integer not null, known integer not null, suffix text not null,
  first integer not null, last integer not null, step integer not null, month integer not null,
  anchor integer not null, stretch integer not null, is_exact integer not null, alone integer, words integer not null,
  repeats integer not null);
create index days_of on days (item);
create index days_in_order on days (repeats, first);
create index days_by_known on days (known) where known <> 0;
create table mentions (
  item integer primary key, occasion text not null, known integer not null, name text not null, lowered text not null,
  year integer not null, date text not null, printed text not null, is_wrong integer not null);
create index mentions_of on mentions (occasion);
create index mentions_in on mentions (year);
create table dues (
  words integer not null, due text not null, item integer not null, primary key (words, due, item)) without rowid;
create index dues_of on dues (item);
"""
_CACHE = 32 << 10
"""Kilobytes of the file that each connection keeps: a search looks at a thousand texts, each on a page of its own."""
Row = tuple[str | int | None, ...]
Values = Iterable[str | int | None] | Mapping[str, str | int]
"""What the marks of a question stand for, in their order or by their names."""


class Database:
    """The tables. May be used from any thread; raises StoreError where the file can neither be read nor made anew.

    Who reads sees what the last transaction left and waits for nobody who writes; as many may read at a time as there
    are cores, but at least two.
    """

    def __init__(self, path: Path, made: str, *, is_copied: bool = False) -> None:
        """Open the file; one that was made otherwise than ``made`` tells, or is damaged, is begun anew.

        With ``is_copied`` what is written goes to a copy that lasts as long as this object.
        """
        self._path = None if is_copied else path
        self._made = made
        self._lock = threading.RLock()
        """Held by who writes; a copy, which only its one connection sees, is read under it, too."""
        self._idle: LifoQueue[sqlite3.Connection | None] = LifoQueue()
        """Connections that nobody reads with; None is one that has yet to be opened."""
        self._readers = max(2, os.cpu_count() or 2)
        self._connection = self._opened(path if is_copied else None)
        self._put_back()

    @property
    def followed(self) -> tuple[str, int]:
        """The name of the journal's run of numbers that is followed, and the last of those that are in the index."""
        row = self.one("select stream, number from followed")
        return (str(row[0]), int(row[1] or 0)) if row else ("", 0)

    def one(self, text: str, values: Values = ()) -> Row | None:
        """Return the first row of an answer."""
        return next(iter(self.all(text, values)), None)

    def all(self, text: str, values: Values = ()) -> list[Row]:
        """Return the rows of an answer; none where the file turned out to be damaged and is begun anew."""
        given = values if isinstance(values, Mapping) else tuple(values)
        try:
            with self._reading() as connection:
                return connection.execute(text, given).fetchall()
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)
            return []

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        if self._path is None:
            with self._lock:
                yield self._connection
            return
        connection = self._idle.get()
        try:
            connection = connection or self._reader()
            yield connection
        finally:
            self._idle.put(connection)

    def _reader(self) -> sqlite3.Connection:
        """Return a connection to the file that is there: one that was closed is not begun again by looking at it."""
        where = f"{Path(self._path or '').absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(where, uri=True, check_same_thread=False)
        connection.execute(f"pragma cache_size = -{_CACHE}")
        return connection

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait until nobody reads, and close what they read with; who writes last leaves one file behind."""
        with self._lock:
            for connection in [self._idle.get() for _ in range(self._readers)]:
                if connection is not None:
                    connection.close()
            self._connection.close()
            try:
                yield
            finally:
                self._put_back()

    def _put_back(self) -> None:
        for _ in range(self._readers):
            self._idle.put(None)

    @contextmanager
    def writing(self, stream: str, number: int) -> Iterator[sqlite3.Connection]:
        """Yield a transaction at whose end the index has followed so far; where it fails, all is as before."""
        with self._lock:
            try:
                with self._connection:
                    yield self._connection
                    self._connection.execute("delete from followed")
                    self._connection.execute("insert into followed values (?, ?, ?)", (self._made, stream, number))
            except sqlite3.OperationalError as error:  # a full disk, a lock: nothing that a new file would mend
                raise _unwritable(error) from error
            except sqlite3.DatabaseError as error:
                self._begin_anew(error)

    def begin_anew(self) -> None:
        """Forget everything."""
        with self._alone():
            self._remove()
            self._connection = self._opened()

    def gather(self) -> None:
        """Write the lists of words together, so that each word is found in one place instead of a dozen."""
        with self._lock:
            try:
                with self._connection:
                    for table in ("texts", "words"):
                        self._connection.execute(f"insert into {table} ({table}) values ('optimize')")  # noqa: S608
            except sqlite3.OperationalError:
                pass  # a full disk, a lock: the lists stay as they are
            except sqlite3.DatabaseError as error:
                self._begin_anew(error)

    def close(self) -> None:
        """Release the file, and note what it looks like: one that still looks so needs no looking through."""
        with self._alone():
            if self._path is not None and not self._path.with_name(f"{self._path.name}-wal").exists():
                with suppress(OSError):
                    self._seal(self._path).write_text(_looks(self._path), encoding="ascii")

    def _begin_anew(self, error: sqlite3.DatabaseError) -> None:
        if isinstance(error, sqlite3.OperationalError | sqlite3.ProgrammingError):
            raise _unwritable(error) from error
        self.begin_anew()

    def _opened(self, original: Path | None = None) -> sqlite3.Connection:
        try:
            return self._connected(original)
        except sqlite3.DatabaseError:
            self._remove()
        try:
            return self._connected()
        except sqlite3.Error as error:
            raise _unwritable(error) from error

    def _connected(self, original: Path | None = None) -> sqlite3.Connection:
        is_sealed = self._is_sealed()
        connection = sqlite3.connect(self._path or "", check_same_thread=False)
        try:
            if original is not None and original.exists():
                with closing(sqlite3.connect(f"{original.absolute().as_uri()}?mode=ro", uri=True)) as other:
                    other.backup(connection)
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")  # the last moments may be lost, and are followed again
            connection.execute(f"pragma cache_size = -{_CACHE}")
            has_tables = connection.execute("select 1 from sqlite_master").fetchone()
            if has_tables and not self._is_fit(connection, is_sealed=is_sealed):
                connection.close()
                self._remove()
                return self._connected()
            if not has_tables:
                connection.executescript(_SCHEMA)
                connection.execute("insert into followed values (?, '', 0)", (self._made,))
                connection.commit()
        except sqlite3.DatabaseError:
            connection.close()
            raise
        return connection

    def _is_fit(self, connection: sqlite3.Connection, *, is_sealed: bool) -> bool:
        """Tell whether the file was made in this way and hangs together; a look at 300 MB takes a second."""
        row = connection.execute("select made from followed").fetchone()
        return (
            row is not None
            and row[0] == self._made
            and (is_sealed or connection.execute("pragma quick_check(1)").fetchone() == ("ok",))
        )

    def _is_sealed(self) -> bool:
        """Tell, once, whether the file is as it was left by a process that closed it."""
        if self._path is None:
            return False
        try:
            seal = self._seal(self._path)
            noted = seal.read_text(encoding="ascii")
            seal.unlink()
            return noted == _looks(self._path)
        except (OSError, UnicodeDecodeError):
            return False

    @staticmethod
    def _seal(path: Path) -> Path:
        return path.with_name(f"{path.name}-closed")

    def _remove(self) -> None:
        for end in ("", "-wal", "-shm", "-closed") if self._path else ():
            with suppress(FileNotFoundError):
                Path(f"{self._path}{end}").unlink()


def _looks(path: Path) -> str:
    found = path.stat()
    return f"{found.st_size} {found.st_mtime_ns}"


def _unwritable(error: sqlite3.Error) -> StoreError:
    return StoreError(
        f"Không đọc hay ghi được chỉ mục tìm kiếm: {error}.", f"the search index cannot be read or written: {error}."
    )
