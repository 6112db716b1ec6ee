"""Hostile labels are shown as text: in every page, list, feed and file of the application, and in its errors."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import anyio
import httpx
import pyoxigraph as ox
import pytest

from cancu.namespaces import PREFIXES
from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.store import EmbeddedStore, open_store

FIXTURE = Path(__file__).with_name("fixture.trig")
MARK = "evil7"
PAYLOADS = [
    f"<script>{MARK}()</script>",
    f'"><img src=x onerror={MARK}()>',
    f"' autofocus onfocus='{MARK}()",
    f"</title></textarea></script><svg onload={MARK}()>",
    f"javascript:{MARK}()",
    f"{{{{ {MARK} }}}} ${{{MARK}}} <%= {MARK} %>",
    f'=HYPERLINK("http://{MARK}.example")',
    f"\u202e{MARK}\u202c\u2066{MARK}\u2069",
    f"\u001b[31m{MARK}\u001b[0m",
    f"]]>{MARK}<!-- --><!ENTITY x SYSTEM 'file:///etc/passwd'>",
    f"a\r\nSet-Cookie: {MARK}=1\r\n\r\n<b>",
]
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"
Get = Callable[..., httpx.Response]


def poisoned() -> dict[str, bytes]:
    """The fixture's graphs with every text replaced by payloads, one after the other, and IRIs of scripts added."""
    found: dict[str, list[str]] = {}
    text = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
    quads = list(ox.parse(path=str(FIXTURE), format=ox.RdfFormat.TRIG))
    for number, quad in enumerate(quads):
        value = quad.object
        if isinstance(value, ox.Literal) and (value.language or value.datatype == text):
            payload = f"{value.value} {PAYLOADS[number % len(PAYLOADS)]}"
            value = ox.Literal(payload, language=value.language) if value.language else ox.Literal(payload)
        graph = str(quad.graph_name.value)
        found.setdefault(graph, []).append(f"{ox.Quad(quad.subject, quad.predicate, value, quad.graph_name)} .\n")
        if isinstance(quad.subject, ox.NamedNode) and number % 3 == 0:
            for iri in (f"javascript:{MARK}()", f"data:text/html,{MARK}"):
                see = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso")
                found[graph].append(f"{ox.Quad(quad.subject, see, ox.NamedNode(iri), quad.graph_name)} .\n")
    return {name: "".join(lines).encode() for name, lines in found.items()}


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path_factory.mktemp("evil"), prefixes=PREFIXES)
    opened.replace(poisoned())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def evil_app(evil: EmbeddedStore) -> Any:
    return create_app(evil, Catalogue.load())


@pytest.fixture(scope="module")
def fetch(evil_app: Any) -> Get:
    def send(url: str, accept: str = BROWSER, method: str = "GET") -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=evil_app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test", timeout=60) as client:
                return await client.request(method, url, headers={"Accept": accept})

        return anyio.run(call)

    return send


