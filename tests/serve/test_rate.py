"""Rates: by address and by token, told in headers, bounded memory, hostile headers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.access import Scope, Tokens
from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.serve.edge.rate import DEAR, PAGE, QUESTION, WINDOW, WRONG, Windows, cost_of
from cancu.serve.http.client import client_name
from cancu.store import EmbeddedStore

Get = Callable[..., httpx.Response]


@pytest.fixture
def secret(tmp_path: Path) -> str:
    return Tokens(tmp_path / "tokens.json").new("test", [Scope.UPDATE])[1]


@pytest.fixture
def limited(store: EmbeddedStore, tmp_path: Path) -> Get:
    """The service with 30 points a minute for an address and 90 for a token; ``client`` is who asks."""
    app: Any = create_app(store, Catalogue.load(), Options(rate=30, token_rate=90, tokens=tmp_path / "tokens.json"))

    def send(url: str, client: str = "192.0.2.1", **options: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=app, client=(client, 1))
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as session:
                return await session.get(url, **options)

        return anyio.run(call)

    return send


def test_beyond_the_rate_is_a_problem_that_tells_when_to_come_back(limited: Get) -> None:
    answers = [limited("/sparql?query=ASK{}") for _ in range(30 // DEAR + 1)]
    assert [answer.status_code for answer in answers] == [200] * (30 // DEAR) + [429]
    last = answers[-1]
    assert last.headers["content-type"] == "application/problem+json"
    assert last.json()["status"] == 429
    assert 0 < int(last.headers["retry-after"]) <= WINDOW
    assert last.headers["content-security-policy"]
    assert limited("/healthz").status_code == 200, "what watches the service is never turned away"
    assert limited("/", client="192.0.2.2").status_code == 200, "others are not touched"


def test_every_answer_tells_what_is_left(limited: Get) -> None:
    first, second = limited("/"), limited("/nowhere")
    assert [answer.headers["ratelimit-remaining"] for answer in (first, second)] == [str(30 - PAGE), str(30 - 2 * PAGE)]
    assert first.headers["ratelimit-policy"] == '"client";q=30;w=60'
    assert first.headers["ratelimit"].startswith('"client";r=29;t=')
    assert (first.headers["ratelimit-limit"], int(first.headers["ratelimit-reset"]) <= WINDOW) == ("30", True)


def test_a_token_has_a_rate_of_its_own_and_a_wrong_one_costs(limited: Get, secret: str) -> None:
    known = limited("/", headers={"Authorization": f"Bearer {secret}"})
    assert known.headers["ratelimit-policy"] == '"token";q=90;w=60'
    assert limited("/").headers["ratelimit-remaining"] == str(30 - PAGE)
    wrong = [limited("/", headers={"Authorization": f"Bearer {secret}{number}"}) for number in range(2)]
    assert [answer.status_code for answer in wrong] == [200, 429], "guessing tokens is dear"
    assert wrong[0].headers["ratelimit-remaining"] == str(30 - 2 * PAGE - WRONG)


def test_without_a_rate_nothing_is_counted(get: Get) -> None:
    assert not [name for name in get("/healthz").headers if name.startswith("ratelimit")]


@pytest.mark.parametrize(
    ("method", "path", "points"),
    [
        ("GET", "/static/style.css", 0), ("GET", "/healthz", 0), ("GET", "/", PAGE), ("HEAD", "/doc/x", PAGE),
        ("GET", "/queries/counts", QUESTION), ("GET", "/api/v1/documents", QUESTION), ("GET", "/sparql", DEAR),
        ("POST", "/api/v1/check", DEAR), ("DELETE", "/graph-store", DEAR), ("POST", "/", DEAR),
    ],
)  # fmt: skip
def test_what_costs_more_takes_more(method: str, path: str, points: int) -> None:
    assert cost_of(method, path) == points


def test_a_million_addresses_take_no_more_room_than_the_bound() -> None:
    windows = Windows(names=1_000)
    for number in range(1_000_000):
        windows.use(str(number), 1)
    assert len(windows) == 1_000
    assert windows.use("999999", 1)[0] == 2, "who came last is remembered"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9), st.integers(0, 90)), max_size=40))
def test_a_window_counts_what_was_used_in_its_minute(steps: list[tuple[str, int, int]]) -> None:
    now = 0.0
    windows = Windows(clock=lambda: now)
    begun: dict[str, tuple[float, int]] = {}
    for name, points, pause in steps:
        now += pause
        start, used = begun.get(name, (-1e9, 0))
        start, used = (now, points) if now >= start + WINDOW else (start, used + points)
        begun[name] = (start, used)
        counted, wait = windows.use(name, points)
        assert counted == used
        assert 0 < wait <= WINDOW


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"), ("fe80::1%eth0", "fe80::/64"), ("testclient", "testclient"),
    ],
)  # fmt: skip
def test_clients_are_named_by_address_or_network(address: str, name: str) -> None:
    assert client_name({"type": "http", "client": (address, 1)}) == name
    assert client_name({"type": "http", "client": None}) == "unknown"
