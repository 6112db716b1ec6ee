"""The page of a body: duties by time, reports, documents, line of command, names; its list; other things."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import icalendar
import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from cancu.namespaces import PREFIXES
from cancu.query import Catalogue, Kind
from cancu.serve import create_app
from cancu.serve.faces.asking import page_questions
from cancu.serve.faces.duties import _next, _state
from cancu.store import EmbeddedStore, open_store
from tests.serve.conftest import asking
from tests.serve.people import BROWSER, ID, Get, peopled, sections

SO, PHONG, OLD = "/doc/org/so", "/doc/org/phong", "/doc/org/so-van-hoa"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path_factory.mktemp("people"), prefixes=PREFIXES)
    opened.replace(peopled())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def fetch(filled: EmbeddedStore) -> Get:
    ask = asking(create_app(filled, Catalogue.load()))
    return lambda url: ask("GET", url, headers={"Accept": BROWSER})


@pytest.mark.parametrize(
    ("path", "section", "shown", "decoy"),
    [
        (SO, "duties", "đã qua hạn (1)", "Hai bên cùng làm"),
        (SO, "duties", "Quý I/2001 01/01/2001 – 31/03/2001 Sở ta <u>dựng</u> sân khấu", "báo cáo trước"),
        (
            SO,
            "duties",
            "Giữ gìn di tích Kế hoạch số 1/KH-SVHDL chủ trì",
            "Giữ gìn di tích Kế hoạch số 1/KH-SVHDL phối hợp",
        ),
        (SO, "duties", "Công an giữ trật tự Kế hoạch số 1/KH-SVHDL phối hợp Công an", "Hai bên"),
        (PHONG, "duties", "Hai bên cùng làm", "sân khấu"),
        ("/doc/org/trong", "duties", "Chưa văn bản nào giao việc cho cơ quan này.", "chủ trì"),
        (SO, "reports-owed", "hằng năm UBND tỉnh báo cáo trước ngày 20/6", "phòng báo cáo"),
        (SO, "reports-received", "không in ngày – Phòng Lễ hội phòng báo cáo khi cần", "20/6"),
        ("/doc/org/trong", "reports-owed", "Không có báo cáo nào mà cơ quan này phải gửi.", "Hạn tới"),
        (SO, "documents", "Kế hoạch số 1/KH-SVHDL 03/02/2026 Lê Văn Mẫu Giám đốc 0", "Nghị quyết"),
        ("/doc/org/trong", "documents", "Kho chưa có toàn văn văn bản nào", "Người ký"),
        ("/doc/org/cp", "cited", "Nghị quyết số 59-NQ/TW ngày 24/01/2025 24/01/2025 có trong sổ 24", "59/NQ-CP"),
        (SO, "line", "Chính phủ Mây UBND tỉnh Mây Sở Văn hóa và Du lịch Phòng Lễ hội <b>x</b>", "Đảng ủy"),
        ("/doc/org/du", "line", "Chưa biết cấp trên và cấp dưới.", "Chính phủ"),
        (SO, "names", "Sở ta 1 Sở ta <u>dựng</u> sân khấu Kế hoạch số 1/KH-SVHDL", "Hai bên"),
        (SO, "names", "Sở VH 1 Công an giữ trật tự", "Công an 1"),
        ("/doc/org/trong", "names", "Chưa văn bản nào in tên cơ quan này.", "Số lần"),
        (SO, "", "Tên khác Sở VHDL Viết tắt SVHDL Trực thuộc UBND tỉnh Mây Địa bàn tỉnh Mây", "Sau này thành"),
        (SO, "", "Trước đây là Sở Văn hóa cũ (hợp nhất, 01/03/2025) Hợp nhất hai sở", "không in ngày in"),
        (SO, "", "Chức vụ Giám đốc Sở VHDL", "Nhiệm kỳ"),
        (OLD, "", "Sau này thành Sở Văn hóa và Du lịch (hợp nhất, 01/03/2025)", "Trước đây là"),
    ],
)
def test_a_body_tells_what_it_does(fetch: Get, path: str, section: str, shown: str, decoy: str) -> None:
    text = sections(fetch(path)).texts[section]
    assert shown in text
    assert decoy not in text


def test_what_is_overdue_stands_before_what_comes(fetch: Get) -> None:
    text = sections(fetch(SO)).texts["duties"]
    quotes = ("sân khấu", "giữ trật tự", "Mở hội lớn", "Giữ gìn di tích")
    places = [text.index(quote) for quote in quotes]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=overdue", {"sân khấu"}),
        ("?state=coming", {"Mở hội lớn"}),
        ("?part=share", {"giữ trật tự"}),
        ("?part=lead", {"sân khấu", "Mở hội lớn", "Giữ gìn di tích"}),
        ("?part=share&state=overdue", set()),
    ],
)
def test_duties_can_be_narrowed(fetch: Get, query: str, found: set[str]) -> None:
    text = sections(fetch(SO + query)).texts["duties"]
    known = {"sân khấu", "giữ trật tự", "Mở hội lớn", "Giữ gìn di tích"}
    assert {quote for quote in known if quote in text} == found
    assert ("Không có việc nào như vậy." in text) == (not found)


@pytest.mark.parametrize("query", ["?state=late", "?part=boss"])
def test_a_wrong_filter_is_told(fetch: Get, query: str) -> None:
    answer = fetch(SO + query)
    assert (answer.status_code, answer.json()["where"]) == (400, query[1:].split("=", maxsplit=1)[0])


def test_the_calendar_and_the_feed_of_a_body_are_there(fetch: Get) -> None:
    links = sections(fetch(SO)).links
    calendar, feed = (next(link for link in links if name in link) for name in ("calendar.ics", "feed.atom"))
    entries = icalendar.Calendar.from_ical(fetch(calendar.removeprefix("http://test")).text).walk("VEVENT")
    assert entries
    assert "1/KH-SVHDL" in fetch(feed.removeprefix("http://test")).text or fetch(feed).status_code == 200


@pytest.mark.parametrize("path", [SO, PHONG, OLD, "/doc/org/trong", "/bodies", "/doc/unit/may", "/doc/task/so/over"])
@pytest.mark.parametrize("lang", ["", "?lang=en"])
def test_links_lead_somewhere_and_no_word_is_missing(fetch: Get, path: str, lang: str) -> None:
    parsed = sections(fetch(path + lang))
    keys = r"\b(?:body|bodies|thing|face|source|page|property|doc|reference)\.[a-z]+\w*\b"
    assert not re.search(keys, parsed.texts[""])
    inner = {
        link for link in parsed.links if link.startswith(("/doc/org", "/doc/task", "/doc/unit", "/bodies", "/queries/"))
    }
    assert inner
    assert {link: fetch(link).status_code for link in inner} == dict.fromkeys(inner, 200)


@pytest.mark.parametrize(
    ("query", "names", "total"),
    [
        ("", {"Sở Văn hóa và Du lịch", "Đảng ủy xã Mây", "Hội Rỗng"}, 7),
        ("?kind=PartyBody", {"Đảng ủy xã Mây"}, 1),
        ("?q=so+van", {"Sở Văn hóa và Du lịch", "Sở Văn hóa cũ"}, 2),
        ("?q=svhdl", {"Sở Văn hóa và Du lịch"}, 1),
        ("?q=so&kind=FrontBody", {"Không tìm thấy cơ quan nào như vậy."}, 0),
        ("?q=%3F%3F", {"Không tìm thấy cơ quan nào như vậy."}, 0),
    ],
)
def test_bodies_are_listed_by_kind_and_found_by_words(fetch: Get, query: str, names: set[str], total: int) -> None:
    text = sections(fetch(f"/bodies{query}")).texts[""]
    assert {name for name in names if name not in text} == set()
    assert f"Số cơ quan: {total} " in text


def test_bodies_are_listed_with_what_they_do(fetch: Get) -> None:
    text = sections(fetch("/bodies")).texts[""]
    assert "Sở VHDL; SVHDL cơ quan nhà nước UBND tỉnh Mây tỉnh Mây 3 2 4" in text.replace(
        "SVHDL; Sở VHDL", "Sở VHDL; SVHDL"
    )


@pytest.mark.parametrize("query", ["?kind=Bodies", "?page=0", "?colour=red", "?kind=Body&kind=Body"])
def test_the_list_refuses_what_it_does_not_know(fetch: Get, query: str) -> None:
    assert fetch(f"/bodies{query}").status_code == 400


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/doc/task/so/over", "Nhiệm vụ Sở ta <u>dựng</u> sân khấu Trong văn bản: Kế hoạch số 1/KH-SVHDL"),
        ("/doc/task/so/over", "cơ quan chủ trì Sở Văn hóa và Du lịch"),
        ("/doc/unit/may", "tỉnh Mây Những gì đã biết nguồn đọc ở nguồn công khai: cong-bao"),
        ("/doc/unit/may", "Được nhắc tới ở inPlace (1) Sở Văn hóa và Du lịch"),
        ("/doc/post/giam-doc", "Giám đốc Sở VHDL"),
        ("/doc/change/1", "Hợp nhất hai sở"),
    ],
)
def test_other_things_have_a_page_too(fetch: Get, path: str, shown: str) -> None:
    assert shown in sections(fetch(path)).texts[""]


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        ("", "", "undated"),
        ("2026-01-01", "2026-06-01", "overdue"),
        ("2026-01-01", "2026-06-02", "running"),
        ("2026-06-02", "", "running"),
        ("2026-06-03", "2026-07-01", "coming"),
        ("", "2026-06-02", "running"),
    ],
)
def test_a_duty_stands_by_its_days(start: str, end: str, state: str) -> None:
    row: dict[str, Any] = {name: value for name, value in (("start", start), ("end", end)) if value}
    assert _state(row, dt.date(2026, 6, 2)) == state


@pytest.mark.parametrize(
    ("due", "day"),
    [
        ("06-20", "2026-06-20"),
        ("06-02", "2026-06-02"),
        ("06-01", "2027-06-01"),
        ("02-29", "2028-02-29"),
        ("--06-20", "2026-06-20"),
        ("", ""),
        ("soon", ""),
    ],
)
def test_a_report_is_due_next_on(due: str, day: str) -> None:
    assert _next(due, dt.date(2026, 6, 2)) == day


SAMPLES = dict.fromkeys((Kind.IRI, Kind.REFERENCE, Kind.BODY), "https://example.org/x")
SAMPLES |= {Kind.STRING: "vi", Kind.INTEGER: "3", Kind.DATE: "2026-03-11"}


@pytest.mark.parametrize("name", list(page_questions()))
def test_two_engines_read_the_questions_of_pages(name: str) -> None:
    question = page_questions()[name]
    for text in (question.sparql, question.bind({one.name: SAMPLES[one.kind] for one in question.parameters})):
        assert _columns(text) == [column.name for column in question.columns]
        prepareQuery(text)


def _columns(text: str) -> list[str]:
    # apart: errors inside rdflib's parser keep their caller's locals until some thread collects them, and an answer
    # of the engine may end in no thread but its own
    found = ox.Store().query(text)
    return [one.value for one in found.variables] if isinstance(found, ox.QuerySolutions) else []


def test_the_foot_of_a_body_offers_its_duties(fetch: Get) -> None:
    answer = fetch(SO)
    assert f"VALUES ?agency {{ &lt;{ID}org/so&gt; }}" in answer.text
    assert "/data/org/so.ttl" in sections(answer).links
