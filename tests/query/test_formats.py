"""One answer in every format."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from cancu.errors import ParameterError
from cancu.query import Catalogue, Table, write

BODY = json.dumps(
    {
        "head": {"vars": ["cited", "citedLabel", "documents", "note"]},
        "results": {
            "bindings": [
                {
                    "cited": {"type": "uri", "value": "http://e/1"},
                    "citedLabel": {"type": "literal", "value": "Nghị quyết, “số” 59", "xml:lang": "vi"},
                    "documents": {
                        "type": "literal",
                        "value": "2",
                        "datatype": "http://www.w3.org/2001/XMLSchema#integer",
                    },
                    "note": {"type": "literal", "value": "=1+1"},
                },
                {"cited": {"type": "uri", "value": "http://e/2"}},
            ]
        },
    }
).encode()
TABLE = Table.read(BODY)
QUESTION = Catalogue.load()["cited-most"]


def test_json_has_typed_values_and_leaves_out_what_is_unbound() -> None:
    body = json.loads(write(TABLE, "json", question=QUESTION, sparql="SELECT"))
    assert body["rows"] == [
        {"cited": "http://e/1", "citedLabel": "Nghị quyết, “số” 59", "documents": 2, "note": "=1+1"},
        {"cited": "http://e/2"},
    ]
    assert (body["total"], body["query"], body["sparql"]) == (2, "cited-most", "SELECT")


def test_csv_opens_in_spreadsheets() -> None:
    body = write(TABLE, "csv")
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert rows[1] == ["http://e/1", "Nghị quyết, “số” 59", "2", "=1+1"]
    assert rows[2] == ["http://e/2", "", "", ""]


def test_tsv_has_one_line_a_row() -> None:
    assert write(TABLE, "tsv").decode().splitlines()[2] == "http://e/2\t\t\t"


def test_the_workbook_keeps_the_query_on_a_second_sheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(TABLE, "xlsx", question=QUESTION, sparql="SELECT ?x\n{ }")))
    answer, asked = book.worksheets
    rows = list(answer.iter_rows(values_only=True))
    assert rows[0][:2] == ("Văn bản được viện dẫn", "Tên văn bản được viện dẫn")
    assert rows[1] == ("http://e/1", "Nghị quyết, “số” 59", 2, "'=1+1")
    assert [row[0] for row in asked.iter_rows(values_only=True)][-2:] == ["SELECT ?x", "{ }"]


def test_the_table_shows_names_instead_of_iris() -> None:
    text = write(TABLE, "table", question=QUESTION, language="en").decode()
    assert "http://e/1" not in text
    assert "Name of the cited document" in text.splitlines()[0]


@pytest.mark.parametrize("name", ["turtle", "pdf"])
def test_a_table_has_no_other_formats(name: str) -> None:
    with pytest.raises(ParameterError):
        write(TABLE, name)


@pytest.mark.parametrize(
    ("answer", "value"), [(b'{"head":{},"boolean":true}', True), (b'{"head":{},"boolean":false}', False)]
)
def test_a_yes_or_no_is_a_table_of_one(answer: bytes, value: bool) -> None:  # noqa: FBT001
    assert list(Table.read(answer)) == [{"boolean": value}]
