"""A shapes graph → compiled shapes. Shapes with constructs that the engine does not know are named, never skipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS, SH

from cancu.check.engine.components import PARAMETERS, Reader
from cancu.check.engine.facts import Facts
from cancu.check.engine.literals import plain
from cancu.check.engine.model import Constraint, Shape, Target, Unsupported
from cancu.check.engine.paths import read_path
from cancu.check.engine.sparql import prefixes_of
from cancu.check.engine.targets import Having, Instances, Named, Selected
from cancu.check.engine.terms import Node, iri

_TYPE, _CLASS, _SUBCLASS = iri(RDF.type), iri(RDFS.Class), iri(RDFS.subClassOf)
_PATH, _SEVERITY, _MESSAGE, _DEACTIVATED = iri(SH.path), iri(SH.severity), iri(SH.message), iri(SH.deactivated)
_TARGETS = tuple(
    iri(name) for name in (SH.targetNode, SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)
)
_SHAPE_CLASSES = (iri(SH.NodeShape), iri(SH.PropertyShape))
_SILENT = {*_TARGETS, _PATH, _SEVERITY, _MESSAGE, _DEACTIVATED} | {
    iri(name)
    for name in (SH.name, SH.description, SH.order, SH.group, SH.defaultValue, SH.flags, SH.ignoredProperties,
                 SH.qualifiedMinCount, SH.qualifiedMaxCount, SH.qualifiedValueShapesDisjoint)
}  # fmt: skip
_ELSEWHERE = (iri(SH.rule), iri(SH.entailment))
"""What changes the data before it is checked: only pySHACL does that."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The shapes that have targets: those that the engine runs, and the names of those that pySHACL has to run."""

    graph: Facts
    shapes: tuple[Shape, ...]
    foreign: tuple[Node, ...]


def compiled(graph: Facts) -> Compiled:
    """Compile a shapes graph. Raises ResourceError for queries that SHACL does not allow."""
    reader = _Shapes(graph)
    own, foreign = [], []
    if any(graph.objects(predicate) for predicate in _ELSEWHERE):
        return Compiled(graph, (), targeted(graph))
    for node in targeted(graph):
        try:
            own.append(reader.shape(node))
        except (Unsupported, ValueError):
            foreign.append(node)
    return Compiled(graph, tuple(own), tuple(foreign))


def targeted(graph: Facts) -> tuple[Node, ...]:
    """Return the shapes that have targets, in the order of their names."""
    found = {node for predicate in _TARGETS for node in graph.objects(predicate)}
    found |= {node for kind in _SHAPE_CLASSES for node in graph.instances(kind) if _is_class(graph, node)}
    return tuple(sorted(found, key=str))


def _is_class(graph: Facts, node: Node) -> bool:
    return graph.is_a(node, _CLASS)


class _Shapes(Reader):
    """Reads shapes, each once; a shape that leads back to itself is not supported."""

    def __init__(self, graph: Facts) -> None:
        super().__init__(graph)
        self._known: dict[Node, Shape] = {}
        self._open: set[Node] = set()
        components = graph.instances(iri(SH.ConstraintComponent))
        parameters = (value for one in components for value in graph.values(one, iri(SH.parameter)))
        self._custom = {path for value in parameters for path in graph.values(value, _PATH)}

    def shape(self, node: Node) -> Shape:
        """Return the compiled shape. Raises Unsupported, and ValueError for a malformed list or path."""
        if node not in self._known:
            if node in self._open:
                raise Unsupported(node)
            self._open.add(node)
            try:
                self._known[node] = self._read(node)
            finally:
                self._open.discard(node)
        return self._known[node]

    def _read(self, node: Node) -> Shape:
        path_node = self.only(node, _PATH)
        active = plain(self.only(node, _DEACTIVATED)) is not True
        return Shape(
            node=node,
            path=None if path_node is None else read_path(self.graph, path_node),
            path_node=path_node,
            severity=self.only(node, _SEVERITY) or iri(SH.Violation),
            messages=tuple(m for m in self.graph.values(node, _MESSAGE) if isinstance(m, ox.Literal)),
            constraints=tuple(self._constraints(node)) if active else (),
            targets=tuple(self._targets(node)) if active else (),
        )

    def _constraints(self, node: Node) -> Iterator[Constraint]:
        said: dict[ox.NamedNode, list[Node]] = {}
        for predicate, value in self.graph.about(node):
            said.setdefault(predicate, []).append(value)
        for predicate, values in said.items():
            if predicate in self._custom:
                raise Unsupported(node)
            if predicate in PARAMETERS:
                for value in values:
                    yield from PARAMETERS[predicate](self, node, value)
            elif predicate.value.startswith(str(SH)) and predicate not in _SILENT:
                raise Unsupported(node)

    def _targets(self, node: Node) -> Iterator[Target]:
        by_node, by_class, by_subject, by_object, by_query = (self.graph.values(node, p) for p in _TARGETS)
        yield from map(Named, by_node)
        yield from map(Instances, by_class)
        for predicates, subjects in ((by_subject, True), (by_object, False)):
            for predicate in predicates:
                if not isinstance(predicate, ox.NamedNode):
                    raise Unsupported(node)
                yield Having(predicate, subjects)
        yield from map(self._selected, by_query)
        if _is_class(self.graph, node) and any(self.graph.is_a(node, kind) for kind in _SHAPE_CLASSES):
            yield Instances(node)

    def _selected(self, target: Node) -> Target:
        select = self.only(target, iri(SH.select))
        if select is None or not self.graph.is_a(target, iri(SH.SPARQLTarget)):
            raise Unsupported(target)
        return Selected(target, select.value, prefixes_of(self.graph, target))
