"""Which known documents a typed name means: all that is typed must fit, and a whole name wins over a part of one.

One rule for the store, the registry, the command line and HTTP. Not deciding is an answer: several stay several.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cancu.linked import KnownDocument
from cancu.query.typed import Asked, Types, asked, fits, is_short, is_year, special, told, words
from cancu.vietnamese import fold


@dataclass(frozen=True, slots=True)
class _Known:
    """A known document as words. ``names`` are its title and its other titles."""

    document: KnownDocument
    type: str
    serial: str | None
    years: frozenset[str]
    words: frozenset[str]
    title: frozenset[str]
    names: frozenset[frozenset[str]]


class Lookup:
    """The known documents, ready to be asked for by name."""

    def __init__(self, documents: Iterable[KnownDocument], types: Types, replaced: Mapping[str, str]) -> None:
        """``types`` reads words and short forms of types; ``replaced`` leads from former identifiers to later ones."""
        self._known = tuple(_known(document) for document in documents)
        self._by_iri = {one.document.iri: one.document for one in self._known}
        self._by_serial: dict[str, list[_Known]] = defaultdict(list)
        for one in self._known:
            if one.serial:
                self._by_serial[one.serial].append(one)
        self._by_word: dict[str, list[_Known]] = defaultdict(list)
        for one in self._known:
            for word in one.words:
                self._by_word[word].append(one)
        self._types = types
        self._replaced = replaced

    def documents(self, text: str) -> tuple[KnownDocument, ...]:
        """Return the documents that ``text`` may mean, the youngest first; an IRI or a key means itself.

        Every figure, type, ordinal, day and word that is typed must fit. Where the words are the whole name of some,
        those whose name only contains them are left out.
        """
        if own := self._by_iri.get(text.strip()):
            return (own,)
        if "/" in text and (keyed := [iri for iri in self._by_iri if iri.endswith(f"/id/doc/{text.strip()}")]):
            return tuple(self._by_iri[iri] for iri in keyed)
        wanted = asked(text, self._types)
        found = self._fitting(wanted) or self._fitting(_without_weak(wanted))
        if not found and not wanted.serial:
            untyped = asked(text, {})
            found = self._fitting(untyped) or self._fitting(_without_weak(untyped))
        return self._current(found)

    def near(self, text: str, limit: int = 5) -> tuple[KnownDocument, ...]:
        """Return documents that come close to ``text``: same serial, same type, words in common; the closest first."""
        wanted = asked(text, self._types)
        scored = [(_closeness(one, wanted), one.document) for one in self._known]
        best = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: (-pair[0], _youth(pair[1])))
        return self._current([document for _, document in best])[:limit]

    def _fitting(self, wanted: Asked) -> list[KnownDocument]:
        if wanted.is_empty:
            return []
        found = [one for one in self._possible(wanted) if _fits(one, wanted)]
        named = wanted.words | wanted.ordinals
        whole = [one for one in found if named and named in one.names]
        return sorted((one.document for one in whole or found), key=_youth)

    def _possible(self, wanted: Asked) -> Sequence[_Known]:
        """Return the shortest list that holds all that can fit: those of the serial, or of one of the words."""
        lists: list[Sequence[_Known]] = [self._by_word.get(ordinal, ()) for ordinal in wanted.ordinals]
        lists += [self._by_word.get(word, ()) for word in wanted.words if not is_short(word)]
        lists += [self._by_serial.get(wanted.serial, ())] if wanted.serial else []
        return min(lists, key=len, default=self._known)

    def _current(self, found: list[KnownDocument]) -> tuple[KnownDocument, ...]:
        """Leave out former identifiers of documents that are there under the later one."""
        iris = {document.iri for document in found}
        return tuple(document for document in found if self._replaced.get(document.iri) not in iris)


def _known(document: KnownDocument) -> _Known:
    parts = words(document.number or "")
    serial = parts[0] if parts and parts[0].isdigit() else None
    years = {part for part in parts[1:] if is_year(part)}
    if document.date:
        years.add(str(document.date.year))
    names = [name for name in (document.title, *document.aliases) if name]
    kind = fold(document.type or "")
    title = told(" ".join(names)) | frozenset(kind.split())
    own = " ".join(filter(None, (document.type, document.number, document.issuer, document.label)))
    return _Known(
        document=document,
        type=kind,
        serial=serial,
        years=frozenset(years),
        words=title | told(own) | _term(document.iri),
        title=title,
        names=frozenset(frozenset(told(_bare(name, kind))) for name in names),
    )


def _bare(name: str, kind: str) -> str:
    folded = fold(name)
    return folded.removeprefix(kind).strip() or folded


def _term(iri: str) -> frozenset[str]:
    """Return the ordinal of the term that the identifier of a document tells: ``…/tw/k13/nq/59`` → ``#13``."""
    found = re.search(r"/id/doc/[^/]+/(?:k|qh)0*(\d+)/", iri) or re.search(r"-k0*(\d+)$", iri)
    return frozenset({f"#{found[1]}"}) if found else frozenset()


def _fits(one: _Known, wanted: Asked) -> bool:
    if wanted.types and one.type not in wanted.types:
        return False
    date = one.document.date
    if wanted.day and (date is None or (date.year, date.month, date.day) != wanted.day):
        return False
    return wanted.ordinals <= one.words and fits(wanted.words, one.words) and _figures_fit(one, wanted)


def _figures_fit(one: _Known, wanted: Asked) -> bool:
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


def _closeness(one: _Known, wanted: Asked) -> float:
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
