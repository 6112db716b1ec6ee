"""What all engines hold: N-Quads, one named graph a document; the one place where that is made or taken from outside.

Copies of the example documents differ as documents do: each has parts of its own, and what it cites, who issued it and
who has to act is drawn, so that some bodies and cited documents are named often and most seldom.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pyoxigraph as ox

from bench.graphs import described
from cancu.check.engine.terms import from_rdflib
from cancu.graph import Quad

SEED = 59


@dataclass(frozen=True, slots=True)
class Data:
    """Files of one data set: quads in named graphs, and the same as triples, for a default graph that is plain."""

    quads: Path
    triples: Path
    size: int


def prepared(folder: Path, triples: int, given: Path | None = None, first: int | None = None) -> Data:
    """Write the data below ``folder``: ``given`` where there is such a file, else so many triples of documents.

    Of a file that is given, the ``first`` so many and what is left of the graph in which these end. Data that stand
    there already are taken as they are.

    Raises SyntaxError where ``given`` is not N-Quads.
    """
    data = Data(folder / "data.nq", folder / "data.nt", 0)
    known = folder / "size"
    if known.exists():
        return replace(data, size=int(known.read_text()))
    quads = ox.parse(path=given, format=ox.RdfFormat.N_QUADS) if given else documents(triples)
    size = 0
    with data.quads.open("w", encoding="utf-8") as named, data.triples.open("w", encoding="utf-8") as plain:
        graph = None
        for quad in quads:
            if first is not None and size >= first and quad.graph_name != graph:
                break
            graph = quad.graph_name
            named.write(f"{quad.triple} {graph} .\n")
            plain.write(f"{quad.triple} .\n")
            size += 1
    known.write_text(str(size))
    return replace(data, size=size)


def documents(triples: int) -> Iterator[ox.Quad]:
    """Yield whole documents until there are at least so many quads; the same for the same number."""
    graphs = described()
    own = [frozenset(node for quad in quads for node in _of_document(quads, quad)) for quads in graphs]
    subjects = {quad[0] for quads in graphs for quad in quads}
    draw = random.Random(SEED)
    size = 0
    for number in count():
        for quads, mine in zip(graphs, own, strict=True):
            names: dict[object, ox.NamedNode | ox.Literal] = {}
            for quad in quads:
                for node in quad:
                    if node not in names:
                        names[node] = _named(node, number, draw, is_own=node in mine, is_thing=node in subjects)
            yield from (_quad(quad, names) for quad in quads)
            size += len(quads)
            if size >= triples:
                return


def _of_document(quads: tuple[Quad, ...], quad: Quad) -> Iterator[object]:
    """Yield what belongs to the document alone: its graph, and subjects and objects under its key."""
    yield quad[3]
    key = str(quads[0][3]).partition("/graph/doc/")[2]
    yield from (node for node in (quad[0], quad[2]) if key in str(node))


def _named(
    node: object, number: int, draw: random.Random, *, is_own: bool, is_thing: bool
) -> ox.NamedNode | ox.Literal:
    term = from_rdflib(node)
    assert not isinstance(term, ox.BlankNode)
    if not isinstance(term, ox.NamedNode) or not (is_own or is_thing):
        return term
    copy = number if is_own else int((number + 1) * draw.random() ** 3)
    head, mark, tail = term.value.partition("#")
    return ox.NamedNode(f"{head}-{copy}{mark}{tail}")


def _quad(quad: Quad, names: Mapping[object, ox.NamedNode | ox.Literal]) -> ox.Quad:
    subject, predicate, value, graph = (names[node] for node in quad)
    assert isinstance(subject, ox.NamedNode)
    assert isinstance(predicate, ox.NamedNode)
    assert isinstance(graph, ox.NamedNode)
    return ox.Quad(subject, predicate, value, graph)
