"""Pages of the site itself: home, search, and the description of the API made from its OpenAPI document."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from cancu.namespaces import CCV
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of

_SHOWN = 50


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/", response_class=HTMLResponse)
    def home(request: Request, q: str = "") -> HTMLResponse:
        language = language_of(request)
        documents = service.table("documents", {"status": str(CCV["status/extracted"]), "language": language})
        return page(
            service,
            request,
            "home.html",
            q=q,
            found=service.finder.search(q)[:_SHOWN] if q.strip() else (),
            counts=service.table("counts", {"language": language}).records,
            documents=documents.records[:_SHOWN],
            total=len(documents),
            questions=tuple(service.catalogue.values()),
        )

    @routes.get("/docs", response_class=HTMLResponse)
    def docs(request: Request) -> HTMLResponse:
        api = request.app.openapi()
        operations = [
            (verb.upper(), path, operation)
            for path, verbs in sorted(api["paths"].items())
            for verb, operation in verbs.items()
        ]
        return page(service, request, "api.html", operations=operations, version=api["info"]["version"])

    return routes
