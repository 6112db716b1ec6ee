"""What a client sends, taken apart and checked: batches of queries and requests for values.

Source: Reconciliation Service API 0.2 (W3C Entity Reconciliation Community Group, 2023), “Structure of a
Reconciliation Query” and “Data Extension Query Requests”. Objects with more fields than these are let be.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Never

from cancu.errors import ParameterError
from cancu.serve.http.problems import TooLongError
from cancu.serve.reconcile.tables import Property, properties, property_of

_STRICT = ("any", "all", "should")
LIMIT = 5
MOST = 50
"""Candidates of one query: how many where nothing is said, and at most."""
BATCH = 50
"""Queries of one batch, told in the manifest."""
IDS = 500
"""Entities of one request for values."""
_LENGTH = 2000
_COLUMNS = 50
_CONSTRAINTS = 20
_VALUES = 50


@dataclass(frozen=True, slots=True)
class Constraint:
    """A property and the values of which one should fit: words as typed, or the ids of entities."""

    property: Property
    words: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """One reconciliation query. ``strict`` is how types are meant: any of them, all of them, or rather these."""

    text: str
    types: tuple[str, ...] = ()
    strict: str = "any"
    limit: int = LIMIT
    constraints: tuple[Constraint, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A property to fetch: at most ``limit`` values (0: all), as entities, ids or labels."""

    property: Property
    limit: int = 0
    content: str = "entity"


@dataclass(frozen=True, slots=True)
class Extension:
    """A request for values of entities."""

    ids: tuple[str, ...]
    columns: tuple[Column, ...]


Types = Callable[[str], str | None]
"""Returns the id of a type by id, IRI or name; None where there is none."""


def batch(text: str, types: Types) -> dict[str, Query]:
    """Read ``queries=``. Raises ParameterError, TooLongError."""
    data = _object(_json(text, "queries"), "queries")
    if len(data) > BATCH:
        raise TooLongError(
            f"Mỗi lượt nhiều nhất {BATCH} câu, đây có {len(data)}; hãy chia nhỏ (batchSize).",
            f"a batch has at most {BATCH} queries, here are {len(data)}; send smaller ones (batchSize).",
            where="queries",
        )
    return {key: _query(value, f"queries.{key}", types) for key, value in data.items()}


def single(text: str, types: Types) -> Query:
    """Read ``query=`` (version 0.1): one query as JSON, or the bare words. Raises ParameterError."""
    is_json = text.lstrip().startswith("{")
    return _query(_json(text, "query") if is_json else {"query": text}, "query", types)


def extension(text: str) -> Extension:
    """Read ``extend=``. Raises ParameterError, TooLongError."""
    data = _object(_json(text, "extend"), "extend")
    ids = _list(data.get("ids"), "extend.ids")
    if not all(isinstance(one, str) for one in ids):
        raise _wrong("extend.ids", "một danh sách chuỗi", "a list of strings")
    if len(ids) > IDS:
        raise TooLongError(
            f"Mỗi lượt nhiều nhất {IDS} định danh.", f"a request has at most {IDS} identifiers.", where="extend.ids"
        )
    wanted = _list(data.get("properties"), "extend.properties")
    if len(wanted) > _COLUMNS:
        raise _wrong("extend.properties", f"nhiều nhất {_COLUMNS} thuộc tính", f"at most {_COLUMNS} properties")
    columns = (_column(item, f"extend.properties.{place}") for place, item in enumerate(wanted))
    return Extension(tuple(dict.fromkeys(ids)), tuple(columns))


def _json(text: str, where: str) -> Any:
    """Parse JSON that can also be written again: no NaN, no half of a surrogate pair. Raises ParameterError."""
    try:
        data = json.loads(text, parse_constant=_refuse)
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise ParameterError(
            "Không phải JSON đọc được; hãy gửi JSON theo Reconciliation API 0.2.",
            "this is no JSON that can be read; send JSON as the Reconciliation API 0.2 has it.",
            where=where,
        ) from error
    return data


def _refuse(constant: str) -> Never:
    raise ValueError(constant)


