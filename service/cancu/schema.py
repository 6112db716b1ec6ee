"""The record as JSON Schema (draft 2020-12), made from the types of ``model``; the meanings are in data/record.tsv.

>>> record_schema()["$defs"]["Task"]["properties"]["start"]["anyOf"][0]
{'type': 'string', 'format': 'date'}
"""

from __future__ import annotations

import dataclasses
import types
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from cancu import resources
from cancu.model import Item, Record
from cancu.namespaces import JSON_SCHEMA, RECORD_SCHEMA
from cancu.records import JSON_NAMES

_OFFSETS: dict[str, Any] = {
    "type": "array",
    "items": {"type": "integer", "minimum": 0},
    "minItems": 2,
    "maxItems": 2,
}
_PATTERNS = {
    ("Report", "due"): r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    ("Event", "year"): r"^[0-9]{4}$",
}


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema of what ``cancu extract`` writes; the same on every call."""
    definitions: dict[str, Any] = {}
    top = _object(Record, definitions)
    top["properties"]["notes"] = _described({"type": "array", "items": {"type": "string"}}, "Record", "notes")
    return {
        "$schema": JSON_SCHEMA,
        "$id": RECORD_SCHEMA,
        "title": "cancu record",
        **top,
        "$defs": dict(sorted(definitions.items())),
    }


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints, names = get_type_hints(kind), JSON_NAMES.get(kind, {})
    properties: dict[str, Any] = {}
    required = []
    for field in dataclasses.fields(kind):
        key = names.get(field.name, field.name)
        if not key:
            continue
        shape = _shape(hints[field.name], definitions)
        if field.name == "spans":
            shape = {"type": "object", "additionalProperties": _OFFSETS}
        if (kind.__name__, key) in _PATTERNS:
            shape["anyOf"][0]["pattern"] = _PATTERNS[kind.__name__, key]
        properties[key] = _described(shape, kind.__name__, key)
        if _is_required(kind, field):
            required.append(key)
    if issubclass(kind, Item):
        properties["offsets"] = _described(dict(_OFFSETS), kind.__name__, "offsets")
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _is_required(kind: type, field: dataclasses.Field[Any]) -> bool:
    """Words and offsets may be missing, as in records made by hand."""
    by_hand = issubclass(kind, Item) and field.name in {"text", "start", "end"}
    return field.default is dataclasses.MISSING and not by_hand


def _shape(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        inner = next(arg for arg in get_args(hint) if arg is not type(None))
        return {"anyOf": [_shape(inner, definitions), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _shape(get_args(hint)[0], definitions)}
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"type": "string", "enum": [member.value for member in hint]}
    if hint is date:
        return {"type": "string", "format": "date"}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[hint]}


def _described(shape: dict[str, Any], kind: str, key: str) -> dict[str, Any]:
    meanings = _meanings()
    return {**shape, "description": meanings.get((kind, key)) or meanings["Item", key]}


@cache
def _meanings() -> dict[tuple[str, str], str]:
    return {(row["type"], row["key"]): f"{row['en']} / {row['vi']}" for row in resources.table("data", "record.tsv")}
