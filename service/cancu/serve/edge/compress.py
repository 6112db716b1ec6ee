"""Pages, styles and scripts leave packed for who takes gzip: a page of a long document shrinks to a seventh.

Data are not touched: their tags, lengths and ranges stay those of the bytes that they are. It stands before the tags
are made (``Conditional``), so that either representation gets its own (RFC 9110 §8.8.3.3).
"""

from __future__ import annotations

import gzip
import re

from anyio import to_thread
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cancu.serve.http.fields import value_of

_PACKED = frozenset({"text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"})
_LEAST = 1000
"""Bytes below which packing gains nothing."""
_LEVEL = 6
_REFUSED = re.compile(r"gzip\s*;\s*q=0(?:\.0*)?\s*(?:,|$)")
_OF_PLAIN = ("etag", "last-modified")
"""What tells the plain file from others, and would be told of the packed one as well."""


class Packed:
    """ASGI middleware that packs what people's browsers load."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on."""
        if scope["type"] == "http" and scope["method"] == "GET":
            send = _Packer(send, is_wanted=_takes_gzip(scope)).send
        await self._app(scope, receive, send)


class _Packer:
    """The sending side of one request: keeps start and body of what may be packed back until they are whole."""

    def __init__(self, send: Send, *, is_wanted: bool) -> None:
        self._send = send
        self._is_wanted = is_wanted
        self._start: Message | None = None
        self._body = bytearray()

    async def send(self, message: Message) -> None:
        """Keep what may be packed, pass on what may not."""
        if message["type"] == "http.response.start" and _is_packable(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish(self._start, bytes(self._body))

    async def _finish(self, start: Message, body: bytes) -> None:
        headers = MutableHeaders(scope=start)
        headers.add_vary_header("Accept-Encoding")
        for name in _OF_PLAIN:
            del headers[name]
        if self._is_wanted and len(body) >= _LEAST:
            body = await to_thread.run_sync(_packed, body)
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body, "more_body": False})


def _packed(body: bytes) -> bytes:
    return gzip.compress(body, _LEVEL, mtime=0)


def _takes_gzip(scope: Scope) -> bool:
    accepted = (value_of(scope, b"accept-encoding") or "").lower()
    return "gzip" in accepted and not _REFUSED.search(accepted)


def _is_packable(start: Message) -> bool:
    if start["status"] != 200:
        return False
    kind = (value_of(start, b"content-type") or "").partition(";")[0].strip()
    return kind in _PACKED and value_of(start, b"content-encoding") is None
