"""Recipients, events and relations, and the place of a document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from cancu.link import Registry
from cancu.link.names import without_private_names
from cancu.link.places import context
from cancu.linked import LinkedRecipient, LinkedRecord
from cancu.model import Citation, Event, Header, Recipient, Record, Relation, RelationKind, Role

Linker = Callable[..., LinkedRecord]


def record(**parts: object) -> Record:
    head = Header(type="Kế hoạch", issuer="Ban Thường vụ Đảng ủy phường Đống Đa", title="Thử", period="2026")
    return Record(source="x", document=head, **parts)  # type: ignore[arg-type]


@pytest.fixture
def received(linked: Linker) -> Callable[[str], LinkedRecipient]:
    def make(text: str) -> LinkedRecipient:
        return linked(record=record(recipients=(Recipient(text=text, start=0, end=0),))).recipients[0]

    return make


@pytest.mark.parametrize(
    ("line", "bodies"),
    [
        ("TTĐU", ("tt-du-dong-da-ha-noi",)),
        ("Lưu VT, BXDĐ", ("bxdd-dong-da-ha-noi",)),
        ("Lưu: VT", ("btv-du-dong-da-ha-noi",)),
        ("Đ/c Liên (TT-TH)", ()),
    ],
)
def test_a_line_means_its_bodies(
    line: str, bodies: tuple[str, ...], received: Callable[[str], LinkedRecipient]
) -> None:
    done = received(line)
    assert (done.bodies, done.kept) == (bodies, line.startswith("Lưu"))


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Đ/c Liên (TT-TH)", "Đ/c … (TT-TH)"),
        ("Đồng chí Trần Thị Mẫu", "Đồng chí …"),
        ("Các đ/c lãnh đạo Ban", "Các đ/c lãnh đạo Ban"),
        ("Các đồng chí Ủy viên Ban Thường vụ", "Các đồng chí Ủy viên Ban Thường vụ"),
        ("Đ/c Bí thư Đảng ủy", "Đ/c Bí thư Đảng ủy"),
    ],
)
def test_private_persons_are_not_named(line: str, shown: str) -> None:
    assert without_private_names(line) == shown


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("58 năm thành lập khối ASEAN", "asean"),
        ("31 năm Việt Nam gia nhập ASEAN", "viet-nam-gia-nhap-asean"),
        ("Ngày sinh Chủ tịch Hồ Chí Minh", "ngay-sinh-ho-chi-minh"),
        ("Ngày Giải phóng Thủ đô", "giai-phong-thu-do"),
        ("Ngày hội văn hóa ASEAN", None),
    ],
)
def test_an_anniversary_leads_to_what_it_commemorates(name: str, known: str | None, linked: Linker) -> None:
    event = Event(text=name, start=0, end=0, name=name, anniversary=10)
    assert linked(record=record(events=(event,))).events[0].commemorates == known


def test_a_happening_without_years_commemorates_nothing(linked: Linker) -> None:
    event = Event(text="thành lập khối ASEAN", start=0, end=0, name="thành lập khối ASEAN", date=dt.date(2026, 8, 8))
    assert linked(record=record(events=(event,))).events[0].commemorates is None


def test_the_ends_of_a_relation_are_what_the_citations_mean(linked: Linker, citation: Callable[..., Citation]) -> None:
    cites = (
        citation("Quyết định số 173/QĐ-TTg", number="173/QĐ-TTg", date="2026-01-27"),
        citation("Chiến lược văn hóa", type="Chiến lược", title="văn hóa"),
    )
    ends = Relation(
        text="", start=0, end=0, source="173/QĐ-TTg", relation=RelationKind.APPROVES, target="Chiến lược văn hóa"
    )
    lost = Relation(text="", start=0, end=0, source="1/QĐ-TTg", relation=RelationKind.AMENDS, target="Luật không nêu")
    done = linked(record=record(citations=cites, relations=(ends, lost)))
    assert (done.relations[0].source, done.relations[0].target) == ("ttg/2026/qd/173", done.citations[1].target)
    assert (done.relations[1].source, done.relations[1].target) == (None, None)


PLACES = [
    ({"issuer": "Ủy ban nhân dân xã Hưng Đạo"}, "UBND thành phố Hà Nội", "hung-dao-ha-noi", "its basis tells"),
    ({"issuer": "Ủy ban nhân dân xã Hưng Đạo"}, "UBND tỉnh Cao Bằng", "hung-dao-cao-bang", ""),
    ({"issuer": "Ủy ban nhân dân xã Hưng Đạo"}, "Chính phủ", None, "nothing tells which of two"),
    ({"issuer": "Ủy ban nhân dân phường Hưng Đạo"}, "", "hung-dao-hai-phong", "one ward of the name"),
    ({"issuer": "Đảng ủy phường Nam Đồ Sơn"}, "", "nam-do-son-hai-phong", "not Đồ Sơn"),
    ({"place": "Đồ Sơn"}, "", "do-son-hai-phong", "no issuer, the place before the date"),
    ({"issuer": "Bộ Nội vụ", "place": "Hà Nội"}, "", None, "the seat of a ministry is not its place"),
    ({}, "", None, ""),
]


@pytest.mark.parametrize("case", PLACES, ids=[case[3] or str(case[0]) for case in PLACES])
def test_a_document_belongs_to_a_place(
    case: tuple[dict[str, str], str, str | None, str], registry: Registry, citation: Callable[..., Citation]
) -> None:
    head, basis, place, why = case
    cites = (citation(f"Kế hoạch của {basis}", role=Role.BASIS),) if basis else ()
    made = Record(source="x", document=Header(**head), citations=cites)  # type: ignore[arg-type]
    chain = context(made, registry)
    assert (chain[0].slug if chain else None) == place, why
