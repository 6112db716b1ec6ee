"""What follows from facts by the ontology: OWL 2 RL over the constructs of ``graph.schema``, by agenda.

A closure may stand upon another (a document's upon the registry's), which it looks into and never changes. Each triple
is looked at once, so that work grows with what is new and with what it touches, not with what is known already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TypeAlias

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from cancu import resources
from cancu.graph.quads import Quad, Term
from cancu.graph.schema import Definition, Schema, load

Triple: TypeAlias = tuple[URIRef, URIRef, Term]
_Ends: TypeAlias = defaultdict[tuple[URIRef, Term], set[Term]]
_NOTHING: frozenset[Term] = frozenset()


class Closure:
    """Facts and all that follows from them and from what is below."""

    def __init__(self, schema: Schema, facts: Iterable[Triple] = (), *, below: Closure | None = None) -> None:
        self.schema = schema
        self._below = below
        self._given = set(facts)
        self._known: set[Triple] = set()
        self._ahead: _Ends = defaultdict(set)
        self._behind: _Ends = defaultdict(set)
        self._by_class = _by_class(schema)
        self._by_value = _by_value(schema)
        self.steps = 0
        """How many triples were looked at: the measure of the work."""
        self._run()

    def __contains__(self, triple: Triple) -> bool:
        """Tell whether a triple is known or follows."""
        return triple in self._known or (self._below is not None and triple in self._below)

    @property
    def derived(self) -> frozenset[Triple]:
        """What follows and is neither given here nor known below."""
        return frozenset(self._known - self._given)

    def _run(self) -> None:
        agenda = list(self._given)
        while agenda:
            triple = agenda.pop()
            if triple in self._known:
                continue
            self.steps += 1
            self._known.add(triple)
            self._remember(triple)
            agenda += [one for one in self._conclusions(triple) if one not in self]

    def _remember(self, triple: Triple) -> None:
        subject, verb, value = triple
        if verb in self.schema.transitive:
            self._ahead[verb, subject].add(value)
            self._behind[verb, value].add(subject)

    def _conclusions(self, triple: Triple) -> Iterator[Triple]:
        if triple[1] == RDF.type:
            yield from self._of_class(triple)
        else:
            yield from self._of_edge(triple)
        yield from self._of_definitions(triple)

    def _of_class(self, triple: Triple) -> Iterator[Triple]:
        subject, _, kind = triple
        for above in self.schema.super_classes.get(URIRef(str(kind)), ()):
            yield subject, RDF.type, above

    def _of_edge(self, triple: Triple) -> Iterator[Triple]:
        subject, verb, value = triple
        for above in self.schema.super_properties.get(verb, ()):
            yield subject, above, value
        for kind in self.schema.domains.get(verb, ()):
            yield subject, RDF.type, kind
        if isinstance(value, Literal):
            return
        for back in self.schema.inverses.get(verb, ()):
            yield value, back, subject
        for kind in self.schema.ranges.get(verb, ()):
            yield value, RDF.type, kind
        if verb in self.schema.transitive:
            yield from ((subject, verb, far) for far in self.ends(verb, value, is_ahead=True))
            yield from ((URIRef(str(near)), verb, value) for near in self.ends(verb, subject, is_ahead=False))

    def ends(self, verb: URIRef, node: Term, *, is_ahead: bool) -> frozenset[Term]:
        """Return what is known at the other end of ``verb``, here and below."""
        table = self._ahead if is_ahead else self._behind
        further = self._below.ends(verb, node, is_ahead=is_ahead) if self._below else _NOTHING
        return frozenset(table.get((verb, node), _NOTHING)) | further

    def _of_definitions(self, triple: Triple) -> Iterator[Triple]:
        subject, verb, value = triple
        if verb == RDF.type:
            for item in self.schema.definitions:
                if item.name == value:
                    yield from _meaning(item, subject)
        key = self._by_class.get(value, ()) if verb == RDF.type else self._by_value.get((verb, value), ())
        for item in key:
            if all(one in self for one in _meaning(item, subject)):
                yield subject, RDF.type, item.name


def _meaning(item: Definition, subject: URIRef) -> Iterator[Triple]:
    yield from ((subject, RDF.type, kind) for kind in item.classes)
    yield from ((subject, verb, value) for verb, value in item.values)


def _by_class(schema: Schema) -> dict[Term, tuple[Definition, ...]]:
    found: dict[Term, list[Definition]] = defaultdict(list)
    for item in schema.definitions:
        for kind in item.classes:
            found[kind].append(item)
    return {key: tuple(items) for key, items in found.items()}


def _by_value(schema: Schema) -> dict[tuple[URIRef, Term], tuple[Definition, ...]]:
    found: dict[tuple[URIRef, Term], list[Definition]] = defaultdict(list)
    for item in schema.definitions:
        for pair in item.values:
            found[pair].append(item)
    return {key: tuple(items) for key, items in found.items()}


@cache
def codes() -> frozenset[Triple]:
    """Return what the code lists say of their codes, which no document needs to be told."""
    graph = Graph()
    for path in sorted(resources.path("ontology", "vocab").glob("*.ttl")):
        graph.parse(path, format="turtle")
    return frozenset((URIRef(str(code)), RDF.type, SKOS.Concept) for code in graph.subjects(RDF.type, SKOS.Concept))


def known_beforehand(quads: Iterable[Quad]) -> Closure:
    """Return the closure of the registry's quads, which documents stand upon."""
    return Closure(load(), (quad[:3] for quad in quads), below=Closure(load(), codes()))


def entailed_quads(quads: Iterable[Quad], graph: str, *, known: Closure) -> tuple[Quad, ...]:
    """Return what follows from a document's quads and is not ``known``, sorted, in the graph of that IRI."""
    return _in_graph(Closure(known.schema, (quad[:3] for quad in quads), below=known), graph)


def derived_quads(closure: Closure, graph: str) -> tuple[Quad, ...]:
    """Return what follows in ``closure``, sorted, in the graph of that IRI."""
    return _in_graph(closure, graph)


def _in_graph(closure: Closure, graph: str) -> tuple[Quad, ...]:
    name = URIRef(graph)
    return tuple((*triple, name) for triple in sorted(closure.derived, key=lambda one: tuple(n.n3() for n in one)))
