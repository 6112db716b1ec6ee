"""Constraints that look at each value, or at the values of one focus node (SHACL, 4.1 to 4.5 and 4.8)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox
from rdflib.namespace import SH

from cancu.check.engine.facts import Facts
from cancu.check.engine.literals import has_datatype, order, plain
from cancu.check.engine.model import Constraint, Plain, Result, Run, Shape, Unsupported, Values
from cancu.check.engine.terms import Node, iri

_CLOSED = iri(SH.ClosedConstraintComponent)

Test: TypeAlias = Callable[[Facts, Node], bool]
Judge: TypeAlias = Callable[[Facts, Node, Collection[Node]], Iterable[Node | None]]


@dataclass(frozen=True)
class Each(Plain):
    """Every value must pass a test."""

    component: ox.NamedNode
    passes: Test

    def faults(self, run: Run, values: Values) -> Iterator[tuple[Node, Node | None]]:  # noqa: D102
        verdicts: dict[Node, bool] = {}
        for focus, found in values.items():
            for value in found:
                if value not in verdicts:
                    verdicts[value] = self.passes(run.facts, value)
                if not verdicts[value]:
                    yield focus, value


@dataclass(frozen=True)
class Together(Plain):
    """The values of a focus node are judged together; the judge names those at fault, None for the focus as such."""

    component: ox.NamedNode
    judge: Judge

    def faults(self, run: Run, values: Values) -> Iterator[tuple[Node, Node | None]]:  # noqa: D102
        for focus, found in values.items():
            for value in self.judge(run.facts, focus, found):
                yield focus, value


@dataclass(frozen=True)
class Closed(Constraint):
    """Only these predicates may stand on a value; the result's path is the one that stands there all the same."""

    allowed: frozenset[Node]
    component: ox.NamedNode = _CLOSED

    def results(self, run: Run, shape: Shape, values: Values) -> Iterator[tuple[Node, Result]]:  # noqa: D102
        for focus, found in values.items():
            for node in found:
                for predicate, value in run.facts.about(node):
                    if predicate not in self.allowed:
                        yield focus, Result(
                            focus=focus, shape=shape, component=self.component, value=value, path=predicate,
                            messages=shape.messages,
                        )  # fmt: skip


def is_of_class(kind: Node) -> Test:
    """sh:class."""
    return lambda facts, node: not isinstance(node, ox.Literal) and facts.is_a(node, kind)


def is_of_datatype(datatype: Node) -> Test:
    """sh:datatype."""
    return lambda _facts, node: has_datatype(node, datatype)


_KINDS: dict[str, tuple[type, ...]] = {
    str(SH.IRI): (ox.NamedNode,),
    str(SH.BlankNode): (ox.BlankNode,),
    str(SH.Literal): (ox.Literal,),
    str(SH.BlankNodeOrIRI): (ox.BlankNode, ox.NamedNode),
    str(SH.BlankNodeOrLiteral): (ox.BlankNode, ox.Literal),
    str(SH.IRIOrLiteral): (ox.NamedNode, ox.Literal),
}


def is_of_kind(kind: Node) -> Test:
    """sh:nodeKind."""
    if kind.value not in _KINDS:
        raise Unsupported(kind)
    types = _KINDS[kind.value]
    return lambda _facts, node: isinstance(node, types)


def is_among(allowed: Collection[Node]) -> Test:
    """sh:in."""
    members = frozenset(allowed)
    return lambda _facts, node: node in members


def is_beyond(limit: Node, signs: Collection[int]) -> Test:
    """sh:minInclusive and its like: the value compared with the limit gives one of ``signs``."""
    return lambda _facts, node: order(node, limit) in signs


def is_as_long(limit: Node, *, least: bool) -> Test:
    """sh:minLength, sh:maxLength."""
    length = whole(limit)
    if least and length == 0:
        return lambda _facts, _node: True
    if least:
        return lambda _facts, node: not isinstance(node, ox.BlankNode) and len(node.value) >= length
    return lambda _facts, node: not isinstance(node, ox.BlankNode) and len(node.value) <= length


def matches(pattern: Node, flags: Node | None) -> Test:
    """sh:pattern with sh:flags; flags that Python's expressions lack are not supported here."""
    wanted = "" if flags is None else flags.value
    if not isinstance(pattern, ox.Literal) or set(wanted) - set("im"):
        raise Unsupported(pattern)
    try:
        known = re.compile(pattern.value, (re.I if "i" in wanted else 0) | (re.M if "m" in wanted else 0))
    except re.error as error:
        raise Unsupported(pattern) from error
    return lambda _facts, node: not isinstance(node, ox.BlankNode) and known.search(node.value) is not None


def is_in_language(ranges: Collection[Node]) -> Test:
    """sh:languageIn: the tag or a head of it is among the ranges, as langMatches of SPARQL has it."""
    wanted = {tag.value.lower() for tag in ranges}

    def passes(_facts: Facts, node: Node) -> bool:
        if not isinstance(node, ox.Literal) or node.language is None:
            return False
        parts = node.language.lower().split("-")
        return "*" in wanted or any("-".join(parts[:length]) in wanted for length in range(1, len(parts) + 1))

    return passes


def at_least(least: Node) -> Judge:
    """sh:minCount."""
    count = whole(least)
    return lambda _facts, _focus, found: (None,) if len(found) < count else ()


def at_most(most: Node) -> Judge:
    """sh:maxCount."""
    count = whole(most)
    return lambda _facts, _focus, found: (None,) if len(found) > count else ()


def holds(wanted: Node) -> Judge:
    """sh:hasValue."""
    return lambda _facts, _focus, found: () if wanted in found else (None,)


def languages_differ(_facts: Facts, _focus: Node, found: Collection[Node]) -> Iterable[None]:
    """sh:uniqueLang: one fault for each language that two values share."""
    tags = Counter(v.language.lower() for v in found if isinstance(v, ox.Literal) and v.language)
    return [None for number in tags.values() if number > 1]


def equals(predicate: ox.NamedNode) -> Judge:
    """sh:equals."""

    def judge(facts: Facts, focus: Node, found: Collection[Node]) -> Iterable[Node]:
        others = facts.values(focus, predicate)
        return [*(v for v in found if v not in others), *(v for v in others if v not in found)]

    return judge


def is_disjoint(predicate: ox.NamedNode) -> Judge:
    """sh:disjoint."""

    def judge(facts: Facts, focus: Node, found: Collection[Node]) -> Iterable[Node]:
        others = facts.values(focus, predicate)
        return [value for value in found if value in others]

    return judge


def is_before(predicate: ox.NamedNode, signs: Collection[int]) -> Judge:
    """sh:lessThan, sh:lessThanOrEquals: one fault for each pair that does not compare so."""

    def judge(facts: Facts, focus: Node, found: Collection[Node]) -> Iterable[Node]:
        others = facts.values(focus, predicate)
        return [value for value in found for other in others if order(value, other) not in signs]

    return judge


def whole(node: Node) -> int:
    """Return the number that a literal of the shapes graph writes; raises Unsupported for anything else."""
    number = plain(node)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise Unsupported(node)
    return number
