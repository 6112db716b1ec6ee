"""How answers leave: in pieces, as fast as the client takes them, and no more of them at once than memory is given.

The reader process is free before the first byte leaves; what a slow client holds is its answer, for a time that grows
with its size, within a budget that all large answers share.
"""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cancu.errors import LimitError
from cancu.serve.http.problems import Problem
from cancu.serve.service import Options

PIECE = 65_536
LARGE = 1_000_000
GRACE, PACE = 30.0, 20_000
"""An answer may take GRACE seconds, and one second more for every PACE bytes."""


class Delivery:
    """ASGI middleware that sends large bodies in pieces and bounds their sum."""

    def __init__(self, app: ASGIApp, options: Options) -> None:
        self._app = app
        self._options = options
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        one = _One(self, scope, receive, send)
        try:
            await self._app(scope, receive, one.send)
        finally:
            self._held -= one.held

    def take(self, size: int) -> bool:
        """Take ``size`` bytes of the budget; False where they are not to be had."""
        if self._held + size > self._options.delivery_limit:
            return False
        self._held += size
        return True

    def refusal(self) -> Problem:
        """Return what is told where the budget is used up."""
        error = LimitError(
            "Đang gửi quá nhiều kết quả lớn; xin thử lại sau giây lát.",
            "too many large answers are under way; try again in a moment.",
        )
        return Problem(error.status, error.code, error.vi, error.en, headers={"Retry-After": "10"})

    @property
    def base(self) -> str:
        """Base of identifiers, which problem types have, too."""
        return self._options.base


class _One:
    """The answer to one request."""

    def __init__(self, delivery: Delivery, scope: Scope, receive: Receive, send: Send) -> None:
        self._delivery = delivery
        self._scope, self._receive, self._send = scope, receive, send
        self._start: Message | None = None
        self._is_over = False
        self.held = 0

    async def send(self, message: Message) -> None:
        """Hold the start until the first body tells how large it is; send bodies in pieces."""
        if self._is_over:
            return
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            await self._body(message)
        else:
            await self._send(message)

    async def _body(self, message: Message) -> None:
        body: bytes = message.get("body", b"")
        if self._start is not None:
            if len(body) >= LARGE and not self._delivery.take(len(body)):
                self._is_over = True
                refusal = self._delivery.refusal().respond(Request(self._scope), self._delivery.base)
                await refusal(self._scope, self._receive, self._send)
                return
            self.held = len(body) if len(body) >= LARGE else 0
            start, self._start = self._start, None
            await self._send(start)
        if len(body) <= PIECE:  # whose taker is watched by the connection
            await self._send(message)
            return
        limit = asyncio.timeout(GRACE + len(body) / PACE)
        try:
            async with limit:
                await self._pieces(body, message)
        except TimeoutError:
            if not limit.expired():
                raise
            self._is_over = True  # the server closes a connection whose answer is not completed

    async def _pieces(self, body: bytes, message: Message) -> None:
        has_more = message.get("more_body", False)
        view = memoryview(body)
        for begin in range(0, len(body), PIECE):
            is_last = begin + PIECE >= len(body)
            piece = bytes(view[begin : begin + PIECE])
            await self._send({**message, "body": piece, "more_body": has_more or not is_last})
