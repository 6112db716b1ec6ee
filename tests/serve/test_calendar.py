"""/calendar.ics: what stands on which day, read alike by three parsers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any

import anyio
import httpx
import icalendar
import ics
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from cancu.errors import LimitError
from cancu.namespaces import PREFIXES
from cancu.query import Catalogue
from cancu.query.days import names_day
from cancu.query.recurrence import Series, frame, report_days, yearly
from cancu.serve import Options, create_app
from cancu.serve.calendar.agenda import Entry
from cancu.serve.calendar.icalendars import About, written
from cancu.store import EmbeddedStore, Limits, open_store
from tests.serve.conftest import graphs_of

BASE = "https://w3id.org/cancu/id/"
D = dt.date
Fetch = Callable[..., httpx.Response]


def over(store: EmbeddedStore, options: Options | None = None) -> Fetch:
    app = create_app(store, Catalogue.load(), options)

    def fetch(address: str, **headers: str) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://lich.example") as client:
                return await client.get(address, headers=headers)

        return anyio.run(call)

    return fetch


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path_factory.mktemp("store"), limits=Limits(seconds=10), prefixes=PREFIXES)
    opened.replace(graphs_of(Path(__file__).with_name("calendar.trig")))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def fetch(held: EmbeddedStore) -> Fetch:
    return over(held)


@pytest.fixture(scope="module")
def everything(fetch: Fetch) -> bytes:
    return fetch("/calendar.ics").content


def entries(body: bytes) -> dict[str, Any]:
    return {str(event["uid"]).removeprefix(BASE): event for event in icalendar.Calendar.from_ical(body).walk("VEVENT")}


def days(event: Any, until: D) -> list[D]:
    """The days of an entry up to ``until``, as dateutil expands its rule."""
    first = event["dtstart"].dt
    if "rrule" not in event:
        return [first]
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=dt.datetime.combine(first, dt.time()))
    stop = dt.datetime.combine(until, dt.time())
    return [moment.date() for moment in rule.between(dt.datetime(1900, 1, 1), stop, inc=True)]


@pytest.mark.parametrize(
    ("uid", "expected", "status"),
    [
        ("report/7/weekly", [D(2026, 2, 15) + dt.timedelta(weeks=n) for n in range(3)], "TENTATIVE"),
        ("report/7/monthly", [D(2026, 2, 28), D(2026, 3, 31), D(2026, 4, 30)], "TENTATIVE"),
        ("report/7/quarterly", [D(2026, 3, 31), D(2026, 6, 30), D(2026, 9, 30)], "TENTATIVE"),
        ("report/7/half-alone", [D(2026, 6, 15), D(2026, 12, 15), D(2027, 6, 15), D(2027, 12, 15)], "CONFIRMED"),
        ("report/7/half", [D(2026, 6, 20), D(2027, 6, 20)], "CONFIRMED"),
        ("report/7/year", [D(2026, 11, 20), D(2027, 11, 20)], "CONFIRMED"),
        ("report/7/once", [D(2027, 1, 15)], "CONFIRMED"),
        ("report/7/next-year", [D(2028, 1, 5)], "CONFIRMED"),
        ("report/7/thirty", [D(2026, 3, 30), D(2026, 6, 30), D(2026, 9, 30), D(2026, 12, 30)], "CONFIRMED"),
        ("report/3/leap", [D(2026, 2, 28), D(2027, 2, 28), D(2028, 2, 29), D(2029, 2, 28)], "CONFIRMED"),
        ("report/3/endless", [D(2026, 2, 28), D(2026, 3, 31), D(2026, 4, 30)], "TENTATIVE"),
        ("task/7/quarter", [D(2026, 6, 30)], "TENTATIVE"),
        ("task/7/exact", [D(2026, 6, 30)], "CONFIRMED"),
        ("task/7/short", [D(2026, 4, 10)], "CONFIRMED"),
        ("event/7/day", [D(2026, 4, 21)], "CONFIRMED"),
        ("event/known/lap-xa", [D(2026, 10, 10), D(2027, 10, 10), D(2028, 10, 10)], "CONFIRMED"),
        ("event/7/moved", [D(2026, 10, 17)], "CONFIRMED"),
    ],
)
def test_each_thing_stands_on_its_days(everything: bytes, uid: str, expected: list[D], status: str) -> None:
    event = entries(everything)[uid]
    found = days(event, D(2030, 12, 31))
    assert found[: len(expected)] == expected
    assert (event["status"], event["transp"]) == (status, "TRANSPARENT")
    is_bounded = uid.startswith("report/7")
    assert not is_bounded or max(found) <= D(2028, 1, 5)


@pytest.mark.parametrize(
    "uid",
    [
        "report/7/demand",
        "report/7/silent",
        "report/9/no-year",
        "task/7/always",
        "event/7/year-only",
        "event/7/jubilee",  # one entry with the other that names the same original event
        "event/7/jubilee-again",
    ],
)
def test_what_has_no_day_is_left_out(everything: bytes, uid: str) -> None:
    assert uid not in entries(everything)


def test_the_calendar_tells_how_much_has_no_day(everything: bytes, fetch: Fetch) -> None:
    told = str(icalendar.Calendar.from_ical(everything)["description"])
    assert "3 báo cáo, 1 nhiệm vụ, 1 sự kiện." in told
    english = str(icalendar.Calendar.from_ical(fetch("/calendar.ics?lang=en&kind=event").content)["description"])
    assert english.endswith("Without a day and hence not in the calendar: 1 event.")


def test_a_short_task_lasts_its_days_and_a_long_one_the_last(everything: bytes) -> None:
    found = entries(everything)
    assert found["task/7/short"]["dtend"].dt == D(2026, 4, 13)
    assert found["task/7/quarter"]["dtend"].dt == D(2026, 7, 1)


def test_an_entry_keeps_the_words_and_leads_to_its_document(everything: bytes) -> None:
    event = entries(everything)["report/7/year"]
    told = str(event["description"]).split("\n")
    assert told[0] == "“báo cáo 6 tháng trước ngày 20/6 và báo cáo năm trước ngày 20/11”"
    assert {"Bên báo cáo: Các sở", "Nơi nhận: UBND xã", "Định kỳ: hằng năm"} < set(told)
    assert event["url"] == told[-1] == "http://lich.example/doc/doc/ubnd-dong-che/2026/kh/7"
    assert event["summary"] == "Hạn báo cáo hằng năm – Các sở → UBND xã"
    assert event["categories"].cats == ["Báo cáo"]
    assert (event["sequence"], event["dtstamp"].dt) == (1, dt.datetime(2026, 2, 11, 1, 2, 3, tzinfo=dt.UTC))
    assert event["last-modified"].dt == event["dtstamp"].dt
    assert "last-modified" not in entries(everything)["report/3/leap"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("body=So Xay dung Dong Che", {"report/7/year", "task/7/quarter", "task/7/exact"}),
        (f"body={BASE}org/cong-an-dong-che", {"report/7/weekly"}),
        ("body=so xay dung dong che&kind=task", {"task/7/quarter", "task/7/exact"}),
        ("body=UBND xa Dong Che", {"event/7/day", "event/known/lap-xa", "event/7/moved"}),
        ("body=Ủy ban nhân dân xã Đồng Chè", {"event/7/day", "event/known/lap-xa", "event/7/moved"}),
        ("topic=cau dong che&kind=task", {"task/7/quarter"}),
        ("topic=doc sach", {"event/7/day"}),
        ("topic=doc bao", set()),
        (f"document={BASE}doc/ubnd-dong-che/2026/qd/3", {"report/3/leap", "report/3/endless"}),
        ("kind=event&to=2026-09-30", {"event/7/day"}),
        ("kind=event&from=2027-01-01", {"event/known/lap-xa"}),
        ("kind=task,event&from=11/04/2026&to=2026-04-21", {"task/7/short", "event/7/day"}),
        ("kind=task&kind=event&from=2026-04-13&to=2026-04-21", {"event/7/day"}),
    ],
)  # fmt: skip
def test_filters(fetch: Fetch, query: str, expected: set[str]) -> None:
    assert set(entries(fetch(f"/calendar.ics?{query}").content)) == expected


@pytest.mark.parametrize(
    ("query", "status", "where"),
    [
        ("kind=holiday", 400, "kind"),
        ("from=soon", 400, "from"),
        ("to=2026-02-30", 400, "to"),
        ("bodies=x", 400, "bodies"),
        ("topic=a&topic=b", 400, None),
        ("body=Sở Mây Gió", 404, "body"),
        ("document=không có văn bản này", 404, "document"),
    ],
)
def test_wrong_filters_are_told(fetch: Fetch, query: str, status: int, where: str | None) -> None:
    answer = fetch(f"/calendar.ics?{query}")
    assert (answer.status_code, answer.json().get("where")) == (status, where)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_calendar_too_long_says_so(held: EmbeddedStore) -> None:
    answer = over(held, Options(calendar_limit=3))("/calendar.ics")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (LimitError.status, LimitError.code)


def test_a_subscription_is_refreshed_cheaply(fetch: Fetch) -> None:
    first = fetch("/calendar.ics?kind=task")
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    assert first.headers["content-disposition"] == 'inline; filename="cancu.ics"'
    again = fetch("/calendar.ics?kind=task", **{"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    other = fetch("/calendar.ics?kind=event", **{"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200
    calendar = icalendar.Calendar.from_ical(first.content)
    assert calendar["refresh-interval"].dt == dt.timedelta(hours=12)
    assert calendar["source"] == "http://lich.example/calendar.ics?kind=task"


def test_three_parsers_read_it_alike(everything: bytes) -> None:
    """Same identifiers, first days, ends and names; ``ical`` and dateutil expand the rules alike over two years."""
    text = everything.decode()
    ours = icalendar.Calendar.from_ical(text).walk("VEVENT")
    first = {(str(e["uid"]), e["dtstart"].dt, e["dtend"].dt, str(e["summary"]), str(e["description"])) for e in ours}
    second = IcsCalendarStream.calendar_from_ics(text)
    assert {(e.uid, e.dtstart, e.dtend, e.summary, e.description) for e in second.events} == first
    third = ics.Calendar(text)
    # ics 0.7 takes an escaped backslash before an n for a line end: that one entry is compared without its words
    plain = {told if "\\" not in told[4] else (*told[:3], "", "") for told in first}
    read = ((e.uid, e.begin.date(), e.end.date(), e.name, e.description) for e in third.events)
    assert {told if "hostile" not in told[0] else (*told[:3], "", "") for told in read} == plain
    assert len(first) == len(ours) == 18

    since, until = D(2026, 1, 1), D(2027, 12, 31)
    timeline = takewhile(lambda e: e.dtstart <= until, second.timeline)
    by_ical = Counter((e.uid, e.dtstart) for e in timeline if e.dtstart >= since)
    by_dateutil = Counter((str(e["uid"]), day) for e in ours for day in days(e, until) if since <= day <= until)
    assert by_ical == by_dateutil
    assert by_ical.total() > 150


def test_our_own_reckoning_of_days_is_theirs(everything: bytes) -> None:
    for event in entries(everything).values():
        if "rrule" in event:
            parts = [part.partition("=") for part in event["rrule"].to_ical().decode().split(";")]
            rule = tuple((name, value) for name, _, value in parts if name != "UNTIL")
            ends = [dt.datetime.strptime(value[:8], "%Y%m%d").date() for name, _, value in parts if name == "UNTIL"]
            series = Series(event["dtstart"].dt, rule, last=min(ends, default=D.max))
            assert list(series.days(D(2026, 1, 1), D(2029, 1, 1))) == days(event, D(2029, 1, 1))


@given(
    st.dates(D(2024, 1, 1), D(2028, 12, 31)),
    st.sampled_from(["weekly", "monthly", "quarterly", "six-monthly", "annual"]),
    st.none() | st.dates(D(2024, 1, 1), D(2024, 12, 31)),
    st.dates(D(2023, 1, 1), D(2032, 12, 31)),
    st.integers(0, 900),
)
@settings(max_examples=300, deadline=None)
def test_days_are_those_of_the_rule(first: D, frequency: str, due: D | None, since: D, length: int) -> None:
    window = frame(first, f"{first.year}-{first.year + 3}")
    series = report_days(frequency, due and f"{due:%m-%d}", "báo cáo", window, is_alone=True)
    assert series is not None
    until = since + dt.timedelta(days=length)
    for one in (series, yearly(first)):
        if one.text:
            rule = rrulestr(one.text, dtstart=dt.datetime.combine(one.first, dt.time()))
            moments = rule.between(*(dt.datetime.combine(day, dt.time()) for day in (since, until)), inc=True)
            assert list(one.days(since, until)) == [moment.date() for moment in moments]


def test_lines_are_folded_between_characters(everything: bytes) -> None:
    lines = everything.split(b"\r\n")
    assert lines.pop() == b""
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()  # no character is torn apart
    assert b"\n" not in everything.replace(b"\r\n", b"")


def test_hostile_words_stay_words(everything: bytes) -> None:
    event = entries(everything)["task/7/hostile"]
    assert "attach" not in event
    assert "rrule" not in event
    told = str(event["description"]).split("\n")
    assert told[0].endswith(r"RRULE:FREQ=DAILY; a, b\n”")
    assert "Chủ trì: A; B, C\\nD" in told
    assert b"\r\nATTACH" not in everything
    assert everything.count(b"\r\nBEGIN:VEVENT") == everything.count(b"\r\nEND:VEVENT") == len(entries(everything))


def test_a_typed_filter_names_the_calendar_and_nothing_else(fetch: Fetch) -> None:
    named = fetch("/calendar.ics?topic=a%0D%0AX-EVIL:1%0D%0A,;b").content
    assert "x-evil" not in icalendar.Calendar.from_ical(named)
    assert "\r\nNAME:cancu · a X-EVIL:1 \\,\\;b\r\n" in named.decode()
    assert "\r\nNAME:Lịch công việc từ văn bản (cancu)\r\n" in fetch("/calendar.ics").content.decode()


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_words_come_back_from_any_parser(summary: str, line: str) -> None:
    series = yearly(D(2026, 5, 19))
    entry = Entry("urn:x:1", "event", summary, (line,), series, series.first, "urn:x:2", None, 0)
    body = written([entry], About(summary, line, "http://e/", "vi"), str)
    assert max(len(part) for part in body.split(b"\r\n")) <= 75
    (event,) = icalendar.Calendar.from_ical(body).walk("VEVENT")
    (other,) = IcsCalendarStream.calendar_from_ics(body.decode()).events
    assert (event["uid"], event["dtstart"].dt) == (other.uid, other.dtstart) == ("urn:x:1", D(2026, 5, 19))
    assert str(event["description"]).count("\n") == 1
    assert str(event["summary"]).strip() == (other.summary or "").strip()


@pytest.mark.parametrize(
    ("issued", "period", "expected"),
    [
        (None, "2026", (D(2026, 1, 1), D(2026, 12, 31))),
        (D(2026, 3, 11), "2026", (D(2026, 3, 11), D(2026, 12, 31))),
        (D(2025, 12, 30), "2026-2030", (D(2026, 1, 1), D(2030, 12, 31))),
        (D(2025, 12, 30), "", (D(2025, 12, 30), None)),
        (D(2025, 12, 30), "quý 12", (D(2025, 12, 30), None)),
        (None, "", None),
    ],
)
def test_the_time_of_a_document(issued: D | None, period: str, expected: tuple[D, D | None] | None) -> None:
    found = frame(issued, period)
    assert (found and (found.begin, found.end)) == expected


@pytest.mark.parametrize(
    ("words", "is_named"),
    [
        ("trước ngày 30/6", True),
        ("ngày 30 tháng 6 năm 2026", True),
        ("30-06-2026", True),
        ("30.6", True),
        ("Quý II", False),
        ("130/6", False),
        ("30/60", False),
        ("ngày 3/6", False),
    ],
)
def test_words_that_print_the_day(words: str, is_named: bool) -> None:  # noqa: FBT001
    assert names_day(words, D(2026, 6, 30)) is is_named


@settings(deadline=None)
@given(
    st.sampled_from(["monthly", "quarterly", "six-monthly", "annual", "weekly", "once", None]),
    st.dates(D(2024, 1, 1), D(2024, 12, 31)) | st.none(),
    st.dates(D(2020, 1, 1), D(2030, 1, 1)),
    st.integers(0, 3),
    st.booleans(),
)
def test_days_never_precede_the_document_nor_outlive_its_period(
    frequency: str | None, due: D | None, issued: D, years: int, is_alone: bool  # noqa: FBT001
) -> None:  # fmt: skip
    window = frame(issued, f"{issued.year}-{issued.year + years}")
    found = report_days(frequency, due and f"{due:%m-%d}", "báo cáo", window, is_alone=is_alone)
    assert (found is None) == (due is None and frequency in {None, "once"})
    if found is None:
        return
    all_days = list(found.days(D(2000, 1, 1), D(2045, 1, 1)))
    assert all_days[0] == found.first >= issued
    assert all(one < two for one, two in pairwise(all_days))
    assert all(day.year <= issued.year + years for day in all_days[1:])
    assert not due or frequency == "weekly" or all(day.day >= min(due.day, 28) for day in all_days)
