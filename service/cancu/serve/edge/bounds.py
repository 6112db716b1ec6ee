"""What a request may be before any route sees it: length of address, headers and body, and the time to send it.

The body is counted as it comes, so that neither a missing nor a false Content-Length helps. What went wrong is told
by this middleware itself, whatever the route made of the failure.
"""

from __future__ import annotations

import asyncio
import time

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cancu.errors import CancuError
from cancu.serve.http.problems import Problem, TooLongError
from cancu.serve.service import Options
from cancu.serve.words import say

_UPLOADS = ("/graph-store", "/update", "/api/v1/documents", "/api/v1/check", "/compliance")
"""Routes that take whole documents and graphs."""

HEADERS = 32_768
FIELDS = 1000
IDLE = 15.0
"""Seconds between two pieces of a body."""
GRACE, PACE = 30.0, 10_000
"""A body may take GRACE seconds, and one second more for every PACE bytes."""


class SlowSenderError(CancuError):
    """The body came too slowly (RFC 9110 §15.5.9)."""

    status = 408
    code = "request-timeout"


class Bounds:
    """ASGI middleware that holds requests to their bounds."""

    def __init__(self, app: ASGIApp, options: Options) -> None:
        self._app = app
        self._options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or tell what is wrong with it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(scope)
        refusal = _address(scope, self._options.url_limit) or _headers(scope) or _announced(scope, limit)
        if refusal is None:
            body = _Body(receive, limit)
            await self._app(scope, body.receive, body.held(send))
            refusal = body.refusal
        if refusal is not None:
            await refusal.respond(Request(scope), self._options.base)(scope, receive, send)

    def _limit(self, scope: Scope) -> int:
        is_upload = scope["path"].startswith(_UPLOADS)
        return self._options.upload_limit if is_upload else self._options.body_limit


class _Body:
    """The body as it comes; ``refusal`` is what was wrong with it, if nothing had been answered yet."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive = receive
        self._limit = limit
        self._size = 0
        self._began = time.monotonic()
        self._is_whole = False
        self._has_started = False
        self._error: CancuError | None = None

    @property
    def refusal(self) -> Problem | None:
        if self._error is None or self._has_started:
            return None
        error = self._error
        return Problem(error.status, error.code, error.vi, error.en, headers={"Connection": "close"})

    def held(self, send: Send) -> Send:
        async def pass_on(message: Message) -> None:
            if self._error is None or self._has_started:
                self._has_started = True
                await send(message)

        return pass_on

    async def receive(self) -> Message:
        if self._is_whole:
            return await self._receive()
        try:
            async with asyncio.timeout(min(IDLE, self._began + GRACE + self._size / PACE - time.monotonic())):
                message = await self._receive()
        except TimeoutError as error:
            self._error = SlowSenderError("Nội dung được gửi đến quá chậm.", "the body was sent too slowly.")
            raise self._error from error
        self._size += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._size > self._limit:
            self._error = _too_long(self._limit)
            raise self._error
        return message


def _too_long(limit: int) -> TooLongError:
    return TooLongError(f"Nội dung gửi dài quá {limit} byte.", f"the body is longer than {limit} bytes.")


def _problem(status: int, code: str, en: str) -> Problem:
    return Problem(status, code, f"{say(f'problem.{code}')}.", en, headers={"Connection": "close"})


def _address(scope: Scope, limit: int) -> Problem | None:
    query = scope["query_string"]
    if len(scope.get("raw_path") or b"") + len(query) > limit:
        return _problem(414, "uri-too-long", f"the address is longer than {limit} bytes; send queries by POST.")
    if query.count(b"&") >= FIELDS:
        return _problem(400, "bad-parameter", f"there are more than {FIELDS} parameters.")
    return None


def _headers(scope: Scope) -> Problem | None:
    if sum(len(name) + len(value) + 4 for name, value in scope["headers"]) > HEADERS:
        return _problem(431, "headers-too-large", f"the headers are larger than {HEADERS} bytes.")
    return None


def _announced(scope: Scope, limit: int) -> Problem | None:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if length.isdigit() and int(length) <= limit:
        return None
    error = _too_long(limit)
    return Problem(error.status, error.code, error.vi, error.en, headers={"Connection": "close"})
