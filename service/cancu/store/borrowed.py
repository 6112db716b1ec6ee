"""What graphs hold of a store that another process writes: read there, and what is written here stays here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from cancu.store.holdings import Holdings


class Borrowed(Holdings):
    """Those of the other process as they are now; what is written is kept in memory, and lost."""

    def __init__(self, path: Path) -> None:
        """Open the file ``path`` for reading."""
        super().__init__(path, is_writable=False)
        self._own: dict[str, bytes] = {}

    def content(self, graph: str) -> bytes:
        """Return the lines of a graph."""
        return self._own[graph] if graph in self._own else self._theirs(graph)

    def has(self, graph: str) -> bool:
        """Tell whether there is such a graph."""
        return bool(self._own[graph]) if graph in self._own else super().has(graph)

    def names(self, prefix: str = "") -> tuple[str, ...]:
        """Return the sorted names that begin with ``prefix``."""
        theirs = {name for name in super().names(prefix) if name not in self._own}
        return tuple(sorted(theirs | {name for name, lines in self._own.items() if lines and name.startswith(prefix)}))

    def size(self) -> int:
        """Return how many triples all graphs hold."""
        change = sum(lines.count(b"\n") - self._theirs(name).count(b"\n") for name, lines in self._own.items())
        return super().size() + change

    def each(self) -> Iterator[tuple[str, bytes]]:
        """Yield name and lines of every graph."""
        yield from ((name, lines) for name, lines in super().each() if name not in self._own)
        yield from ((name, lines) for name, lines in self._own.items() if lines)

    def replace(self, graphs: Mapping[str, bytes]) -> None:
        """Let each graph hold exactly its lines, here."""
        self._own.update(graphs)

    def _theirs(self, graph: str) -> bytes:
        return super().content(graph)
