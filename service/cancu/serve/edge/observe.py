"""Every request gets an id, one line in the log, and its place in the metrics.

The id is the client's ``X-Request-ID`` where that is harmless, else a new one; it goes back in the answer, stands in
every log line written on the way, and in problems of ours.
"""

from __future__ import annotations

import logging
import os
import re
import time
from dataclasses import dataclass
from inspect import isroutine

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cancu.logs import REQUEST, tell
from cancu.serve.edge.metrics import Metrics
from cancu.serve.http.fields import put, value_of

_log = logging.getLogger("cancu.access")
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_HEADER = b"x-request-id"
_STATIC = "/static"


@dataclass(slots=True)
class _Answer:
    """What was sent so far."""

    status: int = 500
    length: int = 0


class Observed:
    """ASGI middleware; the outermost one, so that it sees what all others answer."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = value_of(scope, _HEADER) or ""
        number = given if _ID.fullmatch(given) else os.urandom(16).hex()
        answer = _Answer()

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                put(message, ((_HEADER, number.encode("ascii")),))
            elif message["type"] == "http.response.body":
                answer.length += len(message.get("body", b""))
            await send(message)

        token = REQUEST.set(number)
        try:
            with self._metrics.in_progress() as begun:
                try:
                    await self._app(scope, receive, counted)
                finally:
                    self._tell(scope, answer, time.perf_counter() - begun)
        finally:
            REQUEST.reset(token)

    def _tell(self, scope: Scope, answer: _Answer, seconds: float) -> None:
        method, route = scope["method"], _route(scope)
        problem = scope.get("state", {}).get("problem")
        self._metrics.answered(method, route, answer.status, seconds, problem)
        facts = {
            "method": method,
            "path": scope["path"],
            "route": route,
            "status": answer.status,
            "ms": round(seconds * 1000, 1),
            "bytes": answer.length,
        }
        if problem is not None:
            facts["problem"] = problem
        tell(_log, "answered", facts)


def _route(scope: Scope) -> str:
    """Return the template of the route that answered; a few words where none did, whatever was asked."""
    template = getattr(scope.get("route"), "path", None)
    if isinstance(template, str):
        return template
    if isroutine(scope.get("endpoint")) and not scope.get("path_params"):  # a plain route, such as /openapi.json
        return str(scope["path"])
    return _STATIC if scope["path"].startswith(f"{_STATIC}/") else "none"
