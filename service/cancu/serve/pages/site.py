"""The description of the API as a page, made from its OpenAPI document."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from cancu.serve.service import Service
from cancu.serve.templating import page


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/docs", response_class=HTMLResponse)
    def docs(request: Request) -> HTMLResponse:
        api = request.app.openapi()
        groups: dict[str, list[tuple[str, str, dict[str, Any]]]] = {}
        for path, verbs in sorted(api["paths"].items()):
            for verb, operation in verbs.items():
                tag = next(iter(operation.get("tags", ())), "service")
                groups.setdefault(tag, []).append((verb.upper(), path, operation))
        return page(service, request, "api.html", groups=groups, version=api["info"]["version"])

    return routes
