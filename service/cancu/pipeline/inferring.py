"""What follows from documents, each in a graph beside the document's own and replaced with it.

A document stands upon the ontology and the registry, not upon other documents: its inferences hold whatever else the
store holds, and cost the same in a small store and a large one. What joins several documents (“căn cứ của căn cứ”) is a
path in a question. Where ontology or registry have changed since, the inferences of all documents are made anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import islice

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS

from cancu import __version__, resources
from cancu.graph import (
    Closure,
    Quad,
    derived_quads,
    entailed_quads,
    known_beforehand,
    registry_quads,
    to_nquads,
)
from cancu.link import Registry, imported_rows, registry_rows
from cancu.namespaces import CC, document_graph, findings_graph, inferred_graph, ties_graph
from cancu.pipeline.noted import ties_of
from cancu.pipeline.stored import facts
from cancu.query import Catalogue, Table
from cancu.store import Store

REGISTRY = "registry"
"""Stands for a key in the name of the graph of what follows from the registry; documents' keys have slashes."""
_BATCH = 200


def inferences(key: str, quads: Iterable[Quad], registry: Registry, *, base: str) -> dict[str, bytes]:
    """Return the graphs with what follows from a document's quads, and by what it hangs together with others."""
    said = quads if isinstance(quads, Sequence) else tuple(quads)
    name = inferred_graph(base, key)
    return {name: to_nquads(entailed_quads(said, name, known=_known(registry, base)))} | _ties(key, said, base)


def registry_inferences(registry: Registry, *, base: str) -> dict[str, bytes]:
    """Return the graph with what follows from the registry; it tells upon which ontology and registry all stand."""
    name = inferred_graph(base, REGISTRY)
    upon = (URIRef(name), DCTERMS.identifier, Literal(stands_on(registry, base)), URIRef(name))
    return {name: to_nquads((*derived_quads(_known(registry, base), name), upon))}


def renew(store: Store, registry: Registry, *, base: str, besides: Collection[str] = ()) -> int:
    """Infer anew for the stored documents (but those of the keys ``besides``) where ontology or registry have changed.

    Return their number. The caller then writes ``registry_inferences``: should it be stopped before, all is done again.
    """
    if is_fresh(store, registry, base):
        return 0
    prefix = document_graph(base, "")
    keys = [key for name in store.graphs(prefix) if (key := name.removeprefix(prefix)) not in besides]
    waiting = iter(keys)
    while batch := tuple(islice(waiting, _BATCH)):
        graphs: dict[str, bytes] = {}
        for key in batch:
            graphs |= inferences(key, facts(store, document_graph(base, key)), registry, base=base)
        store.replace(graphs)
    return len(keys)


def is_fresh(store: Store, registry: Registry, base: str) -> bool:
    """Tell whether all that the store holds was made with this ontology, these rules and this registry."""
    asked = Catalogue.load()["inferences-stand-on"].bind({"graph": inferred_graph(base, REGISTRY)})
    digest = stands_on(registry, base)
    return any(str(row["digest"]) == digest for row in Table.read(store.run(asked).body))


def _ties(key: str, quads: Sequence[Quad], base: str) -> dict[str, bytes]:
    """Return the graph that tells as what others are judged with a document, and with what it is judged itself."""
    found = ties_of(quads, key, base=base)
    report, graph = URIRef(findings_graph(base, key)), URIRef(ties_graph(base, key))
    shown = [(report, CC.reportShows, thing, graph) for thing in found.shown]
    seen = [(report, CC.reportRestsOn, thing, graph) for thing in found.seen]
    return {str(graph): to_nquads([*shown, *seen])}


@cache
def _known(registry: Registry, base: str) -> Closure:
    return known_beforehand(told(registry, base))


@cache
def told(registry: Registry, base: str) -> tuple[Quad, ...]:
    """Return what is known beforehand: our registry, and the lists of others that were imported."""
    quads = [*registry_quads(registry_rows(registry), base=base)]
    for source, rows in imported_rows(registry):
        quads += registry_quads(rows, base=base, source=source, units=registry.units.values())
    return tuple(quads)


@cache
def stands_on(registry: Registry, base: str) -> str:
    """Return a digest of all that inferences rest on but the documents."""
    parts = [__version__.encode(), to_nquads(told(registry, base))]
    parts += [path.read_bytes() for path in sorted(resources.folder("ontology").rglob("*.ttl"))]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
