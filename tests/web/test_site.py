"""The site as a whole, in a browser: accessible, light, asking nobody else, usable by keys alone and on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cancu.serve.templating import NAV
from tests.web.looking import Watch, overflow, until

Audit = Callable[[Any], None]
Shot = Callable[[Any, str], None]
Open = Callable[..., Any]

FIRST_PAGE = 50_000
"""Bytes of the first page with all that it loads, headers included."""
PLAN = "/doc/doc/ubnd-ha-noi/2026/kh/_/2026-c0f87b7d79"
MORE = (
    "/?q=so+du+lich",
    "/?q=qwertyuiop",
    PLAN,
    "/doc/doc/tw/k13/nq/59",
    "/doc/org/ubnd-ha-noi",
    "/queries/units-citing",
    "/queries/units-citing?reference=nghi+quyet+59",
    "/queries/units-citing?reference=nghi+quyet+777",
    "/queries/tasks",
    "/sparql?query=SELECT+*+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+20",
    "/catalog",
    "/conformance",
)
PAGES = ("/", *(path for path, _ in NAV), *MORE)


FOCUSED = """(() => {
  const part = document.activeElement, everything = [...document.querySelectorAll("*")];
  return [everything.indexOf(part), getComputedStyle(part).outlineStyle !== "none", part.outerHTML];
})()"""
"""What has the focus: its place among all elements, whether it is seen to have it, and its text."""


def english(path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang=en"


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_in_both_languages(site: str, tab: Any, audited: Audit, path: str) -> None:
    for address, language in ((path, "vi"), (english(path), "en")):
        tab.goto(site + address)
        assert tab.locator("html").get_attribute("lang") == language
        assert tab.locator("h1").count() == 1
        tab.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        audited(tab)


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_telephone(site: str, narrow: Any, audited: Audit, path: str) -> None:
    narrow.goto(site + path)
    assert narrow.locator("h1").count() == 1
    assert overflow(narrow) == 0
    audited(narrow)


@pytest.mark.parametrize("path", ["/", "/?q=so+du+lich", PLAN, "/queries/tasks", "/docs"])
def test_pages_are_readable_in_the_dark(site: str, opened: Open, audited: Audit, path: str) -> None:
    page = opened(1200, 900, color_scheme="dark")
    page.goto(site + path)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 22, 20)"
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    audited(page)


@pytest.mark.parametrize("path", ["/", "/?q=so+du+lich"])
def test_the_first_page_is_light(site: str, tab: Any, path: str) -> None:
    sizes = []
    tab.on("requestfinished", lambda request: sizes.append(request.sizes()))
    tab.goto(site + path)
    tab.wait_for_load_state("networkidle")
    assert len(sizes) >= 4  # page, style, scripts
    loaded = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    assert loaded < FIRST_PAGE


def test_screens(site: str, tab: Any, narrow: Any, shot: Shot) -> None:
    for name, path in {"home": "/", "search": "/?q=so+du+lich", "queries": "/queries", "api": "/docs"}.items():
        assert tab.goto(site + path).ok
        shot(tab, name)
    assert narrow.goto(site).ok
    shot(narrow, "home-360")


def test_the_skip_link_leads_into_the_page(site: str, tab: Any) -> None:
    tab.goto(f"{site}/queries")
    tab.keyboard.press("Tab")
    assert tab.locator(":focus").get_attribute("class") == "skip"
    assert tab.locator(":focus").bounding_box()["x"] >= 0  # seen once it has the focus
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("path", ["/", "/queries/units-citing?reference=nghi+quyet+59"])
def test_every_control_is_reached_by_keys_and_seen_when_it_is(site: str, tab: Any, path: str) -> None:
    tab.goto(site + path)
    wanted = tab.evaluate(
        "[...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]"
        ".filter(part => part.checkVisibility({ contentVisibilityAuto: true })).length"
    )
    seen = set()
    for _ in range(wanted + 10):
        tab.keyboard.press("Tab")
        place, is_outlined, text = tab.evaluate(FOCUSED)
        if text.startswith("<body"):
            break
        assert is_outlined, text
        seen.add(place)
    assert len(seen) >= wanted > 10


def test_a_search_by_keys_alone(site: str, tab: Any, audited: Audit) -> None:
    tab.goto(site)
    tab.keyboard.press("/")
    tab.keyboard.type("nq 59")
    tab.locator(".suggested a").first.wait_for()
    assert "3" in tab.locator(".suggested [role=status]").text_content()
    audited(tab)
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("ArrowDown")
    second = tab.locator(":focus").get_attribute("href")
    tab.keyboard.press("ArrowUp")
    first = tab.locator(":focus").get_attribute("href")
    assert [first, second] == ["/doc/doc/tw/k13/nq/59", "/doc/doc/tw/k12/nq/59"]
    tab.keyboard.press("ArrowUp")
    assert tab.locator(":focus").get_attribute("name") == "q"
    tab.keyboard.press("Escape")
    assert tab.locator(".suggested").is_hidden()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/?q=nq+59")
    assert tab.locator("h1").text_content().endswith(": 3")


def test_a_result_opens_from_the_header_of_any_page(site: str, narrow: Any, audited: Audit) -> None:
    narrow.goto(f"{site}/queries?lang=en")
    narrow.get_by_role("searchbox").fill("so du lich")
    narrow.locator(".suggested a").first.wait_for()
    assert overflow(narrow) == 0
    audited(narrow)
    narrow.keyboard.press("ArrowDown")
    narrow.keyboard.press("Enter")
    narrow.wait_for_url("**/doc/org/**lang=en")
    assert narrow.locator("html").get_attribute("lang") == "en"


def test_the_same_search_without_scripts(site: str, opened: Open) -> None:
    page = opened(1200, 900, java_script_enabled=False)
    page.goto(site)
    page.get_by_role("searchbox").fill("hoi nghi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=hoi+nghi")
    assert page.locator("#g-duty").count() == 1
    page.locator(".found a").first.click()
    assert "/doc/" in page.url
    page.goto(f"{site}/queries/units-citing")
    page.locator("#p-reference").fill("nghi quyet 59")
    page.locator("main form button").click()
    assert page.locator("table").count() == 1


def test_the_language_switch_stays_on_the_page(site: str, tab: Any) -> None:
    tab.goto(f"{site}/?q=so+du+lich")
    tab.get_by_role("link", name="English").click()
    assert tab.url == f"{site}/?q=so+du+lich&lang=en"
    tab.locator("header nav a").first.click()
    assert tab.url.endswith("?lang=en")
    tab.go_back()
    tab.get_by_role("link", name="Tiếng Việt").click()
    assert tab.locator("html").get_attribute("lang") == "vi"


def test_what_is_there_to_paste_is_copied(site: str, opened: Open) -> None:
    page = opened(1200, 900, permissions=["clipboard-read", "clipboard-write"])
    page.goto(site)
    page.locator(".offers summary").click()
    block = page.locator(".copied", has_text="SELECT")
    block.get_by_role("button").click()
    assert page.evaluate("navigator.clipboard.readText()") == block.locator("pre").text_content()
    assert block.get_by_role("button").text_content() == "Đã chép"


def test_the_offers_lead_to_the_same_answer(site: str, tab: Any) -> None:
    tab.goto(site)
    tab.locator(".offers summary").click()
    rest = tab.locator(".offers section", has_text="REST").get_by_role("link").get_attribute("href")
    assert tab.request.get(site + rest).json()["total"] == 5
    tab.locator(".offers a[href^='/sparql?query=']").click()
    assert "67" in tab.locator("main").inner_text()  # documents counted


def test_on_paper_only_what_is_to_be_read(site: str, tab: Any) -> None:
    tab.goto(f"{site}/queries/tasks")
    tab.emulate_media(media="print")
    shown = {name: tab.locator(name).first.is_visible() for name in ("header nav", ".finder", "footer.site", "table")}
    assert shown == {"header nav": False, ".finder": False, "footer.site": False, "table": True}


def test_wide_tables_scroll_by_keys(site: str, narrow: Any, watch: Watch) -> None:
    narrow.goto(f"{site}/queries/tasks")
    part = narrow.locator(".wide").first
    assert part.get_attribute("tabindex") == "0"
    assert part.get_attribute("aria-label")
    part.focus()
    narrow.keyboard.press("ArrowRight")
    until(narrow, lambda: part.evaluate("part => part.scrollLeft") > 0)
    assert not watch.complaints
