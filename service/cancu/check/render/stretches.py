"""A text cut where spans begin and end, so that each character is shown once, whatever overlaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text. ``about`` are the numbers of the spans that hold it, in order.

    ``begun`` are the spans that begin here, ``missing`` the empty ones that stand before it.
    """

    words: str
    about: tuple[int, ...]
    begun: tuple[int, ...]
    missing: tuple[int, ...]


def stretches(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    """Yield the stretches of ``text`` in order; joined they are ``text``. Spans that reach outside are passed over."""
    cuts = {0, len(text)}
    begun: dict[int, list[int]] = defaultdict(list)
    missing: dict[int, list[int]] = defaultdict(list)
    ended: dict[int, list[int]] = defaultdict(list)
    for number, (start, end) in enumerate(spans):
        if not 0 <= start <= end <= len(text):
            continue
        (missing if start == end else begun)[start].append(number)
        cuts |= {start, end}
        if start < end:
            ended[end].append(number)
    places = sorted(cuts)
    open_now: set[int] = set()
    for start, end in zip(places, [*places[1:], len(text)], strict=True):
        open_now = (open_now - set(ended[start])) | set(begun[start])
        if start < end or begun[start] or missing[start]:
            yield Stretch(text[start:end], tuple(sorted(open_now)), tuple(begun[start]), tuple(missing[start]))
