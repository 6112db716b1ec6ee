"""Linked data: /id is the thing (303), /doc the page about it, /data its triples.

Earlier versions of what is known of a document stand at ``…/version/{n}``.

Sources: Cool URIs for the Semantic Web (W3C, 2008) §4; Memento (RFC 7089) §2.1.1.
"""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import format_datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from cancu.errors import NotFoundError
from cancu.pipeline.formats import converted
from cancu.pipeline.history import versions
from cancu.serve.negotiation import HTML
from cancu.serve.openapi import LANGUAGE, graph_examples, moved, parameter, place, problems, shown
from cancu.serve.service import Service
from cancu.serve.sparql import pick
from cancu.serve.templating import page
from cancu.serve.views import document_view, thing_view
from cancu.serve.words import language_of
from cancu.store import GRAPHS, Format, by_name

_SAFE = "/_.-"
_VERSION = re.compile(r"doc/(.+)/version/(\d+)")

_THING = place("path", "what stands after /id/ in the identifier; an extension chooses the format", "doc/tw/k13/nq/59")
_FORMAT = parameter("format", "format, before the header Accept", "ttl", enum=["html", "ttl", "nt", "jsonld", "rdf"])


def _leads() -> dict[int | str, Any]:
    return {
        301: moved("The identifier was replaced by another", "/id/doc/tw/k13/nq/59"),
        303: moved("Its page or its data", "/data/doc/tw/k13/nq/59.ttl"),
        **problems(400, 404, 406, 503),
    }


def _is_page() -> dict[int | str, Any]:
    return {200: shown({"text/html": "<!doctype html>…"}, "The page"), **problems(400, 404, 503)}


def _is_graph() -> dict[int | str, Any]:
    return {200: shown(graph_examples(), "The triples"), **problems(400, 404, 406, 503)}


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["linked data"])

    @routes.get(
        "/id/{path:path}",
        summary="A thing: its page or its data",
        description="Leads to the page or to the data about what the identifier names (Cool URIs §4.2).",
        status_code=303,
        response_class=Response,
        responses=_leads(),
        openapi_extra={"parameters": [_THING, _FORMAT, LANGUAGE]},
    )
    def thing(path: str, request: Request) -> Response:
        bare, named = _split(path)
        _known(service, bare)
        canonical = _canonical(service, bare)
        if canonical is not None:
            return RedirectResponse(quote(f"/id/{canonical}{path.removeprefix(bare)}", safe=_SAFE), 301)
        chosen = named or pick(request, request.query_params.get("format"), (HTML, *GRAPHS))
        place = f"/doc/{bare}" if chosen is HTML else f"/data/{bare}.{chosen.name}"
        english = "?lang=en" if chosen is HTML and language_of(request) == "en" else ""
        return RedirectResponse(quote(place, safe=_SAFE) + english, 303, headers=_headers(service, bare))

    @routes.get(
        "/doc/{path:path}",
        summary="The page about a thing",
        description="All that is known of it, each fact beside its quoted words.",
        response_class=Response,
        responses=_is_page(),
        openapi_extra={"parameters": [_THING, LANGUAGE]},
    )
    def doc(path: str, request: Request) -> Response:
        _known(service, path)
        iri, language = service.iri(path), language_of(request)
        view = document_view(service, iri, language)
        template = "document.html" if view else "thing.html"
        response = page(service, request, template, iri=iri, path=path, view=view or thing_view(service, iri, language))
        response.headers.update(_headers(service, path))
        return response

    @routes.get(
        "/data/{path:path}",
        summary="The triples of a thing",
        description="What is known of it as RDF; of an earlier version at …/version/{n} (RFC 7089).",
        response_class=Response,
        responses=_is_graph(),
        openapi_extra={"parameters": [_THING, _FORMAT]},
    )
    def data(path: str, request: Request) -> Response:
        bare, named = _split(path)
        _known(service, bare)
        chosen = named or pick(request, request.query_params.get("format"), GRAPHS)
        if (earlier := _VERSION.fullmatch(bare)) is not None:
            return _version(service, earlier[1], int(earlier[2]), chosen)
        values = {"document": service.iri(bare)}
        answer = service.answer(service.catalogue["document-facts"], values, chosen)
        return Response(answer.body, headers=_headers(service, bare) | {"Content-Type": chosen.content_type})

    return routes


def _version(service: Service, key: str, number: int, chosen: Format) -> Response:
    """Return what was known of a document, as its ``number``-th version held it."""
    kept = next(one for one in versions(service.store, key, base=service.options.base) if one.number == number)
    body = converted(service.store.archive.get(kept.content), chosen.name)
    moment = format_datetime(kept.since.astimezone(UTC), usegmt=True)
    headers = _headers(service, f"doc/{key}/version/{number}")
    return Response(body, headers=headers | {"Content-Type": chosen.content_type, "Memento-Datetime": moment})


def _split(path: str) -> tuple[str, Format | None]:
    """Part a known extension from a path: ``doc/x.ttl`` → ``doc/x`` and Turtle; ``section/II.1`` has none."""
    suffix = PurePosixPath(path).suffix
    known = next((item for item in (HTML, *GRAPHS) if suffix == f".{item.name}"), None)
    return (path.removesuffix(suffix), by_name((HTML, *GRAPHS), known.name)) if known else (path, None)


def _canonical(service: Service, path: str) -> str | None:
    """Return the path of the identifier that took the place of this one, when a document's number became known."""
    pairs = service.table("same-documents")
    return next((service.path(str(row["canonical"])) for row in pairs if row["document"] == service.iri(path)), None)


def _known(service: Service, path: str) -> None:
    iri = service.iri(path)
    if not service.table("facts-of", {"subject": _iri_or_none(iri)}).rows:
        near = [match.iri for match in service.finder.near(path.replace("/", " "))]
        raise NotFoundError(f"Không có gì mang định danh <{iri}>.", f"nothing has the identifier <{iri}>.", near=near)


def _iri_or_none(iri: str) -> str:
    return quote(iri, safe=":/#?=&%+,;@!$'()*~_.-")


def _headers(service: Service, path: str) -> dict[str, str]:
    address = quote(path, safe=_SAFE)
    links = [f'<{service.iri(address)}>; rel="canonical"', f'</doc/{address}>; rel="alternate"; type="text/html"']
    links += [f'</data/{address}.{item.name}>; rel="describedby"; type="{item.media_type}"' for item in GRAPHS]
    if path.startswith("doc/") and "/version/" not in path:  # RFC 5829
        links.append(f'</queries/versions?document={service.iri(address)}>; rel="version-history"')
    return {"Vary": "Accept", "Link": ", ".join(links)}
