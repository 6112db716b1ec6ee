"""How a document is laid out: its zones and headings, as ranges of ``Text.flow``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cancu.model import MarkKind, PartKind, PartState, Span


@dataclass(frozen=True, slots=True)
class Zones:
    """Parts of a document as ranges of ``flow``; a part that is missing is an empty range where it would stand.

    ``head``: letterhead, number, date, type and title. ``basis``: the opening sentences that say on what the document
    rests (“Căn cứ …”, “Thực hiện …”), up to “như sau:”. ``body``: from there to the closing formula included.
    ``recipients``: the list after “Nơi nhận”. ``signature``: authority, post and name. ``appendices``: each from its
    “PHỤ LỤC” line to its end.
    """

    head: Span
    basis: Span
    body: Span
    recipients: Span
    signature: Span
    appendices: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: ``path`` as printed (``II.1.2``, ``PL.III``), its words, and what stands under it.

    ``start:end`` is the heading with its number, ``words_start:end`` without; ``end:until`` is all that stands under
    it, its sub-headings included. ``level`` counts from 1. ``above`` is the index of the heading it stands under, -1
    for none. ``before`` is the number printed before it in its row, of a heading or not.
    """

    path: str
    words: str
    start: int
    words_start: int
    end: int
    until: int
    level: int
    above: int = -1
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A part of the form as a range of ``flow``, empty where it is missing or lost."""

    kind: PartKind
    state: PartState
    span: Span


@dataclass(frozen=True, slots=True)
class Noted:
    """A mark as a range of ``flow``; ``number`` and ``date`` are those that the head of an annex prints."""

    kind: MarkKind
    span: Span
    suggestion: str | None = None
    number: str | None = None
    date: dt.date | None = None


def linked(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """Return headings in order, each with the index of the nearest higher one before it that does not end earlier."""
    open_now: list[int] = []
    found = []
    for index, heading in enumerate(headings):
        while open_now and not _encloses(headings[open_now[-1]], heading):
            open_now.pop()
        above = open_now[-1] if open_now else -1
        found.append(heading if heading.above == above else replace(heading, above=above))
        open_now.append(index)
    return tuple(found)


def _encloses(outer: Heading, inner: Heading) -> bool:
    return outer.level < inner.level and outer.until >= inner.until


@dataclass(frozen=True, slots=True)
class Context:
    """What relative names mean in this document.

    ``province`` and ``commune`` are names with their kind (“thành phố Hà Nội”, “phường Đồ Sơn”); ``year`` is the year
    the document plans or was issued in; ``party`` says that a Party body issued it.
    """

    province: str | None = None
    commune: str | None = None
    year: int | None = None
    party: bool = False
    issuer: str | None = None
