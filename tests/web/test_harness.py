"""The audit itself: it sees what it is there to see."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.web.looking import Watch, until

Audit = Callable[[Any], None]


@contextmanager
def listening(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Yield the address at which ``handler`` answers."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """The address of another host: the same machine under another port is one."""
    with listening(http.server.BaseHTTPRequestHandler) as address:
        yield address


@pytest.mark.parametrize(
    "claim",
    [
        ("document.querySelector('main').innerHTML += '<img src=\"/static/cancu.svg\">'", "image-alt"),
        ("document.querySelector('h1').setAttribute('style', '') || (document.body.style.color = '#999')", "contrast"),
        ("document.documentElement.lang = ''", "html-has-lang"),
        ("document.querySelector('main').innerHTML += '<input>'", "label"),
        (
            "document.head.appendChild(document.createElement('style')).textContent = 'p{}'",
            "Content Security Policy",
        ),
        ("Promise.reject(new Error('thrown'))", "thrown"),
        ("void fetch('{elsewhere}').catch(() => null)", "{elsewhere}"),
    ],
)
def test_what_is_wrong_is_told(site: str, tab: Any, audited: Audit, elsewhere: str, claim: tuple[str, str]) -> None:
    wrong, told = (text.replace("{elsewhere}", elsewhere) for text in claim)
    tab.goto(f"{site}/queries")
    tab.evaluate(f"() => {{ {wrong} }}")
    with pytest.raises(AssertionError) as caught:
        audited(tab)
    assert told in str(caught.value)


def test_what_is_right_passes(site: str, tab: Any, audited: Audit) -> None:
    tab.goto(f"{site}/queries")
    audited(tab)


class Slowly(http.server.BaseHTTPRequestHandler):
    """One page: a link to itself, and a row that comes long after the head."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>slow</title><a href='/again'>again</a><table><tbody>" + b" " * 2_000)
        self.wfile.flush()
        time.sleep(0.3)
        self.wfile.write(b"<tr><td>here</table>")

    def log_message(self, *_: Any) -> None:
        """Keep quiet."""


def test_a_click_waits_until_all_of_the_page_is_there(tab: Any) -> None:
    with listening(Slowly) as address:
        tab.goto(address)
        tab.get_by_role("link").click()
        assert tab.url.endswith("/again")
        assert tab.locator("td").count() == 1


def test_what_comes_later_is_waited_for_under_the_policy_of_the_site(site: str, tab: Any, watch: Watch) -> None:
    tab.goto(site)
    tab.evaluate("void setTimeout(() => document.title = 'later', 200)")
    until(tab, lambda: tab.title() == "later")
    with pytest.raises(AssertionError):
        until(tab, lambda: tab.title() == "never", seconds=0.1)
    assert not watch.complaints
