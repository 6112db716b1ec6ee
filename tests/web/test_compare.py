"""Two plans compared, in a browser: chosen by typing, read side by side, swapped, printed, on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Audit = Callable[[Any], None]
PAIR = "/compare?a=ke+hoach+95&b=ke+hoach+hung+dao"


def test_two_plans_are_chosen_by_typing_with_the_keyboard_alone(site: str, tab: Any, audited: Audit) -> None:
    tab.goto(f"{site}/compare")
    audited(tab)
    tab.get_by_label("Văn bản A").focus()
    tab.keyboard.type("ke hoach 95")
    tab.keyboard.press("Tab")
    tab.keyboard.type("ke hoach hung dao")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/compare?a=ke+hoach+95&b=ke+hoach+hung+dao")
    names = tab.locator(".paper h2").all_inner_texts()
    assert [("Hà Nội" in names[0]), ("Hưng Đạo" in names[1])] == [True, True]
    assert tab.locator(".paper", has_text="dựa vào văn bản kia").count() == 1


def test_a_pair_that_is_proposed_is_compared(site: str, tab: Any, audited: Audit, shot: Callable[..., None]) -> None:
    tab.goto(f"{site}/compare")
    tab.locator(".compare-pairs a", has_text="Hưng Đạo").first.click()
    tab.wait_for_selector("#duties")
    audited(tab)
    shot(tab, "compare")
    rows = tab.locator("table.counts tbody tr").all_inner_texts()
    assert len(rows) == 5
    tab.get_by_role("link", name="Đổi chỗ A và B").click()
    tab.wait_for_selector("#duties")
    turned = tab.locator("table.counts tbody tr").all_inner_texts()

    def numbers(row: str) -> list[str]:
        return row.split("\t")[1:]

    assert [numbers(row)[:2] + numbers(row)[:1:-1] for row in rows] == [numbers(row) for row in turned]


@pytest.mark.parametrize(
    "query", ["", PAIR.partition("?")[2], "a=nghi+quyet+59&b=zzzz", f"{PAIR.partition('?')[2]}&lang=en"]
)
def test_it_fits_a_small_telephone(site: str, narrow: Any, audited: Audit, query: str) -> None:
    narrow.goto(f"{site}/compare?{query}")
    audited(narrow)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 360


def test_words_that_differ_are_marked_otherwise_than_by_colour(site: str, tab: Any) -> None:
    tab.goto(f"{site}{PAIR}")
    style = "element => getComputedStyle(element).textDecorationLine"
    assert tab.locator(".legend del").evaluate(style) == "line-through"
    assert tab.locator(".legend ins").evaluate(style) == "underline"


def test_on_paper_there_are_no_controls(site: str, tab: Any) -> None:
    tab.goto(f"{site}{PAIR}")
    assert tab.get_by_role("link", name="Đổi chỗ A và B").is_visible()
    tab.emulate_media(media="print")
    assert not tab.get_by_role("link", name="Đổi chỗ A và B").is_visible()
    assert tab.locator("#duties").is_visible()
    assert tab.locator("#citations ~ details li").first.is_visible()


def test_it_works_without_scripts(site: str, opened: Callable[..., Any]) -> None:
    page = opened(1200, 900, java_script_enabled=False)
    page.goto(f"{site}/compare")
    page.fill("#a", "nghi quyet 59")
    page.fill("#b", "ke hoach 95")
    page.get_by_role("button", name="So sánh").click()
    assert page.locator("select#a option").count() == 2
    page.get_by_role("button", name="So sánh").click()
    assert "chưa đọc toàn văn" in page.content()


def test_it_can_be_read_in_the_dark(site: str, opened: Callable[..., Any], audited: Audit) -> None:
    page = opened(1200, 900, color_scheme="dark")
    page.goto(f"{site}{PAIR}")
    page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    audited(page)


def test_the_same_can_be_had_elsewhere(site: str, tab: Any) -> None:
    tab.goto(f"{site}{PAIR}")
    tab.locator(".offers summary").click()
    rest = tab.locator(".offers a", has_text="/api/v1/compare").get_attribute("href")
    answer = tab.request.get(site + rest)
    assert answer.json()["below"] == ["b"]
    assert "VALUES ?document {" in tab.locator(".offers").inner_text()
