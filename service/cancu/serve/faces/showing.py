"""What every page about a thing offers at its foot: the same by SPARQL and REST, as data, and a citation to paste."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from cancu.serve.faces.asking import Asking
from cancu.serve.http.addresses import address
from cancu.serve.http.parameters import now, origin
from cancu.serve.words import say

_DATA = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"), ("RDF/XML", "rdf"))
_TABLES = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, its name, and the public question and REST address that tell the same."""

    view: Any
    label: str
    question: str
    values: Mapping[str, str]
    rest: str


def offered(asking: Asking, request: Request, iri: str, shown: Shown) -> dict[str, Any]:
    """Return what the templates hand to ``offers``, beside the view. Raises what ``Asking.bound`` raises."""
    path = asking.service.path(iri)
    place = address(path) if path is not None else ""
    day = now().date()
    told = day.isoformat() if asking.language == "en" else f"{day:%d/%m/%Y}"
    cited = f"{origin(request)}/id/{place}" if place else iri
    tables = [
        (
            f"{form.upper()} ({shown.question})",
            f"/queries/{shown.question}?{urlencode({**shown.values, 'format': form})}",
        )
        for form in _TABLES
    ]
    return {
        "view": shown.view,
        "filters": dict(shown.values),
        "sparql": asking.bound(shown.question, shown.values),
        "rest": shown.rest,
        "formats": [*((name, f"/data/{place}.{suffix}") for name, suffix in _DATA), *tables],
        "citation": f"{shown.label}. cancu. {cited} ({say('face.accessed', asking.language)} {told}).",
    }
