"""Every question by HTTP as JSON, CSV and workbook: the same rows, with typed and bound parameters."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from urllib.parse import urlencode

import httpx
import openpyxl
import pytest
from rdflib import Literal
from rdflib.plugins.sparql import prepareQuery

from cancu.query import Catalogue, Kind, NamedQuery

Get = Callable[..., httpx.Response]
BASE = "https://w3id.org/cancu/id/"
PLAN = f"{BASE}doc/ubnd-song-may/2026/kh/95"
HERE = {
    Kind.REFERENCE: PLAN,
    Kind.BODY: f"{BASE}org/so-du-lich-song-may",
    Kind.IRI: PLAN,
    Kind.DATE: "2026-01-01",
    Kind.INTEGER: "1",
}
"""What the examples name stands in the shipped data: here, the like of it in the fixture."""
TABLES = [question for question in Catalogue.load().values() if not question.is_graph]
GRAPHS = [question for question in Catalogue.load().values() if question.is_graph]
by_name = pytest.mark.parametrize("question", TABLES, ids=lambda question: question.name)


def address(question: NamedQuery, form: str) -> str:
    values = {
        item.name: HERE.get(item.kind, dict(question.examples).get(item.name, ""))
        for item in question.parameters
        if item.is_required
    }
    return f"/queries/{question.name}?{urlencode(values | {'format': form})}"


@by_name
def test_json_csv_and_workbook_tell_the_same(get: Get, question: NamedQuery) -> None:
    body = get(address(question, "json")).json()
    assert body["columns"] == [column.name for column in question.columns]
    assert body["total"] == len(body["rows"])

    plain = get(address(question, "csv-plain"))
    assert plain.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(plain.content.decode("utf-8"), newline="")))
    shown = [{name: _text(value) for name, value in row.items()} for row in body["rows"]]
    assert [{name: value for name, value in row.items() if value} for row in rows] == shown

    guarded = get(address(question, "csv")).content
    assert guarded.startswith(b"\xef\xbb\xbf")
    assert not any(line[:1] in b"=+-@" for line in guarded[3:].split(b"\r\n") if line)

    book = openpyxl.load_workbook(io.BytesIO(get(address(question, "xlsx")).content))
    answer, asked = book.worksheets
    head, *lines = answer.iter_rows(values_only=True)
    assert sorted(map(str, head)) == sorted(column.heading.vi for column in question.columns)
    assert len(lines) == body["total"]
    told = {row[0]: row[1] for row in asked.iter_rows(values_only=True)}
    assert told["Tên câu hỏi"] == question.name
    assert told["Số dòng"] == body["total"]
    assert str(told["Địa chỉ"]).startswith(f"http://test/queries/{question.name}?")


@by_name
def test_examples_are_accepted_as_they_stand(get: Get, question: NamedQuery) -> None:
    """They name things of the shipped data, which the fixture may not know: no other refusal is fine."""
    answer = get(f"/queries/{question.name}?{urlencode(question.examples)}&format=json")
    assert answer.status_code in {200, 404}
    assert answer.status_code == 200 or answer.json()["where"] in dict(question.examples)


@pytest.mark.parametrize("question", GRAPHS, ids=lambda question: question.name)
def test_a_graph_is_no_spreadsheet(get: Get, question: NamedQuery) -> None:
    assert get(address(question, "xlsx")).status_code == 406
    assert get(address(question, "turtle")).headers["content-type"].startswith("text/turtle")


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("2026-01-01", 200),
        ("01/01/2026", 200),
        ("yesterday", 400),
        ('2026-01-01"^^<x>', 400),
    ],
)
def test_parameters_are_typed(get: Get, value: str, status: int) -> None:
    answer = get(f"/queries/events?{urlencode({'since': value})}&format=xlsx")
    assert answer.status_code == status
    if status == 400:
        assert answer.json()["where"] == "since"


@pytest.mark.parametrize("value", ['x" } SELECT * { ?s ?p ?o } #', "\\", "'); DROP", "a\nb", "}"])
def test_what_is_typed_is_bound_not_joined(get: Get, value: str) -> None:
    body = get(f"/queries/reports-due?{urlencode({'since': value})}&format=json").json()
    assert f"VALUES ?since {{ {Literal(value).n3()} }}" in body["sparql"]
    algebra = prepareQuery(body["sparql"]).algebra
    assert [str(variable) for variable in algebra.PV] == body["columns"]


def test_sparql_answers_as_a_workbook_and_its_csv_stays_plain(get: Get) -> None:
    query = 'SELECT ?x ?n { VALUES (?x ?n) { ("=1+1" 2) } }'
    assert get(f"/sparql?{urlencode({'query': query, 'format': 'csv'})}").content == b"x,n\r\n=1+1,2\r\n"
    answer = get(f"/sparql?{urlencode({'query': query, 'format': 'xlsx'})}")
    sheet, asked = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    assert list(sheet.iter_rows(values_only=True)) == [("x", "n"), ("=1+1", 2)]
    assert sheet["A2"].data_type == "s"
    assert [row[0] for row in asked.iter_rows(values_only=True)][-1] == query
    by_header = get(f"/sparql?{urlencode({'query': query})}", accept=answer.headers["content-type"])
    assert by_header.headers["content-type"] == answer.headers["content-type"]
    graph = get(f"/sparql?{urlencode({'query': 'DESCRIBE <x:y>', 'format': 'xlsx'})}")
    assert graph.status_code == 406


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
