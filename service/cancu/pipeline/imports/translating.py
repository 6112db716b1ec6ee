"""Rows of somebody else's list as rows of the registry: identified by our rules, or refused with the reason.

Nothing is guessed: a row whose body, number or date does not decide what it is stays out and is told in the report.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cancu.link.bodies import Bodies
from cancu.link.identity import name_key
from cancu.link.known import key_of
from cancu.link.numbers import parse
from cancu.link.registry import Registry
from cancu.linked import Body, BodyKind, Instrument, RegistryRows, Unit
from cancu.model import RelationKind
from cancu.pipeline.imports.mapping import ListMapping
from cancu.pipeline.imports.sources import Row
from cancu.vietnamese import fold, slug, squeeze

_RELATIONS = {"replaces": "replaces", "amends": "amends"}
_KINDS = ("thành phố", "tỉnh", "phường", "đặc khu", "xã")


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that stays out: its place in the list (from 1), what it is about, and why, in two languages."""

    row: int
    about: str
    vi: str
    en: str

    def __str__(self) -> str:
        return f"{self.row}: {self.about}: {self.vi} / {self.en}"


class _RefusalError(ValueError):
    """Why a row is refused."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(vi, en)
        self.vi, self.en = vi, en


@dataclass(frozen=True, slots=True)
class Translated:
    """What a list says in our terms, and the rows that were refused."""

    bodies: tuple[Body, ...] = ()
    units: tuple[Unit, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    refused: tuple[Refused, ...] = ()


def translated(rows: Sequence[Row], mapping: ListMapping, registry: Registry) -> Translated:
    """Return what the rows say. ``registry`` tells what is known already, the list itself left out."""
    if mapping.table == "bodies":
        return _bodies(rows, mapping, registry)
    if mapping.table == "units":
        return _units(rows, mapping, registry)
    return _instruments(rows, mapping, registry)


# documents


def _instruments(rows: Sequence[Row], mapping: ListMapping, registry: Registry) -> Translated:
    bodies = Bodies(registry, ())
    issuers = {place: _issuer(row, bodies, registry) for place, row in enumerate(rows, 1)}
    minted = tuple(replace(body, source=mapping.title) for body in bodies.minted if body.kind is not BodyKind.OTHER)
    registry = registry.joined(RegistryRows(bodies=minted, units=(), terms=(), instruments=(), events=()))
    made: dict[int, Instrument] = {}
    refused = []
    for place, row in enumerate(rows, 1):
        try:
            made[place] = _instrument(row, issuers[place], mapping, registry)
        except _RefusalError as error:
            refused.append(Refused(place, row.get("number") or row.get("title", ""), error.vi, error.en))
    refused += _unlike(made)
    documents = {known.key: known for known in made.values()}
    for place, known in made.items():
        try:
            _relate(known.key, rows[place - 1], documents, registry)
        except _RefusalError as error:
            refused.append(Refused(place, known.key, error.vi, error.en))
    in_order = tuple(sorted(refused, key=lambda one: one.row))
    return Translated(bodies=minted, instruments=tuple(documents.values()), refused=in_order)


def _unlike(made: dict[int, Instrument]) -> list[Refused]:
    """Take out rows that differ and would be one document; which is right nobody says."""
    rows_of: dict[str, set[Instrument]] = defaultdict(set)
    for known in made.values():
        rows_of[known.key].add(known)
    wrong = [place for place, known in made.items() if len(rows_of[known.key]) > 1]
    why = ("hai dòng khác nhau cùng một định danh", "two unlike rows of one identity")
    return [Refused(place, made.pop(place).key, *why) for place in wrong]


def _instrument(row: Row, issuer: str | None, mapping: ListMapping, registry: Registry) -> Instrument:
    number = "".join(row["number"].split()) if row.get("number") else None
    parsed = parse(number, registry.types.abbreviations) if number else None
    if number and parsed is None:
        raise _RefusalError("số, ký hiệu không đúng dạng", "the number has no known form")
    kind = registry.types.named(row.get("type")) or (registry.types.short(parsed.type) if parsed else None)
    if kind is None:
        raise _RefusalError("không rõ tên loại", "the type is not known")
    if issuer is None or issuer not in registry.bodies:
        raise _RefusalError("không rõ cơ quan ban hành", "the issuing body is not known")
    known = Instrument(
        key="",
        type=kind.name,
        number=number,
        date=_date(row.get("date"), mapping),
        issuer=issuer,
        title=_untyped(row.get("title", ""), kind.name),
        aliases=_values(row.get("aliases")),
        status=row.get("status", ""),
        as_of=mapping.as_of if row.get("status") else None,
        source=mapping.title,
    )
    key = key_of(known, registry) if number else None
    if number and key is None:
        raise _RefusalError("số không đủ để xác định khi không có ngày", "without a date the number does not decide")
    return replace(known, key=key or name_key(registry.owner(issuer), f"{kind.name} {known.title}", known.date))


def _issuer(row: Row, bodies: Bodies, registry: Registry) -> str | None:
    """Return the body that the row names, else the one that the organ inside the number always means."""
    if row.get("issuer"):
        return bodies.issuer(row["issuer"].split("|")[0])
    parsed = parse("".join(row.get("number", "").split()), registry.types.abbreviations)
    symbol = registry.symbols.get(parsed.organ) if parsed else None
    return symbol.body[1:] if symbol and symbol.body.startswith("=") else None


def _date(text: str | None, mapping: ListMapping) -> dt.date | None:
    if not text:
        return None
    try:
        return dt.datetime.strptime(text, mapping.date_format).date()
    except ValueError as error:
        raise _RefusalError(f"ngày “{text}” sai dạng", f"the date “{text}” has another form") from error


def _untyped(title: str, kind: str) -> str:
    return title[len(kind) :].strip() if fold(title).startswith(f"{fold(kind)} ") else title


def _values(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in map(squeeze, (text or "").split("|")) if part)


def _relate(key: str, row: Row, documents: dict[str, Instrument], registry: Registry) -> None:
    """Add what the row says of other documents: it replaces, amends, or was replaced."""
    for field, kind in _RELATIONS.items():
        for number in _values(row.get(field)):
            _add(key, (kind, _named(number, documents, registry).key), documents, registry)
    for number in _values(row.get("replaced_by")):
        _add(_named(number, documents, registry).key, (str(RelationKind.REPLACES), key), documents, registry)


def _add(key: str, relation: tuple[str, str], documents: dict[str, Instrument], registry: Registry) -> None:
    known = documents.get(key) or replace(registry.instruments[key], relations=(), aliases=(), status="", as_of=None)
    documents[key] = replace(known, relations=tuple(sorted({*known.relations, relation})))


def _named(number: str, documents: dict[str, Instrument], registry: Registry) -> Instrument:
    plain = "".join(number.split())
    numbered = {one.key: one for one in (*registry.rows.instruments, *documents.values()) if one.number == plain}
    if len(numbered) != 1:
        told = ("chưa có trong sổ", "is not in the registry") if not numbered else ("có nhiều văn bản", "means several")
        raise _RefusalError(f"văn bản liên quan {number} {told[0]}", f"the related document {number} {told[1]}")
    return next(iter(numbered.values()))


# bodies


def _bodies(rows: Sequence[Row], mapping: ListMapping, registry: Registry) -> Translated:
    known = Bodies(registry, ())
    made: dict[str, Body] = {}
    by_code: dict[str, str] = {}
    refused = []
    for place, row in enumerate(rows, 1):
        if not row.get("name") or not row.get("code"):
            refused.append(Refused(place, row.get("name", ""), "thiếu mã hoặc tên", "code or name is missing"))
            continue
        found = known.agency(row["name"]).bodies
        if len(found) != 1 or found[0] in made:
            why = ("tên không chỉ đúng một cơ quan", "the name does not mean one body")
            refused.append(Refused(place, row["name"], *why))
            continue
        by_code[row["code"]] = found[0]
        made[found[0]] = _body(known.get(found[0]), row, mapping)
    for row in rows:
        own = by_code.get(row.get("code", ""))
        if own:
            made[own] = replace(
                made[own],
                parent=by_code.get(row.get("parent_code", "")) or made[own].parent,
                successor=by_code.get(row.get("successor_code", "")) or made[own].successor,
            )
    others = (body for body in known.minted if body.slug not in made)
    named = {body.parent for body in made.values()} | {body.owner for body in made.values()}
    extra = tuple(replace(body, source=mapping.title) for body in others if body.slug in named)
    return Translated(bodies=(*made.values(), *extra), refused=tuple(refused))


def _body(found: Body | None, row: Row, mapping: ListMapping) -> Body:
    body = found or Body(slug=slug(row["name"]), kind=BodyKind.OTHER, label=row["name"])
    names = tuple(name for name in (row["name"], *_values(row.get("aliases"))) if name != body.label)
    kind = BodyKind.PUBLIC if body.kind is BodyKind.OTHER else body.kind
    return replace(body, kind=kind, aliases=names, codes=((mapping.name, row["code"]),), source=mapping.title)


# places


def _units(rows: Sequence[Row], mapping: ListMapping, registry: Registry) -> Translated:
    epoch = mapping.as_of.isoformat()
    known = {unit.code: unit.slug for unit in registry.units.values() if unit.epoch == epoch}
    slugs: dict[str, str] = {}
    made, refused = [], []
    for place, row in sorted(enumerate(rows, 1), key=lambda pair: bool(pair[1].get("parent_code"))):
        kind, name = _kind(row)
        above = row.get("parent_code")
        parent = slugs.get(above or "") or known.get(above or "")
        if not kind or (above and not parent) or not row.get("code"):
            refused.append(
                Refused(place, row.get("name", ""), "thiếu mã, loại hoặc cấp trên", "code, kind or parent is missing")
            )
            continue
        slugs[row["code"]] = known.get(row["code"]) or "-".join(filter(None, (slug(name), parent)))
        made.append(
            Unit(
                slug=slugs[row["code"]],
                code=row["code"],
                epoch=epoch,
                name=name,
                kind=kind,
                parent=parent,
                source=mapping.title,
            )
        )
    count = Counter(unit.slug for unit in made)
    apart = (replace(unit, slug=f"{unit.slug}-{unit.code}") if count[unit.slug] > 1 else unit for unit in made)
    return Translated(units=tuple(apart), refused=tuple(sorted(refused, key=lambda one: one.row)))


def _kind(row: Row) -> tuple[str, str]:
    name = squeeze(row.get("name", ""))
    told = row.get("kind", "").lower() or next((kind for kind in _KINDS if name.lower().startswith(f"{kind} ")), "")
    bare = name[len(told) :].strip() if told and name.lower().startswith(f"{told} ") else name
    return (told if told in _KINDS else "", bare)
