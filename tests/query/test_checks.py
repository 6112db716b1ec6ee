"""Questions of ``queries/checks`` on a small store about places that do not exist."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cancu.query import Catalogue

STORE = """
@prefix cc: <https://w3id.org/cancu/ontology#> .
@prefix clarity: <https://w3id.org/cancu/vocab/clarity/> .
@prefix every: <https://w3id.org/cancu/vocab/frequency/> .
@prefix s: <https://w3id.org/cancu/vocab/status/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix x: <http://vi-du.example/> .
x:up cc:recordStatus s:extracted ; cc:assigns x:wanted , x:forgotten ; cc:requiresReport x:report .
x:wanted cc:leadName "UBND các phường, xã" ; cc:endDate "2026-06-30"^^xsd:date ; cc:quote "Sửa đường vào chợ" .
x:forgotten cc:leadName "UBND các phường, xã" ; cc:quote "Bố trí kinh phí" .
x:report cc:dueDay "--06-20"^^xsd:gMonthDay ; cc:frequency every:six-monthly ; cc:senderName "UBND các xã" ;
    cc:quote "báo cáo 6 tháng" .
x:plan cc:recordStatus s:extracted ; cc:basedOn x:up ; cc:assigns x:mine , x:bare ;
    cc:dateIssued "2026-03-02"^^xsd:date ;
    cc:hasCitation x:c1 ; cc:requiresReport x:own ; cc:inNumbering x:series ; cc:number "07/KH-UBND" .
x:own cc:frequency every:on-demand .
x:mine cc:takesUp x:wanted ; cc:leadName "Phòng Kinh tế" ; cc:endDate "2026-07-15"^^xsd:date ; cc:order 1 ;
    cc:quote "Sửa đường" ;
    cc:clearOn clarity:who , clarity:what , clarity:when .
x:bare cc:leadName "Phòng Kinh tế" ; cc:order 2 ; cc:quote "Mở chợ" ; cc:clearOn clarity:who .
x:c1 cc:cited x:old ; cc:citing x:plan ; cc:citedDate "2019-05-01"^^xsd:date ; cc:quote "Quyết định số 5" .
x:old cc:recordStatus s:registered ; cc:dateIssued "2019-05-02"^^xsd:date .
x:new cc:replaces x:old ; cc:dateIssued "2025-01-01"^^xsd:date .
x:other cc:recordStatus s:extracted ; cc:requiresReport x:any ; cc:basedOn x:up ; cc:assigns x:t3 ;
    cc:inNumbering x:series ;
    cc:number "10/KH-UBND" ; cc:dateIssued "2024-01-01"^^xsd:date ; cc:hasCitation x:c2 .
x:any cc:frequency every:six-monthly .
x:t3 cc:quote "Mở thư viện" ; cc:order 1 ; cc:clearOn clarity:who , clarity:what , clarity:responsibility ,
    clarity:when , clarity:product , clarity:effect .
x:c2 cc:cited x:old ; cc:citing x:other ; cc:citedDate "2019-05-02"^^xsd:date ; cc:quote "Quyết định số 5" .
x:twin cc:recordStatus s:extracted ; cc:inNumbering x:series ; cc:number "10/KH-UBND" .
x:stub cc:recordStatus s:cited ; cc:inNumbering x:series ; cc:number "08/KH-UBND" .
"""
EXPECTED = {
    "duties-not-taken-up": ("task", {"forgotten"}),
    "late-duties": ("task", {"mine"}),
    "forgotten-reports": ("document", {"plan"}),
    "cited-differently": ("value", {"2019-05-01", "2019-05-02"}),
    "cited-expired": ("document", {"plan"}),
    "number-gaps": ("after", {"7"}),
    "number-duplicates": ("number", {"10"}),
}


def rows(name: str) -> list[dict[str, str]]:
    store = ox.Store()
    store.load(STORE.encode(), format=ox.RdfFormat.TURTLE)
    found = store.query(Catalogue.load()[name].sparql)
    names = [variable.value for variable in found.variables]
    short = [[str(getattr(term, "value", "")).removeprefix("http://vi-du.example/") for term in row] for row in found]
    return [dict(zip(names, row, strict=True)) for row in short]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_question_finds_what_is_wrong_and_leaves_the_rest(name: str) -> None:
    column, expected = EXPECTED[name]
    assert {row[column] for row in rows(name)} == expected


def test_a_gap_is_counted_and_a_registered_date_is_told() -> None:
    assert rows("number-gaps") == [{"series": "series", "after": "7", "before": "10", "missing": "2"}]
    assert {row["known"] for row in rows("cited-differently")} == {"2019-05-02"}


def test_the_six_clears_are_scored_by_task_and_averaged() -> None:
    scored = {row["task"]: row for row in rows("six-clear")}
    assert (scored["mine"]["score"], scored["bare"]["score"], scored["t3"]["score"]) == ("3", "1", "6")
    assert scored["mine"]["lacking"] == "rõ trách nhiệm; rõ sản phẩm; rõ hiệu quả"
    assert scored["t3"]["lacking"] == ""
    assert {scored["mine"]["average"], scored["bare"]["average"]} == {"2"}
    by_lead = {row["leadName"]: row for row in rows("six-clear-of-leads")}
    assert (by_lead["Phòng Kinh tế"]["tasks"], by_lead["Phòng Kinh tế"]["average"]) == ("2", "2")
