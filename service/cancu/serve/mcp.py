"""/mcp: the tools over streamable HTTP (MCP 2025-11-25, “Transports”), stateless: every request stands for itself.

A page of another site must not reach it through the reader's browser (DNS rebinding): Host has to be an address or a
name that this service goes by, Origin, where there is one, as well.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.types import Message

from cancu.errors import CancuError, ForbiddenError
from cancu.serve.http import bodies
from cancu.serve.http.openapi import problems, shown, told_as
from cancu.serve.http.problems import MediaTypeError
from cancu.serve.rest.drafts import Drafts
from cancu.serve.service import Service

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

_OWN_NAMES = frozenset({"localhost"})
_CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
_ERROR = {"jsonrpc": "2.0", "id": None, "error": {"code": -32600, "message": "…"}}
_ANSWER = {"jsonrpc": "2.0", "id": 1, "result": {"tools": []}}


class MisdirectedError(CancuError):
    """The request is for a host that this service is not (RFC 9110 §15.5.20)."""

    status = 421
    code = "misdirected"


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["mcp"])
    drafts = Drafts(service)

    @cache
    def server() -> MCPServer[object]:
        from cancu.mcp import create_server  # noqa: PLC0415 (the tools lean on serve; loaded with the first call)

        return create_server(service, drafts)

    @routes.post(
        "/mcp",
        summary="Model Context Protocol over streamable HTTP: one JSON-RPC message, one answer",
        description="Tools: lookup, cite, document, duties, reports_due, check, questions, ask, sparql. Stateless.",
        response_class=Response,
        responses={
            200: shown({"application/json": _ANSWER}, "the answer"),
            202: {"description": "a notification was taken"},
            # mistakes of a message are told as messages (JSON-RPC 2.0 §5.1)
            **told_as(problems(400), {"application/json": _ERROR}),
            **problems(403, 413, 415, 421),
        },
        openapi_extra={
            "requestBody": {
                "required": True,
                "content": {"application/json": {"schema": {"type": "object"}, "example": _CALL}},
            }
        },
    )
    async def call(request: Request) -> Response:
        _is_ours(request, service.options.hosts)
        if bodies.media_type(request) != "application/json":
            raise MediaTypeError("Hãy gửi application/json.", "send application/json.")
        return await _passed(server, request, await bodies.received(request, service.options.body_limit))

    return routes


def _is_ours(request: Request, hosts: tuple[str, ...]) -> None:
    """Raise MisdirectedError or ForbiddenError where Host or Origin is not one of ours."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    if not _known(host, hosts):
        raise MisdirectedError(
            "Máy chủ này không mang tên ấy; quản trị thêm tên bằng CANCU_HOSTS.",
            "this server does not go by that name; an administrator adds names with CANCU_HOSTS.",
            where="Host",
        )
    origin = request.headers.get("origin")
    if origin is not None and not _known(_hostname(origin), hosts):
        raise ForbiddenError(
            "Trang của nơi khác không được gọi vào đây.", "pages of other sites may not call here.", where="Origin"
        )


def _hostname(origin: str) -> str | None:
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None


def _known(host: str | None, hosts: tuple[str, ...]) -> bool:
    """Tell whether a host is one of ours; an address is no name that could be bound to another one."""
    if not host:
        return False
    if host in _OWN_NAMES or host in hosts:
        return True
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


async def _passed(server: Callable[[], MCPServer[object]], request: Request, body: bytes) -> Response:
    """Hand the request to an application of its own and return its answer."""
    from mcp.server.transport_security import TransportSecuritySettings  # noqa: PLC0415 (loaded with the first call)

    app = server().streamable_http_app(
        streamable_http_path=request.scope["path"],
        json_response=True,
        stateless_http=True,
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    told: list[Message] = []
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return waiting.pop() if waiting else await request.receive()

    async def send(message: Message) -> None:
        told.append(message)

    async with app.router.lifespan_context(app):
        await app(request.scope, receive, send)
    start = next(message for message in told if message["type"] == "http.response.start")
    content = b"".join(message.get("body", b"") for message in told if message["type"] == "http.response.body")
    response = Response(content, start["status"])
    names = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    response.headers.update({name: value for name, value in names.items() if name.lower() != "content-length"})
    return response
