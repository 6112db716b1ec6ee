"""Which pages there are, for robots: /robots.txt, /sitemap.xml with its parts, and /eli/sitemap.xml for legislation.

Sources: the sitemap protocol (sitemaps.org, 0.9); the Robots Exclusion Protocol (RFC 9309); ELI pillar IV: a sitemap of
all identifiers of legislation with the day of their last change, and an Atom feed of what changed (``feeds``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import PlainTextResponse, Response

from cancu.errors import NotFoundError
from cancu.namespaces import SITEMAP, document_graph
from cancu.serve.feeds.legislation import legislation
from cancu.serve.http.addresses import address
from cancu.serve.http.openapi import shown
from cancu.serve.http.parameters import origin
from cancu.serve.http.xml import Tree
from cancu.serve.service import Service

MEDIA = "application/xml"
_PRIVATE = ("/api/", "/changes", "/dump.nq.gz", "/queries/", "/sparql?")
"""What costs much and tells a reader of pages nothing new."""
_EXAMPLE = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/doc/doc/ubnd-ha-noi/2026'
    "/kh/95</loc><lastmod>2026-03-11T08:00:00Z</lastmod></url></urlset>"
)
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A sitemap or an index of sitemaps",
        "content": {MEDIA: {"schema": {"type": "string"}, "example": _EXAMPLE}},
    },
    304: {"description": "The copy of the client is as new"},
    503: {"description": "The store cannot be read"},
}
_GONE: dict[int | str, dict[str, Any]] = {404: {"description": "There is no such part"}}
_Part = Annotated[int, Path(ge=1, le=50_000, examples=[1], description="which part, from 1")]
_Page = tuple[str, datetime | None]


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["feeds"])
    size = service.options.sitemap_page
    prefix = document_graph(service.options.base, "")

    @routes.get(
        "/robots.txt",
        summary="What robots may read",
        description="Pages and things, but no queries; where the sitemaps are (RFC 9309).",
        response_class=PlainTextResponse,
        responses={200: shown({"text/plain": "User-agent: *\nDisallow: /api/\n"})},
    )
    def robots(request: Request) -> PlainTextResponse:
        maps = [f"Sitemap: {origin(request)}{path}\n" for path in ("/sitemap.xml", "/eli/sitemap.xml")]
        refused = [f"Disallow: {path}\n" for path in _PRIVATE]
        return PlainTextResponse(f"User-agent: *\n{''.join(refused)}\n{''.join(maps)}")

    @routes.get(
        "/sitemap.xml",
        summary="Index of the sitemaps",
        description="All parts, each with the moment of its newest document (sitemaps.org).",
        response_class=Response,
        responses=_RESPONSES,
    )
    def index(request: Request) -> Response:
        parts = service.store.journal.parts(prefix, size) or (None,)
        return _index(request, "/sitemap-{}.xml", parts)

    @routes.get(
        "/sitemap-{part}.xml",
        summary="Pages of documents, at most 50,000 a part",
        description="In the order of their identifiers; each with the moment of its last change.",
        response_class=Response,
        responses=_RESPONSES | _GONE,
    )
    def pages(part: _Part, request: Request) -> Response:
        found = service.store.journal.living(prefix, size, (part - 1) * size)
        addresses = [(f"/doc/doc/{address(one.graph.removeprefix(prefix))}", one.moment) for one in found]
        return _urls(request, part, addresses)

    _add_legislation(routes, service)
    return routes


def _add_legislation(routes: APIRouter, service: Service) -> None:
    size = service.options.sitemap_page

    @routes.get(
        "/eli/sitemap.xml",
        summary="Index of the sitemaps of legislation (ELI pillar IV)",
        description="The normative documents that the store knows, held or only cited.",
        response_class=Response,
        responses=_RESPONSES,
    )
    def legal_index(request: Request) -> Response:
        laws = legislation(service)
        parts = [max(law.updated for law in laws[at : at + size]) for at in range(0, len(laws), size)]
        return _index(request, "/eli/sitemap-{}.xml", parts or (None,))

    @routes.get(
        "/eli/sitemap-{part}.xml",
        summary="Identifiers of legislation, at most 50,000 a part",
        description="The newest first.",
        response_class=Response,
        responses=_RESPONSES | _GONE,
    )
    def legal_pages(part: _Part, request: Request) -> Response:
        laws = legislation(service)[(part - 1) * size : part * size]
        return _urls(request, part, [(f"/id/{address(service.path(law.iri) or '')}", law.updated) for law in laws])


def _index(request: Request, path: str, parts: Iterable[datetime | None]) -> Response:
    tree = Tree("sitemapindex", SITEMAP)
    for number, moment in enumerate(parts, 1):
        _place(tree, "sitemap", origin(request) + path.format(number), moment)
    return Response(tree.written(), media_type=MEDIA)


def _urls(request: Request, part: int, pages: Sequence[_Page]) -> Response:
    """Write one part; the first holds the home page where there is nothing else, for a sitemap may not be empty."""
    if not pages and part > 1:
        raise NotFoundError("Sơ đồ trang không có phần này.", "the sitemap has no such part.", where=str(part))
    tree = Tree("urlset", SITEMAP)
    for path, moment in pages or [("/", None)]:
        _place(tree, "url", origin(request) + path, moment)
    return Response(tree.written(), media_type=MEDIA)


def _place(tree: Tree, kind: str, address: str, moment: datetime | None) -> None:
    place = tree.add(tree.root, kind)
    tree.add(place, "loc", address)
    if moment is not None:
        tree.add(place, "lastmod", moment.isoformat().replace("+00:00", "Z"))
