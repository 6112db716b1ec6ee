"""From N-Quads to one transaction that replaces whole graphs.

The engine runs one update as one transaction; there is no other way to drop and fill several graphs at once. Where
nothing goes, many quads are loaded in bulk, which is one transaction, too, and takes less than half of the time.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

import pyoxigraph as ox

from cancu.errors import StoreError
from cancu.store.differences import Difference, block, removals

Name: TypeAlias = ox.NamedNode | ox.DefaultGraph
Contents: TypeAlias = Mapping[Name, list[ox.Quad]]
"""What graphs shall hold, by their names, in the order of these."""
BULK = 20_000
"""From so many quads on they are loaded in bulk, which writes new files each time."""


def contents(graphs: Mapping[str, bytes]) -> Contents:
    """Read the lines of each graph (N-Quads of that graph, or N-Triples); ``""`` names the default graph.

    Raises StoreError where lines are malformed or speak of another graph.
    """
    return dict(_read(iri, data) for iri, data in sorted(graphs.items()))


def replace(db: ox.Store, differences: Sequence[Difference], others: Contents) -> None:
    """Carry out ``differences`` in ``db`` and make each graph of ``others`` hold just its quads, in one transaction.

    The lines are as ``canonical.triples_as_held`` tells them.
    """
    count = sum(one.count for one in differences) + sum(map(len, others.values()))
    is_fresh = all(one.is_new for one in differences) and _is_fresh(db, others)
    if count >= BULK and is_fresh and not any(map(_has_blanks, others.values())):
        known = (in_graph(one.come, one.name.value) for one in differences)
        read = (f"{quad} .\n".encode() for quads in others.values() for quad in quads)
        # both are known to be well formed: nothing about them has to be proved again
        db.bulk_load(together(chain(known, read)), format=ox.RdfFormat.N_QUADS, lenient=True)
        return
    come = "".join(block(one.name, one.come) for one in differences if one.come)
    steps = [*removals(differences), *([f"INSERT DATA {{\n{come}}}"] if come else ()), _update(others)]
    if any(steps):
        db.update(" ;\n".join(filter(None, steps)))


def together(parts: Iterable[bytes]) -> bytes:
    """Return the parts in a row, of which none is kept until all are made: of much each copy counts."""
    output = io.BytesIO()
    output.writelines(parts)
    return output.getvalue()


def in_graph(lines: bytes, graph: str) -> bytes:
    """Return N-Triples as N-Quads of a graph that has a name."""
    return lines.replace(b" .\n", f" <{graph}> .\n".encode())


def _is_fresh(db: ox.Store, names: Iterable[Name]) -> bool:
    """Tell whether nothing has to be dropped."""
    return all(isinstance(name, ox.NamedNode) and not db.contains_named_graph(name) for name in names)


def _has_blanks(quads: list[ox.Quad]) -> bool:
    return any(isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode) for quad in quads)


def _update(wanted: Contents) -> str:
    drops, blocks = [], []
    for name, quads in wanted.items():
        is_named = isinstance(name, ox.NamedNode)
        drops.append(f"DROP SILENT GRAPH {name}" if is_named else "DROP SILENT DEFAULT")
        if quads:
            text = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} ." for quad in quads)
            blocks.append(f"GRAPH {name} {{\n{text}\n}}" if is_named else text)
    if blocks:
        text = "\n".join(blocks)
        drops.append(f"INSERT DATA {{\n{text}\n}}")
    return " ;\n".join(drops)


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
