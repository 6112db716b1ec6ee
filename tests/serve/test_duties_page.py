"""/duties and /api/v1/duties: who does what by when, told alike by page, REST, files and SPARQL."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import httpx
import icalendar
import openpyxl
import pytest

from cancu.query import Index
from cancu.query.days import day_or_none
from cancu.serve import Options
from cancu.serve.work.board import CARDS
from cancu.serve.work.dates import months_on, shown
from cancu.serve.work.filters import STATES
from cancu.serve.work.standing import soon_after
from cancu.store import EmbeddedStore
from tests.serve.looking_at_work import BASE, TODAY, Get, Seen, getting, holding


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


def listed(get: Get, query: str = "") -> dict[str, Any]:
    answer = get(f"/api/v1/duties?{TODAY}&{query}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def short(iri: str) -> str:
    """``a1`` for the first task of plan a."""
    key = iri.removeprefix(f"{BASE}task/")
    return key[0] + key[2]


def found(get: Get, query: str = "") -> str:
    return " ".join(short(item["iri"]) for item in listed(get, query)["items"])


STANDS = {
    "a1": "overdue",  # “trước ngày 30/5” is printed
    "a2": "done-unknown",  # Quý I
    "a3": "soon",
    "a4": "soon",
    "a5": "ahead",
    "a6": "vague",
    "a7": "no-time",
    "a8": "vague",  # only begun
    "a9": "done-unknown",  # 13/5 does not print the 3rd of May
    "b1": "soon",  # due today is not over
    "b2": "soon",  # the thirtieth day
    "b3": "ahead",
}


def test_each_duty_stands_as_it_must(get: Get) -> None:
    assert {short(item["iri"]): item["standing"] for item in listed(get)["items"]} == STANDS


def test_duties_come_by_time_and_those_without_a_day_last(get: Get) -> None:
    assert found(get) == "a2 a9 a1 b1 a3 a4 a8 b2 b3 a5 a6 a7"


FILTERS = [
    ("body=Phong+Kinh+te", "a2 a1 a3 a4 a5"),
    ("body=Phong+Kinh+te&part=lead", "a1 a3 a4 a5"),
    ("body=Phong+Kinh+te&part=partner", "a2"),
    (f"body={BASE}org/van-hoa&part=lead", "a2 b1 b2 b3 a5"),
    ("document=03-KH/DU", "b1 b2 b3"),
    ("document=12/KH-UBND&state=soon", "a3 a4"),
    ("issuer=Dang+uy+xa+Bac+Lung", "b1 b2 b3"),
    ("from=2026-06-16", "a3 a4 a8 b2 b3 a5"),
    ("from=16/06/2026", "a3 a4 a8 b2 b3 a5"),
    ("to=2026-04-30", "a2 a5"),
    ("from=2026-06-15&to=2026-06-15", "b1 a4 a5"),
    ("month=2026-06", "b1 a3 a4"),
    ("q=hoi+cho", "a2"),
    ("q=HỘI CHỢ", "a2"),
    ("q=hoi+ch", "a2"),
    ("q=oi+cho", ""),
    ("q=cong+an", "a9 a8 a6"),
    ("q=quy+i", "a2"),
    ("state=no-lead", "a7"),
    ("state=two-leads", "a5"),
    ("state=two-leads&q=de", "a5"),
    ("state=overdue&body=Phong+Van+hoa", ""),
]


@pytest.mark.parametrize(("query", "expected"), FILTERS)
def test_filters(get: Get, query: str, expected: str) -> None:
    assert found(get, query) == expected
    page = Seen(get(f"/duties?{TODAY}&{query}"))
    assert f"Số việc: {len(expected.split())}" in page.text


QUESTION = {"body": "agency", "from": "since", "to": "until"}


@pytest.mark.parametrize("query", ["", *(query for query, _ in FILTERS if "q=" not in query)])
def test_the_question_of_the_catalogue_says_the_same(get: Get, query: str) -> None:
    values = dict(part.split("=", 1) for part in query.split("&") if part)
    part = values.pop("part", "agency")
    bound = "&".join(f"{part if name == 'body' else QUESTION.get(name, name)}={text}" for name, text in values.items())
    rows = get(f"/queries/duties?today=2026-06-15&soon=2026-07-15&{bound}&format=json").json()["rows"]
    assert [row["task"] for row in rows] == [item["iri"] for item in listed(get, query)["items"]]
    assert {short(row["task"]): row["standing"] for row in rows}.items() <= STANDS.items()


@pytest.mark.parametrize(("question", "state"), [("tasks-without-lead", "no-lead"), ("tasks-without-time", "no-time")])
def test_what_is_lacking_is_what_the_other_questions_find(get: Get, question: str, state: str) -> None:
    rows = get(f"/queries/{question}?format=json").json()["rows"]
    without = {row["task"] for row in rows} - {f"{BASE}task/a/8-aa0008"}  # a begin is a time to the rule T03
    assert without == {item["iri"] for item in listed(get, f"state={state}")["items"]} != set()


def test_totals_tell_all_states_whatever_state_is_chosen(get: Get) -> None:
    for query in ("", "&state=vague"):
        page = Seen(get(f"/duties?{TODAY}{query}"))
        start = page.text.index("Văn bản không nói việc nào đã làm xong.")
        counts = page.text[start:].replace("\n", " ")
        for words in (
            "Quá ngày hạn đã in 1",
            "Kỳ đã qua, chưa rõ đã xong 2",
            "Sắp đến hạn (30 ngày) 4",
            "Còn thời gian 2",
            "Thời gian nêu chung 2",
            "Không có thời gian 1",
            "Không có cơ quan chủ trì 1",
            "Nhiều cơ quan cùng chủ trì 1",
        ):
            assert words in counts


def test_every_state_leads_to_its_duties(get: Get) -> None:
    page = Seen(get(f"/duties?{TODAY}"))
    links = [address for address in page.addresses if "state=" in address]
    assert len(links) == len(STATES)
    for address in links:
        state = address.partition("state=")[2].partition("&")[0]
        assert found(get, f"state={state}") == " ".join(
            short(item["iri"])
            for item in get(address.replace("/duties", "/api/v1/duties").replace("view=table&by=state&", "")).json()[
                "items"
            ]
        )


def test_a_duty_is_shown_with_words_people_time_and_place(get: Get) -> None:
    answer = get(f"/duties?{TODAY}&document=12/KH-UBND")
    page = Seen(answer)
    for shown_text in (
        "Sửa đường vào chợ",
        "trước ngày 30/5",
        "30/05/2026",
        "không in thời gian",
        "không tính ra ngày",
    ):
        assert shown_text in page.text
    assert "Quý I" in page.text
    assert "01/01/2026 – 31/03/2026 (cuối kỳ)" in " ".join(page.text.split())
    assert "30/05/2026 (cuối kỳ)" not in page.text
    assert "/doc/doc/ubnd-bac-lung/2026/kh/12#t1" in page.addresses
    assert "/doc/org/kinh-te" in page.addresses
    assert "mục II.1" in page.text
    assert {"datetime": "2026-05-30"} in page.all("time")
    assert get("/doc/task/a/1-aa0001").status_code == 200


def test_a_name_leads_to_its_body_only_where_it_is_sure(get: Get) -> None:
    text = get(f"/duties?{TODAY}&q=hoi+cho").text
    assert '<a href="/doc/org/kinh-te" title="Phòng Kinh tế xã Bắc Lũng">Phòng Kinh tế</a>' in text
    assert '<span lang="vi">các thôn</span>' in text


def test_a_name_that_means_several_is_told(get: Get) -> None:
    page = Seen(get(f"/duties?{TODAY}&body=phong+xa+bac+lung"))
    assert "“phong xa bac lung” có thể là nhiều nơi" in page.text
    only = httpx.QueryParams({"body": f"{BASE}org/kinh-te", "today": "2026-06-15"})
    assert f"/duties?{only}" in page.addresses
    assert "nhiều nơi" not in Seen(get(f"/duties?{TODAY}&body=Phong+Kinh+te")).text


def test_hostile_words_are_words(get: Get) -> None:
    for path in ("/duties?state=no-time", "/duties?view=board", "/duties?q=%3Cscript%3E", '/duties?q="><b>'):
        page = Seen(get(f"{path}&{TODAY}"))
        assert "<b>" not in page.text or "q=" in path
    text = Seen(get(f"/duties?state=no-time&{TODAY}")).text
    assert "<script>alert(1)</script> \"x\" & 'y' {{ 7*7 }}" in text
    assert "<img src=x onerror=alert(2)>" in text


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    "path", ["/duties?", "/duties?view=board", "/duties?view=board&by=month", "/duties?state=overdue", "/duties?q=zzz"]
)
def test_pages_are_whole_in_both_languages(get: Get, bare: Get, path: str, lang: str) -> None:
    for fetch in (get, bare):
        answer = fetch(f"{path}&{TODAY}&lang={lang}")
        page = Seen(answer)
        assert f'<html lang="{lang}">' in answer.text
        inner = [address for address in page.addresses if address.startswith("/duties") and "format" not in address]
        assert inner
        if lang == "en":
            assert all("lang=" in address for address in inner if address != "/duties")


def test_an_empty_store_says_so(bare: Get) -> None:
    assert "Không có việc nào như vậy." in Seen(bare("/duties")).text
    assert bare("/api/v1/duties").json() == {"total": 0, "limit": 50, "next": None, "truncated": False, "items": []}
    assert bare("/duties?format=csv").text.startswith("\ufefftask,document")
    assert "BEGIN:VCALENDAR" in bare("/duties?format=ics").text


WRONG = [
    ("state=late", 400, "state"),
    ("part=all", 400, "part"),
    ("from=yesterday", 400, "from"),
    ("to=2026-02-30", 400, "to"),
    ("month=2026-13", 400, "month"),
    ("today=now", 400, "today"),
    ("limit=0", 400, "limit"),
    ("limit=201", 400, "limit"),
    ("limit=x", 400, "limit"),
    ("cursor=abc", 400, "cursor"),
    ("body=Phong+Thue", 404, "body"),
    ("issuer=Bo+Y+te", 404, "issuer"),
    ("document=99/KH-UBND", 404, "document"),
]


@pytest.mark.parametrize(("query", "status", "where"), WRONG)
def test_what_is_wrong_is_told_above_the_form_and_as_a_problem(get: Get, query: str, status: int, where: str) -> None:
    answer = get(f"/api/v1/duties?{query}")
    assert (answer.status_code, answer.json()["where"]) == (status, where)
    page = Seen(get(f"/duties?{query}"), status)
    assert any(values.get("role") == "alert" for values in page.all("div"))
    assert any(values.get("action") == "/duties" for values in page.all("form"))


@pytest.mark.parametrize("query", ["colour=red", "q=a&q=b", "format=pdf"])
def test_what_no_form_sends_is_a_problem(get: Get, query: str) -> None:
    answer = get(f"/duties?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


@pytest.mark.parametrize("query", ["%00", "%0A", "%20%09"])
def test_signs_that_are_not_shown_ask_for_nothing(get: Get, query: str) -> None:
    assert found(get, f"q={query}") == found(get)
    assert found(get, f"q=hoi{query}cho") == found(get, "q=hoi+cho")


def test_a_name_that_is_not_known_brings_near_ones(get: Get) -> None:
    assert "Phòng Kinh tế xã Bắc Lũng" in Seen(get("/duties?body=Phong+Kinh+te+xa+Bac+Lunh"), 404).text


@pytest.mark.parametrize("query", ["", "&state=soon", "&q=phong"])
def test_pages_join_up(get: Get, query: str) -> None:
    whole = found(get, query.removeprefix("&"))
    url, seen, pages = f"/duties?{TODAY}{query}&limit=2", [], 0
    rest: str | None = f"/api/v1/duties?{TODAY}{query}&limit=2"
    while rest:
        body = get(rest).json()
        seen += [short(item["iri"]) for item in body["items"]]
        rest = body["next"]
        pages += 1
    assert " ".join(seen) == whole
    assert pages == -(-len(whole.split()) // 2)
    following = next(address for address in Seen(get(url)).addresses if "cursor=" in address)
    assert "2–" not in following
    assert TODAY in following


def test_a_cursor_of_another_list_is_refused(get: Get) -> None:
    cursor = get(f"/api/v1/duties?{TODAY}&limit=2").json()["next"].partition("cursor=")[2].partition("&")[0]
    assert get(f"/api/v1/duties?{TODAY}&limit=2&cursor={cursor}").status_code == 200
    for other in (f"{TODAY}&state=soon", "today=2026-06-16", f"{TODAY}&q=x"):
        assert get(f"/api/v1/duties?{other}&limit=2&cursor={cursor}").status_code == 400


def test_files_hold_what_the_page_has_found(get: Get) -> None:
    query = f"{TODAY}&body=Phong+Kinh+te&part=lead"
    expected = [f"{BASE}task/a/{key}" for key in ("1-aa0001", "3-aa0003", "4-aa0004", "5-aa0005")]
    page = Seen(get(f"/duties?{query}"))
    links = {address.rpartition("format=")[2]: address for address in page.addresses if "format=" in address}
    assert set(links) == {"csv", "xlsx", "json", "ics"}
    rows = list(csv.DictReader(io.StringIO(get(links["csv"]).text.removeprefix("\ufeff"))))
    assert [row["task"] for row in rows] == expected
    assert rows[0]["standing"] == "Quá ngày hạn đã in"
    data = get(links["json"]).json()
    assert [row["task"] for row in data["rows"]] == expected
    assert data["rows"][0]["standing"] == "overdue"
    sheet = openpyxl.load_workbook(io.BytesIO(get(links["xlsx"]).content)).worksheets[0]
    assert sheet.max_row == 5
    events = icalendar.Calendar.from_ical(get(links["ics"]).content).walk("VEVENT")
    assert {str(event["uid"]): (event["dtstart"].dt.isoformat(), str(event["status"])) for event in events} == {
        expected[0]: ("2026-05-30", "CONFIRMED"),
        expected[1]: ("2026-06-30", "CONFIRMED"),
        expected[2]: ("2026-06-30", "TENTATIVE"),
        expected[3]: ("2026-12-31", "TENTATIVE"),
    }


def test_the_same_is_offered_as_sparql_that_gives_the_same_rows(get: Get) -> None:
    for query in ("state=soon&body=Phong+Kinh+te", "q=hoi+cho", "month=2026-06&issuer=UBND+xa+Bac+Lung"):
        data = get(f"/duties?{TODAY}&{query}&format=json").json()
        answer = get("/sparql?" + str(httpx.QueryParams({"query": data["sparql"], "format": "json"})))
        rows = json.loads(answer.text)["results"]["bindings"]
        assert [row["task"]["value"] for row in rows] == [row["task"] for row in data["rows"]] != []


def test_links_hold_their_day(get: Get) -> None:
    page = Seen(get("/duties"))
    rest = [address for address in page.addresses if address.startswith("/api/v1/duties")]
    assert rest
    assert all("today=20" in address for address in rest)


def test_the_board_has_a_column_for_each_standing_there_is(get: Get) -> None:
    page = Seen(get(f"/duties?{TODAY}&view=board&document=03-KH/DU"))
    heads = [
        values["aria-labelledby"]
        for values in page.all("section")
        if (values.get("aria-labelledby") or "").startswith("col")
    ]
    assert len(heads) == 2
    assert "Sắp đến hạn (30 ngày) 2" in page.text
    assert "Còn thời gian 1" in page.text


def test_the_board_by_month_starts_with_today_and_loses_nothing(get: Get) -> None:
    text = " ".join(Seen(get(f"/duties?{TODAY}&view=board&by=month")).text.split())
    for column in ("Trước đó 3", "Tháng 6/2026 3", "Tháng 7/2026 2", "Tháng 12/2026 1", "Không có ngày 3"):
        assert column in text
    assert "Tháng 8/2026" not in text
    far = " ".join(Seen(get("/duties?today=2025-06-15&view=board&by=month")).text.split())
    assert "Sau đó 6" in far


@pytest.mark.parametrize("today", ["0001-01-01", "1899-12-31", "2199-12-31", "9999-12-31"])
@pytest.mark.parametrize("view", ["table", "board&by=state", "board&by=month"])
def test_no_day_is_too_far(get: Get, today: str, view: str) -> None:
    assert "Số việc: 12" in Seen(get(f"/duties?today={today}&view={view}")).text


def test_soon_ends_with_the_last_day_there_is() -> None:
    end = day_or_none("9999-12-20")
    assert end is not None
    assert soon_after(end).isoformat() == "9999-12-31"


def test_days_that_are_none_stay_as_they_are() -> None:
    assert [shown("2026-03-01"), shown("2026-02-30"), shown(None)] == ["01/03/2026", "2026-02-30", ""]
    last = day_or_none("2199-12-01")
    assert last is not None
    assert months_on(last, 1) is None


TASK = (
    "<{doc}> <{cc}assigns> <{task}> <{graph}> .\n"
    '<{task}> <{cc}quote> "Việc thứ {i} của kế hoạch {d}: tổ chức hội chợ" <{graph}> .\n'
    '<{task}> <{cc}leadName> "Phòng {p}" <{graph}> .\n'
    '<{task}> <{cc}endDate> "2026-{month:02}-28"^^<http://www.w3.org/2001/XMLSchema#date> <{graph}> .\n'
)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """10,000 tasks in 100 documents."""
    for store in holding(tmp_path_factory.mktemp("large")):
        graphs = {}
        for d in range(100):
            graph = f"https://w3id.org/cancu/graph/doc/ubnd-a/2026/kh/{d}"
            lines = [
                TASK.format(
                    doc=f"{BASE}doc/ubnd-a/2026/kh/{d}",
                    cc="https://w3id.org/cancu/ontology#",
                    task=f"{BASE}task/ubnd-a/2026/kh/{d}/{i}-abcdef",
                    graph=graph,
                    i=i,
                    d=d,
                    p=i % 7,
                    month=i % 12 + 1,
                )
                for i in range(100)
            ]
            graphs[graph] = "".join(lines).encode()
        store.replace(graphs)
        index = Index(store, patience=None)
        index.follow()
        index.close()
        yield store


class Counting:
    """A store that notes how much it answered."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self.sizes: list[int] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def run(self, *values: Any, **options: Any) -> Any:
        answer = self._store.run(*values, **options)
        self.sizes.append(len(answer.body))
        return answer


