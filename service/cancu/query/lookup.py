"""Which known documents a typed name means: all that is typed must fit, and a whole name wins over a part of one.

One rule for the store, the registry, the command line and HTTP. Not deciding is an answer: several stay several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cancu.linked import KnownDocument
from cancu.query.known import Known, Pool
from cancu.query.typed import Asked, Types, asked, fits, is_year, special

POSSIBLE = 2000
"""Documents that a name is held against: who types “kế hoạch” alone is shown the youngest."""


class Lookup:
    """Rules over known documents."""

    def __init__(self, pool: Pool, types: Types) -> None:
        """``types`` reads words and short forms of types."""
        self._pool = pool
        self._types = types

    def documents(self, text: str, most: int = POSSIBLE) -> tuple[KnownDocument, ...]:
        """Return the documents that ``text`` may mean, the youngest first; an IRI or a key means itself.

        Every figure, type, ordinal, day and word that is typed must fit. Where the words are the whole name of some,
        those whose name only contains them are left out. Otherwise it is held against the ``most`` youngest.
        """
        if own := self._pool.by_iri(text.strip()):
            return (own,)
        if "/" in text and (keyed := self._pool.by_key(text.strip())):
            return tuple(keyed)
        wanted = asked(text, self._types)
        found = self._fitting(wanted, most) or self._fitting(_without_weak(wanted), most)
        if not found and not wanted.serial:
            untyped = asked(text, {})
            found = self._fitting(untyped, most) or self._fitting(_without_weak(untyped), most)
        return self._current(found)

    def near(self, text: str, limit: int = 5) -> tuple[KnownDocument, ...]:
        """Return documents that come close to ``text``: same serial, same type, words in common; the closest first."""
        wanted = asked(text, self._types)
        scored = [(_closeness(one, wanted), one.document) for one in self._pool.close(wanted)]
        best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], _youth(pair[1])))
        return self._current([document for _, document in best])[:limit]

    def _fitting(self, wanted: Asked, most: int) -> list[KnownDocument]:
        if wanted.is_empty:
            return []
        named = wanted.words | wanted.ordinals
        whole = [one for one in self._pool.named(named) if _fits(one, wanted)] if named else []
        found = whole or [one for one in self._pool.possible(wanted, most) if _fits(one, wanted)]
        return sorted((one.document for one in found), key=_youth)

    def _current(self, found: Sequence[KnownDocument]) -> tuple[KnownDocument, ...]:
        """Leave out former identifiers of documents that are there under the later one."""
        iris = {document.iri for document in found}
        later = self._pool.later(iris)
        return tuple(document for document in found if later.get(document.iri) not in iris)


def _fits(one: Known, wanted: Asked) -> bool:
    if wanted.types and one.type not in wanted.types:
        return False
    date = one.document.date
    if wanted.day and (date is None or (date.year, date.month, date.day) != wanted.day):
        return False
    return wanted.ordinals <= one.words and fits(wanted.words, one.words) and _figures_fit(one, wanted)


def _figures_fit(one: Known, wanted: Asked) -> bool:
    """Figures are the serial, a year of the document, or words of its title; a year beside a serial is its own."""
    if wanted.serial and wanted.serial != one.serial:
        return False
    years = one.years if wanted.serial and one.years else one.years | one.words
    loose = one.words | one.years | ({one.serial} if one.serial else set())
    return wanted.years <= years and all(
        word in (years if is_year(word) and wanted.serial else loose) for word in wanted.figures
    )


def _without_weak(wanted: Asked) -> Asked:
    return replace(wanted, words=wanted.words - special("weak"))


def _closeness(one: Known, wanted: Asked) -> float:
    """Return how much fits: serials weigh more than a word, a type in common is not close by itself."""
    figures = wanted.figures | wanted.years | ({wanted.serial} if wanted.serial else set())
    is_type = bool(wanted.types and one.type in wanted.types)
    same = 2.0 * (one.serial in figures) + 0.5 * (is_type and _is_slip(wanted.serial, one.serial))
    same += len(wanted.words & one.title) + len(figures & one.years) / 2 + len(wanted.ordinals & one.words)
    same += len(wanted.words & (one.words - one.title)) / 2
    return same + is_type / 4 if same else 0.0


def _is_slip(typed: str | None, serial: str | None) -> bool:
    """Tell whether two serials differ in one digit, as when a finger slips."""
    if not typed or not serial or len(typed) != len(serial):
        return False
    return sum(one != other for one, other in zip(typed, serial, strict=True)) == 1


def _youth(document: KnownDocument) -> tuple[int, str]:
    return (-(document.date.toordinal() if document.date else 0), document.iri)
