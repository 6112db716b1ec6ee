"""What the ontology lets us conclude, as tables for ``graph.entailment``: the constructs of OWL 2 RL that it uses.

These are sub-classes, sub-properties, domains, ranges, inverses, symmetric and transitive properties, and classes
defined by an intersection of named classes and fixed values. Two kinds of axioms are left to others: disjointness,
which concludes nothing but an error (HermiT and the shapes look for it), and functional properties, which would
conclude that two things are one; nothing here is called the same unasked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from cancu import resources
from cancu.errors import ResourceError

Table: TypeAlias = Mapping[URIRef, frozenset[URIRef]]

SCHEMA_FILES = ("core.ttl", "align.ttl")
_FOREIGN_TO_US = (
    OWL.unionOf, OWL.complementOf, OWL.oneOf, OWL.someValuesFrom, OWL.allValuesFrom, OWL.propertyChainAxiom, OWL.hasKey,
    OWL.maxCardinality, OWL.maxQualifiedCardinality, OWL.equivalentProperty, OWL.hasSelf,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Definition:
    """A class that has just the members that are in all of ``classes`` and have all of ``values``."""

    name: URIRef
    classes: frozenset[URIRef]
    values: frozenset[tuple[URIRef, URIRef]]


@dataclass(frozen=True, slots=True)
class Schema:
    """Tables by term; ``super_classes`` and ``super_properties`` hold all that is above, not the next step only."""

    super_classes: Table
    super_properties: Table
    domains: Table
    ranges: Table
    inverses: Table
    transitive: frozenset[URIRef]
    definitions: tuple[Definition, ...]

    @property
    def terms(self) -> frozenset[URIRef]:
        """Classes and properties that a conclusion may speak of."""
        tables = (self.super_classes, self.super_properties, self.domains, self.ranges, self.inverses)
        named = {term for table in tables for key, values in table.items() for term in (key, *values)}
        return frozenset(named | self.transitive | {item.name for item in self.definitions})


@cache
def load() -> Schema:
    """Return the tables of the ontology and its alignments. Raises ResourceError where they use other constructs."""
    graph = Graph()
    for name in SCHEMA_FILES:
        graph.parse(resources.path("ontology", name), format="turtle")
    return compiled(graph)


def compiled(graph: Graph) -> Schema:
    """Return the tables of an ontology. Raises ResourceError where it uses constructs that they have no place for."""
    strange = sorted(str(verb) for verb in _FOREIGN_TO_US if (None, verb, None) in graph)
    if strange:
        raise ResourceError(
            f"Bản thể học dùng cấu trúc mà bộ suy diễn chưa biết: {', '.join(strange)}.",
            f"the ontology uses constructs that the reasoner does not know: {', '.join(strange)}.",
            where="ontology",
        )
    return Schema(
        super_classes=_closed(graph, RDFS.subClassOf),
        super_properties=_closed(graph, RDFS.subPropertyOf),
        domains=_table(graph.subject_objects(RDFS.domain)),
        ranges=_table((one, other) for one, other in graph.subject_objects(RDFS.range) if _is_class(graph, other)),
        inverses=_table(_inverses(graph)),
        transitive=frozenset(_iris(graph.subjects(RDF.type, OWL.TransitiveProperty))),
        definitions=tuple(sorted(_definitions(graph), key=lambda item: item.name)),
    )


def _is_class(graph: Graph, node: Node) -> bool:
    return (node, RDF.type, OWL.Class) in graph


def _iris(nodes: Iterable[Node | None]) -> Iterator[URIRef]:
    return (node for node in nodes if isinstance(node, URIRef))


def _table(pairs: Iterator[tuple[Node, Node]]) -> Table:
    found: dict[URIRef, set[URIRef]] = defaultdict(set)
    for one, other in pairs:
        if isinstance(one, URIRef) and isinstance(other, URIRef):
            found[one].add(other)
    return {key: frozenset(values) for key, values in found.items()}


def _closed(graph: Graph, verb: URIRef) -> Table:
    below = set(_iris(graph.subjects(verb)))
    return {
        term: frozenset(above) - {term} for term in below if (above := set(_iris(graph.transitive_objects(term, verb))))
    }


def _inverses(graph: Graph) -> Iterator[tuple[Node, Node]]:
    for one, other in graph.subject_objects(OWL.inverseOf):
        yield one, other
        yield other, one
    for one in graph.subjects(RDF.type, OWL.SymmetricProperty):
        yield one, one


def _definitions(graph: Graph) -> Iterator[Definition]:
    for name, meaning in graph.subject_objects(OWL.equivalentClass):
        head = graph.value(meaning, OWL.intersectionOf)
        if not isinstance(name, URIRef) or head is None:
            raise ResourceError(
                f"Lớp {name} được định nghĩa theo cách mà bộ suy diễn chưa biết.",
                f"the class {name} is defined in a way that the reasoner does not know.",
                where="ontology",
            )
        parts = list(Collection(graph, head))
        yield Definition(
            name=name,
            classes=frozenset(part for part in parts if isinstance(part, URIRef)),
            values=frozenset(_value(graph, part) for part in parts if isinstance(part, BNode)),
        )


def _value(graph: Graph, restriction: BNode) -> tuple[URIRef, URIRef]:
    verb, value = graph.value(restriction, OWL.onProperty), graph.value(restriction, OWL.hasValue)
    if not isinstance(verb, URIRef) or not isinstance(value, URIRef):
        raise ResourceError(
            "Một ràng buộc trong bản thể học thiếu owl:hasValue.",
            "a restriction in the ontology lacks owl:hasValue.",
            where="ontology",
        )
    return verb, value
