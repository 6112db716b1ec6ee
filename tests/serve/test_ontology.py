"""The ontology over HTTP: a page for people, RDF for machines, at the paths of the IRIs."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import OWL, SH, SKOS

from cancu import resources
from cancu.namespaces import CC, CCV

Get = Callable[..., httpx.Response]
MEDIA = {"text/turtle": "turtle", "application/n-triples": "nt", "application/ld+json": "json-ld"}
NAMES = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}


def core() -> Graph:
    return Graph().parse(resources.path("ontology", "core.ttl"), format="turtle")


@pytest.mark.parametrize("media", MEDIA)
def test_machines_get_what_they_accept(get: Get, media: str) -> None:
    answer = get("/ontology", media)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)
    assert answer.headers["vary"] == "Accept"
    assert isomorphic(Graph().parse(data=answer.text, format=MEDIA[media]), core())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("place", ["/ontology.{}", "/ontology?format={}"])
def test_extension_and_parameter_choose_the_format(get: Get, name: str, place: str) -> None:
    answer = get(place.format(name))
    assert isomorphic(Graph().parse(data=answer.text, format=NAMES[name]), core())


# path, a triple that must be there
THINGS = [
    ("/ontology/align", (CC.Document, RDFS.subClassOf, URIRef("http://data.europa.eu/eli/ontology#Work"))),
    ("/ontology/0.1.0", (CC.Plan, RDF.type, OWL.Class)),
    ("/vocab/type", (CCV["type/ke-hoach"], RDF.type, SKOS.Concept)),
    ("/vocab/type/ke-hoach", (CCV["type/ke-hoach"], SKOS.inScheme, CCV.type)),
    ("/shapes", (URIRef("https://w3id.org/cancu/rules/F01"), RDF.type, SH.PropertyShape)),
]


@pytest.mark.parametrize(("path", "triple"), THINGS, ids=[path for path, _ in THINGS])
def test_each_iri_of_ours_leads_to_what_it_names(get: Get, path: str, triple: tuple[URIRef, ...]) -> None:
    for answer in (get(path, "text/turtle"), get(f"{path}.ttl")):
        assert answer.status_code == 200
        assert triple in Graph().parse(data=answer.text, format="turtle")


@pytest.mark.parametrize("path", ["/ontology/0.0.9", "/ontologys", "/vocab/nothing", "/shapes/x", "/shapes.html"])
def test_what_is_not_there_is_said_not_to_be(get: Get, path: str) -> None:
    answer = get(path, "application/json")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_other_formats_are_refused(get: Get) -> None:
    assert get("/shapes", "text/html").status_code == 406
    assert get("/ontology", "image/png").status_code == 406


@pytest.fixture(scope="module")
def page(get: Get) -> str:
    pytest.importorskip("dominate", reason="needs the extra docs, which brings pyLODE")
    answer = get("/ontology", "text/html")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


def test_people_get_a_page_with_every_term_at_its_name(page: str) -> None:
    anchors = set(re.findall(r'id="([^"]+)"', page))
    terms = {str(term).removeprefix(str(CC)) for term in core().subjects(RDF.type) if str(term).startswith(str(CC))}
    assert terms - anchors == set()
    assert "Cơ quan nhà nước · Public body" in page
    assert set(re.findall(r'href="#([^"]+)"', page)) - anchors == set()


def test_the_page_needs_nothing_that_the_site_forbids(page: str, get: Get) -> None:
    loaded = re.findall(r'<(?:script|img|iframe)[^>]* src="([^"]+)"|<link[^>]* href="([^"]+)"', page)
    assert [one or two for one, two in loaded] == ["/ontology/style.css"]
    assert "<style" not in page
    assert ' style="' not in page
    style = get("/ontology/style.css")
    assert style.headers["content-type"].startswith("text/css")
    assert "url(" not in style.text
    assert "{" in style.text
