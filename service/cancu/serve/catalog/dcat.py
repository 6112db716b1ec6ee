"""The service's own description in DCAT (W3C DCAT 3, DCAT-AP 3.0.1): what there is, whose it is, how to get it.

What never changes stands in ``data/interface/catalog.ttl``; here comes what store, operator and routes tell.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, XSD, Graph, Literal, URIRef

from cancu import resources
from cancu.namespaces import ADMS, MEDIA_TYPES, VCARD
from cancu.query import Catalogue
from cancu.serve.catalog.statistics import Dates, dates
from cancu.serve.http.addresses import address
from cancu.serve.service import Service
from cancu.store import DATASETS, GRAPHS

_MAIL = "@"


@dataclass(frozen=True, slots=True)
class Place:
    """The address of the running service (``http://127.0.0.1:8000``), and with what the paths begin that it answers."""

    root: str
    paths: Collection[str] = ()

    def at(self, path: str) -> URIRef:
        """Return the address of a path."""
        return URIRef(self.root + path)

    def answers(self, iri: URIRef) -> bool:
        """Tell whether one of the routes stands at or below an address."""
        path = iri.removeprefix(self.root)
        return any(route == path or route.startswith(f"{path}/") for route in self.paths)


def catalog(service: Service, own: Catalogue, place: Place) -> Graph:
    """Return the catalogue for the service at ``place``. Raises StoreError, LimitError."""
    graph = Graph().parse(data=_skeleton(), format="turtle", publicID=f"{place.root}/")
    about = dates(service, own)
    _leave_out_missing(graph, place)
    for resource in (place.at("/catalog#catalog"), place.at("/catalog#dataset")):
        describe_dataset(graph, service, resource, about)
    _add_people(graph, service, place)
    _add_classes(graph, service)
    _add_samples(graph, service, place, about)
    return graph


@cache
def _skeleton() -> str:
    return resources.text("data", "interface", "catalog.ttl")


def describe_dataset(graph: Graph, service: Service, resource: URIRef, about: Dates) -> None:
    """Add dates and licence of the dataset, or of the catalogue that holds it."""
    for name, text in ((DCTERMS.issued, about.issued), (DCTERMS.modified, about.modified)):
        if text:
            graph.add((resource, name, Literal(text, datatype=XSD.dateTime)))
    if service.options.license:
        graph.add((resource, DCTERMS.license, URIRef(service.options.license)))
    if about.first and about.last:
        period = URIRef(f"{resource.partition('#')[0]}#period")
        graph.add((resource, DCTERMS.temporal, period))
        graph.add((period, RDF.type, DCTERMS.PeriodOfTime))
        graph.add((period, DCAT.startDate, Literal(about.first, datatype=XSD.date)))
        graph.add((period, DCAT.endDate, Literal(about.last, datatype=XSD.date)))


def _leave_out_missing(graph: Graph, place: Place) -> None:
    for service in list(graph.subjects(RDF.type, DCAT.DataService)):
        if not all(place.answers(URIRef(str(end))) for end in graph.objects(service, DCAT.endpointURL)):
            graph.remove((service, None, None))
            graph.remove((None, None, service))


def _add_people(graph: Graph, service: Service, place: Place) -> None:
    options = service.options
    publisher = place.at("/catalog#publisher")
    graph.add((publisher, RDF.type, FOAF.Agent))
    graph.add((publisher, FOAF.name, Literal(options.publisher)))
    if options.publisher_page:
        graph.add((publisher, FOAF.homepage, URIRef(options.publisher_page)))
        graph.add((URIRef(options.publisher_page), RDF.type, FOAF.Document))
    for resource in _resources(graph):
        graph.add((resource, DCTERMS.publisher, publisher))
    if options.contact:
        contact = place.at("/catalog#contact")
        is_mail = _MAIL in options.contact and "/" not in options.contact
        graph.add((contact, RDF.type, VCARD.Kind))
        graph.add((contact, RDF.type, VCARD.Organization))
        graph.add((contact, VCARD.fn, Literal(options.publisher)))
        reached = URIRef(f"mailto:{options.contact}") if is_mail else URIRef(options.contact)
        graph.add((contact, VCARD.hasEmail if is_mail else VCARD.hasURL, reached))
        for resource in _resources(graph) - {place.at("/catalog#catalog")}:
            graph.add((resource, DCAT.contactPoint, contact))


def _resources(graph: Graph) -> set[URIRef]:
    kinds = (DCAT.Catalog, DCAT.Dataset, DCAT.DataService)
    return {URIRef(str(one)) for kind in kinds for one in graph.subjects(RDF.type, kind)}


def _add_classes(graph: Graph, service: Service) -> None:
    """Add the licence of the distributions, and the classes that DCAT-AP wants to see of licences and addresses."""
    if service.options.license:
        licence = URIRef(service.options.license)
        for one in set(graph.subjects(RDF.type, DCAT.Distribution)):
            if (one, DCTERMS.license, None) not in graph:
                graph.add((one, DCTERMS.license, licence))
    for known in set(graph.objects(None, DCTERMS.license)):
        graph.add((known, RDF.type, DCTERMS.LicenseDocument))
    for end in {*graph.objects(None, DCAT.endpointURL), *graph.objects(None, DCAT.endpointDescription)}:
        graph.add((end, RDF.type, RDFS.Resource))


def _add_samples(graph: Graph, service: Service, place: Place, about: Dates) -> None:
    """Add one document in each format, as a sample of what is to be had of all."""
    path = service.path(about.example or "")
    if path is None:
        return
    for item in (*GRAPHS, *DATASETS):
        sample = place.at(f"/catalog#sample-{item.name}")
        media = URIRef(MEDIA_TYPES + item.media_type)
        graph.add((place.at("/catalog#dataset"), ADMS.sample, sample))
        graph.add((sample, RDF.type, DCAT.Distribution))
        graph.add((sample, DCTERMS.title, Literal(f"Một văn bản ({item.media_type})", lang="vi")))
        graph.add((sample, DCTERMS.title, Literal(f"One document ({item.media_type})", lang="en")))
        graph.add((sample, DCAT.accessURL, place.at(f"/data/{address(path)}.{item.name}")))
        graph.add((sample, DCAT.downloadURL, place.at(f"/data/{address(path)}.{item.name}")))
        graph.add((sample, DCAT.mediaType, media))
        graph.add((media, RDF.type, DCTERMS.MediaType))
        graph.add((media, RDFS.label, Literal(item.media_type)))
        if service.options.license:
            graph.add((sample, DCTERMS.license, URIRef(service.options.license)))
