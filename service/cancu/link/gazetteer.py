"""Today's communes and wards and the places of before 01/7/2025, from the package ``vietnamadminunits``, if installed.

The package's data file is read; its code, which needs other packages, is not run. Names and codes are those of
QĐ 19/2025/QĐ-TTg, and of QĐ 124/2004/QĐ-TTg as amended for the old list. Without the package the places of
``data/registry/units.tsv`` are all that is known.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from cancu.linked import Unit
from cancu.vietnamese import slug

PACKAGE = "vietnamadminunits"
TODAY = "2025-07-01"
_NOW = "SELECT provinceCode, provinceKey, wardKey, wardShort, wardType, wardCode FROM admin_units ORDER BY wardCode"
_THEN = (
    "SELECT DISTINCT provinceKey, districtKey, wardKey, wardShort, wardType, wardCode, district, province"
    " FROM admin_units_legacy ORDER BY wardCode"
)


@dataclass(frozen=True, slots=True)
class FormerCommune:
    """A commune or ward of the old list: its code and full name there, and the units of today that it went into."""

    code: str
    name: str
    kind: str
    within: str
    successors: tuple[str, ...]


def communes(provinces: Iterable[Unit]) -> tuple[Unit, ...]:
    """Return today's communes, wards and special zones by code, empty where the package is not installed.

    A slug is the name and the province's slug; where two places of one province have names that differ in tones only,
    the code is added.
    """
    folder = _folder()
    return _communes(folder, tuple(provinces)) if folder else ()


@cache
def former_communes(provinces: tuple[Unit, ...]) -> tuple[FormerCommune, ...]:
    """Return the communes of before 01/7/2025 by code, with those of today that they went into, as slugs."""
    folder = _folder()
    if folder is None:
        return ()
    later = _later(folder, provinces)
    found = []
    for province, district, ward, name, kind, code, of_district, of_province in _ask(folder, _THEN):
        after = later.get(f"{province}_{district}_{ward}", ())
        if code:
            found.append(FormerCommune(code, name, kind.lower(), f"{of_district}, {of_province}", tuple(sorted(after))))
    return tuple(found)


@cache
def _communes(folder: Path, provinces: tuple[Unit, ...]) -> tuple[Unit, ...]:
    within = {unit.code: unit.slug for unit in provinces if unit.epoch == TODAY and unit.parent is None}
    rows = [row for row in _ask(folder, _NOW) if row[0] in within]
    count = Counter((slug(row[3]), row[0]) for row in rows)
    source = f"{PACKAGE} {metadata.version(PACKAGE)}; QĐ 19/2025/QĐ-TTg"
    return tuple(
        Unit(
            slug="-".join((slug(name), within[province], *((code,) if count[slug(name), province] > 1 else ()))),
            code=code,
            epoch=TODAY,
            name=name,
            kind=kind.lower(),
            parent=within[province],
            source=source,
        )
        for province, _, _, name, kind, code in rows
    )


def _later(folder: Path, provinces: tuple[Unit, ...]) -> Mapping[str, list[str]]:
    """Return by old key the slugs of today's communes; the package's table leads from new to old."""
    by_code = {unit.code: unit.slug for unit in _communes(folder, provinces)}
    now = {(province, ward): by_code.get(code, "") for _, province, ward, _, _, code in _ask(folder, _NOW)}
    found: dict[str, list[str]] = {}
    for old, new in _conversions(folder):
        if now.get(new):
            found.setdefault(old, []).append(now[new])
    return found


def _conversions(folder: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    table = json.loads((folder / "data" / "converter_2025.json").read_text(encoding="utf-8"))
    for province, wards in table["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, old_keys in wards.items():
            yield from ((old, (province, ward)) for old in old_keys)
    for province, divided in table["DICT_PROVINCE_WARD_DIVIDED"].items():
        for old, parts in divided.items():
            yield from ((old, (province, part["newWardKey"])) for part in parts)


def _ask(folder: Path, sql: str) -> tuple[tuple[str, ...], ...]:
    path = folder / "data" / "dataset.db"
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        return tuple(connection.execute(sql))
    finally:
        connection.close()


@cache
def _folder() -> Path | None:
    found = find_spec(PACKAGE)
    return Path(found.origin).parent if found and found.origin else None
