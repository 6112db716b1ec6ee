"""Request ids, log lines and metrics: what is told of a request, and what is not."""

import json
import logging
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from opentelemetry import trace
from prometheus_client.parser import text_string_to_metric_families

from cancu.logs import JsonLines, Words
from cancu.query import Catalogue
from cancu.serve import create_app


@pytest.fixture
def lines(caplog):
    """The access log's lines as JSON."""
    caplog.set_level(logging.INFO, "cancu")

    def read():
        return [json.loads(JsonLines().format(record)) for record in caplog.records]

    return read


@pytest.fixture
def metric(get):
    def value(name, **labels):
        families = text_string_to_metric_families(get("/metrics", "text/plain").text)
        found = [sample.value for family in families for sample in family.samples
                 if sample.name == name and labels.items() <= sample.labels.items()]  # fmt: skip
        return sum(found)

    return value


@pytest.mark.parametrize("given", ["abc-1.2_X", "x" * 64])
def test_a_harmless_id_is_kept(ask, given):
    assert ask("GET", "/healthz", headers={"X-Request-ID": given}).headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "a\tb", "<script>", "é".encode().decode("latin-1")])
def test_any_other_id_is_replaced(ask, given):
    found = ask("GET", "/healthz", headers={"X-Request-ID": given.encode("latin-1")}).headers["x-request-id"]
    assert re.fullmatch(r"[0-9a-f]{32}", found)


def test_two_requests_have_two_ids(get):
    assert get("/healthz").headers["x-request-id"] != get("/healthz").headers["x-request-id"]


def test_a_line_tells_route_status_and_problem_and_no_query(ask, lines):
    ask("GET", "/api/v1/documents?secret=abc", headers={"X-Request-ID": "r1", "Authorization": "Bearer cancu_1_s3cret"})
    line = next(line for line in lines() if line["message"] == "answered")
    assert {name: line[name] for name in ("method", "path", "route", "status", "problem", "level", "logger")} == {
        "method": "GET", "path": "/api/v1/documents", "route": "/api/v1/documents", "status": 400,
        "problem": "bad-parameter", "level": "info", "logger": "cancu.access",
    }  # fmt: skip
    assert line["bytes"] > 0
    assert "secret" not in json.dumps(line)
    assert "s3cret" not in json.dumps(lines())


def test_requests_are_counted_by_template(get, metric):
    before = metric("cancu_requests_total", route="/doc/{path:path}", status="404")
    for number in range(3):
        get(f"/doc/doc/nobody/2026/kh/{number}")
    assert metric("cancu_requests_total", route="/doc/{path:path}", status="404") == before + 3
    told = metric("cancu_requests_total", route="/openapi.json", status="200")
    get("/openapi.json")
    assert metric("cancu_requests_total", route="/openapi.json", status="200") == told + 1
    files = metric("cancu_requests_total", route="/static", status="404")
    get("/static/any/name")
    assert metric("cancu_requests_total", route="/static", status="404") == files + 1
    nowhere = metric("cancu_requests_total", route="none", status="404")
    get("/nowhere/at/all")
    assert metric("cancu_requests_total", route="none", status="404") == nowhere + 1
    assert metric("cancu_request_seconds_count", route="/doc/{path:path}") >= 3


def test_problems_are_counted_by_kind(get, metric):
    before = metric("cancu_problems_total", code="bad-query")
    get("/sparql?query=SELEKT")
    assert metric("cancu_problems_total", code="bad-query") == before + 1


def test_the_store_is_measured(get, metric, store):
    get("/sparql?query=ASK{}")
    assert metric("cancu_store_quads") == store.size()
    assert metric("cancu_readers") == len(store.reader_pids()) > 0
    assert metric("cancu_requests_in_progress") == 1


def test_methods_are_few(ask, metric):
    for method in ("BREW", "PROPFIND"):
        ask(method, "/healthz")
    assert metric("cancu_requests_total", method="other", status="405") == 2


def test_openmetrics_where_it_is_asked_for(get):
    answer = get("/metrics", "application/openmetrics-text; version=1.0.0")
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_two_applications_count_apart(store):
    catalogue = Catalogue.load()
    for _ in range(2):
        create_app(store, catalogue)


def test_a_mistake_of_ours_has_the_id_of_its_request_and_the_headers_of_all(ask, lines, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("hidden words")

    monkeypatch.setattr("cancu.query.finder.Finder.search", broken)
    answer = ask("GET", "/api/v1/search?q=a", headers={"X-Request-ID": "r2"})
    assert (answer.status_code, answer.json()["id"], answer.headers["x-request-id"]) == (500, "r2", "r2")
    assert "hidden" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "application/problem+json"
    error, access = lines()
    assert (error["level"], "ZeroDivisionError: hidden words" in error["error"]) == ("error", True)
    assert (access["status"], access["problem"]) == (500, "error")


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\nb", r"a\x0ab"), ("\x1b[31mred", r"\x1b[31mred"), ("Kế hoạch", "Kế hoạch"), ("a\u202eb", r"a\x202eb")],
)
def test_words_in_a_log_cannot_move_the_terminal(text, shown):
    record = logging.LogRecord("cancu", logging.INFO, "", 0, text, None, None)
    assert Words().format(record).endswith(f" {shown}")
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["message"] == text


class Collecting(trace.TracerProvider):
    """What somebody has set up to collect telemetry."""

    def __init__(self):
        self.asked = []

    def get_tracer(self, *names, **_more):
        self.asked.append(names)
        return trace.NoOpTracer()


def test_the_framework_tells_no_collector_what_is_asked(ask, monkeypatch):
    provider = Collecting()
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    assert ask("GET", "/healthz").status_code == 200
    assert provider.asked == []
    TestClient(FastAPI()).get("/healthz")
    assert provider.asked, "an application as the framework makes it does"
