"""Which tasks take up a superior's: pairs read by hand, in short words of the plans and of places that do not exist."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS

from cancu import resources
from cancu.namespaces import CC
from cancu.pipeline.cascade import Relations, is_level, links, pairs
from cancu.vietnamese import fold

TITLE = "Tổ chức hoạt động thông tin đối ngoại năm 2026"
ABOVE = {
    "training": "Phối hợp các đơn vị liên quan tập huấn, bồi dưỡng nghiệp vụ thông tin đối ngoại cho các đối tượng",
    "money": "Chủ động bố trí kinh phí ngân sách địa phương để triển khai các hoạt động thông tin đối ngoại",
    "people": "Tổ chức tuyên truyền và thực hiện công tác thông tin đối ngoại, đặc biệt hoạt động đối ngoại nhân dân",
    "market": "Sửa chữa đường vào chợ phiên, lắp đèn chiếu sáng quanh chợ phiên",
    "fire": "Kiểm tra phòng cháy chữa cháy tại chợ phiên, kho hàng",
    "library": "Mở thư viện lưu động phục vụ học sinh vùng cao",
}
MINE = {
    "lớp": "Cử cán bộ tham gia các lớp tập huấn, bồi dưỡng nghiệp vụ về công tác thông tin đối ngoại",
    "kiều bào": "Tổ chức khảo sát nắm tình hình công dân ở nước ngoài, tạo mối quan hệ và vận động con em",
    "báo chí": "Cung cấp thông tin cho báo chí về công tác nhân quyền và thông tin đối ngoại trên địa bàn xã",
    "đường": "Giao thôn Suối Mơ lắp đèn chiếu sáng, sửa chữa đường vào chợ phiên trong tháng 5",
    "cháy": "Thường xuyên kiểm tra phòng cháy chữa cháy các kho hàng trong xã",
    "sách": "Quyên góp sách cũ cho thư viện lưu động, phục vụ học sinh",
    "hội": "Tổ chức ngày hội chợ phiên, mời học sinh tham gia",
}
RIGHT = {("lớp", "training"), ("đường", "market"), ("cháy", "fire"), ("sách", "library")}


def iri(name: str) -> URIRef:
    return URIRef("http://vi-du.example/" + name.replace(" ", "-"))


def test_pairs_are_those_that_a_reader_finds() -> None:
    names = {iri(name): name for name in (*MINE, *ABOVE)}
    mine = {iri(name): words for name, words in MINE.items()}
    above = {iri(name): words for name, words in ABOVE.items()}
    found = {(names[a], names[b]) for a, b in pairs(mine, above, TITLE)}
    assert len(found & RIGHT) >= 0.9 * len(found)
    assert found == RIGHT


@pytest.mark.parametrize("row", resources.table("data", "lexicon", "levels.tsv"), ids=lambda row: row["example"])
def test_a_group_holds_the_bodies_of_a_level(row: dict[str, str]) -> None:
    issuers = ("Ủy ban nhân dân xã Thí Dụ", "Ban Thường vụ Đảng ủy phường Thí Dụ", "Sở Du lịch tỉnh Thí Dụ")
    assert any(is_level(fold(row["example"]), fold(name)) for name in issuers)
    assert not any(is_level(fold(row["decoy"]), fold(name)) for name in issuers)


@pytest.mark.parametrize("row", resources.table("data", "lexicon", "cascade-words.tsv"), ids=lambda row: row["words"])
def test_stock_words_make_no_tasks_alike(row: dict[str, str]) -> None:
    a, b = iri("a"), iri("b")
    assert list(pairs({a: row["example"]}, {b: row["example"]})) == []
    assert list(pairs({a: row["decoy"]}, {b: row["decoy"]})) == [(a, b)]


def view(lead: str, *, renumbered: bool = False) -> Graph:
    graph = Graph()
    here, above, named = iri("plan"), iri("superior"), iri("numbered") if renumbered else iri("superior")
    graph.add((here, CC.issuedBy, iri("body")))
    graph.add((iri("body"), SKOS.prefLabel, Literal("Ủy ban nhân dân xã Thí Dụ", lang="vi")))
    graph.add((here, CC.basedOn, named))
    if renumbered:
        graph.add((above, DCTERMS.isReplacedBy, named))
    for document, task, words in ((here, "mine", MINE["đường"]), (above, "wanted", ABOVE["market"])):
        graph.add((document, CC.assigns, iri(task)))
        graph.add((iri(task), CC.quote, Literal(words)))
    graph.add((iri("wanted"), CC.leadName, Literal(lead)))
    return graph


@pytest.mark.parametrize("renumbered", [False, True])
def test_a_task_set_for_the_level_is_taken_up(*, renumbered: bool) -> None:
    graph = view("UBND các phường, xã", renumbered=renumbered)
    before = set(graph)
    assert links(Relations(graph), iri("plan")) == ((iri("mine"), CC.takesUp, iri("wanted")),)
    assert set(graph) == before


def test_a_task_of_others_is_not_taken_up() -> None:
    assert links(Relations(view("Sở Du lịch")), iri("plan")) == ()
    assert links(Relations(()), iri("plan")) == ()
