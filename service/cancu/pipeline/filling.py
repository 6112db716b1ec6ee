"""Graphs → store: what is known beforehand, then documents, each replaced whole with its inferences and findings."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache

from cancu import resources
from cancu.graph import Quad, measured_quads, ontology_quads, registry_quads, to_nquads
from cancu.link import Registry, imported_rows, registry_rows
from cancu.namespaces import (
    OF_DOCUMENT,
    document_graph,
    history_graph,
    measured_graph,
    ontology_graph,
    registry_graph,
)
from cancu.pipeline.describing import Described
from cancu.pipeline.history import Ledger
from cancu.pipeline.inferring import REGISTRY, inferences, is_fresh, registry_inferences, renew
from cancu.pipeline.judging import report
from cancu.pipeline.learning import corrected, corrections, relearnt
from cancu.pipeline.packs import Elsewhere
from cancu.pipeline.shelf import Changed
from cancu.pipeline.verdicts import with_verdicts
from cancu.pipeline.waiting import settle, upset, waiting
from cancu.store import Held, Store, in_graph

_BATCH = 200
"""Documents a commit: few enough to hold in memory, enough to make the disk's flush cheap."""
_CHANGED = 50
"""Documents a commit of which something may have to go: the engine keeps such a commit in memory, 20 MB a document."""
_WAITING = 1_000
"""So many reports that wait are made anew before more documents are added: the list is written with each of these."""


def fill(
    store: Store,
    documents: Sequence[Described],
    *,
    base: str,
    is_whole: bool = False,
    registry: Registry | None = None,
) -> None:
    """Put what is known beforehand and ``documents`` into the store. Raises StoreError.

    The ontology, the registry and the imported lists are brought up to date with the first documents, in one commit;
    where ``documents`` are the whole of what the store shall hold, the others go with the last ones, in one commit.
    Then every document knows the number that others tell of it, in a commit of its own. What the facts of a document
    were before stays reachable (``pipeline.history``). Where ontology or registry have changed, other documents'
    inferences are made anew before. At the end the other documents are judged anew whose views have changed, or all
    where ontology or registry have (``pipeline.waiting``).
    """
    registry = registry or Registry.load()
    is_stale = not is_fresh(store, registry, base)
    if not is_whole:
        renew(store, registry, base=base, besides={document.key for document in documents})
    ledger = Ledger(store, len(documents), base=base)
    moved = corrections(store, documents, base=base)
    gone = {former for former, _ in moved} | (_gone(store, documents, base) if is_whole else set())
    changed = _changed(documents, gone)
    stays = {*_keys(store, document_graph(base, ""))} - gone if is_stale else set()
    graphs = _known(store, base, registry) | corrected(store, moved, base=base)
    graphs |= waiting(store, stays | upset(store, changed, base=base), base=base)
    for former, _ in moved:
        graphs |= ledger.removal(former)
    for first in range(0, max(len(documents), 1), _BATCH):
        _add(documents[first : first + _BATCH], graphs, store, ledger, (base, registry))
        if is_whole and first + _BATCH >= len(documents):
            graphs |= _without(store, {document.key for document in documents}, ledger, base)
        store.replace(graphs | ledger.ingestion())
        graphs = {}
    if learnt := relearnt(store, base=base, registry=registry):
        _put(store, learnt, {}, ledger, (base, registry))
    settle(store, registry, base=base)


def begin(store: Store, *, base: str, registry: Registry) -> None:
    """Bring what is known beforehand up to date, before documents are added. Raises StoreError.

    Where ontology or registry have changed, all documents' inferences are made anew, and their reports wait to be.
    """
    if is_fresh(store, registry, base):
        return
    renew(store, registry, base=base)
    stays = _keys(store, document_graph(base, ""))
    store.replace(_known(store, base, registry) | waiting(store, stays, base=base))


