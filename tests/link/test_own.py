"""Whose key a document gets: the same for a re-scan, another for another paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cancu.link import Registry, link
from cancu.linked import Family, LinkedRecord
from cancu.model import Header, Record

ISSUERS = (
    "Ủy ban nhân dân thành phố Hà Nội",
    "Ủy ban nhân dân thành phố Hải Phòng",
    "Ban Thường vụ Đảng ủy phường Đồ Sơn",
    "Ban Tuyên giáo và Dân vận Thành ủy Hải Phòng",
    "Ủy ban nhân dân phường Đống Đa",
)
headers = st.builds(
    Header,
    type=st.sampled_from(("Kế hoạch", "Chỉ thị", "Quyết định", "Hướng dẫn")),
    issuer=st.sampled_from(ISSUERS),
    date=st.none() | st.dates(dt.date(2026, 2, 1), dt.date(2029, 12, 31)),
    title=st.sampled_from(("công tác đối ngoại", "phòng cháy", "trồng cây")),
    period=st.sampled_from(("2026", "2027", "2028")),
)


def key(head: Header, sha256: str = "00" * 32) -> str:
    return link(Record(source="a", document=head), Registry.load(), base="b:", sha256=sha256).key


@given(headers, st.binary(min_size=1))
@settings(max_examples=60, deadline=None)
def test_a_new_scan_of_a_paper_keeps_its_key(head: Header, scan: bytes) -> None:
    assert key(head) == key(head, scan.hex())


@given(headers, headers)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_two_papers_never_share_a_key(one: Header, other: Header) -> None:
    def facts(head: Header) -> tuple[object, ...]:
        return (head.type, head.issuer, head.title, head.date or head.period)

    assert (key(one) == key(other)) == (facts(one) == facts(other))


@given(st.integers(1, 9999), st.integers(1, 9999), st.sampled_from(ISSUERS[:2]), st.sampled_from((2026, 2027)))
@settings(max_examples=100, deadline=None)
def test_two_numbers_never_share_a_key(one: int, other: int, issuer: str, year: int) -> None:
    def numbered(serial: int) -> str:
        date = dt.date(year, 5, 1)
        return key(Header(type="Kế hoạch", issuer=issuer, number=f"{serial:02}/KH-UBND", date=date))

    assert (numbered(one) == numbered(other)) == (one == other)


CASES = [
    ({"number": "95/KH-UBND", "date": dt.date(2026, 3, 11)}, "ubnd-ha-noi/2026/kh/95", "by number, body and year"),
    ({"number": "95/KH-UBND", "period": "2026"}, "ubnd-ha-noi/2026/kh/95", "the period tells the year"),
    (
        {
            "type": "Chỉ thị",
            "number": "45-CT/TU",
            "issuer": "Ban Thường vụ Thành ủy Hà Nội",
            "date": dt.date(2025, 8, 8),
        },
        "tu-ha-noi/nk2020-2025/ct/45",
        "by the term of the committee",
    ),
    (
        {"number": "12-KH/ĐU", "issuer": "Đảng ủy xã Suối Mơ", "date": dt.date(2026, 4, 1)},
        "du-xa-suoi-mo/nk2025-2030/kh/12",
        "a commune of no list, in the usual term",
    ),
    (
        {"type": "Nghị định", "number": "72/2015/NĐ-CP", "issuer": "Chính phủ", "date": dt.date(2015, 9, 7)},
        "cp/qppl-2015/nd/72",
        "",
    ),
]


@pytest.mark.parametrize(("head", "expected", "why"), CASES, ids=[case[1] for case in CASES])
def test_a_header_gives_the_key(
    head: dict[str, object], expected: str, why: str, linked: Callable[..., LinkedRecord]
) -> None:
    assert linked(**head).key == expected, why


def test_a_blank_number_keeps_body_series_and_year(linked: Callable[..., LinkedRecord]) -> None:
    record = linked(issuer="Ban Thường vụ Đảng ủy phường Đồ Sơn", symbol="KH/ĐU", period="2026", title="đối ngoại")
    assert record.key.startswith("du-do-son-hai-phong/nk2025-2030/kh/_/2026-")
    assert record.document.family is Family.PARTY
    assert record.document.issuer == "btv-du-do-son-hai-phong"


def test_a_document_that_says_nothing_is_known_by_its_bytes(linked: Callable[..., LinkedRecord]) -> None:
    one = linked(type=None, issuer=None, sha256="aa" * 32)
    other = linked(type=None, issuer=None, sha256="bb" * 32)
    assert one.key != other.key
    assert one.document.family is Family.UNKNOWN


def test_keys_are_plain_ascii_paths(linked: Callable[..., LinkedRecord]) -> None:
    for head, _, _ in CASES:
        record = linked(**head)
        assert record.key == record.key.lower()
        assert record.key.isascii()
        assert " " not in record.iri


@pytest.mark.parametrize(
    ("number", "issuer", "family"),
    [
        # a steering committee is of no kind that a table knows: its paper tells by number and name
        ("15-CV/BCĐ35", "Ban Chỉ đạo 35 Tỉnh ủy Thí Dụ", Family.PARTY),
        ("15/CV-BCĐ35", "Ban Chỉ đạo Ngày hội đọc sách", Family.ADMINISTRATIVE),
        ("15-CV/BCĐ35", "Ban Chỉ đạo Ngày hội đọc sách", Family.ADMINISTRATIVE),
        # a known body decides, however it writes its number
        ("15-KH/UBND", "Ủy ban nhân dân thành phố Hà Nội", Family.ADMINISTRATIVE),
    ],
)
def test_two_signs_tell_a_paper_of_the_party_where_the_issuer_does_not(registry, number, issuer, family):
    head = Header(type="Kế hoạch", number=number, issuer=issuer, title="tổ chức ngày hội đọc sách")
    made = link(Record(source="x.txt", document=head), registry, base="https://thi-du.example/", sha256="0" * 64)
    assert made.document.family is family
