"""Resources (the schema, the questions, documents by IRI) and prompts (two pieces of daily work)."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ResourceNotFoundError

from cancu import resources
from cancu.errors import CancuError, NotFoundError
from cancu.mcp.asking import described
from cancu.mcp.finding import facts
from cancu.mcp.tools import said, sentence
from cancu.serve.service import Service
from cancu.serve.words import say

_TURTLE = "text/turtle"
_JSON = "application/json"
_MOST = 200


def add(server: MCPServer[object], service: Service) -> None:
    """Add resources and prompts to ``server``."""
    _schema(server)
    _questions(server, service)
    _documents(server, service)
    _prompts(server)


def _schema(server: MCPServer[object]) -> None:
    files = {"ontology": "core.ttl", "alignments": "align.ttl", "prefixes": "prefixes.ttl"}
    for name, file in files.items():
        _fixed(server, f"cancu://schema/{name}", name, _TURTLE, partial(resources.text, "ontology", file))
    lists = sorted(path.stem for path in resources.path("ontology", "vocab").glob("*.ttl"))
    _fixed(server, "cancu://schema/code-lists", "code-lists", _JSON, lambda: json.dumps(lists))

    @server.resource(
        "cancu://schema/code-list/{name}",
        name="code-list",
        description=said("mcp.resource.code-list"),
        mime_type=_TURTLE,
    )
    def code_list(name: str) -> str:
        if name not in lists:
            raise ResourceNotFoundError(f"{name}: {', '.join(lists)}")
        return resources.text("ontology", "vocab", f"{name}.ttl")


def _fixed(server: MCPServer[object], address: str, name: str, media: str, read: Callable[[], str]) -> None:
    def content() -> str:
        return read()

    server.resource(address, name=name, description=said(f"mcp.resource.{name}"), mime_type=media)(content)


def _questions(server: MCPServer[object], service: Service) -> None:
    def listing() -> str:
        items = [described(question, "vi").model_dump() for question in service.catalogue.values()]
        return json.dumps(items, ensure_ascii=False)

    _fixed(server, "cancu://questions", "questions", _JSON, listing)

    @server.resource(
        "cancu://question/{name}",
        name="question",
        description=said("mcp.resource.question"),
        mime_type="application/sparql-query",
    )
    def question(name: str) -> str:
        return _told(lambda: service.catalogue[name].sparql)


def _documents(server: MCPServer[object], service: Service) -> None:
    def document(key: str) -> str:
        iri = service.iri(f"doc/{key}")
        return _told(lambda: facts(service, iri, _MOST, "vi").model_dump_json())

    for address, name in (("cancu://document/{+key}", "document"), (f"{service.iri('doc/')}{{+key}}", "document-iri")):
        server.resource(address, name=name, description=said("mcp.resource.document"), mime_type=_JSON)(document)


def _told(read: Callable[[], str]) -> str:
    try:
        return read()
    except NotFoundError as error:
        raise ResourceNotFoundError(sentence(error)) from error
    except CancuError as error:
        raise ResourceError(sentence(error)) from error


def _prompts(server: MCPServer[object]) -> None:
    @server.prompt("work-of-a-body", title=say("mcp.prompt.work.title"), description=said("mcp.prompt.work.title"))
    def work(body: str) -> str:
        return say("mcp.prompt.work").format(body=body)

    @server.prompt("check-a-draft", title=say("mcp.prompt.check.title"), description=said("mcp.prompt.check.title"))
    def check(text: str) -> str:
        return f"{say('mcp.prompt.check')}\n\n{text}"
