"""The shipped tables of ``data/registry`` as typed rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from cancu import resources
from cancu.errors import ResourceError
from cancu.linked import Body, BodyKind, Instrument, KnownEvent, RegistryRows, Term, Unit

FOLDER = ("data", "registry")


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
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbol:
    """An organ's abbreviation inside numbers: ``order`` is state, party or legislature."""

    symbol: str
    order: str
    body: str


def _rows(name: str) -> tuple[dict[str, str], ...]:
    return resources.table(*FOLDER, name)


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
        raise ResourceError("Thiếu ngày trong bảng sự kiện.", "a day is missing in the table of events.")
    return day


def _relations(cell: str) -> tuple[tuple[str, str], ...]:
    pairs = (part.partition(":") for part in _list(cell))
    return tuple((kind, key) for kind, _, key in pairs)


def rows() -> RegistryRows:
    """Return all rows of the registry. Raises ResourceError where a cell is malformed."""
    return RegistryRows(
        bodies=tuple(_body(row) for row in _rows("bodies.tsv")),
        units=tuple(
            Unit(**{**row, "parent": row["parent"] or None})  # type: ignore[arg-type]
            for row in _rows("units.tsv")
        ),
        terms=tuple(
            Term(
                body=row["body"],
                slug=row["term"],
                ordinal=row["ordinal"],
                opens=_date(row["opens"]),
                closes=_date(row["closes"]),
                source=row["source"],
            )
            for row in _rows("terms.tsv")
        ),
        instruments=tuple(_instrument(row) for row in _rows("instruments.tsv")),
        events=tuple(
            KnownEvent(
                slug=row["slug"],
                name=row["name"],
                aliases=_list(row["aliases"]),
                date=_day(row["date"]),
                source=row["source"],
            )
            for row in _rows("events.tsv")
        ),
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
        relations=_relations(row["relations"]),
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
            aliases=_list(row["aliases"]),
        )
        for row in _rows("templates.tsv")
    )


def abbreviations() -> tuple[tuple[str, str], ...]:
    """Return short forms and their meanings, longest first."""
    pairs = ((row["printed"], row["meaning"]) for row in _rows("abbreviations.tsv"))
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def symbols() -> tuple[Symbol, ...]:
    """Return the organs' abbreviations inside numbers."""
    return tuple(Symbol(**row) for row in _rows("symbols.tsv"))
