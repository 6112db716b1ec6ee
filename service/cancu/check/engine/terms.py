"""Terms of pyoxigraph and of rdflib, one for the other. Lexical forms are kept, right or wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

import pyoxigraph as ox
import rdflib
from rdflib.namespace import XSD

Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal
Triple: TypeAlias = tuple[Node, ox.NamedNode, Node]

_STRING = str(XSD.string)


def iri(name: str) -> ox.NamedNode:
    """Return the term of an IRI."""
    return ox.NamedNode(name)


def from_rdflib(node: object) -> Node:
    """Return the pyoxigraph term, also of what is one; raises TypeError for what is no term of RDF 1.1."""
    if isinstance(node, ox.NamedNode | ox.BlankNode | ox.Literal):
        return node
    if isinstance(node, rdflib.URIRef):
        return ox.NamedNode(node)
    if isinstance(node, rdflib.BNode):
        return ox.BlankNode(node)
    if isinstance(node, rdflib.Literal):
        if node.language is not None:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(node.datatype or _STRING))
    raise TypeError(node)


def to_rdflib(node: object) -> rdflib.URIRef | rdflib.BNode | rdflib.Literal:
    """Return the rdflib term; raises TypeError for what is no term of RDF 1.1."""
    if isinstance(node, ox.NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, ox.BlankNode):
        return rdflib.BNode(node.value)
    if isinstance(node, ox.Literal):
        if node.language is not None:
            return rdflib.Literal(node.value, lang=node.language)
        name = node.datatype.value
        datatype = None if name == _STRING else rdflib.URIRef(name)
        return rdflib.Literal(node.value, datatype=datatype, normalize=False)
    raise TypeError(node)


def triples_of(graph: Iterable[object]) -> Iterator[Triple]:
    """Yield the triples of a graph, of a store or of triples or quads of either library; graph names fall away."""
    known: dict[object, Node] = {}
    for statement in graph:
        if isinstance(statement, ox.Quad | ox.Triple):
            yield _plain(statement)
            continue
        if not isinstance(statement, tuple):
            raise TypeError(statement)
        parts = []
        for node in statement[:3]:
            term = known.get(node)
            if term is None:
                term = known[node] = from_rdflib(node)
            parts.append(term)
        subject, predicate, value = parts
        if not isinstance(predicate, ox.NamedNode):
            raise TypeError(predicate)
        yield subject, predicate, value


def _plain(statement: ox.Quad | ox.Triple) -> Triple:
    subject, value = statement.subject, statement.object
    if isinstance(subject, ox.Triple) or isinstance(value, ox.Triple):
        raise TypeError(statement)
    return subject, statement.predicate, value
