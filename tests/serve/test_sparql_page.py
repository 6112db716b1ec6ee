"""/sparql for people: the form, errors at their place, answers as table and triples, files, examples, vocabulary."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote

import httpx
import pytest
from rdflib import Graph

from cancu import resources
from cancu.namespaces import CC, PREFIXES
from cancu.query import Catalogue
from cancu.serve.words import say

Get = Callable[..., httpx.Response]
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
ID = "https://w3id.org/cancu/id/"
NUMBERS = f"PREFIX cc: <{CC}>\nSELECT ?d ?n WHERE {{ ?d cc:number ?n }} ORDER BY ?n ?d"
BASES = f"PREFIX cc: <{CC}>\nCONSTRUCT {{ ?d cc:basedOn ?b }} WHERE {{ ?d cc:basedOn ?b }}"


class _Page(HTMLParser):
    """The text field, the rows of the answer, the links, and the alert of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.query = ""
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.trouble: dict[str, str | None] = {}
        self.marked = ""
        self.inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in {"textarea", "td", "mark", "pre"}:
            self.inside.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")
        if tag == "a" and values.get("href"):
            self.links.append(values["href"] or "")
        if values.get("role") == "alert":
            self.trouble = values

    def handle_endtag(self, tag: str) -> None:
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        here = self.inside[-1] if self.inside else ""
        if here == "textarea":
            self.query += data
        elif here == "td":
            self.rows[-1][-1] += data.strip()
        elif here == "mark":
            self.marked += data


def page(answer: httpx.Response, status: int = 200) -> _Page:
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    return _Page(answer.text)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_form_works_without_scripts(get: Get, lang: str) -> None:
    answer = get(f"/sparql?lang={lang}", BROWSER)
    found = page(answer)
    assert f'<html lang="{lang}">' in answer.text
    assert '<label for="query"' in answer.text
    assert '<form id="ask" action="/sparql" method="get">' in answer.text
    assert say("sparql.limits", lang) in unescape(answer.text)
    assert get("/sparql", params={"query": found.query.strip()}).status_code == 200, "what stands in it is a query"
    assert not re.search(r">\s*sparql\.[a-zA-Z.]+", answer.text), "a word is missing"


def test_an_answer_is_a_table_with_its_files_and_its_address(get: Get) -> None:
    answer = get(f"/sparql?query={quote(NUMBERS)}", BROWSER)
    found = page(answer)
    told = get(f"/sparql?query={quote(NUMBERS)}").json()["results"]["bindings"]
    assert [row for row in found.rows if row] == [[one["d"]["value"], one["n"]["value"]] for one in told]
    assert found.query.strip() == NUMBERS
    assert f"{say('answer.rows')}: {len(told)}" in answer.text
    files = {re.search(r"format=(\w+)", link)[1]: link for link in found.links if "format=" in link}  # type: ignore[index]
    assert set(files) >= {"csv", "tsv", "xlsx", "json", "xml"}
    assert next(csv.reader(io.StringIO(get(files["csv"]).text))) == ["d", "n"]
    assert get(files["xlsx"]).content[:2] == b"PK"


def test_a_graph_is_triples_and_turtle(get: Get) -> None:
    answer = get(f"/sparql?query={quote(BASES)}", BROWSER)
    found = page(answer)
    expected = Graph().parse(data=get(f"/sparql?query={quote(BASES)}", "text/turtle").text, format="turtle")
    assert len(expected) > 1
    assert {tuple(row) for row in found.rows if row} == {tuple(map(str, triple)) for triple in expected}
    turtle = unescape(re.search(r"<pre>(@prefix.*?)</pre>", answer.text, re.DOTALL)[1])  # type: ignore[index]
    assert set(Graph().parse(data=turtle, format="turtle")) == set(expected)
    assert 'data-triples="view-table"' in answer.text


def test_what_a_page_leaves_out_is_told(get: Get) -> None:
    query = "SELECT ?s { ?s ?p ?o . ?a ?b ?c } LIMIT 700"
    answer = get(f"/sparql?query={quote(query)}", BROWSER)
    assert len([row for row in page(answer).rows if row]) == 500
    assert f"{say('answer.rows')}: 700" in answer.text
    assert f"{say('sparql.first')} 500" in answer.text
    small = get(f"/sparql?query={quote(NUMBERS)}", BROWSER).text
    assert say("sparql.first") not in small


