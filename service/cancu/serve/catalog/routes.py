"""Where the service tells what it has: /catalog (DCAT), /.well-known/void (VoID), and the icon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from rdflib import Graph
from rdflib.namespace import DCAT, VOID

from cancu import resources
from cancu.errors import NotFoundError
from cancu.namespaces import ADMS, PREFIXES
from cancu.query import Catalogue
from cancu.serve.catalog import structured
from cancu.serve.catalog.dcat import Place, catalog
from cancu.serve.catalog.dumps import DESCRIBED
from cancu.serve.catalog.view import catalog_view
from cancu.serve.catalog.void import void
from cancu.serve.http.kept import Kept
from cancu.serve.http.negotiation import HTML, agreed, split
from cancu.serve.http.openapi import format_of, graph_examples, problems, shown
from cancu.serve.http.parameters import origin
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of
from cancu.store import GRAPHS, Format, rewritten

_KEPT = 32
"""Descriptions that are kept ready: each address under which the service is asked has its own."""
_PREFIXES = PREFIXES | {"dcat": str(DCAT), "void": str(VOID), "adms": str(ADMS)}
LINKS = f'{DESCRIBED}, </sparql>; rel="service-desc"'
"""Where all this is told, for the head of the home page too."""
_Describe = Callable[[Service, Catalogue, Place], Graph]


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["dataset"])
    own = Catalogue.load(resources.path("queries", "linked"))
    kept = Kept(lambda: service.store.version, most=_KEPT)

    def graph_of(request: Request, name: str, describe: _Describe) -> tuple[Graph, Place]:
        place = place_of(request)
        return kept.get(f"{name} {place.root}", lambda: describe(service, own, place)), place

    def rdf(request: Request, name: str, describe: _Describe, chosen: Format) -> Response:
        def written() -> bytes:
            ntriples = graph_of(request, name, describe)[0].serialize(format="nt", encoding="utf-8")
            return rewritten(ntriples, chosen, _PREFIXES)

        body = kept.get(f"{name} {place_of(request).root} {chosen.name}", written)
        return Response(body, headers={"Content-Type": chosen.content_type, "Vary": "Accept", "Link": LINKS})

    @routes.get(
        "/catalog{rest:path}",
        summary="What data and services there are (DCAT)",
        description="A page, or RDF by negotiation, extension (/catalog.ttl) or ?format=; conforms to DCAT-AP 3.0.1.",
        response_class=Response,
        responses={200: shown({"text/html": "<!doctype html>…", **graph_examples()}), **problems(400, 404, 406)},
        openapi_extra={"parameters": [format_of((HTML, *GRAPHS)), _rest()]},
    )
    def about(rest: str, request: Request) -> Response:
        chosen = agreed(request, _extension(rest), (HTML, *GRAPHS))
        if chosen is not HTML:
            return rdf(request, "catalog", catalog, chosen)
        graph, place = graph_of(request, "catalog", catalog)
        view = catalog_view(graph, place, language_of(request))
        block = structured.script(structured.catalog_node(view, place))
        response = page(service, request, "catalog.html", view=view, structured=block)
        response.headers["Link"] = LINKS
        return response

    @routes.get(
        "/.well-known/void",
        summary="The dataset in numbers (VoID)",
        description="Triples, subjects, partitions by class and property, links; counted once for each version.",
        response_class=Response,
        responses={200: shown(graph_examples()), **problems(400, 406)},
        openapi_extra={"parameters": [format_of(GRAPHS)]},
    )
    def numbers(request: Request) -> Response:
        return rdf(request, "void", void, agreed(request, None, GRAPHS))

    @routes.get("/favicon.ico", include_in_schema=False)
    def icon() -> RedirectResponse:
        return RedirectResponse("/static/cancu.svg", 308)

    return routes


def place_of(request: Request) -> Place:
    """Return under which address the service was asked, and with what its paths begin. Raises ParameterError."""
    return Place(origin(request), request.app.state.paths)


def _rest() -> dict[str, Any]:
    return {
        "name": "rest",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "enum": ["", *(f".{item.name}" for item in (HTML, *GRAPHS))]},
        "description": "Nothing, or an extension that names the format",
        "example": ".ttl",
    }


def _extension(rest: str) -> Format | None:
    bare, known = split(rest, (HTML, *GRAPHS))
    if bare:
        raise NotFoundError(f"Không có gì ở /catalog{rest}.", f"there is nothing at /catalog{rest}.")
    return known
