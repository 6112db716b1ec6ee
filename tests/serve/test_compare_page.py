"""Two documents side by side, as a page and as JSON: what each says, how they are chosen, what is refused."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from cancu.namespaces import PREFIXES
from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.store import open_store
from tests.serve.conftest import asking, graphs_of

Get = Callable[..., httpx.Response]
BASE = "https://w3id.org/cancu/id/"
OLD, NEW, ABOVE = (f"{BASE}doc/{key}" for key in ("x/2025/kh/7", "x/2026/kh/9", "t/2026/kh/1"))
FIXTURE = Path(__file__).with_name("compare.trig")


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    store = open_store(tmp_path_factory.mktemp("compare"), prefixes=PREFIXES)
    store.replace(graphs_of(FIXTURE))
    send = asking(create_app(store, Catalogue.load()))
    yield lambda path, **values: send("GET", path, params=values)
    store.close()


@pytest.fixture(scope="module")
def years(ask: Get) -> dict[str, Any]:
    return read(ask("/api/v1/compare", a=OLD, b=NEW))


@pytest.fixture(scope="module")
def levels(ask: Get) -> dict[str, Any]:
    return read(ask("/api/v1/compare", a=ABOVE, b=NEW))


def read(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def told(part: dict[str, Any]) -> list[tuple[str, str, str, list[str]]]:
    return [(pair["a"]["words"], pair["b"]["words"], pair["bond"], pair["differs"]) for pair in part["pairs"]]


def test_duties_of_two_years(years: dict[str, Any]) -> None:
    duties = years["parts"]["duties"]
    first, same = duties["pairs"]
    assert (first["bond"], first["differs"]) == ("near", ["leads", "time"])
    assert [(piece["a"], piece["b"]) for piece in first["words"] if not piece["same"]] == [
        ("03", "05"),
        ("2025", "2026"),
    ]
    assert (first["a"]["facts"]["time"], first["b"]["facts"]["time"]) == ("Quý II", "Quý III")
    assert (same["bond"], same["differs"], same["likeness"]) == ("words", [], 1.0)
    assert [item["words"] for item in duties["onlyA"]] == ["Dọn kho lưu trữ <em>cũ</em>"]
    assert [item["words"] for item in duties["onlyB"]] == ["Lập điểm đọc ở nhà văn hóa"]
    assert (duties["same"], duties["changed"], duties["whole"]) == (1, 1, True)


def test_citations_events_and_recipients_of_two_years(years: dict[str, Any]) -> None:
    parts = years["parts"]
    assert told(parts["citations"]) == [
        (
            "Nghị quyết số 59-NQ/TW ngày 05/8/2020",
            "Nghị quyết số 59-NQ/TW ngày 24/01/2025",
            "version",
            ["dates", "roles"],
        )
    ]
    assert [item["words"][:21] for item in parts["citations"]["onlyB"]] == ["Kế hoạch số 1/KH-UBND"]
    assert told(parts["events"]) == [("50 năm Ngày thành lập xã", "51 năm Ngày thành lập xã", "key", ["date"])]
    assert told(parts["recipients"]) == [("Các thôn", "Các thôn", "words", ["purpose"])]
    assert [item["facts"] for item in parts["reports"]["onlyB"]] == [{"senders": "Các thôn", "frequency": "hằng năm"}]
    assert years["below"] == years["forgotten"] == years["notTakenUp"] == years["late"] == []


def test_a_plan_and_its_superior(levels: dict[str, Any]) -> None:
    assert levels["below"] == ["b"]
    assert [row["quote"] for row in levels["forgotten"]] == ["UBND các xã báo cáo <b>trước ngày 20/6</b>"]
    assert [row["quote"] for row in levels["notTakenUp"]] == ["Bố trí kinh phí mua báo"]
    assert [(row["end"], row["superiorEnd"]) for row in levels["late"]] == [("2026-08-31", "2026-05-31")]
    assert told(levels["parts"]["duties"]) == [
        ("Mở tủ sách tại mỗi thôn", "Lập điểm đọc ở nhà văn hóa", "taken-up", ["leads", "time"])
    ]


def test_sides_changed_say_the_same(ask: Get, levels: dict[str, Any]) -> None:
    turned = read(ask("/api/v1/compare", a=NEW, b=ABOVE))
    assert turned["below"] == ["a"]
    assert [turned[name] for name in ("forgotten", "notTakenUp", "late")] == [
        levels[name] for name in ("forgotten", "notTakenUp", "late")
    ]
    assert turned["parts"]["duties"]["onlyA"] == levels["parts"]["duties"]["onlyB"]


def test_one_document_twice(ask: Get) -> None:
    body = read(ask("/api/v1/compare", a=NEW, b="kế hoạch 9"))
    assert (body["same"], body["below"]) == (True, [])
    assert all(part["changed"] == 0 and not part["onlyA"] and not part["onlyB"] for part in body["parts"].values())
    shown = ask("/compare", a=NEW, b=NEW)
    assert "A và B là cùng một văn bản" in shown.text


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("a", "b"), [(OLD, NEW), (ABOVE, NEW)])
def test_answers_are_as_described(ask: Get, a: str, b: str, lang: str) -> None:
    document = read(ask("/openapi.json"))
    told = document["paths"]["/api/v1/compare"]["get"]["responses"]["200"]["content"]["application/json"]
    jsonschema.validate(read(ask("/api/v1/compare", a=a, b=b, lang=lang)), told["schema"])


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({}, 400, "bad-parameter"),
        ({"a": OLD}, 400, "bad-parameter"),
        ({"a": OLD, "b": " "}, 400, "bad-parameter"),
        ({"a": OLD, "b": [NEW, NEW]}, 400, "bad-parameter"),
        ({"a": OLD, "b": NEW, "c": "1"}, 400, "bad-parameter"),
        ({"a": OLD, "b": "https://example.org/a b>"}, 400, "bad-parameter"),
        ({"a": OLD, "b": "https://example.org/none"}, 404, "not-found"),
        ({"a": "quyết định 777", "b": NEW}, 404, "not-found"),
        ({"a": OLD, "b": "nghi quyet 59"}, 300, "ambiguous"),
    ],
)
def test_what_cannot_be_compared_is_a_problem(ask: Get, values: dict[str, Any], status: int, code: str) -> None:
    answer = ask("/api/v1/compare", **values)
    assert answer.status_code == status, answer.text
    assert answer.json()["type"].endswith(f"/{code}")


def test_a_name_of_several_documents_tells_which(ask: Get) -> None:
    candidates = ask("/api/v1/compare", a=OLD, b="nghi quyet 59").json()["candidates"]
    assert sorted(candidates) == [f"{BASE}doc/tw/k12/nq/59", f"{BASE}doc/tw/k13/nq/59"]


def words(text: str) -> str:
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", text).split()))


def test_the_page_marks_what_differs(ask: Get) -> None:
    text = ask("/compare", a="kế hoạch 7", b="kế hoạch 9").text
    assert {"<del>03</del>", "<del>2025</del>", "<ins>05</ins>", "<ins>2026</ins>"} <= set(
        re.findall(r"<(?:del|ins)>[^<]+</(?:del|ins)>", text)
    )
    shown = words(text)
    for told in (
        "gần như nguyên văn · 87%",
        "khác: chủ trì",
        "khác: thời gian",
        "cùng số hoặc tên, khác văn bản hay ngày",
        "Chỉ có ở A (B bỏ) (1) Dọn kho lưu trữ <em>cũ</em> Chủ trì Đoàn thanh niên",
        "Chỉ có ở B (B thêm) (1) Lập điểm đọc ở nhà văn hóa",
        "Giống hệt nhau (1) Giữ trật tự trong các ngày hội (B)",
    ):
        assert told in shown, told


def test_the_page_tells_what_the_superior_asked(ask: Get) -> None:
    shown = words(ask("/compare", a=NEW, b=ABOVE, lang="en").text)
    for told in (
        "rests on the other document",
        "Reports that the superior asks and the subordinate forgot (1) UBND các xã 06-20",
        "Duties the superior set for subordinates that nobody takes up (1) UBND các xã, phường Bố trí kinh phí mua báo",
        "Duties due after the superior's day (1) 2026-08-31 > 2026-05-31",
    ):
        assert told in shown, told


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("values", [{}, {"a": OLD, "b": NEW}, {"a": ABOVE, "b": NEW}, {"a": "59", "b": "zzz"}])
def test_hostile_words_are_shown_as_words(ask: Get, values: dict[str, str], lang: str) -> None:
    text = ask("/compare", **values, lang=lang).text
    assert f'<html lang="{lang}">' in text
    assert not re.search(r"<script>|<em>cũ|<b>trước|<i>Khe", text)
    assert not re.search(r"\bcompare\.[a-z]", words(text)), "a word is missing"
    if OLD in values.values():
        assert "xã <script>alert(7)</script>" in words(text)


def test_what_is_typed_is_shown_as_typed(ask: Get) -> None:
    answer = ask("/compare", a='"><script>alert(1)</script>', b=NEW)
    assert answer.status_code == 404
    assert "<script>alert" not in answer.text
    assert 'value="&#34;&gt;&lt;script&gt;' in answer.text


def test_two_documents_are_chosen(ask: Get) -> None:
    text = ask("/compare").text
    pairs = {
        tuple(re.findall(r"[ab]=[^&\"]*doc%2F([^&\"]+)", one))
        for one in re.findall(r'href="(/compare\?a=[^"]+)"', html.unescape(text))
    }
    assert {("t%2F2026%2Fkh%2F1", "x%2F2026%2Fkh%2F9"), ("x%2F2025%2Fkh%2F7", "x%2F2026%2Fkh%2F9")} == pairs
    assert "cùng cơ quan ban hành" in text
    assert 'name="a"' in text
    assert 'name="b"' in text


def test_a_name_of_several_documents_can_be_chosen_from(ask: Get) -> None:
    answer = ask("/compare", a="nghi quyet 59", b="ke hoach 9", lang="en")
    assert answer.status_code == 300
    options = re.findall(r'<option value="([^"]+)" lang="vi">([^<]+)<', answer.text)
    assert (f"{BASE}doc/tw/k13/nq/59", "Nghị quyết số 59-NQ/TW ngày 24/01/2025") in options
    assert len(options) == 2
    assert 'value="ke hoach 9"' in answer.text
    assert '<input type="hidden" name="lang" value="en">' in answer.text


def test_of_documents_of_a_name_those_are_meant_that_were_read(ask: Get) -> None:
    assert read(ask("/api/v1/compare", a="9", b=OLD))["a"]["iri"] == NEW
    assert read(ask("/api/v1/compare", a="nghi quyet 9", b=OLD))["a"]["iri"] == f"{BASE}doc/x/2024/nq/9"
    assert ask("/api/v1/compare", a="doc sach", b=OLD).json()["candidates"] == [NEW, ABOVE, OLD]


def test_names_that_come_close_are_offered(ask: Get) -> None:
    text = html.unescape(ask("/compare", a="nghị quyết 58", b="ke hoach 9").text)
    assert "Có phải là" in text
    assert re.search(r'href="/compare\?a=https[^"&]*k13%2Fnq%2F59&b=ke\+hoach\+9"', text)


def test_a_document_that_was_not_read_says_so(ask: Get) -> None:
    assert "chưa đọc toàn văn" in ask("/compare", a=f"{BASE}doc/tw/k13/nq/59", b=NEW).text


def test_a_long_list_is_cut_and_can_be_had_whole(ask: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cancu.serve.pages.compare._SHOWN", 1)
    few, every = ask("/compare", a=NEW, b=OLD), ask("/compare", a=ABOVE, b=OLD, all="duties")
    cut = ask("/compare", a=ABOVE, b=OLD)
    assert "xem cả" not in few.text
    assert "Đang hiện 1; xem cả 2" in cut.text
    assert "Bố trí kinh phí mua báo" not in cut.text
    assert "Bố trí kinh phí mua báo" in every.text
    assert "all=duties" in html.unescape(cut.text)


def test_an_empty_store_has_nothing_to_suggest(tmp_path: Path) -> None:
    store = open_store(tmp_path / "empty", prefixes=PREFIXES)
    try:
        send = asking(create_app(store, Catalogue.load()))
        assert "Kho chưa có hai văn bản nào" in send("GET", "/compare").text
        assert send("GET", "/compare?a=x&b=y").status_code == 404
    finally:
        store.close()
