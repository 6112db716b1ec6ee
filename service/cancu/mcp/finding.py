"""Tools that find things: what a name means, who cites a document, what is known of one."""

from __future__ import annotations

from mcp.server.mcpserver import MCPServer

from cancu.errors import AmbiguousError, NotFoundError
from cancu.mcp.results import ROWS, Facts, Language, Limit, Meaning, Offset, Reference, Rows, Sort, rows_of, things
from cancu.mcp.tools import tool
from cancu.query import Kind, Match
from cancu.serve.service import Service
from cancu.serve.views import as_json, document_view


def add(server: MCPServer[object], service: Service) -> None:
    """Add the tools to ``server``."""

    @tool(server, "lookup")
    def lookup(name: Reference, kind: Sort = "any", limit: Limit = ROWS) -> Meaning:
        finder = service.finder
        found = {"any": finder.things, "document": finder.documents, "body": finder.bodies}[kind](name)
        near = () if found else service.finder.near(name)
        meaning = "none" if not found else "one" if len(found) == 1 else "several"
        return Meaning(
            name=name,
            meaning=meaning,  # type: ignore[arg-type]  # one of the three
            total=len(found),
            is_cut=len(found) > limit,
            things=things(found, limit),
            near=things(near),
        )

    @tool(server, "cite")
    def cite(reference: Reference, limit: Limit = ROWS, offset: Offset = 0, language: Language = "vi") -> Rows:
        table = service.table("references", {"reference": reference, "language": language})
        return Rows(**rows_of(table.records, limit, offset), meant=things(meant(service, reference)))

    @tool(server, "document")
    def document(document: Reference, limit: Limit = ROWS, language: Language = "vi") -> Facts:
        return facts(service, document, limit, language)


def meant(service: Service, name: str) -> tuple[Match, ...]:
    """Return the documents that a name or IRI was taken for."""
    if not name.startswith(service.options.base):
        return service.finder.documents(name)
    rows = service.table("documents", {"document": name}).records
    known = {str(row["document"]): str(row.get("documentLabel", row["document"])) for row in rows}
    return tuple(Match(iri, label) for iri, label in known.items())


def facts(service: Service, name: str, limit: int, language: str) -> Facts:
    """Return what is known of the one document that ``name`` means.

    Raises NotFoundError where it means none, AmbiguousError where it means several.
    """
    iris = service.finder.resolve(Kind.REFERENCE, name)
    views = [(iri, view) for iri in iris if (view := document_view(service, iri, language)) is not None]
    found = {frozenset((iri, *view.same)): (iri, view) for iri, view in views}
    if not found:
        near = [match.iri for match in service.finder.near(name)]
        raise NotFoundError("Không có văn bản này.", "there is no such document.", where=name, near=near)
    if len(found) > 1:
        raise AmbiguousError(
            "Tên này có thể là nhiều văn bản; hãy đưa IRI của một văn bản:",
            "the name may mean several documents; give the IRI of one:",
            where=name,
            candidates=[iri for iri, _ in found.values()],
        )
    ((iri, view),) = found.values()
    lists = as_json(view)
    header = lists.pop("document")
    totals = {part: len(rows) for part, rows in lists.items()}
    return Facts(
        iri=iri,
        document=header,
        facts={part: list(rows[:limit]) for part, rows in lists.items()},
        totals=totals,
        is_cut=max(totals.values()) > limit,
    )
