"""What people type, and which documents they mean."""

from __future__ import annotations

import pytest

from cancu.link import Registry, known_documents, lookup

BASE = "https://w3id.org/cancu/"

CASES = [
    ("nghi quyet 59", ["tw/k13/nq/59", "tw/k12/nq/59"], "two resolutions, equals, the younger first"),
    ("Nghị quyết 59", ["tw/k13/nq/59", "tw/k12/nq/59"], ""),
    ("59-NQ/TW", ["tw/k13/nq/59", "tw/k12/nq/59"], ""),
    ("NQ 59", ["tw/k13/nq/59", "tw/k12/nq/59"], "by abbreviation"),
    ("Nghị quyết 59 của Bộ Chính trị năm 2025", ["tw/k13/nq/59"], "a year"),
    ("nq 59 ngày 24/01/2025", ["tw/k13/nq/59"], "a day"),
    ("nghị quyết 36 khóa IX", ["tw/k09/nq/36"], "a term"),
    ("NĐ 72-2015", ["cp/qppl-2015/nd/72"], ""),
    ("72/2015/NĐ-CP", ["cp/qppl-2015/nd/72"], ""),
    ("nghị định 9/2017", ["cp/qppl-2017/nd/9"], "no padding"),
    ("kết luận 57", ["tw/k13/kl/57"], ""),
    ("95/KH-UBND", ["ubnd-ha-noi/2026/kh/95"], ""),
    ("Luật Thủ đô", ["qh/qh15/luat/39", "qh/qh13/luat/25"], "two acts of one name"),
    ("Luật Thủ đô 2024", ["qh/qh15/luat/39"], "one of them"),
    ("quy định 399", ["tw/k13/qyd/399"], "printed 399-QĐ/TW"),
    ("Quyết định 59", [], "no decision of that number"),
    ("nghị quyết 5", [], "5 is not 59"),
    ("nghị quyết 59 năm 2021", [], "of no such year"),
    ("", [], ""),
    ("   ", [], ""),
    ("thời tiết hôm nay", [], ""),
]


@pytest.mark.parametrize(("typed", "best", "why"), CASES, ids=[case[0] for case in CASES])
def test_words_lead_to_documents(typed: str, best: list[str], why: str, registry: Registry) -> None:
    found = lookup(known_documents(registry, base=BASE), typed)
    top = [one.iri.removeprefix(f"{BASE}id/doc/") for one in found if one.score == found[0].score]
    assert top == best, why


def test_part_of_a_title_finds_less_surely(registry: Registry) -> None:
    found = lookup(known_documents(registry, base=BASE), "hội nhập quốc tế")
    assert found[0].iri.endswith("tw/k13/nq/59")
    assert found[0].score < 1


def test_a_candidate_says_what_it_is(registry: Registry) -> None:
    (found,) = lookup(known_documents(registry, base=BASE), "nq 59 ngày 24/01/2025")
    assert found.reason == "Nghị quyết số 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị"
