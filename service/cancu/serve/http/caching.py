"""What clients may keep: a strong tag for each representation, and 304 for who has it (RFC 9110 §8.8.3, §13.1.2).

The tag is the digest of media type and bytes, so it is exact: it changes when the answer does and at no other time,
also across restarts and between servers with the same data.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from anyio import to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cancu.serve.http.fields import offer, value_of, without

_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
_OF_BODY = frozenset({
    b"content-length", b"content-type", b"content-encoding", b"content-disposition", b"content-language",
})  # fmt: skip
"""Headers that speak of a body, which a 304 has not."""
_LARGE = 1_000_000
REVALIDATE = "no-cache"
"""``Cache-Control`` of what changes with the store: keep it, but ask each time whether it still holds."""
_REVALIDATE = (b"cache-control", REVALIDATE.encode())
LASTING = "public, max-age=3600"
"""``Cache-Control`` of what is not going to say anything else that matters."""


def wants_anew(headers: Mapping[str, str]) -> bool:
    """Tell whether a client takes nothing that was kept: ``Cache-Control: no-cache`` (RFC 9111 §5.2.1.4)."""
    told = headers.get("cache-control")
    return told is not None and any(part.strip().lower() == "no-cache" for part in told.split(","))


def tag(content_type: str, body: bytes) -> str:
    """Return the strong entity tag of a representation, quotes included."""
    digest = hashlib.sha256(content_type.encode() + bytes(1) + body).hexdigest()
    return f'"{digest[:32]}"'


def is_held(if_none_match: str | None, etag: str) -> bool:
    """Tell whether a client that sent ``If-None-Match`` has the representation (weak comparison, RFC 9110 §13.1.2)."""
    if if_none_match is None:
        return False
    return if_none_match.strip() == "*" or etag.removeprefix("W/") in _TAG.findall(if_none_match)


class Conditional:
    """ASGI middleware: whole answers to GET get ``ETag`` and ``Cache-Control``, or become 304.

    A route that sets an ``ETag`` of its own keeps it; streams, and what says ``no-store``, pass unchanged.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on."""
        is_read = scope["type"] == "http" and scope["method"] == "GET"
        await self._app(scope, receive, _Tagger(scope, send) if is_read else send)


class _Tagger:
    """The sending side of one request: holds the start back until the body is there."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._asked = value_of(scope, b"if-none-match")
        self._send = send
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_taggable(message):
            self._start = message
            return
        start, self._start = self._start, None
        if start is None:
            await self._send(message)
        elif message["type"] != "http.response.body" or message.get("more_body"):
            await self._send(start)
            await self._send(message)
        else:
            await self._finish(start, message)

    async def _finish(self, start: Message, message: Message) -> None:
        etag = value_of(start, b"etag")
        if etag is None:
            etag = await _tag(value_of(start, b"content-type") or "", message.get("body", b""))
        offer(start, ((b"etag", etag.encode("latin-1")), _REVALIDATE))
        if is_held(self._asked, etag):
            start = {**start, "status": 304, "headers": without(start["headers"], _OF_BODY)}
            message = {**message, "body": b""}
        await self._send(start)
        await self._send(message)


async def _tag(content_type: str, body: bytes) -> str:
    """Digest what is large on a thread, so that nobody else waits for it."""
    return tag(content_type, body) if len(body) < _LARGE else await to_thread.run_sync(tag, content_type, body)


def _is_taggable(start: Message) -> bool:
    """A stream tells no length; holding its start back would keep the client waiting."""
    if start["status"] != 200 or value_of(start, b"content-length") is None:
        return False
    return "no-store" not in (value_of(start, b"cache-control") or "")
