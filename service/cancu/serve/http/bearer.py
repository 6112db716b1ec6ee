"""The token of a request (RFC 6750 §2.1: ``Authorization: Bearer …`` and nowhere else)."""

from __future__ import annotations

import re

from starlette.requests import Request

from cancu.access import Scope, Token
from cancu.serve.service import Service

_BEARER = re.compile(r"bearer +([A-Za-z0-9._~+/-]+=*) *", re.IGNORECASE)


def require(service: Service, request: Request, scope: Scope) -> Token:
    """Return the token of the request where it allows ``scope``. Raises AccessError (401), ForbiddenError (403)."""
    return service.tokens.check(secret_of(request.headers.get("authorization", "")), scope)


def secret_of(authorization: str) -> str | None:
    """Return the token in the value of an Authorization header, None where there is none."""
    found = _BEARER.fullmatch(authorization)
    return found[1] if found else None
