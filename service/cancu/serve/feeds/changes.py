"""/changes: every version of every graph of the dataset, in order, for those who keep a copy of it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from cancu.errors import NotFoundError
from cancu.serve.feeds import stream
from cancu.serve.http.caching import LASTING
from cancu.serve.http.negotiation import pick
from cancu.serve.http.openapi import format_of, graph_content
from cancu.serve.http.parameters import origin
from cancu.serve.service import Service
from cancu.store import Entry


def _responses() -> dict[int | str, dict[str, Any]]:
    return {
        200: {"description": "TriG, N-Quads or JSON-LD", "content": graph_content(stream.FORMATS)},
        304: {"description": "The copy of the client is as new"},
        406: {"description": "Formats that know no graphs are not offered"},
        503: {"description": "The store cannot be read"},
    }


_GONE: dict[int | str, dict[str, Any]] = {
    404: {"description": "There is no such page (yet), or the store was made anew: start at /changes"}
}


def router(service: Service) -> APIRouter:
    """Return the routes."""
    routes = APIRouter(tags=["feeds"])
    size = service.options.changes_page

    @routes.get(
        "/changes",
        summary="The stream of changes of all graphs (LDES): its root node",
        description="Every version of every graph in order; a follower that starts here rebuilds the dataset exactly.",
        response_class=Response,
        responses=_responses(),
        openapi_extra={"parameters": [format_of(stream.FORMATS)]},
    )
    def root(request: Request) -> Response:
        chosen = pick(request, request.query_params.get("format"), stream.FORMATS)
        place, first = _place(service, request), next(iter(service.store.journal.entries(0, 1)), None)
        body = stream.described(place, first, size, chosen)
        return Response(body, headers=_headers(place, (("next", first),), size), media_type=chosen.content_type)

    @routes.get(
        "/changes/{run}/{first}",
        summary="Changes from one number on, up to the end of its page",
        description="Follow tree:relation (or Link rel=next); a page without one is the newest and grows.",
        response_class=Response,
        responses=_responses() | _GONE,
        openapi_extra={"parameters": [format_of(stream.FORMATS)]},
    )
    def part(
        run: Annotated[str, Path(examples=["0f3a5c7e9b1d"], description="name of the run of numbers")],
        first: Annotated[int, Path(ge=1, le=2**53, examples=[1], description="first number wanted")],
        request: Request,
    ) -> Response:
        chosen = pick(request, request.query_params.get("format"), stream.FORMATS)
        _refuse_unknown(service, run, first)
        place = _place(service, request)
        page = stream.read(service.store, first, size)
        body = stream.written(place, page, size, chosen)
        links = (("next", page.following), ("prev", page.preceding))
        headers = _headers(place, links, size) | ({"Cache-Control": LASTING} if page.is_full else {})
        return Response(body, headers=headers, media_type=chosen.content_type)

    return routes


def _place(service: Service, request: Request) -> stream.Place:
    return stream.Place(service.options.base, origin(request), service.store.journal.stream)


def _refuse_unknown(service: Service, run: str, first: int) -> None:
    journal = service.store.journal
    if run != journal.stream or first > journal.latest() + 1:
        raise NotFoundError(
            "Dòng thay đổi không có trang này; hãy bắt đầu lại từ /changes.",
            "the stream of changes has no such page; start again at /changes.",
            where=f"{run}/{first}",
        )


def _headers(place: stream.Place, links: tuple[tuple[str, Entry | None], ...], size: int) -> dict[str, str]:
    found = [(name, place.page(stream.first_of(entry.number, size))) for name, entry in links if entry is not None]
    told = [f'<{address}>; rel="{name}"' for name, address in (*found, ("collection", place.root))]
    return {"Vary": "Accept", "Link": ", ".join(told)}
