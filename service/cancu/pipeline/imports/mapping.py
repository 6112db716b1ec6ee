"""The declared mapping of somebody else's list: which of their columns is which of ours (a TOML file).

name = "luat-thu-vien"            # names the folder and the graph of the list
table = "instruments"             # instruments, bodies or units
title = "Danh mục …"              # said with every fact
as_of = 2026-11-01                # the day of the list
date_format = "%d/%m/%Y"

[columns]                         # ours = theirs: a column head, or a predicate (prefix:name) of RDF
number = "Số ký hiệu"
[constants]                       # ours = the same in each row
issuer = "Chính phủ"
[values.status]                   # their value = ours
"Còn hiệu lực" = "in force"
[rdf]                             # for RDF: the class of the things listed, and prefixes
class = "ex:VanBan"
prefixes = { ex = "…" }
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cancu.errors import ParameterError

FIELDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "instruments": frozenset(
            {"type", "number", "date", "issuer", "title", "aliases", "status", "replaced_by", "replaces", "amends"}
        ),
        "bodies": frozenset({"code", "name", "aliases", "parent_code", "successor_code"}),
        "units": frozenset({"code", "name", "kind", "parent_code"}),
    }
)
"""What can be mapped, by table. Several values in a cell are parted by “|”."""
NEEDED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "instruments": frozenset({"title"}),
        "bodies": frozenset({"code", "name"}),
        "units": frozenset({"code", "name"}),
    }
)
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_KEYS = {"name", "table", "title", "as_of", "date_format", "columns", "constants", "values", "rdf", "csv", "xlsx"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMapping:
    """A mapping that can be used; ``sha256`` is that of its file."""

    name: str
    table: str
    title: str
    as_of: dt.date
    sha256: str
    date_format: str = "%Y-%m-%d"
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    rdf_class: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ","
    sheet: str = ""


def read_mapping(path: Path) -> ListMapping:
    """Return the mapping in a TOML file. Raises ParameterError, naming the key, where it does not hold."""
    try:
        body = path.read_bytes()
        told = tomllib.loads(body.decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ParameterError(
            f"không đọc được tệp ánh xạ ({error}).", f"the mapping cannot be read ({error}).", where=str(path)
        ) from error
    _judge(told, path)
    rdf: dict[str, Any] = told.get("rdf", {})
    return ListMapping(
        name=told["name"],
        table=told["table"],
        title=told["title"],
        as_of=told["as_of"],
        sha256=hashlib.sha256(body).hexdigest(),
        date_format=told.get("date_format", "%Y-%m-%d"),
        columns=told["columns"],
        constants=told.get("constants", {}),
        values=told.get("values", {}),
        rdf_class=rdf.get("class", ""),
        prefixes=rdf.get("prefixes", {}),
        delimiter=told.get("csv", {}).get("delimiter", ","),
        sheet=told.get("xlsx", {}).get("sheet", ""),
    )


def _judge(told: Mapping[str, Any], path: Path) -> None:
    def refuse(key: str, vi: str, en: str) -> ParameterError:
        return ParameterError(f"“{key}”: {vi}.", f"“{key}”: {en}.", where=str(path))

    for key in sorted(set(told) - _KEYS):
        raise refuse(key, "không có khóa này", "there is no such key")
    if not _NAME.match(str(told.get("name", ""))):
        raise refuse("name", "phải là chữ thường, số và gạch nối", "must be small letters, digits and hyphens")
    if told.get("table") not in FIELDS:
        raise refuse("table", f"phải là một trong {', '.join(FIELDS)}", f"must be one of {', '.join(FIELDS)}")
    if not isinstance(told.get("as_of"), dt.date) or not told.get("title"):
        raise refuse("as_of, title", "phải có ngày và tên của danh mục", "the list's day and title are needed")
    given = {**told.get("columns", {}), **told.get("constants", {})}
    known, needed = FIELDS[told["table"]], NEEDED[told["table"]]
    for key in sorted(set(given) - known):
        raise refuse(key, f"chỉ nhận {', '.join(sorted(known))}", f"only {', '.join(sorted(known))} can be mapped")
    for key in sorted(needed - set(given)):
        raise refuse(key, "bảng này cần cột ấy", "this table needs it")
