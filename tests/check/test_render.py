"""Findings as text, JSON, Turtle, HTML, SARIF, and as quads for the store."""

from __future__ import annotations

import dataclasses
import json

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SH

from cancu.check import FORMATS, render, report_quads
from cancu.check.shapes import rules
from cancu.errors import ParameterError
from cancu.finding import Finding, Severity
from cancu.namespaces import CC, CCR, findings_graph

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
GRAPH = findings_graph("https://w3id.org/cancu/", "ubnd-thi-du/2026/kh/12")


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


def test_html_escapes_the_words_and_needs_no_other_host():
    page = render([WORDS, BARE], "html", name="<mẫu>.txt")
    assert "58 năm &lt;b&gt;" in page
    assert "&lt;mẫu&gt;.txt" in page
    assert "http" not in page
    assert "Nothing to mend." in render([], "html", name="x", language="en")


def test_sarif_points_at_the_words():
    log = json.loads(render([WORDS, BARE], "sarif", name="mẫu.txt"))
    [run] = log["runs"]
    assert log["version"] == "2.1.0"
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {result["ruleId"] for result in run["results"]}
    [with_words] = [result for result in run["results"] if result["ruleId"] == "E01"]
    place = with_words["locations"][0]["physicalLocation"]
    assert place["region"] == {"charOffset": 10, "charLength": 16, "snippet": {"text": "58 năm thành lập"}}
    assert [result["level"] for result in run["results"]] == ["error", "warning"]


@pytest.mark.parametrize(("form", "language"), [("pdf", "vi"), ("text", "fr")])
def test_unknown_formats_and_languages_are_refused(form, language):
    with pytest.raises(ParameterError, match="text, json, turtle, html, sarif"):
        render([], form, name="x", language=language)


def test_the_formats_are_those_of_the_command_line():
    assert sorted(FORMATS) == ["html", "json", "sarif", "text", "turtle"]
    assert {WORDS.shape, BARE.shape} <= set(rules())