def add(
    store: Store,
    documents: Sequence[Described],
    ledger: Ledger,
    *,
    base: str,
    registry: Registry,
    elsewhere: Elsewhere | None = None,
) -> None:
    """Put some of many documents into the store, between ``begin`` and ``finish``. Raises StoreError.

    Whose views change is listed in the first commit: should no other follow, they are judged anew for nothing. First
    come documents of which the store has known something, then, in a commit of their own, those that are new to it:
    an engine loads what only comes in a fraction of the memory and time that changes take, and merges its tables less
    often where no small commits stand between the large ones. Where many wait, they are judged anew then.
    """
    moved = corrections(store, documents, base=base)
    listed = waiting(store, upset(store, _changed(documents, [old for old, _ in moved]), base=base), base=base)
    graphs = listed | corrected(store, moved, base=base)
    for former, _ in moved:
        graphs |= ledger.removal(former)
    for group in filter(None, _groups(store, documents, {key for _, key in moved}, base)):
        _add(group, graphs, store, ledger, (base, registry))
        store.replace(graphs)
        graphs = {}
    if sum(lines.count(b"\n") for lines in listed.values()) >= _WAITING:
        settle(store, registry, base=base, elsewhere=elsewhere)


def _groups(
    store: Store, documents: Sequence[Described], moved: Collection[str], base: str
) -> Iterator[Sequence[Described]]:
    """Yield the documents as they are committed: those that ``moved`` from other keys first, all in one commit."""
    known = [one for one in documents if one.key not in moved and _is_known(store, one.key, base)]
    elsewhere = {*moved, *(one.key for one in known)}
    yield [one for one in documents if one.key in moved]
    yield from (known[first : first + _CHANGED] for first in range(0, len(known), _CHANGED))
    yield [one for one in documents if one.key not in elsewhere]


def _is_known(store: Store, key: str, base: str) -> bool:
    """Tell whether the store holds a document, or did."""
    return any(store.has_graph(graph_of(base, key)) for graph_of in (document_graph, history_graph))


def finish(
    store: Store,
    ledger: Ledger,
    *,
    base: str,
    registry: Registry,
    only: Collection[str] | None = None,
    elsewhere: Elsewhere | None = None,
) -> None:
    """Let all documents know what others tell of them, and judge anew whose views have changed. Raises StoreError.

    Of the documents those stay whose keys are ``only``, where given; they are judged ``elsewhere``, if that is given.
    """
    if only is not None:
        gone = [key for key in _keys(store, document_graph(base, "")) if key not in only]
        graphs = waiting(store, upset(store, dict.fromkeys(gone), base=base), base=base)
        store.replace(graphs | _without(store, only, ledger, base) | ledger.ingestion())
    else:
        store.replace(ledger.ingestion())
    if learnt := relearnt(store, base=base, registry=registry):
        _put(store, learnt, {}, ledger, (base, registry))
    settle(store, registry, base=base, elsewhere=elsewhere)


def put(
    store: Store, documents: Sequence[Described], more: Mapping[str, bytes], *, base: str, registry: Registry
) -> None:
    """Put a few documents into the store, and other graphs with them, in one commit. Raises StoreError.

    Other documents whose views have changed are judged anew in the next.
    """
    _put(store, documents, more, Ledger(store, len(documents), base=base), (base, registry))
    settle(store, registry, base=base)


def remove(store: Store, keys: Collection[str], *, base: str, registry: Registry) -> None:
    """Take documents out of the store, in one commit; their history stays. Raises StoreError.

    In the next, what only they told of numbers is forgotten, and others whose views have changed are judged anew.
    """
    ledger = Ledger(store, 0, base=base)
    graphs = waiting(store, upset(store, dict.fromkeys(keys), base=base), base=base)
    for key in keys:
        graphs |= {graph_of(base, key): b"" for graph_of in OF_DOCUMENT}
        graphs |= ledger.removal(key)
    store.replace(graphs | ledger.ingestion())
    if learnt := relearnt(store, base=base, registry=registry):
        _put(store, learnt, {}, ledger, (base, registry))
    settle(store, registry, base=base)


