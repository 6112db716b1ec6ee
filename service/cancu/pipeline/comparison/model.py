"""What is compared and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing told of an item: ``shown`` as printed, ``key`` as it is compared (folded names, ISO days)."""

    name: str
    shown: str
    key: str


@dataclass(frozen=True, slots=True)
class Item:
    """A duty, a citation, a report, an event or a recipient of a document.

    ``words`` are those that are compared word by word. Two items of one ``key`` are the same thing however they are
    worded (the document cited, the frequency of a report); of one ``kin`` they are versions of a thing (one number,
    other dates). ``links`` names items of other documents that this one takes up.
    """

    iri: str
    words: str
    facts: tuple[Fact, ...] = ()
    key: str = ""
    kin: str = ""
    links: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Paper:
    """One of the two documents. The words of ``title`` are the subject of all its duties and tell none from others."""

    iri: str
    label: str
    title: str = ""
    duties: tuple[Item, ...] = ()
    citations: tuple[Item, ...] = ()
    reports: tuple[Item, ...] = ()
    events: tuple[Item, ...] = ()
    recipients: tuple[Item, ...] = ()


class Bond(StrEnum):
    """Why two items are taken for one, the surest first."""

    WORDS = "words"
    """The same words, whatever their case, their punctuation and the place of their tones."""
    KEY = "key"
    """The same thing in other words."""
    NEAR = "near"
    """Nearly the same words: one was copied from the other, or both from a third."""
    TAKEN_UP = "taken-up"
    """One takes up the other, as the store has it."""
    VERSION = "version"
    """Versions of a thing: one number with other dates."""
    WORK = "work"
    """The same work in words of its own."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both have, each in its own spelling; or words that stand in ``a`` or in ``b`` only."""

    a: str
    b: str
    is_same: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items taken for one; ``likeness`` of their words is from 0 to 1, ``differs`` names facts that differ."""

    a: Item
    b: Item
    bond: Bond
    likeness: float
    pieces: tuple[Piece, ...]
    differs: tuple[str, ...]

    @property
    def is_copied(self) -> bool:
        """Are the words the same or nearly so?"""
        return self.bond in {Bond.WORDS, Bond.NEAR}

    @property
    def is_same(self) -> bool:
        """Is there no difference, neither in words nor in facts?"""
        return not self.differs and all(piece.is_same for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of item. Every item of either document stands in it once, in the order of its document.

    ``is_whole`` is false where there were too many to look for near words; the same words were still found.
    """

    name: str
    pairs: tuple[Pair, ...]
    only_a: tuple[Item, ...]
    only_b: tuple[Item, ...]
    is_whole: bool = True

    @property
    def same(self) -> tuple[Pair, ...]:
        """The pairs without any difference."""
        return tuple(pair for pair in self.pairs if pair.is_same)

    @property
    def changed(self) -> tuple[Pair, ...]:
        """The pairs with a difference."""
        return tuple(pair for pair in self.pairs if not pair.is_same)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents side by side, part by part."""

    a: Paper
    b: Paper
    parts: tuple[Part, ...]

    @property
    def is_same(self) -> bool:
        """Does nothing differ?"""
        return not any(part.changed or part.only_a or part.only_b for part in self.parts)
