"""Which graphs changed, in which order: what feeds and followers of the store read.

A commit announces the graphs it touches before, durably; after it, each is compared by its digest with what the journal
knew, and what differs gets the next number. Of a commit that succeeded it is known what graphs hold whose lines the
engine keeps as they are (``canonical``); all others are read. A process that dies in between is settled at the next
opening: what counts is what the store then holds. Only the newest entry of each graph is kept (a removal stays as a
tombstone); numbers are never given twice. Graphs that the journal does not know, of a store older than it, get entries
when it is first read.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from cancu.errors import StoreError
from cancu.store.entries import DURABLE, UNREAD, Entries, Entry, between, digest_of

_log = logging.getLogger("cancu.store")
_BATCH = 100
"""Graphs that are compared at a time: all that they hold is in memory."""
_NOTHING: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Source:
    """What the journal asks of the store: the lines of a graph, the names of all, and the lock of the writer.

    ``follow`` is given what announced graphs hold after the commit, before the journal forgets the announcement, and
    tells whether all that it was ever given would outlive a loss of power; what would not is given to it again at the
    next opening. With ``is_surveyed`` the store itself tells which graphs the journal lacks (``Journal.learn``,
    ``Journal.recheck``).
    """

    content: Callable[[str], bytes]
    names: Callable[[], Iterable[str]]
    lock: AbstractContextManager[object]
    follow: Callable[[Mapping[str, bytes]], bool]
    is_surveyed: bool = False


class Journal:
    """The journal of one store. Methods may be called from any thread and raise StoreError."""

    def __init__(self, path: Path, source: Source | None) -> None:
        """Open the file ``path`` for the store ``source``; without one it is another process's and only read."""
        self._source = source
        self._entries = Entries(path, is_writable=source is not None)
        self._is_complete = source is None or source.is_surveyed
        self._is_settled = False
        self._is_under_way = False
        """Whether a commit is: nobody is told of it yet, and nobody waits for it."""
        self.left = tuple(str(row[0]) for row in self._entries.ask("select graph from pending order by graph"))
        """Graphs that the process before had announced and not settled when it died."""
        if source is not None:
            lost = self._entries.ask("select graph from entries where number > (select number from durable)")
            self._announce(str(row[0]) for row in lost)
            self._settle(source)

    @property
    def stream(self) -> str:
        """The name of this run of numbers; a store made anew has another."""
        return self._entries.stream

    @contextmanager
    def noting(self, graphs: Iterable[str], told: Mapping[str, bytes] = _NOTHING) -> Iterator[None]:
        """Announce ``graphs``, let the commit happen, and write down what it changed; call it under the writer's lock.

        Of graphs of ``told`` it is known what they hold after a commit that succeeds; the others are read. What cannot
        be written down after the commit stays announced and is settled with the next one.
        """
        source = self._source
        if source is None:
            yield
            return
        graphs = tuple(graphs)
        self._read_up(source, graphs)
        self._is_under_way, known = True, _NOTHING
        try:
            self._announce(graphs)
            yield
            known = told
        finally:
            try:
                self._settle(source, known)
            except StoreError as error:
                _log.warning("journal left unsettled: %s", error.en)
            finally:
                self._is_under_way = False

    def learn(self, sizes: Mapping[str, int]) -> None:
        """Give entries to graphs that have none, by how many triples they hold: nothing of them is read."""
        if self._source is None:
            return
        with self._source.lock, self._entries.writing() as rows:
            moment = self._moment()
            rows.executemany(
                "insert into entries (graph, moment, since, digest) values (?, ?, ?, ?) on conflict do nothing",
                ((graph, moment, moment, f"{UNREAD}{size}") for graph, size in sorted(sizes.items())),
            )
            rows.execute(DURABLE)

    def note_durable(self) -> None:
        """Take note that all that followed would outlive a loss of power; call it under the writer's lock."""
        with self._entries.writing() as rows:
            rows.execute(DURABLE)

    def recheck(self, graph: str) -> None:
        """Compare what the store holds of ``graph`` with the newest entry, and write one down where they differ."""
        if self._source is not None:
            with self._source.lock:
                self._announce((graph,))
                self._settle(self._source)

    def begin_another_run(self) -> None:
        """Compare every graph with its entry, and give the numbers a new name: those to come were given out before.

        That is so of a store that was restored: its original went on after the copy was made.
        """
        if self._source is None:
            return
        self.complete()
        known = [str(row[0]) for row in self._entries.ask("select graph from entries order by number")]
        for start in range(0, len(known), _BATCH):
            with self._source.lock:
                self._announce(known[start : start + _BATCH])
                self._settle(self._source)
        self._entries.rename()

    def latest(self) -> int:
        """Return the highest number; 0 before the first."""
        self.complete()
        (row,) = self._entries.ask("select coalesce(max(number), 0) from entries")
        return int(str(row[0]))

    def entries(self, after: int, limit: int, *, until: int | None = None) -> tuple[Entry, ...]:
        """Return entries in order, those numbered above ``after`` and not above ``until``."""
        self.complete()
        top = (1 << 62) if until is None else until
        return self._entries.find("where number > ? and number <= ? order by number limit ?", (after, top, limit))

    def before(self, number: int) -> Entry | None:
        """Return the entry before ``number``, where there is one."""
        return next(iter(self._entries.find("where number < ? order by number desc limit 1", (number,))), None)

    def newest(self, prefix: str, limit: int, *, before: int | None = None) -> tuple[Entry, ...]:
        """Return entries of graphs that begin with ``prefix``, the newest first, those numbered below ``before``."""
        self.complete()
        top = (1 << 62) if before is None else before
        tail = "where number < ? and graph >= ? and graph < ? order by number desc limit ?"
        return self._entries.find(tail, (top, *between(prefix), limit))

    def living(self, prefix: str, limit: int, offset: int = 0) -> tuple[Entry, ...]:
        """Return entries of graphs that are there and begin with ``prefix``, in the order of their IRIs."""
        self.complete()
        tail = "where digest is not null and graph >= ? and graph < ? order by graph limit ? offset ?"
        return self._entries.find(tail, (*between(prefix), limit, offset))

    def parts(self, prefix: str, size: int) -> tuple[datetime, ...]:
        """Return of each ``size`` entries that ``living`` gives the newest moment."""
        self.complete()
        rows = self._entries.ask(
            "select max(moment) from (select moment, (row_number() over (order by graph) - 1) / ? as part from entries"
            " where digest is not null and graph >= ? and graph < ?) group by part order by part",
            (size, *between(prefix)),
        )
        return tuple(datetime.fromisoformat(str(row[0])) for row in rows)

    def moments(self) -> dict[str, datetime]:
        """Return of each graph that is there when it became what it is."""
        self.complete()
        rows = self._entries.ask("select graph, moment from entries where digest is not null")
        return {str(graph): datetime.fromisoformat(str(moment)) for graph, moment in rows}

    def close(self) -> None:
        """Release the file."""
        self._entries.close()

    def complete(self) -> None:
        """Announce what store and journal do not both have, once; settle what is left. Raises StoreError."""
        source = self._source
        if source is None or (self._is_complete and (self._is_settled or self._is_under_way)):
            return
        with source.lock:
            if not self._is_complete:
                known = self._entries.ask("select graph from entries where digest is not null")
                self._announce({str(row[0]) for row in known} ^ set(source.names()))
                self._is_complete = True
            self._settle(source)

    def _read_up(self, source: Source, graphs: Iterable[str]) -> None:
        """Learn what graphs hold that were only counted: after the commit it could not be told any more."""
        for graph in graphs:
            known = self._known(graph)
            if known is not None and known.is_unread:
                digest = digest_of(source.content(graph))
                with self._entries.writing() as rows:
                    rows.execute("update entries set digest = ? where graph = ?", (digest, graph))

    def _known(self, graph: str) -> Entry | None:
        return next(iter(self._entries.find("where graph = ?", (graph,))), None)

    def _announce(self, graphs: Iterable[str]) -> None:
        self._is_settled = False
        with self._entries.writing() as rows:
            rows.executemany("insert or ignore into pending (graph) values (?)", ((graph,) for graph in graphs))

    def _settle(self, source: Source, told: Mapping[str, bytes] = _NOTHING) -> None:
        """Number what differs among the announced graphs, all at one moment, which is not before the last.

        The lines of those that are not among ``told`` are read.
        """
        announced = [str(row[0]) for row in self._entries.ask("select graph from pending order by graph")]
        if announced:
            moment = self._moment()
            contents = {graph: told[graph] if graph in told else source.content(graph) for graph in announced}
            is_durable = source.follow(contents)
            digests = [(graph, digest_of(content)) for graph, content in contents.items()]  # readers need not wait
            with self._entries.writing() as rows:
                for graph, digest in digests:
                    known = self._known(graph)
                    if digest == (known and known.digest):
                        continue
                    if known is not None and known.is_unread and known.fits(contents[graph]):
                        rows.execute("update entries set digest = ? where graph = ?", (digest, graph))
                        continue
                    since = moment if known is None or known.is_removal else _written(known.since)
                    rows.execute(
                        "insert or replace into entries (graph, moment, since, digest) values (?, ?, ?, ?)",
                        (graph, moment, since, digest),
                    )
                rows.execute("delete from pending")
                if is_durable:
                    rows.execute(DURABLE)
        self._is_settled = True

    def _moment(self) -> str:
        (row,) = self._entries.ask("select max(moment) from entries")
        return max(_written(datetime.now(UTC)), str(row[0] or ""))


def _written(moment: datetime) -> str:
    """Return a moment in the one form in which texts sort as moments do."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
