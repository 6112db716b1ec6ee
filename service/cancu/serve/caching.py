"""Answers that caches may keep: a validator with every one, 304 to who has it already (RFC 9110 §8.8.3, §13.1.2)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

FRESH = "no-cache"
"""May be kept, but is asked for anew each time: it grows."""
LASTING = "public, max-age=3600"
"""Is not going to say anything else that matters."""


def cached(request: Request, body: bytes, media: str, cache: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return ``body`` with its ETag and ``Cache-Control``, or 304 where the client's copy is the same."""
    tag = f'"{hashlib.sha256(media.encode() + body).hexdigest()[:32]}"'
    told = {"ETag": tag, "Cache-Control": cache, **(headers or {})}
    asked = re.findall(r'"[^"]*"|\*', request.headers.get("if-none-match", ""))
    if tag in asked or "*" in asked:
        return Response(status_code=304, headers=told)
    return Response(body, headers=told | {"Content-Type": media})