def _put(
    store: Store,
    documents: Sequence[Described],
    more: Mapping[str, bytes],
    ledger: Ledger,
    knowing: tuple[str, Registry],
) -> None:
    base, _ = knowing
    graphs = dict(more) | waiting(store, upset(store, _changed(documents, ()), base=base), base=base)
    _add(documents, graphs, store, ledger, knowing)
    store.replace(graphs | ledger.ingestion())


def _changed(documents: Iterable[Described], gone: Iterable[str]) -> Changed:
    return dict.fromkeys(gone) | {document.key: document.quads for document in documents}


def _keys(store: Store, prefix: str) -> list[str]:
    return [name.removeprefix(prefix) for name in store.graphs(prefix)]


def _gone(store: Store, documents: Iterable[Described], base: str) -> set[str]:
    return {*_keys(store, document_graph(base, ""))} - {document.key for document in documents}


def _without(store: Store, only: Collection[str], ledger: Ledger, base: str) -> dict[str, bytes]:
    """Return the graphs of documents that the store holds but those of ``only``, emptied, and their history."""
    keys = {*only, REGISTRY}
    graphs: dict[str, bytes] = {}
    for graph_of in OF_DOCUMENT:
        prefix = graph_of(base, "")
        for key in (key for key in _keys(store, prefix) if key not in keys):
            graphs[prefix + key] = b""
            if graph_of is document_graph:
                graphs |= ledger.removal(key)
    return graphs


def _known(store: Store, base: str, registry: Registry) -> dict[str, bytes]:
    """Return the graphs of what is known beforehand; lists that are imported no more become empty."""
    return dict.fromkeys(store.graphs(registry_graph(base)), b"") | _known_graphs(base, registry)


@cache
def _known_graphs(base: str, registry: Registry) -> dict[str, bytes]:
    graphs = {
        ontology_graph(base): to_nquads(ontology_quads(base=base)),
        measured_graph(base): to_nquads(measured_quads(resources.table("data", "precision.tsv"), base=base)),
        registry_graph(base): to_nquads(registry_quads(registry_rows(registry), base=base)),
        **registry_inferences(registry, base=base),
    }
    for source, rows in imported_rows(registry):
        quads = registry_quads(rows, base=base, source=source, units=registry.units.values())
        graphs[registry_graph(base, source.name)] = to_nquads(quads)
    return graphs


def _add(
    documents: Iterable[Described],
    graphs: dict[str, bytes],
    store: Store,
    ledger: Ledger,
    knowing: tuple[str, Registry],
) -> None:
    """Add the graphs of ``documents`` to those of one commit; what their history needs is kept in the archive."""
    base, registry = knowing
    with store.archive.aside() as put:
        for document in documents:
            graphs |= _graphs(_judged(document, store, base, graphs), ledger, base, registry, put)


def _judged(document: Described, store: Store, base: str, graphs: Mapping[str, bytes]) -> Described:
    """Return the document with its findings as people judged them, be it in this commit."""
    if not document.findings:
        return document
    told = with_verdicts(document, store, base=base, pending=graphs)
    return document if told == document.findings else dataclasses.replace(document, findings=told, report=None)


def _graphs(
    document: Described, ledger: Ledger, base: str, registry: Registry, put: Callable[[bytes], str]
) -> dict[str, bytes]:
    written = document.written or written_graphs(document.key, document.quads, registry, base=base)
    name = document_graph(base, document.key)
    said = written[name]
    told = report(document.key, document.findings, document.taken_up, base=base, made=document.report)
    content = in_graph(said, name) if isinstance(said, Held) else said
    return {**written, **told, **ledger.entry(document, content, put)}


def written_graphs(key: str, quads: Sequence[Quad], registry: Registry, *, base: str) -> dict[str, bytes]:
    """Return the graph of a document with those that follow from it alone, as the store gets them."""
    return {document_graph(base, key): to_nquads(quads)} | inferences(key, quads, registry, base=base)
