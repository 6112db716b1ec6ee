"""What every address of linked data offers: its formats, how one is chosen, and how that is told in OpenAPI."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from fastapi import Request

from cancu.serve.negotiation import HTML
from cancu.serve.sparql import pick
from cancu.store import DATASETS, GRAPHS, Format, by_name

RDF = (*GRAPHS, *DATASETS)
_PROBLEM: dict[str, Any] = {"content": {"application/problem+json": {}}}
REFUSED: dict[int | str, dict[str, Any]] = {
    400: {"description": "The address is malformed", **_PROBLEM},
    404: {"description": "Nothing has this identifier; near misses are told", **_PROBLEM},
    406: {"description": "None of the formats is acceptable", **_PROBLEM},
    410: {"description": "It was removed; its last version is told", **_PROBLEM},
}
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


def picked(request: Request, offers: tuple[Format, ...]) -> Format:
    """Return the format that the request asks for. Raises NotAcceptableError."""
    return pick(request, request.query_params.get("format"), offers)


def split(path: str) -> tuple[str, Format | None]:
    """Part a known extension from a path: ``doc/x.ttl`` → ``doc/x`` and Turtle; ``section/II.1`` has none."""
    suffix = PurePosixPath(path).suffix
    known = by_name((HTML, *RDF), suffix[1:]) if suffix else None
    return (path.removesuffix(suffix), known) if known else (path, None)
