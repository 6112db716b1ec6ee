"""The text of a document cut where facts begin and end, so that each character is shown once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cancu.check.render.paper import seen
from cancu.check.render.stretches import stretches
from cancu.serve.paper.facts import Fact


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; ``keys`` are those of the facts that rest on it, one after the other.

    ``begun`` are the facts whose words begin here, ``missing`` those that say something is missing before it.
    """

    words: str
    keys: str
    begun: tuple[Fact, ...]
    missing: tuple[Fact, ...]


def marked(text: str, facts: Iterable[Fact]) -> Iterator[Piece]:
    """Yield the pieces of ``text`` in order; facts whose place is outside of it are passed over.

    Signs that turn the direction of words or steer a terminal are shown as “�”.
    """
    placed = [fact for fact in facts if fact.place is not None]
    spans = [(fact.place.start, fact.place.end) for fact in placed if fact.place is not None]
    for one in stretches(text, spans):
        yield Piece(
            seen(one.words),
            " ".join(placed[number].key for number in one.about),
            tuple(placed[number] for number in one.begun),
            tuple(placed[number] for number in one.missing),
        )
