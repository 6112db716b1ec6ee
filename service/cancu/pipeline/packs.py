"""Documents judged by workers: each gets, as lines, some documents and all with which they are judged."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from rdflib import URIRef

from cancu.graph import Facts, by_subject, to_nquads
from cancu.link import Registry
from cancu.namespaces import document_graph, findings_graph
from cancu.pipeline.describing import Described
from cancu.pipeline.formats import read
from cancu.pipeline.judging import Judged, batches, judged, report
from cancu.pipeline.noted import Noted, notes_of
from cancu.pipeline.shelf import Beside, Shelf
from cancu.pipeline.workers import Workers
from cancu.store import triples_as_held


@dataclass(frozen=True, slots=True)
class Pack:
    """Documents to be judged together by their keys, and of others what these are judged with.

    ``heads`` and ``works`` are what others say, by key; ``showing`` tells as which things which of them are shown.
    """

    documents: Mapping[str, Noted]
    heads: Mapping[str, bytes]
    works: Mapping[str, bytes]
    showing: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Judging:
    """Judges packs, knowing the registry whose imported lists are below ``registry``."""

    registry: str
    base: str

    def __call__(self, pack: Pack) -> dict[str, Judged]:
        """Return what the rules find in the documents of a pack, by key and in their order."""
        beside = Beside(
            heads={key: by_subject(read(lines)) for key, lines in pack.heads.items()},
            works={key: by_subject(read(lines)) for key, lines in pack.works.items()},
            showing={URIRef(thing): {*keys} for thing, keys in pack.showing.items()},
        )
        shelf = Shelf(None, pack.documents, base=self.base, beside=beside)
        found = judged(pack.documents, shelf, Registry.load(Path(self.registry)))
        return {key: dataclasses.replace(one, report=self._report(key, one)) for key, one in found.items()}

    def _report(self, key: str, one: Judged) -> bytes:
        name = findings_graph(self.base, key)
        lines = report(key, one.findings, one.taken_up, base=self.base)[name]
        return triples_as_held(name, lines) or lines


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Has documents judged by workers."""

    workers: Workers
    judging: Judging

    def begin(self, documents: Iterable[Described], shelf: Shelf) -> Iterator[Mapping[str, Judged]]:
        """Let workers judge documents that stand on the ``shelf``, and yield what they find, in their order."""
        return self.workers.begin(self.judging, packs(documents, shelf))


def packs(documents: Iterable[Described], shelf: Shelf) -> Iterator[Pack]:
    """Yield the documents in packs; they stand on the ``shelf``, beside those with which they are judged."""
    every = {document.key: _noted(document, shelf.base) for document in documents}
    heads: dict[str, bytes] = {}
    works: dict[str, bytes] = {}
    for keys in batches(every):
        showing: dict[str, tuple[str, ...]] = {}
        own, others, above = {*keys}, set[str](), set[str]()
        for key in keys:
            tied = every[key].notes.ties
            shown = shelf.beside(tied)
            showing |= {str(thing): (*sorted(held),) for thing, held in shown.items()}
            others |= set().union(*shown.values())
            above |= {other for thing, held in shown.items() if thing in tied.bases for other in held}
        heads |= {key: _lines(shelf.head(key)) for key in others - own - heads.keys()}
        works |= {key: _lines(shelf.work(key)) for key in above - own - works.keys()}
        yield Pack(
            {key: every[key] for key in keys},
            {key: heads[key] for key in others - own},
            {key: works[key] for key in above - own},
            showing,
        )


def _noted(document: Described, base: str) -> Noted:
    quads = document.quads
    if isinstance(quads, Noted):
        return quads
    return Noted(to_nquads(quads), document_graph(base, document.key), notes_of(quads, document.key, base=base))


def _lines(facts: Facts) -> bytes:
    """Return facts as lines of a graph that nobody asks for."""
    nowhere = URIRef("urn:nowhere")
    return to_nquads((*triple, nowhere) for triple in chain.from_iterable(facts.values()))
