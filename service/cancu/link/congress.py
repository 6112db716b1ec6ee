"""Resolutions of Party congresses, cited by the congress: “Nghị quyết Đại hội XVIII của Thành phố”.

Local congresses are known by body and period, because an ordinal may come twice: after a merger they count from I.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cancu.link.bodies import Bodies
from cancu.link.identity import Identity, name_key
from cancu.model import Citation
from cancu.vietnamese import fold, slug

_ORDINAL = re.compile(r"(?<!\w)(?:lần thứ\s+)?([IVXL]+)(?!\w)")
_PERIOD = re.compile(r"nhiệm kỳ\s+(\d{4})\s*[-–]\s*(\d{4})", re.I)
_SMALL = re.compile(r"^(?:dai bieu|dang bo|cua|lan thu|nhiem ky|tai|cac cap)\s+|^(?:cua)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Congress:
    """A congress and the key of its document: ``body`` is the slug of the congress, ``term`` where one is known."""

    key: str
    body: str
    ordinal: str | None
    term: str | None


def congress(citation: Citation, bodies: Bodies, identity: Identity) -> Congress | None:
    """Return the congress whose document is cited, None where the citation is none of these."""
    if citation.number or not _is_of_congress(citation):
        return None
    words = f"{citation.issuer or ''} {citation.text}"
    body = _body(citation, bodies)
    if body is None:
        return None
    owner = bodies.owner(body)
    ordinal = next(iter(_ORDINAL.findall(words)), None)
    term = _term(owner, ordinal, words, identity)
    which = term or (f"lan-thu-{ordinal.lower()}" if ordinal else None)
    kind = slug(citation.type or "nghi-quyet")
    return Congress(key=name_key(owner, f"{kind} dai hoi {which or ''}"), body=body, ordinal=ordinal, term=term)


def _is_of_congress(citation: Citation) -> bool:
    rest = fold(citation.text).removeprefix(fold(citation.type or "")).strip()
    return rest.startswith("dai hoi") or bool(re.match(r"[ivxl]+ cua dang$", rest))


def _body(citation: Citation, bodies: Bodies) -> str | None:
    """Return the congress: by its printed name where the citation has one, else by the words after “Đại hội”."""
    if citation.issuer and "hoi" in fold(citation.issuer).split():
        return bodies.issuer(citation.issuer)
    rest = fold(_PERIOD.sub(" ", _ORDINAL.sub(" ", citation.text)))
    rest = rest.removeprefix(fold(citation.type or "")).strip().removeprefix("dai hoi").strip()
    if rest.startswith("dai bieu toan quoc") or rest in {"cua dang", "toan quoc", "dang toan quoc", ""}:
        return "dh-tw"
    while (shorter := _SMALL.sub("", rest).strip()) != rest:
        rest = shorter
    return bodies.at("dh", rest)


def _term(owner: str, ordinal: str | None, words: str, identity: Identity) -> str | None:
    """Return the term: the period as printed, else the one of that ordinal where only one has it."""
    if period := _PERIOD.search(words):
        return f"nk{period[1]}-{period[2]}"
    fits = [term.slug for term in identity.terms(owner) if term.ordinal == ordinal]
    return fits[0] if len(fits) == 1 else None
