"""Records → graphs, in two passes: all are linked first, since one document of a batch may tell another's number."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cancu import resources
from cancu.finding import Finding
from cancu.graph import Quad, Triple, document_quads
from cancu.link import Registry, learn, link
from cancu.namespaces import BASE, document_graph
from cancu.pipeline.edxml import fields_of, to_annex, to_edxml
from cancu.pipeline.formats import parsed
from cancu.pipeline.papers import Papers, told_apart
from cancu.pipeline.reading import Reading


@dataclass(frozen=True, slots=True)
class Described:
    """One document as it goes to the store: its key, its quads in order, and what the rules find in it.

    ``findings`` are None where it was not checked; ``taken_up`` says which of its tasks take up which of superiors.
    ``extracted`` are the quads before people's corrections; None where there are none. ``text`` are its words, to be
    kept beside the facts; None where they are not at hand or not to be kept. ``written`` are the graphs that follow
    from ``quads`` as the store gets them, and ``report`` is the graph with ``findings`` and ``taken_up``, where some
    worker has made them already.
    """

    key: str
    quads: Sequence[Quad]
    findings: tuple[Finding, ...] | None = None
    extracted: Sequence[Quad] | None = None
    taken_up: tuple[Triple, ...] = ()
    text: str | None = None
    written: Mapping[str, bytes] | None = None
    report: bytes | None = None


def describe(
    readings: Sequence[Reading],
    *,
    base: str,
    registry: Registry | None = None,
    papers: Papers | None = None,
    with_texts: bool = False,
) -> tuple[Described, ...]:
    """Return what the documents say as quads, in the order of ``readings``; not checked yet.

    They are linked with ``registry``, by default the shipped one, and told apart from what a store holds (``papers``).
    ``with_texts`` hands on their words, which a store then keeps.
    """
    registry = registry or Registry.load()
    every = (link(reading.record, registry, base=base, sha256=reading.sha256) for reading in readings)
    linked = told_apart(tuple(every), papers or Papers(base))
    learnt = learn(linked)
    return tuple(
        Described(
            record.key,
            document_quads(record, base=base, learnt=learnt),
            text=reading.text if with_texts else None,
        )
        for record, reading in zip(linked, readings, strict=True)
    )


METADATA: Mapping[str, str] = MappingProxyType({"edxml": "edxml", "nd30": "nd30.json"})
"""Forms of a document's metadata, and their file suffixes."""


def metadata(reading: Reading, form: str, *, base: str, registry: Registry) -> bytes:
    """Return what a document says of itself, in one of METADATA."""
    fields = fields_of(link(reading.record, registry, base=base, sha256=reading.sha256), registry)
    if form == "edxml":
        return to_edxml(fields)
    return (json.dumps(to_annex(fields), ensure_ascii=False, indent=1) + "\n").encode()


def shipped(base: str) -> tuple[Described, ...]:
    """Return the documents whose facts ship with cancu (``data/plans/*.trig``), under ``base``.

    Raises ResourceError where the installation lacks them.
    """
    files = sorted(resources.path("data", "plans").glob("*.trig"))
    return tuple(_described(path.read_text(encoding="utf-8"), base) for path in files)


def _described(trig: str, base: str) -> Described:
    """Read one shipped file; only identifiers change with the base, our terms and rules keep theirs."""
    for part in ("id", "graph"):
        trig = trig.replace(f"{BASE}{part}/", f"{base}{part}/")
    quads = parsed(trig, "trig")
    (name,) = {quad[3] for quad in quads}
    return Described(name.removeprefix(document_graph(base, "")), quads)
