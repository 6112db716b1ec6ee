"""From N-Quads that somebody wrote to the lines of N-Triples that a graph will hold."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeAlias

import pyoxigraph as ox

from cancu.errors import StoreError
from cancu.store.canonical import Held, triples_as_held
from cancu.store.differences import has_blanks

Name: TypeAlias = ox.NamedNode | ox.DefaultGraph
Contents: TypeAlias = Mapping[Name, list[ox.Quad]]
"""What graphs shall hold, by their names, in the order of these."""


def contents(graphs: Mapping[str, bytes]) -> Contents:
    """Read the lines of each graph (N-Quads of that graph, or N-Triples); ``""`` names the default graph.

    Raises StoreError where lines are malformed or speak of another graph.
    """
    return dict(_read(iri, data) for iri, data in sorted(graphs.items()))


def held(graphs: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the lines that each graph will hold, as the engine writes them; nodes without names get new ones.

    Raises StoreError as ``contents`` does.
    """
    told = {graph: triples_as_held(graph, data) for graph, data in graphs.items() if graph and named(graph)}
    known = {graph: lines for graph, lines in told.items() if lines is not None}
    others = contents({graph: data for graph, data in graphs.items() if graph not in known})
    return {**known, **_by_engine(others)} if others else dict(known)


def _by_engine(wanted: Contents) -> dict[str, bytes]:
    """Let the engine hold quads, and return what it says that each graph holds."""
    engine = ox.Store()
    blank = {name: quads for name, quads in wanted.items() if _has_blanks(quads)}
    engine.extend(chain.from_iterable(quads for name, quads in wanted.items() if name not in blank))
    if blank:
        engine.update(_insertion(blank))
    return {name.value if isinstance(name, ox.NamedNode) else "": lines_of(engine, name) for name in wanted}


def lines_of(engine: ox.Store, name: Name) -> bytes:
    """Return what the engine says that a graph holds, sorted. Raises OSError, RuntimeError."""
    lines = engine.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b""
    ordered = b"".join(sorted(lines.splitlines(keepends=True)))
    return ordered if has_blanks(ordered) else Held(ordered)


def together(parts: Iterable[bytes]) -> bytes:
    """Return the parts in a row, of which none is kept until all are made: of much each copy counts."""
    output = io.BytesIO()
    output.writelines(parts)
    return output.getvalue()


def in_graph(lines: bytes, graph: str) -> bytes:
    """Return N-Triples as N-Quads of a graph that has a name."""
    return lines.replace(b" .\n", f" <{graph}> .\n".encode())


def _has_blanks(quads: list[ox.Quad]) -> bool:
    return any(isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode) for quad in quads)


def _insertion(wanted: Contents) -> str:
    blocks = []
    for name, quads in wanted.items():
        text = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)
        blocks.append(f"GRAPH {name} {{\n{text}\n}}" if isinstance(name, ox.NamedNode) else text)
    text = "\n".join(blocks)
    return f"INSERT DATA {{\n{text}\n}}"


def named(graph: str) -> Name:
    """Return the engine's name of a graph. Raises StoreError where it is no IRI."""
    try:
        return ox.NamedNode(graph) if graph else ox.DefaultGraph()
    except ValueError as error:
        raise malformed(graph, error) from error


def _read(iri: str, data: bytes) -> tuple[Name, list[ox.Quad]]:
    try:
        name = ox.NamedNode(iri) if iri else ox.DefaultGraph()
        return name, list(_quads(data, name))
    except (SyntaxError, ValueError) as error:
        raise malformed(iri, error) from error


def malformed(graph: str, error: Exception) -> StoreError:
    """Return the error that says what is wrong with a graph's lines, or its name."""
    return StoreError(
        f"Dữ liệu của đồ thị <{graph}> sai: {error}", f"the data of graph <{graph}> is malformed: {error}"
    )


def _quads(data: bytes, name: Name) -> Iterator[ox.Quad]:
    """Yield the quads of one graph, in it whether the lines name it or not."""
    nowhere = ox.DefaultGraph()
    for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS):
        found = quad.graph_name
        if found == name:
            yield quad
        elif found == nowhere:
            yield ox.Quad(quad.subject, quad.predicate, quad.object, name)
        else:
            raise ValueError(f"graph {found}")
