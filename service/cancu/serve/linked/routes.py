"""Linked data: /id is the thing (303), /doc the page about it, /data its triples.

Earlier versions of what is known of a document stand at ``…/version/{n}``.

Sources: Cool URIs for the Semantic Web (W3C, 2008) §4; Memento (RFC 7089) §2.1.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from email.utils import format_datetime
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from cancu import resources
from cancu.errors import NotFoundError
from cancu.pipeline.formats import converted
from cancu.pipeline.history import versions
from cancu.query import Catalogue
from cancu.serve.catalog import structured
from cancu.serve.faces.asking import page_questions
from cancu.serve.faces.choosing import Face, face_of
from cancu.serve.http.addresses import asked_path
from cancu.serve.http.negotiation import HTML, agreed, split
from cancu.serve.http.openapi import LANGUAGE, format_of, graph_content, moved, shown
from cancu.serve.linked import signposts, things
from cancu.serve.linked.existence import Standing, standing
from cancu.serve.linked.offers import PATH, RDF, WAYS, refused
from cancu.serve.paper.page import document_page
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of
from cancu.store import Format

_VERSION = re.compile(r"doc/(.+)/version/(\d{1,9})")


def _leads() -> dict[int | str, Any]:
    return {
        301: moved("The identifier was replaced by another", "/id/doc/tw/k13/nq/59"),
        303: moved("Its page or its data", "/data/doc/tw/k13/nq/59.ttl"),
        **refused(),
    }


def _is_page() -> dict[int | str, Any]:
    page = shown({"text/html": "<!doctype html>…"}, "The page")
    return {200: page, 303: moved("Its data, where no page is acceptable", "/data/doc/tw/k13/nq/59.ttl"), **refused()}


def _is_graph() -> dict[int | str, Any]:
    return {
        200: {"description": "The triples", "content": graph_content(RDF)},
        303: moved("From .html to the page", "/doc/doc/tw/k13/nq/59"),
        **refused(),
    }


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["linked data"])
    own = Catalogue.load(resources.path("queries", "linked"))
    find = partial(standing, service, own)
    extra = {"parameters": [PATH, format_of((HTML, *RDF)), LANGUAGE]}
    drawn = partial(_page, service, own, partial(face_of, service, page_questions()))

    @routes.get(
        "/id/{path:path}",
        summary="A thing: its page or its data",
        description="Leads to the page or to the data about what the identifier names (Cool URIs §4.2).",
        status_code=303,
        response_class=Response,
        responses=_leads(),
        openapi_extra=extra,
    )
    def thing(request: Request) -> Response:
        bare, named = split(asked_path(request, "/id/"), WAYS)
        known = find(bare)
        if known.canonical is not None:
            suffix = f".{named.name}" if named else ""
            return RedirectResponse(f"/id/{known.canonical}{suffix}", 301)
        return _seen_at(service, request, known, agreed(request, named, (HTML, *RDF)))

    @routes.get(
        "/doc/{path:path}",
        summary="The page about a thing",
        description="All that is known of it, each fact beside its quoted words.",
        response_class=Response,
        responses=_is_page(),
        openapi_extra=extra,
    )
    def doc(request: Request) -> Response:
        known = find(asked_path(request, "/doc/"))
        chosen = agreed(request, None, (HTML, *RDF))
        return drawn(request, known) if chosen is HTML else _seen_at(service, request, known, chosen)

    @routes.get(
        "/data/{path:path}",
        summary="The triples of a thing",
        description="What is known of it as RDF; of an earlier version at …/version/{n} (RFC 7089).",
        response_class=Response,
        responses=_is_graph(),
        openapi_extra=extra,
    )
    def data(request: Request) -> Response:
        bare, named = split(asked_path(request, "/data/"), WAYS)
        known = find(bare)
        chosen = agreed(request, named, RDF)
        if chosen is HTML:
            return _seen_at(service, request, known, HTML)
        if (earlier := _VERSION.fullmatch(bare)) is not None:
            return _version(service, earlier[1], int(earlier[2]), chosen)
        body = things.described(service, own, known, chosen)
        return Response(body, headers=_headers(service, known.path, chosen))

    return routes


def _page(
    service: Service, own: Catalogue, faces: Callable[[Request, str], Face | None], request: Request, known: Standing
) -> Response:
    """Draw the page of a thing by its face; a document that was read has none, and a page of its own."""
    about = structured.of_thing(service, own, known.iri)
    face = faces(request, known.iri)
    if face is None:
        response = document_page(service, request, known.iri, known.path, about.script)
        if response is None:  # it was taken away between two questions
            raise NotFoundError(f"Không còn <{known.iri}>.", f"<{known.iri}> is not here any more.")
    else:
        about_it = {"iri": known.iri, "path": known.path, "structured": about.script}
        response = page(service, request, face.template, **about_it, **face.values)
    response.headers.update(signposts.headers(service, known.path, signposts.page_types(about.types)))
    return response


def _seen_at(service: Service, request: Request, known: Standing, chosen: Format) -> Response:
    """Lead to the page or to the data of a thing."""
    place = f"/doc/{known.path}" if chosen is HTML else f"/data/{known.path}.{chosen.name}"
    english = "?lang=en" if chosen is HTML and language_of(request) == "en" else ""
    return RedirectResponse(place + english, 303, headers=signposts.headers(service, known.path))


def _version(service: Service, key: str, number: int, chosen: Format) -> Response:
    """Return what was known of a document, as its ``number``-th version held it."""
    kept = next(one for one in versions(service.store, key, base=service.options.base) if one.number == number)
    content = service.store.archive.get(kept.content)
    body = content if chosen.name == "nq" else converted(content, chosen.name)
    moment = format_datetime(kept.since.astimezone(UTC), usegmt=True)
    headers = _headers(service, f"doc/{key}/version/{number}", chosen)
    return Response(body, headers=headers | {"Memento-Datetime": moment})


def _headers(service: Service, path: str, chosen: Format) -> dict[str, str]:
    return signposts.headers(service, path) | {"Content-Type": chosen.content_type}
