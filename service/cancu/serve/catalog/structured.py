"""schema.org in pages: JSON-LD for search engines, from the same answers as ``queries/as-schema-org.rq``.

A ``<script type="application/ld+json">`` is a data block: HTML §4.12.1 ends its preparation before scripts are asked of
the Content-Security-Policy, so ``default-src 'none'`` stays as it is. Nothing in it can end the element.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from rdflib import RDF, SDO, Graph, Literal, URIRef
from rdflib.term import Node

from cancu.query import Catalogue
from cancu.serve.catalog.dcat import Place
from cancu.serve.catalog.view import CatalogView
from cancu.serve.service import Service
from cancu.store import N_TRIPLES

_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
_DEEP = 3


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of its thing: the text of the script element, and the thing's types in schema.org."""

    script: Markup | None
    types: tuple[str, ...]


def of_thing(service: Service, own: Catalogue, iri: str) -> About:
    """Return what schema.org can say of a document or a body; nothing of other things."""
    for question in (service.catalogue["as-schema-org"], own["body-in-schema-org"]):
        answer = service.answer(question, {question.parameters[0].name: iri}, N_TRIPLES)
        if answer.body.strip():
            graph = Graph().parse(data=answer.body, format="nt")
            types = (str(kind) for kind in graph.objects(URIRef(iri), RDF.type))
            return About(script(tree(graph, URIRef(iri))), tuple(sorted(types)))
    return About(None, ())


def catalog_node(view: CatalogView, place: Place) -> dict[str, Any]:
    """Return the catalogue and its dataset as schema.org says it; what is not known is left out."""
    publisher = {"@type": "Organization", "name": view.publisher, "url": view.publisher_page}
    shared = {"publisher": publisher, "license": view.license, "dateModified": view.modified}
    dataset = {
        "@type": "Dataset",
        "@id": str(place.at("/catalog#dataset")),
        "name": view.title,
        "description": view.description,
        "url": str(place.at("/")),
        "datePublished": view.issued,
        "temporalCoverage": f"{view.first}/{view.last}" if view.first and view.last else None,
        "spatialCoverage": {"@type": "Country", "name": "Việt Nam"},
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "keywords": list(view.keywords),
        "distribution": [
            {"@type": "DataDownload", "name": item.title, "contentUrl": item.url, "encodingFormat": item.media}
            for item in view.distributions
        ],
        **shared,
    }
    node = {
        "@type": "DataCatalog",
        "@id": str(place.at("/catalog#catalog")),
        "name": view.title,
        "url": str(place.at("/catalog")),
        "dataset": dataset,
        **shared,
    }
    return dict(_told(node))


def _told(value: Any) -> Any:
    """Leave out what is None, however deep."""
    if isinstance(value, dict):
        return {name: _told(one) for name, one in value.items() if one is not None}
    return [_told(one) for one in value] if isinstance(value, list) else value


def script(node: Mapping[str, Any]) -> Markup:
    """Return a node as the text of a script element: no character in it means anything to HTML."""
    text = json.dumps({"@context": str(SDO).rstrip("/"), **node}, ensure_ascii=False, indent=1, sort_keys=True)
    return Markup(text.translate(_ESCAPED))  # noqa: S704 (what HTML could read is written as \u003c)


def tree(graph: Graph, node: Node, above: tuple[Node, ...] = ()) -> dict[str, Any]:
    """Return a node of ``graph`` as JSON-LD, with the nodes that it leads to inside; texts are plain."""
    found: dict[str, list[Any]] = {}
    for predicate, value in graph.predicate_objects(node):
        name = "@type" if predicate == RDF.type else str(predicate).removeprefix(str(SDO))
        found.setdefault(name, []).append(_value(graph, value, (*above, node), is_type=predicate == RDF.type))
    body = {name: _one_or_many(values) for name, values in found.items()}
    return {"@id": str(node), **body} if isinstance(node, URIRef) else body


def _value(graph: Graph, value: Node, above: tuple[Node, ...], *, is_type: bool) -> Any:
    if is_type:
        return str(value).removeprefix(str(SDO))
    if isinstance(value, Literal):
        return str(value)
    is_known = (value, None, None) in graph and value not in above and len(above) < _DEEP
    return tree(graph, value, above) if is_known else {"@id": str(value)}


def _one_or_many(values: list[Any]) -> Any:
    """Sort, so that the same facts give the same page."""
    ordered = sorted(values, key=lambda value: json.dumps(value, sort_keys=True))
    return ordered[0] if len(ordered) == 1 else ordered
