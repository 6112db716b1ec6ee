"""What a store holds, as quads."""

from __future__ import annotations

from rdflib import URIRef

from cancu.graph import Quad
from cancu.pipeline.formats import parsed
from cancu.query import Catalogue
from cancu.store import GRAPHS, Store, by_name


def facts(store: Store, name: str) -> tuple[Quad, ...]:
    """Return the quads of a named graph; none where the store lacks it."""
    if not store.has_graph(name):
        return ()
    question = Catalogue.load()["graph-facts"].bind({"graph": name})
    lines = store.run(question, accept=by_name(GRAPHS, "nt")).body.decode()
    graph = URIRef(name)
    return tuple((*triple[:3], graph) for triple in parsed(lines, "nt"))
