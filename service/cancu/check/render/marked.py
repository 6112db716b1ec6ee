"""A text cut into pieces by the findings that speak of them, so that each character is shown once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
    cuts = {0, len(text)}
    begun: dict[int, list[int]] = defaultdict(list)
    missing: dict[int, list[int]] = defaultdict(list)
    changes: dict[int, list[tuple[Severity, int]]] = defaultdict(list)
    for number, finding in numbered:
        start, end = finding.start, finding.end
        if start is None or end is None or not 0 <= start <= end <= len(text):
            continue
        (missing if start == end else begun)[start].append(number)
        cuts |= {start, end}
        if start < end:
            changes[start].append((finding.severity, 1))
            changes[end].append((finding.severity, -1))
    places = sorted(cuts)
    depth = dict.fromkeys(Severity, 0)
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        for severity, step in changes[start]:
            depth[severity] += step
        worst = next((severity for severity in Severity if depth[severity]), None)
        if start < end or begun[start] or missing[start]:
            yield Piece(text[start:end], worst, tuple(begun[start]), tuple(missing[start]))
