"""What workers do of an ingestion: read files, and make graphs of what they say, as far as each stands for itself.

Two things need what the store and other documents say, and are mended afterwards: the key of a paper that bears no
number, and a number that is learnt.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cancu.graph import document_quads
from cancu.graph.learnt import with_learnt
from cancu.link import Registry, link
from cancu.link.learn import Blank, Telling, blanks, learnt, tellings
from cancu.linked import LinkedRecord
from cancu.namespaces import document_graph
from cancu.pipeline.accounts import Packed
from cancu.pipeline.describing import Described
from cancu.pipeline.filling import written_graphs
from cancu.pipeline.noted import Noted, Notes, notes_of
from cancu.pipeline.papers import Papers, told_apart
from cancu.store import triples_as_held


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document described by itself: its graphs, what it tells of numbers, and its record where it bears none.

    It goes from process to process: as lines a graph is packed and unpacked in a tenth of the time that terms take.
    """

    key: str
    written: dict[str, bytes]
    notes: Notes
    tellings: tuple[Telling, ...]
    blank: LinkedRecord | None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Preparing:
    """Makes graphs of readings, knowing the registry whose imported lists are below ``registry``.

    ``with_texts`` hands on their words, which a store then keeps.
    """

    registry: str
    base: str
    with_texts: bool = False

    def __call__(self, packed: Packed) -> Prepared:
        """Return the graphs of one reading."""
        reading = packed.reading()
        registry = Registry.load(Path(self.registry))
        linked = link(reading.record, registry, base=self.base, sha256=reading.sha256)
        quads = document_quads(linked, base=self.base)
        written = written_graphs(linked.key, quads, registry, base=self.base)
        return Prepared(
            linked.key,
            {graph: triples_as_held(graph, lines) or lines for graph, lines in written.items()},
            notes_of(quads, linked.key, base=self.base),
            tellings([linked]),
            linked if linked.document.number is None else None,
            reading.text if self.with_texts else None,
        )


def together(prepared: Sequence[Prepared], papers: Papers, *, base: str) -> tuple[Described, ...]:
    """Return documents of one batch as ``describe`` does: papers told apart, numbers learnt from each other."""
    named = iter(told_apart([one.blank for one in prepared if one.blank is not None], papers))
    own = [None if one.blank is None else next(named) for one in prepared]
    unnumbered: tuple[Blank, ...] = blanks([record for record in own if record is not None])
    told = [
        telling
        for one, record in zip(prepared, own, strict=True)
        for telling in (one.tellings if record is None else tellings([record]))
    ]
    numbers = {number.key: number for number in learnt(unnumbered, told)}
    found = []
    for one, record in zip(prepared, own, strict=True):
        if record is not None and record.key != one.key:
            document = Described(record.key, document_quads(record, base=base), text=one.text)
        else:
            name = document_graph(base, one.key)
            document = Described(one.key, Noted(one.written[name], name, one.notes), text=one.text, written=one.written)
        if document.key in numbers:
            again = with_learnt(document.quads, document.key, numbers[document.key], base=base)
            document = dataclasses.replace(document, quads=again, written=None)
        found.append(document)
    return tuple(found)
