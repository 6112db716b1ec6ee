"""A SPARQL 1.1 database on another machine, behind the same interface as the embedded one.

Questions are answered by that database over the union of all graphs; what is written goes there as whole graphs;
strangers' texts are read, and their updates carried out, on this machine. Journal, archive and sizes are files of this
machine, so that what changed, and how much there is, is known without asking.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from cancu.engine.evaluation import OWN
from cancu.engine.formats import Format
from cancu.errors import CancuError, LimitError, StoreError
from cancu.store import updates
from cancu.store.archive import Archive
from cancu.store.asker import Asker
from cancu.store.federation import Federation, without
from cancu.store.guard import Form, Inspection, Limits, inspect
from cancu.store.interface import Answer, Dataset
from cancu.store.journal import Journal, Source
from cancu.store.layout import ARCHIVE, JOURNAL, SEARCH
from cancu.store.lines import contents
from cancu.store.lock import Lock
from cancu.store.names import refuse_files, refuse_reserved, refuse_unknown, too_large
from cancu.store.outside import Outside
from cancu.store.private import Readable
from cancu.store.recent import Recent
from cancu.store.remote.answers import answer
from cancu.store.remote.canonical import triples
from cancu.store.remote.commits import Commits, named
from cancu.store.remote.connection import Call
from cancu.store.remote.engine import WRITE, Engine
from cancu.store.remote.judge import Judge
from cancu.store.remote.place import REDO, SIZES
from cancu.store.remote.redo import Redo
from cancu.store.remote.sizes import Sizes
from cancu.store.writer import Writer

_log = logging.getLogger("cancu.store")
_LATE = (1.0, 4.0, 15.0)
"""Seconds after which it is looked again at what a dead process had sent: a database may carry that out long after."""


class RemoteStore(Writer):
    """Implements ``cancu.store.Store`` over a database that answers for itself. Use ``open_store`` to make one."""

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        limits: Limits,
        prefixes: Mapping[str, str],
        *,
        lock: Lock | None,
        readers: int = 1,
        is_compared: bool = True,
        federation: Federation | None = None,
    ) -> None:
        """``lock`` is the right to write; without it the database is only read.

        With ``is_compared``, what is known of it is compared with what it holds. Raises LimitError, StoreError.
        """
        super().__init__(limits)
        self._engine = engine
        self._lock_file = lock
        self.recent = Recent(0)
        """Nothing: the database may be written by others."""
        self._prefixes = dict(prefixes)
        self._readers = readers
        self._federation = federation or Federation((), Outside())
        self._lock = threading.RLock()
        self._version = 0
        self._judge: Judge | None = None
        self._places = threading.BoundedSemaphore(8 * readers)
        self._waiting = 0
        self._folder = folder
        self._commits = Commits(engine, Redo(folder / REDO))
        self._sizes = Sizes(folder / SIZES) if lock is not None else None
        self.archive = Archive(folder / ARCHIVE)
        self.search = folder / SEARCH
        self.is_private = lock is None
        self.unnamed = OWN.value
        self.journal = Journal(folder / JOURNAL, self._source() if lock is not None else None)
        self._looking: threading.Thread | None = None
        self._is_closed = threading.Event()
        self._look_call = Call(WRITE)
        try:
            if self._sizes is not None:
                self._commits.finish(self._carried_out)
                if is_compared or not self._sizes.is_surveyed:
                    self._look(self._sizes)
        except BaseException:
            self.close()
            raise

    @property
    def version(self) -> int:
        """A number that grows with every commit."""
        return self._version

    def query(
        self,
        sparql: str,
        *,
        accept: Format | None = None,
        dataset: Dataset | None = None,
        base: str | None = None,
        timeout: float | None = None,
        asker: Asker | None = None,
        room: int | None = None,
    ) -> Answer:
        """Read a stranger's text here and have the database answer it; see ``Store.query``."""
        call = Call(min(timeout or self._limits.seconds, self._limits.seconds))
        seen = inspect(sparql, self._limits, services=self._federation.services)
        alone = without(sparql, seen.services)
        if seen.services:
            inspect(alone, self._limits)
        over = self._over(seen, dataset)
        asker = asker or Asker()
        self._opened_judge().read(alone, base, call.rest, asker)
        text = self._federation.resolved(sparql, seen, call.rest)
        if base is not None:
            text = f"BASE <{base}> {text}"
        with self._place(call), asker.stopping(call.stop):
            return answer(
                self._engine, text, seen.form or Form.SELECT, accept, call, prefixes=self._prefixes, dataset=over,
                room=min(room or self._limits.answer, self._limits.answer), rows=self._limits.rows,
            )  # fmt: skip

    def answered(
        self,
        sparql: str,  # noqa: ARG002
        *,
        accept: Format | None = None,  # noqa: ARG002
        dataset: Dataset | None = None,  # noqa: ARG002
        base: str | None = None,  # noqa: ARG002
        asker: Asker | None = None,  # noqa: ARG002
    ) -> Awaitable[Answer] | None:
        """Return None: a thread waits for the other machine; see ``Store.answered``."""
        return None

    def run(self, sparql: str, *, accept: Format | None = None, timeout: float | None = None) -> Answer:
        """Have the database answer a question of our own; see ``Store.run``."""
        form = inspect(sparql, Limits(length=10_000_000)).form or Form.SELECT
        call = Call(timeout or self._limits.seconds)
        return answer(self._engine, sparql, form, accept, call, prefixes=self._prefixes)

    def rows(self, sparql: str, *, timeout: float | None = None) -> Iterator[Sequence[str]]:
        """Return the rows of an answer as texts; see ``Store.rows``. Engines differ in how they write CSV."""
        found = json.loads(self.run(sparql, timeout=timeout).body)
        for row in found["results"]["bindings"]:
            yield tuple(row[name]["value"] if name in row else "" for name in found["head"]["vars"])

    def replace(self, graphs: Mapping[str, bytes]) -> None:
        """Replace whole graphs, all or none as far as the engine permits; see ``Store.replace`` and docs/remote.md."""
        self._admit()
        refuse_reserved(graphs)
        wanted = {
            name: triples(quad.triple for quad in quads)
            for name, quads in zip(sorted(graphs), contents(graphs).values(), strict=True)
        }
        with self._writing, self._lock:
            self._commits.finish(self._carried_out)
            with self.journal.noting(wanted):
                self._commits.replace(wanted, self._before)
            self._version += 1

    def update(
        self, sparql: str, *, using: Dataset | None = None, base: str | None = None, timeout: float | None = None
    ) -> tuple[str, ...]:
        """Carry out a stranger's update here and commit what it changed; see ``Store.update``."""
        self._admit()
        with self._alone(timeout) as limits:
            held = Readable(self.content, self._names, self.size)
            found = updates.changes(sparql, held, self._folder, limits, using=using, base=base)
            if found:
                self.replace(found)
        return tuple(sorted(found))

    def graph(self, iri: str) -> bytes:
        """Return a graph as N-Triples; see ``Store.graph``."""
        found = self.content(iri) if self.has_graph(iri) else b""
        if len(found) > self._limits.change:
            raise too_large(iri, self._limits.change)
        return found

    def graphs(self, prefix: str = "") -> tuple[str, ...]:
        """Return the IRIs of graphs; see ``Store.graphs``."""
        return tuple(sorted(name for name in self._names() if name and name.startswith(prefix)))

    def has_graph(self, iri: str) -> bool:
        """Tell whether there is such a graph; the default graph always is."""
        if not iri:
            return True
        try:
            name = ox.NamedNode(iri)
        except ValueError:
            return False
        return name != OWN and (self._sizes.holds(iri) if self._sizes is not None else self._engine.holds(name))

    def content(self, graph: str) -> bytes:
        """Return the lines of one graph, sorted; see ``Store.content``."""
        try:
            return self._engine.content(named(graph))
        except ValueError as error:
            raise StoreError(f"Không đọc được kho: {error}", f"the store cannot be read: {error}") from error

    def size(self) -> int:
        """Return the number of quads."""
        return self._sizes.total() if self._sizes is not None else sum(self._engine.sizes().values())

    def extent(self) -> int:
        """Tell nothing, for how another machine commits is its own affair; see ``Store.extent``."""
        return 0

    def dump(self, output: IO[bytes]) -> None:
        """Write all graphs as N-Quads, one after the other, while nobody writes through this object."""
        with self._lock:
            for name in self._names():
                tail = f" {named(name)} .\n".encode() if name else b" .\n"
                for line in self.content(name).splitlines():
                    output.write(line.removesuffix(b" .") + tail)

    def close(self) -> None:
        """Stop the readers, close the connections and give the right to write back."""
        self._is_closed.set()
        self._look_call.stop()
        if self._looking is not None:
            self._looking.join()
        if self._judge is not None:
            self._judge.close()
        with self._writing, self._lock:
            self._engine.close()
        self.journal.close()
        if self._sizes is not None:
            self._sizes.close()
        if self._lock_file is not None:
            self._lock_file.release()

    def reader_pids(self) -> tuple[int, ...]:
        """Return the ids of the processes that read strangers' texts."""
        return self._judge.pids() if self._judge else ()

    def waiting(self) -> int:
        """Return how many strangers' questions the database is answering."""
        return self._waiting

    def _source(self) -> Source:
        return Source(self.content, self._names, self._lock, self._follow, is_surveyed=True)

    def _follow(self, graphs: Mapping[str, bytes]) -> bool:
        if self._sizes is not None:
            self._sizes.follow(graphs)
        return True

    def _carried_out(self, graphs: Mapping[str, bytes]) -> None:
        for graph in graphs:
            self.journal.recheck(graph)
        self._version += 1

    def _before(self, graph: str) -> bytes:
        return self.content(graph) if self._sizes is not None and self._sizes.holds(graph) else b""

    def _names(self) -> tuple[str, ...]:
        if self._sizes is not None:
            return self._sizes.names()
        return tuple("" if name == OWN.value else name for name in self._engine.names())

    def _look(self, sizes: Sizes) -> None:
        """Compare with the database how much each graph holds; the first time before anything else, later beside it."""
        if not sizes.is_surveyed:
            self._survey(sizes)
            return
        self._looking = threading.Thread(target=self._survey_beside, args=(sizes,), name="cancu-survey", daemon=True)
        self._looking.start()

    def _survey_beside(self, sizes: Sizes) -> None:
        try:
            self._survey(sizes)
            self._look_for_late()
        except CancuError as error:
            _log.warning("the database was not compared with what is known of it: %s", error.en)

    def _look_for_late(self) -> None:
        """Look again at the graphs of a commit in whose middle a process died: its request may still be carried out."""
        for pause in _LATE if self.journal.left else ():
            if self._is_closed.wait(pause):
                return
            before = self.journal.latest()
            for graph in self.journal.left:
                self.journal.recheck(graph)
            if self.journal.latest() != before:
                self._outdate()

    def _survey(self, sizes: Sizes) -> None:
        told = self._engine.sizes(self._look_call)
        found = {"" if name == OWN.value else name: size for name, size in told.items()}
        known = sizes.all()
        self.journal.learn({name: size for name, size in found.items() if name not in known})
        if not sizes.is_surveyed:
            sizes.surveyed(found)
        others = sorted(name for name in found.keys() | known.keys() if found.get(name) != known.get(name))
        for name in others:
            if known and not self._look_call.is_stopped:
                self.journal.recheck(name)  # which looks itself: what was committed meanwhile does no harm
        if others:
            self._outdate()

    def _outdate(self) -> None:
        """Say that what was kept of the state before holds no longer."""
        with self._lock:
            self._version += 1

    def _over(self, seen: Inspection, dataset: Dataset | None) -> Dataset | None:
        written = Dataset(seen.default, seen.named)
        refuse_unknown(written, self.has_graph)
        refuse_files(dataset or Dataset(), self.has_graph)
        return dataset or (written if written != Dataset() else None)

    @contextmanager
    def _place(self, call: Call) -> Iterator[None]:
        """Hold a place among the strangers' questions. Raises LimitError where none becomes free in time."""
        if not self._places.acquire(timeout=call.rest):
            raise LimitError(
                "Đang có quá nhiều câu hỏi chờ; xin thử lại sau giây lát.",
                "too many queries are waiting; try again in a moment.",
            )
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1
            self._places.release()

    def _opened_judge(self) -> Judge:
        with self._lock:
            if self._judge is None:
                self._judge = Judge(self._limits, readers=self._readers)
            return self._judge

    def _admit(self) -> None:
        if self._lock_file is None:
            raise StoreError(
                "Một tiến trình khác đang ghi vào cơ sở dữ liệu này; ở đây chỉ đọc được.",
                "another process writes to this database; here it can only be read.",
            )
