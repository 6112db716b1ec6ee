"""Search over everything as it is typed: documents, bodies, duties, reports, events, citations, headings, in groups."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

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
    found = service.index.find(typed)
    lines: dict[str, list[Item]] = {name: [] for name in GROUPS}
    for match in _named(service, typed):
        lines[_kind_of(service, match)].append(_match(match, typed))
    for hit in found.hits:
        lines[hit.kind].append(_hit(hit, typed))
    begin = fold(typed)
    lines["body"].sort(key=lambda item: not fold(item.name.striptags()).startswith(begin))
    is_body = any(fold(item.name.striptags()).startswith(begin) for item in lines["body"][:1])
    order = sorted(GROUPS, key=lambda name: not (is_body and name == "body"))
    shown = {name: lines[name] for name in order if lines[name] and kind in {"", name}}
    groups = tuple(Group(name, len(items), tuple(items[:most])) for name, items in shown.items())
    near = () if groups else service.finder.near(typed)
    return Results(groups, near, found.is_whole)


def _named(service: Service, typed: str) -> Iterable[Match]:
    """Return documents and bodies: first what the whole of the words means, then what has them in its name."""
    found = (*service.finder.things(typed), *service.finder.search(typed))
    return {match.iri: match for match in found}.values()


def _kind_of(service: Service, match: Match) -> str:
    if not (service.path(match.iri) or "").startswith(_DOCUMENT):
        return "body"
    return "document" if service.finder.is_read(match.iri) else "reference"


def _match(match: Match, typed: str) -> Item:
    return Item(match.iri, marked(match.label, typed), (match.date,) if match.date else ())


def _hit(hit: Hit, typed: str) -> Item:
    return Item(hit.item, marked(hit.text, typed), tuple(part for part in (hit.who, hit.time, hit.label) if part))


def marked(text: str, typed: str) -> Markup:
    """Return ``text`` for a page, with the words that were typed in ``<mark>``, however they were typed."""
    wanted = words(typed)
    pieces, end = [], 0
    for word in _WORD.finditer(text) if wanted else ():
        folded = fold(word[0])
        if folded in wanted or folded.startswith(wanted[-1]):
            pieces += [escape(text[end : word.start()]), Markup("<mark>{}</mark>").format(word[0])]
            end = word.end()
    return Markup("").join((*pieces, escape(text[end:]))).replace(Markup("</mark> <mark>"), Markup(" "))
