"""The page of a document, from its template."""

from __future__ import annotations

from functools import cache

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from cancu import resources
from cancu.query import Catalogue
from cancu.serve.paper.citing import cited, today
from cancu.serve.paper.sheet import FIELDS, sheet
from cancu.serve.service import Service
from cancu.serve.templating import page
from cancu.serve.words import language_of

_FORMATS = (
    ("Turtle", "ttl"),
    ("JSON-LD", "jsonld"),
    ("N-Triples", "nt"),
    ("RDF/XML", "rdf"),
    ("TriG", "trig"),
    ("N-Quads", "nq"),
)
_MANY = 60
"""Facts of a kind above which its groups are folded on the screen."""


def document_page(
    service: Service, request: Request, iri: str, path: str, structured: Markup | None
) -> HTMLResponse | None:
    """Return the page of the document ``iri`` at ``/doc/{path}``; None where it is no document.

    ``structured`` is what it says in schema.org, the text of a script element.
    """
    shown = sheet(service, _own(), iri, language_of(request))
    if shown is None:
        return None
    question = service.catalogue["document-facts"]
    return page(
        service,
        request,
        "document.html",
        iri=iri,
        path=path,
        sheet=shown,
        fields=FIELDS,
        many=_MANY,
        structured=structured,
        sparql=question.bind({"document": iri}, service.finder.resolve),
        rest=f"/api/v1/{path.replace('doc/', 'documents/', 1)}",
        formats=[(label, f"/data/{path}.{suffix}") for label, suffix in _FORMATS],
        citation=cited(shown.header, iri, today()),
    )


@cache
def _own() -> Catalogue:
    return Catalogue.load(resources.path("queries", "pages"))
