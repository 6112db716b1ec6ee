"""Identifiers, pages and data: what each address answers to whom, what is gone, and where the links lead."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph, Literal, URIRef
from starlette.requests import Request

from cancu.errors import ParameterError
from cancu.graph import to_nquads
from cancu.namespaces import BASE, CC, document_graph, document_iri, findings_graph, history_graph
from cancu.pipeline.describing import Described
from cancu.pipeline.history import Ledger
from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.serve.catalog.structured import script
from cancu.serve.http.addresses import address, as_iri, asked_path
from cancu.store import EmbeddedStore, open_store
from tests.serve.conftest import asking, graphs_of

Get = Callable[..., httpx.Response]

PLAN = "doc/ubnd-song-may/2026/kh/95"
K13 = "doc/tw/k13/nq/59"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TTL, NT, JSONLD, RDF = "text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"
TRIG, NQ = "application/trig", "application/n-quads"
PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("path", "accept", "status", "leads_to"),
    [
        (f"/id/{K13}", BROWSER, 303, f"/doc/{K13}"),
        (f"/id/{K13}", TTL, 303, f"/data/{K13}.ttl"),
        (f"/id/{K13}", f"{TTL};q=0.5, {JSONLD}", 303, f"/data/{K13}.jsonld"),
        (f"/id/{K13}", TRIG, 303, f"/data/{K13}.trig"),
        (f"/id/{K13}", NQ, 303, f"/data/{K13}.nq"),
        (f"/id/{K13}", "image/png", 406, None),
        (f"/id/{K13}", "text/html;q=0", 406, None),
        (f"/id/{K13}", "text/html;q=0, */*", 303, f"/data/{K13}.ttl"),
        (f"/id/{K13}.html", TTL, 303, f"/doc/{K13}"),
        (f"/id/{K13}.json", BROWSER, 303, f"/data/{K13}.jsonld"),
        (f"/id/{K13}?format=nt", BROWSER, 303, f"/data/{K13}.nt"),
        (f"/id/{K13}?format=application/rdf+xml", BROWSER, 303, f"/data/{K13}.rdf"),
        (f"/id/{K13}?format=application%2Frdf%2Bxml", BROWSER, 303, f"/data/{K13}.rdf"),
        (f"/id/{K13}?format=pdf", BROWSER, 406, None),
        (f"/doc/{K13}", BROWSER, 200, None),
        (f"/doc/{K13}", TTL, 303, f"/data/{K13}.ttl"),
        (f"/doc/{K13}?format=jsonld", BROWSER, 303, f"/data/{K13}.jsonld"),
        (f"/doc/{K13}", "image/png", 406, None),
        (f"/data/{K13}", None, 200, None),
        (f"/data/{K13}", RDF, 200, None),
        (f"/data/{K13}", "text/html", 406, None),
        (f"/data/{K13}.html", None, 303, f"/doc/{K13}"),
        (f"/data/{K13}.ttl", "image/png", 200, None),  # an extension is an order
        ("/id/org/bct", TTL, 303, "/data/org/bct.ttl"),
        ("/id/doc/tw/k13/nq/60", TTL, 404, None),
        ("/doc/doc/tw/k13/nq/60", TTL, 404, None),
        ("/data/doc/tw/k13/nq/60.ttl", TTL, 404, None),
        ("/id/", TTL, 404, None),
        ("/id/doc/%zz", TTL, 400, None),
        ("/id/doc/%ff", TTL, 400, None),
        ("/id/doc/%00", TTL, 400, None),
        ("/data/doc/a%2", TTL, 400, None),
        ("/doc/doc/a%01b", TTL, 400, None),
        ("/doc/doc/%0D%0ASet-Cookie:a=b", TTL, 404, None),
        ("/graph/registry", TTL, 200, None),
        ("/graph/registry.nq", None, 200, None),
        ("/graph/registry", "image/png", 406, None),
        ("/graph/none", TTL, 404, None),
        ("/.well-known/genid/none", TTL, 404, None),
        ("/rules/E01", TTL, 303, "/shapes.ttl"),
        ("/rules/none", TTL, 404, None),
        ("/ontology/align/0.1.0", TTL, 200, None),
    ],
)
def test_status_by_address_and_accept(
    get: Get, path: str, accept: str | None, status: int, leads_to: str | None
) -> None:
    answer = get(path, accept)
    assert (answer.status_code, answer.headers.get("location")) == (status, leads_to), answer.text
    if status < 400 or status == 406:
        assert "Accept" in answer.headers["vary"]
    if status >= 400:
        assert answer.headers["content-type"] == PROBLEM
        assert answer.json()["status"] == status


def test_a_broken_address_is_refused_by_the_server_too(server: str) -> None:
    assert httpx.get(f"{server}/id/doc/%ff").status_code == 400


@pytest.mark.parametrize(
    ("extension", "accept", "media", "reader"),
    [
        ("ttl", TTL, "text/turtle; charset=utf-8", "turtle"),
        ("nt", NT, NT, "nt"),
        ("jsonld", JSONLD, JSONLD, "json-ld"),
        ("rdf", RDF, RDF, "xml"),
    ],
)
def test_every_format_says_the_same_by_extension_and_by_accept(
    get: Get, extension: str, accept: str, media: str, reader: str
) -> None:
    by_extension, by_accept = get(f"/data/{PLAN}.{extension}"), get(f"/data/{PLAN}", accept)
    assert by_extension.headers["content-type"] == media
    assert by_extension.content == by_accept.content
    assert by_extension.headers["etag"] == by_accept.headers["etag"]
    read = Graph().parse(data=by_extension.content, format=reader)
    assert set(read) == set(Graph().parse(data=get(f"/data/{PLAN}.nt").content, format="nt"))
    assert (URIRef(BASE + "id/" + PLAN), CC.number, Literal("95/KH-UBND")) in read


def test_near_misses_are_told(get: Get) -> None:
    near = get("/id/doc/nghi-quyet/59/nq").json()["near"]
    assert BASE + "id/" + K13 in near


def _links(answer: httpx.Response) -> set[tuple[str, str]]:
    return {
        (rel, target)
        for target, rel in re.findall(r'<([^>]*)>; (?:type="[^"]*"; )?rel="([^"]*)"', answer.headers["link"])
    }


def test_signposts_lead_from_the_page_and_from_the_data(get: Get) -> None:
    iri = BASE + "id/" + PLAN
    page, data = get(f"/doc/{PLAN}", BROWSER), get(f"/data/{PLAN}.ttl")
    for answer in (page, data):
        links = _links(answer)
        assert {
            ("canonical", iri),
            ("cite-as", iri),
            ("alternate", f"/doc/{PLAN}"),
            ("collection", "/catalog"),
            ("license", "https://creativecommons.org/licenses/by/4.0/"),
            *(("describedby", f"/data/{PLAN}.{name}") for name in ("ttl", "nt", "jsonld", "rdf", "trig", "nq")),
            *(("alternate", f"/data/{PLAN}.{name}") for name in ("ttl", "nt", "jsonld", "rdf", "trig", "nq")),
        } <= links
    types = {target for rel, target in _links(page) if rel == "type"}
    assert types == {"https://schema.org/AboutPage", "https://schema.org/DigitalDocument"}
    for rel, target in _links(page):
        if rel in {"alternate", "describedby", "collection", "version-history"}:
            place = target.removeprefix("/")
            assert get(f"/{place}").status_code == 200, target


@pytest.mark.parametrize(
    "path",
    [
        f"/id/{PLAN}",
        f"/doc/{PLAN}",
        f"/data/{PLAN}.ttl",
        "/catalog",
        "/.well-known/void",
        "/dump.nq.gz",
        "/id/doc/none",
    ],
)
def test_head_tells_what_get_tells(ask: Callable[..., httpx.Response], path: str) -> None:
    got, head = ask("GET", path), ask("HEAD", path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert _lasting(head) == _lasting(got)


def _lasting(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "x-request-id" and "ratelimit" not in name}


_OURS = f"""SELECT DISTINCT ?iri {{
  {{ GRAPH ?g {{ ?iri ?p ?o }} }} UNION {{ GRAPH ?g {{ ?s ?p ?iri }} }} UNION {{ GRAPH ?g {{ ?s ?iri ?o }} }}
  UNION {{ GRAPH ?iri {{ ?s ?p ?o }} }}
  FILTER(ISIRI(?iri) && STRSTARTS(STR(?iri), "{BASE}")) }} ORDER BY ?iri"""


def _ours(store: EmbeddedStore) -> list[str]:
    """Every IRI of ours that the store names anywhere: things, graphs, terms, codes."""
    return [row["iri"]["value"] for row in json.loads(store.run(_OURS).body)["results"]["bindings"]]


def _silent(iris: Iterable[str], get: Get) -> list[tuple[str, int]]:
    """Those that do not lead to RDF that mentions them, or, of a graph, to what is in it."""
    silent = []
    for iri in iris:
        path = iri.partition("#")[0].removeprefix(BASE)
        answer = get(f"/{path}", NT, follow_redirects=True)
        graph = Graph().parse(data=answer.content, format="nt") if answer.status_code == 200 else Graph()
        terms = {str(term) for triple in graph for term in triple}
        if iri not in terms and not (path.startswith("graph/") and len(graph)):
            silent.append((iri, answer.status_code))
    return silent


def test_every_iri_of_ours_leads_to_rdf_that_mentions_it(get: Get, store: EmbeddedStore) -> None:
    iris = _ours(store)
    assert len(iris) > 50
    assert _silent(iris, get) == []


def test_iris_of_the_plans_lead_to_rdf_that_mentions_them(tmp_path: Path, checkout: Path) -> None:
    """Every tenth of those in the five plans as shipped, served by an application of their own."""
    store = open_store(tmp_path / "store")
    plans = sorted((checkout / "data" / "plans").glob("*.trig"))
    store.replace({name: lines for plan in plans for name, lines in graphs_of(plan).items()})
    ontology = {f"{BASE}ontology", f"{BASE}vocab", f"{BASE}rules"}
    iris = [iri for iri in _ours(store) if not iri.startswith(tuple(ontology))]
    assert len(iris) > 500
    ask = asking(create_app(store, Catalogue.load()))
    assert _silent(iris[::10], lambda url, accept, **more: ask("GET", url, headers={"Accept": accept}, **more)) == []
    store.close()


def test_a_thing_that_is_only_mentioned_tells_who_mentions_it(get: Get, store: EmbeddedStore) -> None:
    graph, thing = f"{BASE}graph/doc/x/mention", f"{BASE}id/org/nobody-knows"
    store.replace({graph: f"<{BASE}id/doc/x/mention> <{CC.issuedBy}> <{thing}> .\n".encode()})
    assert get("/data/org/nobody-knows.nt").text == f"<{BASE}id/doc/x/mention> <{CC.issuedBy}> <{thing}> .\n"
    assert get("/data/org/nobody-knows.nq").text == f"<{BASE}id/doc/x/mention> <{CC.issuedBy}> <{thing}> <{graph}> .\n"
    store.remove([graph])
    assert get("/data/org/nobody-knows.nt").status_code == 404


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("id/numbering/x/number/95%2FKH-UBND", "numbering/x/number/95%2FKH-UBND"),
        ("id/numbering/x/number/95%2FKH-UBND", "numbering/x/number/95%2fKH%2DUBND"),
        ("id/org/hà-nội", "org/hà-nội"),
        ("id/org/hà-nội", "org/h%C3%A0-n%E1%BB%99i"),
        ("id/org/h%C3%A0-n%E1%BB%99i", "org/hà-nội"),
    ],
)
def test_percent_signs_and_letters_beyond_ascii_are_kept_apart(
    get: Get, store: EmbeddedStore, written: str, asked: str
) -> None:
    graph = f"{BASE}graph/doc/x/odd"
    store.replace({graph: f"<{BASE}{written}> <{CC.order}> 1 .\n".replace(" 1 ", ' "1" ').encode()})
    answer = get(f"/id/{asked}", NT, follow_redirects=True)
    assert answer.text == f'<{BASE}{written}> <{CC.order}> "1" .\n'
    assert get(f"/id/{asked}", BROWSER, follow_redirects=True).status_code == 200
    assert get("/data/numbering/x/number/95/KH-UBND.nt").status_code == 404
    store.remove([graph])


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_an_address_leads_back_to_its_identifier(path: str) -> None:
    steps = path.replace("%", "").replace("?", "").replace("#", "")
    if {".", ".."} & set(steps.split("/")):
        return
    written = address(steps)
    scope = {"type": "http", "path": f"/id/{steps}", "raw_path": f"/id/{written}".encode(), "headers": []}
    asked = asked_path(Request(scope), "/id/")
    assert asked == written
    assert as_iri(asked) == "".join(char if ord(char) > 127 else address(char) for char in steps)


@given(st.binary(max_size=30))
def test_any_bytes_are_an_address_or_are_refused(raw: bytes) -> None:
    scope = {"type": "http", "path": "/id/x", "raw_path": b"/id/" + raw, "headers": []}
    try:
        asked = asked_path(Request(scope), "/id/")
    except ParameterError:
        return
    assert re.fullmatch(r"[A-Za-z0-9%/:@!$&'()*+,;=~_.-]*", asked)
    assert asked_path(Request({**scope, "raw_path": b"/id/" + asked.encode()}), "/id/") == asked


def test_the_graphs_of_a_document_come_whole(get: Get, store: EmbeddedStore) -> None:
    key = PLAN.removeprefix("doc/")
    own = {document_graph(BASE, key), findings_graph(BASE, key)}
    before = {graph: store.content(graph) for graph in own}
    store.replace(dict.fromkeys(own, f'<{BASE}id/{PLAN}> <{CC.order}> "7" .\n'.encode()))
    quads = set(ox.parse(get(f"/data/{PLAN}.nq").content, format=ox.RdfFormat.N_QUADS))
    assert {quad.graph_name.value for quad in quads} == {*own, f"{BASE}graph/review/{key}"}
    assert set(ox.parse(get(f"/data/{PLAN}.trig").content, format=ox.RdfFormat.TRIG)) == quads
    kept = {quad.graph_name.value for quad in quads}
    for name in kept:
        told = get(f"/graph/{name.removeprefix(BASE + 'graph/')}.nq").content
        assert set(ox.parse(told, format=ox.RdfFormat.N_QUADS)) == {q for q in quads if q.graph_name.value == name}
    store.replace(before)


def test_the_graphs_that_speak_of_a_body_are_told_apart(get: Get) -> None:
    data = Dataset()
    data.parse(data=get("/data/org/bct.trig").content, format="trig")
    names = {str(name) for *_, name in data.quads()}
    assert names == {f"{BASE}graph/registry"}


class TestWhatWasRemoved:
    key = "ubnd-suoi-mo/2026/kh/88"
    task = f"{BASE}id/task/ubnd-suoi-mo/2026/kh/88/1-abcabc"

    @pytest.fixture(autouse=True)
    def _document(self, store: EmbeddedStore) -> Iterator[None]:
        """A document whose task goes with its second version, and which goes itself thereafter."""
        ledger, graph = Ledger(store, 1, base=BASE), document_graph(BASE, self.key)
        iri = URIRef(document_iri(BASE, self.key))
        first = (
            (iri, CC.assigns, URIRef(self.task), URIRef(graph)),
            (URIRef(self.task), CC.order, Literal("1"), URIRef(graph)),
        )
        second = ((iri, CC.title, Literal("mới", lang="vi"), URIRef(graph)),)
        for quads in (first, second):
            lines = to_nquads(quads)
            store.replace({graph: lines, **ledger.entry(Described(self.key, quads), lines, store.archive.put)})
        self.ledger, self.graph = ledger, graph
        yield
        store.remove([graph, history_graph(BASE, self.key)])

    def test_an_item_that_was_not_found_again_is_gone(self, get: Get) -> None:
        answer = get(f"/id/task/{self.key}/1-abcabc", TTL)
        assert (answer.status_code, answer.headers["content-type"]) == (410, PROBLEM)
        assert answer.json()["near"] == [f"{BASE}id/doc/{self.key}/version/1"]
        assert self.task in get(f"/data/doc/{self.key}/version/1.nt").text
        assert get(f"/id/task/{self.key}/2-abcabc", TTL).status_code == 404, "never was"
        assert get(f"/id/doc/{self.key}", TTL).status_code == 303

    def test_a_document_that_was_removed_is_gone(self, get: Get, store: EmbeddedStore) -> None:
        store.replace({self.graph: b"", **self.ledger.removal(self.key)})
        for address_ in (f"/id/doc/{self.key}", f"/doc/doc/{self.key}", f"/data/doc/{self.key}.ttl"):
            answer = get(address_, TTL)
            assert answer.status_code == 410, address_
            assert answer.json()["title"] == "Đã bị bỏ"
            assert answer.json()["near"] == [f"{BASE}id/doc/{self.key}/version/2"]
        assert get(f"/data/doc/{self.key}/version/2.nt").status_code == 200
        assert get(f"/data/doc/{self.key}/version/2.nq").text.endswith(f"<{self.graph}> .\n")

    def test_what_others_still_cite_is_not_gone(self, get: Get, store: EmbeddedStore) -> None:
        store.replace({self.graph: b"", **self.ledger.removal(self.key)})
        other = f"{BASE}graph/doc/x/citing"
        store.replace({other: f'<{document_iri(BASE, self.key)}> <{CC.number}> "88" .\n'.encode()})
        assert get(f"/id/doc/{self.key}", TTL).status_code == 303
        store.remove([other])


def _block(text: str) -> dict[str, object]:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    return dict(json.loads(found))


def test_a_page_speaks_schema_org(get: Get) -> None:
    text = get(f"/doc/{PLAN}", BROWSER).text
    block = _block(text)
    assert block["@type"] == "DigitalDocument"
    assert (block["@id"], block["identifier"], block["datePublished"]) == (
        BASE + "id/" + PLAN,
        "95/KH-UBND",
        "2026-03-11",
    )
    assert block["publisher"] == {
        "@id": f"{BASE}id/org/ubnd-song-may",
        "@type": "Organization",
        "name": "Ủy ban nhân dân thành phố Sông Mây",
    }
    body = _block(get("/doc/org/so-du-lich-song-may", BROWSER).text)
    assert (body["@type"], body["alternateName"]) == ("GovernmentOrganization", "Sở Du lịch")
    assert body["parentOrganization"]["name"] == "Ủy ban nhân dân thành phố Sông Mây"  # type: ignore[index]
    assert "ld+json" not in get("/doc/event/known/asean", BROWSER).text


def test_the_home_page_speaks_of_the_dataset(get: Get) -> None:
    block = _block(get("/", BROWSER).text)
    assert block["@type"] == "DataCatalog"
    assert block["dataset"]["@type"] == "Dataset"  # type: ignore[index]
    assert {item["contentUrl"] for item in block["dataset"]["distribution"]} >= {"http://test/dump.nq.gz"}  # type: ignore[index]


@settings(max_examples=300)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cs",))) | st.sampled_from(["</script>", "<!--", "&lt;", "\u2028"])
    )
)
def test_no_text_ends_a_data_block(texts: list[str]) -> None:
    text = "".join(texts)
    written = str(script({"name": text}))
    assert not set("<>&\u2028\u2029") & set(written)
    assert json.loads(written)["name"] == text
