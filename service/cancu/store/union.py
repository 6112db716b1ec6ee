"""What queries see: every graph under its name, and the triples of all graphs, each once, as the default graph.

A default graph is a set of triples (RDF 1.1 Concepts §3, §4); the engine's own union tells a triple once for each graph
that holds it, so that counts are too high and joins multiply. This database follows what graphs hold (``holdings``),
commit by commit; it can be made anew from that at any time, and that from this one.
"""

from __future__ import annotations

import logging
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox

from cancu import resources
from cancu.engine.evaluation import OWN
from cancu.errors import StoreError
from cancu.store import loading
from cancu.store.compaction import Compaction
from cancu.store.database import Database, T
from cancu.store.differences import Difference, block, difference, removals
from cancu.store.holdings import Holdings, damaged
from cancu.store.layout import is_lock
from cancu.store.lines import in_graph, together
from cancu.store.sums import Sums

_log = logging.getLogger("cancu.store")
BULK = 20_000
"""From so many quads on they are loaded in bulk, which writes new files each time."""
_LOOSE, _COMMIT = 50_000, 200
"""So many quads are flushed together, a commit counted as some: a start after a kill looks at them again."""


class Union:
    """The database in ``path`` that follows what ``source`` says that graphs hold."""

    def __init__(self, path: Path, source: Holdings, *, is_private: bool = False) -> None:
        """Open it; made from ``source`` where it is missing or broken. Raises OSError, RuntimeError.

        A private copy, which lasts for one command, is not looked through first.
        """
        self._mark, self.sums = _mark(path), _sums(path)
        if not is_private and (self._mark.exists() or self.sums.damaged(path)):
            _log.warning("made anew, for it was found damaged: %s", path)
            shutil.rmtree(path, ignore_errors=True)
        if not path.exists():
            self.sums.forget()
            _make(path, source)
            self._mark.unlink(missing_ok=True)
        complete = _tables(path)
        try:
            self._database = Database(path)
        except (OSError, RuntimeError) as error:
            if is_lock(error):
                raise
            _log.warning("made anew, for it could not be opened: %s: %s", path, error)
            shutil.rmtree(path)
            self.sums.forget()
            _make(path, source)
            complete = _tables(path)
            self._database = Database(path)
        if not is_private:
            self.sums.note_soon(path, complete)
        self._path, self._is_private = path, is_private
        self._compaction = Compaction(path)
        self._loose = 0
        """Quads that came or went, and commits, since all was flushed."""
        self._leave = resources.text("queries", "store", "leave.ru")

    def follow(self, graphs: Mapping[str, bytes]) -> bool:
        """Let each graph hold exactly its N-Triples, all in one transaction; ``""`` is the default graph itself.

        It outlives the process on return. Tell whether it would outlive a loss of power, too: of small changes many
        are flushed together. Raises StoreError.
        """
        self._database.mend()
        with self._doubting():
            changed = self.do(lambda store: self._follow(store, graphs))
        if changed:
            self._loose += _COMMIT + 2 * sum(one.count for one in changed)
        if self._loose >= _LOOSE or _is_bulk(changed):
            self.flush()
        return not self._loose

    def flush(self) -> None:
        """Let all that followed outlive a loss of power. Raises StoreError."""
        if self._loose:
            with self._doubting():
                self.do(lambda store: store.flush())
            self._loose = 0

    def freeze(self, path: Path) -> None:
        """Copy it as it is to ``path``; the engine flushes it for that. Call it while nobody writes."""
        with self._doubting():
            self.do(lambda store: store.backup(str(path)))
        self._loose = 0

    def do(self, work: Callable[[ox.Store], T]) -> T:
        """Return what ``work`` does with the engine's object; see ``Database.do``."""
        return self._database.do(work)

    def doubt(self, words: str) -> None:
        """Have it made anew at the next opening where the engine's ``words`` say that its files are damaged."""
        if "corruption" in words.lower() and not self._mark.exists():
            _log.error("what queries see is damaged and made anew at the next start: %s", words)
            with suppress(OSError):
                self._mark.touch()

    @contextmanager
    def _doubting(self) -> Iterator[None]:
        try:
            yield
        except (OSError, RuntimeError, SyntaxError, ValueError) as error:
            self._database.doubt(error)
            self.doubt(str(error))
            raise StoreError(
                f"Bản để hỏi của kho chưa theo kịp: {error}", f"what queries see of the store is behind: {error}"
            ) from error

    def close(self) -> None:
        """Release the files, in order where much was written."""
        is_merged = False
        self.sums.stop()
        if not self._is_private:
            with suppress(StoreError):
                self.flush()
                is_merged = self.do(self._compaction.finish)
        self._database.close()
        if is_merged:
            self.sums.note(self._path)

    def _follow(self, store: ox.Store, graphs: Mapping[str, bytes]) -> Sequence[Difference]:
        named = ((_name(iri), data) for iri, data in graphs.items())
        told = (difference(name, _lines(store, name), data) for name, data in named)
        changed = tuple(one for one in told if one)
        if _is_bulk(changed):
            _load(store, changed)
        elif changed:
            self._update(store, changed)
        self._compaction.note(2 * sum(one.count for one in changed))
        return changed

    def _update(self, store: ox.Store, differences: Sequence[Difference]) -> None:
        steps = [self._leave.replace("<graph>", str(one.name)) for one in differences if one.is_blank and one.gone]
        plain = [one for one in differences if not one.is_blank]
        lost = b"".join(_lost(store, plain, frozenset(one.name for one in differences if one.is_blank))).decode()
        steps += [*([f"DELETE DATA {{\n{lost}}}"] if lost else ()), *removals(plain)]
        told = "".join(f"{one.come.decode()}{block(one.name, one.come)}" for one in differences if one.come)
        if told:
            steps.append(f"INSERT DATA {{\n{told}}}")
        store.update(" ;\n".join(steps))


