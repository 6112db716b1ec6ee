"""Other sites may read what is public from their users' browsers (CORS, Fetch Standard §3.2), whatever the answer is.

The headers stand on every answer, errors as well, so that a cache never hands one without them to another site. No
cookie counts here, and “*” lets no ``Authorization`` through, so that it gives nothing away and nobody's token is used.
"""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cancu.serve.http.fields import pairs, put, value_of

_ANYONE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "Content-Disposition, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-ID"
    ),
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_MARKS = pairs(_ANYONE)
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


class OpenToSites:
    """ASGI middleware that answers preflights and marks all other answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or answer a preflight."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                put(message, _MARKS)
            await send(message)

        if scope["method"] == "OPTIONS" and value_of(scope, b"access-control-request-method") is not None:
            await Response(status_code=204, headers=_PREFLIGHT)(scope, receive, marked)
            return
        await self._app(scope, receive, marked)
