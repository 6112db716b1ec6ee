"""The corpus as a store holds it: N-Quads of as many documents as make so many triples.

The first document of each shape (who issues what in which theme under whom) goes through the whole pipeline, and all
documents with errors do; the others are made out of those (``bench.corpus.templates``), which is some hundred times
as fast. Duplicates and re-scans have the identifier of what they repeat: a store holds them once, here they are left
out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import count
from pathlib import Path

from bench.corpus.corpus import Corpus
from bench.corpus.facts import Facts
from bench.corpus.templates import Named, Template, can_stand_for_others, named
from cancu.check import check
from cancu.extract import extract
from cancu.graph import to_nquads
from cancu.link import Registry
from cancu.namespaces import BASE, document_graph
from cancu.pipeline.describing import describe
from cancu.pipeline.inferring import inferences
from cancu.pipeline.judging import report
from cancu.pipeline.reading import Reading
from cancu.read import read_bytes

_LATE = 30
"""Days in which who is below should answer (rule P04)."""
_KEPT = 20_000
"""Facts that are remembered: superiors are cited by those that follow."""


def described(text: str, name: str) -> tuple[str, str, str]:
    """Return the graphs of a document as the store holds them, the digest of its file, and who signed."""
    registry = Registry.load()
    read = read_bytes(text.encode(), name)
    record = extract(read)
    (document,) = describe((Reading(Path(name), read.sha256, record),), base=BASE, registry=registry)
    graphs = {
        document_graph(BASE, document.key): to_nquads(document.quads),
        **report(document.key, check(document.quads), (), base=BASE),
        **inferences(document.key, document.quads, registry, base=BASE),
    }
    signer = record.document.signer
    return b"".join(graphs.values()).decode(), read.sha256, (signer.name if signer else None) or "–"


class Graphs:
    """The graphs of one corpus; ``read`` and ``copied`` count the documents of either way."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._facts = lru_cache(_KEPT)(corpus.facts)
        self._templates: dict[object, Template] = {}
        self.read = self.copied = 0

    def documents(self) -> Iterator[tuple[Facts, str]]:
        """Yield the documents one after the other, each with its N-Quads; there is no end to them."""
        for index in count():
            facts = self._facts(index)
            if facts.copy is None:
                yield facts, self._document(facts)

    def triples(self, wanted: int) -> Iterator[str]:
        """Yield the N-Quads of whole documents until there are at least so many triples."""
        written = 0
        for _, quads in self.documents():
            if written >= wanted:
                return
            written += quads.count("\n")
            yield quads

    def _document(self, facts: Facts) -> str:
        superiors = tuple(map(self._facts, facts.superiors))
        kind = shape(facts, superiors)
        own = named(facts, superiors)
        template = self._templates.get(kind) if facts.error is None else None
        if template is not None:
            self.copied += 1
            return template.filled(own)
        self.read += 1
        quads, digest, signer = described(self._corpus.written(facts, facts.index).text, f"{facts.index:06d}.txt")
        original = Named(facts, superiors, digest, signer)
        if can_stand_for_others(original):
            self._templates[kind] = Template(quads, original)
        return quads


def shape(facts: Facts, superiors: tuple[Facts, ...]) -> object:
    """Return what documents must have in common to be made out of each other.

    Quarters that are over count, and superiors that were answered late: the rules look at both.
    """
    kinds = tuple(place.kind if place else "" for place in (facts.place, facts.province))
    above = tuple((one.role, one.type) for one in superiors)
    over = sum(facts.date.month >= month for month in (6, 9, 12))
    late = tuple((facts.date - one.date).days > _LATE for one in superiors)
    return facts.role, facts.theme, facts.type, facts.period, kinds, above, over, late
