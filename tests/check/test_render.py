"""Findings as text, JSON, Turtle, SARIF and workbook, and as quads for the store; the page is in test_render_page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import json
import re

import openpyxl
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH

from cancu.check import BINARY, FORMATS, Paper, report_quads
from cancu.check import render as rendered
from cancu.check.shapes import rules
from cancu.errors import ParameterError
from cancu.finding import Finding, Judgement, Opinion, Severity
from cancu.namespaces import CC, CCR, CCV, findings_graph

DOCUMENT = "https://w3id.org/cancu/id/doc/ubnd-thi-du/2026/kh/12"
WORDS = Finding(
    rule="E01",
    severity=Severity.VIOLATION,
    focus="https://w3id.org/cancu/id/event/ubnd-thi-du/2026/kh/12/1-abcdef",
    document=DOCUMENT,
    shape=str(CCR.E01),
    message_vi="ghi 58 năm <b>",
    message_en="58 years",
    source="Phép tính",
    quote="58 năm thành lập",
    start=10,
    end=26,
)
BARE = Finding(
    rule="F04",
    severity=Severity.WARNING,
    focus=DOCUMENT,
    document=DOCUMENT,
    shape=str(CCR.F04),
    message_vi="sai mẫu",
    message_en="wrong form",
    source="Hướng dẫn 36-HD/VPTW",
    path=str(CC.number),
    value="12/KH-ĐU",
)
NOON = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
FALSE = Judgement(
    opinion=Opinion.FALSE_ALARM, reviewer="Văn phòng", moment=NOON, note="=đúng rồi", review="https://x.example/r"
)
GRAPH = findings_graph("https://w3id.org/cancu/", "ubnd-thi-du/2026/kh/12")


def render(findings: list[Finding], form: str, *, name: str, language: str = "vi", text: str | None = None) -> str:
    return rendered([Paper(name=name, findings=tuple(findings), text=text)], form, language=language).decode()


def test_quads_are_sorted_the_same_whatever_the_order_and_without_blank_nodes():
    quads = report_quads([WORDS, BARE], GRAPH)
    assert quads == report_quads([BARE, WORDS], GRAPH)
    assert list(quads) == sorted(quads, key=lambda quad: tuple(node.n3() for node in quad))
    assert all(isinstance(node, URIRef | Literal) for quad in quads for node in quad)
    assert {quad[3] for quad in quads} == {URIRef(GRAPH)}


def test_quads_are_a_shacl_report_with_the_words():
    graph = Graph()
    for quad in report_quads([WORDS, BARE], GRAPH):
        graph.add(quad[:3])
    assert graph.value(URIRef(GRAPH), RDF.type) == SH.ValidationReport
    assert graph.value(URIRef(GRAPH), SH.conforms).value is False
    [result] = graph.subjects(SH.focusNode, URIRef(WORDS.focus))
    assert graph.value(result, SH.resultSeverity) == SH.Violation
    assert graph.value(result, CC.quoteStart).value == 10
    assert {message.language for message in graph.objects(result, SH.resultMessage)} == {"vi", "en"}
    [other] = graph.subjects(SH.value, Literal("12/KH-ĐU"))
    assert graph.value(other, SH.resultPath) == CC.number


def test_a_clean_document_conforms():
    assert [quad[2] for quad in report_quads([], GRAPH) if quad[1] == SH.conforms] == [Literal(True)]  # noqa: FBT003


def test_text_is_grouped_with_the_worst_first_in_either_language():
    vietnamese = render([BARE, WORDS], "text", name="mau.txt")
    assert vietnamese.index("Vi phạm (1)") < vietnamese.index("Cảnh báo (1)")
    assert "10-26: “58 năm thành lập”" in vietnamese
    assert "58 years" in render([WORDS], "text", name="mau.txt", language="en")
    assert render([], "text", name="mau.txt") == "mau.txt: không có gì phải sửa\n"


def test_text_says_a_sentence_once_and_lists_the_words_it_is_about():
    other = dataclasses.replace(WORDS, focus=f"{WORDS.focus}2", quote="58 năm ngày hội", start=40, end=55)
    text = render([WORDS, BARE, other], "text", name="mau.txt")
    assert text.count("ghi 58 năm") == 1
    assert "(× 2)" in text
    assert "10-26: “58 năm thành lập”" in text
    assert "40-55: “58 năm ngày hội”" in text
    assert "sai mẫu (×" not in text


def test_json_has_every_fact():
    [row] = json.loads(render([WORDS], "json", name="mau.txt"))
    assert row["rule"] == "E01"
    assert row["severity"] == "violation"
    assert (row["start"], row["end"], row["path"]) == (10, 26, None)


def test_turtle_reads_back():
    graph = Graph().parse(data=render([WORDS, BARE], "turtle", name="mẫu 1.txt"), format="turtle")
    assert len(set(graph.subjects(RDF.type, SH.ValidationResult))) == 2


def test_sarif_points_at_the_words():
    log = json.loads(render([WORDS, BARE], "sarif", name="mẫu.txt"))
    [run] = log["runs"]
    assert log["version"] == "2.1.0"
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {result["ruleId"] for result in run["results"]}
    [with_words] = [result for result in run["results"] if result["ruleId"] == "E01"]
    place = with_words["locations"][0]["physicalLocation"]
    assert place["region"] == {"charOffset": 10, "charLength": 16, "snippet": {"text": "58 năm thành lập"}}
    assert [result["level"] for result in run["results"]] == ["error", "warning"]


def test_sarif_suppresses_what_people_judged_and_fixes_what_can_be_mended():
    text = "Kỷ niệm\r\n58 năm thành lập".replace("\r\n", "\n")
    mended = dataclasses.replace(WORDS, start=8, end=24, replacement="59 năm thành lập")
    judged = dataclasses.replace(BARE, verdict=FALSE)
    log = json.loads(render([mended, judged], "sarif", name="mẫu.txt", text=text))
    [run] = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["E01", "F04"]
    first, second = run["results"]
    assert [run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] for r in run["results"]] == ["E01", "F04"]
    assert first["suppressions"] == []
    [suppression] = second["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("external", "accepted")
    assert suppression["justification"] == "báo nhầm (Văn phòng, 01/04/2026): =đúng rồi"
    [change] = first["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 17},
            "insertedContent": {"text": "59 năm thành lập"},
        }
    ]
    assert "fixes" not in second
    [result] = json.loads(render([mended], "sarif", name="mẫu.docx", text=text))["runs"][0]["results"]
    assert "fixes" not in result, "offsets into the text of a Word file are none into its bytes"


def test_sarif_has_what_the_standard_demands():
    run = json.loads(render([WORDS, BARE], "sarif", name="mẫu 1.txt"))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        assert set(result) <= {
            "ruleId", "ruleIndex", "level", "message", "locations", "properties", "suppressions", "fixes"
        }  # fmt: skip
        assert result["level"] in {"none", "note", "warning", "error"}
        [place] = result["locations"]
        assert place["physicalLocation"]["artifactLocation"]["uri"] == "m%E1%BA%ABu%201.txt"


def test_what_people_judged_is_marked_and_not_hidden():
    judged = dataclasses.replace(WORDS, verdict=FALSE, page=3, replacement="59 năm")
    text = render([judged, WORDS], "text", name="mau.txt")
    assert text.count("[báo nhầm (Văn phòng, 01/04/2026): =đúng rồi]") == 1
    assert text.count("ghi 58 năm") == 2, "those judged stand apart from those that are open"
    assert "trang 3, 10-26: “58 năm thành lập”" in text
    assert "→ “59 năm”" in text
    row, other = json.loads(render([judged, WORDS], "json", name="mau.txt"))
    assert row["verdict"] == {
        "opinion": "false-alarm",
        "reviewer": "Văn phòng",
        "moment": "2026-04-01T12:00:00+00:00",
        "note": "=đúng rồi",
        "review": "https://x.example/r",
    }
    assert (row["page"], row["replacement"], other["verdict"], row["file"]) == (3, "59 năm", None, "mau.txt")
    graph = Graph().parse(data=render([judged], "turtle", name="mau.txt"), format="turtle")
    assert set(graph.objects(None, CC.reviewState)) == {CCV["review/false-alarm"]}
    assert set(graph.objects(None, CC.reviewedIn)) == {URIRef("https://x.example/r")}
    assert Paper(name="", findings=(judged,)).worst is None
    assert Paper(name="", findings=(judged, BARE)).worst is Severity.WARNING


@pytest.mark.parametrize("form", ["text", "html", "xlsx"])
def test_signs_that_steer_a_terminal_or_turn_words_are_shown_not_obeyed(form):
    hostile = dataclasses.replace(WORDS, quote="a\x1b[2Jb\u202ec", message_vi="x\x07y")
    page = rendered([Paper(name="\x1b]0;t\x07.txt", findings=(hostile,), text="a\x1b[2Jb\u202ec " * 9)], form)
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(page))
        words = "".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    else:
        words = page.decode()
    assert "a\ufffd[2Jb\ufffdc" in words
    assert not {"\x1b", "\x07", "\u202e"} & set(words)


def test_the_workbook_tells_summary_findings_and_rules_and_runs_no_formula():
    judged = dataclasses.replace(WORDS, verdict=FALSE, quote="=1+1")
    papers = [Paper(name="=mau.txt", findings=(judged, BARE)), Paper(name="khác.txt", findings=())]
    book = openpyxl.load_workbook(io.BytesIO(rendered(papers, "xlsx")))
    assert book.sheetnames == ["Tóm tắt", "Phát hiện", "Quy tắc"]
    summary, found, known = ([list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book)
    assert summary == [
        ["Văn bản", "Vi phạm", "Cảnh báo", "Lưu ý", "Đã xem xét"],
        ["=mau.txt", 0, 1, 0, 1],
        ["khác.txt", 0, 0, 0, 0],
    ]
    by_name = [dict(zip(found[0], row, strict=True)) for row in found[1:]]
    assert [(row["Quy tắc"], row["Lời văn"], row["Ý kiến"]) for row in by_name] == [
        ("E01", "=1+1", "báo nhầm"),
        ("F04", None, None),
    ]
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert len(known) == len(rules()) + 1
    assert {row[0]: row[-1] for row in known[1:] if row[-1]} == {"E01": 1, "F04": 1}


def test_several_papers_make_one_report():
    papers = [Paper(name="a.txt", findings=(WORDS,)), Paper(name="b.txt", findings=(BARE,))]
    assert [row["file"] for row in json.loads(rendered(papers, "json"))] == ["a.txt", "b.txt"]
    [run] = json.loads(rendered(papers, "sarif"))["runs"]
    uris = [r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]]
    assert uris == ["a.txt", "b.txt"]
    graph = Graph().parse(data=rendered(papers, "turtle"), format="turtle")
    assert len(set(graph.subjects(RDF.type, SH.ValidationReport))) == 2
    text = rendered(papers, "text").decode()
    assert text.index("a.txt") < text.index("b.txt")


def test_colours_only_add_to_the_words():
    plain = rendered([Paper(name="a.txt", findings=(WORDS, BARE))], "text").decode()
    coloured = rendered([Paper(name="a.txt", findings=(WORDS, BARE))], "text", is_coloured=True).decode()
    assert "\x1b" not in plain
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


@pytest.mark.parametrize(("form", "language"), [("pdf", "vi"), ("text", "fr")])
def test_unknown_formats_and_languages_are_refused(form, language):
    with pytest.raises(ParameterError, match="text, json, turtle, html, sarif, xlsx"):
        render([], form, name="x", language=language)


def test_the_formats_are_those_of_the_command_line():
    assert sorted(FORMATS) == ["html", "json", "sarif", "text", "turtle", "xlsx"]
    assert set(FORMATS) > BINARY
    assert {WORDS.shape, BARE.shape} <= set(rules())
