"""A page that tells what is wrong with a value above the form in which it can be mended."""

from __future__ import annotations

from typing import Any

from fastapi.responses import HTMLResponse
from starlette.requests import Request

from cancu.errors import CancuError, NotFoundError
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of


def troubled(service: Service, request: Request, template: str, error: CancuError, **values: Any) -> HTMLResponse:
    """Return the page with ``trouble`` told, the parameter ``where`` it is, and names that come ``near``."""
    told = error.en if language_of(request) == "en" else error.vi
    near = tuple(error.near) if isinstance(error, NotFoundError) else ()
    response = page(service, request, template, trouble=told, where=error.where, near=near, **values)
    response.status_code = error.status
    return response
