"""Items of lists as JSON: the IRI first, only the fields asked for, and what the OpenAPI document says of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request

from cancu.errors import ParameterError
from cancu.query import NamedQuery
from cancu.serve.rest.lists import Listing, Row

IRI = "iri"


def names(question: NamedQuery) -> tuple[str, ...]:
    """Return the fields that items of a list have."""
    return (IRI, *(column.name for column in question.columns))


def wanted(request: Request, question: NamedQuery) -> tuple[str, ...]:
    """Return the fields that ``?fields=`` names, all without it. Raises ParameterError, naming those there are."""
    known = names(question)
    text = request.query_params.get("fields")
    if text is None:
        return known
    asked = tuple(name.strip() for name in text.split(","))
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise ParameterError(
            f"Không có trường “{unknown[0]}”; có: {', '.join(known)}.",
            f"there is no field “{unknown[0]}”; there are: {', '.join(known)}.",
            where="fields",
        )
    return asked


def item(row: Row, listing: Listing, fields: Sequence[str]) -> Row:
    """Return one item; fields without a value are left out."""
    whole = {IRI: row[listing.item], **row}
    return {name: whole[name] for name in fields if name in whole}


def schema(question: NamedQuery) -> dict[str, Any]:
    """Return the JSON Schema of an item."""
    values = ["string", "integer", "boolean"]
    properties: dict[str, Any] = {IRI: {"type": "string", "description": "the identifier"}}
    for column in question.columns:
        properties[column.name] = {"type": values, "description": column.heading.en}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def parameter(question: NamedQuery) -> dict[str, Any]:
    """Return the OpenAPI description of ``fields``."""
    one = "|".join(names(question))
    return {
        "name": "fields",
        "in": "query",
        "description": "only these fields of each item, parted by commas",
        "schema": {"type": "string", "pattern": f"^({one})(,({one}))*$"},
        "example": ",".join((IRI, question.columns[1].name)),
    }
