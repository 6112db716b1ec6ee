"""Every error as one shape: problem details for HTTP (RFC 9457), Vietnamese in ``detail``, English in ``detail_en``."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cancu.errors import AccessError, AmbiguousError, CancuError, DataError, LimitError, NotFoundError, QueryError
from cancu.logs import FACTS, REQUEST
from cancu.serve.words import say

_log = logging.getLogger("cancu.serve")
_MEDIA = "application/problem+json"


class NotAcceptableError(CancuError):
    """The client takes none of the formats there are (RFC 9110 §15.5.7)."""

    status = 406
    code = "not-acceptable"


class MediaTypeError(CancuError):
    """What was sent is of a type that is not read here (RFC 9110 §15.5.16)."""

    status = 415
    code = "media-type"


class TooLongError(CancuError):
    """The body is larger than is read here (RFC 9110 §15.5.14)."""

    status = 413
    code = "too-long"


@dataclass(frozen=True, slots=True)
class Problem:
    """One error as told to a client."""

    status: int
    code: str
    vi: str
    en: str
    extra: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def respond(self, request: Request, base: str) -> JSONResponse:
        """Return the problem as a response to ``request``, which keeps its kind for the log."""
        request.state.problem = self.code
        body = {
            "type": f"{base}problem/{self.code}",
            "title": say(f"problem.{self.code}"),
            "status": self.status,
            "detail": self.vi,
            "detail_en": self.en,
            "instance": request.url.path,
            **self.extra,
        }
        return JSONResponse(body, self.status, headers=dict(self.headers), media_type=_MEDIA)


_HEADERS: Mapping[type[CancuError], Mapping[str, str]] = {
    LimitError: {"Retry-After": "5"},
    NotAcceptableError: {"Vary": "Accept"},
    AccessError: {"WWW-Authenticate": 'Bearer realm="cancu"'},  # RFC 6750 §3
}

Teller = Callable[[Exception, Request], Problem]


class Mistakes:
    """ASGI middleware that answers a mistake of ours as a problem too.

    It stands inside the other middlewares, which see the answer and add to it; the framework's own handler does not.
    """

    def __init__(self, app: ASGIApp, base: str) -> None:
        self._app = app
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on; an answer that has begun cannot be taken back, and is cut off by the raised error."""
        has_begun = False

        async def watched(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            if has_begun or scope["type"] != "http":
                raise
            request = Request(scope, receive)
            response = _of_ours(error, request).respond(request, self._base)
            await response(scope, receive, send)


def install(app: FastAPI, base: str) -> None:
    """Make ``app`` answer every error as a problem."""

    def answer_with(kind: type[Exception], tell: Teller) -> None:
        async def answer(request: Request, error: Exception) -> JSONResponse:
            return tell(error, request).respond(request, base)

        app.add_exception_handler(kind, answer)

    answer_with(CancuError, _of_cancu)
    answer_with(HTTPException, _of_http)
    answer_with(RequestValidationError, _of_validation)
    app.add_middleware(Mistakes, base=base)
    answer_with(RecursionError, _of_depth)


def _of_cancu(error: Exception, _request: Request) -> Problem:
    known = cast("CancuError", error)
    headers = next((told for kind, told in _HEADERS.items() if isinstance(known, kind)), {})
    return Problem(known.status, known.code, known.vi, known.en, _facts(known), headers)


def _of_http(error: Exception, request: Request) -> Problem:
    known = cast("HTTPException", error)
    phrase = HTTPStatus(known.status_code).phrase
    code = phrase.lower().replace(" ", "-")
    told = f"{say(f'problem.{code}')}: {request.url.path}"
    headers = dict(known.headers or {})
    if known.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = _allowed(request)
    return Problem(known.status_code, code, told, phrase, headers=headers)


def _allowed(request: Request) -> str:
    """Return the methods of all routes to this path (RFC 9110 §15.5.6); the framework names those of the first."""
    routes = (route for route in iter_route_contexts(request.app.routes) if route.methods)
    methods = {method for route in routes if route.path_regex.match(request.url.path) for method in route.methods or ()}
    return ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))


def _of_validation(error: Exception, _request: Request) -> Problem:
    first = cast("RequestValidationError", error).errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    told = f"{say('problem.bad-parameter')}: {where}"
    return Problem(400, "bad-parameter", told, f"{where}: {first['msg']}", {"where": where})


def _of_depth(_error: Exception, _request: Request) -> Problem:
    return Problem(400, "bad-input", f"{say('problem.bad-input')}: quá nhiều tầng lồng nhau.", "nested too deep.")


def _of_ours(error: Exception, request: Request) -> Problem:
    number = REQUEST.get()
    _log.error("a mistake of ours", extra={FACTS: {"path": request.url.path}}, exc_info=error)
    return Problem(500, "error", f"{say('problem.error')} ({number})", f"a mistake of ours ({number})", {"id": number})


def _facts(error: CancuError) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if isinstance(error, QueryError | DataError) and error.line is not None:
        facts |= {"line": error.line, "column": error.column}
    elif error.where:
        facts["where"] = error.where
    if isinstance(error, NotFoundError) and error.near:
        facts["near"] = list(error.near)
    if isinstance(error, AmbiguousError):
        facts["candidates"] = list(error.candidates)
    return facts
