"""Where a document belongs: the place of its issuer, which tells what “Thành phố” and “phường” mean in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cancu.link.bodies import Bodies
from cancu.link.names import expand
from cancu.link.registry import PROVINCES, Registry
from cancu.linked import Unit
from cancu.model import Record, Role
from cancu.vietnamese import fold


def context(record: Record, registry: Registry) -> tuple[Unit, ...]:
    """Return the place of the issuer and those above it, innermost first; empty where nothing tells.

    Where several places bear the name (Hưng Đạo is three), the one in the province that the record names most counts,
    names in its legal basis first.
    """
    head = record.document
    if _is_central(head.issuer, registry):
        return ()
    issuer = expand(head.issuer or "", registry.abbreviations)
    named = _ending(fold(issuer), registry) or _bare(fold(head.place or ""), registry)
    if len(named) > 1:
        named = _in_named_province(named, record, registry)
    return registry.chain(named[0].slug) if len(named) == 1 else ()


def _is_central(issuer: str | None, registry: Registry) -> bool:
    """Tell whether the issuer is a known body of no place; Hà Nội before its date is the seat, not the place."""
    known = registry.bodies.get(Bodies(registry, ()).issuer(issuer) or "")
    return known is not None and known.place is None


def _ending(name: str, registry: Registry) -> tuple[Unit, ...]:
    """Return the units that a name ends with, those whose kind is printed too before the others."""
    padded = f" {name}"
    full = [unit for unit in registry.units.values() if padded.endswith(f" {fold(unit.kind)} {fold(unit.name)}")]
    bare = [unit for unit in registry.units.values() if padded.endswith(f" {fold(unit.name)}")]
    return tuple(full) or _longest(bare)


def _longest(units: Iterable[Unit]) -> tuple[Unit, ...]:
    found = sorted(units, key=lambda unit: -len(unit.name))
    return tuple(unit for unit in found if len(unit.name) == len(found[0].name))


def _bare(name: str, registry: Registry) -> tuple[Unit, ...]:
    return tuple(unit for unit in registry.units.values() if name and fold(unit.name) == name)


def _in_named_province(units: tuple[Unit, ...], record: Record, registry: Registry) -> tuple[Unit, ...]:
    for roles in ({Role.BASIS}, set(Role)):
        words = [
            fold(" ".join(filter(None, (citation.text, citation.issuer))))
            for citation in record.citations
            if citation.role in roles
        ]
        counts = Counter(
            unit.slug
            for unit in units
            for text in words
            for place in registry.chain(unit.slug)
            if place.kind in PROVINCES and f" {fold(place.name)} " in f" {text} "
        )
        best = counts.most_common(2)
        if best and (len(best) == 1 or best[0][1] > best[1][1]):
            return (registry.units[best[0][0]],)
    return units
