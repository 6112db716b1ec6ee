"""The audit itself: it sees what it is there to see."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

Audit = Callable[[Any], None]


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[str]:
    """The address of another host: the same machine under another port is one."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


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
