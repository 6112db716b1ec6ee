"""The service over the fixture, in process, and short ways to ask it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import anyio
import httpx
import pytest

from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.store import EmbeddedStore
from tests.serve.reconcile.places import stored

Send = Callable[..., httpx.Response]
Asked = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="package")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    with stored(tmp_path_factory.mktemp("places")) as store:
        yield store


@pytest.fixture(scope="package")
def send(places: EmbeddedStore) -> Send:
    """Send one request in process; mistakes of ours come back as 500."""
    app = create_app(places, Catalogue.load())

    def sent(method: str, url: str, **options: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.request(method, url, **options)

        return anyio.run(call)

    return sent


@pytest.fixture(scope="package")
def candidates(send: Send) -> Asked:
    """Return the candidates of one query."""

    def found(query: str | None = None, **fields: Any) -> list[dict[str, Any]]:
        asked = fields | ({"query": query} if query is not None else {})
        answer = send("POST", "/reconcile", data={"queries": json.dumps({"q": asked})})
        assert answer.status_code == 200, answer.text
        result: list[dict[str, Any]] = answer.json()["q"]["result"]
        return result

    return found
