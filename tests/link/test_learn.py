"""A blank number learnt from another document's citation, and when it must not be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cancu.link import learn
from cancu.linked import LinkedRecord
from cancu.model import Citation

Linker = Callable[..., LinkedRecord]
Cite = Callable[..., Citation]
TITLE = "Tổ chức hoạt động thông tin đối ngoại thành phố Hà Nội năm 2026"


@pytest.fixture
def blank(linked: Linker) -> LinkedRecord:
    return linked(title=TITLE, period="2026", symbol="KH-UBND")


@pytest.fixture
def citing(linked: Linker, citation: Cite) -> Callable[..., LinkedRecord]:
    def make(title: str = f"Triển khai {TITLE}", **changes: object) -> LinkedRecord:
        values = {"number": "95/KH-UBND", "date": "2026-03-11", "issuer": "UBND thành phố Hà Nội", **changes}
        mention = citation(f"Kế hoạch số {values['number']} về {title}", title=title, **values)
        return linked(mention, issuer="Ủy ban nhân dân xã Hưng Đạo", title="của xã", period="2026")

    return make


def test_the_number_is_learnt_with_its_reason(blank: LinkedRecord, citing: Callable[..., LinkedRecord]) -> None:
    (learnt,) = learn([blank, citing()])
    assert (learnt.key, learnt.new_key) == (blank.key, "ubnd-ha-noi/2026/kh/95")
    assert learnt.number == "95/KH-UBND"
    assert "95/KH-UBND ngày 11/3/2026" in learnt.reason
    assert 0.8 <= learnt.confidence < 1


def test_the_order_of_documents_does_not_matter(blank: LinkedRecord, citing: Callable[..., LinkedRecord]) -> None:
    assert learn([blank, citing()]) == learn([citing(), blank])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": "phòng cháy, chữa cháy năm 2026"}, "another title"),
        ({"title": TITLE.replace("2026", "2025")}, "another year in the title"),
        ({"date": "2025-03-11"}, "another year"),
        ({"issuer": "UBND thành phố Hải Phòng"}, "another city"),
        ({"number": "95/QĐ-UBND", "type": "Quyết định"}, "another type"),
    ],
)
def test_what_contradicts_teaches_nothing(
    changes: dict[str, str], why: str, blank: LinkedRecord, citing: Callable[..., LinkedRecord]
) -> None:
    assert learn([blank, citing(**changes)]) == (), why


def test_two_numbers_for_one_paper_teach_nothing(blank: LinkedRecord, citing: Callable[..., LinkedRecord]) -> None:
    assert learn([blank, citing(), citing(number="96/KH-UBND", title=TITLE)]) == ()


def test_a_document_with_a_number_learns_nothing(linked: Linker, citing: Callable[..., LinkedRecord]) -> None:
    assert learn([linked(title=TITLE, period="2026", number="94/KH-UBND"), citing()]) == ()


def test_one_number_for_two_blank_papers_teaches_nothing(
    blank: LinkedRecord, linked: Linker, citing: Callable[..., LinkedRecord]
) -> None:
    twin = linked(title=f"{TITLE} (bản 2)", period="2026", symbol="KH-UBND")
    assert learn([blank, twin, citing()]) == ()
