"""What every address of linked data offers: its formats, how one is chosen, and how that is told in OpenAPI."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from cancu.serve.http.negotiation import HTML
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


def refused() -> dict[int | str, Any]:
    """Return the problems that an address of a thing may answer with, for ``responses=``."""
    return problems(400, 404, 406, 410, 503)


def split(path: str) -> tuple[str, Format | None]:
    """Part a known extension from a path: ``doc/x.ttl`` → ``doc/x`` and Turtle; ``section/II.1`` has none."""
    suffix = PurePosixPath(path).suffix
    known = by_name((HTML, *RDF), suffix[1:]) if suffix else None
    return (path.removesuffix(suffix), known) if known else (path, None)
