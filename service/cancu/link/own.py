"""What the document that was read is: its key and what it says of itself."""

from __future__ import annotations

from cancu.link import labels
from cancu.link.bodies import Bodies
from cancu.link.identity import UNKNOWN, Identity, blank_key, numbered_key, year_of
from cancu.link.numbers import Number, parse, parse_symbol, plain
from cancu.link.registry import Registry
from cancu.link.symbols import symbol_bodies
from cancu.linked import DocumentFacts, Family
from cancu.model import Header


def own_document(head: Header, registry: Registry, bodies: Bodies, sha256: str) -> DocumentFacts:
    """Return the document's identity by its header.

    Where even the title is unknown the digest of the file keeps two papers apart; where the issuer is one of several
    bodies of one name, number, title and signer do.
    """
    identity = Identity(registry, bodies)
    number = _number(head, registry)
    issuer = bodies.issuer(head.issuer)
    owner = identity.owner(number, issuer)
    segment = identity.type_segment(head.type, number)
    year = year_of(head.period) or year_of(head.title)
    series = identity.series(owner, number, head.date, year)
    certain = series[0] if len(series) == 1 else str(head.date.year if head.date else year or UNKNOWN)
    if head.number and number and len(series) == 1 and owner.is_certain:
        key = numbered_key(owner, certain, segment, number)
    else:
        signer = head.signer.name if head.signer and not owner.is_certain else None
        printed = plain(head.number).lstrip("0") if head.number else None
        words = " ".join(filter(None, (printed, head.title, signer))) or f"sha256 {sha256}"
        key = blank_key(owner, certain, segment, head.date or head.period or str(year or ""), words)
    kind = registry.types.named(head.type)
    body = bodies.get(issuer or owner.slug)
    return DocumentFacts(
        key=key,
        family=identity.family(number, head.type, owner) if head.type or number or issuer else Family.UNKNOWN,
        label=_label(head),
        type=head.type,
        type_code=kind.code if kind else None,
        number=head.number,
        date=head.date,
        issuer=body.slug if body else None,
        issuer_name=head.issuer or (body.label if body else None),
        title=head.title,
        symbol_bodies=symbol_bodies(number, issuer, registry, bodies),
    )


def _number(head: Header, registry: Registry) -> Number | None:
    known = registry.types.abbreviations
    if head.number:
        return parse(head.number, known)
    return parse_symbol(head.symbol, known) if head.symbol else None


def _label(head: Header) -> str:
    if head.number:
        return labels.label(head.type, head.number, head.date, head.issuer, head.title)
    kind = head.type or "Văn bản"
    whose = f" của {head.issuer}" if head.issuer else ""
    about = f": {labels.short(head.title)}" if head.title else ""
    return f"{kind} (chưa có số){whose}{about}"
