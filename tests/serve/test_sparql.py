"""The SPARQL endpoint: three ways to ask that agree, formats, refusals, limits."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from urllib.parse import quote, urlencode

import httpx
import pytest
from rdflib import Graph, URIRef
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

Get = Callable[..., httpx.Response]

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
PREFIX = "PREFIX cc: <https://w3id.org/cancu/ontology#> "
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

NASTY = {
    'SELECT ("100%25 + 1 & 2 = \\"3\\"; #" AS ?x) {}': '100%25 + 1 & 2 = "3"; #',
    'SELECT ("căn cứ – Đồ Sơn" AS ?x) {}': "căn cứ – Đồ Sơn",
    'SELECT ("ca\u0306n cu\u031b\u0301" AS ?x) {}': "ca\u0306n cu\u031b\u0301",
    "SELECT ('a+b%2Bc%20d' AS ?x) # a comment & more\n{}": "a+b%2Bc%20d",
    'SELECT ("%zz %e1%ba" AS ?x) {}': "%zz %e1%ba",
    'SELECT ("line\\nbreak\\ttab 𝄞" AS ?x) {}': "line\nbreak\ttab 𝄞",
    'SELECT ("""\'it\\"s\' 100%25 & \u1ebf=e\u0302\u0301""" AS ?x) {}': "'it\"s' 100%25 & \u1ebf=e\u0302\u0301",
}


