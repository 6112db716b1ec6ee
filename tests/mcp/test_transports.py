"""The server by its real transports: a process on stdin and stdout, and /mcp of the service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp.client.stdio import StdioServerParameters, stdio_client

from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.store import EmbeddedStore
from mcp import Client
from tests.serve.conftest import server as running

HEADERS = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
Send = Callable[..., httpx.Response]


def started(folder: Path) -> list[str]:
    return [sys.executable, "-c", "from cancu.cli import main; main()", "mcp", "--store", str(folder)]


def message(number: int, tool: str, arguments: dict[str, str]) -> dict[str, Any]:
    parameters = {"name": tool, "arguments": arguments}
    return {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": parameters}


def test_a_process_speaks_nothing_but_protocol(folder: Path) -> None:
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    }
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {"name": "lookup", "arguments": {"name": "nq 59"}},
        },
        {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "sparql", "arguments": {"query": "x"}}},
    ]
    command = started(folder)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        answers = []
        for line in lines:
            process.stdin.write(json.dumps(line).encode() + b"\n")
            process.stdin.flush()
            if "id" in line:
                answers.append(json.loads(process.stdout.readline()))
        process.stdin.close()
        rest = process.stdout.read()
        assert process.wait(60) == 0
    assert rest == b""
    assert [answer["id"] for answer in answers] == [1, 2, 3]
    assert answers[0]["result"]["serverInfo"]["name"] == "cancu"
    assert answers[1]["result"]["structuredContent"]["meaning"] == "several"
    assert answers[2]["result"]["isError"]


def test_a_client_starts_it_and_asks(folder: Path) -> None:
    command, *arguments = started(folder)
    parameters = StdioServerParameters(command=command, args=arguments, env=dict(os.environ))

    async def asked() -> Any:
        async with Client(stdio_client(parameters)) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            answer = await client.call_tool("duties", {"body": "so du lich"})
            return names, answer.structured_content

    names, answer = anyio.run(asked)
    assert "reports_due" in names
    assert answer["total"] == 1


def test_without_a_store_it_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(started(tmp_path / "none"), capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"cancu ingest" in done.stderr


@pytest.fixture(scope="module")
def app(held: EmbeddedStore) -> Any:
    return create_app(held, Catalogue.load(), Options(hosts=("tra-cuu.example",), body_limit=20_000))


server = running
"""The application behind a real uvicorn."""


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_a_client_asks_over_http(server: str, mode: Any) -> None:
    async def asked() -> Any:
        async with Client(f"{server}/mcp", mode=mode) as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            answers = [await client.call_tool("lookup", {"name": name}) for name in ("nq 59", "so du lich")]
            failed = await client.call_tool("sparql", {"query": "SELECT * {"})
            schema = await client.read_resource("cancu://schema/prefixes")
            return names, [answer.structured_content["meaning"] for answer in answers], failed, schema

    names, meanings, failed, schema = anyio.run(asked)
    assert "check" in names
    assert meanings == ["several", "one"]
    assert failed.is_error
    assert "sh:declare" in schema.contents[0].text


def test_clients_do_not_wait_for_each_other(server: str) -> None:
    """A slow query of one leaves the others their answers."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    done: list[str] = []

    async def ask(name: str, arguments: dict[str, str]) -> None:
        async with Client(f"{server}/mcp") as client:
            await client.call_tool(name, arguments)
            done.append(name)

    async def both() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(ask, "sparql", {"query": slow})
            await anyio.sleep(0.2)
            group.start_soon(ask, "lookup", {"name": "nq 59"})

    anyio.run(both)
    assert done == ["lookup", "sparql"]


@pytest.fixture
def send(server: str) -> Iterator[Send]:
    with httpx.Client(base_url=server, timeout=30) as client:

        def post(body: Any = LIST, **headers: str) -> httpx.Response:
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            return client.post("/mcp", content=content, headers=HEADERS | headers)

        yield post


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:8000"}, 200),
        ({"Host": "tra-cuu.example"}, 200),
        ({"Host": "TRA-CUU.example:443", "Origin": "https://tra-cuu.example"}, 200),
        ({"Host": "[::1]:8000"}, 200),
        ({"Origin": "http://localhost:3000"}, 200),
        ({"Host": "evil.example"}, 421),
        ({"Host": "tra-cuu.example.evil.example"}, 421),
        ({"Host": "localhost.evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example"}, 421),
        ({"Host": "localhost@evil.example"}, 421),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "https://tra-cuu.example.evil.example"}, 403),
        ({"Origin": "http://[bad"}, 403),
        ({"Origin": ""}, 403),
    ],
)  # fmt: skip
def test_pages_of_other_sites_stay_outside(send: Send, headers: dict[str, str], status: int) -> None:
    answer = send(**headers)
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["result"]["tools"]
    else:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["where"] in {"Host", "Origin"}


def test_a_body_has_its_limit(send: Send) -> None:
    answer = send(b'{"x":"' + b"y" * 30_000 + b'"}')
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"jsonrpc":"2.0"}', b"null"])
def test_what_is_no_message_is_refused(send: Send, body: bytes) -> None:
    assert send(body).status_code == 400


def test_there_is_no_stream_to_hold_open(server: str) -> None:
    for method in ("GET", "DELETE"):
        answer = httpx.request(method, f"{server}/mcp", headers=HEADERS, timeout=10)
        assert (answer.status_code, answer.headers["content-type"]) == (405, "application/problem+json")


def test_notifications_are_taken(send: Send) -> None:
    answer = send({"jsonrpc": "2.0", "method": "notifications/initialized"})
    assert (answer.status_code, answer.content) == (202, b"")
