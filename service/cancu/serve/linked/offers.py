"""What every address of linked data offers: its formats, how one is chosen, and how that is told in OpenAPI."""

from __future__ import annotations

from typing import Any

from cancu.serve.http.negotiation import HTML
from cancu.serve.http.openapi import problems
from cancu.store import DATASETS, GRAPHS

RDF = (*GRAPHS, *DATASETS)
WAYS = (HTML, *RDF)
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
