"""Keys of documents: who numbers, in which series, what type, which number.

A number alone identifies nothing. State numbers run by body, type and year (Nghị định 30/2020/NĐ-CP, Phụ lục I),
normative ones carry the year inside and run apart, Party numbers run by body, type and congress term (Hướng dẫn
36-HD/VPTW).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cancu.link.bodies import Bodies
from cancu.link.gazetteer import TODAY
from cancu.link.numbers import Number
from cancu.link.registry import Registry
from cancu.linked import BodyKind, Family, Term
from cancu.vietnamese import fold, slug

UNKNOWN = "_"

_CONGRESS_EVERY = 5
_NAME_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who numbers a document: the body's part of the key, and by which order (state, party, legislature).

    ``is_certain`` is False where the words do not tell one body: then number and series decide nothing.
    """

    slug: str
    order: str
    is_certain: bool = True


class Identity:
    """The rules of identity for one document and what it cites."""

    def __init__(self, registry: Registry, bodies: Bodies) -> None:
        self._registry = registry
        self._bodies = bodies

    def owner(self, number: Number | None, issuer: str | None) -> Owner:
        """Return who numbers: what the organ inside the number says, else the issuer (a slug)."""
        found = self._owner(number, issuer)
        is_joint = number is not None and number.is_joint
        is_certain = self._all_known(number.organs) if is_joint and number else self.is_one_body(found.slug)
        return replace(found, is_certain=is_certain)

    def _all_known(self, organs: tuple[str, ...]) -> bool:
        return all(organ in self._registry.symbols for organ in organs)

    def is_one_body(self, slug_: str) -> bool:
        """Tell whether a slug means one body: a known one, or one of a known sort at one place."""
        if slug_ in self._registry.bodies:
            return True
        body = self._bodies.get(slug_)
        unsure = (BodyKind.OTHER, BodyKind.GROUP)
        return body is not None and body.kind not in unsure and not self._bodies.is_somewhere(slug_)

    def _owner(self, number: Number | None, issuer: str | None) -> Owner:
        body = self._bodies.get(issuer) if issuer else None
        own = self._bodies.owner(issuer) if issuer else None
        order = "party" if body and body.kind is BodyKind.PARTY else "state"
        if number is None or not number.organ:
            return Owner(slug=own or UNKNOWN, order=order)
        if number.is_joint:
            return Owner(slug=slug(" ".join(number.organs)), order="state")
        symbol = self._registry.symbols.get(number.organ)
        if symbol is None:
            return Owner(slug=own or slug(number.organ), order=order)
        if symbol.body.startswith("="):
            return Owner(slug=symbol.body[1:], order=symbol.order)
        if own is None or body is None or body.kind is BodyKind.GROUP:
            own = self._bodies.of_template(symbol.body)
        return Owner(slug=own or UNKNOWN, order=symbol.order)

    def series(self, owner: Owner, number: Number | None, date: dt.date | None, year: int | None) -> tuple[str, ...]:
        """Return the series that a document may belong to: one where that is certain, none where nothing tells."""
        if self._was_another_body(owner.slug, date, year or (number.year if number else None)):
            return ()
        if number and number.legislature is not None:
            plain = f"{slug(number.organ)}{number.legislature}"
            return (plain if number.year else f"{plain}-ca-biet",)
        if number and number.year:
            return (f"qppl-{number.year}",)
        if owner.order == "party":
            return self._term_series(owner.slug, date, date.year if date else year)
        known_year = date.year if date else year
        return (str(known_year),) if known_year else ()

    def term_series(self, owner: Owner, ordinal: str) -> tuple[str, ...]:
        """Return the series of the term that “khóa IX” names."""
        return tuple(term.slug for term in self.terms(owner.slug) if term.ordinal == ordinal)

    def terms(self, own: str) -> tuple[Term, ...]:
        """Return the terms of a body, or of the committee of the same place that it serves."""
        place, seen = self._place(own), set[str]()
        while own and own not in seen and self._place(own) == place:
            seen.add(own)
            owner = self._bodies.owner(own)
            if owner in self._registry.terms:
                return self._registry.terms[owner]
            body = self._bodies.get(own)
            own = (body.parent if body else None) or ""
        return ()

    def _was_another_body(self, own: str, date: dt.date | None, year: int | None) -> bool:
        """Tell whether a paper is of a body of this name before the place was made anew on 01/7/2025.

        Communes of before are other places of one name; provinces that took others in began a new run in that year.
        """
        unit = self._registry.units.get(self._place(own) or "")
        if unit is None or unit.epoch != TODAY or (unit.parent is None and unit.slug not in self._registry.merged):
            return False
        made = dt.date.fromisoformat(unit.epoch)
        is_before = date < made if date else year is not None and year <= made.year
        return is_before and (unit.parent is not None or (date.year if date else year) == made.year)

    def _place(self, own: str) -> str | None:
        body = self._bodies.get(own)
        return body.place if body else None

    def _term_series(self, own: str, date: dt.date | None, year: int | None) -> tuple[str, ...]:
        terms = self.terms(own) or (self._registry.terms["tw"] if self._is_central(own) else ())
        if terms and date:
            return tuple(term.slug for term in terms if _may_hold(term, date))
        if terms and year:
            first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
            return tuple(term.slug for term in _holding(terms, first, last))
        return _usual_term(year) if year else ()

    def _is_central(self, own: str) -> bool:
        body = self._registry.bodies.get(own)
        return body is not None and body.kind is BodyKind.PARTY and body.place is None

    def family(self, number: Number | None, type_word: str | None, owner: Owner) -> Family:
        """Return which rules of form a document follows."""
        kind = self._registry.types.named(type_word)
        if number and number.year:
            return Family.NORMATIVE
        if kind and kind.families == {Family.NORMATIVE}:
            return Family.NORMATIVE
        if owner.order == "party":
            return Family.PARTY
        if owner.slug != UNKNOWN:
            return Family.ADMINISTRATIVE
        return next(iter(kind.families)) if kind and len(kind.families) == 1 else Family.UNKNOWN

    def type_segment(self, type_word: str | None, number: Number | None) -> str:
        """Return the type's part of a key; a number without a type is a dispatch, of a legislature a law."""
        segment = self._registry.types.segment(type_word, number.type if number else None)
        if segment:
            return segment
        return "luat" if number and number.legislature is not None else "cv"


