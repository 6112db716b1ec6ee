"""What a store holds, as quads."""

from __future__ import annotations

from cancu.graph import Quad
from cancu.pipeline.formats import read
from cancu.store import Store


def facts(store: Store, name: str) -> tuple[Quad, ...]:
    """Return the quads of a named graph; none where the store lacks it."""
    said = lines(store, name)
    return read(said, name) if said else ()


def lines(store: Store, name: str) -> bytes:
    """Return the triples of a named graph, each on a line of its own; none where the store lacks it."""
    return store.content(name) if store.has_graph(name) else b""
