"""Whole graphs as an embedded store holds them, read by whoever asks in whatever thread."""

from __future__ import annotations

from typing import IO

from cancu.store.guard import Limits
from cancu.store.holdings import Holdings
from cancu.store.lines import in_graph
from cancu.store.names import too_large


class Graphs:
    """The reading side of an embedded store, on what it holds."""

    _holdings: Holdings
    _limits: Limits

    def graph(self, iri: str) -> bytes:
        """Return a graph as N-Triples; see ``Store.graph``."""
        lines = self._holdings.content(iri)
        if len(lines) > self._limits.change:
            raise too_large(iri, self._limits.change)
        return lines

    def content(self, graph: str) -> bytes:
        """Return the lines of one graph; see ``Store.content``."""
        return self._holdings.content(graph)

    def graphs(self, prefix: str = "") -> tuple[str, ...]:
        """Return the IRIs of graphs; see ``Store.graphs``."""
        return tuple(filter(None, self._holdings.names(prefix)))

    def has_graph(self, iri: str) -> bool:
        """Tell whether there is such a graph; the default graph always is."""
        return not iri or self._holdings.has(iri)

    def size(self) -> int:
        """Return the number of quads."""
        return self._holdings.size()

    def extent(self) -> int:
        """Tell how many quads are held; see ``Store.extent``."""
        return self._holdings.size()

    def dump(self, output: IO[bytes]) -> None:
        """Write the store as N-Quads as of one moment."""
        for name, lines in self._holdings.each():
            output.write(in_graph(lines, name) if name else lines)
