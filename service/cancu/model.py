"""The record: what a careful reader takes from one document, as frozen types.

Keys and meanings are those of the public JSON (``cancu schema``). Every item says where its words stand: ``start`` and
``end`` are character offsets into the text that was read, half open, counted from 0, and ``text`` is what stands there
with white space collapsed and mark-up taken away. Absence is ``None`` or an empty tuple.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Why a document cites another."""

    BASIS = "basis"
    IMPLEMENTS = "implements"
    MENTIONS = "mentions"
    AMENDS = "amends"


class RelationKind(StrEnum):
    """What the text says that one cited document does to another."""

    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPLACES = "replaces"
    APPROVES = "approves"
    GUIDES = "guides"
    ISSUED_WITH = "issuedWith"


class Frequency(StrEnum):
    """How often a report is due."""

    ONCE = "once"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SIX_MONTHLY = "six-monthly"
    ANNUAL = "annual"
    ON_DEMAND = "on-demand"


class PartKind(StrEnum):
    """Parts of the form (Nghị định 30/2020/NĐ-CP, Điều 8; Quy định 66-QĐ/TW, Điều 15), and some of a good plan."""

    NATIONAL_TITLE = "national-title"
    MOTTO = "motto"
    PARTY_TITLE = "party-title"
    ISSUER = "issuer"
    NUMBER = "number"
    DATE = "date"
    TYPE = "type"
    TITLE = "title"
    BASIS = "basis"
    FUNDING = "funding"
    CLOSING = "closing"
    SIGNATURE = "signature"
    RECIPIENTS = "recipients"
    ARCHIVE = "archive"


class PartState(StrEnum):
    """Is a part there, printed but not filled in, not there, or cut away with the text where it would stand?"""

    PRESENT = "present"
    BLANK = "blank"
    MISSING = "missing"
    LOST = "lost"


class MarkKind(StrEnum):
    """Why words should be looked at again; ``annex`` only says where an annex begins."""

    DOUBLED_WORD = "doubled-word"
    MISREADING = "misreading"
    BROKEN_PHRASE = "broken-phrase"
    NOT_COMPOSED = "not-composed"
    LEGACY_LETTERS = "legacy-letters"
    DATE_PADDING = "date-padding"
    ANNEX = "annex"


class Clarity(StrEnum):
    """What a task makes clear of the “six clears” (6 rõ)."""

    WHO = "who"
    WHAT = "what"
    RESPONSIBILITY = "responsibility"
    WHEN = "when"
    PRODUCT = "product"
    EFFECT = "effect"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Words of the source and where they stand.

    ``page`` counts from 1 where the source has pages; ``paragraph`` counts from 1 the paragraphs of the document as
    read (a row of a table is one), None in records made by hand.
    """

    text: str
    start: int
    end: int
    page: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signed: name and office as public facts, and the authority lines above them (“TM.”, “KT.”)."""

    name: str | None
    position: str | None
    signed_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the document says of itself. ``spans`` tells, by field name, on which words a field rests."""

    type: str | None = None
    number: str | None = None
    symbol: str | None = None
    date: dt.date | None = None
    place: str | None = None
    title: str | None = None
    issuer: str | None = None
    period: str | None = None
    signer: Signer | None = None
    spans: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Item):
    """One mention of one document, by number or by name.

    ``number`` is the full number without inner blanks (``59-NQ/TW``), None where it is blank or not printed;
    ``symbol`` is kept where only that is printed (``/KH-UBND``); ``term`` is the printed “khóa …” of the issuer.
    """

    numbered: bool
    type: str | None
    number: str | None = None
    symbol: str | None = None
    date: dt.date | None = None
    issuer: str | None = None
    term: str | None = None
    title: str | None = None
    pinpoint: str | None = None
    role: Role = Role.MENTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation(Item):
    """What the words say one cited document does to another; ends are numbers, or names where there is none."""

    source: str
    relation: RelationKind
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Item):
    """A numbered heading; ``number`` is the path as printed (``II.1.2``, ``PL.III`` in an appendix).

    ``before`` is the number printed before it in the same row, be it that of a heading or of a numbered paragraph; None
    for the first of a row.
    """

    number: str
    heading: str
    before: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Item):
    """One assigned piece of work. Names are as printed; ``time`` are the printed words, dates their meaning.

    ``product`` is what the work has to bring forth, in the words of the text; ``clear`` tells which of the six clears
    the words meet.
    """

    section: str | None
    leads: tuple[str, ...] = ()
    coordinators: tuple[str, ...] = ()
    time: str | None = None
    start_date: dt.date | None = None
    end_date: dt.date | None = None
    row: str | None = None
    product: str | None = None
    clear: tuple[Clarity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Item):
    """A named happening; ``anniversary`` counts years since ``original_date``."""

    name: str
    date: dt.date | None = None
    year: str | None = None
    anniversary: int | None = None
    original_date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Item):
    """A reporting duty; ``due`` is the day of the year, ``MM-DD``."""

    sender: str | None
    addressee: str | None
    frequency: Frequency | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient(Item):
    """One line of “Nơi nhận” and what the copy is for."""

    purpose: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Item):
    """A part of the form; of one that is missing or lost, the empty range where it would stand."""

    kind: PartKind
    state: PartState


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark(Item):
    """Words that their writer should look at again, and what may replace them.

    ``number`` and ``date`` are those of the document that the head of an annex names, None where they are blank.
    """

    kind: MarkKind
    suggestion: str | None = None
    number: str | None = None
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that was taken from one document; ``source`` is the file's name."""

    source: str
    document: Header
    citations: tuple[Citation, ...] = ()
    relations: tuple[Relation, ...] = ()
    sections: tuple[Section, ...] = ()
    tasks: tuple[Task, ...] = ()
    events: tuple[Event, ...] = ()
    reports: tuple[Report, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    parts: tuple[Part, ...] = ()
    marks: tuple[Mark, ...] = ()
