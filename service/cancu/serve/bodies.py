"""The body of a request, bounded."""

from __future__ import annotations

from starlette.requests import Request

from cancu.serve.problems import TooLongError


async def read_body(request: Request, limit: int) -> bytes:
    """Return the body. Raises TooLongError where it is longer than ``limit`` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TooLongError(f"Nội dung gửi dài quá {limit} byte.", f"the body is longer than {limit} bytes.")
    return bytes(body)
