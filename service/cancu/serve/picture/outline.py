"""A picture as a nested list: every node, and every link once, under the end that is nearer to the beginning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cancu.serve.picture.model import Edge, Node, Picture, by_iri


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list: what the line above it says of ``node`` (``words``), and what hangs below it.

    ``words`` is empty at the beginning; ``is_again`` tells that the node's own links stand elsewhere in the list.
    """

    node: Node
    words: str
    count: int
    entries: tuple[Entry, ...]
    is_again: bool = False


def outline(picture: Picture, language: str) -> tuple[Entry, ...]:
    """Return the list. What hangs on nothing else stands at the top, beside the beginning."""
    nodes = {node.iri: node for node in picture.nodes}
    rank = {iri: number for number, iri in enumerate(dict.fromkeys((*picture.roots, *nodes)))}
    own: dict[str, list[Edge]] = {iri: [] for iri in rank}
    for edge in picture.edges:
        own[min(edge.source, edge.target, key=rank.__getitem__)].append(edge)
    parent = _parents(rank, own)
    tops = [iri for iri in rank if iri not in parent]
    return tuple(_entry(nodes, own, parent, (iri, None), language) for iri in tops)


def _other(edge: Edge, iri: str) -> str:
    return edge.target if edge.source == iri else edge.source


def _parents(rank: Mapping[str, int], own: Mapping[str, list[Edge]]) -> dict[str, Edge]:
    """Return by node the link under which its own links are told: the first that reaches it from before."""
    found: dict[str, Edge] = {}
    for iri in rank:
        for edge in own[iri]:
            found.setdefault(_other(edge, iri), edge)
    return found


def _entry(
    nodes: Mapping[str, Node],
    own: Mapping[str, list[Edge]],
    parent: Mapping[str, Edge],
    place: tuple[str, Edge | None],
    language: str,
) -> Entry:
    iri, edge = place
    is_first = parent.get(iri) == edge
    below = sorted(own[iri], key=lambda one: (_order(one, iri), nodes[_other(one, iri)].label)) if is_first else []
    return Entry(
        node=nodes[iri],
        words=_words(edge, iri, language) if edge else "",
        count=edge.count if edge else 0,
        entries=tuple(_entry(nodes, own, parent, (_other(one, iri), one), language) for one in below),
        is_again=not is_first and bool(own[iri]),
    )


def _order(edge: Edge, iri: str) -> tuple[int, bool]:
    return list(by_iri()).index(edge.relation), edge.source != iri


def _words(edge: Edge, iri: str, language: str) -> str:
    """Return what the node above says of ``iri``."""
    relation = by_iri()[edge.relation]
    return (relation.forward if edge.target == iri else relation.back)[language]
