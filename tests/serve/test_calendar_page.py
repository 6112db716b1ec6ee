"""/calendar: months and years tell what the subscription tells, day by day; and what has no day."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

import icalendar
import pytest
from dateutil.rrule import rrulestr

from cancu.query.recurrence import Series
from cancu.serve.calendar.agenda import Entry
from cancu.serve.work.anchors import anchor
from cancu.store import EmbeddedStore
from tests.serve.looking_at_work import BASE, Get, Seen, getting, holding
from tests.serve.plain_days import by_day

D = dt.date
TODAY = "today=2026-06-15"


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    yield from holding(tmp_path_factory.mktemp("store"), "calendar.trig")


@pytest.fixture(scope="module")
def get(held: EmbeddedStore) -> Get:
    return getting(held)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Get]:
    for store in holding(tmp_path_factory.mktemp("empty")):
        yield getting(store)


def words(page: Seen) -> str:
    return " ".join(page.text.split())


def told(get: Get, query: str) -> int:
    """How many entries a page says that it shows."""
    found = re.search(r"\d+/\d{4} \((\d+)\)", words(Seen(get(f"/calendar?{TODAY}&{query}"))))
    assert found is not None
    return int(found[1])


def expanded(body: bytes, first: D, last: D) -> Counter[D]:
    """On how many entries of a subscription stand on each day, as dateutil expands their rules."""
    days: Counter[D] = Counter()
    for event in icalendar.Calendar.from_ical(body).walk("VEVENT"):
        start, length = event["dtstart"].dt, event["dtend"].dt - event["dtstart"].dt
        starts = [start]
        if "rrule" in event:
            rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=dt.datetime.combine(start, dt.time()))
            window = (dt.datetime.combine(day, dt.time()) for day in (start, last))
            starts = [moment.date() for moment in rule.between(*window, inc=True)]
        stood = {one + dt.timedelta(days=step) for one in starts for step in range(length.days)}
        days.update(day for day in stood if first <= day <= last)
    return days


@pytest.mark.parametrize(
    "query", ["", "&kind=report", "&kind=event&kind=task", "&body=Công an xã Đồng Chè", "&topic=thon"]
)
def test_each_month_shows_what_the_subscription_says(get: Get, query: str) -> None:
    body = get(f"/calendar.ics?{query.removeprefix('&')}").content
    days = expanded(body, D(2026, 1, 1), D(2028, 12, 31))
    assert days
    for year in (2026, 2027, 2028):
        for month in range(1, 13):
            expected = sum(count for day, count in days.items() if (day.year, day.month) == (year, month))
            assert told(get, f"month={year}-{month:02}{query}") == expected, f"{month}/{year}"


def test_the_year_has_its_months(get: Get) -> None:
    page = words(Seen(get(f"/calendar?year=2026&{TODAY}")))
    days = expanded(get("/calendar.ics").content, D(2026, 1, 1), D(2026, 12, 31))
    for month in range(1, 13):
        count = sum(count for day, count in days.items() if day.month == month)
        assert f"Tháng {month} {count} " in page


def test_the_subscription_of_a_page_has_its_filters(get: Get) -> None:
    query = "kind=report&body=C%C3%B4ng+an+x%C3%A3+%C4%90%E1%BB%93ng+Ch%C3%A8&document=7%2FKH-UBND&topic=cong"
    page = Seen(
        get(f"/calendar?{query}&{TODAY}"), 200 if get("/calendar?document=7/KH-UBND").status_code == 200 else 404
    )
    links = {address for address in page.addresses if address.startswith("/calendar.ics")}
    if not links:
        pytest.fail("no subscription")
    for name in ("kind=report", "body=", "topic=cong", "document="):
        assert all(name in address for address in links)


def test_recurring_duties_recur_and_a_stretch_stands_on_all_its_days(get: Get) -> None:
    for month in range(3, 13):
        assert "Hạn báo cáo hằng tháng" in Seen(get(f"/calendar?month=2026-{month:02}&{TODAY}")).text
    april = Seen(get(f"/calendar?month=2026-04&{TODAY}"))
    assert len(re.findall("Hạn: Tổ chức hội chợ ba ngày", april.text)) == 3
    assert "(cuối kỳ)" in april.text
    day = Seen(get("/calendar?day=2026-04-11"))
    assert "Thứ Bảy, 11/04/2026 (1)" in words(day)
    assert "“Tổ chức hội chợ ba ngày”" in day.text


def test_an_anniversary_comes_back_each_year(get: Get) -> None:
    for year in (2026, 2027, 2199):
        assert "Ngày thành lập xã Đồng Chè" in Seen(get(f"/calendar?month={year}-10")).text
    assert "Ngày thành lập xã Đồng Chè" not in Seen(get("/calendar?month=2025-10")).text


def test_what_has_no_day_is_listed_with_its_words(get: Get) -> None:
    page = Seen(get("/calendar?view=undated"))
    for quote in (
        "báo cáo khi có yêu cầu",
        "báo cáo UBND xã",
        "Giữ vệ sinh",
        "Đại hội thể thao năm 2026",
        "trước 20/11 hằng năm",
    ):
        assert quote in page.text
    assert "Tổ chức hội chợ ba ngày" not in page.text
    only = Seen(get("/calendar?view=undated&kind=task"))
    assert "Giữ vệ sinh" in only.text
    assert "Đại hội thể thao năm 2026" not in only.text


def test_previous_and_next(get: Get) -> None:
    def turns(query: str) -> list[str]:
        page = Seen(get(f"/calendar?{query}"))
        return [str(one["href"]) for one in page.all("a") if one.get("rel") in ("prev", "next")]

    assert turns(f"month=2026-01&kind=task&{TODAY}") == [
        f"/calendar?{TODAY}&kind=task&view=month&month=2025-12",
        f"/calendar?{TODAY}&kind=task&view=month&month=2026-02",
    ]
    assert turns("year=2026") == ["/calendar?view=year&year=2025", "/calendar?view=year&year=2027"]
    assert turns("day=2026-03-01") == ["/calendar?view=day&day=2026-02-28", "/calendar?view=day&day=2026-03-02"]
    assert turns("month=1900-01") == ["/calendar?view=month&month=1900-02"]
    assert turns("month=2199-12") == ["/calendar?view=month&month=2199-11"]


def test_the_month_is_a_table_with_heads_and_days(get: Get) -> None:
    page = Seen(get(f"/calendar?month=2026-06&{TODAY}"))
    heads = page.all("th")
    assert len(heads) == 7
    assert {"scope": "col"} in heads
    times = [one["datetime"] for one in page.all("time")]
    assert [day for day in times if str(day).startswith("2026-06-")] == [f"2026-06-{day:02}" for day in range(1, 31)]
    assert [one for one in page.all("td") if "today" in str(one.get("class"))]
    assert sum(one.get("class") == "out" for one in page.all("td")) == 5


def test_without_a_month_it_is_that_of_today(get: Get) -> None:
    assert "Tháng 6/2026" in words(Seen(get(f"/calendar?{TODAY}")))
    for today in ("0001-01-01", "9999-12-31"):
        Seen(get(f"/calendar?today={today}"))
        Seen(get(f"/calendar?view=year&today={today}"))
        Seen(get(f"/calendar?view=day&today={today}"))


VIEWS = ["", "view=year", "view=undated", "view=day", "month=2026-12", "day=2026-12-31", "kind=event", "topic=zzz"]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_pages_are_whole_in_both_languages(get: Get, bare: Get, view: str, lang: str) -> None:
    for fetch in (get, bare):
        answer = fetch(f"/calendar?{view}&{TODAY}&lang={lang}".replace("?&", "?"))
        page = Seen(answer)
        assert f'<html lang="{lang}">' in answer.text
        assert ("Calendar" if lang == "en" else "Lịch") in page.text


def test_an_empty_store_says_so(bare: Get) -> None:
    assert "Không có gì trong tháng này." in Seen(bare("/calendar")).text
    assert "Mọi mục đều có ngày." in Seen(bare("/calendar?view=undated")).text
    assert "Không có gì vào ngày này." in Seen(bare("/calendar?day=2026-01-01")).text


def test_hostile_words_are_words(get: Get) -> None:
    text = Seen(get("/calendar?day=2026-12-31")).text
    assert "BEGIN:VEVENT" in text
    assert 'topic="><script>' not in get('/calendar?topic="><script>').text
    Seen(get('/calendar?topic="><script>'))


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("month=2026-13", 400),
        ("month=1899-12", 400),
        ("month=6", 400),
        ("year=1899", 400),
        ("year=2200", 400),
        ("year=x", 400),
        ("day=2026-02-30", 400),
        ("day=2200-01-01", 400),
        ("day=1899-12-31", 400),
        ("view=week", 400),
        ("kind=meeting", 400),
        ("offset=-1", 400),
        ("today=x", 400),
        ("body=Sở Y tế", 404),
        ("document=99/KH-UBND", 404),
    ],
)
def test_what_is_wrong_is_told_above_the_form(get: Get, query: str, status: int) -> None:
    page = Seen(get(f"/calendar?{query}"), status)
    assert any(values.get("role") == "alert" for values in page.all("div"))
    assert any(values.get("action") == "/calendar" for values in page.all("form"))


@pytest.mark.parametrize("query", ["colour=red", "month=2026-01&month=2026-02"])
def test_what_no_form_sends_is_a_problem(get: Get, query: str) -> None:
    answer = get(f"/calendar?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def entry(uid: str, first: D, last: D | None = None, rule: tuple[tuple[str, str], ...] = ()) -> Entry:
    return Entry(uid, "task", uid, (), Series(first, rule), last or first, uid, None, 0)


def test_entries_stand_on_their_days_once() -> None:
    weekly = (("FREQ", "DAILY"),)
    entries = [
        entry("before", D(2026, 5, 30), D(2026, 6, 2)),
        entry("after", D(2026, 6, 30), D(2026, 7, 3)),
        entry("past", D(2026, 5, 31)),
        entry("daily", D(2026, 6, 29), D(2026, 6, 30), weekly),
        entry("first-day", D.min, D.min),
    ]
    days = by_day(entries, D(2026, 6, 1), D(2026, 6, 30))
    assert {day.day: [one.uid for one in found] for day, found in days.items()} == {
        1: ["before"],
        2: ["before"],
        29: ["daily"],
        30: ["after", "daily"],
    }
    assert list(by_day(entries, D.min, D.min)) == [D.min]


@pytest.mark.parametrize(
    ("iri", "fragment"),
    [
        (f"{BASE}task/ubnd-a/2026/kh/95/12-dddddd", "#t12"),
        (f"{BASE}report/a/2-aa0010#06-20", "#r2"),
        (f"{BASE}event/ubnd-a/2026/kh/95/1-abcdef", "#events"),
        (f"{BASE}event/known/asean", ""),
        (f"{BASE}doc/ubnd-a/2026/kh/_/2026-ab12", ""),
        ("", ""),
    ],
)
def test_anchors(iri: str, fragment: str) -> None:
    assert anchor(iri) == fragment
