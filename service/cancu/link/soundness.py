"""Whether the tables of a registry folder are sound: canonical, closed, and true to the rules of identity.

Each fault says where, what, and which command or edit mends it. The tests and ``cancu registry check`` share it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cancu.errors import ResourceError
from cancu.link.cells import TABLES, FolderTable
from cancu.link.known import key_of
from cancu.link.registry import Registry
from cancu.link.types import validity_codes
from cancu.model import RelationKind
from cancu.vietnamese import slug

FORMAT = "cancu registry format"
"""Sorts rows, strips cells, drops doubled rows."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a table: ``row`` is the first cell of the row, empty where the whole table is meant."""

    table: str
    row: str
    what: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.table}: {self.row}" if self.row else self.table
        return f"{place}: {self.what} → {self.mend}"


def faults(tables: Sequence[FolderTable], registry: Registry | None = None) -> tuple[Fault, ...]:
    """Return what is wrong in tables as they are in files, and in the registry that was made of them."""
    found = [fault for table in tables for check in (_head, _order, _cells, _sources) for fault in check(table)]
    if registry is not None:
        found += [fault for check in _OF_THE_WHOLE for fault in check(registry)]
    return tuple(found)


def _head(table: FolderTable) -> Iterator[Fault]:
    wanted = TABLES.get(table.name)
    if wanted is None:
        yield Fault(table.name, "", "no table of the registry has this name", f"name it one of {', '.join(TABLES)}")
    elif table.head != wanted:
        yield Fault(table.name, "", f"columns are {' '.join(table.head)}", f"write the columns {' '.join(wanted)}")
    for row in table.rows:
        if len(row) != len(table.head):
            yield Fault(table.name, row[0], f"{len(row)} cells instead of {len(table.head)}", "part cells by one tab")


def _order(table: FolderTable) -> Iterator[Fault]:
    keys = [row[0] for row in table.rows]
    if keys != sorted(keys):
        yield Fault(table.name, "", "rows are not sorted by their first cell", FORMAT)
    for key, count in Counter(keys).items():
        if count > 1:
            alike = len({row for row in table.rows if row[0] == key}) == 1
            yield Fault(table.name, key, f"{count} rows of one key", FORMAT if alike else "make one row of them")


def _cells(table: FolderTable) -> Iterator[Fault]:
    for row in table.rows:
        if any(part != part.strip() for cell in row for part in cell.split("|")):
            yield Fault(table.name, row[0], "blanks at the ends of a cell", FORMAT)
        if any("" in cell.split("|") for cell in row if cell):
            yield Fault(table.name, row[0], "an empty value between bars", FORMAT)


def _sources(table: FolderTable) -> Iterator[Fault]:
    if "source" in table.head:
        place = table.head.index("source")
        for row in table.rows:
            if len(row) == len(table.head) and not row[place].strip():
                yield Fault(table.name, row[0], "no source", "say where the fact was read, or M")


def _bodies(registry: Registry) -> Iterator[Fault]:
    for body in registry.rows.bodies:
        for other in filter(None, (body.parent, body.owner, body.successor)):
            if other not in registry.bodies:
                yield Fault("bodies.tsv", body.slug, f"names {other}, which is not there", f"add a row {other}")
        if body.place and body.place not in registry.units:
            yield Fault("bodies.tsv", body.slug, f"lies in {body.place}, which is not there", "add it to units.tsv")
        if circle := _circle(body.slug, registry):
            yield Fault("bodies.tsv", body.slug, f"goes round in a circle: {circle}", "correct a parent")


def _circle(start: str, registry: Registry) -> str:
    seen = [start]
    while (body := registry.bodies.get(seen[-1])) and body.parent:
        if body.parent in seen:
            return " → ".join([*seen, body.parent])
        seen.append(body.parent)
    return ""


def _units(registry: Registry) -> Iterator[Fault]:
    codes = Counter((unit.epoch, unit.code) for unit in registry.rows.units)
    for unit in registry.rows.units:
        if codes[unit.epoch, unit.code] > 1:
            yield Fault("units.tsv", unit.slug, f"code {unit.code} of one list means two places", "correct a code")
        for other in filter(None, (unit.parent, unit.successor)):
            if other not in registry.units:
                yield Fault("units.tsv", unit.slug, f"names {other}, which is not there", f"add a row {other}")
        named = "-".join(filter(None, (slug(unit.name), unit.parent)))
        if unit.slug not in (named, f"{named}-{unit.code}"):
            yield Fault("units.tsv", unit.slug, "is not its name and its parent", f"write {named}")