def _lines(store: ox.Store, name: ox.NamedNode) -> bytes:
    if not store.contains_named_graph(name):
        return b""
    return store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""


def _load(store: ox.Store, differences: Iterable[Difference]) -> None:
    """Add lines to graphs, many at once; the engine writes each line of N-Triples alike.

    They come out of the engine, or went into it: nothing about them has to be proved again.
    """
    parts = (part for one in differences for part in (one.come, in_graph(one.come, one.name.value)))
    store.bulk_load(together(parts), format=ox.RdfFormat.N_QUADS, lenient=True)


def _lost(store: ox.Store, differences: Sequence[Difference], leaving: Collection[ox.NamedNode]) -> Iterator[bytes]:
    """Yield the lines that go, where no graph holds them then; of those ``leaving`` nothing stays."""
    going: dict[bytes, set[ox.NamedNode]] = defaultdict(set)
    for one in differences:
        for line in one.gone:
            going[line].add(one.name)
    triples = ox.parse(b"".join(going), format=ox.RdfFormat.N_TRIPLES, lenient=True)
    for (line, names), triple in zip(going.items(), triples, strict=True):
        holders = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        named = (quad.graph_name for quad in holders if isinstance(quad.graph_name, ox.NamedNode))
        if all(name in names or name in leaving for name in named):
            yield line


def _is_bulk(differences: Sequence[Difference]) -> bool:
    """Tell whether many lines come and none go, without blank nodes, to which a load would give new names."""
    is_many = sum(one.count for one in differences) >= BULK
    return is_many and all(one.is_new and not one.is_blank for one in differences)


def _name(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri) if iri else OWN


def graphs_of(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield name and lines of every graph as the database in ``path``, which nobody has open, tells them.

    Raises OSError, RuntimeError; StoreError where it is damaged itself.
    """
    if _mark(path).exists() or _sums(path).damaged(path):
        raise damaged(path)
    return loading.graphs_of(path, OWN)


def _tables(path: Path) -> frozenset[str]:
    return frozenset(table.name for table in path.glob("*.sst"))


def _mark(path: Path) -> Path:
    return path.with_name(f"{path.name}.broken")


def _sums(path: Path) -> Sums:
    return Sums(path.with_name(f"{path.name}.sums"))


def _make(path: Path, source: Holdings) -> None:
    """Write the whole of it beside ``path`` and put it there when it is complete."""
    making = path.with_name(f"{path.name}.new")
    shutil.rmtree(making, ignore_errors=True)
    store = ox.Store(str(making))
    loading.load(store, ((_name(name), lines) for name, lines in source.each()), is_union=True)
    del store
    making.rename(path)
