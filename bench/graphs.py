"""Graphs of many documents: the example plans described once, then again and again under new keys."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from bench.measuring import ROOT
from bench.texts import vietnamese
from cancu.check.engine.terms import from_rdflib
from cancu.graph import Quad
from cancu.link import Registry
from cancu.namespaces import BASE
from cancu.pipeline.describing import describe
from cancu.pipeline.reading import read_one

EXAMPLES = ("ke-hoach-thanh-pho-van-hai.md", "ke-hoach-thanh-uy-van-hai.txt", "ke-hoach-xa-suoi-mo.txt")
GENERATED = 30_000
"""Characters of the generated plan that goes with the examples."""


def described() -> list[tuple[Quad, ...]]:
    """Return the graphs of the examples and of one generated plan."""
    texts = [read_one(ROOT / "examples" / name) for name in EXAMPLES]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "generated.txt"
        path.write_text(vietnamese("plan", GENERATED), encoding="utf-8")
        texts.append(read_one(path))
    return [tuple(document.quads) for document in describe(texts, base=BASE, registry=Registry.load())]


def documents(triples: int) -> Iterator[ox.Quad]:
    """Yield so many quads of documents; what a document says of its own nodes is said of new ones in each copy."""
    return islice(_copies(described()), triples)


def _copies(graphs: list[tuple[Quad, ...]]) -> Iterator[ox.Quad]:
    for number in count():
        for quads in graphs:
            own = {quad[0] for quad in quads}
            names: dict[object, ox.NamedNode | ox.Literal] = {}
            for quad in quads:
                for node in quad[:3]:
                    if node not in names:
                        names[node] = _renamed(node, number if node in own else None)
                subject, predicate, value = (names[node] for node in quad[:3])
                assert isinstance(subject, ox.NamedNode)
                assert isinstance(predicate, ox.NamedNode)
                yield ox.Quad(subject, predicate, value)


def _renamed(node: object, number: int | None) -> ox.NamedNode | ox.Literal:
    term = from_rdflib(node)
    if number is not None and isinstance(term, ox.NamedNode):
        head, mark, tail = term.value.partition("#")
        return ox.NamedNode(f"{head}-{number}{mark}{tail}")
    assert not isinstance(term, ox.BlankNode)
    return term
