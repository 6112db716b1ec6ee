"""/sparql for people: the form, what went wrong at its place, and the answer as table, triples and text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response
from rdflib import Graph, URIRef

from cancu.errors import CancuError, LimitError, QueryError
from cancu.namespaces import PREFIXES
from cancu.query import Table
from cancu.serve.http.openapi import query_example
from cancu.serve.http.parameters import now
from cancu.serve.service import Service
from cancu.serve.sparql.examples import by_theme, written
from cancu.serve.templating import page
from cancu.serve.words import language_of, say
from cancu.store import N_TRIPLES, Answer, Dataset

ROWS = 500
"""Most rows and triples that a page shows; the rest is in the files."""
_ADDRESS = 8000
"""Longest address that is offered as a link: longer ones do not get through everywhere."""
_TELLS = (QueryError, LimitError)
"""What is told on the page, where the question can be mended."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer for the page: a table, or triples with their Turtle; ``total`` counts before the page was cut."""

    table: Table | None = None
    triples: tuple[tuple[tuple[str, bool], ...], ...] = ()
    turtle: str | None = None
    total: int = 0
    seconds: float = 0.0


def is_person(request: Request) -> bool:
    """Tell whether a browser asks: programs that take HTML do not name XHTML, and get problems as data."""
    return "application/xhtml+xml" in request.headers.get("accept", "")


def welcome(service: Service, request: Request) -> Response:
    """Return the empty form, or with ``?example=`` the text of a question. Raises NotFoundError for an unknown one."""
    name = request.query_params.get("example")
    query = written(service, name, language_of(request)) if name else ""
    return _page(service, request, query or _start(), None, is_begun=bool(name))


def answered(service: Service, request: Request, query: str, dataset: Dataset | None, shown: Shown) -> Response:
    """Return the page with an answer."""
    return _page(service, request, query, dataset, shown=shown)


def refused(service: Service, request: Request, query: str, dataset: Dataset | None, error: CancuError) -> Response:
    """Return the page that tells what is wrong, with the status of the error; raises it where no page is for it."""
    if not isinstance(error, _TELLS) or not is_person(request):
        raise error
    response = _page(service, request, query, dataset, trouble=error)
    response.status_code = error.status
    if error.status == 503:
        response.headers["Retry-After"] = "1"
    return response


def shown(answer: Answer, seconds: float) -> Shown:
    """Return what a page shows of ``answer``: JSON of solutions, or N-Triples."""
    if not answer.form.is_graph:
        table = Table.read(answer.body)
        return Shown(table=table.part(0, ROWS), total=len(table), seconds=seconds)
    lines = answer.body.splitlines(keepends=True)
    graph = Graph(bind_namespaces="none").parse(data=b"".join(lines[:ROWS]), format=N_TRIPLES.name)
    for prefix, base in PREFIXES.items():
        graph.bind(prefix, base)
    triples = tuple(tuple((str(term), isinstance(term, URIRef)) for term in triple) for triple in sorted(graph))
    return Shown(triples=triples, turtle=graph.serialize(format="turtle"), total=len(lines), seconds=seconds)


def _start() -> str:
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("cc", "rdfs"))
    return f"{prefixes}\n{query_example()}"


def _page(
    service: Service,
    request: Request,
    query: str,
    dataset: Dataset | None,
    *,
    shown: Shown | None = None,
    trouble: CancuError | None = None,
    is_begun: bool = False,
) -> Response:
    language = language_of(request)
    graphs = [
        *(("default-graph-uri", iri) for iri in (dataset.default if dataset else ())),
        *(("named-graph-uri", iri) for iri in (dataset.named if dataset else ())),
    ]
    return page(
        service,
        request,
        "sparql.html",
        query=query,
        graphs=graphs,
        shown=shown,
        trouble=trouble,
        place=_place(query, trouble),
        is_begun=is_begun,
        rows=ROWS,
        themes=by_theme(service.catalogue, language),
        files=_files(query, graphs, shown) if shown else (),
        same=_address(query, graphs, language),
        citation=_citation(request, query, graphs, language),
    )


def _place(query: str, trouble: CancuError | None) -> dict[str, Any] | None:
    """Return line, column and the words of the line at which the text is wrong; None where that is not known."""
    if not isinstance(trouble, QueryError) or trouble.line is None:
        return None
    lines = query.splitlines() or [""]
    line = min(trouble.line, len(lines))
    column = max(trouble.column or 1, 1)
    return {
        "line": line,
        "column": column,
        "before": lines[line - 1][: column - 1],
        "after": lines[line - 1][column - 1 :],
    }


def _address(query: str, graphs: Sequence[tuple[str, str]], language: str = "vi", **more: str) -> str | None:
    """Return the address that asks this again; None where it would be too long to be passed on."""
    lang = [("lang", "en")] if language == "en" else []
    found = f"/sparql?{urlencode([('query', query), *graphs, *more.items(), *lang])}"
    return found if len(found) <= _ADDRESS else None


def _files(query: str, graphs: Sequence[tuple[str, str]], shown: Shown) -> tuple[tuple[str, str], ...]:
    names = ("ttl", "nt", "jsonld", "rdf") if shown.table is None else ("csv", "tsv", "xlsx", "json", "xml")
    found = ((name.upper(), _address(query, graphs, format=name)) for name in names)
    return tuple((name, path) for name, path in found if path)


def _citation(request: Request, query: str, graphs: Sequence[tuple[str, str]], language: str) -> str:
    path = _address(query, graphs, language) or "/sparql"
    origin = str(request.base_url).rstrip("/") if request.url.hostname else ""
    return f"{say('sparql.title', language)}. cancu, {now().date().isoformat()}. {origin}{path}"
