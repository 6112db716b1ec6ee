# ruff: noqa: E501 (the texts are what is tested)
"""Slow and silent clients on real sockets: let go in time, while others are answered."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn

from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.serve.edge import connection
from cancu.store import EmbeddedStore, Limits, open_store

SLACK = 20.0


class Hasty(connection.Patient):
    """The same with little patience."""

    step, head, stall = 0.05, 0.5, 0.5


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """A store whose answers are larger than what a socket holds."""
    opened = open_store(tmp_path_factory.mktemp("wide"), limits=Limits(seconds=20))
    lines = "".join(f'<http://e/{index}> <http://e/p> "{"x" * 1000}" .\n' for index in range(2_000))
    opened.replace({"http://e/g": lines.encode()})
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def port(wide: EmbeddedStore) -> Iterator[int]:
    app = create_app(wide, Catalogue.load(), Options(delivery_limit=100_000_000))
    chosen = connection.config(app)
    chosen.http = Hasty
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(chosen)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()
    listener.close()


def rest_of(client: socket.socket) -> bytes:
    """What comes until the server closes."""
    client.settimeout(SLACK)
    found = b""
    try:
        while piece := client.recv(65_536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def problem(answer: bytes) -> dict[str, Any]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head.lower()
    assert b"content-security-policy: default-src 'none'" in head.lower()
    return dict(json.loads(body))


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-"])
def test_who_sends_no_head_is_let_go(port: int, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(sent)
        assert problem(rest_of(client))["status"] == 408


def test_a_head_letter_by_letter_gains_no_time(port: int) -> None:
    started = time.monotonic()
    with (
        socket.create_connection(("127.0.0.1", port)) as client,
        contextlib.suppress(BrokenPipeError, ConnectionResetError),
    ):
        client.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        while time.monotonic() - started < SLACK:
            client.sendall(b"x")
            time.sleep(0.05)
    assert time.monotonic() - started < SLACK


@pytest.mark.parametrize("sent", [b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"X: " + b"y" * 200_000])
def test_what_is_no_http_is_told_in_the_shape_of_all_errors(port: int, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(sent)
        assert problem(rest_of(client))["status"] == 400


ASK = b"GET /sparql?query=ASK%20%7B%7D&format=json HTTP/1.1\r\n"
POST = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(ASK + b"\r\n", id="no Host"),
        pytest.param(ASK + b"Host: x\r\nHost: y\r\n\r\n", id="two Hosts"),
        pytest.param(ASK + b"Host: x\r\nX-A : b\r\n\r\n", id="a blank before the colon"),
        pytest.param(ASK + b"Host: x\r\nX-A: b\x00c\r\n\r\n", id="a zero"),
        pytest.param(POST + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}", id="two lengths"),
        pytest.param(POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\nASK {}", id="a length and pieces"),
        pytest.param(b"CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n", id="a way through"),
        pytest.param(CHUNKED + b"ZZ\r\n", id="a piece without a length"),
        pytest.param(CHUNKED + b"1;x=" + b"y" * 400_000, id="an endless extension"),
        pytest.param(CHUNKED + b"1\r\nA\r\n0\r\nX: " + b"y" * 400_000, id="an endless trailer"),
        pytest.param(CHUNKED + b"1\r\nA\r\n0\r\n" + b"X: y\r\n" * 80_000, id="endless trailers"),
    ],
)
def test_requests_that_servers_read_differently_are_refused(port: int, sent: bytes) -> None:
    """RFC 9112 §3.2, §5.1, §6.3, §11.2; a stretch without a head or a body is bounded."""
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(sent)
        assert problem(rest_of(client))["status"] == 400


def test_what_came_whole_is_answered_before_what_is_wrong_behind_it(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(ASK + b"Host: x\r\n\r\n" + ASK + b"Host: x\r\n\r\n" + b"\x16\x03nonsense\r\n\r\n")
        found = rest_of(client)
    assert found.count(b"HTTP/1.1 200") == 2
    assert found.endswith(b"}")


def test_requests_ahead_of_their_answers_are_bounded(port: int) -> None:
    asked = b"HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(asked * 1000)
        found = rest_of(client)
    assert 50 < found.count(b"HTTP/1.1 200") < 900


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(
            (b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAQ\r\n", b""), id="h2c"
        ),
        pytest.param((b"", b"X-Forwarded-For: 10.0.0.1\r\nAuthorization: Bearer x\r\n"), id="trailers"),
    ],
)
def test_what_may_be_passed_over_is(port: int, more: tuple[bytes, bytes]) -> None:
    """A client that would like HTTP/2 (RFC 9110 §7.8) is answered on the same connection, again and again."""
    head, trailers = more
    asked = CHUNKED[:-2] + head + b"\r\n6\r\nASK {}\r\n0\r\n" + trailers + b"\r\n"
    assert asked.count(b"\r\n\r\n") == 2
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.settimeout(SLACK)
        for _ in range(2):
            client.sendall(asked)
            found = b""
            while not found.endswith(b"}"):
                piece = client.recv(65_536)
                assert piece, found
                found += piece
            assert found.startswith(b"HTTP/1.1 200")


QUERY = b"GET /sparql?query=SELECT%20*%20%7B%20?s%20?p%20?o%20%7D HTTP/1.1\r\nHost: x\r\n\r\n"


def test_who_stops_reading_is_let_go_and_holds_no_reader(port: int, wide: EmbeddedStore) -> None:
    stalled = []
    for _ in range(6):
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", port))
        client.sendall(QUERY)
        assert client.recv(100).startswith(b"HTTP/1.1 200")
        stalled.append(client)
    assert wide.waiting() == 0, "the readers are free while the answers wait"
    answer = httpx.get(f"http://127.0.0.1:{port}/sparql", params={"query": "ASK {}"}, timeout=SLACK)
    assert answer.json()["boolean"] is True
    time.sleep(2)
    for client in stalled:
        assert len(rest_of(client)) < 6_000_000, "what waited was thrown away"
        client.close()


def test_who_reads_slowly_but_steadily_gets_all(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(QUERY.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        client.settimeout(SLACK)
        found = b""
        while piece := client.recv(131_072):
            found += piece
            time.sleep(0.02)
    head, _, body = found.partition(b"\r\n\r\n")
    assert int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0]) == len(body)
    assert len(json.loads(body)["results"]["bindings"]) == 2_000


def test_a_body_that_stops_is_told_so(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cancu.serve.edge.bounds.IDLE", 0.3)
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nASK"
        )
        assert problem(rest_of(client))["status"] == 408


def test_more_connections_than_there_is_room_for_are_turned_away(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "CONNECTIONS", 8)
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(12)]
    try:
        told = problem(rest_of(clients[-1]))
        assert told["status"] == 503
    finally:
        for client in clients:
            client.close()
    until = time.monotonic() + SLACK
    while time.monotonic() < until:
        answer = httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=SLACK)
        if answer.status_code == 200:
            return
    pytest.fail("the service did not recover")


SECRET = "cancu_deadbeef_SECRETSECRETSECRETSECRET"  # noqa: S105 (made up)


def test_no_secret_and_no_query_is_logged(port: int, caplog: pytest.LogCaptureFixture) -> None:
    """At any level, the server's own loggers included, also where requests are wrong or the service fails."""
    names = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "asyncio", "cancu", "fastapi")
    before = {name: (logging.getLogger(name).level, logging.getLogger(name).propagate) for name in names}
    for name in names:
        logging.getLogger(name).setLevel(1)
        logging.getLogger(name).propagate = True
    address = f"http://127.0.0.1:{port}"
    headers = {"Authorization": f"Bearer {SECRET}", "Cookie": f"session={SECRET}"}
    body = f"SELECT * {{ ?s ?p '{SECRET}' }}"
    try:
        with caplog.at_level(1):
            for method, path in (
                ("GET", "/"),
                ("GET", "/nowhere"),
                ("PUT", "/sparql"),
                ("POST", "/update"),
                ("POST", "/graph-store"),
            ):
                httpx.request(method, address + path, headers=headers)
            for text in (body, body[:-3], f"SERVICE {SECRET}", "ASK { FILTER(1" + "||1" * 18_000 + f"||'{SECRET}') }}"):
                httpx.post(f"{address}/sparql", data={"query": text}, headers=headers, timeout=60)
                httpx.post(
                    f"{address}/sparql",
                    content=text,
                    headers={**headers, "Content-Type": "application/sparql-query"},
                    timeout=60,
                )
                httpx.get(f"{address}/sparql", params={"query": text[:5000]}, headers=headers, timeout=60)
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(f"NONSENSE {SECRET}\r\nAuthorization: {SECRET}\r\n\r\n".encode())
                rest_of(client)
    finally:
        for name, (level, propagate) in before.items():
            logging.getLogger(name).setLevel(level)
            logging.getLogger(name).propagate = propagate
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert ours, "something was logged at the lowest level"
    told = [record for record in ours if SECRET in f"{record.getMessage()} {record.exc_text or ''}"]
    assert told == []
    written = "\n".join(
        f"{record.getMessage()} {record.exc_text or ''} {record.__dict__.get('headers', '')}" for record in ours
    )
    assert SECRET not in written


class Carrier(asyncio.Transport):
    """A transport over a socket, as far as a protocol asks it for that."""

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return self._extra.get(name, default)  # type: ignore[attr-defined]


@pytest.mark.parametrize("protocol", [0, socket.IPPROTO_TCP])
def test_no_answer_waits_for_the_word_that_its_head_came(protocol: int) -> None:
    """However the listener was made (RFC 896; RFC 1122 §4.2.3.2: that word may take its time)."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, protocol) as own:
        assert own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) == 0
        connection.send_at_once(Carrier({"socket": own}))
        assert own.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
    left, right = socket.socketpair()
    with left, right:
        connection.send_at_once(Carrier({"socket": left}))  # no TCP: nothing to set
    connection.send_at_once(Carrier({}))
