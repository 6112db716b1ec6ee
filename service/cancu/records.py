"""The record as JSON, both ways: the public form of ``cancu extract``.

Three keys differ from the names in ``model``: a report's ``sender`` and ``addressee`` are ``from`` and ``to``, and in a
task ``start`` and ``end`` are the days of the work, as inspectors read them. Every item therefore tells its place
once more as ``offsets: [start, end]``, which is the same for all kinds.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache, partial
from typing import Any, Union, get_args, get_origin, get_type_hints

from cancu.model import Item, Record, Report, Span, Task

JSON_NAMES: Mapping[type, Mapping[str, str]] = {
    Report: {"sender": "from", "addressee": "to"},
    Task: {"start_date": "start", "end_date": "end", "start": "", "end": ""},
}
"""By type, the JSON key of a field where it is another; an empty key is left out (``offsets`` says it)."""


def to_json(value: Any) -> Any:
    """Return ``value`` (a Record or any part of it) as plain JSON values."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _object(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [to_json(item) for item in value]
    return value


def _object(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    names = JSON_NAMES.get(type(value), {})
    fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
    if "spans" in fields:
        fields["spans"] = {name: [span.start, span.end] for name, span in fields["spans"]}
    result = {names.get(name, name): to_json(item) for name, item in fields.items() if names.get(name, name)}
    if isinstance(value, Item):
        result["offsets"] = [value.start, value.end]
    return result


def from_json(data: Mapping[str, Any]) -> Record:
    """Return the Record that ``to_json`` wrote; items without offsets (records made by hand) get (0, 0).

    Raises KeyError, TypeError or ValueError where a required key is missing or a value is not of its kind.
    """
    record: Record = _build(Record, data)
    return record


_Reader = Callable[[Any], Any]


def _build(kind: Any, data: Mapping[str, Any]) -> Any:
    values: dict[str, Any] = {}
    for name, key, read in _fields(kind):
        if name in {"start", "end"} and key == "offsets":
            values[name] = data.get(key, (0, 0))[name == "end"]
        elif name == "text":
            values[name] = data.get("text", "")
        elif name == "spans":
            values[name] = tuple((field, Span(*pair)) for field, pair in data.get("spans", {}).items())
        elif key in data:
            value = data[key]
            values[name] = value if value is None or read is None else read(value)
    return kind(**values)


@cache
def _fields(kind: Any) -> tuple[tuple[str, str, _Reader | None], ...]:
    """Return the fields of a type, their JSON keys, and how their values are read: None where as they stand."""
    names, hints = JSON_NAMES.get(kind, {}), get_type_hints(kind)
    found = []
    for field in dataclasses.fields(kind):
        is_place = issubclass(kind, Item) and field.name in {"start", "end"}
        key = "offsets" if is_place else names.get(field.name, field.name)
        found.append((field.name, key, _reader(hints[field.name])))
    return tuple(found)


def _reader(hint: Any) -> _Reader | None:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        return _reader(next(arg for arg in get_args(hint) if arg is not type(None)))
    if origin is tuple:
        return partial(_all, _reader(get_args(hint)[0]))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return partial(_build, hint)
    if hint is date:
        return date.fromisoformat
    return hint if isinstance(hint, type) and issubclass(hint, StrEnum) else None


def _all(read: _Reader | None, items: Any) -> tuple[Any, ...]:
    return tuple(item if item is None or read is None else read(item) for item in items)
