"""Which bodies the abbreviation of the organ inside a number may stand for: 29/KH-UBND, 45-CT/TU, 173/QĐ-TTg."""

from __future__ import annotations

from cancu.link.bodies import Bodies
from cancu.link.numbers import Number
from cancu.link.registry import Registry


def symbol_bodies(number: Number | None, issuer: str | None, registry: Registry, bodies: Bodies) -> tuple[str, ...]:
    """Return the bodies (slugs) that the organ of ``number`` may stand for, none where nobody knows.

    A sort of body (UBND, TU) is understood at the place of ``issuer``, or at the place above it that has such bodies.
    With a body come those that use its numbers: …/TW is of the Central Committee, the Politburo and the Secretariat
    alike (Hướng dẫn 36-HD/VPTW, II.1.3).
    """
    if number is None or number.is_joint:
        return ()
    symbol = registry.symbols.get(number.organ)
    if symbol is None:
        return ()
    if symbol.body.startswith("="):
        own: str | None = symbol.body[1:]
    else:
        body = bodies.get(issuer) if issuer else None
        own = bodies.placed(symbol.body, body.place) if body and body.place else None
    if own is None:
        return ()
    return (own, *sorted(known.slug for known in registry.rows.bodies if known.owner == own and known.slug != own))
