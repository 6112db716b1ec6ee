"""The five plans as a careful reader took them down: what a good check says of them, and what it does not."""

from __future__ import annotations

import json

import pytest
from rdflib import Graph

from cancu import records
from cancu.check import check
from cancu.finding import Severity
from cancu.graph import document_quads, registry_quads
from cancu.link import Registry, learn, link, registry_rows
from cancu.namespaces import BASE, CCR

PLANS = ("do-son", "dong-da", "ha-noi", "hai-phong", "hung-dao")
# plan, shape, words that the message must hold
CLAIMS = [
    ("ha-noi", "E01", "ghi 58 năm, nhưng từ 1967-08-08 đến năm 2026 là 59 năm"),
    ("ha-noi", "F02", "KH-UBND"),
    ("ha-noi", "F10", "Ngày, tháng, năm"),
    ("ha-noi", "T06", "“Tháng 1” (đến 2026-01-31)"),  # issued on 11/03/2026, as Hưng Đạo's plan cites it
    ("ha-noi", "T06", "“Tháng 2” (đến 2026-02-28)"),
    ("ha-noi", "R01", "không nói gửi cho ai"),
    ("ha-noi", "R02", "không có ngày hạn"),
    ("ha-noi", "T15", "Liên hiệp các tổ chức hữu nghị"),
    ("ha-noi", "C09-phase", "2020"),
    ("ha-noi", "C10-phase", "2021-2026"),
    ("do-son", "F02", "KH/ĐU"),
    ("do-son", "F10", "Ngày, tháng, năm"),
    ("do-son", "T03", "không có thời gian"),
    ("do-son", "T15", "Ban Xây dựng Đảng"),
    ("dong-da", "C18", "không nêu căn cứ"),
    ("hung-dao", "C01", "15-NQ/TW"),
    ("hung-dao", "C01", "36-NQ/TW"),
    ("hung-dao", "C07", "36-NQ/TW"),
    ("hung-dao", "C03", "09/2017/NĐ-CP"),
    ("hung-dao", "F18", "TM.ỦY BAN NHÂN DÂN"),
    ("hung-dao", "R01", "không nói gửi cho ai"),
    ("hung-dao", "R03", "20/06"),
    ("hung-dao", "T14", "Trung tâm dịch vụ sự nghiệp công"),
    ("hai-phong", "R02", "không có ngày hạn"),
    ("hai-phong", "T02", "nhiều cơ quan"),
    ("hai-phong", "T15", "Công an thành phố"),
    ("hai-phong", "T15", "Bộ Chỉ huy quân sự"),
    ("hai-phong", "T15-group", "báo chí"),
    ("hai-phong", "T15-group", "Đảng ủy các xã, phường"),
]
# a violation makes a document unfit: these and no others
VIOLATIONS = {
    "do-son": {"F02", "F10"},
    "dong-da": {"F02", "F10"},
    "ha-noi": {"F02", "F10", "E01", "T06"},
    "hai-phong": {"F02", "F10"},
    "hung-dao": {"F02", "F10"},
}
# bodies that a list covers by other words
COVERED = [
    ("ha-noi", "Sở Du lịch"),  # “Các sở, ban, ngành Thành phố”
    ("ha-noi", "Văn phòng"),  # “VPUBTP”
    ("ha-noi", "Cơ quan Báo"),
    ("hung-dao", "Phòng Kinh tế"),  # “Các phòng, đơn vị thuộc UBND xã”
    ("hung-dao", "Công an xã"),
    ("hai-phong", "Sở Ngoại vụ"),  # “Sở Ngoại vụ, Sở VH,TT&DL”
    ("hai-phong", "Ban Tuyên giáo"),  # the issuer
    ("dong-da", "Ủy ban nhân dân"),  # “HỌND, UBND Phường”
]


@pytest.fixture(scope="module")
def findings(shared):
    registry = Registry.load()
    linked = {}
    for plan in PLANS:
        record = records.from_json(json.loads(shared("gold", f"{plan}.json").read_text(encoding="utf-8")))
        linked[plan] = link(record, registry, base=BASE, sha256="0" * 64)
    learnt = learn(list(linked.values()))
    graph = Graph()
    for record in linked.values():
        for quad in document_quads(record, base=BASE, learnt=learnt):
            graph.add(quad[:3])
    for quad in registry_quads(registry_rows(registry), base=BASE):
        graph.add(quad[:3])
    keys = {record.key: plan for plan, record in linked.items()}
    # gold has no offsets, which is all that the rules on traces could complain of
    return [
        (keys[finding.document.partition("id/doc/")[2]], finding.shape.removeprefix(str(CCR)), finding)
        for finding in check(graph)
        if finding.rule != "Q06"
    ]


@pytest.mark.parametrize(("plan", "shape", "words"), CLAIMS)
def test_what_a_careful_reader_saw_is_found(plan, shape, words, findings):
    assert any(p == plan and s == shape and words in f.message_vi for p, s, f in findings)


@pytest.mark.parametrize("plan", PLANS)
def test_nothing_else_makes_a_plan_unfit(plan, findings):
    found = {f.rule for p, _, f in findings if p == plan and f.severity is Severity.VIOLATION}
    assert found == VIOLATIONS[plan]


@pytest.mark.parametrize(("plan", "body"), COVERED)
def test_bodies_that_the_list_covers_are_not_reported(plan, body, findings):
    assert not [f.message_vi for p, _, f in findings if p == plan and f.rule == "T15" and f"“{body}" in f.message_vi]


def test_only_one_anniversary_is_wrong(findings):
    assert [f.rule for _, _, f in findings if f.rule in {"E01", "E02", "E03"}] == ["E01"]
