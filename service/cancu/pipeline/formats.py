"""Quads in the RDF formats that people ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from cancu.graph import Quad, to_trig
from cancu.namespaces import PREFIXES
from cancu.terms import read_lines

RDF_FORMATS: Mapping[str, str] = MappingProxyType({"trig": "trig", "turtle": "ttl", "jsonld": "jsonld"})
"""Format → file suffix. Turtle has no graphs: they are joined."""

_JOINED = MappingProxyType({"turtle": "turtle", "ttl": "turtle", "nt": "nt", "rdf": "pretty-xml"})


def written(quads: Iterable[Quad], form: str) -> bytes:
    """Return ``quads`` in one of RDF_FORMATS, or joined in one graph as ``nt`` or ``rdf``; same quads, same bytes."""
    if form == "trig":
        return to_trig(tuple(quads)).encode()
    if form in _JOINED:
        graph = Graph()
        for subject, predicate, value, _ in quads:
            graph.add((subject, predicate, value))
        return _with_prefixes(graph).serialize(format=_JOINED[form], encoding="utf-8")
    dataset = Dataset()
    dataset.addN((subject, predicate, value, dataset.graph(name)) for subject, predicate, value, name in quads)
    return _with_prefixes(dataset).serialize(format="json-ld", encoding="utf-8", sort_keys=True, auto_compact=True)


def converted(nquads: bytes, form: str) -> bytes:
    """Return N-Quads in one of RDF_FORMATS."""
    return written(parsed(nquads.decode(), "nquads"), form)


def parsed(text: str, form: str) -> tuple[Quad, ...]:
    """Return the quads of a text without blank nodes, in no certain order; ``form`` is rdflib's name of its format."""
    dataset = Dataset()
    dataset.parse(data=text, format=form)
    return tuple(
        (_iri(subject), _iri(predicate), value if isinstance(value, Literal) else _iri(value), _iri(name))
        for subject, predicate, value, name in dataset.quads()
    )


def read(lines: bytes, graph: str = "") -> tuple[Quad, ...]:
    """Return the quads of N-Quads or N-Triples without blank nodes; those that name no graph are in ``graph``."""
    text = lines.decode()
    try:
        return tuple(read_lines(text, graph))
    except ValueError:
        name = URIRef(graph)
        quads = parsed(text, "nquads")
        return tuple((*quad[:3], name) if quad[3] == DATASET_DEFAULT_GRAPH_ID else quad for quad in quads)


def _iri(node: object) -> URIRef:
    return URIRef(str(node))


def _with_prefixes(graph: Graph) -> Graph:
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph
