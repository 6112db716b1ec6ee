"""Search over everything as it is typed: documents, bodies, duties, reports, events, citations, headings, in groups."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from cancu.errors import ParameterError
from cancu.query import Match
from cancu.query.index import KINDS, Hit
from cancu.query.typed import words
from cancu.serve.service import Service
from cancu.vietnamese import fold

GROUPS = ("document", "reference", "body", *KINDS)
"""Kinds of things in the order in which they are shown; a reference is a document that is only known to others."""
_WORD = re.compile(r"\w+")
_DOCUMENT = "doc/"
_MOST = 100
"""Documents or bodies that what is typed is held against."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a result: where it leads, its name with the typed words marked, and what stands beside it."""

    iri: str
    name: Markup
    beside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; ``total`` counts what is not shown, too."""

    kind: str
    total: int
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All that was found, and the names that come close where nothing was."""

    groups: tuple[Group, ...]
    near: tuple[Match, ...]
    is_whole: bool

    @property
    def total(self) -> int:
        """How many things were found."""
        return sum(group.total for group in self.groups)


def search(service: Service, typed: str, *, kind: str = "", most: int = 8) -> Results:
    """Return what ``typed`` finds, at most so many of each kind, or of one kind alone. Raises ParameterError."""
    if kind and kind not in GROUPS:
        names = ", ".join(GROUPS)
        raise ParameterError(f"Chỉ có: {names}.", f"there is only: {names}.", where="kind")
    found = service.index.find(typed, most, kind)
    lines: dict[str, list[Match | Hit]] = {name: [] for name in GROUPS}
    for name, match in _named(service, typed):
        lines[name].append(match)
    for hit in found.hits:
        lines[hit.kind].append(hit)
    begin = fold(typed)
    lines["body"].sort(key=lambda one: not fold(one.label).startswith(begin))
    is_body = any(fold(one.label).startswith(begin) for one in lines["body"][:1])
    order = sorted(GROUPS, key=lambda name: not (is_body and name == "body"))
    groups = tuple(
        Group(name, found.totals.get(name, len(lines[name])), tuple(_item(one, typed) for one in lines[name][:most]))
        for name in order
        if lines[name] and kind in {"", name}
    )
    near = () if groups else service.finder.near(typed)
    return Results(groups, near, found.is_whole)


def _named(service: Service, typed: str) -> Iterable[tuple[str, Match]]:
    """Yield documents and bodies: first what the whole of the words means, then what has them in its name."""
    found = {match.iri: match for match in (*service.finder.things(typed, _MOST), *service.finder.search(typed))}
    documents = [iri for iri in found if (service.path(iri) or "").startswith(_DOCUMENT)]
    read = {iri for iri in documents if found[iri].is_read}
    read |= service.finder.read([iri for iri in documents if found[iri].is_read is None])
    kinds = dict.fromkeys(documents, "reference") | dict.fromkeys(read, "document")
    for iri, match in found.items():
        yield kinds.get(iri, "body"), match


def _item(one: Match | Hit, typed: str) -> Item:
    if isinstance(one, Match):
        return Item(one.iri, marked(one.label, typed), (one.date,) if one.date else ())
    return Item(one.item, marked(one.text, typed), tuple(part for part in (one.who, one.time, one.label) if part))


def marked(text: str, typed: str) -> Markup:
    """Return ``text`` for a page, with the words that were typed in ``<mark>``, however they were typed."""
    wanted = words(typed)
    pieces, end = [], 0
    for word in _WORD.finditer(text) if wanted else ():
        folded = _folded(word[0])
        if folded in wanted or folded.startswith(wanted[-1]):
            # a word is letters and figures: nothing to escape
            pieces += [escape(text[end : word.start()]), f"<mark>{word[0]}</mark>"]
            end = word.end()
    return Markup("".join((*pieces, escape(text[end:]))).replace("</mark> <mark>", " "))  # noqa: S704 - escaped above


@lru_cache(maxsize=8192)
def _folded(word: str) -> str:
    """Fold a word of a text; the same few thousand stand in all that is shown."""
    return fold(word)
