"""Cited documents, bodies and other things, in a browser: found by hand, narrowed, accessible, on a telephone too."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.looking import overflow

Audit = Callable[[Any], None]
Shot = Callable[[Any, str], None]
REFERENCE = "/doc/doc/tw/k13/kl/57"
BODY = "/doc/org/so-van-hoa-va-the-thao-ha-noi"
PAGES = (
    "/references",
    "/references?q=qwertyuiop",
    "/bodies",
    "/bodies?kind=PartyBody&page=2",
    REFERENCE,
    "/doc/doc/tw/k12/qyd/66",
    "/doc/doc/qh/name/luat-thu-do",
    BODY,
    "/doc/org/ubnd-ha-noi",
    "/doc/org/tu-hai-phong",
    "/doc/unit/2025-07-01/01",
    "/doc/doc/ubnd-ha-noi/2026/kh/_/2026-c0f87b7d79/section/PL.I",
)


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible_in_both_languages(site: str, tab: Any, audited: Audit, path: str) -> None:
    for address in (path, f"{path}{'&' if '?' in path else '?'}lang=en"):
        assert tab.goto(site + address).status == 200
        assert tab.locator("h1").count() == 1
        tab.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        audited(tab)


@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_a_telephone(site: str, narrow: Any, audited: Audit, path: str) -> None:
    narrow.goto(site + path)
    assert overflow(narrow) == 0
    audited(narrow)


def test_who_cites_a_resolution_is_found_by_hand(site: str, tab: Any, audited: Audit, shot: Shot) -> None:
    tab.goto(f"{site}/references")
    tab.get_by_role("searchbox", name="Tìm theo số, tên hoặc cơ quan").fill("nghi quyet 59")
    shot(tab, "references")
    tab.locator("main").get_by_role("button", name="Tìm").click()
    tab.get_by_role("link", name="Nghị quyết số 59-NQ/TW ngày 24/01/2025 của Bộ Chính trị").click()
    assert "hội nhập quốc tế" in tab.locator(".lead").inner_text()
    namesakes = tab.locator("section", has=tab.locator("#namesakes"))
    assert "05/8/2020" in namesakes.inner_text()
    quotes = tab.locator("section", has=tab.locator("#cited-by")).locator("blockquote").all_inner_texts()
    assert quotes
    assert all("59-NQ/TW" in quote for quote in quotes)
    audited(tab)


def test_citations_are_narrowed_to_an_issuer(site: str, tab: Any, shot: Shot) -> None:
    tab.goto(site + REFERENCE)
    rows = tab.locator("section", has=tab.locator("#cited-by")).locator("tbody tr")
    before = rows.count()
    shot(tab, "reference")
    chosen = tab.get_by_label("Cơ quan ban hành")
    chosen.select_option(index=1)
    name = chosen.locator("option:checked").inner_text().rpartition(" (")[0]
    tab.get_by_role("button", name="Lọc").click()
    assert 0 < rows.count() < before
    assert all(name in row for row in rows.all_inner_texts())
    with tab.expect_download() as download:
        tab.get_by_role("link", name="XLSX", exact=True).first.click()
    assert download.value.suggested_filename == "units-citing.xlsx"


def test_duties_of_a_body_are_narrowed_by_keys_alone(site: str, tab: Any, audited: Audit, shot: Shot) -> None:
    tab.goto(f"{site}/bodies?q=so+van+hoa+va+the+thao")
    tab.get_by_role("link", name="Sở Văn hóa và Thể thao thành phố Hà Nội", exact=True).click()
    shot(tab, "body")
    assert "chủ trì" in tab.locator("section", has=tab.locator("#duties")).inner_text()
    tab.get_by_label("Thời gian", exact=True).focus()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**state=overdue*")
    states = tab.locator("section", has=tab.locator("#duties")).locator("h3").all_inner_texts()
    assert len(states) == 1
    assert states[0].startswith("đã qua hạn")
    audited(tab)


def test_pages_work_without_scripts(site: str, opened: Callable[..., Any]) -> None:
    page = opened(1200, 900, java_script_enabled=False)
    page.goto(site + BODY)
    page.get_by_label("Phần việc").select_option("share")
    page.get_by_role("button", name="Lọc").click()
    assert "part=share" in page.url
    assert page.locator("section", has=page.locator("#duties")).locator("tbody tr").count() > 0
