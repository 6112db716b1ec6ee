"""What /conformance publishes: one record, as page, JSON and EARL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import httpx
import pytest
from rdflib import RDF, Graph, URIRef

from cancu.namespaces import EARL
from cancu.serve.pages.conformance import iri_of, results

Get = Callable[..., httpx.Response]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
W3C = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11"


@pytest.mark.parametrize(
    ("accept", "form", "content_type"),
    [
        (None, None, "application/json"),
        ("application/json", None, "application/json"),
        (BROWSER, None, "text/html; charset=utf-8"),
        (BROWSER, "json", "application/json"),
        ("text/turtle", None, "text/turtle; charset=utf-8"),
        ("application/ld+json", None, "application/ld+json"),
        (None, "html", "text/html; charset=utf-8"),
        (None, "ttl", "text/turtle; charset=utf-8"),
        (None, "nt", "application/n-triples"),
    ],
)
def test_the_format_is_negotiated(get: Get, accept: str | None, form: str | None, content_type: str) -> None:
    answer = get("/conformance", accept, params={"format": form} if form else {})
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(("accept", "form"), [("image/png", None), (None, "yaml"), (None, "csv")])
def test_other_formats_are_refused(get: Get, accept: str | None, form: str | None) -> None:
    answer = get("/conformance", accept, params={"format": form} if form else {})
    assert (answer.status_code, answer.headers["content-type"]) == (406, "application/problem+json")


def test_json_tells_suite_version_day_and_every_deviation(get: Get) -> None:
    body = get("/conformance").json()
    assert body["total"] == sum(len(suite["tests"]) for suite in body["suites"])
    for suite in body["suites"]:
        failed = [item["test"] for item in suite["failed"]]
        assert set(failed) <= set(suite["tests"])
        assert len(suite["tests"]) == len(set(suite["tests"])) == suite["total"]
        assert suite["passed"] == suite["total"] - len(failed)
        assert {"cancu", "pyoxigraph", "python"} == set(suite["versions"])
        assert suite["commit"]
        assert suite["date"] > suite["published"]
        assert all(item["reason"]["vi"] and item["reason"]["en"] for item in suite["failed"])


def test_earl_asserts_each_test_once(get: Get) -> None:
    graph = Graph().parse(data=get("/conformance", "text/turtle").text, format="turtle")
    found = [
        (str(graph.value(node, EARL.test)), graph.value(graph.value(node, EARL.result), EARL.outcome))
        for node in graph.subjects(RDF.type, EARL.Assertion)
    ]
    counts = Counter(outcome for _, outcome in found)
    assert (counts[EARL.passed], len(found)) == (results()["passed"], results()["total"])
    assert len({iri for iri, _ in found}) == len(found)
    outcomes = dict(found)
    assert outcomes[f"{W3C}/functions/manifest#bnode01"] == EARL.failed
    assert outcomes[f"{W3C}/bind/manifest#bind01"] == EARL.passed
    assert len(set(graph.objects(None, EARL.subject))) == 1
    assert all(isinstance(item, URIRef) for item in graph.objects(None, EARL.test))


def test_the_page_speaks_vietnamese_first(get: Get) -> None:
    page = get("/conformance", BROWSER).text
    english = get("/conformance", BROWSER, params={"lang": "en"}).text
    assert '<html lang="vi">' in page
    assert "Mức tuân thủ chuẩn" in page
    assert "By design: SERVICE" not in page
    assert "By design: SERVICE" in english
    for suite in results()["suites"]:
        assert f'<h2 id="{suite["suite"]}">' in page
        assert f"{suite['passed']} / {suite['total']}" in page


@pytest.mark.parametrize(
    ("pattern", "test", "iri"),
    [
        ("http://e/{folder}/manifest#{name}", "add/add01", "http://e/add/manifest#add01"),
        ("urn:x-shacl-test:/{test}", "core/node/and-001", "urn:x-shacl-test:/core/node/and-001"),
    ],
)
def test_a_test_has_the_iri_of_its_suite(pattern: str, test: str, iri: str) -> None:
    assert iri_of({"iri": pattern}, test) == iri
