"""/graph: what is linked with what, as a page with a picture and the same as a list, as JSON, and as SVG."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from cancu import resources
from cancu.errors import NotFoundError
from cancu.query import Catalogue
from cancu.serve.http.addresses import address
from cancu.serve.http.openapi import problems, shown
from cancu.serve.http.parameters import now
from cancu.serve.picture.asked import SIZES, STEPS, Asked, parameters, read, unknown, wanted
from cancu.serve.picture.drawing import drawn
from cancu.serve.picture.gather import gather
from cancu.serve.picture.grouping import WAYS, caption, grouped
from cancu.serve.picture.layout import laid_out
from cancu.serve.picture.model import FAMILIES, Node, Picture, by_iri, relations
from cancu.serve.picture.outline import outline
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import say

_SVG = "image/svg+xml"
_EXAMPLE = {"roots": [], "nodes": [], "edges": [], "left": 0, "total": 0, "isCut": False, "relations": []}


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["graph"])
    own = Catalogue.load(resources.path("queries", "pages"))

    @routes.get(
        "/graph",
        summary="What is linked with what, as a picture and as a list",
        description="Citations, the line of command and duties around a thing, or among the newest documents.",
        response_class=Response,
        responses={200: shown({"text/html": "<!doctype html>…"}), **problems(400, 404, 503)},
        openapi_extra={"parameters": parameters()},
    )
    def as_page(request: Request) -> Response:
        asked = read(request)
        try:
            return _page(service, request, asked, _picture(service, own, asked))
        except NotFoundError as error:
            return _page(service, request, asked, Picture((), (), ()), error)

    @routes.get(
        "/graph.json",
        summary="The picture as nodes and edges",
        description="Nodes with places, edges with the kind of link, and how much was left out.",
        response_class=JSONResponse,
        responses={200: shown({"application/json": _EXAMPLE}), **problems(400, 404, 503)},
        openapi_extra={"parameters": parameters()},
    )
    def as_json(request: Request) -> Response:
        asked = read(request)
        return JSONResponse(_told(service, asked, _picture(service, own, asked)))

    @routes.get(
        "/graph.svg",
        summary="The picture as SVG",
        description="The same nodes and edges, drawn in columns from what stands above to what rests on it.",
        response_class=Response,
        responses={200: shown({_SVG: "<svg/>"}), **problems(400, 404, 503)},
        openapi_extra={"parameters": parameters()},
    )
    def as_svg(request: Request) -> Response:
        asked = read(request)
        picture = _picture(service, own, asked)
        svg = drawn(
            picture,
            title=_title(picture, asked),
            language=asked.language,
            address=lambda node: _address(service, asked, node),
        )
        return Response(svg, media_type=_SVG, headers={"Content-Disposition": 'inline; filename="cancu.svg"'})

    return routes


def _picture(service: Service, own: Catalogue, asked: Asked) -> Picture:
    """Return the picture that is asked for. Raises NotFoundError where the thing is not known."""
    picture = gather(service, own, wanted(service, asked))
    if asked.thing and not picture.edges and all(node.label == node.iri for node in picture.nodes):
        raise unknown(service, asked.thing)
    return grouped(picture, asked.group, asked.opened, keep=picture.roots if asked.thing else ())


def _address(service: Service, asked: Asked, node: Node) -> str:
    """Return where a node leads to: a group opens, anything else has a page."""
    if node.kind == "group":
        return asked.address("/graph", open=(*asked.opened, node.iri))
    path = service.path(node.iri)
    if path is None:
        return asked.address("/graph", thing=node.iri, open=())
    return f"/doc/{address(path)}" + ("?lang=en" if asked.language == "en" else "")


def _title(picture: Picture, asked: Asked) -> str:
    names = {node.iri: node.label for node in picture.nodes}
    about = "; ".join(names[iri] for iri in picture.roots) if asked.thing else say("graph.newest", asked.language)
    return f"{say('graph.title', asked.language)}: {about}"


def _told(service: Service, asked: Asked, picture: Picture) -> dict[str, Any]:
    places = laid_out(picture).places
    nodes = [
        asdict(node)
        | {"x": places[node.iri][0], "y": places[node.iri][1], "address": _address(service, asked, node)}
        | {"caption": caption(node, asked.language)}
        | {"around": "" if node.kind == "group" else asked.address("/graph", thing=node.iri, open=())}
        for node in picture.nodes
    ]
    kinds = {edge.relation for edge in picture.edges}
    return {
        "title": _title(picture, asked),
        "roots": list(picture.roots),
        "nodes": [{_camel(name): value for name, value in node.items()} for node in nodes],
        "edges": [asdict(edge) for edge in picture.edges],
        "left": picture.left,
        "total": picture.total,
        "isCut": picture.is_cut,
        "relations": [
            {
                "iri": one.iri,
                "family": one.family,
                "isTargetAbove": one.is_target_above,
                "line": one.line,
                "arrow": one.arrow,
                "label": one.forward[asked.language],
                "back": one.back[asked.language],
            }
            for one in relations().values()
            if one.iri in kinds
        ],
    }


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(map(str.title, rest))


def _page(
    service: Service, request: Request, asked: Asked, picture: Picture, trouble: NotFoundError | None = None
) -> Response:
    families = {name: [one for one in relations().values() if one.family == name] for name in FAMILIES}
    response = page(
        service,
        request,
        "graph.html",
        asked=asked,
        picture=picture,
        names={node.iri: node.label for node in picture.nodes},
        title=_title(picture, asked),
        entries=outline(picture, asked.language),
        relation=by_iri(),
        families=families,
        choices={"steps": range(1, STEPS + 1), "limits": SIZES, "groups": WAYS},
        node_address=lambda node: _address(service, asked, node),
        trouble=trouble,
        citation=f"{_title(picture, asked)}. cancu, {now().date().isoformat()}. {str(request.base_url).rstrip('/')}"
        f"{asked.address('/graph')}",
        sparql=_question(service, asked, picture),
    )
    response.status_code = trouble.status if trouble else 200
    return response


def _question(service: Service, asked: Asked, picture: Picture) -> str:
    """Return the question of links that gives the first step of the picture."""
    only: Mapping[str, Any] = {"relation": [one.iri for one in asked.relations]}
    things = {"thing": list(picture.roots)} if picture.roots and not asked.group else {}
    return service.catalogue["links"].bind({"language": asked.language}, only={**only, **things})
