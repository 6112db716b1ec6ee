"""/update and /graph-store: who may write, what is refused, and that the ways of writing agree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode

import anyio
import httpx
import pytest
from rdflib import Graph, Literal, URIRef
from SPARQLWrapper import POST, SPARQLWrapper

from cancu.access import Scope, Tokens
from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.store import EmbeddedStore, Limits, open_store

Ask = Callable[..., httpx.Response]
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-update"
TURTLE = {"content-type": "text/turtle"}
G = "http://e/g"
TRIPLE = "<http://e/s> <http://e/p> 'x' ."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path_factory.mktemp("store"), limits=Limits(seconds=30))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def options(tmp_path_factory: pytest.TempPathFactory) -> Options:
    return Options(tokens=tmp_path_factory.mktemp("tokens") / "tokens.json", upload_limit=10_000, update_limit=20_000)


@pytest.fixture(scope="module")
def app(store: EmbeddedStore, options: Options) -> Any:
    return create_app(store, Catalogue.load(), options)


@pytest.fixture(scope="module")
def bearer(options: Options) -> dict[str, str]:
    return {"authorization": f"Bearer {Tokens(options.tokens).new('test', [Scope.UPDATE])[1]}"}


@pytest.fixture(scope="module")
def ask(app: Any, bearer: dict[str, str]) -> Ask:
    """Send one request in process, with the token unless ``headers`` hold another."""

    def send(method: str, url: str, *, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, url, headers=bearer | (headers or {}), **more)

        return anyio.run(call)

    return send


def is_problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    return dict(answer.json())


NASTY = ['"100%25 + 1 & 2 = \\"3\\"; #"', '"căn cứ – Đồ Sơn"', '"ca\u0306n cu\u031b\u0301"', "'a+b%2Bc%20d' # & more\n"]


@pytest.mark.parametrize("literal", NASTY)
def test_the_ways_of_updating_agree(ask: Ask, store: EmbeddedStore, literal: str) -> None:
    update = f"INSERT DATA {{ GRAPH <{G}> {{ <http://e/s> <http://e/p> {literal} }} }}"
    found = []
    for content, media in ((urlencode({"update": update}), FORM), (update.encode(), f"{DIRECT}; charset=utf-8")):
        store.replace({G: b""})
        answer = ask("POST", "/update", content=content, headers={"content-type": media})
        assert answer.json() == {"total": 1, "graphs": [G], "version": store.version}
        found.append(store.graph(G))
    ask("PUT", f"/graph-store?graph={G}", content=f"<http://e/s> <http://e/p> {literal} .", headers=TURTLE)
    assert found == [store.graph(G)] * 2
    assert found[0] != b""


WRITES = [
    ("POST", "/update", {"content": "CLEAR ALL", "headers": {"content-type": DIRECT}}),
    ("PUT", f"/graph-store?graph={G}", {"content": TRIPLE, "headers": TURTLE}),
    ("POST", "/graph-store", {"content": TRIPLE, "headers": TURTLE}),
    ("PUT", "/graph-store/a", {"content": TRIPLE, "headers": TURTLE}),
    ("DELETE", f"/graph-store?graph={G}", {}),
    ("DELETE", "/graph-store?default", {}),
]


@pytest.mark.parametrize("write", WRITES, ids=lambda write: f"{write[0]} {write[1]}")
def test_writing_needs_a_token_for_it(
    ask: Ask, store: EmbeddedStore, options: Options, write: tuple[str, str, dict[str, Any]]
) -> None:
    method, url, more = write
    store.replace({G: TRIPLE.replace("'", '"').encode()})
    version = store.version
    other = Tokens(options.tokens).new("other", [Scope.REVIEW, Scope.DOCUMENTS])[1]
    for secret, status in (("", 401), ("Bearer wrong", 401), (f"Basic {other}", 401), (f"Bearer {other}", 403)):
        headers = more.get("headers", {}) | {"authorization": secret}
        is_problem(ask(method, url, **(more | {"headers": headers})), status)
    assert store.version == version


@pytest.mark.parametrize(
    ("url", "more", "status"),
    [
        ("/update", {"content": "CLEAR ALL", "headers": {"content-type": "text/plain"}}, 415),
        ("/update", {"content": "CLEAR ALL"}, 415),
        ("/update", {"content": "update=", "headers": {"content-type": FORM}}, 200),
        ("/update", {"content": "a=b", "headers": {"content-type": FORM}}, 400),
        ("/update", {"content": "query=ASK{}", "headers": {"content-type": FORM}}, 400),
        ("/update", {"content": "update=CLEAR+ALL&update=CLEAR+ALL", "headers": {"content-type": FORM}}, 400),
        ("/update", {"content": b"\xff", "headers": {"content-type": DIRECT}}, 400),
        ("/update", {"content": b"CLEAR ALL", "headers": {"content-type": f"{DIRECT}; charset=UTF-16"}}, 415),
        ("/update", {"content": "#" * 30_000, "headers": {"content-type": DIRECT}}, 413),
        ("/update", {"content": "LOAD <http://127.0.0.1:9/>", "headers": {"content-type": DIRECT}}, 400),
        ("/update?using-graph-uri=x%20y", {"content": "DELETE WHERE {}", "headers": {"content-type": DIRECT}}, 400),
        ("/graph-store?default", {"content": "x" * 20_000, "headers": TURTLE}, 413),
        ("/graph-store?default", {"content": TRIPLE, "headers": {"content-type": "text/plain"}}, 415),
        ("/graph-store?default", {"content": TRIPLE}, 415),
        ("/graph-store?graph=relative", {"content": TRIPLE, "headers": TURTLE}, 400),
        ("/graph-store?graph=a:b&default", {"content": TRIPLE, "headers": TURTLE}, 400),
        ("/graph-store?graph=a:b&graph=a:c", {"content": TRIPLE, "headers": TURTLE}, 400),
        ("/graph-store/a?graph=a:b", {"content": TRIPLE, "headers": TURTLE}, 400),
        ("/graph-store?default", {"content": "--", "headers": {"content-type": "multipart/form-data"}}, 400),
        ("/graph-store?default", {"data": {"field": "x"}, "files": {"f.png": ("f.png", b"x", "image/png")}}, 400),
        ("/graph-store?default", {"files": {"f.png": ("f.png", b"x", "image/png")}}, 415),
    ],
)
def test_requests_outside_the_protocols_are_problems(ask: Ask, url: str, more: dict[str, Any], status: int) -> None:
    answer = ask("POST", url, **more)
    if status == 200:  # an update may hold no operation
        assert answer.json()["graphs"] == []
    else:
        is_problem(answer, status)


@pytest.mark.parametrize(
    ("method", "url", "allowed"),
    [
        ("GET", "/update?update=CLEAR%20ALL", {"POST"}),
        ("PATCH", "/graph-store?default", {"GET", "HEAD", "PUT", "POST", "DELETE"}),
        ("PATCH", "/graph-store/a", {"GET", "HEAD", "PUT", "POST", "DELETE"}),
    ],
)
def test_other_methods_are_told(ask: Ask, method: str, url: str, allowed: set[str]) -> None:
    answer = ask(method, url)
    is_problem(answer, 405)
    assert set(answer.headers["allow"].split(", ")) == allowed


def test_mistakes_tell_their_line(ask: Ask) -> None:
    answer = ask("POST", "/update", content="CLEAR DEFAULT ;\n CLEAR XYZ", headers={"content-type": DIRECT})
    assert is_problem(answer, 400)["line"] == 2
    body = is_problem(ask("PUT", "/graph-store?default", content="<a:s> <a:p> 1 .\n<a:s>", headers=TURTLE), 400)
    assert (body["line"], body["type"].rpartition("/")[2]) == (2, "bad-data")


@pytest.mark.parametrize("graph", [G, "http://e/đồ thị".replace(" ", "_"), "http://e/%31", "urn:x:1"])
def test_a_graph_is_made_read_changed_and_deleted(ask: Ask, graph: str) -> None:
    url = f"/graph-store?graph={quote(graph, safe='')}"
    ask("DELETE", url)
    is_problem(ask("GET", url), 404)
    made = ask("PUT", url, content=TRIPLE, headers=TURTLE)
    assert (made.status_code, made.headers["location"]) == (201, quote(graph, safe=":/%"))
    assert ask("PUT", url, content=TRIPLE, headers=TURTLE).status_code == 204
    added = ask(
        "POST", url, content=b'{"@id": "http://e/s", "http://e/q": 1}', headers={"content-type": "application/ld+json"}
    )
    assert (added.status_code, added.json()["graph"]) == (200, graph)
    expected = {
        (URIRef("http://e/s"), URIRef("http://e/p"), Literal("x")),
        (URIRef("http://e/s"), URIRef("http://e/q"), Literal(1)),
    }
    for name, reader in (("text/turtle", "turtle"), ("application/ld+json", "json-ld"), ("application/rdf+xml", "xml"),
                         ("application/n-triples", "nt")):  # fmt: skip
        answer = ask("GET", url, headers={"accept": name})
        assert answer.headers["content-type"].partition(";")[0] == name
        assert set(Graph().parse(data=answer.content, format=reader)) == expected
    assert ask("HEAD", url).content == b""
    is_problem(ask("GET", url, headers={"accept": "image/png"}), 406)
    assert ask("DELETE", url).status_code == 200
    assert ask("HEAD", url).status_code == 404


def test_nobody_overwrites_what_he_has_not_seen(ask: Ask) -> None:
    url = f"/graph-store?graph={G}"
    ask("PUT", url, content=TRIPLE, headers=TURTLE)
    first = ask("GET", url).headers["etag"]
    assert ask("GET", url, headers={"if-none-match": first}).status_code == 304
    is_problem(ask("PUT", url, content=TRIPLE, headers=TURTLE | {"if-none-match": "*"}), 412)
    assert ask("POST", url, content="<a:s> <a:p> 1 .", headers=TURTLE | {"if-match": first}).status_code == 200
    for method, more in (("PUT", {"content": TRIPLE}), ("DELETE", {})):
        is_problem(ask(method, url, headers=TURTLE | {"if-match": first}, **more), 412)
    now = ask("GET", url, headers={"accept": "application/n-triples"}).headers["etag"]
    assert ask("DELETE", url, headers={"if-match": now}).status_code == 200


def test_relative_iris_in_uploads_stand_below_the_graph(ask: Ask, store: EmbeddedStore) -> None:
    ask("PUT", "/graph-store?graph=http://e/folder/g", content="<a> <#b> <> .", headers=TURTLE)
    assert store.graph("http://e/folder/g") == b"<http://e/folder/a> <http://e/folder/g#b> <http://e/folder/g> .\n"


def test_a_strange_host_names_no_graph(ask: Ask) -> None:
    is_problem(ask("PUT", "/graph-store/a", content=TRIPLE, headers=TURTLE | {"host": "a<b"}), 400)
    answer = ask("GET", "/sparql?query=ASK%7B%7D", headers={"host": "a<b"})
    assert answer.json().get("boolean") is True, answer.text


def test_every_way_of_writing_is_described(ask: Ask) -> None:
    paths = ask("GET", "/openapi.json").json()["paths"]
    for path, methods in (("/update", ["post"]), ("/graph-store", ["get", "put", "post", "delete"])):
        assert sorted(paths[path]) == sorted(methods)
        for method in methods:
            told = paths[path][method]
            assert told["summary"]
            problems = {status for status, answer in told["responses"].items() if int(status) >= 400}
            assert {"400", "503"} <= problems
            assert method == "get" or {"401", "403"} <= problems


def test_a_real_client_updates(bearer: dict[str, str], store: EmbeddedStore, server: str) -> None:
    client = SPARQLWrapper(f"{server}/sparql", f"{server}/update")
    client.addCustomHttpHeader("Authorization", bearer["authorization"])
    client.setMethod(POST)
    client.setQuery(f"CLEAR SILENT GRAPH <{G}> ; INSERT DATA {{ GRAPH <{G}> {{ <a:s> <a:p> 'Đồ Sơn & +%25' }} }}")
    client.query()
    assert store.graph(G).decode() == '<a:s> <a:p> "Đồ Sơn & +%25" .\n'


def test_the_examples_are_valid(ask: Ask, store: EmbeddedStore) -> None:
    paths = ask("GET", "/openapi.json").json()["paths"]
    sent = paths["/update"]["post"]["requestBody"]["content"]
    assert sent[DIRECT]["example"] == sent[FORM]["example"]["update"]
    answer = ask("POST", "/update", content=sent[DIRECT]["example"], headers={"content-type": DIRECT})
    assert answer.json()["total"] == 1
    graph = paths["/graph-store"]["get"]["parameters"][0]["example"]
    found = store.graph(graph)
    put = paths["/graph-store"]["put"]["requestBody"]["content"]["text/turtle"]["example"]
    assert ask("PUT", f"/graph-store?graph={graph}", content=put.encode(), headers=TURTLE).status_code == 204
    assert store.graph(graph) == found != b""
