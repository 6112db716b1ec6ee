"""One connection of the server, with the patience that uvicorn lacks: for heads that do not come and answers not taken.

A client that connects and is silent, sends its head letter by letter, or stops reading, is let go; a machine that
opens more connections than its share is turned away. Slow bodies are told by ``bounds``, which can answer.
"""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from cancu.serve.edge.guardrail import HEADERS
from cancu.serve.words import say

CONNECTIONS = 400
SHARE = 100
HEAD = 65_536
_LOCAL = ("127.", "::1")


def send_at_once(transport: asyncio.Transport) -> None:
    """Let no answer wait for the client's word that it has the head (Nagle): 40 ms each.

    asyncio does so itself, but not where the listening socket was made without naming its protocol.
    """
    own = transport.get_extra_info("socket")
    if own is not None and own.family in {socket.AF_INET, socket.AF_INET6}:
        own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Patient(H11Protocol):
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

    def on_response_complete(self) -> None:
        """Begin to wait for the next head."""
        self._waits_since = self.loop.time()
        super().on_response_complete()

    def resume_writing(self) -> None:
        """Note that the client has taken what was waiting."""
        self._stuck = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """Tell what is no HTTP in the shape of all errors."""
        self._tell(400, "bad-request", msg)

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
        is_waiting = is_between and self.conn.their_state is h11.IDLE and not self.transport.is_closing()
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
        proxy_headers=bool(proxies), forwarded_allow_ips=list(proxies), h11_max_incomplete_event_size=HEAD, **more,
    )  # fmt: skip
