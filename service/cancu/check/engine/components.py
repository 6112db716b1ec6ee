"""Which parameter makes which constraint (SHACL, 4 and 5.1)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import pyoxigraph as ox
from rdflib.namespace import SH

from cancu.check.engine.facts import Facts
from cancu.check.engine.literals import plain
from cancu.check.engine.model import Constraint, Shape, Unsupported
from cancu.check.engine.nested import Counted, Property, Qualified
from cancu.check.engine.paths import read_path
from cancu.check.engine.rewrite import rewritten
from cancu.check.engine.sparql import Select, prefixes_of
from cancu.check.engine.terms import Node, iri
from cancu.check.engine.values import (
    Closed,
    Each,
    Judge,
    Test,
    Together,
    at_least,
    at_most,
    equals,
    holds,
    is_among,
    is_as_long,
    is_before,
    is_beyond,
    is_disjoint,
    is_in_language,
    is_of_class,
    is_of_datatype,
    is_of_kind,
    languages_differ,
    matches,
    whole,
)

_PATH, _PROPERTY, _MESSAGE = iri(SH.path), iri(SH.property), iri(SH.message)
_TRUE = ox.Literal(value=True)
_QUALIFIED = iri(SH.qualifiedValueShape)


class Reader(ABC):
    """What a builder of constraints may ask of the shapes graph."""

    def __init__(self, graph: Facts) -> None:
        self.graph = graph

    @abstractmethod
    def shape(self, node: Node) -> Shape:
        """Return the compiled shape of a node."""

    def only(self, node: Node, predicate: ox.NamedNode) -> Node | None:
        """Return the one value of a predicate, or None; raises Unsupported for several."""
        found = self.graph.values(node, predicate)
        if len(found) > 1:
            raise Unsupported(node)
        return found[0] if found else None

    def shapes(self, head: Node) -> tuple[Shape, ...]:
        """Return the compiled shapes of a list."""
        return tuple(self.shape(member) for member in self.graph.items(head))


Builder = Callable[[Reader, Node, Node], Iterator[Constraint]]


def _each(component: str, test: Callable[[Node], Test]) -> Builder:
    def build(_reader: Reader, _node: Node, value: Node) -> Iterator[Constraint]:
        yield Each(iri(component), test(value))

    return build


def _listed(component: str, test: Callable[[tuple[Node, ...]], Test]) -> Builder:
    def build(reader: Reader, _node: Node, value: Node) -> Iterator[Constraint]:
        yield Each(iri(component), test(reader.graph.items(value)))

    return build


def _together(component: str, judge: Callable[[Node], Judge]) -> Builder:
    def build(reader: Reader, node: Node, value: Node) -> Iterator[Constraint]:
        if component != str(SH.HasValueConstraintComponent) and reader.only(node, _PATH) is None:
            raise Unsupported(node)
        yield Together(iri(component), judge(value))

    return build


def _pair(component: str, judge: Callable[[ox.NamedNode], Judge], *, path: bool = False) -> Builder:
    def build(reader: Reader, node: Node, value: Node) -> Iterator[Constraint]:
        if not isinstance(value, ox.NamedNode) or (path and reader.only(node, _PATH) is None):
            raise Unsupported(node)
        yield Together(iri(component), judge(value))

    return build


def _unique_languages(reader: Reader, node: Node, value: Node) -> Iterator[Constraint]:
    if reader.only(node, _PATH) is None:
        raise Unsupported(node)
    if value == _TRUE:  # the term as such; another form of truth ("1") asks for nothing
        yield Together(iri(SH.UniqueLangConstraintComponent), languages_differ)


def _pattern(reader: Reader, node: Node, value: Node) -> Iterator[Constraint]:
    yield Each(iri(SH.PatternConstraintComponent), matches(value, reader.only(node, iri(SH.flags))))


def _closed(reader: Reader, node: Node, value: Node) -> Iterator[Constraint]:
    if plain(value) is not True:
        return
    ignored = reader.only(node, iri(SH.ignoredProperties))
    paths = {path for shape in reader.graph.values(node, _PROPERTY) for path in reader.graph.values(shape, _PATH)}
    yield Closed(frozenset(paths) | frozenset(() if ignored is None else reader.graph.items(ignored)))


def _one_shape(component: str, held: int) -> Builder:
    def build(reader: Reader, _node: Node, value: Node) -> Iterator[Constraint]:
        yield Counted(iri(component), (reader.shape(value),), frozenset({held}))

    return build


def _several_shapes(component: str, allowed: Callable[[int], frozenset[int]]) -> Builder:
    def build(reader: Reader, _node: Node, value: Node) -> Iterator[Constraint]:
        shapes = reader.shapes(value)
        yield Counted(iri(component), shapes, allowed(len(shapes)))

    return build


def _property(reader: Reader, node: Node, value: Node) -> Iterator[Constraint]:
    shape = reader.shape(value)
    if shape.path is None:
        raise Unsupported(node)
    yield Property(shape)


def _qualified(reader: Reader, node: Node, value: Node) -> Iterator[Constraint]:
    least, most = reader.only(node, iri(SH.qualifiedMinCount)), reader.only(node, iri(SH.qualifiedMaxCount))
    if (least is None and most is None) or reader.only(node, _QUALIFIED) is None:
        raise Unsupported(node)
    shape, siblings = reader.shape(value), tuple(_siblings(reader, node, value))
    if least is not None:
        yield Qualified(iri(SH.QualifiedMinCountConstraintComponent), shape, siblings, least=whole(least))
    if most is not None:
        yield Qualified(iri(SH.QualifiedMaxCountConstraintComponent), shape, siblings, most=whole(most))


def _siblings(reader: Reader, node: Node, value: Node) -> Iterator[Shape]:
    if plain(reader.only(node, iri(SH.qualifiedValueShapesDisjoint))) is not True:
        return
    graph = reader.graph
    beside = {shape for parent in graph.subjects(_PROPERTY).get(node, ()) for shape in graph.values(parent, _PROPERTY)}
    others = {other for shape in beside for other in graph.values(shape, _QUALIFIED)} - {value}
    yield from map(reader.shape, sorted(others, key=str))


def _sparql(reader: Reader, node: Node, value: Node) -> Iterator[Constraint]:
    if plain(reader.only(value, iri(SH.deactivated))) is True:
        return
    select, path = reader.only(value, iri(SH.select)), reader.only(node, _PATH)
    if select is None:
        raise Unsupported(node)
    way = None if path is None else read_path(reader.graph, path)
    written = None if way is None else way.sparql()
    yield Select(
        node=value,
        query=rewritten(select.value, path=written, where=node.value),
        prefixes=prefixes_of(reader.graph, value),
        messages=tuple(m for m in reader.graph.values(value, _MESSAGE) if isinstance(m, ox.Literal)),
    )


PARAMETERS: Mapping[ox.NamedNode, Builder] = MappingProxyType(
    {
        iri(parameter): builder
        for parameter, builder in (
            (SH["class"], _each(SH.ClassConstraintComponent, is_of_class)),
            (SH.datatype, _each(SH.DatatypeConstraintComponent, is_of_datatype)),
            (SH.nodeKind, _each(SH.NodeKindConstraintComponent, is_of_kind)),
            (SH.minCount, _together(SH.MinCountConstraintComponent, at_least)),
            (SH.maxCount, _together(SH.MaxCountConstraintComponent, at_most)),
            (SH.minExclusive, _each(SH.MinExclusiveConstraintComponent, lambda v: is_beyond(v, {1}))),
            (SH.minInclusive, _each(SH.MinInclusiveConstraintComponent, lambda v: is_beyond(v, {0, 1}))),
            (SH.maxExclusive, _each(SH.MaxExclusiveConstraintComponent, lambda v: is_beyond(v, {-1}))),
            (SH.maxInclusive, _each(SH.MaxInclusiveConstraintComponent, lambda v: is_beyond(v, {-1, 0}))),
            (SH.minLength, _each(SH.MinLengthConstraintComponent, lambda v: is_as_long(v, least=True))),
            (SH.maxLength, _each(SH.MaxLengthConstraintComponent, lambda v: is_as_long(v, least=False))),
            (SH.pattern, _pattern),
            (SH.languageIn, _listed(SH.LanguageInConstraintComponent, is_in_language)),
            (SH.uniqueLang, _unique_languages),
            (SH.equals, _pair(SH.EqualsConstraintComponent, equals)),
            (SH.disjoint, _pair(SH.DisjointConstraintComponent, is_disjoint)),
            (SH.lessThan, _pair(SH.LessThanConstraintComponent, lambda p: is_before(p, {-1}), path=True)),
            (
                SH.lessThanOrEquals,
                _pair(SH.LessThanOrEqualsConstraintComponent, lambda p: is_before(p, {-1, 0}), path=True),
            ),
            (SH["not"], _one_shape(SH.NotConstraintComponent, 0)),
            (SH["and"], _several_shapes(SH.AndConstraintComponent, lambda n: frozenset({n}))),
            (SH["or"], _several_shapes(SH.OrConstraintComponent, lambda n: frozenset(range(1, n + 1)))),
            (SH.xone, _several_shapes(SH.XoneConstraintComponent, lambda _: frozenset({1}))),
            (SH.node, _one_shape(SH.NodeConstraintComponent, 1)),
            (SH.property, _property),
            (SH.qualifiedValueShape, _qualified),
            (SH.closed, _closed),
            (SH.hasValue, _together(SH.HasValueConstraintComponent, holds)),
            (SH["in"], _listed(SH.InConstraintComponent, is_among)),
            (SH.sparql, _sparql),
        )
    }
)
"""Builders by parameter: what the engine knows of SHACL."""
