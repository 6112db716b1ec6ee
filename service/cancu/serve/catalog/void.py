"""The dataset in numbers (VoID, W3C Interest Group Note 2011): sizes, partitions, links to other datasets."""

from __future__ import annotations

import hashlib
import re

from rdflib import DCTERMS, FOAF, RDF, VOID, XSD, Graph, Literal, URIRef

from cancu.namespaces import FORMATS
from cancu.query import Catalogue
from cancu.serve.catalog.dcat import Place, describe_dataset
from cancu.serve.catalog.statistics import Statistics, dates, statistics
from cancu.serve.service import Service

_SYNTAXES = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads")


def void(service: Service, own: Catalogue, place: Place) -> Graph:
    """Return the description of the dataset for the service at ``place``. Raises StoreError, LimitError."""
    counted, about = statistics(service, own), dates(service, own)
    graph = Graph()
    document, dataset = place.at("/.well-known/void"), place.at("/catalog#dataset")
    graph.add((document, RDF.type, VOID.DatasetDescription))
    graph.add((document, FOAF.primaryTopic, dataset))
    graph.add((document, DCTERMS.title, Literal("Kho dữ liệu cancu bằng số", lang="vi")))
    graph.add((document, DCTERMS.title, Literal("The cancu dataset in numbers", lang="en")))
    graph.add((dataset, RDF.type, VOID.Dataset))
    describe_dataset(graph, service, dataset, about)
    _add_places(graph, service, place, dataset)
    if about.example:
        graph.add((dataset, VOID.exampleResource, URIRef(about.example)))
    _add_sizes(graph, dataset, counted)
    _add_partitions(graph, document, dataset, counted)
    _add_links(graph, document, dataset, counted)
    return graph


def _add_places(graph: Graph, service: Service, place: Place, dataset: URIRef) -> None:
    for name, path in (
        (FOAF.homepage, "/"),
        (VOID.dataDump, "/dump.nq.gz"),
        (VOID.sparqlEndpoint, "/sparql"),
        (VOID.uriLookupEndpoint, "/api/v1/lookup?q="),
        (VOID.rootResource, "/catalog#catalog"),
    ):
        graph.add((dataset, name, place.at(path)))
    graph.add((dataset, VOID.uriSpace, Literal(f"{service.options.base}id/")))
    for syntax in _SYNTAXES:
        graph.add((dataset, VOID.feature, FORMATS[syntax]))


def _add_sizes(graph: Graph, dataset: URIRef, counted: Statistics) -> None:
    sizes: tuple[tuple[URIRef, int], ...] = (
        (VOID.triples, counted.triples),
        (VOID.entities, counted.entities),
        (VOID.distinctSubjects, counted.subjects),
        (VOID.distinctObjects, counted.objects),
        (VOID.classes, len(counted.classes)),
        (VOID.properties, len(counted.properties)),
    )
    for size, number in sizes:
        _count(graph, dataset, size, number)
    terms = [one.iri for one in counted.properties] + [name for name, _ in counted.classes]
    for namespace in sorted({_namespace(term) for term in terms}):
        graph.add((dataset, VOID.vocabulary, URIRef(namespace)))


def _add_partitions(graph: Graph, document: URIRef, dataset: URIRef, counted: Statistics) -> None:
    for iri, entities in counted.classes:
        part = _part(document, "class", iri)
        graph.add((dataset, VOID.classPartition, part))
        graph.add((part, VOID["class"], URIRef(iri)))
        _count(graph, part, VOID.entities, entities)
    for one in counted.properties:
        part = _part(document, "property", one.iri)
        graph.add((dataset, VOID.propertyPartition, part))
        graph.add((part, VOID.property, URIRef(one.iri)))
        _count(graph, part, VOID.triples, one.triples)
        _count(graph, part, VOID.distinctSubjects, one.subjects)
        _count(graph, part, VOID.distinctObjects, one.objects)


def _add_links(graph: Graph, document: URIRef, dataset: URIRef, counted: Statistics) -> None:
    for one in counted.links:
        links, target = _part(document, "links", one.property, one.target), _part(document, "target", one.target)
        graph.add((dataset, VOID.subset, links))
        graph.add((links, RDF.type, VOID.Linkset))
        graph.add((links, VOID.linkPredicate, URIRef(one.property)))
        graph.add((links, VOID.subjectsTarget, dataset))
        graph.add((links, VOID.objectsTarget, target))
        _count(graph, links, VOID.triples, one.triples)
        graph.add((target, RDF.type, VOID.Dataset))
        graph.add((target, VOID.uriSpace, Literal(one.target)))


def _count(graph: Graph, subject: URIRef, predicate: URIRef, number: int) -> None:
    graph.add((subject, predicate, Literal(number, datatype=XSD.integer)))


def _part(document: URIRef, kind: str, *names: str) -> URIRef:
    """Return a name for a part that stays while its class, property or target does."""
    return URIRef(f"{document}#{kind}-{hashlib.sha256(' '.join(names).encode()).hexdigest()[:10]}")


def _namespace(term: str) -> str:
    return re.sub(r"[^#/]*$", "", term) or term
