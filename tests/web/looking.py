"""What the tests of pages see: requests, complaints of the browser, and pages that are too wide."""

from __future__ import annotations

from dataclasses import dataclass, field
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
