"""A known document as words: what the rules of ``lookup`` compare with what was typed; and where such are kept."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Protocol

from cancu.linked import KnownDocument
from cancu.query.typed import Asked, is_short, is_year, told, words
from cancu.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Known:
    """A known document as words. ``names`` are its title and its other titles."""

    document: KnownDocument
    type: str
    serial: str | None
    years: frozenset[str]
    words: frozenset[str]
    title: frozenset[str]
    names: frozenset[frozenset[str]]

    @classmethod
    def of(cls, document: KnownDocument) -> Known:
        """Take the names of a document apart."""
        parts = words(document.number or "")
        serial = parts[0] if parts and parts[0].isdigit() else None
        years = {part for part in parts[1:] if is_year(part)}
        if document.date:
            years.add(str(document.date.year))
        names = [name for name in (document.title, *document.aliases) if name]
        kind = fold(document.type or "")
        title = told(" ".join(names)) | frozenset(kind.split())
        own = " ".join(filter(None, (document.type, document.number, document.issuer, document.label)))
        return cls(
            document=document,
            type=kind,
            serial=serial,
            years=frozenset(years),
            words=title | told(own) | _term(document.iri),
            title=title,
            names=frozenset(frozenset(told(_bare(name, kind))) for name in names),
        )


class Pool(Protocol):
    """Where known documents are kept. What is given beyond what fits does no harm, what is held back is not found."""

    def by_iri(self, iri: str, /) -> KnownDocument | None:
        """Return the document of that identifier."""
        ...

    def by_key(self, key: str, /) -> Sequence[KnownDocument]:
        """Return the documents whose identifiers end in ``/id/doc/`` and ``key``."""
        ...

    def named(self, words: AbstractSet[str], /) -> Iterable[Known]:
        """Return those of which these are all the words of a name."""
        ...

    def possible(self, wanted: Asked, most: int, /) -> Iterable[Known]:
        """Return what ``wanted`` may mean, those of its serial with all its words, at least the ``most`` youngest."""
        ...

    def close(self, wanted: Asked, /) -> Iterable[Known]:
        """Return those that have most in common with ``wanted``, at least those of its serial."""
        ...

    def later(self, iris: Iterable[str], /) -> Mapping[str, str]:
        """Return the identifiers that took the places of some of these."""
        ...


class Listed:
    """Documents in memory, which are a ``Pool``."""

    def __init__(self, documents: Iterable[KnownDocument], replaced: Mapping[str, str]) -> None:
        """``replaced`` leads from former identifiers to later ones."""
        self._known = tuple(map(Known.of, documents))
        self._by_iri = {one.document.iri: one.document for one in self._known}
        self._by_serial: dict[str, list[Known]] = defaultdict(list)
        self._by_word: dict[str, list[Known]] = defaultdict(list)
        for one in self._known:
            if one.serial:
                self._by_serial[one.serial].append(one)
            for word in one.words:
                self._by_word[word].append(one)
        self._replaced = replaced

    def by_iri(self, iri: str) -> KnownDocument | None:
        """See ``Pool``."""
        return self._by_iri.get(iri)

    def by_key(self, key: str) -> Sequence[KnownDocument]:
        """See ``Pool``."""
        return [document for iri, document in self._by_iri.items() if iri.endswith(f"/id/doc/{key}")]

    def named(self, words: AbstractSet[str]) -> Sequence[Known]:
        """See ``Pool``."""
        return [one for one in self._known if words in one.names]

    def possible(self, wanted: Asked, _most: int) -> Sequence[Known]:
        """Return the shortest list that holds all that can fit: those of the serial, or of one of the words."""
        lists: list[Sequence[Known]] = [self._by_word.get(ordinal, ()) for ordinal in wanted.ordinals]
        lists += [self._by_word.get(word, ()) for word in wanted.words if not is_short(word)]
        lists += [self._by_serial.get(wanted.serial, ())] if wanted.serial else []
        return min(lists, key=len, default=self._known)

    def close(self, _wanted: Asked) -> Sequence[Known]:
        """Return all."""
        return self._known

    def later(self, iris: Iterable[str]) -> Mapping[str, str]:
        """See ``Pool``."""
        return {iri: self._replaced[iri] for iri in iris if iri in self._replaced}


def _bare(name: str, kind: str) -> str:
    folded = fold(name)
    return folded.removeprefix(kind).strip() or folded


def _term(iri: str) -> frozenset[str]:
    """Return the ordinal of the term that the identifier of a document tells: ``…/tw/k13/nq/59`` → ``#13``."""
    found = re.search(r"/id/doc/[^/]+/(?:k|qh)0*(\d+)/", iri) or re.search(r"-k0*(\d+)$", iri)
    return frozenset({f"#{found[1]}"}) if found else frozenset()
