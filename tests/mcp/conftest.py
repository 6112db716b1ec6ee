"""The tools over the small graphs of the service's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.server.mcpserver import MCPServer

from cancu.mcp import create_server
from cancu.namespaces import PREFIXES
from cancu.query import Catalogue
from cancu.serve import Options
from cancu.serve.rest.drafts import Drafts
from cancu.serve.service import Service
from cancu.store import EmbeddedStore, Limits, open_store
from mcp import Client
from tests.serve.conftest import FIXTURE, graphs_of

CALENDAR = FIXTURE.with_name("calendar.trig")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk that holds both fixtures."""
    path = tmp_path_factory.mktemp("mcp") / "store"
    opened = open_store(path, prefixes=PREFIXES)
    both = [graphs_of(FIXTURE), graphs_of(CALENDAR)]
    opened.replace({name: b"".join(part.get(name, b"") for part in both) for name in {*both[0], *both[1]}})
    opened.close()
    return path


@pytest.fixture(scope="session")
def held(folder: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(folder, limits=Limits(seconds=5, answer=300_000), prefixes=PREFIXES)
    opened.query("ASK {}")  # from now on there is a copy that other processes read
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def service(held: EmbeddedStore) -> Service:
    return Service.over(held, Catalogue.load(), Options())


@pytest.fixture(scope="session")
def server(service: Service) -> MCPServer[object]:
    return create_server(service, Drafts(service))


@pytest.fixture(scope="session")
def with_client(server: MCPServer[object]) -> Callable[..., Any]:
    """Run an async function with a client that is connected to the server within this process."""

    def run(function: Callable[[Client], Any]) -> Any:
        async def connected() -> Any:
            async with Client(server, raise_exceptions=True) as client:
                return await function(client)

        return anyio.run(connected)

    return run


@pytest.fixture(scope="session")
def call(with_client: Callable[..., Any]) -> Callable[..., Any]:
    """Call one tool and return its structured answer; an error comes back as its text."""

    def send(tool: str, /, **arguments: Any) -> Any:
        async def called(client: Client) -> Any:
            answer = await client.call_tool(tool, arguments)
            return "".join(part.text for part in answer.content) if answer.is_error else answer.structured_content

        return with_client(called)

    return send
