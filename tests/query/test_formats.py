"""One answer in every format."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import XSD

from cancu.errors import ParameterError
from cancu.namespaces import CC_BY
from cancu.query import Catalogue, Cell, Source, Table, write

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
    assert body.count(b"\r\n") == body.count(b"\n") == 3
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert rows[1] == ["http://e/1", "Nghị quyết, “số” 59", "2", "'=1+1"]
    assert rows[2] == ["http://e/2", "", "", ""]


def table_of(*cells: Cell) -> Table:
    return Table(tuple(f"c{place}" for place in range(len(cells))), (cells,))


def typed(value: str, name: str) -> Cell:
    return Cell(value, datatype=f"{XSD}{name}")


FORMULAS = ["=1+1", "+84 912", "- Sở Du lịch", "@SUM(A1)", "\tx", "\rx", "＝1", '=HYPERLINK("http://e","x")', "-2+3"]
HARMLESS = ["59-NQ/TW", "a=1", "'quoted", " =1", "“-”", "–", "", "0912"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_spreadsheet_computes_a_text(text: str) -> None:
    assert read(write(table_of(Cell(text)), "csv"))[1:] == [[f"'{text}"]]
    cell = sheet(table_of(Cell(text)))["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_texts_stay_as_they_are(text: str) -> None:
    body = write(table_of(Cell(text)), "csv").decode("utf-8-sig")
    assert body == write(table_of(Cell(text)), "csv-plain").decode()
    assert (sheet(table_of(Cell(text)))["A2"].value or "") == text


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=2, max_size=4))
def test_plain_csv_gives_back_every_value(texts: list[str]) -> None:
    table = table_of(*map(Cell, texts))
    assert read(write(table, "csv-plain"))[1] == texts
    guarded = read(write(table, "csv"))[1]
    assert all(shown in {text, f"'{text}"} for shown, text in zip(guarded, texts, strict=True))
    assert not any(shown.startswith(tuple("=+-@\t\r")) for shown in guarded)


def read(body: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def sheet(table: Table, **told: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(write(table, "xlsx", **told))).worksheets[0]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (typed("2026-03-11", "date"), dt.datetime(2026, 3, 11)),
        (typed("2026-03-11T08:30:00", "dateTime"), dt.datetime(2026, 3, 11, 8, 30)),
        (typed("2026-03-11T08:30:00Z", "dateTime"), "2026-03-11T08:30:00Z"),
        (typed("1890-05-19", "date"), "1890-05-19"),
        (typed("1900-02-28", "date"), "1900-02-28"),
        (typed("2026-02-30", "date"), "2026-02-30"),
        (typed("-12", "integer"), -12),
        (typed("12345678901234567890", "integer"), "12345678901234567890"),
        (typed("x", "integer"), "x"),
        (typed("0.5", "decimal"), 0.5),
        (typed("-1.5E3", "double"), -1500),
        (typed("INF", "double"), "INF"),
        (typed("abc", "double"), "abc"),
        (typed("true", "boolean"), True),
        (typed("--06-20", "gMonthDay"), "--06-20"),
        (Cell("007"), "007"),
        (Cell("a\x00\x1fb"), "ab"),
        (Cell("x" * 40_000), "x" * 32_765 + " …"),
    ],
)
def test_a_workbook_holds_days_numbers_and_texts(cell: Cell, value: object) -> None:
    assert sheet(table_of(cell))["A2"].value == value


def test_days_and_numbers_keep_their_sign_in_csv() -> None:
    body = write(table_of(typed("-12", "integer"), typed("-1.5", "decimal"), typed("-1.5E3", "double")), "csv")
    assert body.decode("utf-8-sig").splitlines()[1] == "-12,-1.5,-1.5E3"


def test_a_sheet_is_ready_to_be_read() -> None:
    found = sheet(TABLE, question=QUESTION)
    assert found.freeze_panes == "A2"
    assert found.auto_filter.ref == "A1:D3"
    assert all(cell.font.bold for cell in found[1])
    assert found["B2"].hyperlink.target == "http://e/1"
    assert found["A2"].hyperlink is None
    widths = [found.column_dimensions[letter].width for letter in "ABCD"]
    assert all(8 <= width <= 60 for width in widths)
    assert sheet(table_of(typed("2026-03-11", "date")))["A2"].number_format == "dd/mm/yyyy"


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "file:///etc/passwd", "urn:x:1", "http://e/" + "x" * 3000])
def test_only_short_web_addresses_are_links(iri: str) -> None:
    cell = sheet(table_of(Cell(iri, is_iri=True)))["A2"]
    assert (cell.value, cell.hyperlink) == (iri, None)


def test_the_second_sheet_tells_how_the_answer_came_about() -> None:
    source = Source({"reference": "=nq 59"}, "http://lich.example/q?x=1", dt.datetime(2026, 3, 11, 8, tzinfo=dt.UTC))
    body = write(TABLE, "xlsx", question=QUESTION, sparql="ASK {}", source=source, language="en")
    answer, asked = openpyxl.load_workbook(io.BytesIO(body)).worksheets
    assert (answer.title, asked.title) == ("answer", "query")
    rows = [tuple(cell for cell in row if cell is not None) for row in asked.iter_rows(values_only=True)]
    assert rows == [
        (QUESTION.title.en,),
        (QUESTION.description.en,),
        ("Question", "cited-most"),
        ("reference", "=nq 59"),
        ("Asked at", "2026-03-11T08:00:00+00:00"),
        ("Address", "http://lich.example/q?x=1"),
        ("Rows", 2),
        ("Licence of the data", CC_BY),
        ("SPARQL query:",),
        ("ASK {}",),
    ]


def test_tsv_has_one_line_a_row() -> None:
    assert write(TABLE, "tsv").decode().splitlines()[2] == "http://e/2\t\t\t"


def test_the_workbook_keeps_the_query_on_a_second_sheet() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write(TABLE, "xlsx", question=QUESTION, sparql="SELECT ?x\n{ }")))
    answer, asked = book.worksheets
    rows = list(answer.iter_rows(values_only=True))
    assert rows[0][:2] == ("Tên văn bản được viện dẫn", "Văn bản được viện dẫn")
    assert rows[1] == ("Nghị quyết, “số” 59", "http://e/1", 2, "=1+1")
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
