"""From N-Quads to the one update that replaces whole graphs.

The engine runs one update as one transaction; there is no other way to drop and fill several graphs at once.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from cancu.errors import StoreError


def replacement(graphs: Mapping[str, bytes]) -> str:
    """Return the update that makes each graph hold exactly its lines (N-Quads of that graph, or N-Triples).

    ``""`` names the default graph. A blank node of one name is one node in all the graphs, under a new name.
    Raises StoreError where lines are malformed or speak of another graph.
    """
    drops, blocks = [], []
    for iri, data in sorted(graphs.items()):
        name, lines = _read(iri, data)
        drops.append(f"DROP SILENT GRAPH {name}" if iri else "DROP SILENT DEFAULT")
        if lines:
            text = "\n".join(lines)
            blocks.append(f"GRAPH {name} {{\n{text}\n}}" if iri else text)
    if blocks:
        text = "\n".join(blocks)
        drops.append(f"INSERT DATA {{\n{text}\n}}")
    return " ;\n".join(drops)


def _read(iri: str, data: bytes) -> tuple[ox.NamedNode | ox.DefaultGraph, list[str]]:
    try:
        name = ox.NamedNode(iri) if iri else ox.DefaultGraph()
        return name, [_triple(quad, name) for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS)]
    except (SyntaxError, ValueError) as error:
        raise StoreError(
            f"Dữ liệu của đồ thị <{iri}> sai: {error}", f"the data of graph <{iri}> is malformed: {error}"
        ) from error


def _triple(quad: ox.Quad, name: ox.NamedNode | ox.DefaultGraph) -> str:
    if quad.graph_name not in (name, ox.DefaultGraph()):
        raise ValueError(f"graph {quad.graph_name}")
    return f"{quad.subject} {quad.predicate} {quad.object} ."
