"""Quads as bytes that depend on nothing but the quads: sorted N-Quads for machines, grouped TriG for readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, XSD

from cancu.graph.quads import Quad, Term
from cancu.namespaces import PREFIXES
from cancu.terms import written

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*$")
_BARE_INTEGER = re.compile(r"[+-]?[0-9]+$")


def to_nquads(quads: Iterable[Quad]) -> bytes:
    """Return the quads as canonical, sorted N-Quads (UTF-8)."""
    return "".join(sorted({_line(quad) for quad in quads})).encode()


def _line(quad: Quad) -> str:
    subject, predicate, value, graph = quad
    return f"<{subject}> <{predicate}> {written(value)} <{graph}> .\n"


def to_trig(quads: Iterable[Quad]) -> str:
    """Return the quads as TriG: prefixes, then one block a graph, one paragraph a subject, all sorted."""
    ordered = sorted(set(quads), key=lambda quad: (str(quad[3]), str(quad[0]), _verb(quad[1]), written(quad[2])))
    parts = []
    used: set[str] = set()
    for graph, group in groupby(ordered, key=itemgetter(3)):
        parts.append(f"<{graph}> {{\n{''.join(_subjects(list(group), used))}}}\n")
    head = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(used))
    return "\n".join(filter(None, [head, *parts]))


def _verb(predicate: URIRef) -> tuple[bool, str]:
    return (predicate != RDF.type, str(predicate))


def _subjects(quads: list[Quad], used: set[str]) -> Iterator[str]:
    for subject, group in groupby(quads, key=itemgetter(0)):
        verbs = []
        for predicate, same in groupby(group, key=itemgetter(1)):
            values = ", ".join(_short(quad[2], used) for quad in same)
            verbs.append(f"{'a' if predicate == RDF.type else _short(predicate, used)} {values}")
        said = " ;\n        ".join(verbs)
        yield f"\n    {_short(subject, used)} {said} .\n"


def _short(term: Term, used: set[str]) -> str:
    if isinstance(term, Literal):
        if term.datatype == XSD.integer and _BARE_INTEGER.match(str(term)):
            return str(term)
        if term.datatype in {None, XSD.string}:
            return written(term)
        return f"{written(Literal(str(term)))}^^{_short(term.datatype, used)}"
    for prefix, namespace in PREFIXES.items():
        if term.startswith(namespace) and _LOCAL.match(term[len(namespace) :]):
            used.add(prefix)
            return f"{prefix}:{term[len(namespace) :]}"
    return f"<{term}>"
