"""/feed.atom: documents that are new, changed or removed, the newest first; /eli/feed.atom: legislation alone.

Both read the journal and ask the store only for the names of what they show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from cancu.errors import NotFoundError
from cancu.namespaces import body_iri, document_graph, document_iri
from cancu.query import Table
from cancu.serve.feeds.atom import MEDIA, Feed, Item, written
from cancu.serve.feeds.legislation import legislation
from cancu.serve.http.addresses import address
from cancu.serve.http.parameters import origin
from cancu.serve.service import Service
from cancu.serve.views import Row
from cancu.serve.words import language_of, say
from cancu.store import GRAPHS, Entry

_BLANK = re.compile(r"\s")
"""What an IRI may hold (U+00A0) and a question may not."""
_EXAMPLE = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>…</id><title>Văn bản mới</title><updated>2026-03-11T00:00:00Z'
    "</updated><author><name>cancu</name></author><entry>…</entry></feed>"
)
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "Atom 1.0", "content": {MEDIA: {"schema": {"type": "string"}, "example": _EXAMPLE}}},
    304: {"description": "The copy of the client is as new"},
    400: {"description": "A parameter is wrong"},
    503: {"description": "The store cannot be read"},
}


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["feeds"])

    @routes.get(
        "/feed.atom",
        summary="Documents: new, changed and removed, the newest first (Atom)",
        description="Pages by Link rel=next; removed documents are at:deleted-entry.",
        response_class=Response,
        responses=_RESPONSES | {404: {"description": "No such body"}},
    )
    def documents(
        request: Request,
        issuer: Annotated[
            str | None, Query(max_length=200, examples=["ubnd-ha-noi"], description="issuing body: name, slug or IRI")
        ] = None,
        before: Annotated[
            int | None, Query(ge=1, le=2**53, examples=[120], description="only changes numbered below this")
        ] = None,
    ) -> Response:
        prefix, size = _prefix(service, issuer), service.options.feed_page
        found = service.store.journal.newest(prefix, size + 1, before=before)
        here = request.url.remove_query_params("before")
        more = str(here.include_query_params(before=found[size - 1].number)) if len(found) > size else None
        return _answer(service, request, "documents", _items(service, request, found[:size]), (before, more))

    @routes.get(
        "/eli/feed.atom",
        summary="Legislation: new and changed, the newest first (Atom; ELI pillar IV)",
        description="Normative documents that the store knows, with the moment since when it knows them as now.",
        response_class=Response,
        responses=_RESPONSES,
    )
    def legal(
        request: Request,
        before: Annotated[
            int, Query(ge=0, le=2**31, examples=[50], description="how many of the newest to pass over")
        ] = 0,
    ) -> Response:
        size, found = service.options.feed_page, legislation(service)
        here = request.url.remove_query_params("before")
        more = str(here.include_query_params(before=before + size)) if len(found) > before + size else None
        items = [
            Item(law.iri, law.label, law.updated, links=links(service, request, law.iri))
            for law in found[before : before + size]
        ]
        return _answer(service, request, "legal", items, (before or None, more))

    return routes


def links(service: Service, request: Request, iri: str) -> tuple[tuple[str, str, str], ...]:
    """Return where a document is found on this server: its page, and its data in every format."""
    server, path = origin(request), address(service.path(iri) or "")
    data = tuple(("alternate", item.media_type, f"{server}/data/{path}.{item.name}") for item in GRAPHS)
    return (("alternate", "text/html", f"{server}/doc/{path}"), *data)


def _answer(
    service: Service, request: Request, kind: str, items: list[Item], place: tuple[int | None, str | None]
) -> Response:
    """Write the page; ``place`` tells where it begins (None: with the newest) and what follows it."""
    begins, more = place
    first = str(request.url.remove_query_params("before"))
    asked = request.url.remove_query_params("before").query
    head = Feed(
        iri=f"{service.options.base}feed/{kind}{'?' + asked if asked else ''}",
        title=say(f"feed.{kind}", language_of(request)),
        links=(
            ("self", str(request.url)),
            ("first", first),
            *((("next", more),) if more else ()),
            ("alternate", f"{origin(request)}/"),
        ),
        is_whole=begins is None and more is None,
    )
    found = {"Link": f'<{more}>; rel="next"'} if more else {}
    return Response(written(head, items), headers=found, media_type=MEDIA)


def _items(service: Service, request: Request, entries: Iterable[Entry]) -> list[Item]:
    """Return what a feed tells of these graphs; the names of all documents are asked for at once."""
    base, language = service.options.base, language_of(request)
    named = [(document_iri(base, entry.graph.removeprefix(document_graph(base, ""))), entry) for entry in entries]
    living = [iri for iri, entry in named if not entry.is_removal and not _BLANK.search(iri)]
    rows: dict[str, Row] = {}
    if living:
        values = {"document": living[0], "language": language}
        text = service.catalogue["document-titles"].bind(values, lambda _kind, _name: living)
        rows = {str(row["document"]): row for row in Table.read(service.run(text).body)}
    return [
        Item(iri, say("feed.removed", language), entry.moment, is_removed=True)
        if entry.is_removal
        else _item(iri, entry, rows.get(iri, {}), links(service, request, iri))
        for iri, entry in named
    ]


def _item(iri: str, entry: Entry, row: Row, places: tuple[tuple[str, str, str], ...]) -> Item:
    return Item(
        iri=iri,
        title=str(row.get("documentLabel") or iri),
        updated=entry.moment,
        published=entry.since,
        author=str(row["issuerLabel"]) if "issuerLabel" in row else None,
        summary=str(row["title"]) if "title" in row else None,
        category=(str(row["type"]), str(row.get("typeLabel") or row["type"])) if "type" in row else None,
        links=places,
    )


def _prefix(service: Service, issuer: str | None) -> str:
    """Return how the graphs of documents begin, or of those that one body numbers: its slug begins their keys."""
    base = service.options.base
    if not issuer:
        return document_graph(base, "")
    named = (issuer, body_iri(base, issuer))
    bodies = [iri for iri in named if iri.startswith(body_iri(base, "")) and service.table("facts-of", _of(iri)).rows]
    bodies = bodies or [match.iri for match in service.finder.bodies(issuer)]
    if len(bodies) != 1:
        near = bodies or [match.iri for match in service.finder.near(issuer)]
        raise NotFoundError(
            f"Không rõ “{issuer}” là cơ quan nào.", f"which body “{issuer}” is is not known.", where="issuer", near=near
        )
    return document_graph(base, f"{bodies[0].removeprefix(body_iri(base, ''))}/")


def _of(iri: str) -> dict[str, str]:
    return {"subject": address(iri)}
