"""Named graphs at the addresses that they are named by, and what stands for blank nodes (RDF 1.1 §3.5)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from cancu import resources
from cancu.errors import NotFoundError
from cancu.query import Catalogue
from cancu.serve.http.addresses import asked_path
from cancu.serve.http.negotiation import HTML, agreed, split
from cancu.serve.http.openapi import format_of, graph_content, problems
from cancu.serve.linked import things
from cancu.serve.linked.existence import Standing
from cancu.serve.linked.offers import PATH, RDF, WAYS
from cancu.serve.service import Service
from cancu.store import N_TRIPLES, Format


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["linked data"])
    own = Catalogue.load(resources.path("queries", "linked"))

    @routes.get(
        "/graph/{path:path}",
        summary="A named graph, whole",
        description="All triples of a graph at the address that names it.",
        response_class=Response,
        responses={200: {"description": "The triples", "content": graph_content(RDF)}, **problems(400, 404, 406, 503)},
        openapi_extra={"parameters": [{**PATH, "example": "registry"}, format_of(RDF)]},
    )
    def graph(request: Request) -> Response:
        bare, named = split(asked_path(request, "/graph/"), WAYS)
        name = f"{service.options.base}graph/{bare}"
        if not service.store.has_graph(name) or named is HTML:
            raise NotFoundError(f"Không có đồ thị <{name}>.", f"there is no graph <{name}>.")
        chosen = agreed(request, named, RDF)
        return Response(things.graph(service, name, chosen), headers=_headers(chosen))

    @routes.get(
        "/.well-known/genid/{path:path}",
        summary="What stands for a blank node",
        description="Triples about a node without a name of its own, skolemised (RDF 1.1 §3.5).",
        response_class=Response,
        responses={200: {"description": "The triples", "content": graph_content(RDF)}, **problems(400, 404, 406, 503)},
        openapi_extra={"parameters": [{**PATH, "example": "0a1b2c3d4e5f60718293"}, format_of(RDF)]},
    )
    def skolem(request: Request) -> Response:
        bare, named = split(asked_path(request, "/.well-known/genid/"), WAYS)
        known = Standing(bare, f"{service.options.base}.well-known/genid/{bare}")
        if named is HTML or not things.described(service, own, known, N_TRIPLES):
            raise NotFoundError(f"Không có <{known.iri}>.", f"there is no <{known.iri}>.")
        chosen = agreed(request, named, RDF)
        return Response(things.described(service, own, known, chosen), headers=_headers(chosen))

    return routes


def _headers(chosen: Format) -> dict[str, str]:
    return {"Vary": "Accept", "Content-Type": chosen.content_type}
