"""From N-Quads to the one update that replaces whole graphs.

The engine runs one update as one transaction; there is no other way to drop and fill several graphs at once.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from cancu.errors import StoreError


def replacement(graphs: Mapping[str, bytes]) -> str:
    """Return the update that makes each graph hold exactly its lines (N-Quads of that graph, or N-Triples).

    Raises StoreError where lines are malformed or speak of another graph.
    """
    return " ;\n".join(_one(iri, data) for iri, data in sorted(graphs.items()))


def _one(iri: str, data: bytes) -> str:
    try:
        name = ox.NamedNode(iri)
        lines = [_triple(quad, name) for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS)]
    except (SyntaxError, ValueError) as error:
        raise StoreError(
            f"Dữ liệu của đồ thị <{iri}> sai: {error}", f"the data of graph <{iri}> is malformed: {error}"
        ) from error
    drop = f"DROP SILENT GRAPH {name}"
    if not lines:
        return drop
    return f"{drop} ;\nINSERT DATA {{ GRAPH {name} {{\n" + "\n".join(lines) + "\n} }"


def _triple(quad: ox.Quad, name: ox.NamedNode) -> str:
    if quad.graph_name not in (name, ox.DefaultGraph()):
        raise ValueError(f"graph {quad.graph_name}")
    return f"{quad.subject} {quad.predicate} {quad.object} ."