def _query(value: Any, where: str, types: Types) -> Query:
    data = _object(value, where)
    text = data.get("query", "")
    listed = _list([] if data.get("properties") is None else data["properties"], f"{where}.properties")
    if len(listed) > _CONSTRAINTS:
        raise _wrong(
            f"{where}.properties", f"nhiều nhất {_CONSTRAINTS} thuộc tính", f"at most {_CONSTRAINTS} properties"
        )
    if not isinstance(text, str):
        raise _wrong(f"{where}.query", "một chuỗi", "a string")
    if "query" not in data and not listed:
        raise ParameterError("Thiếu “query” hoặc “properties”.", "“query” or “properties” is missing.", where=where)
    strict = data.get("type_strict", "any")
    if strict not in _STRICT:
        raise _wrong(f"{where}.type_strict", f"một trong {', '.join(_STRICT)}", f"one of {', '.join(_STRICT)}")
    constraints = (_constraint(item, f"{where}.properties.{place}") for place, item in enumerate(listed))
    return Query(
        text=text.strip()[:_LENGTH],
        types=_types(data.get("type"), f"{where}.type", types),
        strict=strict,
        limit=_limit(data.get("limit"), f"{where}.limit"),
        constraints=tuple(constraints),
    )


def _types(value: Any, where: str, types: Types) -> tuple[str, ...]:
    """Read one type, a list of them, or (as version 0.1 allows) objects with an id; an empty name is none."""
    named = [one.get("id") if isinstance(one, Mapping) else one for one in _several(value)]
    found: list[str] = []
    for name in named:
        if not isinstance(name, str):
            raise _wrong(where, "một chuỗi hay danh sách chuỗi", "a string or a list of strings")
        known = types(name) if name else None
        if name and known is None:
            raise ParameterError(
                f"Không có loại “{name[:100]}”; xem suggest/type.",
                f"there is no type “{name[:100]}”; see suggest/type.",
                where=where,
            )
        found += [known] if known else []
    return tuple(dict.fromkeys(found))


def _limit(value: Any, where: str) -> int:
    """Read a limit; OpenRefine leaves it out or sends 0 where the default is meant."""
    if value is None or value == 0:
        return LIMIT
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 1:
        raise _wrong(where, "một số dương", "a positive number")
    return int(min(value, MOST))


def _constraint(item: Any, where: str) -> Constraint:
    data = _object(item, where)
    known = _known(data.get("pid"), f"{where}.pid")
    if "v" not in data:
        raise _wrong(f"{where}.v", "một giá trị", "a value")
    if len(_several(data["v"])) > _VALUES:
        raise _wrong(f"{where}.v", f"nhiều nhất {_VALUES} giá trị", f"at most {_VALUES} values")
    words: list[str] = []
    ids: list[str] = []
    for value in _several(data["v"]):
        if isinstance(value, Mapping):
            if not isinstance(value.get("id"), str):
                raise _wrong(f"{where}.v.id", "một chuỗi", "a string")
            ids.append(value["id"])
        elif isinstance(value, str | int | float):
            words.append(str(value).strip()[:_LENGTH])
        else:
            raise _wrong(f"{where}.v", "chuỗi, số, đúng/sai hay thực thể", "a string, number, boolean or entity")
    return Constraint(known, tuple(filter(None, words)), tuple(filter(None, ids)))


def _known(name: Any, where: str) -> Property:
    if not isinstance(name, str):
        raise _wrong(where, "một chuỗi", "a string")
    known = property_of(name)
    if known is None:
        raise ParameterError(
            f"Không có thuộc tính “{name[:100]}”; có: {', '.join(properties())}.",
            f"there is no property “{name[:100]}”; there are: {', '.join(properties())}.",
            where=where,
        )
    return known


def _column(item: Any, where: str) -> Column:
    data = _object(item, where)
    known = _known(data.get("id"), f"{where}.id")
    settings = _object(data.get("settings") or {}, f"{where}.settings")
    content = settings.get("content") or "entity"
    if content not in ("entity", "id", "label"):
        raise _wrong(f"{where}.settings.content", "entity, id hay label", "entity, id or label")
    return Column(known, _count(settings.get("limit"), f"{where}.settings.limit"), content)


def _count(value: Any, where: str) -> int:
    """Read a setting that forms send as text."""
    text = str(value if value is not None else 0).strip() or "0"
    text = text.removesuffix(".0")
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _wrong(where, "một số nguyên không âm", "a whole number, not negative")
    return int(text)


def _several(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    return value if isinstance(value, list) else (value,)


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _wrong(where, "một đối tượng JSON", "a JSON object")
    return value


def _list(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise _wrong(where, "một danh sách JSON", "a JSON array")
    return value


def _wrong(where: str, vi: str, en: str) -> ParameterError:
    return ParameterError(f"Ở đây phải là {vi}.", f"this must be {en}.", where=where)
