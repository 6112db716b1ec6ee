"""What people type, and which documents of the registry they mean: one, several, none."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu import resources
from cancu.link import Registry, known_documents
from cancu.link.types import document_types
from cancu.query import Listed, Lookup, type_words

BASE = "https://w3id.org/cancu/"
BOTH_59 = ["tw/k13/nq/59", "tw/k12/nq/59"]
ALL_36 = ["tw/k13/nq/36", "tw/k12/nq/36", "tw/k09/nq/36"]
BOTH_CAPITALS = ["qh/qh15/luat/39", "qh/qh13/luat/25"]
DECREE = ["cp/qppl-2015/nd/72"]
XIV = ["tw/name/nghi-quyet-dai-hoi-k14"]

MEANT = [
    ("72/2015/NĐ-CP", DECREE, "as printed"),
    ("nghi dinh 72", DECREE, "no tones"),
    ("NĐ 72-2015", DECREE, "a short form, a hyphen for the slash"),
    ("nđ72/2015", DECREE, "run together"),
    ("ND 72/2015/ND-CP", DECREE, "no stroke on the D"),
    ("Nghị định số 72/2015/NĐ-CP ngày 07 tháng 9 năm 2015 của Chính phủ", DECREE, "in full"),
    ("nghị định 72 năm 2015", DECREE, "the year apart"),
    ("72/2015", DECREE, "no type"),
    ("Nghị định số 072/2015", DECREE, "a leading zero"),
    ("nghị định 9/2017", ["cp/qppl-2017/nd/9"], "printed 09"),
    ("nghị định 9", ["cp/qppl-2019/nd/9", "cp/qppl-2017/nd/9"], "two decrees of that number"),
    ("nghị định 30 về công tác văn thư", ["cp/qppl-2020/nd/30"], "number and title"),
    ("nghi quyet 59", BOTH_59, "two resolutions, the younger first"),
    ("Nghị quyết 59", BOTH_59, ""),
    ("NGHỊ QUYẾT SỐ 59", BOTH_59, "capitals"),
    ("59-NQ/TW", BOTH_59, ""),
    ("59/NQ-TW", BOTH_59, "separators the wrong way round"),
    ("NQ 59", BOTH_59, "by short form"),
    ("NQ59-NQ/TW", BOTH_59, ""),
    ("số 59", BOTH_59, "no type"),
    ("Nghi\u0323 quyê\u0301t 59", BOTH_59, "letters in pieces (NFD)"),
    ("Nghị quyết 59 của Bộ Chính trị năm 2025", ["tw/k13/nq/59"], "a year"),
    ("nghị quyết 59 2025", ["tw/k13/nq/59"], "a bare year"),
    ("nghị quyết 59 BCT năm 2020", ["tw/k12/nq/59"], "the other, the issuer in short"),
    ("nq 59 ngày 24/01/2025", ["tw/k13/nq/59"], "a day"),
    ("nghị quyết 59 ngày 5.8.2020", ["tw/k12/nq/59"], "with dots"),
    ("nghị quyết 59 hội nhập quốc tế", ["tw/k13/nq/59"], "words of the title"),
    ("nghị quyết 59 khóa XIII", ["tw/k13/nq/59"], "a term"),
    ("36-NQ/TW", ALL_36, "three of one number"),
    ("nghị quyết 36 khóa IX", ["tw/k09/nq/36"], ""),
    ("nghị quyết 36 khóa 9", ["tw/k09/nq/36"], "Arabic figures"),
    ("nghị quyết 36 của Ban Chấp hành Trung ương", ["tw/k12/nq/36"], "who issued it"),
    ("kết luận 57", ["tw/k13/kl/57"], ""),
    ("KL57-KL/TW", ["tw/k13/kl/57"], ""),
    ("quy định 399", ["tw/k13/qyd/399"], "printed 399-QĐ/TW"),
    ("QĐ 399-QĐ/TW", ["tw/k13/qyd/399"], "one short form for two types"),
    ("QĐ 1079 TTg", ["ttg/2022/qd/1079"], ""),
    ("quyết định 1079 của Thủ tướng", ["ttg/2022/qd/1079"], ""),
    ("Luật Thủ đô", BOTH_CAPITALS, "two acts of one name"),
    ("luat thu do", BOTH_CAPITALS, ""),
    ("Luật Thủ đô 2024", ["qh/qh15/luat/39"], "one of them"),
    ("Luật Thủ đô năm 2012", ["qh/qh13/luat/25"], "the other"),
    ("Luật Thủ đô (sửa đổi)", BOTH_CAPITALS, "no title has “sửa đổi”"),
    ("39/2024/QH15", ["qh/qh15/luat/39"], ""),
    ("Luật số 39", ["qh/qh15/luat/39"], ""),
    ("Nghị quyết Đại hội XIV", XIV, "by name"),
    ("nghi quyet dai hoi 14", XIV, "Arabic figures"),
    ("NQ Đại hội lần thứ XIV của Đảng", XIV, ""),
    ("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII", ["tw/name/nghi-quyet-dai-hoi-k13"], "the one before"),
    ("nghị quyết đại hội thành phố Hà Nội lần thứ XVIII", ["tu-ha-noi/name/nghi-quyet-dai-hoi-nk2025-2030"], ""),
    ("nghị quyết đại hội Đống Đa", ["du-dong-da-ha-noi/name/nghi-quyet-dai-hoi-nk2025-2030"], ""),
    ("95/KH-UBND", ["ubnd-ha-noi/2026/kh/95"], ""),
    ("kế hoạch 95 của UBND TP Hà Nội", ["ubnd-ha-noi/2026/kh/95"], ""),
    ("Chỉ thị 45 Thành ủy Hà Nội", ["tu-ha-noi/nk2020-2025/ct/45"], ""),
    ("hội nhập quốc tế", ["tw/k13/nq/59"], "a part of a title"),
    ("Chương trình hành động thực hiện Kết luận 57", ["cp/2024/nq/47"], "a title that begins like a type"),
    ("tw/k13/nq/59", ["tw/k13/nq/59"], "a key"),
    (f"{BASE}id/doc/tw/k12/nq/59", ["tw/k12/nq/59"], "an identifier"),
]

UNKNOWN = [
    ("Quyết định 59", "no decision of that number"),
    ("nghị quyết 5", "5 is not 59"),
    ("nghị quyết 590", "nor is 590"),
    ("nghị quyết 59 năm 2021", "of no such year"),
    ("nghị quyết 59 năm 2030", "a year of its title is not its own"),
    ("nq 59 ngày 25/01/2025", "of no such day"),
    ("nghị quyết 59 khóa XII năm 2025", "the other's term"),
    ("72/2014/NĐ-CP", "another year"),
    ("72/2015/TT-BTC", "another type and organ"),
    ("nghị quyết 59 của Chính phủ", "another issuer"),
    ("Nghị quyết Đại hội XV", "not held"),
    ("Luật Thủ đô năm 2020", "of no such year"),
    ("Luật Thư viện", "not known"),
    ("kế hoạch 95 của UBND thành phố Hải Phòng", "another city"),
    ("thời tiết hôm nay", "no document"),
    ("", "nothing"),
    ("   ", "nothing"),
    ("số", "a word that says nothing"),
]


@cache
def lookup() -> Lookup:
    types = type_words((kind.name, (kind.state or "", kind.party or "")) for kind in document_types().all)
    return Lookup(Listed(known_documents(Registry.load(), base=BASE), {}), types)


def keys(typed: str) -> list[str]:
    return [document.iri.removeprefix(f"{BASE}id/doc/") for document in lookup().documents(typed)]


@pytest.mark.parametrize(("typed", "meant", "why"), MEANT, ids=[case[0] for case in MEANT])
def test_a_typed_name_means_its_documents(typed: str, meant: list[str], why: str) -> None:
    assert keys(typed) == meant, why


@pytest.mark.parametrize(("typed", "why"), UNKNOWN, ids=[case[0] for case in UNKNOWN])
def test_what_contradicts_means_nothing(typed: str, why: str) -> None:
    assert keys(typed) == [], why


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("nghị quyết 59 năm 2021", "tw/k13/nq/59"),
        ("72/2014/NĐ-CP", "cp/qppl-2015/nd/72"),
        ("Quyết định 59", "tw/k13/nq/59"),
        ("Luật Thủ đô năm 2020", "qh/qh15/luat/39"),
        ("Nghị quyết Đại hội XV", "tw/name/nghi-quyet-dai-hoi-k14"),
        ("nghị quyết 58", "tw/k13/nq/59"),
        ("nghi quyt 59", "tw/k12/nq/59"),
        ("nghị quyết hội nhập kinh tế quốc tế", "tw/k13/nq/59"),
    ],
)
def test_near_misses_are_told(typed: str, near: str) -> None:
    assert keys(typed) == []
    assert f"{BASE}id/doc/{near}" in {document.iri for document in lookup().near(typed)}


@pytest.mark.parametrize("typed", ["", "   ", "xyz", "nghị quyết"])
def test_nothing_is_near_to_what_says_nothing(typed: str) -> None:
    assert lookup().near(typed) == ()


SHORT = resources.table("data", "interface", "lookup-short-forms.tsv")


@pytest.mark.parametrize("row", SHORT, ids=[row["short"] for row in SHORT])
def test_a_short_form_stands_for_its_words(row: dict[str, str]) -> None:
    assert keys(row["example"])
    assert keys(row["decoy"]) == []


@given(st.sampled_from(known_documents(Registry.load(), base=BASE)))
@settings(max_examples=60, deadline=None)
def test_each_document_is_found_by_its_whole_name(document: object) -> None:
    assert document.label is not None  # type: ignore[attr-defined]
    assert document in lookup().documents(document.label)  # type: ignore[attr-defined]


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_has_an_answer(text: str) -> None:
    assert isinstance(lookup().documents(text), tuple)
    assert len(lookup().near(text)) <= 5
