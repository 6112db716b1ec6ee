"""What is checked: triples read as relations, one predicate at a time, and as a store for SPARQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS

from cancu.check.engine.terms import Node, Triple, iri, triples_of

Relation = Mapping[Node, Sequence[Node]]
"""For each node the nodes that it is related to, each once."""

_TYPE, _SUBCLASS = iri(RDF.type), iri(RDFS.subClassOf)
_FIRST, _REST, _NIL = iri(RDF.first), iri(RDF.rest), iri(RDF.nil)
_NONE: tuple[Node, ...] = ()


class Facts:
    """A graph: who is related to whom, by predicate, and a store of its own that SPARQL is asked of.

    Core constraints look at the terms as they were given; a pyoxigraph store writes numbers and truth values anew
    (``"01"^^xsd:integer`` as ``1``), which is right for SPARQL and wrong for ``sh:in``.
    """

    def __init__(self, graph: Iterable[object]) -> None:
        self._pairs: dict[ox.NamedNode, dict[tuple[Node, Node], None]] = defaultdict(dict)
        for subject, predicate, value in triples_of(graph):
            self._pairs[predicate][(subject, value)] = None
        self._forward: dict[ox.NamedNode, Relation] = {}
        self._backward: dict[ox.NamedNode, Relation] = {}
        self._subclasses: dict[Node, frozenset[Node]] = {}
        self._marks = count()

    def __iter__(self) -> Iterator[Triple]:
        for predicate, pairs in self._pairs.items():
            for subject, value in pairs:
                yield subject, predicate, value

    def objects(self, predicate: ox.NamedNode) -> Relation:
        """Return subject → objects."""
        if predicate not in self._forward:
            self._forward[predicate] = _grouped(self._pairs.get(predicate, {}))
        return self._forward[predicate]

    def subjects(self, predicate: ox.NamedNode) -> Relation:
        """Return object → subjects."""
        if predicate not in self._backward:
            pairs = self._pairs.get(predicate, {})
            self._backward[predicate] = _grouped((value, subject) for subject, value in pairs)
        return self._backward[predicate]

    def values(self, subject: Node, predicate: ox.NamedNode) -> Sequence[Node]:
        """Return the objects of one subject."""
        return self.objects(predicate).get(subject, _NONE)

    def value(self, subject: Node, predicate: ox.NamedNode) -> Node | None:
        """Return one object, the least by its text where there are several, or None."""
        found = self.values(subject, predicate)
        return min(found, key=str) if found else None

    def items(self, head: Node) -> tuple[Node, ...]:
        """Return the members of a list. Raises ValueError for what is no list."""
        found: list[Node] = []
        seen: set[Node] = set()
        while head != _NIL:
            first, rest = self.values(head, _FIRST), self.values(head, _REST)
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise ValueError(head)
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return tuple(found)

    def about(self, subject: Node) -> Iterator[tuple[ox.NamedNode, Node]]:
        """Yield predicate and object of all that is said of a subject."""
        for predicate in list(self._pairs):
            for value in self.values(subject, predicate):
                yield predicate, value

    def predicates(self) -> tuple[ox.NamedNode, ...]:
        """Return the predicates in use."""
        return tuple(self._pairs)

    def classes_below(self, kind: Node) -> frozenset[Node]:
        """Return a class and all that are said to be kinds of it."""
        if kind not in self._subclasses:
            self._subclasses[kind] = reached(kind, lambda node: self.subjects(_SUBCLASS).get(node, _NONE))
        return self._subclasses[kind]

    def instances(self, kind: Node) -> frozenset[Node]:
        """Return the SHACL instances of a class (SHACL, 1.1: subclasses count)."""
        by_type = self.subjects(_TYPE)
        return frozenset(node for below in self.classes_below(kind) for node in by_type.get(below, _NONE))

    def is_a(self, node: Node, kind: Node) -> bool:
        """Tell whether a node is a SHACL instance of a class."""
        return not self.classes_below(kind).isdisjoint(self.values(node, _TYPE))

    @cached_property
    def store(self) -> ox.Store:
        """The same triples in the default graph of a store; made on the first question."""
        store = ox.Store()
        store.bulk_extend(quads(self))
        return store

    def mark(self, graph: ox.NamedNode, said: Iterable[tuple[ox.NamedNode, Node]]) -> ox.NamedNode:
        """Write predicates and objects of a new name into a graph apart, and return the name."""
        name = iri(f"{graph.value}{next(self._marks)}")
        self.store.extend(quads(((name, predicate, node) for predicate, node in said), graph))
        return name


def quads(triples: Iterable[Triple], graph: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
    """Yield the triples as quads of a graph, by default of the one without a name; literals are no subjects."""
    for subject, predicate, value in triples:
        if not isinstance(subject, ox.Literal):
            yield ox.Quad(subject, predicate, value, graph)


def reached(start: Node, step: Callable[[Node], Iterable[Node]]) -> frozenset[Node]:
    """Return ``start`` and all that is reached from it in any number of steps."""
    found, waiting = {start}, [start]
    while waiting:
        for node in step(waiting.pop()):
            if node not in found:
                found.add(node)
                waiting.append(node)
    return frozenset(found)


def _grouped(pairs: Iterable[tuple[Node, Node]]) -> Relation:
    groups: dict[Node, list[Node]] = {}
    for one, other in pairs:
        groups.setdefault(one, []).append(other)
    return groups
