"""What an editor offers while somebody types: our prefixes, classes, properties and code lists, with their names."""

from __future__ import annotations

from functools import cache
from typing import Any

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from cancu import resources
from cancu.namespaces import PREFIXES

_KINDS = {
    OWL.Class: "class",
    OWL.ObjectProperty: "property",
    OWL.DatatypeProperty: "property",
    OWL.AnnotationProperty: "property",
    SKOS.Concept: "concept",
}


@cache
def vocabulary(language: str) -> dict[str, Any]:
    """Return prefixes and terms with label and definition in ``language``, made from ``ontology/`` once."""
    graph = _ontology()
    terms = [
        {
            "name": _written(str(subject)),
            "iri": str(subject),
            "kind": _KINDS[kind],
            "label": _said(graph, subject, (SKOS.prefLabel, RDFS.label), language),
            "note": _said(graph, subject, (SKOS.definition,), language),
        }
        for kind in _KINDS
        for subject in graph.subjects(RDF.type, kind)
        if isinstance(subject, URIRef)
    ]
    unique = {term["iri"]: term for term in reversed(terms)}
    return {"prefixes": PREFIXES, "terms": sorted(unique.values(), key=lambda term: term["name"])}


@cache
def _ontology() -> Graph:
    graph = Graph()
    folder = resources.folder("ontology")
    for path in (folder / "core.ttl", *sorted((folder / "vocab").glob("*.ttl"))):
        graph.parse(path, format="turtle")
    return graph


def _written(iri: str) -> str:
    """Return the term as SPARQL takes it: with a prefix where the rest is a local name, else in brackets."""
    for prefix, base in PREFIXES.items():
        local = iri.removeprefix(base)
        if local != iri and local.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{local}"
    return f"<{iri}>"


def _said(graph: Graph, subject: URIRef, properties: tuple[URIRef, ...], language: str) -> str:
    texts = [text for item in properties for text in graph.objects(subject, item)]
    by_language = {getattr(text, "language", None): str(text) for text in reversed(texts)}
    return by_language.get(language) or by_language.get("vi") or next(iter(by_language.values()), "")
