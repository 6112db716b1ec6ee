"""Clients of others, as people use them: SPARQLWrapper, rdflib's stores, pyoxigraph, Comunica (JavaScript)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
from rdflib import RDFS, Dataset, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from cancu.namespaces import CC
from tests.conformance.served import listening, served

BASE = "https://w3id.org/cancu/"
K12, K13 = (URIRef(f"{BASE}id/doc/tw/{term}/nq/59") for term in ("k12", "k13"))
BCT = URIRef(f"{BASE}id/org/bct")
PREFIXES = (
    "PREFIX cc: <https://w3id.org/cancu/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
)
SELECT = PREFIXES + "SELECT ?d ?date { ?d cc:number '59-NQ/TW' ; cc:dateIssued ?date } ORDER BY ?date"
FOUND = [(str(K12), "2020-08-05"), (str(K13), "2025-01-24")]
ASK = PREFIXES + "ASK { ?b skos:prefLabel 'Bộ Chính trị'@vi }"
NOT = PREFIXES + "ASK { ?b skos:prefLabel 'Bộ Chính trị'@en }"
CONSTRUCT = PREFIXES + "CONSTRUCT { ?d rdfs:label ?l } WHERE { ?d cc:number '59-NQ/TW' ; rdfs:label ?l }"
LABELS = {
    (K12, RDFS.label, Literal("Nghị quyết số 59-NQ/TW ngày 05/8/2020 của Bộ Chính trị", lang="vi")),
    (K13, RDFS.label, Literal("Nghị quyết số 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị", lang="vi")),
}
DESCRIBE = f"DESCRIBE <{BCT}>"
WAYS = [("GET", URLENCODED), ("POST", URLENCODED), ("POST", POSTDIRECTLY)]
CLIENTS = Path(__file__).resolve().parent.parent / "clients"


@pytest.fixture(params=WAYS, ids=["GET", "form", "direct"])
def client(request: pytest.FixtureRequest, server: str) -> SPARQLWrapper:
    made = SPARQLWrapper(f"{server}/sparql")
    method, way = request.param
    made.setMethod(method)
    made.setRequestMethod(way)
    return made


def test_sparqlwrapper_reads_solutions(client: SPARQLWrapper) -> None:
    client.setQuery(SELECT)
    client.setReturnFormat(JSON)
    rows = client.queryAndConvert()["results"]["bindings"]
    assert [(row["d"]["value"], row["date"]["value"]) for row in rows] == FOUND
    client.setReturnFormat(XML)
    texts = [node.firstChild.data for node in client.queryAndConvert().getElementsByTagName("literal")]
    assert texts == [date for _, date in FOUND]
    client.setReturnFormat(CSV)
    lines = client.queryAndConvert().decode().splitlines()
    assert lines == ["d,date", *(",".join(row) for row in FOUND)]
    client.setReturnFormat(TSV)
    lines = client.queryAndConvert().decode().splitlines()
    assert lines[0] == "?d\t?date"
    assert [line.split("\t")[0] for line in lines[1:]] == [f"<{iri}>" for iri, _ in FOUND]


@pytest.mark.parametrize(("query", "truth"), [(ASK, True), (NOT, False)])
def test_sparqlwrapper_reads_truth(client: SPARQLWrapper, query: str, *, truth: bool) -> None:
    client.setQuery(query)
    client.setReturnFormat(JSON)
    assert client.queryAndConvert()["boolean"] is truth
    client.setReturnFormat(XML)
    [node] = client.queryAndConvert().getElementsByTagName("boolean")
    assert node.firstChild.data == str(truth).lower()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # SPARQLWrapper's own call
@pytest.mark.parametrize("form", [TURTLE, N3, RDFXML, XML, JSONLD])
def test_sparqlwrapper_reads_graphs(client: SPARQLWrapper, form: str) -> None:
    client.setReturnFormat(form)
    client.setQuery(CONSTRUCT)
    assert set(as_graph(client.queryAndConvert())) == LABELS
    client.setQuery(DESCRIBE)
    described = as_graph(client.queryAndConvert())
    assert set(described.subjects()) == {BCT}
    assert Literal("Bộ Chính trị", lang="vi") in set(described.objects())


def as_graph(found: Any) -> Graph:
    """SPARQLWrapper gives a graph for some types and the bytes for others."""
    return found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")


def test_sparqlwrapper_tells_a_wrong_query(client: SPARQLWrapper) -> None:
    client.setQuery("SELECT * { ?s ?p")
    with pytest.raises(QueryBadFormed):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rdflib_queries_a_remote_graph(server: str, method: str, form: str) -> None:
    graph = Graph(store=SPARQLStore(f"{server}/sparql", method=method, returnFormat=form))
    assert [(str(row.d), str(row.date)) for row in graph.query(SELECT)] == FOUND
    if form in {"json", "xml"}:
        assert graph.query(ASK).askAnswer is True
    if form == "xml":  # in the others rdflib asks for tables only
        assert set(graph.query(CONSTRUCT).graph) == LABELS


def test_rdflib_walks_a_remote_graph_as_its_own(server: str) -> None:
    graph = Graph(store=SPARQLStore(f"{server}/sparql"))
    number = Literal("59-NQ/TW")
    assert set(graph.subjects(CC.number, number)) == {K12, K13}
    assert (K12, CC.number, number) in graph
    assert (BCT, CC.number, number) not in graph
    assert graph.value(K13, CC.issuedBy) == BCT
    assert len(graph) > 100


def test_rdflib_writes_and_reads_back() -> None:
    graph_iri, words = URIRef("http://example.org/g"), Literal('Đồi Sim: "căn cứ" \\ 100%', lang="vi")
    with served() as (server, token):
        if httpx.post(f"{server}/update").status_code == 404:
            pytest.skip("the service has no /update")
        store = SPARQLUpdateStore(
            f"{server}/sparql", f"{server}/update", headers={"Authorization": f"Bearer {token}"}, context_aware=True
        )
        remote = Dataset(store=store).graph(graph_iri)
        remote.add((K12, RDFS.label, words))
        remote.add((K13, RDFS.label, words))
        assert set(remote.subjects(RDFS.label, words)) == {K12, K13}
        remote.remove((K12, RDFS.label, words))
        assert set(remote) == {(K13, RDFS.label, words)}
        bare = SPARQLUpdateStore(f"{server}/sparql", f"{server}/update", context_aware=True)
        with pytest.raises(Exception, match="401"):
            Dataset(store=bare).graph(graph_iri).add((K12, RDFS.label, words))


@pytest.mark.parametrize(
    "form",
    [ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML, ox.QueryResultsFormat.TSV],
    ids=lambda form: form.name,
)
def test_pyoxigraph_reads_solutions(server: str, form: ox.QueryResultsFormat) -> None:
    accept = {"Accept": form.media_type}
    answer = httpx.post(f"{server}/sparql", data={"query": SELECT}, headers=accept)
    found = ox.parse_query_results(answer.content, format=form)
    assert [(row["d"].value, row["date"].value) for row in found] == FOUND
    answer = httpx.get(f"{server}/sparql", params={"query": ASK}, headers=accept)
    assert bool(ox.parse_query_results(answer.content, format=form))


@pytest.mark.parametrize(
    "form",
    [ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD],
    ids=lambda form: form.name,
)
def test_pyoxigraph_reads_graphs(server: str, form: ox.RdfFormat) -> None:
    answer = httpx.get(f"{server}/sparql", params={"query": CONSTRUCT}, headers={"Accept": form.media_type})
    found = {
        (quad.subject.value, quad.object.value, quad.object.language) for quad in ox.parse(answer.content, format=form)
    }
    assert found == {(str(subject), str(label), "vi") for subject, _, label in LABELS}


QUESTIONS = {
    "vietnamese": PREFIXES + "SELECT ?b { ?b skos:prefLabel 'Bộ Chính trị'@vi }",
    "ordered": SELECT,
    "join": PREFIXES
    + "SELECT ?d ?name { ?d cc:issuedBy ?b . ?b skos:prefLabel ?name . ?d cc:dateIssued '2025-01-24'^^xsd:date }",
    "ask": ASK,
    "ask not": NOT,
    "construct": CONSTRUCT,
    "long": PREFIXES
    + "SELECT ?d ?date { VALUES ?d { "
    + " ".join(f"<{BASE}id/doc/{'x' * 100}/{number}>" for number in range(20))
    + f" <{K13}> }} ?d cc:dateIssued ?date }}",
    "wrong": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
}


def installed() -> Path:
    """Install Comunica as locked, once for each lock, outside the project; skip where that cannot be."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("needs node and npm")
    digest = hashlib.sha256((CLIENTS / "package-lock.json").read_bytes()).hexdigest()[:16]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cancu-tests"
    place = cache / f"comunica-{digest}"
    if place.is_dir():
        return place
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as name:
        made = Path(name) / "made"
        made.mkdir()
        for file in ("package.json", "package-lock.json"):
            shutil.copy(CLIENTS / file, made)
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
        done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False, timeout=600)
        if done.returncode:
            pytest.skip(f"npm ci: {done.stderr.strip().splitlines()[-1:]}")
        try:
            made.rename(place)
        except OSError:  # another test process was faster
            assert place.is_dir()
    return place


