"""Constraints that ask for conformance to other shapes (SHACL, 4.6 and 4.7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.namespace import SH

from cancu.check.engine.model import Constraint, Plain, Result, Run, Shape, Values
from cancu.check.engine.terms import Node, iri

_PROPERTY = iri(SH.PropertyConstraintComponent)


def all_values(values: Values) -> tuple[Node, ...]:
    """Return the value nodes of all focus nodes, each once."""
    return tuple(dict.fromkeys(value for found in values.values() for value in found))


@dataclass(frozen=True)
class Counted(Plain):
    """sh:node, sh:not, sh:and, sh:or, sh:xone: so many of the shapes must hold of each value."""

    component: ox.NamedNode
    shapes: tuple[Shape, ...]
    allowed: frozenset[int]

    def faults(self, run: Run, values: Values) -> Iterator[tuple[Node, Node | None]]:  # noqa: D102
        held: Counter[Node] = Counter()
        nodes = all_values(values)
        for shape in self.shapes:
            failing = run.failing(shape, nodes)
            held.update(node for node in nodes if node not in failing)
        for focus, found in values.items():
            for value in found:
                if held[value] not in self.allowed:
                    yield focus, value


@dataclass(frozen=True)
class Qualified(Plain):
    """sh:qualifiedValueShape: so many values hold one shape and none of its siblings."""

    component: ox.NamedNode
    shape: Shape
    siblings: tuple[Shape, ...]
    least: int = 0
    most: int | None = None

    def faults(self, run: Run, values: Values) -> Iterator[tuple[Node, Node | None]]:  # noqa: D102
        nodes = all_values(values)
        counted = set(nodes).difference(run.failing(self.shape, nodes))
        for sibling in self.siblings:
            counted.intersection_update(run.failing(sibling, tuple(counted)))
        for focus, found in values.items():
            number = sum(value in counted for value in found)
            if number < self.least or (self.most is not None and number > self.most):
                yield focus, None


@dataclass(frozen=True)
class Property(Constraint):
    """sh:property: the values are focus nodes of a property shape, whose results are reported as they are."""

    shape: Shape
    component: ox.NamedNode = _PROPERTY

    def results(self, run: Run, shape: Shape, values: Values) -> Iterator[tuple[Node, Result]]:  # noqa: ARG002, D102
        of: dict[Node, list[Result]] = {}
        for node, result in run.results(self.shape, all_values(values)):
            of.setdefault(node, []).append(result)
        if of:
            yield from _spread(values, of)


def _spread(values: Values, of: dict[Node, list[Result]]) -> Iterator[tuple[Node, Result]]:
    empty: Collection[Result] = ()
    for focus, found in values.items():
        for value in found:
            for result in of.get(value, empty):
                yield focus, result
