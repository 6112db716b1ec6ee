"""Compiled shapes and what comes of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pyoxigraph as ox

from cancu.check.engine.facts import Facts
from cancu.check.engine.paths import Path
from cancu.check.engine.terms import Node

Values = Mapping[Node, Collection[Node]]
"""Focus nodes with their value nodes."""


class Unsupported(Exception):  # noqa: N818
    """The engine does not know a construct of a shape; pySHACL has to run it. Stays inside the check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One validation result (SHACL, 3.6.2). ``path`` is set where a query chose it; ``shape`` tells it otherwise."""

    focus: Node
    shape: Shape
    component: ox.NamedNode
    value: Node | None = None
    path: Node | None = None
    constraint: Node | None = None
    messages: tuple[ox.Literal, ...] = ()

    @property
    def result_path(self) -> Node | None:
        """The path that the result is about, a node of the shapes graph where it is no IRI."""
        return self.path if self.path is not None else self.shape.path_node


class Run(Protocol):
    """One validation: the facts, and shapes answered for sets of nodes."""

    facts: Facts
    shapes: Facts

    def results(self, shape: Shape, nodes: Collection[Node]) -> Iterator[tuple[Node, Result]]:
        """Yield each result of the shape with the node of ``nodes`` that fails by it."""

    def failing(self, shape: Shape, nodes: Collection[Node]) -> Collection[Node]:
        """Return those of the nodes that do not conform to the shape."""


class Constraint(ABC):
    """One constraint of a shape."""

    component: ox.NamedNode

    @abstractmethod
    def results(self, run: Run, shape: Shape, values: Values) -> Iterator[tuple[Node, Result]]:
        """Yield the results with the focus node that each counts against."""


class Plain(Constraint):
    """A constraint that only tells which values are at fault."""

    @abstractmethod
    def faults(self, run: Run, values: Values) -> Iterator[tuple[Node, Node | None]]:
        """Yield the focus nodes that fail with the value at fault, None where no single value is."""

    def results(self, run: Run, shape: Shape, values: Values) -> Iterator[tuple[Node, Result]]:
        """Yield a result for each fault."""
        for focus, value in self.faults(run, values):
            yield (
                focus,
                Result(focus=focus, shape=shape, component=self.component, value=value, messages=shape.messages),
            )


class Target(Protocol):
    """Where a shape finds its focus nodes."""

    def nodes(self, facts: Facts) -> Collection[Node]:
        """Return the nodes that the shape judges."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Shape:
    """A node shape (no path) or a property shape."""

    node: Node
    path: Path | None
    path_node: Node | None
    severity: Node
    messages: tuple[ox.Literal, ...]
    constraints: tuple[Constraint, ...] = field(repr=False)
    targets: tuple[Target, ...] = ()

    def values(self, facts: Facts, nodes: Collection[Node]) -> Values:
        """Return the value nodes of each focus node."""
        if self.path is None:
            return {node: (node,) for node in nodes}
        path = self.path
        return {node: path.follow(facts, node) for node in nodes}
