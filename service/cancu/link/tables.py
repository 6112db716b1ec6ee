"""The tables of a registry folder (the shipped one is ``data/registry``), as typed rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cancu.errors import ResourceError
from cancu.link.cells import TABLES, FolderTable, folder_tables, shipped
from cancu.linked import Body, BodyKind, Instrument, KnownEvent, RegistryRows, Term, Unit
from cancu.registered import Change, Link, Post, Replaced, Validity


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What is known of a body by its name and place alone; see the head of ``templates.tsv``."""

    key: str
    slug: str
    label: str
    kind: BodyKind
    level: str
    parent: str
    owner: str
    successor: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """An organ's abbreviation inside numbers: ``order`` is state, party or legislature."""

    symbol: str
    order: str
    body: str
    source: str


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _date(cell: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(cell) if cell else None
    except ValueError as error:
        raise ResourceError(
            f"“{cell}” không phải là ngày (YYYY-MM-DD).", f"“{cell}” is not a date (YYYY-MM-DD)."
        ) from error


def _day(cell: str) -> dt.date:
    day = _date(cell)
    if day is None:
        raise ResourceError("Thiếu ngày trong bảng sự kiện hoặc thay đổi.", "a day is missing in a table.")
    return day


def _pairs(cell: str, mark: str = ":") -> tuple[tuple[str, str], ...]:
    pairs = (part.partition(mark) for part in _list(cell))
    return tuple((kind, key) for kind, _, key in pairs)


def rows(folder: Path | None = None) -> RegistryRows:
    """Return all rows of a registry folder, by default the shipped one.

    Raises ResourceError where a table or a cell is malformed.
    """
    return rows_of(folder_tables(folder or shipped()))


def rows_of(tables: Mapping[str, FolderTable]) -> RegistryRows:
    """Return the rows of tables; a missing table has none. Raises ResourceError where one is malformed."""

    def read(name: str) -> tuple[dict[str, str], ...]:
        return tables[name].records() if name in tables else ()

    return RegistryRows(
        bodies=tuple(_body(row) for row in read("bodies.tsv")),
        units=tuple(_unit(row) for row in read("units.tsv")),
        terms=tuple(_term(row) for row in read("terms.tsv")),
        instruments=tuple(_instrument(row) for row in read("instruments.tsv")),
        events=tuple(_event(row) for row in read("events.tsv")),
        posts=tuple(_post(row) for row in read("posts.tsv")),
        changes=tuple(_change(row) for row in read("changes.tsv")),
        replaced=tuple(_replaced(row) for row in read("replaced.tsv")),
        links=tuple(Link(**row) for row in read("links.tsv")),
        validity=tuple(_validity(row) for row in read("validity.tsv")),
    )


def _post(row: dict[str, str]) -> Post:
    return Post(
        slug=row["slug"],
        label=row["label"],
        aliases=_list(row["aliases"]),
        body=row["body"],
        rank=row["rank"],
        source=row["source"],
    )


def _replaced(row: dict[str, str]) -> Replaced:
    return Replaced(key=row["key"], by=row["by"], date=_day(row["date"]), reason=row["reason"], source=row["source"])


def _validity(row: dict[str, str]) -> Validity:
    return Validity(**(row | {"since": _day(row["since"]), "as_of": _day(row["as_of"])}))  # type: ignore[arg-type]


def _unit(row: dict[str, str]) -> Unit:
    return Unit(
        slug=row["slug"],
        code=row["code"],
        epoch=row["epoch"],
        name=row["name"],
        kind=row["kind"],
        parent=row["parent"] or None,
        aliases=_list(row["aliases"]),
        successor=row["successor"] or None,
        source=row["source"],
    )


def _term(row: dict[str, str]) -> Term:
    return Term(
        body=row["body"],
        slug=row["term"],
        ordinal=row["ordinal"],
        opens=_date(row["opens"]),
        closes=_date(row["closes"]),
        source=row["source"],
    )


def _event(row: dict[str, str]) -> KnownEvent:
    return KnownEvent(
        slug=row["slug"],
        name=row["name"],
        aliases=_list(row["aliases"]),
        date=_day(row["date"]),
        source=row["source"],
    )


def _change(row: dict[str, str]) -> Change:
    return Change(
        slug=row["slug"],
        kind=row["kind"],
        date=_day(row["date"]),
        before=_pairs(row["before"]),
        after=_pairs(row["after"]),
        label=row["label"],
        source=row["source"],
    )


def _body(row: dict[str, str]) -> Body:
    return Body(
        slug=row["slug"],
        kind=BodyKind(row["kind"]),
        label=row["label"],
        aliases=_list(row["aliases"]),
        abbreviations=_list(row["abbreviations"]),
        parent=row["parent"] or None,
        place=row["place"] or None,
        owner=row["owner"] or None,
        successor=row["successor"] or None,
        codes=_pairs(row["codes"], "="),
        source=row["source"],
    )


def _instrument(row: dict[str, str]) -> Instrument:
    return Instrument(
        key=row["key"],
        type=row["type"],
        number=row["number"] or None,
        date=_date(row["date"]),
        issuer=row["issuer"],
        title=row["title"],
        aliases=_list(row["aliases"]),
        relations=_pairs(row["relations"]),
        status=row["status"],
        as_of=_date(row["as_of"]),
        source=row["source"],
    )


def templates() -> tuple[Template, ...]:
    """Return the names that mean a body of the place that is meant."""
    return tuple(
        Template(
            key=row["key"],
            slug=row["slug"],
            label=row["label"],
            kind=BodyKind(row["kind"]),
            level=row["level"],
            parent=row["parent"],
            owner=row["owner"],
            successor=row["successor"],
            aliases=_list(row["aliases"]),
        )
        for row in _shipped("templates.tsv")
    )


def abbreviations() -> tuple[tuple[str, str], ...]:
    """Return short forms and their meanings, longest first."""
    pairs = ((row["printed"], row["meaning"]) for row in _shipped("abbreviations.tsv"))
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def symbols() -> tuple[Symbol, ...]:
    """Return the organs' abbreviations inside numbers."""
    return tuple(Symbol(**row) for row in _shipped("symbols.tsv"))


def _shipped(name: str) -> tuple[dict[str, str], ...]:
    return FolderTable.read(shipped() / name).records()


def cells_of(row: Body | Unit | Instrument) -> tuple[str, ...]:
    """Return a typed row as the cells of its table."""
    if isinstance(row, Body):
        head = TABLES["bodies.tsv"]
    else:
        head = TABLES["units.tsv" if isinstance(row, Unit) else "instruments.tsv"]
    return tuple(_cell(name, getattr(row, name)) for name in head)


def _cell(name: str, value: object) -> str:
    if isinstance(value, tuple):
        mark = "=" if name == "codes" else ":"
        return "|".join(part if isinstance(part, str) else mark.join(part) for part in value)
    return "" if value is None else str(value)