def _terms(registry: Registry) -> Iterator[Fault]:
    for body, terms in registry.terms.items():
        if body not in registry.bodies:
            yield Fault("terms.tsv", body, "is no body", "add it to bodies.tsv")
        for one, after in pairwise(terms):
            if one.closes != after.opens:
                yield Fault("terms.tsv", f"{body}/{one.slug}", f"does not close when {after.slug} opens", "mend a day")


def _references(registry: Registry) -> Iterator[Fault]:
    keys = {template.key for template in registry.templates}
    cells = [("symbols.tsv", symbol.symbol, symbol.body) for symbol in registry.symbols.values()]
    cells += [("posts.tsv", post.slug, post.body) for post in registry.rows.posts]
    for template in registry.templates:
        for cell in (template.parent, template.owner, template.successor):
            cells += [("templates.tsv", template.key, part) for part in cell.split("/") if part]
    for table, row, cell in cells:
        where = registry.bodies if cell.startswith("=") else keys
        if cell.lstrip("=^") not in where:
            yield Fault(table, row, f"{cell} leads nowhere", "name a row of bodies.tsv (=slug) or of templates.tsv")


def _changes(registry: Registry) -> Iterator[Fault]:
    known = {"body": registry.bodies, "unit": registry.units}
    for change in registry.rows.changes:
        for table, name in (*change.before, *change.after):
            if name not in known.get(table, {}):
                yield Fault("changes.tsv", change.slug, f"{table}:{name} is not there", "add it, or correct the name")


def _instruments(registry: Registry) -> Iterator[Fault]:
    for known in registry.rows.instruments:
        if known.issuer not in registry.bodies:
            yield Fault("instruments.tsv", known.key, f"issuer {known.issuer} is not there", "add it to bodies.tsv")
            continue
        if not registry.types.named(known.type):
            yield Fault("instruments.tsv", known.key, f"no type {known.type}", "add it to ontology/vocab/type.ttl")
        right = key_of(known, registry)
        if known.number and known.key != right:
            yield Fault("instruments.tsv", known.key, "is not the key of its identity", f"write {right}")
        if not known.number and known.key.split("/")[:2] != [registry.owner(known.issuer), "name"]:
            yield Fault("instruments.tsv", known.key, "a document without a number goes by name", "write owner/name/…")
        if bool(known.status) != bool(known.as_of):
            yield Fault("instruments.tsv", known.key, "a status without its day", "fill as_of, or empty status")
        for kind, key in known.relations:
            if kind not in set(RelationKind) or key not in registry.instruments:
                yield Fault("instruments.tsv", known.key, f"{kind}:{key} leads nowhere", f"add a row {key}")


def _validity(registry: Registry) -> Iterator[Fault]:
    codes = validity_codes()
    for row in registry.rows.validity:
        if row.key not in registry.instruments:
            yield Fault("validity.tsv", row.key, "is no document that is known", "add it to instruments.tsv")
        if row.state not in codes:
            yield Fault("validity.tsv", row.key, f"no state {row.state}", f"write one of {', '.join(sorted(codes))}")


_OF_THE_WHOLE: tuple[Callable[[Registry], Iterator[Fault]], ...] = (
    _bodies,
    _units,
    _terms,
    _references,
    _changes,
    _instruments,
    _validity,
)


def mended(table: FolderTable) -> FolderTable:
    """Return the table with rows sorted, cells and values stripped, empty values and doubled rows left out."""
    rows = {tuple("|".join(filter(None, map(str.strip, cell.split("|")))) for cell in row) for row in table.rows}
    wrong = next((row for row in table.rows if len(row) != len(table.head)), None)
    if wrong is not None:
        raise ResourceError(
            f"dòng “{wrong[0]}” có {len(wrong)} ô thay vì {len(table.head)}.",
            f"the row “{wrong[0]}” has {len(wrong)} cells instead of {len(table.head)}.",
            where=table.name,
        )
    return FolderTable(table.name, table.comments, table.head, tuple(sorted(rows)))
