"""Lists of others, imported into folders of their own: read, and joined with the shipped registry for linking.

``<folder>/<source>/`` holds tables of the registry's form and ``source.json``, which says where they come from. Where a
list and the shipped tables speak of one thing, ours stays and what it lacks is added; of two statuses the later counts.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from cancu.errors import ResourceError
from cancu.link import tables
from cancu.linked import Body, Instrument, RegistryRows, Unit
from cancu.registered import Source

ABOUT = "source.json"


@dataclass(frozen=True, slots=True)
class Import:
    """The rows of one imported list."""

    source: Source
    rows: RegistryRows


def imports(folder: Path | None) -> tuple[Import, ...]:
    """Return the imported lists below ``folder`` by name; none where there is no such folder.

    Raises ResourceError where one is malformed.
    """
    if folder is None or not folder.is_dir():
        return ()
    found = sorted(path.parent for path in folder.glob(f"*/{ABOUT}"))
    return tuple(Import(read_source(path / ABOUT), tables.rows(path)) for path in found)


def read_source(path: Path) -> Source:
    """Return what is told of an imported list. Raises ResourceError where the file is malformed."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return Source(**{**told, "as_of": dt.date.fromisoformat(told["as_of"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ResourceError(
            f"không hiểu nguồn của danh mục này ({error}).",
            f"the source of this list is not understood ({error}).",
            where=str(path),
        ) from error


def written(source: Source) -> str:
    """Return what ``read_source`` reads."""
    return json.dumps(asdict(source), ensure_ascii=False, indent=2, default=str) + "\n"


def joined(rows: RegistryRows, lists: Iterable[Import]) -> RegistryRows:
    """Return ``rows`` with the facts of imported lists added."""
    bodies = {body.slug: body for body in rows.bodies}
    units = {unit.slug: unit for unit in rows.units}
    documents = {known.key: known for known in rows.instruments}
    for one in lists:
        for body in one.rows.bodies:
            bodies[body.slug] = _body(bodies.get(body.slug), body)
        for unit in one.rows.units:
            units[unit.slug] = _unit(units.get(unit.slug), unit)
        for known in one.rows.instruments:
            documents[known.key] = _instrument(documents.get(known.key), known)
    return replace(
        rows, bodies=tuple(bodies.values()), units=tuple(units.values()), instruments=tuple(documents.values())
    )


def _body(ours: Body | None, theirs: Body) -> Body:
    if ours is None:
        return theirs
    names = (*ours.aliases, *(name for name in (theirs.label, *theirs.aliases) if name != ours.label))
    return replace(
        ours,
        aliases=_once(names),
        abbreviations=_once((*ours.abbreviations, *theirs.abbreviations)),
        codes=tuple(dict.fromkeys((*ours.codes, *theirs.codes))),
        parent=ours.parent or theirs.parent,
        successor=ours.successor or theirs.successor,
    )


def _unit(ours: Unit | None, theirs: Unit) -> Unit:
    return theirs if ours is None else replace(ours, aliases=_once((*ours.aliases, *theirs.aliases)))


def _instrument(ours: Instrument | None, theirs: Instrument) -> Instrument:
    if ours is None:
        return theirs
    is_later = theirs.as_of is not None and (ours.as_of is None or theirs.as_of > ours.as_of)
    names = (*ours.aliases, *(name for name in (theirs.title, *theirs.aliases) if name and name != ours.title))
    return replace(
        ours,
        date=ours.date or theirs.date,
        aliases=_once(names),
        relations=tuple(dict.fromkeys((*ours.relations, *theirs.relations))),
        status=theirs.status if is_later else ours.status,
        as_of=theirs.as_of if is_later else ours.as_of,
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
