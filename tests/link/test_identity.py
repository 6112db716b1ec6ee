"""Two different papers never share an identifier, and one paper keeps its own however it was scanned or typed.

The truth about the generated papers is reckoned here from the rules (NĐ 30/2020/NĐ-CP, HD 36-HD/VPTW), not by the code
that is tested.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from cancu.link import Registry, link
from cancu.linked import Unit
from cancu.model import Citation, Header, Record, Signer

SIZE = int(os.environ.get("CANCU_TEST_PAPERS", "10000"))
"""How many papers are generated; 100000 is the full size."""
TITLES = ("công tác đối ngoại", "phòng cháy, chữa cháy", "trồng cây", "thư viện xã", "Ngày hội đọc sách", "hòa giải")
PEOPLE = ("Nguyễn Văn Mẫu", "Trần Thị Mẫu", "Lê Văn Thử", "Phạm Thị Thử", "Đỗ Văn Giả")
_STATE = (("Kế hoạch", "KH"), ("Quyết định", "QĐ"), ("Báo cáo", "BC"), ("Thông báo", "TB"), ("Chương trình", "CTr"))
_PARTY = (("Kế hoạch", "KH"), ("Hướng dẫn", "HD"), ("Kết luận", "KL"), ("Quy định", "QĐ"), ("Quyết định", "QĐ"))
_MINISTRIES = (("Bộ Nội vụ", "BNV"), ("Bộ Y tế", "BYT"), ("Bộ Tài chính", "BTC"), ("Bộ Khoa học và Công nghệ", "BKHCN"))
_CLOSED = (dt.date(2016, 1, 28), dt.date(2021, 2, 1), dt.date(2026, 1, 23))
"""Days on which the XII, XIII and XIV congress closed."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A header, and what tells the paper from every other one."""

    head: Header
    identity: tuple[object, ...]


def papers(count: int, seed: int = 0) -> Iterator[Paper]:
    """Yield ``count`` papers of all communes, provinces, ministries, the Government and the Party's centre."""
    draw = random.Random(seed)
    units = [unit for unit in Registry.load().units.values() if unit.epoch == "2025-07-01"]
    for _ in range(count):
        yield draw.choice((_of_a_place, _of_a_place, _of_a_place, _of_a_ministry, _of_the_centre))(draw, units)


def _common(draw: random.Random) -> dict[str, object]:
    return {
        "date": dt.date(2025, 11, 1) + dt.timedelta(days=draw.randrange(0, 1000)),
        "title": f"{draw.choice(TITLES)} năm {draw.randrange(2026, 2030)}",
        "signer": Signer(name=draw.choice(PEOPLE), position="Chủ tịch"),
    }


def _of_a_place(draw: random.Random, units: list[Unit]) -> Paper:
    unit, fields = draw.choice(units), _common(draw)
    day, serial = fields["date"], draw.randrange(1, 40)
    assert isinstance(day, dt.date)
    is_party = draw.random() < 0.4
    word, short = draw.choice(_PARTY if is_party else _STATE)
    committee = "Thành ủy" if unit.kind == "thành phố" else "Tỉnh ủy"
    if is_party:
        organ = "ĐU" if unit.parent else "TU"
        issuer = f"Đảng ủy {unit.kind} {unit.name}" if unit.parent else f"{committee} {unit.name}"
        number, series = f"{serial:02}-{short}/{organ}", "term"
    elif draw.random() < 0.2:
        word, short = "Quyết định", "QĐ"
        issuer = f"Ủy ban nhân dân {unit.kind} {unit.name}"
        number, series = f"{serial:02}/{day.year}/{short}-UBND", f"qppl {day.year}"
    else:
        issuer = f"Ủy ban nhân dân {unit.kind} {unit.name}"
        number, series = f"{serial:02}/{short}-UBND", f"{day.year}"
    return _paper(
        draw=draw,
        owner=(unit.slug, is_party),
        issuer=issuer,
        word=word,
        number=number,
        series=series,
        serial=serial,
        fields=fields,
    )


def _of_a_ministry(draw: random.Random, _units: list[Unit]) -> Paper:
    issuer, organ = draw.choice(_MINISTRIES)
    fields, serial = _common(draw), draw.randrange(1, 400)
    day = fields["date"]
    assert isinstance(day, dt.date)
    if draw.random() < 0.4:
        number, series, word = f"{serial:02}/{day.year}/TT-{organ}", f"qppl {day.year}", "Thông tư"
    else:
        word, short = draw.choice(_STATE)
        number, series = f"{serial:02}/{short}-{organ}", f"{day.year}"
    return _paper(
        draw=draw,
        owner=(organ,),
        issuer=issuer,
        word=word,
        number=number,
        series=series,
        serial=serial,
        fields=fields,
    )


