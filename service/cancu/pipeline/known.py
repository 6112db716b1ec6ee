"""What the registry knows of the things that documents name: as much of it as they reach, never the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from rdflib import URIRef
from rdflib.namespace import RDF

from cancu.graph import Facts, Triple, by_subject
from cancu.link import Registry
from cancu.namespaces import CC
from cancu.pipeline.inferring import told

_POINTING = frozenset({CC.changedFrom, CC.changedTo, CC.termOf, CC.amends, CC.replaces})
"""Followed backwards, too: what became of a body or place, its terms, and what changed a document or took its place."""


class Known:
    """The registry by subject. What a union of things reaches is the union of what each of them reaches."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Index what is known beforehand."""
        self._facts: Facts = by_subject(triples)
        self._pointing: dict[URIRef, set[URIRef]] = defaultdict(set)
        for subject, edge, value in (triple for triples in self._facts.values() for triple in triples):
            if edge in _POINTING and isinstance(value, URIRef):
                self._pointing[value].add(subject)
        posts = (subject for subject, triples in self._facts.items() if (subject, RDF.type, CC.Post) in triples)
        self._always = frozenset(posts)

    def __contains__(self, thing: URIRef) -> bool:
        """Tell whether the registry describes a thing."""
        return thing in self._facts

    def reached(self, things: Iterable[URIRef]) -> Facts:
        """Return what the registry says of the things, of what these lead to, and of posts, which bear common names."""
        found: dict[URIRef, frozenset[Triple]] = {}
        waiting = [*things, *self._always]
        while waiting:
            one = waiting.pop()
            if one in found:
                continue
            if one in self._facts:
                found[one] = self._facts[one]
                waiting += [value for _, edge, value in found[one] if edge != RDF.type and isinstance(value, URIRef)]
            waiting += self._pointing.get(one, ())
        return found


@cache
def known(registry: Registry, base: str) -> Known:
    """Return the registry with the imported lists, indexed once in a process."""
    return Known(quad[:3] for quad in told(registry, base))
