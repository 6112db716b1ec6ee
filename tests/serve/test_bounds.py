# ruff: noqa: E501 (the texts are what is tested)
"""Requests beyond their bounds, on every route: bodies, addresses, headers, parameters, nesting, multipart bombs."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import anyio
import httpx
import pytest

from cancu.serve.edge.bounds import Bounds
from cancu.serve.edge.delivery import LARGE, Delivery
from cancu.serve.service import Options

Get = Callable[..., httpx.Response]


def operations(app: Any) -> Iterator[tuple[str, str]]:
    """Every method and path of the application that may take a body, path parameters filled in."""
    for path, verbs in app.openapi()["paths"].items():
        for verb in verbs:
            if verb in {"post", "put", "patch", "delete"}:
                yield verb.upper(), path.replace("{", "").replace("}", "")


def is_problem(answer: httpx.Response) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text[:200]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.json()["status"] == answer.status_code
    return dict(answer.json())


async def _endless() -> AsyncIterator[bytes]:
    while True:
        yield b"x" * 1_000_000


@pytest.mark.parametrize(
    "media", ["application/x-www-form-urlencoded", "application/sparql-query", "application/json", "text/turtle"]
)
def test_no_route_reads_a_body_without_end(app: Any, ask: Get, media: str) -> None:
    """Without a length, in pieces: the answer is 413, or a refusal that did not need the body."""
    tried = [*operations(app), ("POST", "/sparql"), ("POST", "/nowhere"), ("POST", "/")]
    for method, path in tried:
        answer = ask(method, path, content=_endless(), headers={"Content-Type": media})
        assert answer.status_code in {401, 404, 405, 406, 413, 415, 421}, (method, path, answer.status_code)
        is_problem(answer)
    assert (
        ask("POST", "/sparql", content=_endless(), headers={"Content-Type": "application/sparql-query"}).status_code
        == 413
    )


@pytest.mark.parametrize("length", ["99999999999", "-1", "1e3", "x"])
def test_a_length_announced_beyond_the_limit_is_refused_unread(ask: Get, length: str) -> None:
    answer = ask("POST", "/sparql", content=b"ASK {}", headers={"Content-Length": length})
    assert is_problem(answer)["status"] == 413


BOMBS = {
    "arrays": (b"[" * 200_000, "application/json"),
    "objects": (b'{"a":' * 150_000, "application/json"),
    "closed arrays": (b"[" * 200_000 + b"]" * 200_000, "application/json"),
    "numbers": (b"9" * 500_000, "application/json"),
    "keys": (json.dumps({f"k{index}": 1 for index in range(50_000)}).encode(), "application/json"),
    "form fields": (b"a=1&" * 200_000, "application/x-www-form-urlencoded"),
    "form of percent signs": (b"%" * 900_000, "application/x-www-form-urlencoded"),
    "multipart parts": (b"".join(b'--b\r\nContent-Disposition: form-data; name="f"; filename="x"\r\n\r\n\r\n' for _ in range(9_000)) + b"--b--", "multipart/form-data; boundary=b"),
    "multipart headers": (b"--b\r\n" + b"X: y\r\n" * 100_000 + b"\r\n\r\n--b--", "multipart/form-data; boundary=b"),
    "multipart without end": (b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\n' + b"x" * 900_000, "multipart/form-data; boundary=b"),
    "nested Turtle": (b"<a:a> <a:a> " + b"[ <a:a> " * 90_000, "text/turtle"),
    "not UTF-8": (b"\xff\xfe" * 1000, "application/json"),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_the_senders_mistake_on_every_route(app: Any, ask: Get, name: str) -> None:
    content, media = BOMBS[name]
    for method, path in [*operations(app), ("POST", "/sparql")]:
        answer = ask(method, path, content=content, headers={"Content-Type": media})
        assert 400 <= answer.status_code < 500, (method, path, answer.status_code, answer.text[:200])
        is_problem(answer)


@pytest.mark.parametrize(
    ("url", "headers", "status"),
    [
        ("/" + "a" * 40_000, {}, 414),
        ("/sparql?query=" + "a" * 40_000, {}, 414),
        ("/?" + "a&" * 1_500, {}, 400),
        ("/sparql?" + "query=a&" * 1_500, {}, 400),
        ("/", {"X-Long": "x" * 40_000}, 431),
        ("/", {f"X-{index}": "x" * 100 for index in range(400)}, 431),
        ("/", {"Accept": ",".join(f"a/b{index};q=0.{index}" for index in range(3_000))}, 431),
    ],
)
def test_addresses_headers_and_parameters_have_bounds(ask: Get, url: str, headers: dict[str, str], status: int) -> None:
    answer = ask("GET", url, headers=headers)
    assert is_problem(answer)["status"] == status


def test_just_within_the_bounds_is_read(ask: Get) -> None:
    query = "SELECT * { ?s ?p ?o } LIMIT 1 #" + "x" * 30_000
    assert ask("GET", "/sparql", params={"query": query}).status_code == 200
    assert ask("POST", "/sparql", data={"query": "ASK {} #" + "x" * 60_000}).status_code == 200


def test_a_body_that_does_not_come_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cancu.serve.edge.bounds.IDLE", 0.05)
    sent: list[dict[str, Any]] = []

    async def reading(_scope: Any, receive: Any, _send: Any) -> None:
        with pytest.raises(Exception, match="slowly"):
            await receive()

    async def receive() -> dict[str, Any]:
        await anyio.sleep(30)
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(dict(message))

    scope = {"type": "http", "method": "POST", "path": "/sparql", "raw_path": b"/sparql", "query_string": b"", "headers": [], "server": ("test", 80), "scheme": "http"}  # fmt: skip
    anyio.run(Bounds(reading, Options()).__call__, scope, receive, send)
    assert sent[0]["status"] == 408
    assert json.loads(sent[1]["body"])["status"] == 408


def test_large_answers_share_a_budget() -> None:
    """While one large answer is under way, the next is told to come back; small ones pass."""
    statuses: list[int] = []
    first = anyio.Event()

    async def large(scope: Any, _receive: Any, send: Any) -> None:
        size = LARGE * 3 if scope["path"] == "/large" else 10
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"x" * size})

    async def stuck(_message: Any) -> None:
        first.set()
        await anyio.sleep(30)

    async def taking(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    async def both() -> None:
        app = Delivery(large, Options(delivery_limit=LARGE * 5))
        scope = {"type": "http", "method": "GET", "path": "/large", "query_string": b"", "headers": [], "server": ("test", 80), "scheme": "http"}  # fmt: skip
        async with anyio.create_task_group() as group:
            group.start_soon(app, scope, None, stuck)
            await first.wait()
            await app(scope, None, taking)  # type: ignore[arg-type]
            await app({**scope, "path": "/small"}, None, taking)  # type: ignore[arg-type]
            group.cancel_scope.cancel()
        await app(scope, None, taking)  # type: ignore[arg-type]

    anyio.run(both)
    assert statuses == [503, 200, 200]
