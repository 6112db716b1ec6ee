"""Routes of the framework that are called without it: for functions that take the request and return the response.

The framework finds out for each request what a function wants and opens stacks for what is to be closed behind it: more
work than most answers are. The route is described in OpenAPI as all others, and errors are told as everywhere.
"""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send


class Plain(APIRoute):
    """A route whose endpoint is ``async def endpoint(request: Request) -> Response`` and nothing else."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Call the endpoint and send what it returns."""
        if scope["method"] not in (self.methods or ()):
            await super().handle(scope, receive, send)
            return
        response = await self.endpoint(Request(scope, receive, send))
        await response(scope, receive, send)
