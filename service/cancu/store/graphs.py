"""Whole graphs as an embedded store holds them, read by whoever asks in whatever thread."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import IO, TypeVar

import pyoxigraph as ox

from cancu.engine.capped import Capped, TooLargeError
from cancu.errors import StoreError
from cancu.store.database import Database
from cancu.store.differences import Difference, difference
from cancu.store.guard import Limits
from cancu.store.lines import malformed
from cancu.store.names import too_large

T = TypeVar("T")


class Graphs:
    """The reading side of an embedded store, on its database ``_db``."""

    _db: Database
    _limits: Limits

    def graph(self, iri: str) -> bytes:
        """Return a graph as N-Triples; see ``Store.graph``."""
        try:
            name = _name(iri)
        except ValueError:
            return b""
        output = Capped(self._limits.change)
        try:
            self._write(output, name)
        except TooLargeError as error:
            raise too_large(iri, self._limits.change) from error
        return output.getvalue()

    def content(self, graph: str) -> bytes:
        """Return the lines of one graph; see ``Store.content``."""
        output = io.BytesIO()
        try:
            self._write(output, _name(graph))
        except ValueError as error:
            raise _unreadable(error) from error
        return output.getvalue()

    def graphs(self, prefix: str = "") -> tuple[str, ...]:
        """Return the IRIs of graphs; see ``Store.graphs``."""
        return tuple(sorted(name for name in self._read(_names) if name.startswith(prefix)))

    def has_graph(self, iri: str) -> bool:
        """Tell whether there is such a graph; the default graph always is."""
        if not iri:
            return True
        try:
            name = ox.NamedNode(iri)
        except ValueError:
            return False
        return self._read(lambda store: store.contains_named_graph(name))

    def size(self) -> int:
        """Return the number of quads."""
        return self._read(len)

    def dump(self, output: IO[bytes]) -> None:
        """Write the store as N-Quads as of one moment (the engine reads a snapshot of its own)."""
        self._read(lambda store: store.dump(output, ox.RdfFormat.N_QUADS))

    def _graph_names(self) -> Iterator[str]:
        """Yield the names of all graphs; the default graph, which has none, as an empty name."""
        yield from self._read(_names)
        if self._read(_has_default):
            yield ""

    def _difference(self, graph: str, data: bytes) -> Difference:
        try:
            name = ox.NamedNode(graph)
        except ValueError as error:
            raise malformed(graph, error) from error
        return difference(name, self.content(graph) if self.has_graph(graph) else b"", data)

    def _write(self, output: IO[bytes], name: ox.NamedNode | ox.DefaultGraph) -> None:
        self._read(lambda store: store.dump(output, ox.RdfFormat.N_TRIPLES, from_graph=name))

    def _read(self, work: Callable[[ox.Store], T]) -> T:
        """Return what ``work`` reads. Raises StoreError where the engine cannot, as of damaged files.

        An error of the system has a number, which those of the engine lack: it is of who takes what is read.
        """
        try:
            return self._db.do(work)
        except (OSError, RuntimeError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            raise _unreadable(error) from error


def _names(store: ox.Store) -> tuple[str, ...]:
    return tuple(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))


def _has_default(store: ox.Store) -> bool:
    return next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None


def _name(iri: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(iri) if iri else ox.DefaultGraph()


def _unreadable(error: Exception) -> StoreError:
    vi, en = ("; hãy khôi phục bản sao lưu", "; restore a backup") if "Corruption" in str(error) else ("", "")
    return StoreError(f"Không đọc được kho: {error}{vi}.", f"the store cannot be read: {error}{en}.")
