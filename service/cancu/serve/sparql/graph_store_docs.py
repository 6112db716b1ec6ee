"""How the graph store stands in /openapi.json."""

from __future__ import annotations

from typing import Any

from rdflib.namespace import DCTERMS

from cancu.namespaces import EXAMPLE_GRAPH
from cancu.serve.http.openapi import graph_content
from cancu.store import UPLOADS

_GRAPH = {"type": "string", "format": "uri"}
_PARAMETERS = [
    {
        "name": "graph", "in": "query", "schema": _GRAPH, "example": EXAMPLE_GRAPH,
        "description": "Absolute IRI of the graph",
    },
    {
        "name": "default", "in": "query", "schema": {"type": "string", "enum": [""]}, "allowEmptyValue": True,
        "description": "Instead of graph: the default graph",
    },
]  # fmt: skip
_TRIPLE = f'<{EXAMPLE_GRAPH}#1> <{DCTERMS.title}> "Ghi chú"@vi .'
_DONE = {"application/json": {"schema": {"type": "object"}, "example": {"graph": EXAMPLE_GRAPH, "version": 7}}}
_FORM = "multipart/form-data"
_MEANING = "Whole graphs by the SPARQL 1.1 Graph Store HTTP Protocol; what is written is on disk before the answer."
_TOKEN = {401: "A token is needed", 403: "The token does not allow this"}
_WRITTEN = _TOKEN | {
    400: "No graph, or several, or malformed data; the problem tells the line",
    412: "If-Match or If-None-Match does not hold",
    413: "The body is too long",
    415: "A type that is not read here",
    503: "Too slow or too large, or another write is at work; nothing was written",
}


def read(*, is_direct: bool) -> dict[str, Any]:
    """Return what describes GET."""
    found: dict[int, dict[str, Any]] = {
        200: {"description": "The graph", "content": graph_content()},
        304: {"description": "As in If-None-Match"},
    }
    problems = {400: "No graph, or several, are named", 404: "There is no such graph", 406: "No such format"}
    return _route("A graph", is_direct=is_direct, found=found, problems=problems | {503: "The graph is too large"})


def put(*, is_direct: bool) -> dict[str, Any]:
    """Return what describes PUT."""
    found: dict[int, dict[str, Any]] = {
        201: {"description": "The graph is new", "content": _DONE},
        204: {"description": "The graph has been replaced"},
    }
    return _writing("Replace a graph; needs a token that allows “update”", is_direct=is_direct, found=found)


def post(*, is_direct: bool) -> dict[str, Any]:
    """Return what describes POST."""
    found: dict[int, dict[str, Any]] = {
        200: {"description": "Added", "content": _DONE},
        201: {"description": "The graph is new; Location names it", "content": _DONE},
    }
    words = "Add to a graph; without a name, to a new one; needs a token that allows “update”"
    return _writing(words, is_direct=is_direct, found=found)


def delete(*, is_direct: bool) -> dict[str, Any]:
    """Return what describes DELETE."""
    problems = _TOKEN | {404: "There is no such graph", 412: _WRITTEN[412], 503: _WRITTEN[503]}
    problems[400] = "No graph, or several, are named"
    found = {200: {"description": "Deleted", "content": _DONE}}
    told = _route(
        "Delete a graph; needs a token that allows “update”", is_direct=is_direct, found=found, problems=problems
    )
    told["openapi_extra"]["security"] = [{"bearer": []}]
    return told


def _writing(summary: str, *, is_direct: bool, found: dict[int, dict[str, Any]]) -> dict[str, Any]:
    told = _route(summary, is_direct=is_direct, found=found, problems=_WRITTEN)
    files = {"type": "object", "additionalProperties": {"type": "string", "format": "binary"}}
    content: dict[str, Any] = graph_content(UPLOADS)
    content["text/turtle"]["example"] = _TRIPLE
    content["application/ld+json"]["schema"] = {}  # any JSON is JSON-LD: a text, too, which says nothing
    content |= {_FORM: {"schema": files, "example": {"a.nt": _TRIPLE}}}
    told["openapi_extra"] |= {"requestBody": {"required": True, "content": content}, "security": [{"bearer": []}]}
    return told


def _route(
    summary: str, *, is_direct: bool, found: dict[int, dict[str, Any]], problems: dict[int, str]
) -> dict[str, Any]:
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string"}, "example": "notes",
            "description": "The address itself is the IRI of the graph"}  # fmt: skip
    answers = {status: {"description": words} for status, words in sorted(problems.items())}
    return {
        "description": _MEANING,
        "summary": f"{summary} (named by the address)" if is_direct else summary,
        "responses": found | answers,
        "status_code": min(found),
        "openapi_extra": {"parameters": [name] if is_direct else _PARAMETERS},
    }
