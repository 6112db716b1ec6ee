"""Property paths of SHACL (W3C Recommendation 20 July 2017, 2.3.1): read, followed from a node, written as SPARQL."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox
from rdflib.namespace import RDF, SH

from cancu.check.engine.facts import Facts, reached
from cancu.check.engine.terms import Node, iri

_NONE: tuple[Node, ...] = ()


class Path(Protocol):
    """A way from a node to others."""

    @abstractmethod
    def follow(self, facts: Facts, node: Node) -> Collection[Node]:
        """Return the nodes at the other end, each once."""

    @abstractmethod
    def sparql(self) -> str:
        """Return the path as it is written in SPARQL, in parentheses where it needs them."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """Along one predicate, or back along it."""

    name: ox.NamedNode
    inverse: bool = False

    def follow(self, facts: Facts, node: Node) -> Collection[Node]:  # noqa: D102
        relation = facts.subjects(self.name) if self.inverse else facts.objects(self.name)
        return relation.get(node, _NONE)

    def sparql(self) -> str:  # noqa: D102
        return f"{'^' if self.inverse else ''}{self.name}"


@dataclass(frozen=True, slots=True)
class Chain:
    """One path after another."""

    parts: tuple[Path, ...]

    def follow(self, facts: Facts, node: Node) -> Collection[Node]:  # noqa: D102
        here: Collection[Node] = (node,)
        for part in self.parts:
            here = dict.fromkeys(end for start in here for end in part.follow(facts, start))
        return here

    def sparql(self) -> str:  # noqa: D102
        return f"({'/'.join(part.sparql() for part in self.parts)})"


@dataclass(frozen=True, slots=True)
class Choice:
    """Any of several paths."""

    parts: tuple[Path, ...]

    def follow(self, facts: Facts, node: Node) -> Collection[Node]:  # noqa: D102
        return dict.fromkeys(end for part in self.parts for end in part.follow(facts, node))

    def sparql(self) -> str:  # noqa: D102
        return f"({'|'.join(part.sparql() for part in self.parts)})"


@dataclass(frozen=True, slots=True)
class Repeated:
    """A path taken any number of times (``*``), at least once (``+``) or at most once (``?``)."""

    part: Path
    sign: str

    def follow(self, facts: Facts, node: Node) -> Collection[Node]:  # noqa: D102
        once = self.part.follow(facts, node)
        if self.sign == "?":
            return dict.fromkeys((node, *once))
        more = dict.fromkeys(end for start in once for end in reached(start, lambda n: self.part.follow(facts, n)))
        return more if self.sign == "+" else dict.fromkeys((node, *more))

    def sparql(self) -> str:  # noqa: D102
        return f"({self.part.sparql()}){self.sign}"


_REPEATED = {iri(SH.zeroOrMorePath): "*", iri(SH.oneOrMorePath): "+", iri(SH.zeroOrOnePath): "?"}
_INVERSE, _ALTERNATIVE, _FIRST = iri(SH.inversePath), iri(SH.alternativePath), iri(RDF.first)


def read_path(shapes: Facts, node: Node) -> Path:
    """Return the path that a node of the shapes graph describes. Raises ValueError where it describes none."""
    if isinstance(node, ox.NamedNode):
        return Predicate(node)
    said = dict(shapes.about(node))
    if _FIRST in said:
        return Chain(_several(shapes, node))
    if len(said) != 1:
        raise ValueError(node)
    [(kind, part)] = said.items()
    if kind == _ALTERNATIVE:
        return Choice(_several(shapes, part))
    if kind == _INVERSE:
        return _inverted(read_path(shapes, part))
    if kind in _REPEATED:
        return Repeated(read_path(shapes, part), _REPEATED[kind])
    raise ValueError(node)


def _several(shapes: Facts, head: Node) -> tuple[Path, ...]:
    parts = tuple(read_path(shapes, part) for part in shapes.items(head))
    if len(parts) < 2:
        raise ValueError(head)
    return parts


def _inverted(path: Path) -> Path:
    if isinstance(path, Predicate):
        return Predicate(path.name, inverse=not path.inverse)
    if isinstance(path, Chain):
        return Chain(tuple(_inverted(part) for part in reversed(path.parts)))
    if isinstance(path, Choice):
        return Choice(tuple(_inverted(part) for part in path.parts))
    if isinstance(path, Repeated):
        return Repeated(_inverted(path.part), path.sign)
    raise ValueError(path)
