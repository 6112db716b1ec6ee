"""Rows that a page shows as a file to take away, with the question and the address that give them again."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from cancu.query import OUTPUTS, NamedQuery, Source, Table, write
from cancu.serve.http.parameters import now
from cancu.serve.words import language_of

TABLES = ("csv", "csv-plain", "tsv", "xlsx", "json")


def table_file(request: Request, question: NamedQuery, sparql: str, table: Table, form: str) -> Response:
    """Return ``table`` in a format of TABLES. Raises LimitError where a sheet has no room for it."""
    values = {name: value for name, value in request.query_params.items() if value}
    source = Source(values, str(request.url), now())
    language = language_of(request)
    body = write(table, form, question=question, sparql=sparql, language=language, source=source)
    media = OUTPUTS[form].media_type
    headers = {"Content-Type": media + ("; charset=utf-8" if media.startswith("text/") else "")}
    if form in {"csv", "xlsx"}:
        headers["Content-Disposition"] = f'attachment; filename="{question.name}.{form}"'
    return Response(body, headers=headers)