def numbered_key(owner: Owner, series: str, segment: str, number: Number) -> str:
    """Return the key of a document whose number is known."""
    return f"{owner.slug}/{series}/{segment}/{number.serial}"


def blank_key(owner: Owner, series: str, segment: str, when: dt.date | str | None, title: str | None) -> str:
    """Return the key of a document whose number is blank: its date or year and a digest of what it says of itself.

    The file is not part of it, so that a new scan of the same paper gives the same key.
    """
    day = when.isoformat() if isinstance(when, dt.date) else slug(when or "")
    digest = _digest(segment, owner.slug, series, fold(title or ""), day)
    return f"{owner.slug}/{series}/{segment}/_/{day or 'khong-ngay'}-{digest}"


def unplaced_key(owner: Owner, segment: str, number: Number, words: str) -> str:
    """Return the key of a number that nothing puts into a series; ``words`` keep its like apart."""
    return (
        f"{owner.slug}/{UNKNOWN}/{segment}/{number.serial}-{_digest(owner.slug, segment, number.serial, fold(words))}"
    )


def name_key(owner: str, name: str, when: dt.date | int | None = None) -> str:
    """Return the key of a document known by its name only (``qh/name/luat-thu-do``)."""
    whole = "-".join(filter(None, (slug(name), str(when) if when else "")))
    if len(whole) > _NAME_LENGTH:
        whole = f"{whole[:_NAME_LENGTH].rsplit('-', 1)[0]}-{_digest(whole)}"
    return f"{owner}/name/{whole}"


def year_of(text: str | None) -> int | None:
    """Return the first year printed in ``text``."""
    found = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text or "")
    return int(found[0]) if found else None


def _may_hold(term: Term, date: dt.date) -> bool:
    """Tell whether a document of that day may belong to the term; the closing day belongs to both."""
    return (term.opens is None or term.opens <= date) and (term.closes is None or date <= term.closes)


def _holding(terms: tuple[Term, ...], first: dt.date, last: dt.date) -> Iterator[Term]:
    for term in terms:
        if (term.opens is None or term.opens <= last) and (term.closes is None or first <= term.closes):
            yield term


def _usual_term(year: int) -> tuple[str, ...]:
    """Local terms run between years divisible by five; in such a year the congress may be before or after."""
    start = year - year % _CONGRESS_EVERY
    return (f"nk{start}-{start + _CONGRESS_EVERY}",) if year != start else ()


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:10]