def test_a_page_of_ten_thousand_duties_asks_for_its_own_rows_only(large: EmbeddedStore) -> None:
    counting: Any = Counting(large)
    get = getting(counting, Options(calendar_limit=500))
    assert "Số việc: 10000" in Seen(get(f"/duties?{TODAY}")).text
    for path in (
        "/duties?",
        "/duties?view=board",
        "/duties?view=board&by=month",
        "/duties?q=hoi+cho",
        "/api/v1/duties?",
    ):
        counting.sizes.clear()
        answer = get(f"{path}&{TODAY}".replace("?&", "?"))
        assert answer.status_code == 200
        assert len(answer.content) < 150_000, path
        assert len(counting.sizes) <= 2, "the rows, and their people"
        assert sum(counting.sizes) < 150_000, path
    many = f"Còn nữa: {800 - CARDS}"
    assert many in Seen(get(f"/duties?{TODAY}&view=board&by=month")).text
    assert get(f"/duties?{TODAY}&format=ics").json()["type"].endswith("/limit")
    rows = get(f"/duties?{TODAY}&format=csv-plain").text.splitlines()
    assert len(rows) == 10_001
    assert [row.partition(",")[0] for row in rows[1:4]] == [
        item["iri"] for item in get(f"/api/v1/duties?{TODAY}&limit=3").json()["items"]
    ]
