"""How often one client may ask: points a minute, by address or by token; what costs more takes more points.

Fields: ``RateLimit-Policy`` and ``RateLimit`` (draft-ietf-httpapi-ratelimit-headers-10), the ``RateLimit-Limit``,
``-Remaining`` and ``-Reset`` of its earlier drafts, which more clients know, and ``Retry-After`` (RFC 9110 §10.2.3).
The package ``limits`` is not used: its store in memory grows with every new address and starts a thread a request.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cancu.access import Tokens
from cancu.serve.http.bearer import secret_of
from cancu.serve.http.client import client_name
from cancu.serve.http.fields import pairs, put, value_of
from cancu.serve.http.problems import Problem
from cancu.serve.service import Options
from cancu.serve.words import say

NAMES = 100_000
"""Clients remembered at most; the one not seen for longest is forgotten first."""

WINDOW = 60
_FREE = ("/static/", "/healthz", "/readyz", "/metrics")
_DEAR = ("/sparql", "/update", "/graph-store", "/mcp")
_QUESTIONS = ("/queries", "/api/", "/reconcile", "/changes", "/calendar", "/dump")
PAGE, QUESTION, DEAR, WRONG = 1, 2, 5, 20
"""Points of a page, of a question, of a stranger's query or anything sent, and of a token that does not hold."""


class Windows:
    """Points used by name in windows of a minute that begin with a name's first request; at most ``names`` names."""

    def __init__(self, names: int = NAMES, clock: Callable[[], float] = time.monotonic) -> None:
        self._names = names
        self._clock = clock
        self._held: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def use(self, name: str, points: int) -> tuple[int, float]:
        """Add ``points`` and return what was used in the window, and the seconds until the next begins."""
        now = self._clock()
        used, end = self._held.get(name, (0, 0.0))
        if end <= now:
            used, end = 0, now + WINDOW
        self._held[name] = (used + points, end)
        self._held.move_to_end(name)
        if len(self._held) > self._names:
            self._held.popitem(last=False)
        return used + points, end - now

    def __len__(self) -> int:
        return len(self._held)


class Rate:
    """ASGI middleware that counts and, beyond the rate, answers 429; a rate of 0 lets all pass."""

    def __init__(self, app: ASGIApp, options: Options, tokens: Tokens) -> None:
        self._app = app
        self._base = options.base
        self._tokens = tokens
        self._windows = Windows()
        self._rates = {"client": options.rate, "token": options.token_rate}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on while there are points."""
        if scope["type"] != "http" or self._rates["client"] <= 0:
            await self._app(scope, receive, send)
            return
        cost = cost_of(scope["method"], scope["path"])
        secret = secret_of(value_of(scope, b"authorization") or "")
        token = self._tokens.known(secret) if secret else None
        policy, name = ("token", token.id) if token else ("client", client_name(scope))
        quota = self._rates[policy]
        used, wait = self._windows.use(f"{policy} {name}", cost + (WRONG if secret and not token else 0))
        told = _fields(policy, quota, quota - used, wait)

        async def with_fields(message: Message) -> None:
            if message["type"] == "http.response.start":
                put(message, pairs(told))
            await send(message)

        if used <= quota or cost == 0:
            await self._app(scope, receive, with_fields)
            return
        problem = Problem(
            429, "too-many-requests", f"{say('problem.too-many-requests')}.",
            f"more than {quota} points a minute; wait {told['RateLimit-Reset']} seconds.",
            headers={"Retry-After": told["RateLimit-Reset"]},
        )  # fmt: skip
        await problem.respond(Request(scope), self._base)(scope, receive, with_fields)


def cost_of(method: str, path: str) -> int:
    """Return the points of a request."""
    if path.startswith(_FREE):
        return 0
    if method not in {"GET", "HEAD", "OPTIONS"} or path.startswith(_DEAR):
        return DEAR
    return QUESTION if path.startswith(_QUESTIONS) else PAGE


def _fields(policy: str, quota: int, left: int, seconds: float) -> dict[str, str]:
    wait = max(1, math.ceil(seconds))
    left = max(0, left)
    return {
        "RateLimit-Policy": f'"{policy}";q={quota};w={WINDOW}',
        "RateLimit": f'"{policy}";r={left};t={wait}',
        "RateLimit-Limit": str(quota),
        "RateLimit-Remaining": str(left),
        "RateLimit-Reset": str(wait),
    }
