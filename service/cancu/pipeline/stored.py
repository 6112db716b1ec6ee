"""What a store holds, as quads."""

from __future__ import annotations

from cancu.graph import Quad
from cancu.pipeline.formats import read
from cancu.query import Catalogue
from cancu.store import GRAPHS, Store, by_name


def facts(store: Store, name: str) -> tuple[Quad, ...]:
    """Return the quads of a named graph; none where the store lacks it."""
    said = lines(store, name)
    return read(said, name) if said else ()


def lines(store: Store, name: str) -> bytes:
    """Return the triples of a named graph, each on a line of its own; none where the store lacks it."""
    if not store.has_graph(name):
        return b""
    question = Catalogue.load()["graph-facts"].bind({"graph": name})
    return store.run(question, accept=by_name(GRAPHS, "nt")).body
