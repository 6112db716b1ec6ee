"""What the tests of pages see: requests, complaints of the browser, and pages that are too wide."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any


@dataclass
class Watch:
    """The addresses that the pages of a test asked for, and what the browser complained of."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def over(self, page: Any) -> Any:
        """Watch ``page``; returns it."""
        page.on("request", self._request)
        page.on("pageerror", self._error)
        page.on("console", self._console)
        page.set_default_timeout(60_000)
        return page

    def foreign(self, site: str) -> list[str]:
        """Return the addresses of other hosts that were asked."""
        return [address for address in self.requests if not address.startswith((f"{site}/", "data:", "blob:"))]

    def _request(self, request: Any) -> None:
        self.requests.append(request.url)

    def _error(self, error: Any) -> None:
        self.complaints.append(str(error))

    def _console(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)


def overflow(page: Any) -> int:
    """By how many pixels the page is wider than the window; it must not be, tables scroll for themselves."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def until(page: Any, holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until ``holds``, for so many seconds at most.

    Playwright's ``wait_for_function`` asks again by ``eval`` in the page, which the policy of the site forbids: it
    fails wherever the first look is too early.
    """
    latest = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < latest
        page.wait_for_timeout(20)


def arriving(click: Callable[..., None]) -> Callable[..., None]:
    """Return ``Locator.click`` that waits until the page it leads to is there whole.

    Playwright's own waits until that begins to load; who counts its rows then waits for nothing, and counts too few.
    """

    @wraps(click)
    def arrived(locator: Any, **options: Any) -> None:
        click(locator, **options)
        locator.page.wait_for_load_state()

    return arrived
