"""/references: documents that are cited, the most cited first; /bodies: bodies by kind. Both can be searched."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from cancu.query import Catalogue
from cancu.serve.faces.asking import Asking, page_questions
from cancu.serve.faces.lists import ALL_KINDS, LAST, bodies, references, wanted
from cancu.serve.http.openapi import LANGUAGE, parameter, problems, shown
from cancu.serve.http.parameters import now, origin
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of, say

_PAGE = parameter(
    "page", "number of the page; behind the last stands the last", 1, type="integer", minimum=1, maximum=LAST
)
_WORDS = "beginnings of words, or a number in any spelling; tones not needed"


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["pages"])
    own = page_questions()
    told = {200: shown({"text/html": "<!doctype html>…"}, "The page"), **problems(400, 503)}

    @routes.get(
        "/references",
        summary="Cited documents, the most cited first",
        description="A page with search; the same as data: the question `cited-most`.",
        response_class=Response,
        responses=told,
        openapi_extra={"parameters": [parameter("q", _WORDS, "nghi quyet 59"), _PAGE, LANGUAGE]},
    )
    def cited(request: Request) -> HTMLResponse:
        asked = wanted(request, ("q", "page"))
        asking = _asking(service, own, request)
        values: dict[str, Any] = {"asked": asked, "list": references(asking, asked)}
        rest = "/queries/cited-most?format=json"
        return page(service, request, "references.html", **values, **_offers(asking, request, "cited-most", rest))

    @routes.get(
        "/bodies",
        summary="Bodies by kind",
        description="A page with search; the same as data: `/api/v1/organisations`.",
        response_class=Response,
        responses=told,
        openapi_extra={
            "parameters": [
                parameter("q", _WORDS, "so du lich"),
                parameter("kind", "kind of body", "PublicBody", enum=["", *ALL_KINDS]),
                _PAGE,
                LANGUAGE,
            ]
        },
    )
    def all_bodies(request: Request) -> HTMLResponse:
        asked = wanted(request, ("q", "kind", "page"))
        asking = _asking(service, own, request)
        found, kinds = bodies(asking, asked)
        values: dict[str, Any] = {"asked": asked, "list": found, "kinds": kinds}
        rest = "/api/v1/organisations"
        return page(service, request, "bodies.html", **values, **_offers(asking, request, "organisations", rest))

    return routes


def _asking(service: Service, own: Catalogue, request: Request) -> Asking:
    return Asking(service, own, language_of(request))


def _offers(asking: Asking, request: Request, name: str, rest: str) -> dict[str, Any]:
    """Return what the templates hand to ``offers``."""
    title = asking.service.catalogue[name].title.say(asking.language)
    formats = [(form.upper(), f"/queries/{name}?{urlencode({'format': form})}") for form in ("csv", "xlsx", "tsv")]
    day = f"{say('face.accessed', asking.language)} {now():%d/%m/%Y}"
    told = f"{title}. cancu. {origin(request)}{request.url.path} ({day})."
    return {"sparql": asking.bound(name), "rest": rest, "formats": formats, "citation": told}