@pytest.fixture(scope="module")
def comunica(app: Any) -> tuple[dict[str, Any], list[str]]:
    """What Comunica answers to QUESTIONS over our endpoint, and the methods by which it asked."""
    place, methods = installed(), []

    async def watched(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            methods.append(f"{scope['method']} {scope['path']}")
        await app(scope, receive, send)

    with listening(watched) as server:
        asked = json.dumps({"source": f"{server}/sparql", "questions": QUESTIONS})
        environment = {**os.environ, "NODE_PATH": str(place / "node_modules")}
        command = ["node", str(CLIENTS / "ask.cjs")]
        done = subprocess.run(
            command, input=asked, capture_output=True, text=True, check=False, timeout=120, env=environment
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), methods


EXPECTED: list[tuple[str, Callable[[Any], object], object]] = [
    ("vietnamese", list, [{"b": str(BCT)}]),
    ("ordered", list, [{"d": iri, "date": date} for iri, date in FOUND]),
    ("join", list, [{"d": str(K13), "name": "Bộ Chính trị@vi"}]),
    ("ask", bool, True),
    ("ask not", bool, False),
    ("construct", sorted, sorted([str(s), str(p), f"{o}@vi"] for s, p, o in LABELS)),
    ("long", list, [{"d": str(K13), "date": "2025-01-24"}]),
]


@pytest.mark.parametrize(("name", "form", "answer"), EXPECTED, ids=[row[0] for row in EXPECTED])
def test_comunica_reads_answers(
    comunica: tuple[dict[str, Any], list[str]], name: str, form: Callable[[Any], object], answer: object
) -> None:
    assert form(comunica[0][name]) == answer


def test_comunica_asks_by_get_and_by_post_and_sees_errors(comunica: tuple[dict[str, Any], list[str]]) -> None:
    answers, methods = comunica
    assert set(methods) == {"GET /sparql", "POST /sparql"}
    assert "400" in answers["wrong"]["error"]
