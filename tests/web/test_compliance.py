"""The check of a draft in a real browser: dropped, read beside its words, printed, by keyboard, and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
PLAN = EXAMPLES / "ke-hoach-xa-suoi-mo.txt"
PATIENCE = 180_000
"""Milliseconds that a check may take on a machine that does much else."""
DROP = """
([name, text]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([text], name, { type: "text/plain" }));
  for (const kind of ["dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }));
  }
}
"""


def checked(page: Any) -> None:
    page.wait_for_selector("#report-title", timeout=PATIENCE)


def test_a_dropped_draft_is_read_beside_its_words(
    site: str, tab: Any, audited: Callable[[Any], None], shot: Callable[[Any, str], None]
) -> None:
    tab.goto(f"{site}/compliance")
    audited(tab)
    shot(tab, "compliance")
    tab.evaluate("window.stays = true")
    tab.evaluate(DROP, ["ke-hoach.txt", PLAN.read_text("utf-8")])
    checked(tab)
    assert tab.evaluate("window.stays"), "no new page was loaded"
    assert tab.evaluate("document.activeElement.id") == "report-title"
    assert "ke-hoach.txt" in tab.inner_text("#report-title")
    assert "60 năm" in tab.inner_text(".faults article.violation >> nth=2")
    audited(tab)
    shot(tab, "compliance-report")
    place = tab.locator("#f1 a.ref")
    place.hover()
    assert tab.locator("#w1.lit").count() == 1, "pointing at a finding lights its words"
    place.click()
    assert tab.url.endswith("#w1")
    tab.locator("#w1").click()
    assert tab.url.endswith("#f1"), "and back"
    with tab.expect_download() as loading:
        tab.click(".downloads button[value=xlsx]")
    assert loading.value.suggested_filename == "ke-hoach-check.xlsx"
    assert Path(loading.value.path()).read_bytes().startswith(b"PK")


def test_a_report_prints_as_a_report(site: str, tab: Any) -> None:
    tab.goto(f"{site}/compliance")
    tab.fill("#text", PLAN.read_text("utf-8"))
    tab.keyboard.press("Tab")
    tab.click("#draft button")
    checked(tab)
    assert tab.is_visible("[data-print]")
    tab.emulate_media(media="print")
    assert [tab.is_visible(one) for one in ("header nav", "#draft", ".downloads", "footer")] == [False] * 4
    assert all(tab.is_visible(one) for one in ("#report-title", "#f1", ".source", "#words-title", ".text mark"))
    text = tab.locator(".text")
    assert text.evaluate("part => part.scrollHeight <= part.clientHeight + 1"), "the whole text is on paper"


def test_a_draft_is_checked_by_keyboard_alone(site: str, tab: Any) -> None:
    tab.goto(f"{site}/compliance")
    tab.focus("#text")
    tab.keyboard.insert_text(PLAN.read_text("utf-8"))
    steps = []
    while (here := tab.evaluate("document.activeElement.matches('#draft button')")) is False and len(steps) < 12:
        tab.keyboard.press("Tab")
        steps.append(tab.evaluate("document.activeElement.tagName"))
    assert here, steps
    tab.keyboard.press("Enter")
    checked(tab)
    reached = set()
    for _ in range(60):
        tab.keyboard.press("Tab")
        reached.add(tab.evaluate("document.activeElement.getAttribute('href') || document.activeElement.value"))
    assert {"json", "#w1", "/compliance/rules/F02"} <= reached
    tab.focus("#f1 a.ref")
    tab.keyboard.press("Enter")
    assert tab.url.endswith("#w1")


def test_what_went_wrong_is_told_in_place(site: str, tab: Any, tmp_path: Path) -> None:
    large = tmp_path / "lon.txt"
    with large.open("wb") as file:
        file.truncate(20_000_001)
    tab.goto(f"{site}/compliance")
    tab.set_input_files("#file", large)
    tab.click("#draft button")
    tab.wait_for_selector("#trouble")
    assert tab.inner_text("#trouble").startswith("Tệp lớn quá"), "nothing is sent that would be refused"
    tab.set_input_files("#file", {"name": "a.exe", "mimeType": "x/y", "buffer": b"MZ\x00"})
    tab.click("#draft button")
    tab.locator("#trouble", has_text="loại tệp").wait_for(timeout=PATIENCE)
    assert tab.evaluate("document.activeElement.id") == "trouble"
    assert tab.is_enabled("#draft button")
    assert tab.locator("#progress").is_hidden()


def test_without_scripts_the_same_form_does_it(site: str, opened: Callable[..., Any]) -> None:
    page = opened(1200, 900, java_script_enabled=False)
    page.goto(f"{site}/compliance?lang=en")
    page.set_input_files("#file", PLAN)
    page.click("#draft button", no_wait_after=True)
    checked(page)
    assert page.locator(".faults .violation").count() > 0
    assert page.locator("[data-print]").is_hidden()
    page.click("#f1 a.ref")
    assert page.url.endswith("#w1")
    with page.expect_download() as loading:
        page.click(".downloads button[value=json]")
    assert loading.value.suggested_filename == f"{PLAN.stem}-check.json"


@pytest.mark.parametrize(
    "path",
    [
        "/compliance",
        "/compliance/findings",
        "/compliance/rules",
        "/compliance/rules/T03",
        "/compliance/findings?lang=en",
    ],
)
def test_the_pages_are_accessible(
    site: str, tab: Any, audited: Callable[[Any], None], shot: Callable[[Any, str], None], path: str
) -> None:
    tab.goto(site + path)
    audited(tab)
    if path != "/compliance" and "lang" not in path:
        shot(tab, path.strip("/").replace("/", "-"))
    tab.set_viewport_size({"width": 360, "height": 800})
    audited(tab)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_finding_is_found_by_its_filters_and_has_a_form(
    site: str, tab: Any, audited: Callable[[Any], None], shot: Callable[[Any, str], None]
) -> None:
    tab.goto(f"{site}/compliance/findings")
    tab.select_option("#rule", "T03")
    tab.click("form.filters button")
    tab.wait_for_url("**rule=T03**")
    assert "severity=" not in tab.url, "what is left blank stays out of the address"
    assert set(tab.locator("section[aria-labelledby=list] tbody th").all_inner_texts()) == {"T03"}
    tab.click("section[aria-labelledby=list] tbody a[href*='#judge'] >> nth=0")
    tab.wait_for_selector("#token")
    assert tab.get_attribute("#token", "type") == "password"
    audited(tab)
    shot(tab, "compliance-finding")
    tab.check("#o-accepted")
    tab.fill("#reviewer", "Bà An")
    tab.fill("#note", "giữ nguyên")
    tab.fill("#token", "cancu_wrong")
    tab.click(".judging button")
    tab.wait_for_selector(".trouble")
    assert "cancu_wrong" not in tab.url + tab.content()
    assert tab.input_value("#reviewer") == "Bà An"
    tab.set_viewport_size({"width": 360, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
