"""Where a document belongs: the place of its issuer, which tells what “Thành phố” and “phường” mean in it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from cancu.link.bodies import Bodies
from cancu.link.names import expand
from cancu.link.registry import PROVINCES, Registry
from cancu.linked import Unit
from cancu.model import Header, Record, Role
from cancu.vietnamese import fold

COMMUNES = ("xa", "phuong", "dac khu")
"""Kinds of today's units below a province, folded."""


def context(record: Record, registry: Registry) -> tuple[Unit, ...]:
    """Return the place of the issuer and those above it, innermost first; empty where nothing tells."""
    named = possible(record, registry)
    return registry.chain(named[0].slug) if len(named) == 1 else ()


def possible(record: Record, registry: Registry) -> tuple[Unit, ...]:
    """Return the places that the issuer's name, else the printed place may mean.

    Where several bear the name (Hưng Đạo is three), the one in the province that the record names most counts, names in
    its legal basis first; where nothing tells they are all returned.
    """
    head = record.document
    if _is_central(head.issuer, registry):
        return ()
    issuer = expand(head.issuer or "", registry.abbreviations)
    named = registry.places.ending(fold(issuer)) or registry.places.bare(fold(head.place or ""))
    return _in_named_province(named, record, registry) if len(named) > 1 else named


def printed(head: Header, chain: Sequence[Unit], registry: Registry) -> Unit | None:
    """Return the unit that the place beside the date names, None where nothing tells of one.

    It lies among ``chain``, the places of the issuer, or in the innermost province of these; a name that today's
    communes bear means the old unit of that name before they were made.
    """
    words = fold(head.place or "")
    if not words:
        return None
    own = next((unit for unit in chain if words in {fold(unit.name), fold(f"{unit.kind} {unit.name}")}), None)
    known = (own,) if own else registry.places.bare(words) or registry.places.full(words)
    former = next((unit for unit in known if unit.successor), None)
    if former is None or _is_before(head.date, registry.units[former.successor or ""]):
        return (own or former) or _one(_today(words, {unit.slug for unit in chain[-1:]}, registry)) or _one(known)
    return _one(_today(words, {former.successor or ""}, registry)) or former


def _today(words: str, provinces: set[str], registry: Registry) -> tuple[Unit, ...]:
    """Return the communes of these provinces that folded ``words`` name, with or without their kind."""
    named = (unit for kind in ("", *COMMUNES) for unit in registry.places.full(f"{kind} {words}".strip()))
    return tuple({unit.slug: unit for unit in named if unit.parent in provinces}.values())


def _is_before(date: dt.date | None, unit: Unit) -> bool:
    return date is not None and date < dt.date.fromisoformat(unit.epoch)


def _one(units: Sequence[Unit]) -> Unit | None:
    return units[0] if len(units) == 1 else None


def _is_central(issuer: str | None, registry: Registry) -> bool:
    """Tell whether the issuer is a known body of no place; Hà Nội before its date is the seat, not the place."""
    known = registry.bodies.get(Bodies(registry, ()).issuer(issuer) or "")
    return known is not None and known.place is None


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
