"""What every address of linked data offers: its formats, how one is chosen, and how that is told in OpenAPI."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from fastapi import Request

from cancu.serve.http.negotiation import HTML, pick
from cancu.serve.http.openapi import problems
from cancu.store import DATASETS, GRAPHS, Format, by_name

RDF = (*GRAPHS, *DATASETS)
PATH = {
    "name": "path",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
    "description": "The identifier after /id/; an extension (.ttl .nt .jsonld .rdf .trig .nq .html) names a format",
    "example": "doc/tw/k13/nq/59",
}
FORMAT = {
    "name": "format",
    "in": "query",
    "schema": {"type": "string", "enum": [HTML.name, *(item.name for item in RDF)]},
    "description": "Instead of Accept; the media type itself is understood as well",
}


def refused() -> dict[int | str, Any]:
    """Return the problems that an address of a thing may answer with, for ``responses=``."""
    return problems(400, 404, 406, 410, 503)


def picked(request: Request, offers: tuple[Format, ...]) -> Format:
    """Return the format that the request asks for. Raises NotAcceptableError."""
    return pick(request, request.query_params.get("format"), offers)


def split(path: str) -> tuple[str, Format | None]:
    """Part a known extension from a path: ``doc/x.ttl`` → ``doc/x`` and Turtle; ``section/II.1`` has none."""
    suffix = PurePosixPath(path).suffix
    known = by_name((HTML, *RDF), suffix[1:]) if suffix else None
    return (path.removesuffix(suffix), known) if known else (path, None)
