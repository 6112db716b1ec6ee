"""The catalogue as a page shows it: the same graph, in one language."""

from __future__ import annotations

from dataclasses import dataclass

from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from cancu.serve.catalog.dcat import Place


@dataclass(frozen=True, slots=True)
class Item:
    """A distribution or a service: what it is called, where it is, of what media type."""

    title: str
    url: str
    media: str | None


@dataclass(frozen=True, slots=True)
class CatalogView:
    """The dataset, who publishes it, and the ways to it."""

    title: str
    description: str
    publisher: str
    publisher_page: str | None
    license: str | None
    issued: str | None
    modified: str | None
    first: str | None
    last: str | None
    language: str
    keywords: tuple[str, ...]
    distributions: tuple[Item, ...]
    services: tuple[Item, ...]


def catalog_view(graph: Graph, place: Place, language: str) -> CatalogView:
    """Return the view of the catalogue in ``graph``."""
    dataset, publisher = place.at("/catalog#dataset"), place.at("/catalog#publisher")
    period = graph.value(dataset, DCTERMS.temporal)

    def text(subject: Node | None, predicate: URIRef) -> str | None:
        values = sorted(graph.objects(subject, predicate), key=str) if subject is not None else []
        fits = [value for value in values if not isinstance(value, Literal) or value.language in {None, language}]
        return str((fits or values)[0]) if values else None

    def items(subjects: list[Node], address: URIRef) -> tuple[Item, ...]:
        found = [
            Item(
                text(one, DCTERMS.title) or str(one), text(one, address) or str(one), _media(text(one, DCAT.mediaType))
            )
            for one in subjects
        ]
        return tuple(sorted(found, key=lambda item: item.url))

    return CatalogView(
        title=text(dataset, DCTERMS.title) or "",
        description=text(dataset, DCTERMS.description) or "",
        publisher=text(publisher, FOAF.name) or "",
        publisher_page=text(publisher, FOAF.homepage),
        license=text(dataset, DCTERMS.license),
        issued=text(dataset, DCTERMS.issued),
        modified=text(dataset, DCTERMS.modified),
        first=text(period, DCAT.startDate),
        last=text(period, DCAT.endDate),
        language=language,
        keywords=tuple(sorted(str(one) for one in graph.objects(dataset, DCAT.keyword) if _speaks(one, language))),
        distributions=items(list(graph.objects(dataset, DCAT.distribution)), DCAT.accessURL),
        services=items(list(graph.subjects(RDF.type, DCAT.DataService)), DCAT.endpointURL),
    )


def _speaks(text: Node, language: str) -> bool:
    return isinstance(text, Literal) and text.language == language


def _media(iri: str | None) -> str | None:
    return "/".join(iri.rsplit("/", 2)[1:]) if iri else None
