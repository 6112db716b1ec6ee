"""Many nodes as few: what one body issues, or what is of one kind, drawn as one node that can be opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from cancu.serve.picture.model import Edge, Node, Picture
from cancu.serve.words import say

WAYS = ("owner", "type")


def grouped(picture: Picture, way: str, opened: Collection[str] = (), *, keep: Collection[str] = ()) -> Picture:
    """Return the picture with nodes put together by ``way`` (one of WAYS; other words change nothing).

    Groups of one are no groups; those named in ``opened``, and the nodes in ``keep``, stay as they are. An edge of a
    group counts the links that it stands for.
    """
    if way not in WAYS:
        return picture
    members: dict[str, list[Node]] = {}
    for node in picture.nodes:
        if node.iri not in keep and (key := _key(node, way)) and key not in opened:
            members.setdefault(key, []).append(node)
    groups = {key: nodes for key, nodes in members.items() if len(nodes) > 1}
    name = {node.iri: key for key, nodes in groups.items() for node in nodes}
    nodes = {
        name.get(node.iri, node.iri): _node(node, way, groups.get(name.get(node.iri, ""))) for node in picture.nodes
    }
    return replace(
        picture,
        roots=tuple(dict.fromkeys(name.get(iri, iri) for iri in picture.roots)),
        nodes=tuple(nodes.values()),
        edges=tuple(_edges(picture.edges, name)),
    )


def caption(node: Node, language: str) -> str:
    """Return what is written in the node: its name, and for a group how many of what it stands for."""
    if node.kind != "group":
        return node.label
    return f"{node.label} ({node.size} {say(f'graph.members.{node.type}', language)})"


def _key(node: Node, way: str) -> str:
    value = node.owner if way == "owner" else node.type
    return f"{node.kind}:{value}" if value else ""


def _node(node: Node, way: str, group: list[Node] | None) -> Node:
    if not group:
        return node
    first = min(group, key=lambda one: one.step)
    label = first.owner_label or first.owner if way == "owner" else first.type_label or first.type
    return replace(
        first, iri=_key(node, way), label=label, kind="group", type=first.kind, size=len(group), date="", is_read=False
    )


def _edges(edges: tuple[Edge, ...], name: dict[str, str]) -> list[Edge]:
    found: dict[tuple[str, str, str], Edge] = {}
    for edge in edges:
        source, target = name.get(edge.source, edge.source), name.get(edge.target, edge.target)
        if source == target:
            continue
        key = source, edge.relation, target
        is_joined = edge.source in name or edge.target in name
        before = found.get(key)
        count = (before.count if before else 0) + (1 if is_joined else edge.count)
        found[key] = Edge(source, edge.relation, target, count)
    return list(found.values())
