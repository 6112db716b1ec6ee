"""/events: one occasion for what documents mean alike, with its arithmetic and what the rules find."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from cancu.store import EmbeddedStore
from tests.serve.looking_at_work import BASE, Get, Seen, getting, holding


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    yield from holding(tmp_path_factory.mktemp("store"), "work.trig")


@pytest.fixture(scope="module")
def get(held: EmbeddedStore) -> Get:
    return getting(held)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    for store in holding(tmp_path_factory.mktemp("empty")):
        yield getting(store)


def words(page: Seen) -> str:
    return " ".join(page.text.split())


def found(get: Get, query: str = "") -> str:
    """The keys of the events found: ``a1`` for the first event of plan a."""
    rows = get(f"/events?format=json&{query}".replace("&&", "&")).json()["rows"]
    keys = (row["event"].removeprefix(f"{BASE}event/") for row in rows)
    return " ".join(key[0] + key[2] for key in keys)


def test_what_documents_mean_alike_is_one_and_comes_by_time(get: Get) -> None:
    assert found(get) == "a4 b1 a1 b2 a2 b3 a3"
    page = Seen(get("/events"))
    assert "Số sự kiện: 5" in page.text
    assert len(page.all("h3")) == 5
    assert "/doc/event/known/lap-xa" in page.addresses


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("year=2026", "a4 b1 a1 b2 a2"),
        ("year=2027", "b3"),
        ("year=1976", ""),
        ("document=03-KH/DU", "b1 a1 b2 a2 b3"),
        ("q=hoa+binh", "b2 a2"),
        ("q=thanh+lap", "b1 a1"),
        ("q=binh+hoa+xyz", ""),
        ("wrong=yes", "b1 a1 b2 a2"),
        ("wrong=yes&q=hoi", "b2 a2"),
        ("wrong=yes&year=2027", ""),
    ],
)
def test_filters(get: Get, query: str, expected: str) -> None:
    assert found(get, query) == expected


def test_arithmetic_is_shown_and_judged_as_the_rules_judge(get: Get) -> None:
    text = words(Seen(get("/events")))
    assert "1976 + 50 = 2026 ✓ khớp" in text
    assert "1976 + 49 = 2025 ≠ 2026 tính ra 2026 − 1976 = 50" in text
    assert "31 năm không biết năm gốc" in text
    assert "E01 ghi 49 năm, tính ra 50 năm. [báo nhầm] Phép tính" in text
    assert "49 years are printed, 50 are right." in Seen(get("/events?lang=en")).text
    rows = get("/queries/anniversaries?format=json").json()["rows"]
    assert text.count("✓") == sum(row.get("agrees") is True for row in rows) == 1
    assert text.count("≠") == sum(row.get("agrees") is False for row in rows) == 1


def test_names_differ_where_the_question_says_so(get: Get) -> None:
    rows = get("/queries/events-named-differently?format=json").json()["rows"]
    pairs = {frozenset((row["name"], row["other"])) for row in rows}
    assert pairs == {frozenset(("Ngày hội Hòa Bình", "Ngày hội Hoà Bình"))}
    text = words(Seen(get("/events")))
    assert text.count("Tên viết khác nhau") == 1
    (pair,) = pairs
    assert all(f"{name} (1)" in text for name in pair)


def test_each_mention_has_words_and_document(get: Get) -> None:
    page = Seen(get("/events?year=2026"))
    for shown in ("kỷ niệm 50 năm thành lập xã", "49 năm lập xã", "Kế hoạch số 03-KH/ĐU của Đảng ủy xã Bắc Lũng"):
        assert shown in page.text
    assert "/doc/doc/ubnd-bac-lung/2026/kh/12#events" in page.addresses
    assert {"datetime": "2026-09-21"} in page.all("time")


def test_years_lead_to_their_events(get: Get) -> None:
    page = Seen(get("/events"))
    years = {address.partition("year=")[2] for address in page.addresses if address.startswith("/events?year=")}
    assert years == {"2026", "2027"}
    assert "2026 3" in words(page)


def test_files_hold_what_is_found(get: Get) -> None:
    page = Seen(get("/events?year=2026&q=lap+xa"))
    links = {address.rpartition("format=")[2]: address for address in page.addresses if "format=" in address}
    rows = list(csv.DictReader(io.StringIO(get(links["csv"]).text.removeprefix("\ufeff"))))
    assert [row["eventLabel"] for row in rows] == ["49 năm lập xã", "50 năm thành lập xã"]
    assert get(links["xlsx"]).content.startswith(b"PK")
    assert "/calendar.ics?kind=event&from=2026-01-01&to=2026-12-31" in page.addresses


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("query", ["", "wrong=yes", "year=2026", "q=zzz", "limit=1"])
def test_pages_are_whole_in_both_languages(get: Get, bare: Get, query: str, lang: str) -> None:
    for fetch in (get, bare):
        answer = fetch(f"/events?{query}&lang={lang}".replace("?&", "?"))
        Seen(answer)
        assert f'<html lang="{lang}">' in answer.text


def test_hostile_names_are_words(get: Get) -> None:
    assert "<script>alert(3)</script>" in Seen(get("/events")).text
    Seen(get('/events?q="><script>alert(4)</script>'))


def test_an_empty_store_says_so(bare: Get) -> None:
    assert "Không có sự kiện nào như vậy." in Seen(bare("/events")).text
    assert bare("/events?format=json").json()["rows"] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("year=x", 400),
        ("year=2200", 400),
        ("wrong=no", 400),
        ("limit=0", 400),
        ("cursor=x", 400),
        ("today=x", 400),
        ("document=99/KH-UBND", 404),
    ],
)
def test_what_is_wrong_is_told_above_the_form(get: Get, query: str, status: int) -> None:
    page = Seen(get(f"/events?{query}"), status)
    assert any(values.get("role") == "alert" for values in page.all("div"))
    assert any(values.get("action") == "/events" for values in page.all("form"))


@pytest.mark.parametrize("query", ["colour=red", "q=a&q=b", "format=pdf"])
def test_what_no_form_sends_is_a_problem(get: Get, query: str) -> None:
    answer = get(f"/events?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_pages_join_up(get: Get) -> None:
    whole = Seen(get("/events")).text
    url: str | None = "/events?limit=2"
    heads = []
    while url:
        page = Seen(get(url))
        heads.append(len(page.all("h3")))
        assert all(line.strip() in whole for line in page.text.splitlines() if "năm" in line and "Số" not in line)
        url = next((one["href"] for one in page.all("a") if one.get("rel") == "next"), None)
    assert heads == [2, 2, 1]