def _of_the_centre(draw: random.Random, _units: list[Unit]) -> Paper:
    fields, serial = _common(draw), draw.randrange(1, 400)
    day = dt.date(2016, 2, 1) + dt.timedelta(days=draw.randrange(0, 4000))
    fields["date"] = day
    issuer = draw.choice(("Bộ Chính trị", "Ban Bí thư", "Ban Chấp hành Trung ương Đảng"))
    word, short = draw.choice((*_PARTY, ("Nghị quyết", "NQ"), ("Chỉ thị", "CT")))
    series = f"term {sum(closed <= day for closed in _CLOSED)}"
    return _paper(
        draw=draw,
        owner=("tw",),
        issuer=issuer,
        word=word,
        number=f"{serial:02}-{short}/TW",
        series=series,
        serial=serial,
        fields=fields,
    )


def _paper(
    *,
    draw: random.Random,
    owner: tuple[object, ...],
    issuer: str,
    word: str,
    number: str,
    series: str,
    serial: int,
    fields: dict[str, object],
) -> Paper:
    """Make a paper, one in ten with its number left blank: then what it says is all that tells it apart."""
    if draw.random() < 0.1:
        symbol = number.lstrip("0123456789").lstrip("-/").removeprefix(f"{fields['date']:%Y}/")
        head = Header(type=word, issuer=issuer, symbol=symbol, **fields)  # type: ignore[arg-type]
        return Paper(head, (*owner, word, "blank", fields["title"], fields["date"]))
    head = Header(type=word, issuer=issuer, number=number, **fields)  # type: ignore[arg-type]
    return Paper(head, (*owner, word, series, serial))


def key(head: Header, sha256: str = "00" * 32, *citations: Citation) -> str:
    record = Record(source="a", document=head, citations=citations)
    return link(record, Registry.load(), base="b:", sha256=sha256).key


def test_two_papers_never_share_a_key() -> None:
    first: dict[tuple[object, ...], Paper] = {}
    owners: dict[str, tuple[object, ...]] = {}
    shared = []
    for paper in papers(SIZE):
        if first.setdefault(paper.identity, paper) is not paper:
            continue  # the same number drawn again: no other paper bears it
        found = key(paper.head)
        if owners.setdefault(found, paper.identity) != paper.identity:
            shared.append((found, owners[found], paper.identity))
    assert shared == []
    assert len(owners) == len(first) > SIZE * 0.8


def scanned(head: Header, draw: random.Random) -> Header:
    """The same paper typed by somebody else: letters in pieces, tones elsewhere, capitals, blanks, padding."""

    def typed(words: str) -> str:
        words = draw.choice((words, words.replace("hòa", "hoà").replace("Ủy", "Uỷ"), f" {words}  "))
        words = draw.choice((words, words.upper(), words.replace(" ", "  ")))
        return unicodedata.normalize(draw.choice(("NFC", "NFD")), words)

    number = head.number
    if number:
        number = draw.choice((number, number.lstrip("0"), f"0{number}"))
    issuer = head.issuer or ""
    issuer = draw.choice((issuer, issuer.replace("Ủy ban nhân dân", "UBND"), unicodedata.normalize("NFD", issuer)))
    return replace(head, title=typed(head.title or ""), issuer=issuer, number=number)