@pytest.mark.parametrize("query", NASTY)
def test_three_ways_of_asking_agree(ask: Get, query: str) -> None:
    answers = [
        ask("GET", f"/sparql?{urlencode({'query': query})}"),
        ask("GET", f"/sparql?query={quote(query, safe='')}"),
        ask("POST", "/sparql", content=urlencode({"query": query}), headers={"Content-Type": FORM}),
        ask("POST", "/sparql", content=query.encode(), headers={"Content-Type": f"{DIRECT}; charset=utf-8"}),
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    assert len({answer.content for answer in answers}) == 1
    assert [row["x"]["value"] for row in answers[0].json()["results"]["bindings"]] == [NASTY[query]]


@pytest.mark.parametrize(
    ("accept", "form", "content_type"),
    [
        (None, None, "application/sparql-results+json"),
        ("*/*", None, "application/sparql-results+json"),
        ("application/json", None, "application/sparql-results+json"),
        ("application/sparql-results+xml", None, "application/sparql-results+xml"),
        ("text/csv", None, "text/csv; charset=utf-8"),
        ("text/tab-separated-values;q=0.9, text/csv;q=0.2", None, "text/tab-separated-values; charset=utf-8"),
        ("text/*;q=0.5, application/sparql-results+xml;q=0.6", None, "application/sparql-results+xml"),
        ("text/csv", "xml", "application/sparql-results+xml"),
        (None, "yaml,text/csv, xml", "text/csv; charset=utf-8"),
        ("text/html", None, "text/html; charset=utf-8"),
    ],
)
def test_solutions_are_negotiated(get: Get, accept: str | None, form: str | None, content_type: str) -> None:
    parameters = {"query": COUNT} | ({"format": form} if form else {})
    answer = get("/sparql", accept, params=parameters)
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert "accept" in answer.headers["vary"].lower()


@pytest.mark.parametrize(
    ("accept", "reader", "content_type"),
    [
        (None, "turtle", "text/turtle; charset=utf-8"),
        ("application/n-triples", "nt", "application/n-triples"),
        ("application/rdf+xml", "xml", "application/rdf+xml"),
    ],
)
def test_graphs_are_negotiated(get: Get, accept: str | None, reader: str, content_type: str) -> None:
    query = PREFIX + "CONSTRUCT { ?s cc:number ?o } WHERE { ?s cc:number ?o }"
    answer = get("/sparql", accept, params={"query": query})
    assert answer.headers["content-type"] == content_type
    assert len(Graph().parse(data=answer.content, format=reader)) == 6


def test_json_ld_is_json(get: Get) -> None:
    query = "DESCRIBE <https://w3id.org/cancu/id/org/bct>"
    answer = get("/sparql", "application/ld+json", params={"query": query})
    assert answer.headers["content-type"] == "application/ld+json"
    assert [node["@id"] for node in answer.json()] == ["https://w3id.org/cancu/id/org/bct"]


def is_problem(answer: httpx.Response, status: int) -> dict[str, object]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert {"type", "title", "status", "detail", "detail_en", "instance"} <= set(body)
    assert body["status"] == status
    return dict(body)


def test_a_wrong_query_tells_line_and_column(get: Get) -> None:
    body = is_problem(get("/sparql", params={"query": "SELECT * {\n  ?s ?p ?o \n  FILTER(?s = "}), 400)
    assert (body["line"], body["column"]) == (3, 15)


REFUSED = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "LOAD <http://127.0.0.1:9/x.ttl>",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM <http://127.0.0.1:9/x.ttl> { ?s ?p ?o }",
    "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "INSERT DATA { <http://e/a> <http://e/p> 1 }",
    "DROP ALL",
    "",
]


@pytest.mark.parametrize("query", REFUSED)
def test_what_would_read_elsewhere_or_write_is_refused(get: Get, query: str) -> None:
    is_problem(get("/sparql", params={"query": query}), 400)


def test_graphs_can_be_chosen_by_the_protocol(get: Get) -> None:
    registry = "https://w3id.org/cancu/graph/registry"
    query = PREFIX + "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s cc:number ?o }"
    answer = get("/sparql", params={"query": query, "default-graph-uri": registry})
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "4"
    answer = get("/sparql", params={"query": query, "default-graph-uri": "http://127.0.0.1:9/other"})
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "0", "a graph that is not held is empty"
    is_problem(get("/sparql", params={"query": query, "default-graph-uri": "file:///etc/passwd"}), 400)


@pytest.mark.parametrize(
    ("method", "options", "status"),
    [
        ("POST", {"content": COUNT, "headers": {"Content-Type": "text/plain"}}, 415),
        ("POST", {"content": "query=", "headers": {"Content-Type": FORM}}, 400),
        ("POST", {"content": "", "headers": {"Content-Type": FORM}}, 400),
        ("POST", {"content": b"\xff\xfe", "headers": {"Content-Type": DIRECT}}, 400),
        ("POST", {"content": b"x" * 2_000_000, "headers": {"Content-Type": DIRECT}}, 413),
        ("POST", {"content": b"#" * 70_000, "headers": {"Content-Type": DIRECT}}, 400),
        ("POST", {"content": "update=DROP+ALL", "headers": {"Content-Type": FORM}}, 400),
        ("GET", {"params": [("query", COUNT), ("query", COUNT)]}, 400),
        ("GET", {"params": {"query": COUNT, "format": "yaml"}}, 406),
        ("GET", {"params": {"query": COUNT}, "headers": {"Accept": "image/png"}}, 406),
        ("GET", {"params": {"query": COUNT}, "headers": {"Accept": "text/turtle"}}, 406),
        ("PUT", {"params": {"query": COUNT}}, 405),
    ],
)
def test_requests_outside_the_protocol_are_problems(
    ask: Get, method: str, options: dict[str, object], status: int
) -> None:
    is_problem(ask(method, "/sparql", **options), status)


def test_a_bare_get_describes_the_service(get: Get) -> None:
    answer = get("/sparql", "text/turtle")
    graph = Graph().parse(data=answer.text, format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert {str(value) for value in graph.objects(predicate=URIRef(f"{sd}endpoint"))} == {"http://test/sparql"}


def test_a_bare_get_of_a_browser_is_a_form(get: Get) -> None:
    answer = get("/sparql", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert '<textarea id="query"' in answer.text


def test_a_real_client_reads_solutions_and_graphs(server: str) -> None:
    client = SPARQLWrapper(f"{server}/sparql", returnFormat=JSON)
    client.setQuery(PREFIX + "SELECT ?d { ?d cc:number '59-NQ/TW' ; cc:dateIssued ?date } ORDER BY ?date")
    for method in ("GET", POST):
        client.setMethod(method)
        found = client.query().convert()
        assert [row["d"]["value"].rpartition("/id/")[2] for row in found["results"]["bindings"]] == [
            "doc/tw/k12/nq/59",
            "doc/tw/k13/nq/59",
        ]
    client.setQuery(PREFIX + "CONSTRUCT { ?d cc:number ?n } WHERE { ?d cc:number ?n }")
    client.setReturnFormat(TURTLE)
    assert len(Graph().parse(data=client.query().convert(), format="turtle")) == 6


def test_a_slow_query_is_refused_in_time_while_others_are_answered(server: str) -> None:
    slow: list[httpx.Response] = []

    def ask_slowly() -> None:
        slow.append(httpx.get(f"{server}/sparql", params={"query": PRODUCT}, timeout=60))

    thread = threading.Thread(target=ask_slowly)
    thread.start()
    time.sleep(0.2)
    alive = httpx.get(f"{server}/healthz")
    lists = httpx.get(f"{server}/api/v1/documents")
    assert thread.is_alive(), "the others must have been answered before the slow query ended"
    thread.join()
    assert (alive.status_code, lists.status_code) == (200, 200)
    is_problem(slow[0], 503)
    assert slow[0].headers["retry-after"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT * { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }", 400),
        ("SELECT * " + "{" * 3_000 + "}" * 3_000, 400),
        ("SELECT * { FILTER(" + "!" * 30_000 + "1) }", 400),
        ("SELECT * { FILTER(1" + "||1" * 20_000 + ") }", 503),
    ],
    ids=["parentheses", "groups", "exclamation marks", "alternatives"],
)
def test_texts_that_crash_parsers_are_survived(server: str, query: str, status: int) -> None:
    is_problem(httpx.post(f"{server}/sparql", data={"query": query}, timeout=60), status)
    answer = httpx.get(f"{server}/sparql", params={"query": COUNT}, timeout=60)
    assert int(json.loads(answer.text)["results"]["bindings"][0]["n"]["value"]) > 100


def test_an_answer_beyond_the_cap_is_an_error(get: Get) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    for form in ("json", "csv", "tsv", "xml"):
        is_problem(get("/sparql", params={"query": query, "format": form}), 503)
