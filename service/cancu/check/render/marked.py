"""A text cut into pieces by the findings that speak of them, so that each character is shown once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cancu.check.render.stretches import stretches
from cancu.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; ``severity`` is that of the worst finding about it, None where there is none.

    ``begun`` are the numbers of the findings whose words begin here, ``missing`` those that say something is missing
    before this stretch.
    """

    words: str
    severity: Severity | None
    begun: tuple[int, ...]
    missing: tuple[int, ...]


def pieces(text: str, numbered: Sequence[tuple[int, Finding]]) -> Iterator[Piece]:
    """Yield the pieces of ``text`` in order; joined they are ``text``. Places outside of it are passed over."""
    placed = [
        (number, finding.severity, (finding.start, finding.end))
        for number, finding in numbered
        if finding.start is not None and finding.end is not None
    ]
    for one in stretches(text, [span for _, _, span in placed]):
        severities = [placed[index][1] for index in one.about]
        yield Piece(
            one.words,
            min(severities, key=lambda severity: severity.rank, default=None),
            tuple(placed[index][0] for index in one.begun),
            tuple(placed[index][0] for index in one.missing),
        )
