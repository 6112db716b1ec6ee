"""A picture as values: nodes, edges, and what it leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cancu import resources
from cancu.namespaces import PREFIXES

FAMILIES = ("citation", "command", "duty")


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of link: how it is drawn, which end stands higher, and what each end says of the other."""

    name: str
    iri: str
    family: str
    is_target_above: bool
    line: str
    arrow: str
    forward: Mapping[str, str]
    back: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """A document, a body, or a group of either.

    ``kind`` is document, body or group; ``is_read`` tells whether the text of a document is here; ``owner`` issues the
    document or stands over the body; ``size`` counts what a group holds; ``step`` is the way from where the picture
    begins.
    """

    iri: str
    label: str
    kind: str
    step: int = 0
    is_read: bool = False
    type: str = ""
    type_label: str = ""
    owner: str = ""
    owner_label: str = ""
    date: str = ""
    size: int = 1


@dataclass(frozen=True, slots=True)
class Edge:
    """One link; ``count`` tells how often, where it is counted (duties, lines of a distribution list), else 0."""

    source: str
    relation: str
    target: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes in the order in which they were reached, edges in theirs, and an honest account.

    ``roots`` is where it begins; ``left`` counts nodes that were reached and not shown; ``is_cut`` tells that more
    links exist than were read; ``begun`` of ``total`` are the documents or bodies that it begins from.
    """

    roots: tuple[str, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left: int = 0
    is_cut: bool = False
    total: int = 0


@cache
def relations() -> Mapping[str, Relation]:
    """Return the links that pictures show, by short name (``cc:basedOn``)."""
    return {row["relation"]: _relation(row) for row in resources.table("data", "interface", "relations.tsv")}


@cache
def by_iri() -> Mapping[str, Relation]:
    """Return the same by IRI."""
    return {relation.iri: relation for relation in relations().values()}


def _relation(row: Mapping[str, str]) -> Relation:
    prefix, _, local = row["relation"].partition(":")
    return Relation(
        name=row["relation"],
        iri=PREFIXES[prefix] + local,
        family=row["family"],
        is_target_above=row["above"] == "target",
        line=row["line"],
        arrow=row["arrow"],
        forward={"vi": row["vi"], "en": row["en"]},
        back={"vi": row["vi_back"], "en": row["en_back"]},
    )
