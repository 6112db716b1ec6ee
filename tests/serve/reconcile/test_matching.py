"""What is matched, what is only proposed, and in which order."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cancu.serve.reconcile.keys import document_key, number_key, numbers_in, spelled, when

Asked = Callable[..., list[dict[str, Any]]]

Y12, Y13 = "id/doc/tw/k12/nq/59", "id/doc/tw/k13/nq/59"
PLAN = "id/doc/ubnd-song-may/2026/kh/95"
OLD_LAW, NEW_LAW = "id/doc/qh/qh13/luat/25", "id/doc/qh/qh15/luat/39"
SEVEN = {"id/doc/ubnd-doi-sim-98/2026/kh/7", "id/doc/ubnd-doi-sim-99/2026/kh/7"}


def of(**values: object) -> dict[str, Any]:
    return {"properties": [{"pid": name, "v": value} for name, value in values.items()]}


def date(value: object) -> dict[str, Any]:
    return of(dateIssued=value)


MATCHED = [
    # a document by number and day, however they are written
    ("59-NQ/TW", date("2025-01-24"), Y13),
    ("59-NQ/TW", date("2020-08-05T00:00:00Z"), Y12),
    ("59-NQ/TW", date("24/01/2025"), Y13),
    ("59-NQ/TW", {"properties": [{"pid": "ngày", "v": "24/1/2025"}]}, Y13),
    ("59/NQ-TW ngày 24/01/2025", {}, Y13),
    ("Nghị quyết số 59-NQ/TW ngày 24 tháng 01 năm 2025", {}, Y13),
    ("59-NQ/TW năm 2025", {}, Y13),
    ("59-NQ/TW", {"properties": [{"pid": "year", "v": 2025}]}, Y13),
    ("KH 95/KH-UBND ngày 11/03/2026", {}, PLAN),
    # its number alone where that says year and body, or the year is told of one body
    ("72/2015/NĐ-CP", {}, "id/doc/cp/qppl-2015/nd/72"),
    ("Nghi dinh 72/2015/ND-CP", {}, "id/doc/cp/qppl-2015/nd/72"),
    ("39/2024/QH15", {}, NEW_LAW),
    ("95/KH-UBND năm 2026 của UBND tỉnh Sông Mây", {}, PLAN),
    ("95/KH-UBND", {"properties": [{"pid": "issuer", "v": "UBND tỉnh Sông Mây"}, {"pid": "year", "v": "2026"}]}, PLAN),
    (
        "95/KH-UBND",
        {"properties": [{"pid": "issuedBy", "v": {"id": "id/org/ubnd-song-may"}}, *date("2026")["properties"]]},
        PLAN,
    ),
    # its title, without tones, where one body of the centre alone has it
    ("hoi nhap quoc te trong tinh hinh moi", {}, Y13),
    ("Nghị quyết về hội nhập quốc tế trong tình hình mới", {}, Y13),
    ("Luật Bến cảng 2024", {}, NEW_LAW),
    ("Luật Cảng năm 2024", {}, NEW_LAW),
    # its identifier
    (Y13, {}, Y13),
    (f"https://w3id.org/cancu/{Y13}", {}, Y13),
    ("id/doc/ubnd-song-may/2026/kh/_/2026-00ff00ff00", {}, PLAN),
    # bodies: names, abbreviations, former names, with their place
    ("Bộ Chính trị", {}, "id/org/bct"),
    ("BCT", {"type": "Body"}, "id/org/bct"),
    ("ban kinh te trung uong", {}, "id/org/bkt-tw"),
    ("UBND tỉnh Sông Mây", {}, "id/org/ubnd-song-may"),
    ("Sở Du lịch Sông Mây", {}, "id/org/so-du-lich-song-may"),
    ("UBND xã Đồi Sim, tỉnh Sông Mây", {}, "id/org/ubnd-doi-sim-98"),
    ("Ủy ban nhân dân xã Đồi Sim", of(inPlace={"id": "id/unit/2025-07-01/99001"}), "id/org/ubnd-doi-sim-99"),
    # places of the list of today and of that before
    ("Sông Mây", {}, "id/unit/2025-07-01/98"),
    ("tinh Ben Lau", {}, "id/unit/2004-07-08/97"),
    ("xã Đồi Sim", {"properties": [{"pid": "within", "v": "tỉnh Núi Gió"}]}, "id/unit/2025-07-01/99001"),
    # codes
    ("Kế hoạch", {}, "vocab/type/ke-hoach"),
    ("KH", {"type": "vocab/type"}, "vocab/type/ke-hoach"),
    ("Plan", {"type": "Concept"}, "vocab/type/ke-hoach"),
    ("hang quy", {}, "vocab/frequency/quarterly"),
]


@pytest.mark.parametrize(("query", "more", "right"), MATCHED)
def test_what_is_told_apart_is_matched(candidates: Asked, query: str, more: dict[str, Any], right: str) -> None:
    found = candidates(query, **more)
    assert (found[0]["id"], found[0]["match"], found[0]["score"]) == (right, True, 100)
    assert [one["id"] for one in found if one["match"]] == [right]


PROPOSED = [
    # two resolutions have the number: each is proposed, none is matched
    ("59-NQ/TW", {}, {Y12, Y13}),
    ("Nghị quyết 59", {}, {Y12, Y13}),
    # one is known, but every office has such a number, and every year
    ("15-NQ/TW", {}, {"id/doc/tw/k13/nq/15"}),
    ("95/KH-UBND", {}, {PLAN}),
    ("95/KH-UBND năm 2026", {}, {PLAN}),
    ("Kế hoạch 95", {"type": "Document"}, {PLAN}),
    # in a year of a congress the Party counts twice
    ("07-NQ/TW năm 2026", {"type": "Document"}, {"id/doc/tw/k14/nq/7"}),
    # two communes of one name, on the same day
    ("07/KH-UBND ngày 02/02/2026", {}, SEVEN),
    ("Kế hoạch trồng cây năm 2026", {"type": "Document"}, SEVEN),
    # a law keeps its name when it is made anew
    ("Luật Bến cảng", {"type": "Document"}, {OLD_LAW, NEW_LAW}),
    # each province has one, and several communes are called so
    ("Sở Du lịch", {"type": "Body"}, {"id/org/so-du-lich-song-may"}),
    ("UBND xã Đồi Sim", {}, {"id/org/ubnd-doi-sim-98", "id/org/ubnd-doi-sim-99"}),
    ("Phòng Kinh tế xã Đồi Sim", {}, {"id/org/phong-kinh-te-doi-sim"}),
    ("xã Đồi Sim", {}, {"id/unit/2025-07-01/98001", "id/unit/2025-07-01/99001"}),
    # a slip of the finger
    ("hoi nhap quoc te trong tinh hinh moii", {}, {Y13}),
    ("Ủy ban nhan dâm tỉnh Song Mayy", {}, {"id/org/ubnd-song-may"}),
]


@pytest.mark.parametrize(("query", "more", "first"), PROPOSED)
def test_what_is_not_told_apart_is_only_proposed(
    candidates: Asked, query: str, more: dict[str, Any], first: set[str]
) -> None:
    found = candidates(query, **more)
    assert not any(one["match"] for one in found)
    assert all(one["score"] < 100 for one in found)
    assert {one["id"] for one in found[: len(first)]} == first


CONTRADICTED = [
    ("59-NQ/TW", date("1999-01-01"), {Y12, Y13}),
    ("59-NQ/TW ngày 25/01/2025", {}, {Y12, Y13}),
    ("72/2015/NĐ-CP", {"properties": [{"pid": "issuedBy", "v": "Quốc hội"}]}, {"id/doc/cp/qppl-2015/nd/72"}),
    ("72/2015/NĐ-CP", {"properties": [{"pid": "type", "v": "Luật"}]}, {"id/doc/cp/qppl-2015/nd/72"}),
    ("72/2015/NĐ-CP", {"type": "Body", "type_strict": "should"}, {"id/doc/cp/qppl-2015/nd/72"}),
    ("95/KH-UBND-TH ngày 11/03/2026", {}, {PLAN}),
]


@pytest.mark.parametrize(("query", "more", "near"), CONTRADICTED)
def test_what_contradicts_is_shown_and_never_matched(
    candidates: Asked, query: str, more: dict[str, Any], near: set[str]
) -> None:
    found = candidates(query, **more)
    assert near <= {one["id"] for one in found}
    assert not any(one["match"] for one in found)


def test_with_the_day_the_other_namesake_comes_second(candidates: Asked) -> None:
    found = candidates("59-NQ/TW", **date("2025-01-24"))
    assert [one["id"] for one in found[:2]] == [Y13, Y12]
    assert found[0]["score"] - found[1]["score"] > 20


@pytest.mark.parametrize(
    ("types", "strict", "sorts"),
    [
        ("Document", "any", {"Document"}),
        (["Document", "Body"], "any", {"Document", "Body"}),
        (["Document", "vocab/type/ke-hoach"], "all", {"Document"}),
        (["Document", "Body"], "all", set()),
        ("Kế hoạch", "any", {"Document"}),
        ("https://w3id.org/cancu/ontology#Body", "any", {"Body"}),
        ("Concept", "any", set()),
    ],
)
def test_types_are_conditions(candidates: Asked, types: Any, strict: str, sorts: set[str]) -> None:
    found = candidates("tỉnh Sông Mây", type=types, type_strict=strict, limit=50)
    assert {one["type"][0]["id"] for one in found} == sorts
    if strict == "all" and sorts:
        assert all("vocab/type/ke-hoach" in {kind["id"] for kind in one["type"]} for one in found)


def test_types_that_should_be_only_weigh(candidates: Asked) -> None:
    free = {one["id"]: one["score"] for one in candidates("tỉnh Sông Mây", limit=50)}
    rather = {
        one["id"]: one["score"] for one in candidates("tỉnh Sông Mây", type="Unit", type_strict="should", limit=50)
    }
    assert rather["id/unit/2025-07-01/98"] == free["id/unit/2025-07-01/98"] == 100
    assert rather["id/org/ubnd-song-may"] < free["id/org/ubnd-song-may"]


@pytest.mark.parametrize(
    ("properties", "first"),
    [
        ([("number", "59-NQ/TW")], {Y12, Y13}),
        ([("number", "59-NQ/TW"), ("date", "24/01/2025")], {Y13}),
        ([("issuedBy", {"id": "id/org/ubnd-song-may"}), ("year", 2026)], {PLAN}),
        ([("cites", {"id": Y13})], set()),
        ([("documentType", ["KH", "Luật"]), ("year", 2024)], {NEW_LAW}),
        ([("unitCode", "98")], {"id/unit/2025-07-01/98"}),
        ([("iri", Y13)], {Y13}),
    ],
)
def test_properties_alone_find_what_has_them(candidates: Asked, properties: list[Any], first: set[str]) -> None:
    found = candidates(properties=[{"pid": name, "v": value} for name, value in properties])
    assert {one["id"] for one in found[: len(first)]} == first


def test_properties_that_are_not_kept_are_fetched(candidates: Asked) -> None:
    for cited, fits in ((Y13, True), (Y12, False)):
        found = candidates("95/KH-UBND", properties=[{"pid": "cites", "v": {"id": cited}}])
        features = {item["id"]: item["value"] for item in found[0]["features"]}
        assert (found[0]["id"], features["property_cites"]) == (PLAN, fits)


def test_limit_order_and_features(candidates: Asked) -> None:
    everything = candidates("Nghị quyết số 59-NQ/TW", limit=50)
    scores = [one["score"] for one in everything]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)
    assert candidates("Nghị quyết số 59-NQ/TW", limit=1) == everything[:1]
    names = {item["id"] for item in everything[0]["features"]}
    assert names == {"name", "name_equal", "number", "date", "lookup", "type", "identified"}


def test_a_query_stands_alone(candidates: Asked, send: Callable[..., Any]) -> None:
    batch = {"a": {"query": "59-NQ/TW", **date("2025-01-24")}, "b": {"query": "59-NQ/TW"}}
    found = send("GET", "/reconcile", params={"queries": json.dumps(batch)}).json()
    assert found["b"]["result"] == candidates("59-NQ/TW")


@pytest.mark.parametrize(
    ("query", "described"),
    [
        ("tinh Ben Lau", "nay là tỉnh Sông Mây"),
        ("ban kinh te trung uong", "nay là Ban Chính sách Trung ương"),
        ("72/2015/NĐ-CP", "Nghị định · 07/09/2015 · Chính phủ · quản lý hoạt động thông tin đối ngoại"),
    ],
)
def test_descriptions_tell_namesakes_apart(candidates: Asked, query: str, described: str) -> None:
    assert described in candidates(query)[0]["description"]


def test_nothing_like_it_is_an_empty_result(candidates: Asked) -> None:
    assert candidates("zzzz qqqq") == []
    assert candidates("") == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Kế hoạch số 95/KH-UBND ngày 11/03/2026", {"95 kh ubnd"}),
        ("NQ 07-NQ/TW", {"7 nq tw"}),
        ("72/2015/NĐ-CP và 59 - NQ/TW", {"72 2015 nd cp", "59 nq tw"}),
        ("11/03/2026", set()),
        ("Điều 5", set()),
        ("66.17/2026/NQ-CP", {"66 17 2026 nq cp"}),
    ],
)
def test_whole_numbers_in_words(text: str, numbers: set[str]) -> None:
    assert numbers <= numbers_in(text)
    assert numbers or not numbers_in(text)


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        ("2025-01-24", "2025-01-24"),
        ("2025-01-24T17:00:00Z", "2025-01-24"),
        ("24/1/2025", "2025-01-24"),
        ("ngày 24 tháng 1 năm 2025", "2025-01-24"),
        ("2025", "2025"),
        ("năm 2025", "2025"),
        ("2025.0", "2025"),
        ("31/02/2025", "None"),
        ("không rõ", "None"),
        ("45681", "None"),
    ],
)
def test_days_in_cells(cell: str, meant: str) -> None:
    assert str(when(cell)) == meant


def test_keys() -> None:
    assert spelled("UBND TP Hà Nội") == spelled("Uỷ ban Nhân dân thành phố Hà Nội") != spelled("UBND TP Hải Phòng")
    assert document_key("Nghị quyết số 07 của Đảng") == document_key("nghị quyết 7 Đảng")
    assert spelled("Sở Du lịch") != spelled("Du lịch")
    assert number_key("07 - KH/UBND") == number_key("7/KH-UBND") != number_key("70/KH-UBND")
