"""A service over the small hand-made graph, in process and on a real port."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pyoxigraph as ox
import pytest
import uvicorn

from cancu.namespaces import PREFIXES
from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.store import Limits, Store
from tests.engines import Engines

FIXTURE = Path(__file__).with_name("fixture.trig")
Get = Callable[..., httpx.Response]


def graphs_of(path: Path) -> dict[str, bytes]:
    """The named graphs of a TriG file as N-Quads."""
    found: dict[str, list[str]] = {}
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TRIG):
        found.setdefault(str(quad.graph_name.value), []).append(f"{quad} .\n")
    return {name: "".join(lines).encode() for name, lines in found.items()}


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Store]:
    """The small graph in the embedded store, or in the database that ``--engine`` names."""
    engines = Engines(tmp_path_factory.mktemp("engines"))
    name, limits = request.config.getoption("--engine"), Limits(seconds=5, answer=300_000)
    opened = engines.open(name, tmp_path_factory.mktemp("store"), PREFIXES, limits)
    opened.replace(graphs_of(FIXTURE))
    yield opened
    opened.close()
    engines.close()


@pytest.fixture(scope="session")
def app(store: Store) -> Any:
    return create_app(store, Catalogue.load())


def asking(app: Any) -> Get:
    """What sends one request to an application in process; its own mistakes come back as 500."""

    def send(method: str, url: str, **options: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, url, **options)

        return anyio.run(call)

    return send


@pytest.fixture(scope="session")
def ask(app: Any) -> Get:
    return asking(app)


@pytest.fixture(scope="session")
def get(ask: Get) -> Get:
    def send(url: str, accept: str | None = None, **options: Any) -> httpx.Response:
        return ask("GET", url, headers={"Accept": accept} if accept else {}, **options)

    return send


@pytest.fixture(scope="module")
def server(app: Any) -> Iterator[str]:
    """The application behind a real uvicorn on a free port of this machine; yields its address."""
    with serving(app) as address:
        yield address


@contextlib.contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve ``app`` on a free port of this machine; yields its address."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    running = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    while not running.started:
        thread.join(0.01)
        assert thread.is_alive()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    running.should_exit = True
    thread.join()
    listener.close()
