"""Targets: where shapes find their focus nodes (SHACL, 2.1.3; SHACL Advanced Features, 3.1)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from cancu.check.engine.facts import Facts
from cancu.check.engine.sparql import rows
from cancu.check.engine.terms import Node


@dataclass(frozen=True)
class Named:
    """sh:targetNode: a node, there or not."""

    node: Node

    def nodes(self, facts: Facts) -> Collection[Node]:  # noqa: ARG002, D102
        return (self.node,)


@dataclass(frozen=True)
class Instances:
    """sh:targetClass, or a shape that is a class."""

    kind: Node

    def nodes(self, facts: Facts) -> Collection[Node]:  # noqa: D102
        return facts.instances(self.kind)


@dataclass(frozen=True)
class Having:
    """sh:targetSubjectsOf, sh:targetObjectsOf."""

    predicate: ox.NamedNode
    subjects: bool

    def nodes(self, facts: Facts) -> Collection[Node]:  # noqa: D102
        relation = facts.objects(self.predicate) if self.subjects else facts.subjects(self.predicate)
        return relation.keys()


@dataclass(frozen=True)
class Selected:
    """A sh:SPARQLTarget: what its query calls ``?this``."""

    node: Node
    select: str
    prefixes: Mapping[str, str]

    def nodes(self, facts: Facts) -> Collection[Node]:  # noqa: D102
        found = rows(facts.store, self.select, self.prefixes, where=str(self.node))
        return tuple(dict.fromkeys(row["this"] for row in found if "this" in row))
