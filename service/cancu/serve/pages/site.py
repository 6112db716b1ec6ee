"""Pages of the site itself: home, search, and the description of the API made from its OpenAPI document."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from cancu import resources
from cancu.namespaces import CCV
from cancu.query import Catalogue
from cancu.serve.catalog import structured
from cancu.serve.catalog.dcat import Place, catalog
from cancu.serve.catalog.routes import LINKS, place_of
from cancu.serve.catalog.view import catalog_view
from cancu.serve.http.caching import Kept
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of

_SHOWN = 50
_KEPT = 32
"""Descriptions kept ready, one for each address and language that the site is asked in."""


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(include_in_schema=False)

    own = Catalogue.load(resources.path("queries", "linked"))
    kept = Kept(lambda: service.store.version, most=_KEPT)

    @routes.get("/", response_class=HTMLResponse)
    def home(request: Request, q: str = "") -> HTMLResponse:
        language = language_of(request)
        documents = service.table("documents", {"status": str(CCV["status/extracted"]), "language": language})
        place = place_of(request)
        about = kept.get(f"{place.root} {language}", lambda: _about(service, own, place, language))
        response = page(
            service,
            request,
            "home.html",
            structured=about,
            q=q,
            found=service.finder.search(q)[:_SHOWN] if q.strip() else (),
            counts=service.table("counts", {"language": language}).records,
            documents=documents.records[:_SHOWN],
            total=len(documents),
            questions=tuple(service.catalogue.values()),
        )
        response.headers["Link"] = LINKS
        return response

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


def _about(service: Service, own: Catalogue, place: Place, language: str) -> Markup:
    view = catalog_view(catalog(service, own, place), place, language)
    return structured.script(structured.catalog_node(view, place))
