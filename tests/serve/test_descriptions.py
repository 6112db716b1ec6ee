"""What the service says of its data: DCAT-AP, VoID counted again by other means, the dump."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, SKOS, VOID, Graph, Literal, URIRef
from rdflib.namespace import Namespace

from cancu.namespaces import BASE
from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.serve.catalog.dcat import Place
from cancu.store import EmbeddedStore, open_store
from tests.conformance import dcat_ap
from tests.serve.conftest import asking

Get = Callable[..., httpx.Response]

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
HOME = "http://test"
DATASET = URIRef(f"{HOME}/catalog#dataset")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
READERS = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
LINKED = f"""
<{BASE}id/org/a> <{OWL.sameAs}> <http://www.wikidata.org/entity/Q1858> .
<{BASE}id/org/b> <{OWL.sameAs}> <http://www.wikidata.org/entity/Q1859> .
<{BASE}id/org/b> <{SKOS.exactMatch}> <https://data.example.org/x/9> .
<{BASE}id/org/b> <{SKOS.exactMatch}> <{BASE}id/org/a> .
<https://elsewhere.example/1> <{OWL.sameAs}> <http://www.wikidata.org/entity/Q1860> .
"""


def described(get: Get, path: str = "/.well-known/void") -> Graph:
    answer = get(path, "text/turtle")
    assert answer.status_code == 200, answer.text
    return Graph().parse(data=answer.content, format="turtle")


def quads(get: Get) -> set[ox.Quad]:
    """The whole store, as the dump has it."""
    return set(ox.parse(gzip.decompress(get("/dump.nq.gz").content), format=ox.RdfFormat.N_QUADS))


def number(graph: Graph, subject: Any, predicate: Any) -> int:
    return int(str(graph.value(subject, predicate)))


def test_void_counts_what_the_dump_holds(get: Get) -> None:
    graph = described(get)
    triples = {(quad.subject, quad.predicate, quad.object) for quad in quads(get)}
    told = {
        name: number(graph, DATASET, VOID[name])
        for name in ("triples", "entities", "distinctSubjects", "distinctObjects")
    }
    assert told == {
        "triples": len(triples),
        "entities": len({s for s, _, _ in triples if s.value.startswith(f"{BASE}id/")}),
        "distinctSubjects": len({s for s, _, _ in triples}),
        "distinctObjects": len({o for _, _, o in triples}),
    }
    classes = Counter({(s, o.value) for s, p, o in triples if p.value == str(RDF.type)})
    by_class = Counter(name for _, name in classes)
    parts = list(graph.objects(DATASET, VOID.classPartition))
    assert {str(graph.value(part, VOID["class"])): number(graph, part, VOID.entities) for part in parts} == by_class
    assert number(graph, DATASET, VOID.classes) == len(by_class)
    by_property = Counter(p.value for _, p, _ in triples)
    found = {
        str(graph.value(part, VOID.property)): tuple(
            number(graph, part, name) for name in (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects)
        )
        for part in graph.objects(DATASET, VOID.propertyPartition)
    }
    assert found == {
        name: (
            count,
            len({s for s, p, _ in triples if p.value == name}),
            len({o for _, p, o in triples if p.value == name}),
        )
        for name, count in by_property.items()
    }
    assert number(graph, DATASET, VOID.properties) == len(by_property)


def test_void_counts_a_triple_of_two_graphs_once_and_follows_the_store(get: Get, store: EmbeddedStore) -> None:
    before = number(described(get), DATASET, VOID.triples)
    twice = f'<{BASE}id/x> <{DCTERMS.title}> "hai lần" .\n'.encode()
    store.replace({f"{BASE}graph/doc/x/one": twice, f"{BASE}graph/doc/x/two": twice})
    assert number(described(get), DATASET, VOID.triples) == before + 1
    store.remove([f"{BASE}graph/doc/x/one", f"{BASE}graph/doc/x/two"])
    assert number(described(get), DATASET, VOID.triples) == before


def test_void_tells_where_the_data_lead(get: Get, store: EmbeddedStore) -> None:
    store.replace({f"{BASE}graph/registry/x": LINKED.encode()})
    graph = described(get)
    sets = {
        (
            str(graph.value(one, VOID.linkPredicate)),
            str(graph.value(graph.value(one, VOID.objectsTarget), VOID.uriSpace)),
            number(graph, one, VOID.triples),
        )
        for one in graph.subjects(RDF.type, VOID.Linkset)
    }
    assert sets == {
        (str(OWL.sameAs), "http://www.wikidata.org/", 2),
        (str(SKOS.exactMatch), "https://data.example.org/", 1),
    }
    store.remove([f"{BASE}graph/registry/x"])


def test_void_tells_ways_in_that_lead_somewhere(get: Get) -> None:
    graph = described(get)
    assert graph.value(DATASET, VOID.uriSpace) == Literal(f"{BASE}id/")
    example = str(graph.value(DATASET, VOID.exampleResource))
    assert get(example.removeprefix(BASE.rstrip("/"))).status_code == 303
    for name in (VOID.dataDump, VOID.sparqlEndpoint, FOAF.homepage, VOID.rootResource):
        assert get(str(graph.value(DATASET, name)).removeprefix(HOME)).status_code == 200
    assert get(str(graph.value(DATASET, VOID.uriLookupEndpoint)).removeprefix(HOME) + "59-NQ/TW").status_code == 300
    vocabularies = {str(one) for one in graph.objects(DATASET, VOID.vocabulary)}
    assert {f"{BASE}ontology#", str(DCTERMS), str(SKOS)} <= vocabularies


@pytest.mark.parametrize("path", ["/catalog", "/.well-known/void"])
def test_descriptions_say_the_same_in_every_format(get: Get, path: str) -> None:
    graphs = [
        set(Graph().parse(data=get(f"{path}?format={name}").content, format=reader)) for name, reader in READERS.items()
    ]
    assert len(graphs[0]) > 20
    assert all(graph == graphs[0] for graph in graphs)
    assert get(path, "image/png").status_code == 406


def test_extensions_of_the_catalogue(get: Get) -> None:
    for name in READERS:
        assert get(f"/catalog.{name}").content == get(f"/catalog?format={name}").content
    assert get("/catalog", BROWSER).headers["content-type"].startswith("text/html")
    for wrong in ("/catalog/x", "/catalog.pdf", "/catalogue", "/catalog/x.ttl"):
        assert get(wrong).status_code == 404, wrong


def test_the_catalogue_names_only_what_is_there(get: Get) -> None:
    graph = described(get, "/catalog")
    places = {
        str(place)
        for name in (
            DCAT.accessURL,
            DCAT.downloadURL,
            DCAT.endpointDescription,
            FOAF.homepage,
            DCAT.landingPage,
            FOAF.page,
        )
        for place in graph.objects(None, name)
    }
    assert len(places) > 8
    for place in places:
        assert place.startswith(HOME), place
        assert get(place.removeprefix(HOME)).status_code == 200, place
    ends = {str(end).removeprefix(HOME) for end in graph.objects(None, DCAT.endpointURL)}
    assert {"/sparql", "/api/v1", "/queries"} <= ends
    assert set(graph.objects(None, DCAT.service)) == set(graph.subjects(RDF.type, DCAT.DataService))
    listed = re.findall(r'href="(http://test[^"]*)"', get("/catalog", BROWSER).text)
    assert set(listed) >= {f"{HOME}{end}" for end in ends}


def test_a_service_that_is_not_offered_is_not_named() -> None:
    place = Place(HOME, {"/api/v1/documents", "/sparql"})
    assert place.answers(URIRef(f"{HOME}/api/v1"))
    assert place.answers(URIRef(f"{HOME}/sparql"))
    assert not place.answers(URIRef(f"{HOME}/sparq"))
    assert not place.answers(URIRef(f"{HOME}/reconcile"))


class TestWhoeverRunsIt:
    options = Options(
        publisher='Sở "Văn hóa"', publisher_page="https://so.example.vn/", contact="a@so.example.vn", license=""
    )

    @pytest.fixture
    def get(self, store: EmbeddedStore) -> Get:
        ask = asking(create_app(store, Catalogue.load(), self.options))
        return lambda url, accept=None: ask("GET", url, headers={"Accept": accept or "*/*"})

    def test_is_told_by_the_catalogue(self, get: Get) -> None:
        graph = described(get, "/catalog")
        publisher = graph.value(DATASET, DCTERMS.publisher)
        assert graph.value(publisher, FOAF.name) == Literal('Sở "Văn hóa"')
        contact = graph.value(DATASET, DCAT.contactPoint)
        assert graph.value(contact, VCARD.hasEmail) == URIRef("mailto:a@so.example.vn")
        assert graph.value(DATASET, DCTERMS.license) is None
        assert 'rel="license"' not in get("/doc/doc/tw/k13/nq/59", BROWSER).headers["link"]
        assert "Sở &#34;Văn hóa&#34;" in get("/catalog", BROWSER).text

    def test_still_conforms(self, get: Get, shared: Callable[..., Path]) -> None:
        shared("suites", "dcat-ap")
        assert dcat_ap.failures(described(get, "/catalog"), dcat_ap.shapes()) == {}


def test_the_catalogue_conforms_to_dcat_ap(server: str, shared: Callable[..., Path]) -> None:
    shared("suites", "dcat-ap")
    outcomes = list(dcat_ap.run(server, ""))
    assert [outcome for outcome in outcomes if not outcome.passed] == []
    tested = {outcome.test.rpartition("#")[2] for outcome in outcomes}
    assert {"Catalog", "Dataset", "Distribution", "DataService"} <= tested


def test_the_shapes_find_what_is_missing(get: Get, shared: Callable[..., Path]) -> None:
    shared("suites", "dcat-ap")
    graph = described(get, "/catalog")
    graph.remove((DATASET, DCTERMS.title, None))
    assert set(dcat_ap.failures(graph, dcat_ap.shapes())) == {DATASET}


class TestAnEmptyStore:
    @pytest.fixture
    def get(self, tmp_path: Path) -> Iterator[Get]:
        store = open_store(tmp_path / "store")
        ask = asking(create_app(store, Catalogue.load()))
        yield lambda url, accept=None: ask("GET", url, headers={"Accept": accept or "*/*"})
        store.close()

    def test_is_described_too(self, get: Get) -> None:
        assert number(described(get), DATASET, VOID.triples) == 0
        assert (DATASET, RDF.type, DCAT.Dataset) in described(get, "/catalog")
        assert get("/", BROWSER).status_code == 200
        assert gzip.decompress(get("/dump.nq.gz").content) == b""


def test_the_dump_is_a_file_of_one_moment(get: Get, store: EmbeddedStore) -> None:
    first = get("/dump.nq.gz")
    assert first.headers["content-type"] == "application/gzip"
    graph = f"{BASE}graph/doc/x/dump"
    store.replace({graph: f'<{BASE}id/x> <{DCTERMS.title}> "mới" .\n'.encode()})
    changed = get("/dump.nq.gz")
    assert changed.headers["etag"] != first.headers["etag"]
    assert f"<{graph}>".encode() in gzip.decompress(changed.content)
    store.remove([graph])
    again = get("/dump.nq.gz")
    assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
    assert again.content[4:8] == bytes(4), "no time in the file"


@pytest.mark.parametrize("path", ["/catalog.ttl", "/.well-known/void", "/"])
@pytest.mark.parametrize("host", ["evil<b>", "a b", "[::", 'x"', "a>b"])
def test_a_host_that_is_none_is_refused(ask: Callable[..., httpx.Response], host: str, path: str) -> None:
    assert ask("GET", path, headers={"Host": host}).status_code == 400


def test_addresses_are_those_that_the_client_used(ask: Callable[..., httpx.Response]) -> None:
    for host in ("[::1]:8000", "so.example.vn"):
        body = ask("GET", "/catalog.ttl", headers={"Host": host}).content
        assert (URIRef(f"http://{host}/catalog#dataset"), RDF.type, DCAT.Dataset) in Graph().parse(
            data=body, format="turtle"
        )


def test_robots_and_icon(get: Get) -> None:
    assert get("/robots.txt").text.startswith("User-agent: *\n")
    icon = get("/favicon.ico")
    assert get(icon.headers["location"]).headers["content-type"].startswith("image/svg+xml")
