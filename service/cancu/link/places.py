"""Where a document belongs: the place of its issuer, which tells what “Thành phố” and “phường” mean in it."""

from __future__ import annotations

from collections import Counter

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
    named = registry.places.ending(fold(issuer)) or registry.places.bare(fold(head.place or ""))
    if len(named) > 1:
        named = _in_named_province(named, record, registry)
    return registry.chain(named[0].slug) if len(named) == 1 else ()


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
