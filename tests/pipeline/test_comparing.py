"""Two documents side by side: laws that hold for any two, claims on single pairs, and how long it may take."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.pipeline.comparison.comparing import PARTS, compare
from cancu.pipeline.comparison.model import Bond, Comparison, Fact, Item, Pair, Paper, Part, Piece
from cancu.pipeline.comparison.pairing import MOST
from cancu.pipeline.comparison.wording import keys, likeness, pieces

WORDS = st.lists(
    st.sampled_from(re.split(" ", "tổ chức hội nghị báo cáo Uỷ Ủy ban xã phường năm 2025 2026 bàn bán giao sách …")),
    max_size=9,
).map(" ".join)
FACTS = st.lists(st.sampled_from(["Sở A", "sở a", "Phòng B", ""]), max_size=1).map(
    lambda names: tuple(Fact("leads", name, name.lower()) for name in names)
)
ITEM = st.builds(
    Item,
    iri=st.just(""),
    words=WORDS,
    facts=FACTS,
    key=st.sampled_from(["", "", "k1", "k2"]),
    kin=st.sampled_from(["", "", "n1", "n2"]),
)


@st.composite
def papers(draw: st.DrawFn, name: str) -> Paper:
    found: dict[str, tuple[Item, ...]] = {}
    for part in PARTS:
        items = draw(st.lists(ITEM, max_size=7))
        links = draw(st.lists(st.sampled_from([f"{one}/duties/{n}" for one in "ab" for n in range(7)]), max_size=2))
        found[part] = tuple(
            replace(item, iri=f"{name}/{part}/{n}", links=frozenset(links if part == "duties" and n % 2 else ()))
            for n, item in enumerate(items)
        )
    return Paper(iri=name, label=name, title=draw(WORDS), **found)


def turned(found: Comparison) -> Comparison:
    """What the comparison with sides changed has to be; pairs stand in the order of the first document."""
    return Comparison(found.b, found.a, tuple(_turned_part(part, found.b) for part in found.parts))


def _turned_part(part: Part, first: Paper) -> Part:
    order = {item.iri: place for place, item in enumerate(getattr(first, part.name))}
    pairs = sorted((_turned_pair(pair) for pair in part.pairs), key=lambda pair: order[pair.a.iri])
    return Part(part.name, tuple(pairs), part.only_b, part.only_a, part.is_whole)


def _turned_pair(pair: Pair) -> Pair:
    sides = tuple(Piece(piece.b, piece.a, piece.is_same) for piece in pair.pieces)
    return Pair(pair.b, pair.a, pair.bond, pair.likeness, sides, pair.differs)


@settings(max_examples=150, deadline=None)
@given(papers("a"), papers("b"))
def test_sides_may_be_changed(a: Paper, b: Paper) -> None:
    assert compare(b, a) == turned(compare(a, b))


@settings(max_examples=100, deadline=None)
@given(papers("a"))
def test_nothing_differs_from_itself(a: Paper) -> None:
    found = compare(a, a)
    assert found.is_same
    assert all(pair.a.iri == pair.b.iri for part in found.parts for pair in part.pairs)


@settings(max_examples=150, deadline=None)
@given(papers("a"), papers("b"))
def test_every_item_of_both_stands_there_once(a: Paper, b: Paper) -> None:
    for part in compare(a, b).parts:
        first = [pair.a.iri for pair in part.pairs] + [item.iri for item in part.only_a]
        second = [pair.b.iri for pair in part.pairs] + [item.iri for item in part.only_b]
        assert sorted(first) == sorted(item.iri for item in getattr(a, part.name))
        assert sorted(second) == sorted(item.iri for item in getattr(b, part.name))
        assert len(part.same) + len(part.changed) == len(part.pairs)


@given(WORDS, WORDS)
def test_pieces_hold_both_texts_whole(a: str, b: str) -> None:
    found = pieces(a, b)
    assert " ".join(filter(None, (piece.a for piece in found))) == a
    assert " ".join(filter(None, (piece.b for piece in found))) == b
    assert all(keys(piece.a) == keys(piece.b) for piece in found if piece.is_same)
    assert pieces(b, a) == tuple(Piece(piece.b, piece.a, piece.is_same) for piece in found)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Uỷ ban, xã", "Ủy ban xã.", True),
        ("hoà bình", "hòa bình", True),
        ("TỔ CHỨC hội nghị", "Tổ chức hội nghị …", True),
        ("To\u0302\u0309 chức", "Tổ chức", True),
        ("bàn giao", "bán giao", False),
        ("năm 2025", "năm 2026", False),
        ("95/KH-UBND", "95/KH UBND", False),
    ],
)
def test_words_that_are_the_same(one: str, other: str, *, is_same: bool) -> None:
    assert (keys(one) == keys(other)) is is_same
    assert (likeness(one, other) == 1) is is_same


def test_differences_are_marked_word_by_word() -> None:
    found = pieces("Tổ chức 03 hội nghị trong quý II", "Tổ chức 05 hội nghị, tọa đàm trong quý III")
    assert [(piece.a, piece.b) for piece in found if not piece.is_same] == [
        ("03", "05"),
        ("", "tọa đàm"),
        ("II", "III"),
    ]
    assert [piece.b for piece in found if piece.is_same] == ["Tổ chức", "hội nghị,", "trong quý"]


def duty(number: int, words: str, side: str = "a", lead: str = "", links: str = "") -> Item:
    facts = (Fact("leads", lead, lead.lower()),) if lead else ()
    return Item(f"{side}/{number}", words, facts, links=frozenset(links.split()))


def of_duties(a: list[Item], b: list[Item], title: str = "") -> Part:
    return compare(Paper("a", "A", title, duties=tuple(a)), Paper("b", "B", title, duties=tuple(b))).parts[0]


COPY = "Tổ chức hội nghị tập huấn kỹ năng cung cấp thông tin cho cán bộ phường năm 2025"
CLAIMS = [
    (COPY, COPY.upper(), Bond.WORDS),
    (COPY, COPY.replace("2025", "2026"), Bond.NEAR),
    (COPY, COPY.replace("phường", "xã").replace("2025", "2026"), Bond.NEAR),
    (
        "Sở Văn hóa chủ trì xây dựng phim tài liệu quảng bá di sản",
        "Phòng Kinh tế đặt hàng phim tài liệu để quảng bá di sản làng nghề của xã",
        Bond.WORK,
    ),
    (COPY, "Trồng cây xanh dọc bờ sông", None),
    ("Tổ chức lễ hội", "Tổ chức hội thi", None),
]


@pytest.mark.parametrize(("one", "other", "bond"), CLAIMS, ids=[one[1][:30] for one in CLAIMS])
def test_why_two_duties_are_one(one: str, other: str, bond: Bond | None) -> None:
    others = [duty(9, "Rà soát hộ nghèo, cận nghèo trên địa bàn", "b")]
    part = of_duties([duty(1, one)], [*others, duty(1, other, "b")])
    assert [pair.bond for pair in part.pairs] == ([bond] if bond else [])


def test_what_the_subject_of_both_is_tells_nothing() -> None:
    first, second = "Đẩy mạnh công tác thông tin đối ngoại", "Tăng cường nguồn lực công tác thông tin đối ngoại"
    assert of_duties([duty(1, first)], [duty(1, second, "b")]).pairs
    assert not of_duties([duty(1, first)], [duty(1, second, "b")], title="Công tác thông tin đối ngoại").pairs


def test_a_duty_that_takes_up_another_is_beside_it() -> None:
    part = of_duties([duty(1, "Đọc sách")], [duty(1, "Mở thư viện", "b", links="a/1")])
    assert [(pair.a.iri, pair.b.iri, pair.bond) for pair in part.pairs] == [("a/1", "b/1", Bond.TAKEN_UP)]


def test_of_equal_words_those_with_equal_facts_go_together() -> None:
    a = [duty(1, "Đọc sách", lead="Thôn 1"), duty(2, "Đọc sách", lead="Thôn 2"), duty(3, "Đọc sách", lead="Thôn 3")]
    b = [duty(1, "Đọc sách", "b", lead="Thôn 2"), duty(2, "Đọc sách", "b", lead="Thôn 4")]
    part = of_duties(a, b)
    assert [(pair.a.iri, pair.b.iri, pair.differs) for pair in part.pairs] == [
        ("a/1", "b/2", ("leads",)),
        ("a/2", "b/1", ()),
    ]
    assert [item.iri for item in part.only_a] == ["a/3"]


def test_citations_go_by_what_they_cite_and_not_by_their_words() -> None:
    def cited(key: str, number: str, role: str) -> Item:
        return Item(f"x/{key}", f"Nghị quyết số {number}", (Fact("roles", role, role),), key=key, kin=number)

    a = Paper(
        "a",
        "A",
        citations=(cited("k12/59", "59-NQ/TW", "basis"), cited("72", "72/2015", "basis"), cited("80", "80", "basis")),
    )
    b = Paper(
        "b",
        "B",
        citations=(
            cited("k13/59", "59-NQ/TW", "basis"),
            cited("72", "72/2015", "mentions"),
            cited("57", "57-NQ/TW", "basis"),
        ),
    )
    part = compare(a, b).parts[1]
    assert [(pair.a.key, pair.b.key, pair.bond, pair.differs) for pair in part.pairs] == [
        ("k12/59", "k13/59", Bond.VERSION, ()),
        ("72", "72", Bond.KEY, ("roles",)),
    ]
    assert ([item.key for item in part.only_a], [item.key for item in part.only_b]) == (["80"], ["57"])


SUBJECTS = ("tuyên truyền", "quảng bá", "tập huấn", "hội nghị", "phim tài liệu", "ấn phẩm", "báo chí", "du lịch")


def plan(side: str, number: int, pattern: str) -> Paper:
    words = [
        pattern.format(n=n, one=SUBJECTS[n % 8], two=SUBJECTS[n % 7], three=SUBJECTS[n % 5]) for n in range(number)
    ]
    return Paper(side, side, duties=tuple(duty(n, text, side, lead=f"Sở {n % 9}") for n, text in enumerate(words)))


LONG = "Các sở, ban, ngành và địa phương tổ chức {one}, {two} và {three} theo chỉ đạo của Thành phố"
SHARED = "Các sở, ban, ngành và địa phương tổ chức tuyên truyền và tập huấn theo chỉ đạo của Thành phố trong năm, đợt"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{LONG}, đợt {{n}}", f"{LONG}, đợt {{n}}"),
        (f"{LONG}, đợt {{n}} năm 2025", f"{LONG}, lần thứ {{n}} năm 2026"),
        (f"{SHARED} {{n}}", f"{SHARED} x{{n}}"),
        ("Sở A chủ trì {one} số {n} về {two} tại {three}", "Mỗi thôn {n} mở một đợt {three}, {two} rồi báo cáo {one}"),
    ],
    ids=["same", "copied", "each-like-all", "reworded"],
)
def test_five_hundred_duties_take_less_than_a_second(first: str, second: str) -> None:
    a, b = plan("a", 500, first), plan("b", 500, second)
    start = time.process_time()
    part = compare(a, b).parts[0]
    assert time.process_time() - start < 1
    assert len(part.pairs) * 2 + len(part.only_a) + len(part.only_b) == 1000


def test_of_very_many_duties_only_the_same_words_are_found() -> None:
    a, b = plan("a", 1100, "Việc {n} của {one}"), plan("b", 1100, "Việc {n} của {one} và")
    copied = replace(b, duties=(*b.duties, duty(2000, a.duties[7].words, "b")))
    part = compare(a, copied).parts[0]
    assert MOST < 1100 * 1101
    assert (part.is_whole, [(pair.a.iri, pair.b.iri) for pair in part.pairs]) == (False, [("a/7", "b/2000")])
