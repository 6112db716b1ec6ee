"""The chain of documents through one of them: up to what it rests on, down to what builds on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cancu.serve.views import Row

_DEEP = 12
"""Steps that are shown; a chain of bases has about six."""
_DOWN = 3
"""Steps downwards that are asked for, one question each."""
_MOST = 100
"""Rows that are shown of an answer to one of them."""


@dataclass(frozen=True, slots=True)
class Node:
    """A document in the chain: how it hangs on the one above it in the list, how it is known, and what hangs on it.

    ``link`` is ``read`` (the store holds its facts), ``told``, ``centre`` or ``missing`` (known by name only).
    ``is_again`` tells that what follows was shown further up.
    """

    iri: str
    label: str
    date: str
    relations: tuple[str, ...]
    link: str
    below: tuple[Node, ...] = ()
    is_again: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """One line of an answer: ``iri`` hangs on ``parent``."""

    parent: str
    iri: str
    label: str
    date: str
    relation: str
    link: str


def upward(rows: Iterable[Row], roots: Sequence[str], canonical: Mapping[str, str]) -> tuple[Node, ...]:
    """Return what the documents ``roots`` (one document, under all its identifiers) rest on, as a tree.

    ``rows`` are the answer to ``queries/basis-chain.rq``; ``canonical`` leads from former identifiers to present ones.
    """
    edges = [
        Edge(
            canonical.get(str(row["through"]), str(row["through"])),
            canonical.get(str(row["basis"]), str(row["basis"])),
            str(row.get("basisLabel", row["basis"])),
            str(row.get("basisDate", "")),
            str(row["relation"]),
            str(row["link"]),
        )
        for row in rows
    ]
    return _tree(edges, tuple(dict.fromkeys((*roots, *(canonical.get(root, root) for root in roots)))))


def downward(ask: Callable[[Sequence[str]], Iterable[Row]], roots: Sequence[str]) -> tuple[tuple[Node, ...], bool]:
    """Return what builds on the documents ``roots``, as a tree, and whether an answer was cut.

    ``ask`` returns what builds directly on some documents (``queries/pages/builders.rq``), at most 101 rows.
    """
    edges: list[Edge] = []
    asked: set[str] = set()
    waiting: Sequence[str] = roots
    is_cut = False
    for _ in range(_DOWN):
        rows = tuple(ask(waiting)) if waiting else ()
        is_cut = is_cut or len(rows) > _MOST
        asked |= set(waiting)
        edges += [
            Edge(
                str(row["through"]),
                str(row["builder"]),
                str(row.get("builderLabel", row["builder"])),
                str(row.get("date", "")),
                str(row["relation"]),
                str(row["link"]),
            )
            for row in rows[:_MOST]
        ]
        waiting = tuple(dict.fromkeys(edge.iri for edge in edges if edge.iri not in asked))
    return _tree(edges, roots), is_cut


def _tree(edges: Iterable[Edge], roots: Sequence[str]) -> tuple[Node, ...]:
    of: dict[str, dict[str, list[Edge]]] = {}
    for edge in edges:
        of.setdefault(edge.parent, {}).setdefault(edge.iri, []).append(edge)
    top: dict[str, list[Edge]] = {}
    for root in roots:
        for iri, group in of.get(root, {}).items():
            top.setdefault(iri, []).extend(group)
    return _nodes(top, of, set(roots), _DEEP)


def _nodes(
    children: Mapping[str, Sequence[Edge]],
    of: Mapping[str, Mapping[str, Sequence[Edge]]],
    shown: set[str],
    depth: int,
) -> tuple[Node, ...]:
    """Return the children as nodes; each document is opened once, where it is first met."""
    fresh = [iri for iri in children if iri not in shown]
    shown |= set(fresh)
    nodes = []
    for iri, edges in children.items():
        first = edges[0]
        is_open = iri in fresh and depth > 0
        below = _nodes(of.get(iri, {}), of, shown, depth - 1) if is_open else ()
        relations = tuple(dict.fromkeys(edge.relation for edge in edges))
        is_again = not is_open and iri in of
        nodes.append(Node(iri, first.label, first.date, relations, first.link, below, is_again))
    return tuple(nodes)