def test_a_new_scan_keeps_the_key() -> None:
    draw = random.Random(7)
    for paper in papers(SIZE // 10, seed=1):
        again = scanned(paper.head, draw)
        assert key(again, f"{draw.getrandbits(256):064x}") == key(paper.head), again


DAY = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({}, {"title": "khác"}, "no issuer: two papers of two communes"),
        ({"issuer": "Ủy ban nhân dân"}, {"issuer": "Ủy ban nhân dân", "title": "khác"}, "of nowhere"),
        ({"issuer": "Sở Y tế"}, {"issuer": "Sở Y tế", "title": "khác"}, "each province has one"),
        ({"issuer": "Trường THCS Mẫu"}, {"issuer": "Trường THCS Mẫu", "title": "khác"}, "two schools of one name"),
        (
            {"issuer": "UBND xã Tân Thành"},
            {"issuer": "UBND xã Tân Thành", "title": "khác"},
            "many communes of one name",
        ),
        (
            {"issuer": "Tỉnh ủy Lai Châu", "number": "15-KH/TU", "date": dt.date(2025, 3, 1), "title": "trước đại hội"},
            {"issuer": "Tỉnh ủy Lai Châu", "number": "15-KH/TU", "date": dt.date(2025, 12, 1), "title": "sau đại hội"},
            "before and after a congress whose day is not known",
        ),
        (
            {"issuer": "Ủy ban nhân dân phường Đồ Sơn", "date": dt.date(2025, 3, 1), "title": "phường cũ"},
            {"issuer": "Ủy ban nhân dân phường Đồ Sơn", "date": dt.date(2025, 9, 1), "title": "phường mới"},
            "the ward was made anew on 01/7/2025",
        ),
        (
            {"issuer": "UBND thành phố Hải Phòng", "date": dt.date(2025, 3, 1), "title": "trước hợp nhất"},
            {"issuer": "UBND thành phố Hải Phòng", "date": dt.date(2025, 9, 1), "title": "sau hợp nhất"},
            "a new run in the year of the merger",
        ),
        ({"issuer": "Bộ Nội vụ", "number": "8/QĐ-BNV"}, {"issuer": "Bộ Nội vụ", "number": "8/2026/QĐ-BNV"}, "two runs"),
    ],
)
def test_what_does_not_decide_keeps_papers_apart(one: dict[str, object], other: dict[str, object], why: str) -> None:
    base = {"type": "Kế hoạch", "number": "15/KH-UBND", "date": DAY, "title": "trồng cây"}
    first, second = (Header(**{**base, **fields}) for fields in (one, other))  # type: ignore[arg-type]
    assert key(first) != key(second), why
    assert key(first) == key(first, "ff" * 32), why


def target(own: str, cited: dict[str, object]) -> str | None:
    text = "Kế hoạch số 15/KH-UBND ngày 01/3/2026"
    fields = {"type": "Kế hoạch", "number": "15/KH-UBND", "date": DAY, "numbered": True, **cited}
    citation = Citation(text=text, start=0, end=len(text), **fields)  # type: ignore[arg-type]
    record = Record(source="a", document=Header(type="Kế hoạch", issuer=own, title=own), citations=(citation,))
    return link(record, Registry.load(), base="b:", sha256="00").citations[0].target


@pytest.mark.parametrize(
    ("issuer", "cited", "expected"),
    [
        ("Ủy ban nhân dân thành phố Hà Nội", {}, "ubnd-ha-noi/2026/kh/15"),
        ("Ủy ban nhân dân thành phố Hà Nội", {"issuer": "UBND xã Hưng Đạo"}, "ubnd-hung-dao-ha-noi/2026/kh/15"),
        ("Ủy ban nhân dân thành phố Hà Nội", {"issuer": "UBND huyện Mẫu Tự"}, None),
        ("Ủy ban nhân dân thành phố Hà Nội", {"issuer": "UBND xã Tân Thành"}, None),
        ("Ủy ban nhân dân thành phố Hà Nội", {"issuer": "Trường THCS Mẫu"}, None),
        ("Bộ Nội vụ", {}, None),
    ],
)
def test_a_citation_is_put_into_a_run_only_where_one_body_is_meant(
    issuer: str, cited: dict[str, object], expected: str | None
) -> None:
    found = target(issuer, cited)
    assert found == expected or (expected is None and "/_/kh/15-" in (found or ""))


def test_equal_words_in_two_places_mean_two_papers() -> None:
    bodies = ("Bộ Nội vụ", "Bộ Y tế", "Ủy ban nhân dân thành phố Hà Nội", "Ủy ban nhân dân thành phố Hải Phòng")
    assert len({target(body, {"issuer": "UBND xã Tân Thành"}) for body in bodies}) == len(bodies)


@pytest.mark.parametrize(
    ("issuer", "day", "expected"),
    [
        ("Ủy ban nhân dân phường Đồ Sơn", dt.date(2025, 9, 1), "ubnd-do-son-hai-phong/2025/kh/15"),
        ("UBND thành phố Hải Phòng", dt.date(2025, 9, 1), "ubnd-hai-phong/2025/kh/15"),
        ("UBND thành phố Hải Phòng", dt.date(2024, 9, 1), "ubnd-hai-phong/2024/kh/15"),
        ("UBND thành phố Hà Nội", dt.date(2025, 3, 1), "ubnd-ha-noi/2025/kh/15"),
    ],
)
def test_what_did_not_change_in_2025_keeps_its_run(issuer: str, day: dt.date, expected: str) -> None:
    assert key(Header(type="Kế hoạch", number="15/KH-UBND", date=day, title="x", issuer=issuer)) == expected