class _Page(HTMLParser):
    """What a browser would run or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_data = tag == "script" and (dict(attrs).get("type") == "application/ld+json" or "src" in dict(attrs))
        is_ours = tag == "svg" and "viewbox" in dict(attrs)  # a chart or picture of a page; no payload has one
        if tag in {"svg", "iframe", "object", "embed", "style", "b", "script"} and not (is_data or is_ours):
            self.wrong.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"autofocus", "style", "srcdoc"}:
                self.wrong.append(f"{tag} {name}")
            if name in {"href", "src", "action", "formaction"} and value:
                self.links.append(value)
                if re.match(r"[\s\x00-\x1f]*(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", value, re.IGNORECASE):
                    self.wrong.append(f"{tag} {name}={value}")

    def handle_comment(self, data: str) -> None:
        if MARK in data:
            self.wrong.append("comment")


def check(answer: httpx.Response) -> list[str]:
    """Refuse an answer that would run a payload; return the links of a page."""
    where = f"{answer.request.url} {answer.headers.get('content-type')}"
    assert answer.status_code < 500, (where, answer.text[:300])
    assert answer.headers["content-security-policy"].startswith("default-src 'none'"), where
    assert "unsafe" not in answer.headers["content-security-policy"], where
    assert answer.headers["x-content-type-options"] == "nosniff", where
    assert "set-cookie" not in answer.headers, where
    assert not [value for value in answer.headers.values() if re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value)], where
    media = answer.headers.get("content-type", "").partition(";")[0]
    body = answer.text
    if media == "text/html":
        page = _Page()
        page.feed(body)
        assert page.wrong == [], where
        assert f"<script>{MARK}" not in body, where
        return page.links
    if media.endswith(("+xml", "/xml")):
        assert "<!ENTITY" not in re.sub(r"<!\[CDATA\[.*?\]\]>", "", body, flags=re.DOTALL), where
        assert f"<script>{MARK}" not in body, where
    elif media == "text/csv":
        cells = [cell for row in csv.reader(io.StringIO(body.removeprefix("\ufeff"))) for cell in row]
        assert not [cell for cell in cells if cell.startswith("=HYPERLINK")], where
    elif media.endswith(("json", "+json")) and body:
        json.loads(body)
    elif media == "text/calendar":
        assert not re.search(rf"^(?!\s|[A-Z-]+[;:]).*{MARK}", body, re.MULTILINE), where
    return []


def routes(app: Any) -> list[str]:
    """Addresses of every GET operation: parameters filled with what exists and with payloads."""
    found = []
    thing = "doc/ubnd-song-may/2026/kh/95"
    for path, verbs in app.openapi()["paths"].items():
        if "get" not in verbs:
            continue
        for value in (thing, "counts", f'x"><img src=x onerror={MARK}()>'):
            filled = re.sub(r"\{[^}]*\}", quote(value, safe="/"), path)
            found += [filled, f"{filled}?lang=en", f"{filled}?q={quote(PAYLOADS[1])}&query={quote(PAYLOADS[0])}"]
    return sorted(set(found))


def test_every_route_shows_hostile_labels_as_text(fetch: Get, evil_app: Any) -> None:
    seen = 0
    for url in routes(evil_app):
        for accept in (BROWSER, "application/json", "text/csv"):
            answer = fetch(url, accept)
            check(answer)
            seen += MARK in answer.text
    assert seen > 50, "the payloads are there, as text"


def test_every_page_that_pages_lead_to_shows_hostile_labels_as_text(fetch: Get) -> None:
    todo = [
        "/",
        "/sparql",
        "/queries",
        "/docs",
        "/ontology",
        f"/?q={quote(PAYLOADS[0])}",
        "/doc/ubnd-song-may/2026/kh/95",
        "/nowhere/<script>",
    ]
    todo += [f"/queries/{name}" for name in Catalogue.load()]
    todo += [f"/sparql?query={quote('SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), ' + repr(MARK) + ')) }')}"]
    todo += [
        f"/sparql?query={quote('CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(CONTAINS(STR(?o), ' + repr(MARK) + ')) }')}"
    ]
    done: set[str] = set()
    shown = 0
    while todo and len(done) < 90:
        url = todo.pop(0)
        if url not in done:
            done.add(url)
            answer = fetch(url)
            todo += [link for link in check(answer) if link.startswith("/") and not link.startswith("//")]
            shown += MARK in answer.text
    assert shown > 10
    assert len(done) > 30


ERRORS = [
    "/nowhere",
    "/doc/none",
    "/data/none.ttl",
    "/id/none",
    "/queries/none",
    "/sparql?query=x",
    "/sparql?query=ASK{}&format=no",
    "/static/none",
    "/static/../app.py",
    "/api/v1/documents?limit=x",
]


@pytest.mark.parametrize("url", ERRORS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "TRACE"])
def test_errors_have_the_strict_headers_too(fetch: Get, url: str, method: str) -> None:
    answer = fetch(f"{url}{'&' if '?' in url else '?'}x={quote(PAYLOADS[0])}", BROWSER, method)
    assert 400 <= answer.status_code < 500 or method == "POST"
    check(answer)
    assert f"<script>{MARK}" not in answer.text or answer.headers["content-type"] == "application/problem+json"


def test_static_files_and_our_own_mistakes_have_them_too(
    fetch: Get, evil: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    style = re.search(r'href="(/static/[^"]+)"', fetch("/").text)
    assert style
    check(fetch(style[1]))

    def fail(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError(MARK)

    monkeypatch.setattr(evil, "_version", evil.version + 1)  # so that no answer of before is given
    monkeypatch.setattr(evil, "run", fail)
    monkeypatch.setattr(evil, "query", fail)
    for url in ("/queries/counts", "/sparql?query=ASK{}", "/api/v1/documents"):
        answer = fetch(url)
        assert answer.status_code == 500
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert MARK not in answer.text
