"""The first page: search over everything as it is typed, what is new, due and doubtful; and the frame of all pages."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from cancu.errors import LimitError
from cancu.namespaces import PREFIXES, document_graph
from cancu.query import Catalogue, Table
from cancu.serve import create_app
from cancu.serve.pages.search import GROUPS, marked
from cancu.serve.words import say
from cancu.store import EmbeddedStore, open_store
from tests.serve.conftest import FIXTURE, asking, graphs_of

Get = Callable[..., httpx.Response]
BASE = "https://w3id.org/cancu/"
BROWSER = "text/html"
PLAN = "/doc/doc/ubnd-song-may/2026/kh/95"


def found(get: Get, typed: str, **more: str) -> dict[str, list[str]]:
    """The groups of a page of results: kind → addresses of the items."""
    answer = get("/", BROWSER, params={"q": typed, **more})
    assert answer.status_code == 200, answer.text
    sections = re.split(r'<section aria-labelledby="g-', answer.text.partition("<main")[2].partition("offers")[0])
    return {part.partition('"')[0]: re.findall(r'<li><a href="([^"]+)"', part) for part in sections[1:]}


@pytest.mark.parametrize(
    ("typed", "kind", "address"),
    [
        ("95", "document", PLAN),
        ("kế hoạch 95 song may", "document", PLAN),
        ("95-KH/UBND", "document", PLAN),
        ("NQ 59", "reference", "/doc/doc/tw/k13/nq/59"),
        ("nghi quyet 59", "reference", "/doc/doc/tw/k12/nq/59"),
        ("sở du lịch", "body", "/doc/org/so-du-lich-song-may"),
        ("So Du Lich", "body", "/doc/org/so-du-lich-song-may"),
        ("hoi cho", "duty", "/doc/task/ubnd-song-may/1-dddddd"),
        ("hội ch", "duty", "/doc/task/ubnd-song-may/1-dddddd"),
    ],
)
def test_everything_is_found_as_it_is_typed(get: Get, typed: str, kind: str, address: str) -> None:
    assert address in found(get, typed)[kind]


def test_reports_events_citations_and_headings_are_found_by_their_words(get: Get, store: EmbeddedStore) -> None:
    rows = {
        "report": "?document cc:requiresReport ?item . ?item cc:quote ?words",
        "event": "?document cc:announces ?item . ?item cc:quote ?words",
        "citation": "?item cc:citing ?document ; cc:quote ?words",
        "section": "?document cc:hasSection ?item . ?item cc:heading ?words",
    }
    for kind, pattern in rows.items():
        text = f"PREFIX cc: <{BASE}ontology#> SELECT ?item ?words WHERE {{ {pattern} }} ORDER BY ?item LIMIT 1"
        row = Table.read(store.run(text).body).records[0]
        address = str(row["item"]).replace(f"{BASE}id/", "/doc/")
        assert address in found(get, str(row["words"]))[kind], kind


@pytest.mark.parametrize("typed", ["qwertyuiop", "hoi cho qwertyuiop", '"', "*", "NEAR(", "a OR b", "95 AND"])
def test_what_is_not_there_is_not_found_and_what_is_no_word_is_no_syntax(get: Get, typed: str) -> None:
    groups = found(get, typed)
    assert "duty" not in groups
    text = get("/", BROWSER, params={"q": "qwertyuiop"}).text
    assert say("found.none") in text


def test_a_group_alone_shows_more_and_leads_back(get: Get) -> None:
    assert set(found(get, "song may", kind="body")) == {"body"}
    assert len(found(get, "song may")) > 1
    answer = get("/?q=song+may&kind=colour", BROWSER)
    assert (answer.status_code, answer.json()["type"]) == (400, f"{BASE}problem/bad-parameter")
    assert all(kind in answer.json()["detail"] for kind in GROUPS)


def test_the_body_whose_name_is_typed_comes_first(get: Get) -> None:
    assert next(iter(found(get, "so du lich song may"))) == "body"


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Sở Du lịch", "du lich", "Sở <mark>Du lịch</mark>"),
        ("Xây dựng du lịch", "du lich", "Xây dựng <mark>du lịch</mark>"),
        ("hội chợ hoa", "hoi ch", "<mark>hội chợ</mark> hoa"),
        ("<b>hoa</b> & lá", "hoa", "&lt;b&gt;<mark>hoa</mark>&lt;/b&gt; &amp; lá"),
        ("Nghị quyết", "", "Nghị quyết"),
    ],
)
def test_typed_words_are_marked_and_nothing_else_is_markup(text: str, typed: str, shown: str) -> None:
    assert str(marked(text, typed)) == shown


def test_words_typed_by_strangers_are_shown_as_words(get: Get) -> None:
    for path in ("/", "/suggest"):
        text = get(path, BROWSER, params={"q": '"><script>alert(1)</script>'}).text
        assert "<script>alert" not in text


def test_results_while_typing_are_a_piece_of_a_page(get: Get) -> None:
    text = get("/suggest?q=so+du+lich&lang=en", BROWSER).text
    assert "<html" not in text
    assert 'role="status"' in text
    assert 'href="/doc/org/so-du-lich-song-may?lang=en"' in text
    assert get("/suggest?q=", BROWSER).status_code == 200


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        ("2026-06-01", ["20/06/2026"]),
        ("2026-06-20", ["20/06/2026"]),
        ("2026-06-21", []),
        ("2027-06-01", []),
    ],
)
def test_what_is_due_within_thirty_days(get: Get, today: str, shown: list[str]) -> None:
    text = get(f"/?today={today}", BROWSER).text
    section = text.partition('id="due"')[2].partition("</section>")[0]
    days = re.findall(r'<time datetime="[^"]+">([^<]+)</time> <a href="[^"]+">(?:Hạn báo cáo)', section)
    assert days == shown
    assert re.search(rf"{say('home.due')}: \d", text)


def test_a_store_too_large_to_tell_what_is_due_says_so(
    store: EmbeddedStore, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = store.run

    def slow(sparql: str, **options: Any) -> Any:
        if "cc:requiresReport" in sparql:  # what describes the things that are due
            raise LimitError("quá lâu", "too long")
        return run(sparql, **options)

    monkeypatch.setattr(store, "run", slow)
    text = get("/?today=2026-06-07&lang=en", BROWSER).text  # which no other test asks for: answers are kept
    assert say("home.stillCounted", "en") in text
    assert re.search(rf"{say('home.due', 'en')}</h2>", text)


@pytest.mark.parametrize("today", ["x", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_is_none_is_told(get: Get, today: str) -> None:
    answer = get(f"/?today={today}", BROWSER)
    assert (answer.status_code, answer.json()["status"]) == (400, 400)


def test_findings_by_severity_leave_false_alarms_out(get: Get, store: EmbeddedStore) -> None:
    text = get("/", BROWSER).text
    section = text.partition('id="findings"')[2].partition("</section>")[0]
    assert say("home.noFindings") in section  # the only finding of the fixture was judged a false alarm
    assert store.size() > 0


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[tuple[EmbeddedStore, Get]]:
    opened = open_store(tmp_path / "store", prefixes=PREFIXES)
    send = asking(create_app(opened, Catalogue.load()))
    yield opened, lambda url, accept=BROWSER, **more: send("GET", url, headers={"Accept": accept}, **more)
    opened.close()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_empty_store_says_what_to_do(empty: tuple[EmbeddedStore, Get], lang: str) -> None:
    text = empty[1](f"/?lang={lang}").text
    for key in ("home.empty", "home.fill", "home.nothingDue", "home.noNews", "home.noFindings"):
        assert say(key, lang) in html.unescape(text), key
    assert "cancu ingest" in text
    assert say("found.none", lang) in empty[1](f"/?q=nghi+quyet&lang={lang}").text


def test_news_and_search_follow_the_store(empty: tuple[EmbeddedStore, Get]) -> None:
    store, get = empty
    plan, graphs = document_graph(BASE, "ubnd-song-may/2026/kh/95"), graphs_of(FIXTURE)
    assert "duty" not in found(get, "hoi cho")
    store.replace({plan: graphs[plan]})
    assert PLAN in get("/").text.partition('id="news"')[2]
    assert say("news.added") in get("/").text
    before = found(get, "hoi cho")["duty"]
    store.replace({plan: graphs[plan].replace("hội chợ".encode(), "đua thuyền".encode())})
    assert say("news.changed") in get("/").text
    assert (found(get, "dua thuyen")["duty"], "duty" in found(get, "hoi cho")) == (before, False)
    store.remove([plan])
    assert say("news.removed") in get("/").text
    assert "duty" not in found(get, "dua thuyen")


def test_the_page_tells_today_in_its_citation(get: Get) -> None:
    text = get("/?today=2026-06-01", BROWSER).text
    assert "http://test/ (01/06/2026)" in text
    assert dt.datetime.now(dt.UTC).strftime("%d/%m/%Y") in get("/", BROWSER).text


@pytest.mark.parametrize(
    ("path", "switch"),
    [
        ("/", "/?lang=en"),
        ("/?q=a+b&kind=body", "/?q=a+b&amp;kind=body&amp;lang=en"),
        ("/?q=%C4%91%22&lang=en", "/?q=%C4%91%22&amp;lang=vi"),
        (PLAN, f"{PLAN}?lang=en"),
    ],
)
def test_the_other_language_is_the_same_page(get: Get, path: str, switch: str) -> None:
    text = get(path, BROWSER).text
    assert f'class="switch" href="{switch}"' in text
    assert get(switch.replace("&amp;", "&"), BROWSER).status_code == 200


def test_a_host_that_is_none_breaks_no_page(ask: Get) -> None:
    answer: Any = ask("GET", "/queries", headers={"Accept": BROWSER, "Host": "a/b<c>"})
    assert answer.status_code in {200, 400}
