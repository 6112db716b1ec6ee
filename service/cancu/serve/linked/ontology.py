"""The ontology, its alignments, code lists and rules, at the paths that their IRIs have.

``/ontology`` is a page for people where pyLODE is installed, and RDF by negotiation, extension or ``?format=``; the
others are RDF. Terms are told apart after ``#``, so a term's IRI leads to its place on the page.
"""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from rdflib import Graph

from cancu import resources
from cancu.errors import NotFoundError
from cancu.namespaces import CCR
from cancu.serve.http.negotiation import HTML, RDFLIB, agreed, split
from cancu.serve.http.openapi import format_of, graph_examples, moved, place, problems, shown
from cancu.serve.service import Service
from cancu.store import GRAPHS, Format

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_SECONDS = 60


def router(_service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["ontology"])
    media = {**graph_examples(), "text/html": "<!doctype html>…"}
    formats = format_of(GRAPHS)
    responses: dict[int | str, Any] = {200: shown(media, "The terms"), **problems(404, 406)}

    @routes.get("/ontology/style.css", include_in_schema=False)
    def style() -> Response:
        found = _STYLE.search(_page() or "")
        return Response(found[1] if found else "", media_type="text/css")

    @routes.get(
        "/ontology{rest:path}",
        summary="The ontology, or its alignments at /ontology/align",
        description="Terms of the ontology: a page for people, RDF for machines.",
        response_class=Response,
        responses=responses,
        openapi_extra={
            "parameters": [
                place("rest", "nothing, /align, a version, an extension", ".ttl", least=0),
                format_of((HTML, *GRAPHS)),
            ]
        },
    )
    def ontology(rest: str, request: Request) -> Response:
        bare, named = split(rest, (HTML, *GRAPHS))
        if bare in {"/align", f"/align/{_version()}"}:
            return _rdf(request, ("align.ttl",), named)
        if bare not in {"", f"/{_version()}"}:
            raise _unknown(f"/ontology{rest}")
        html = (HTML,) if _page() else ()
        chosen = agreed(request, named, (*html, *GRAPHS))
        return _people() if chosen is HTML else _rdf(request, ("core.ttl",), chosen)

    @routes.get(
        "/vocab/{path:path}",
        summary="A code list, or a code in it",
        description="A code list in SKOS, with labels in Vietnamese and in English.",
        response_class=Response,
        responses=responses,
        openapi_extra={"parameters": [place("path", "list, or list and code", "role/basis"), formats]},
    )
    def vocabulary(path: str, request: Request) -> Response:
        bare, named = split(path, (HTML, *GRAPHS))
        scheme = bare.partition("/")[0]
        if scheme not in _schemes():
            raise _unknown(f"/vocab/{path}")
        return _rdf(request, (f"vocab/{scheme}.ttl",), named)

    _add_rules(routes, responses, formats)
    return routes


def _add_rules(routes: APIRouter, responses: dict[int | str, Any], formats: dict[str, Any]) -> None:
    @routes.get(
        "/shapes{rest:path}",
        summary="The rules, as SHACL shapes",
        description="Every rule of the check, with messages and legal sources.",
        response_class=Response,
        responses=responses,
        openapi_extra={"parameters": [place("rest", "nothing, or an extension", ".ttl", least=0), formats]},
    )
    def shapes(rest: str, request: Request) -> Response:
        bare, named = split(rest, (HTML, *GRAPHS))
        if bare:
            raise _unknown(f"/shapes{rest}")
        return _rdf(request, _rules(), named)

    @routes.get(
        "/rules/{path:path}",
        summary="A rule: its place among the shapes",
        description="Leads to the shapes, in the format asked for.",
        status_code=303,
        response_class=Response,
        responses={303: moved("The shapes", "/shapes.ttl"), **problems(404, 406)},
        openapi_extra={"parameters": [place("path", "id of a rule", "F01"), format_of(GRAPHS)]},
    )
    def rule(path: str, request: Request) -> Response:
        bare, named = split(path, (HTML, *GRAPHS))
        if bare not in _rule_names():
            raise _unknown(f"/rules/{path}")
        chosen = agreed(request, named, GRAPHS)
        return RedirectResponse(f"/shapes.{chosen.name}", 303, headers={"Vary": "Accept"})


def _unknown(path: str) -> NotFoundError:
    return NotFoundError(f"Không có gì ở {path}.", f"there is nothing at {path}.", where=path)


def _people() -> Response:
    """Return the page; its style is a file of its own, since the site allows no style within a page."""
    html = _STYLE.sub('<link rel="stylesheet" href="/ontology/style.css">', _page() or "")
    return Response(html, media_type="text/html", headers={"Vary": "Accept"})


def _rdf(request: Request, files: tuple[str, ...], named: Format | None) -> Response:
    chosen = agreed(request, named, GRAPHS)
    if chosen not in GRAPHS:
        raise _unknown(request.url.path)
    body = _serialised(files, chosen.name)
    return Response(body, headers={"Content-Type": chosen.content_type, "Vary": "Accept"})


@cache
def _serialised(files: tuple[str, ...], name: str) -> bytes:
    if name == "ttl" and len(files) == 1:
        return resources.text("ontology", *files[0].split("/")).encode()
    graph = Graph()
    for file in files:
        graph.parse(resources.path("ontology", *file.split("/")), format="turtle")
    return graph.serialize(format=RDFLIB[name], encoding="utf-8")


@cache
def _schemes() -> frozenset[str]:
    return frozenset(path.stem for path in resources.path("ontology", "vocab").glob("*.ttl"))


@cache
def _rules() -> tuple[str, ...]:
    shapes = sorted(path.name for path in resources.path("ontology", "shapes").glob("*.ttl"))
    return ("prefixes.ttl", *(f"shapes/{name}" for name in shapes))


@cache
def _rule_names() -> frozenset[str]:
    """Return the local names of all that the shapes tell of or refer to."""
    graph = Graph().parse(data=_serialised(_rules(), "nt"), format="nt")
    terms = (str(term) for triple in graph for term in triple)
    return frozenset(term.removeprefix(str(CCR)) for term in terms if term.startswith(str(CCR)))


@cache
def _version() -> str:
    found = re.search(r'owl:versionInfo "([^"]+)"', resources.text("ontology", "core.ttl"))
    return found[1] if found else ""


@cache
def _page() -> str | None:
    """Return the page for people, made on first use; None where pyLODE is missing."""
    command = [sys.executable, "-m", "cancu.serve.linked.lode"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode()
