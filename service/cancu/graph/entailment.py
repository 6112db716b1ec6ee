"""What follows from facts by the ontology: OWL 2 RL over the constructs of ``graph.schema``, by agenda.

A closure may stand upon another (a document's upon the registry's), which it looks into and never changes. Each triple
is looked at once, so that work grows with what is new and with what it touches, not with what is known already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from cancu import resources
from cancu.graph.quads import Quad, Term
from cancu.graph.schema import Definition, Schema, load
from cancu.terms import iri, written

Triple: TypeAlias = tuple[URIRef, URIRef, Term]
_Ends: TypeAlias = defaultdict[tuple[URIRef, Term], set[Term]]
_NOTHING: frozenset[Term] = frozenset()
_TYPE = RDF.type


@dataclass(frozen=True, slots=True)
class _Verb:
    """What follows from a triple with this predicate."""

    above: frozenset[URIRef]
    domains: frozenset[URIRef]
    inverses: frozenset[URIRef]
    ranges: frozenset[URIRef]
    is_transitive: bool
    is_defining: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    """The tables of a schema as triples ask for them."""

    verbs: Mapping[URIRef, _Verb]
    by_name: Mapping[Term, Sequence[Definition]]
    by_class: Mapping[Term, Sequence[Definition]]
    by_value: Mapping[tuple[URIRef, Term], Sequence[Definition]]


class Closure:
    """Facts and all that follows from them and from what is below."""

    def __init__(self, schema: Schema, facts: Iterable[Triple] = (), *, below: Closure | None = None) -> None:
        self.schema = schema
        self._below = below
        self._given = set(facts)
        self._known: set[Triple] = set()
        self._ahead: _Ends = defaultdict(set)
        self._behind: _Ends = defaultdict(set)
        self._rules: _Rules = below._rules if below is not None and below.schema is schema else _rules(schema)  # noqa: SLF001
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
        known, verbs = self._known, self._rules.verbs
        while agenda:
            triple = agenda.pop()
            if triple in known:
                continue
            self.steps += 1
            known.add(triple)
            if triple[1] is _TYPE or str.__eq__(triple[1], _TYPE):  # letters, for terms are compared far more slowly
                conclusions = self._of_class(triple)
            elif (verb := verbs.get(triple[1])) is not None:
                conclusions = self._of_edge(triple, verb)
            else:
                continue
            agenda += [one for one in conclusions if one not in self]

    def _of_class(self, triple: Triple) -> Iterator[Triple]:
        subject, _, kind = triple
        for above in self.schema.super_classes.get(iri(kind), ()):
            yield subject, _TYPE, above
        for item in self._rules.by_name.get(kind, ()):
            yield from _meaning(item, subject)
        yield from self._defined(subject, self._rules.by_class.get(kind, ()))

    def _of_edge(self, triple: Triple, known: _Verb) -> Iterator[Triple]:
        subject, verb, value = triple
        for above in known.above:
            yield subject, above, value
        for kind in known.domains:
            yield subject, _TYPE, kind
        if known.is_defining:
            yield from self._defined(subject, self._rules.by_value.get((verb, value), ()))
        if known.is_transitive:
            self._ahead[verb, subject].add(value)
            self._behind[verb, value].add(subject)
        if isinstance(value, Literal):
            return
        for back in known.inverses:
            yield value, back, subject
        for kind in known.ranges:
            yield value, _TYPE, kind
        if known.is_transitive:
            yield from ((subject, verb, far) for far in self.ends(verb, value, is_ahead=True))
            yield from ((URIRef(str(near)), verb, value) for near in self.ends(verb, subject, is_ahead=False))

    def ends(self, verb: URIRef, node: Term, *, is_ahead: bool) -> frozenset[Term]:
        """Return what is known at the other end of ``verb``, here and below."""
        table = self._ahead if is_ahead else self._behind
        further = self._below.ends(verb, node, is_ahead=is_ahead) if self._below else _NOTHING
        return frozenset(table.get((verb, node), _NOTHING)) | further

    def _defined(self, subject: URIRef, items: Iterable[Definition]) -> Iterator[Triple]:
        for item in items:
            if all(one in self for one in _meaning(item, subject)):
                yield subject, _TYPE, item.name


def _meaning(item: Definition, subject: URIRef) -> Iterator[Triple]:
    yield from ((subject, _TYPE, kind) for kind in item.classes)
    yield from ((subject, verb, value) for verb, value in item.values)


def _rules(schema: Schema) -> _Rules:
    by_name: dict[Term, list[Definition]] = defaultdict(list)
    by_class: dict[Term, list[Definition]] = defaultdict(list)
    by_value: dict[tuple[URIRef, Term], list[Definition]] = defaultdict(list)
    for item in schema.definitions:
        by_name[item.name].append(item)
        for kind in item.classes:
            by_class[kind].append(item)
        for pair in item.values:
            by_value[pair].append(item)
    defining = {verb for verb, _ in by_value}
    tables = (schema.super_properties, schema.domains, schema.inverses, schema.ranges)
    every = defining.union(schema.transitive, *(table.keys() for table in tables))
    nothing: frozenset[URIRef] = frozenset()
    verbs = {
        verb: _Verb(
            above=schema.super_properties.get(verb, nothing),
            domains=schema.domains.get(verb, nothing),
            inverses=schema.inverses.get(verb, nothing),
            ranges=schema.ranges.get(verb, nothing),
            is_transitive=verb in schema.transitive,
            is_defining=verb in defining,
        )
        for verb in every
    }
    return _Rules(verbs, by_name, by_class, by_value)


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
    ordered = sorted(closure.derived, key=lambda one: f"<{one[0]}> <{one[1]}> {written(one[2])}")
    return tuple((*triple, name) for triple in ordered)
