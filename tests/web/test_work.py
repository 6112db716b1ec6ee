"""Duties, calendar and events in a browser: by mouse, by keyboard, on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.web.looking import overflow

TODAY = "today=2026-06-15"
PAGES = (
    f"/duties?{TODAY}",
    f"/duties?{TODAY}&view=board",
    f"/duties?{TODAY}&view=board&by=month",
    "/duties?body=khong+co+that",
    f"/calendar?{TODAY}",
    f"/calendar?year=2026&{TODAY}",
    f"/calendar?view=undated&{TODAY}",
    f"/calendar?day=2026-12-31&{TODAY}",
    "/events",
    "/events?wrong=yes",
)
Audit = Callable[[Any], None]
Shot = Callable[[Any, str], None]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_of_work_are_accessible(site: str, tab: Any, audited: Audit, path: str, lang: str) -> None:
    tab.goto(f"{site}{path}{'&' if '?' in path else '?'}lang={lang}")
    audited(tab)


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_work_fit_a_telephone(site: str, narrow: Any, audited: Audit, path: str) -> None:
    narrow.goto(f"{site}{path}")
    audited(narrow)
    assert overflow(narrow) == 0


def test_pages_of_work_are_accessible_in_the_dark(site: str, opened: Callable[..., Any], audited: Audit) -> None:
    page = opened(1200, 900, color_scheme="dark")
    for path in (f"/duties?{TODAY}", f"/calendar?month=2026-12&{TODAY}", "/events?wrong=yes"):
        page.goto(f"{site}{path}")
        audited(page)


def test_a_clerk_finds_what_a_body_must_do(site: str, tab: Any, audited: Audit, shot: Shot) -> None:
    tab.goto(f"{site}/duties?{TODAY}")
    shot(tab, "duties")
    tab.get_by_label("Cơ quan thực hiện").fill("so du lich")
    tab.get_by_label("Phần việc").select_option("lead")
    tab.get_by_role("button", name="Lọc").click()
    rows = tab.locator("table.duties tbody tr")
    assert rows.count() > 5
    for text in rows.locator("td:nth-child(3)").all_inner_texts():
        assert "Du lịch" in text
    assert "có thể là nhiều nơi" in tab.locator(".notice").inner_text()
    tab.locator(".notice").get_by_role("link", name="Sở Du lịch").first.click()
    rows = tab.locator("table.duties tbody tr")
    assert set(rows.locator("td:nth-child(3)").all_inner_texts()) == {"Sở Du lịch"}
    tab.get_by_role("link", name="Theo tháng").click()
    assert tab.get_by_role("heading", name="Tháng 12/2026").is_visible()
    tab.goto(f"{site}/duties?{TODAY}&view=board")
    shot(tab, "duties-board")
    tab.get_by_role("link", name="Không có thời gian").click()
    assert "state=no-time" in tab.url
    tab.get_by_role("link", name="Bảng", exact=True).click()
    assert tab.locator("table.duties tbody tr").count() == 50
    tab.get_by_role("link", name="Trang sau").click()
    assert tab.locator("table.duties tbody tr").count() == 24
    audited(tab)


def test_the_filters_work_from_the_keyboard_alone(site: str, tab: Any) -> None:
    tab.goto(f"{site}/duties?{TODAY}")
    tab.get_by_label("Lời văn (không cần dấu)").focus()
    tab.keyboard.type("du lich")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**q=du+lich**")
    assert tab.locator("table.duties tbody tr").count() > 0
    tab.locator(".wide[tabindex]").focus()
    assert tab.evaluate("document.activeElement.getAttribute('role')") == "region"


def test_months_are_turned_without_scripts(site: str, opened: Callable[..., Any], shot: Shot) -> None:
    page = opened(1200, 900, java_script_enabled=False)
    page.goto(f"{site}/calendar?month=2026-05&{TODAY}")
    page.get_by_role("link", name="Tháng sau").click()
    assert page.get_by_role("heading", name="Tháng 6/2026").is_visible()
    assert page.locator("table.month td.today time").get_attribute("datetime") == "2026-06-15"
    shot(page, "calendar")
    page.locator("table.month a.day", has_text="20").click()
    assert "Hạn báo cáo sáu tháng" in page.locator(".entries.full").inner_text()
    page.get_by_role("link", name="Năm", exact=True).click()
    shot(page, "calendar-year")
    assert page.locator("ul.months > li").count() == 12


def test_the_kinds_of_the_calendar_go_into_the_subscription(site: str, tab: Any) -> None:
    tab.goto(f"{site}/calendar?{TODAY}")
    tab.get_by_role("checkbox", name="Nhiệm vụ").uncheck()
    tab.get_by_role("checkbox", name="Sự kiện").uncheck()
    tab.get_by_role("button", name="Lọc").click()
    address = tab.get_by_role("link", name="Đăng ký lịch này").get_attribute("href")
    assert address == "/calendar.ics?kind=report"
    answer = tab.request.get(f"{site}{address}")
    assert "BEGIN:VCALENDAR" in answer.text()
    assert "CATEGORIES:Nhiệm vụ" not in answer.text()


def test_a_telephone_shows_the_month_as_a_list(site: str, narrow: Any) -> None:
    narrow.goto(f"{site}/calendar?month=2026-06&{TODAY}")
    cells = narrow.locator("table.month td:visible")
    assert cells.count() == 2, "days on which something stands"
    assert cells.first.inner_text().startswith("Thứ Bảy 20/6")


def test_the_journalist_finds_the_wrong_count_of_years(site: str, tab: Any, shot: Shot) -> None:
    tab.goto(f"{site}/events")
    shot(tab, "events")
    tab.get_by_label("Lời văn (không cần dấu)").fill("asean")
    tab.get_by_label("Hiện").select_option("yes")
    tab.get_by_role("button", name="Lọc").click()
    text = tab.locator("ul.occasions").inner_text()
    assert "1967 + 58 = 2025" in text
    assert "2026 − 1967 = 59" in text
    tab.get_by_role("link", name="58 năm thành lập khối ASEAN").click()
    assert "/doc/event/" in tab.url
