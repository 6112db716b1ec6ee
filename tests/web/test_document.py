"""The page of a document in a browser: facts and their words light each other, by mouse and by keyboard."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.web.looking import overflow

QUOTED = "/doc/doc/ubnd-hung-dao-ha-noi/2026/kh/_/2026-78fd90ef0f"
"""A plan of which the store keeps quotations."""
LONG = "/doc/doc/ubnd-ha-noi/2026/kh/95"


@dataclass(frozen=True)
class Papers:
    """A service over the five plans, and one document more whose words it keeps (``whole``, an address)."""

    site: str
    whole: str


@pytest.fixture(scope="module")
def papers(
    cancu: tuple[list[str], dict[str, str]], tmp_path_factory: pytest.TempPathFactory, checkout: Path
) -> Iterator[Papers]:
    call, environment = cancu
    environment = environment | {"CANCU_STORE": str(tmp_path_factory.mktemp("papers") / "store")}
    example = checkout / "examples" / "ke-hoach-xa-suoi-mo.txt"

    def run(*words: str) -> str:
        done = subprocess.run([*call, *words], env=environment, check=True, capture_output=True, text=True, timeout=300)
        return done.stdout

    run("ingest", "--only")
    key = run("ingest", str(example)).partition(":")[0]
    with subprocess.Popen(
        [*call, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        found = (re.match(r"\s+(http://\S+)/\s", line) for line in process.stdout)
        yield Papers(next(match[1] for match in found if match), f"/doc/doc/{key}")
        process.terminate()


@pytest.fixture
def site(papers: Papers) -> str:
    """What ``audited`` holds for our own host."""
    return papers.site


@pytest.fixture(params=["whole", "quoted"])
def address(request: pytest.FixtureRequest, papers: Papers) -> str:
    """A document with its text, and one with quotations only."""
    return papers.site + (papers.whole if request.param == "whole" else QUOTED)


def lit(page: Any) -> set[str]:
    """The names of the facts that are lit, and of the words."""
    return set(
        page.evaluate("[...document.querySelectorAll('.lit')].map(e => e.dataset.fact ?? 'words ' + e.dataset.words)")
    )


def keys(found: set[str]) -> set[str]:
    return {key for one in found for key in one.removeprefix("words ").split()}


def is_seen(page: Any, selector: str) -> bool:
    """Tell whether an element stands within the window, and within the column that scrolls, if it is in one."""
    return bool(
        page.evaluate(
            """selector => {
              const element = document.querySelector(selector), box = element.getBoundingClientRect();
              const column = element.closest('.text')?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
              return box.top >= Math.max(0, column.top) - 1 && box.top < Math.min(innerHeight, column.bottom);
            }""",
            selector,
        )
    )


def test_pointing_at_a_fact_lights_its_words_and_only_these(tab: Any, address: str) -> None:
    tab.goto(address)
    assert lit(tab) == set()
    tab.hover("#t2 .said dt >> nth=0")
    found = lit(tab)
    assert "t2" in found
    assert any(one.startswith("words ") and "t2" in one.split() for one in found)
    assert all("t2" in one.split() for one in found)
    tab.hover("h1")
    assert lit(tab) == set()


def test_pointing_at_words_lights_the_fact(tab: Any, address: str, papers: Papers) -> None:
    tab.goto(address)
    in_text = address.endswith(papers.whole)
    tab.hover(".text mark[data-words~='t2'] >> nth=0" if in_text else "#q-t2 mark")
    assert "t2" in lit(tab)
    assert "t1" not in keys(lit(tab))


def test_the_keyboard_lights_and_leads_there_and_back(tab: Any, address: str, papers: Papers) -> None:
    tab.goto(address)
    number = tab.locator("#t3 a.no")
    number.focus()
    assert "t3" in lit(tab)
    tab.keyboard.press("Enter")
    words = "#w-t3" if address.endswith(papers.whole) else "#q-t3"
    assert tab.evaluate("location.hash") == words
    tab.wait_for_timeout(1200)  # pages scroll smoothly
    assert is_seen(tab, words)
    tab.locator("a[href='#t3'] >> nth=-1" if words == "#w-t3" else "#q-t3 a.back").focus()
    assert "t3" in lit(tab)
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash") == "#t3"
    tab.wait_for_timeout(1200)
    assert is_seen(tab, "#t3")


def test_tab_reaches_every_number(tab: Any, papers: Papers) -> None:
    tab.goto(papers.site + papers.whole)
    tab.locator("#t1 a.no").focus()
    reached = set()
    for _ in range(12):
        reached.add(tab.evaluate("document.activeElement.closest('[data-fact]')?.dataset.fact"))
        assert tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        tab.keyboard.press("Tab")
    assert {"t1", "t2"} <= reached


def test_a_fact_that_is_pointed_at_brings_its_words_into_the_column(tab: Any, papers: Papers) -> None:
    tab.set_viewport_size({"width": 1200, "height": 500})
    tab.goto(papers.site + papers.whole)
    last = tab.evaluate("[...document.querySelectorAll('[data-fact^=t]')].at(-1).id")
    tab.locator(f"#{last} a.no").scroll_into_view_if_needed()
    tab.wait_for_timeout(600)
    before = tab.evaluate("scrollY")
    tab.hover(f"#{last} a.no")
    tab.wait_for_timeout(1000)
    assert is_seen(tab, f"#w-{last}")
    assert abs(tab.evaluate("scrollY") - before) < 200, "the page itself stays"


def test_without_scripts_links_lead_from_facts_to_words_and_back(
    opened: Callable[..., Any], address: str, papers: Papers
) -> None:
    page = opened(1200, 900, java_script_enabled=False)
    page.goto(address)
    page.click("#t2 a.no")
    place = "#w-t2" if address.endswith(papers.whole) else "#q-t2"
    assert page.url.endswith(place)
    page.wait_for_timeout(1200)
    marked = page.locator(f"{place} + mark, {place} + .ref + mark, {place} mark").first
    plain = page.locator("#q-t4 mark")
    colour = "e => getComputedStyle(e).backgroundColor"
    assert marked.evaluate(colour) != plain.evaluate(colour)
    page.locator(f"{place}[href='#t2'], {place} a.back").click()
    assert page.url.endswith("#t2")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_is_accessible(tab: Any, audited: Callable[[Any], None], address: str, lang: str) -> None:
    assert tab.goto(f"{address}?lang={lang}").status == 200
    audited(tab)
    tab.click("details.offers summary")
    tab.hover("#t1 a.no")
    audited(tab)


def test_a_long_document_is_accessible_and_folds(tab: Any, audited: Callable[[Any], None], papers: Papers) -> None:
    tab.goto(papers.site + LONG)
    audited(tab)
    assert tab.locator("details.group:not([open])").count() > 0
    fact = tab.evaluate("document.querySelector('details.group:not([open]) [data-fact]').id")
    tab.goto(f"{papers.site}{LONG}#{fact}")
    tab.wait_for_timeout(1200)
    assert tab.locator(f"#{fact}").is_visible()
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("details:is(.part, .group):not([open])").count() == 0
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator("details.group:not([open])").count() > 0


def test_it_stands_in_two_columns_where_there_is_room(tab: Any, narrow: Any, address: str, papers: Papers) -> None:
    first, second = (".known", ".source") if address.endswith(papers.whole) else ("#t1 .said", "#t1 .words")

    def tops(page: Any) -> tuple[Any, Any]:
        page.goto(address)
        return page.locator(first).bounding_box(), page.locator(second).first.bounding_box()

    left, right = tops(tab)
    assert right["x"] >= left["x"] + left["width"]
    above, below = tops(narrow)
    assert below["y"] >= above["y"] + above["height"] - 1
    assert overflow(narrow) == 0


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_telephone_shows_it_without_scrolling_sideways(
    narrow: Any, audited: Callable[[Any], None], address: str, lang: str
) -> None:
    narrow.goto(f"{address}?lang={lang}")
    assert overflow(narrow) == 0
    audited(narrow)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_why_is_accessible(tab: Any, audited: Callable[[Any], None], address: str, lang: str) -> None:
    tab.goto(f"{address}?lang={lang}")
    tab.click("#t1 .tools a >> nth=0")
    assert tab.locator("h1").inner_text() == ("Vì sao có điều này" if lang == "vi" else "Why is this here")
    audited(tab)
    assert overflow(tab) == 0


def test_screens(tab: Any, narrow: Any, papers: Papers, shot: Callable[[Any, str], None]) -> None:
    tab.goto(papers.site + papers.whole)
    tab.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    tab.evaluate("document.querySelector('#tasks').scrollIntoView()")
    tab.hover("#t2 a.no")
    tab.wait_for_timeout(1000)
    assert "t2" in lit(tab)
    shot(tab, "document")
    narrow.goto(papers.site + QUOTED)
    assert narrow.locator("h1").is_visible()
    shot(narrow, "document-narrow")
    narrow.click(".head .tools a")
    assert narrow.locator("h1").inner_text() == "Vì sao có điều này"
    tab.goto(narrow.url)
    shot(tab, "why")
