"""One validation: shapes answered for sets of nodes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from cancu.check.engine.facts import Facts
from cancu.check.engine.model import Result, Shape
from cancu.check.engine.terms import Node


class Validation:
    """What was found of conformance so far, kept: a node is asked once whether it conforms to a shape."""

    def __init__(self, facts: Facts, shapes: Facts) -> None:
        self.facts = facts
        self.shapes = shapes
        self._verdicts: dict[Shape, dict[Node, bool]] = {}

    def results(self, shape: Shape, nodes: Collection[Node]) -> Iterator[tuple[Node, Result]]:
        """Yield each result of the shape with the node of ``nodes`` that fails by it."""
        if not nodes or not shape.constraints:
            return
        values = shape.values(self.facts, nodes)
        for constraint in shape.constraints:
            yield from constraint.results(self, shape, values)

    def failing(self, shape: Shape, nodes: Collection[Node]) -> Collection[Node]:
        """Return those of the nodes that do not conform to the shape."""
        verdicts = self._verdicts.setdefault(shape, {})
        unknown = [node for node in nodes if node not in verdicts]
        if unknown:
            verdicts.update(dict.fromkeys(unknown, True))
            verdicts.update((node, False) for node, _ in self.results(shape, unknown))
        return {node for node in nodes if not verdicts[node]}


def validated(
    shapes: Iterable[Shape], facts: Facts, graph: Facts, *, focus: Collection[Node] | None = None
) -> Iterator[Result]:
    """Yield the results of shapes for their targets in ``facts``, of these only ``focus`` where it is given."""
    run = Validation(facts, graph)
    for shape in shapes:
        nodes = dict.fromkeys(node for target in shape.targets for node in target.nodes(facts))
        judged = tuple(nodes) if focus is None else tuple(node for node in nodes if node in focus)
        for _, result in run.results(shape, judged):
            yield result
