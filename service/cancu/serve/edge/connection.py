"""One connection of the server, with the patience that uvicorn lacks: for heads that do not come and answers not taken.

A client that connects and is silent, sends its head letter by letter, or stops reading, is let go; a machine that
opens more connections than its share is turned away. Slow bodies are told by ``bounds``, which can answer.

The parser is llhttp (httptools), a fifth of the work of one in Python. It has no bound on heads, none on what
stands between and behind the pieces of a body, and reads ahead: these are bounded here.
"""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any

import httptools
import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from cancu.serve.edge.guardrail import HEADERS
from cancu.serve.words import say

CONNECTIONS = 400
SHARE = 100
HEAD = 65_536
"""Bytes that may come in a row without a head that is whole or a piece of a body."""
AHEAD = 100
"""Requests on one connection that wait for the answers to those before."""
_LOCAL = ("127.", "::1")


def send_at_once(transport: asyncio.Transport) -> None:
    """Let no answer wait for the client's word that it has the head (Nagle): 40 ms each.

    asyncio does so itself, but not where the listening socket was made without naming its protocol.
    """
    own = transport.get_extra_info("socket")
    if own is not None and own.family in {socket.AF_INET, socket.AF_INET6}:
        own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class NotHttpError(Exception):
    """A request breaks a rule that the parser does not know."""


class Patient(HttpToolsProtocol):
    """HTTP/1.1 with bounds on waiting; ``step``, ``head`` and ``stall`` are seconds, ``progress`` bytes."""

    step, head, stall, progress = 1.0, 15.0, 30.0, 16_384

    @property
    def host(self) -> str:
        """Address of the other side."""
        return self.client[0] if self.client else ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Turn away beyond the bounds; else begin to watch."""
        super().connection_made(transport)
        send_at_once(transport)
        self.access_log = False  # its lines hold whole addresses, and so what is asked
        self._waits_since = self.loop.time()
        self._stuck: tuple[int, float] | None = None
        self._is_in_head, self._has_moved, self._beside = True, False, 0
        self._timer: asyncio.TimerHandle | None = None
        mine = sum(1 for other in self.connections if isinstance(other, Patient) and other.host == self.host)
        if len(self.connections) > CONNECTIONS or (mine > SHARE and not self.host.startswith(_LOCAL)):
            self._tell(503, "limit", "too many connections; try again in a moment.", ("Retry-After: 5",))
        self._timer = self.loop.call_later(self.step, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop watching."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, and see that something gets whole by it."""
        self._has_moved = False
        self._unset_keepalive_if_required()
        try:
            self._feed(data)
        except httptools.HttpParserError:
            self.send_400_response("Invalid HTTP request received.")
        self._beside = 0 if self._has_moved else self._beside + len(data)
        if self._beside > HEAD and not self.transport.is_closing():
            self.send_400_response("too much came that is neither a head nor a body.")

    def _feed(self, data: bytes | memoryview) -> None:
        """Read on; what offers to speak something else than HTTP/1.1 (RFC 9110 §7.8) is read again without the offer.

        The parser leaves all that follows to the other protocol, also the body that some clients send along with it.
        """
        while data:
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as offer:
                data = memoryview(data)[offer.args[0] :]
                fields = b"".join(b"%s: %s\r\n" % field for field in self.headers if field[0] != b"upgrade")
                line = (self.parser.get_method(), self.url, self.parser.get_http_version().encode())
                self.parser = httptools.HttpRequestParser(self)
                self.parser.feed_data(b"%s %s HTTP/%s\r\n%s\r\n" % (*line, fields))
            else:
                return

    def on_message_begin(self) -> None:
        """Begin a head."""
        self._is_in_head = True
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field of the head; those behind a body (RFC 9112 §7.1.2) are passed over, as they may be."""
        if self._is_in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer, unless that is done without an offer. Raises NotHttpError.

        Which host is asked is told once (RFC 9112 §3.2); so many requests at once are nobody's who waits for answers.
        """
        hosts = sum(name == b"host" for name, _ in self.headers)
        is_told = hosts == 1 or (hosts == 0 and self.parser.get_http_version() == "1.0")
        if not is_told or self.parser.get_method() == b"CONNECT" or len(self.pipeline) >= AHEAD:
            raise NotHttpError
        if not self.parser.should_upgrade():
            self._is_in_head, self._has_moved = False, True
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a piece of the body."""
        self._has_moved = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Begin to wait for the next head."""
        if not self.parser.should_upgrade():
            self._is_in_head, self._has_moved = True, True
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Begin to wait for the next head."""
        self._waits_since = self.loop.time()
        super().on_response_complete()

    def resume_writing(self) -> None:
        """Note that the client has taken what was waiting."""
        self._stuck = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Tell what is no HTTP in the shape of all errors; what came whole before it is answered first."""
        is_between = self.cycle is None or self.cycle.response_complete
        if is_between or (self.cycle.more_body and not self.cycle.response_started and not self.pipeline):
            self._tell(400, "bad-request", msg)
        else:
            self.cycle.keep_alive = False

    def _look(self) -> None:
        now = self.loop.time()
        waiting = self.transport.get_write_buffer_size()
        if not waiting:
            self._stuck = None
        elif self._stuck is None or waiting <= self._stuck[0] - self.progress:
            self._stuck = (waiting, now)
        elif now - self._stuck[1] > self.stall:
            self.transport.abort()
            return
        is_between = self.cycle is None or self.cycle.response_complete
        is_waiting = is_between and self._is_in_head and not self.transport.is_closing()
        if is_waiting and not waiting and now - self._waits_since > self.head:
            self._tell(408, "request-timeout", "the request did not come in time.")
        self._timer = self.loop.call_later(self.step, self._look)

    def _tell(self, status: int, code: str, en: str, more: tuple[str, ...] = ()) -> None:
        body = json.dumps(
            {"title": say(f"problem.{code}"), "status": status, "detail": say(f"problem.{code}"), "detail_en": en},
            ensure_ascii=False,
        ).encode()
        lines = (
            f"HTTP/1.1 {status} ", "Content-Type: application/problem+json", f"Content-Length: {len(body)}",
            "Connection: close", *more, *(f"{name}: {value}" for name, value in HEADERS.items()),
        )  # fmt: skip
        self.transport.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body)
        self.transport.close()


def config(app: Any, *, proxies: tuple[str, ...] = (), **more: Any) -> uvicorn.Config:
    """Return how the service is run; ``proxies`` are the addresses whose X-Forwarded-For and -Proto are believed."""
    return uvicorn.Config(
        app, http=Patient, ws="none", log_level="warning", access_log=False, server_header=False,
        proxy_headers=bool(proxies), forwarded_allow_ips=list(proxies), **more,
    )  # fmt: skip
