"""Reports that wait to be made anew since what they rest on has changed; exactly those, however large the store is.

They are listed in the store by the commit that changes what they rest on, and taken off the list by the commit with
the new ones: a process that is stopped between leaves older findings and the list, and the next that writes goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, starmap

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from cancu.graph import Ties, to_nquads
from cancu.link import Registry
from cancu.namespaces import CC, document_graph, findings_graph, waiting_graph
from cancu.pipeline.describing import Described
from cancu.pipeline.judging import Judged, batches, judged, reports
from cancu.pipeline.noted import noted
from cancu.pipeline.packs import Elsewhere
from cancu.pipeline.remembered import Remembered
from cancu.pipeline.shelf import Changed, Shelf
from cancu.pipeline.stored import facts, lines
from cancu.pipeline.verdicts import with_opinions
from cancu.store import Store

_BEGUN = 200
"""Documents that others are given to judge before what they found in those before is written: four for each of two."""


def upset(store: Store, changed: Changed, *, base: str) -> set[str]:
    """Return the keys of judged documents whose views change where documents become ``changed``.

    Those that come are taken to be judged beside all others of ``changed``, but perhaps beside documents, too, that go.
    It must be asked before the change is written: what rested on the old facts is judged anew as well.
    """
    before, after = Shelf(store, base=base), Shelf(None, changed, base=base)
    things: set[URIRef] = set()
    lost: set[URIRef] = set()
    for key, quads in changed.items():
        old = before.head(key)
        # of one that comes nothing has to be read
        if not old or old != after.head(key) or before.work(key) != after.work(key):
            was = _shown(key, before.ties(key, old), before, after) if old else frozenset[URIRef]()
            things |= was | (_shown(key, after.ties(key), before, after) if quads else frozenset())
            lost |= was if quads is None else frozenset()
    comes = {key for key, quads in changed.items() if quads is not None}
    return (before.resting(things) - set(changed)) | {key for key in comes if lost & after.ties(key).seen}


def _shown(key: str, tied: Ties, *shelves: Shelf) -> frozenset[URIRef]:
    """Return as what others are judged with a document, and with what it has become (``Shelf.beside``)."""
    start = shelves[0].iri("")
    became = {thing.removeprefix(start) for thing in tied.shown if thing.startswith(start)} - {key}
    return tied.shown.union(*(shelf.ties(other, shelf.head(other)).shown for other in became for shelf in shelves))


def waiting(store: Store, keys: Iterable[str], *, base: str) -> dict[str, bytes]:
    """Return the list of those that wait, with ``keys`` added to it, as a graph to write."""
    new = set(keys)
    if not new:
        return {}
    return _listing(sorted(new | set(listed(store, base=base))), base)


def _listing(keys: Iterable[str], base: str) -> dict[str, bytes]:
    graph = URIRef(waiting_graph(base))
    true = Literal("true", datatype=XSD.boolean)
    return {str(graph): to_nquads((URIRef(findings_graph(base, key)), CC.isWaiting, true, graph) for key in keys)}


def listed(store: Store, *, base: str) -> tuple[str, ...]:
    """Return the keys of the documents whose reports wait to be made anew."""
    prefix = findings_graph(base, "")
    return tuple(sorted({str(quad[0]).removeprefix(prefix) for quad in facts(store, waiting_graph(base))}))


def settle(store: Store, registry: Registry, *, base: str, elsewhere: Elsewhere | None = None) -> int:
    """Make the reports anew that wait, a batch at a time, and return their number; they are judged ``elsewhere``.

    Without that they are judged by this process. Raises StoreError.
    """
    listing = listed(store, base=base)
    keys = left = [key for key in listing if store.has_graph(document_graph(base, key))]
    for found in _judged(keys, store, registry, base) if elsewhere is None else _begun(keys, store, elsewhere, base):
        told = reports({key: with_opinions(key, one, store, base=base) for key, one in found.items()}, base=base)
        left = left[len(found) :]
        store.replace(told | _listing(left, base))
    if listing and not keys:
        store.remove([waiting_graph(base)])
    return len(keys)


def _judged(keys: Iterable[str], store: Store, registry: Registry, base: str) -> Iterator[Mapping[str, Judged]]:
    remembered = Remembered(store, base=base)
    for batch in batches(keys):
        yield judged(batch, Shelf(store, base=base, remembered=remembered), registry)


def _begun(keys: Iterable[str], store: Store, elsewhere: Elsewhere, base: str) -> Iterator[Mapping[str, Judged]]:
    """Yield what others find; while they judge, what they found before is written: no view rests on reports."""
    remembered = Remembered(store, base=base)
    rest, before = iter(keys), iter(tuple[Mapping[str, Judged]]())
    while some := tuple(islice(rest, _BEGUN)):
        documents = {key: noted(key, lines(store, document_graph(base, key)), base=base) for key in some}
        shelf = Shelf(store, documents, base=base, remembered=remembered)
        begun = elsewhere.begin(starmap(Described, documents.items()), shelf)
        yield from before
        before = begun
    yield from before