@pytest.mark.parametrize(
    ("query", "line", "marked"),
    [
        ("SELECT ?s WHERE {\n  ?s ?p ?o .\n  FILTR(?o) \n}", 3, ")"),
        ("SELEKT", 1, ""),
        ("ASK { ?s ?p <script>alert(1)</script> }", 1, None),
        ("SELECT * {\n ?s 'Nghị quyết' ?o\n}", 2, None),
    ],
)
def test_a_mistake_is_shown_at_its_place(get: Get, query: str, line: int, marked: str | None) -> None:
    problem = get(f"/sparql?query={quote(query)}").json()
    assert problem["line"] == line
    answer = get(f"/sparql?query={quote(query)}", BROWSER)
    found = page(answer, 400)
    assert (found.trouble["data-line"], found.trouble["data-column"]) == (str(line), str(problem["column"]))
    assert found.query.strip() == query.strip(), "it can be mended"
    assert 'aria-invalid="true"' in answer.text
    assert found.marked == (query.split("\n")[line - 1][problem["column"] - 1 :] or " ")
    assert marked is None or found.marked.strip() == marked


def test_an_answer_that_is_too_large_is_told_on_the_page(get: Get) -> None:
    query = "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 5000"
    answer = get(f"/sparql?query={quote(query)}", BROWSER)
    found = page(answer, 503)
    assert found.trouble["role"] == "alert"
    assert found.rows == [], "nothing of it is shown as if it were all"
    assert "retry-after" in answer.headers
    assert found.query.strip() == query


@pytest.mark.parametrize("accept", ["text/html", None, "application/sparql-results+json"])
def test_programs_get_problems_as_data(get: Get, accept: str | None) -> None:
    answer = get("/sparql?query=SELEKT", accept)
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_a_query_may_come_from_the_form_by_post(ask: Get) -> None:
    answer = ask("POST", "/sparql", data={"query": NUMBERS, "format": "html"}, headers={"Accept": BROWSER})
    assert len([row for row in page(answer).rows if row]) > 3
    long = f"#{'x' * 9000}\n{NUMBERS}"
    answer = ask("POST", "/sparql", data={"query": long, "format": "html"}, headers={"Accept": BROWSER})
    assert not [link for link in page(answer).links if "query=" in link and len(link) > 8000 and "format=" in link]


def test_the_graphs_that_were_asked_are_asked_again(get: Get) -> None:
    graph = "https://w3id.org/cancu/graph/registry"
    answer = get(f"/sparql?query={quote(NUMBERS)}&default-graph-uri={quote(graph)}", BROWSER)
    found = page(answer)
    assert f'<input type="hidden" name="default-graph-uri" value="{graph}">' in answer.text
    again = next(link for link in found.links if "format=json" in link)
    assert len(get(again).json()["results"]["bindings"]) == len([row for row in found.rows if row]) == 4


def test_examples_stand_by_theme_and_open_in_the_form(get: Get) -> None:
    found = page(get("/sparql", BROWSER))
    names = {re.search(r"example=([\w-]+)", link)[1] for link in found.links if "example=" in link}  # type: ignore[index]
    assert names == set(Catalogue.load())
    loaded = page(get("/sparql?example=units-citing", BROWSER)).query
    assert loaded.strip().startswith("# ")
    assert "SELECT" in loaded
    assert "# parameter" not in loaded
    assert get("/sparql?example=none", BROWSER).status_code == 404


@pytest.mark.parametrize("name", sorted(Catalogue.load()))
def test_every_example_is_a_query_as_it_stands(get: Get, name: str) -> None:
    query = page(get(f"/sparql?example={name}", BROWSER)).query
    assert get("/sparql", params={"query": query}).status_code == 200


def test_every_theme_has_a_name_and_every_question_a_theme() -> None:
    rows = resources.table("data", "interface", "question-themes.tsv")
    assert all(
        say(f"sparql.theme.{row['theme']}", lang) != f"sparql.theme.{row['theme']}"
        for row in rows
        for lang in ("vi", "en")
    )
    assert rows[-1]["pattern"] == "*"


@pytest.mark.parametrize(
    ("lang", "name", "kind", "label"),
    [
        ("vi", "cc:leadAgency", "property", "cơ quan chủ trì"),
        ("en", "cc:leadAgency", "property", "lead agency"),
        ("vi", "cc:Document", "class", "Văn bản"),
        ("en", f"<{PREFIXES['ccv']}role/basis>", "concept", "basis"),
    ],
)
def test_the_vocabulary_names_our_terms(get: Get, lang: str, name: str, kind: str, label: str) -> None:
    answer = get(f"/sparql/vocabulary.json?lang={lang}")
    told = json.loads(answer.text)
    terms = {term["name"]: term for term in told["terms"]}
    assert (terms[name]["kind"], terms[name]["label"]) == (kind, label)
    assert told["prefixes"] == PREFIXES
    assert len(terms) == len(told["terms"]), "each once"
    assert "max-age" in answer.headers["cache-control"]
