"""From the lines of graphs to a database of the engine on disk, some graphs at a time, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from cancu.store.differences import has_blanks
from cancu.store.lines import Name, in_graph, lines_of, together

_NOWHERE = ox.DefaultGraph()
_MOST = 150_000
"""Lines that are loaded at a time: a load keeps more than a kilobyte of memory for each quad, and writes new files."""


def load(engine: ox.Store, graphs: Iterable[tuple[Name, bytes]], *, is_union: bool) -> None:
    """Add graphs, also such that hold nothing; with ``is_union`` the default graph holds their triples, too.

    Lines are as the engine writes them: nothing about them is proved again. Raises OSError, RuntimeError.
    """
    for part in _parts(graphs):
        _load(engine, part, is_union=is_union)
    engine.flush()


def graphs_of(db: Path, own: Name = _NOWHERE) -> Iterator[tuple[str, bytes]]:
    """Yield name and lines of every graph of a database of the engine in ``db``, which nobody has open, by their names.

    ``own`` is where it keeps what the default graph holds. Raises OSError, RuntimeError.
    """
    store = ox.Store(str(db))
    if lines := lines_of(store, own):
        yield "", lines
    names = (name for name in store.named_graphs() if isinstance(name, ox.NamedNode) and name != own)
    for name in sorted(names, key=lambda one: one.value):
        yield name.value, lines_of(store, name)


def _parts(graphs: Iterable[tuple[Name, bytes]]) -> Iterator[list[tuple[Name, bytes]]]:
    part: list[tuple[Name, bytes]] = []
    count = 0
    for name, lines in graphs:
        part.append((name, lines))
        count += lines.count(b"\n")
        if count >= _MOST:
            yield part
            part, count = [], 0
    yield part


def _load(engine: ox.Store, graphs: Iterable[tuple[Name, bytes]], *, is_union: bool) -> None:
    """Add graphs; nodes without names, which a load would call otherwise each time, keep their labels."""
    told = []
    for name, lines in graphs:
        quads = lines
        if isinstance(name, ox.NamedNode):
            engine.add_graph(name)
            quads = in_graph(lines, name.value)
        both = lines + quads if is_union else quads
        if has_blanks(lines):
            engine.bulk_extend(ox.parse(both, format=ox.RdfFormat.N_QUADS, lenient=True))
        else:
            told.append(both)
    if any(told):
        engine.bulk_load(together(told), format=ox.RdfFormat.N_QUADS, lenient=True)
