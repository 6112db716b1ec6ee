"""Which document a citation means: each rung of the order of evidence, with what must not pass for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cancu.linked import LinkedCitation, Resolution
from cancu.model import Citation

Cite = Callable[..., Citation]
Cited = Callable[..., LinkedCitation]

FULL = [
    ("59-NQ/TW", "2025-01-24", "Bộ Chính trị", "tw/k13/nq/59", "one resolution 59"),
    ("59-NQ/TW", "2020-08-05", "Bộ Chính trị", "tw/k12/nq/59", "and the other"),
    ("36-NQ/TW", "2004-03-26", "Bộ Chính trị", "tw/k09/nq/36", ""),
    ("36-NQ/TW", "2018-10-22", "Ban Chấp hành Trung ương Đảng", "tw/k12/nq/36", "the Central Committee numbers too"),
    ("36-NQ/TW", "2023-01-30", "Bộ Chính trị", "tw/k13/nq/36", ""),
    ("72/2015/NĐ-CP", None, None, "cp/qppl-2015/nd/72", "the year is in the number"),
    ("1079/QĐ-TTg", "2022-09-14", None, "ttg/2022/qd/1079", ""),
    ("112/KH-UBND", "2023-03-31", "UBND Thành phố", "ubnd-ha-noi/2023/kh/112", "the city is the document's own"),
    ("45-CT/TU", "2025-08-08", "Ban Thường vụ Thành ủy", "tu-ha-noi/nk2020-2025/ct/45", "before the congress closed"),
    ("02-HD/BTGDVTW", "2026-01-28", None, "btgdv-tw/k14/hd/2", "an organ counts by the Committee's term"),
]


@pytest.mark.parametrize("case", FULL, ids=[f"{c[0]} {c[1]}" for c in FULL])
def test_number_and_date_decide(
    case: tuple[str, str | None, str | None, str, str], citation: Cite, cited: Cited
) -> None:
    number, date, issuer, key, why = case
    done = cited(citation(f"X số {number}", number=number, date=date, issuer=issuer, type=None))
    assert (done.resolution, done.target) == (Resolution.RESOLVED, key), why


def test_normative_and_individual_numbers_run_apart(citation: Cite, cited: Cited) -> None:
    one = citation("Quyết định số 08/2021/QĐ-UBND", number="08/2021/QĐ-UBND")
    other = citation("Quyết định số 08/QĐ-UBND", number="08/QĐ-UBND", date="2021-01-05")
    assert cited(one).target == "ubnd-ha-noi/qppl-2021/qd/8"
    assert cited(other).target == "ubnd-ha-noi/2021/qd/8"


def test_two_organs_of_one_legislature_run_apart(citation: Cite, cited: Cited) -> None:
    law = cited(citation("Luật số 87/2025/QH15", number="87/2025/QH15"))
    normative = cited(citation("Nghị quyết số 87/2025/UBTVQH15", number="87/2025/UBTVQH15"))
    individual = cited(citation("Nghị quyết số 87/NQ-UBTVQH15", number="87/NQ-UBTVQH15"))
    assert len({law.target, normative.target, individual.target}) == 3


def test_a_bare_number_stays_ambiguous_with_its_candidates(citation: Cite, cited: Cited) -> None:
    done = cited(citation("Nghị quyết 59-NQ/TW", number="59-NQ/TW"))
    assert done.resolution is Resolution.AMBIGUOUS
    assert done.target is None
    assert done.candidates == ("tw/k12/nq/59", "tw/k13/nq/59")
    assert len(cited(citation("Nghị quyết 36-NQ/TW", number="36-NQ/TW")).candidates) == 3


def test_what_was_told_apart_is_kept_beside_the_answer(citation: Cite, cited: Cited) -> None:
    undated = cited(citation("Nghị quyết 36-NQ/TW của Bộ Chính trị khóa IX", number="36-NQ/TW", term="IX"))
    assert (undated.resolution, undated.target) == (Resolution.RESOLVED, "tw/k09/nq/36")
    assert undated.candidates == ("tw/k09/nq/36", "tw/k12/nq/36", "tw/k13/nq/36")
    dated = cited(citation("Nghị quyết số 36-NQ/TW ngày 26/3/2004", number="36-NQ/TW", date="2004-03-26"))
    assert dated.candidates == ()


def test_one_known_document_of_a_bare_number_is_no_proof(citation: Cite, cited: Cited) -> None:
    done = cited(citation("Quyết định số 1079/QĐ-TTg", number="1079/QĐ-TTg"))
    assert (done.resolution, done.candidates) == (Resolution.AMBIGUOUS, ("ttg/2022/qd/1079",))


@pytest.mark.parametrize("word", ["khóa IX", "khoá IX"])
def test_the_term_of_the_issuer_decides(word: str, citation: Cite, cited: Cited) -> None:
    done = cited(citation(f"Nghị quyết 36-NQ/TW của Bộ Chính trị {word}", number="36-NQ/TW", issuer="Bộ Chính trị"))
    assert (done.resolution, done.target) == (Resolution.RESOLVED, "tw/k09/nq/36")
    assert "IX" in done.reason


@pytest.mark.parametrize("term", ["IX", "khóa IX"])
def test_a_term_told_apart_decides_as_well(term: str, citation: Cite, cited: Cited) -> None:
    done = cited(citation("Nghị quyết 36-NQ/TW", number="36-NQ/TW", term=term))
    assert (done.target, "“khóa IX”" in done.reason) == ("tw/k09/nq/36", True)


def test_a_term_inside_the_title_is_another_documents(citation: Cite, cited: Cited) -> None:
    title = "thực hiện Nghị quyết 36-NQ/TW của Bộ Chính trị khóa IX"
    done = cited(citation(f"Kết luận số 99-KL/TW về {title}", number="99-KL/TW", title=title, issuer="Bộ Chính trị"))
    assert done.target is None or "/k09/" not in done.target


def test_a_year_in_the_words_decides(citation: Cite, cited: Cited) -> None:
    done = cited(citation("Nghị quyết số 59-NQ/TW năm 2022 của Bộ Chính trị", number="59-NQ/TW"))
    assert done.target == "tw/k13/nq/59"


def test_a_title_of_one_candidate_decides(citation: Cite, cited: Cited) -> None:
    title = "phương hướng, nhiệm vụ phát triển Thủ đô Hà Nội đến năm 2030, tầm nhìn đến năm 2045"
    done = cited(citation(f"Nghị quyết số 15-NQ/TW về {title}", number="15-NQ/TW", title=title))
    assert (done.resolution, done.target) == (Resolution.RESOLVED, "tw/k13/nq/15"), "not that of 2001 - 2010"


def test_an_earlier_full_citation_decides(citation: Cite, cited: Cited) -> None:
    full = citation("Nghị quyết số 59-NQ/TW", number="59-NQ/TW", date="2025-01-24")
    done = cited(full, citation("Nghị quyết số 59-NQ/TW", number="59-NQ/TW"))
    assert (done.target, "trước đó" in done.reason) == ("tw/k13/nq/59", True)


def test_a_later_full_citation_does_not(citation: Cite, linked: Callable[..., object]) -> None:
    short = citation("Nghị quyết số 59-NQ/TW", number="59-NQ/TW")
    full = citation("Nghị quyết số 59-NQ/TW", number="59-NQ/TW", date="2025-01-24")
    record = linked(short, full)
    assert record.citations[0].resolution is Resolution.AMBIGUOUS  # type: ignore[attr-defined]


def test_the_closing_day_of_a_congress_belongs_to_neither_term(citation: Cite, cited: Cited) -> None:
    done = cited(citation("Chỉ thị số 01-CT/TW", number="01-CT/TW", date="2026-01-23", type="Chỉ thị"))
    assert (done.resolution, done.candidates) == (Resolution.AMBIGUOUS, ("tw/k13/ct/1", "tw/k14/ct/1"))


def test_what_nobody_knows_becomes_a_stub(citation: Cite, linked: Callable[..., object]) -> None:
    record = linked(citation("Chỉ thị số 52-CT/TW", number="52-CT/TW", date="2025-10-03", issuer="Ban Bí thư"))
    assert record.citations[0].resolution is Resolution.STUB  # type: ignore[attr-defined]
    assert [(stub.key, stub.issuer) for stub in record.documents] == [("tw/k13/ct/52", "bbt")]  # type: ignore[attr-defined]


def test_undated_numbers_of_two_papers_do_not_meet(citation: Cite, cited: Cited) -> None:
    one = cited(citation("Nghị quyết số 116/NQ-CP về y tế", number="116/NQ-CP", title="y tế"))
    other = cited(citation("Nghị quyết số 116/NQ-CP về đất đai", number="116/NQ-CP", title="đất đai"))
    assert one.target != other.target


CONGRESSES = [
    ("Nghị quyết Đại hội XIV của Đảng", None, "tw/name/nghi-quyet-dai-hoi-k14"),
    ("Nghị quyết XIV của Đảng", None, "tw/name/nghi-quyet-dai-hoi-k14"),
    ("Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng", None, "tw/name/nghi-quyet-dai-hoi-k13"),
    ("Nghị quyết Đại hội XVIII của Thành phố", None, "tu-ha-noi/name/nghi-quyet-dai-hoi-nk2025-2030"),
    (
        "Nghị quyết Đại hội Đảng bộ thành phố lần thứ XVIII",
        "Đại hội đại biểu Đảng bộ thành phố Hà Nội lần thứ XVIII",
        "tu-ha-noi/name/nghi-quyet-dai-hoi-nk2025-2030",
    ),
    (
        "Nghị quyết Đại hội Đảng bộ thành phố Hải Phòng lần thứ I",
        None,
        "tu-hai-phong/name/nghi-quyet-dai-hoi-nk2025-2030",
    ),
]


@pytest.mark.parametrize(("words", "issuer", "key"), CONGRESSES, ids=[case[0] for case in CONGRESSES])
def test_a_congress_is_known_by_body_and_period(
    words: str, issuer: str | None, key: str, citation: Cite, cited: Cited
) -> None:
    assert cited(citation(words, issuer=issuer)).target == key


def test_a_law_by_name_is_a_name_with_the_acts_it_may_be(citation: Cite, linked: Callable[..., object]) -> None:
    record = linked(
        citation("Luật Thủ đô", type="Luật", title="Thủ đô"),
        citation("Luật Thủ đô (sửa đổi)", type="Luật", title="Thủ đô (sửa đổi)"),
    )
    done, revised = record.citations  # type: ignore[attr-defined]
    assert (done.target, revised.target) == ("qh/name/luat-thu-do", "qh/name/luat-thu-do-sua-doi")
    stub = next(stub for stub in record.documents if stub.key == done.target)  # type: ignore[attr-defined]
    assert stub.same_as == ("qh/qh13/luat/25", "qh/qh15/luat/39")


def test_a_law_with_its_day_is_the_act(citation: Cite, cited: Cited) -> None:
    title = "Ban hành văn bản quy phạm pháp luật"
    of_2025 = cited(citation(f"Luật {title}", type="Luật", title=title, date="2025-02-19"))
    of_2015 = cited(citation(f"Luật {title}", type="Luật", title=title, date="2015-06-22"))
    assert of_2025.target == "qh/qh15/luat/64"
    assert of_2015.target == "qh/name/luat-ban-hanh-van-ban-quy-pham-phap-luat-2015"


def test_amending_laws_of_two_years_are_two(citation: Cite, cited: Cited) -> None:
    title = "sửa đổi, bổ sung một số điều của Luật bảo hiểm y tế"
    first = citation(f"Luật {title}", type="Luật", title=title, date="2014-06-13")
    second = citation(f"Luật {title}", type="Luật", title=title, date="2024-11-27")
    assert cited(first, second).target != cited(first).target


def test_a_plan_of_another_city_is_not_meant_by_its_title(citation: Cite, cited: Cited) -> None:
    title = "công tác thông tin đối ngoại năm 2026"
    plan = citation(f"Kế hoạch {title}", type="Kế hoạch", title=title)
    assert cited(plan, issuer="Ủy ban nhân dân thành phố Hải Phòng").target == "ubnd-hai-phong/2026/kh/29"
    assert cited(plan).target != "ubnd-hai-phong/2026/kh/29"
