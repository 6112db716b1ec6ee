"""How alike two titles are. Words are compared without tones; years, numbers and ordinals must not contradict."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from cancu.vietnamese import fold

SAME = 0.8
"""From here on two titles are taken for one (measured on the five plans: true pairs ≥ 0.82, others ≤ 0.6)."""
NEAR = 0.6
"""From here on two titles may be one: worth telling a reader, no ground for a link."""

_FIGURE = re.compile(r"\d|^[ivxl]+$")
_OPENING = re.compile(r"^(?:(?:ve|viec|trien khai|to chuc|thuc hien|ban hanh|phe duyet)\s+)+")


def similarity(one: str | None, other: str | None) -> float:
    """Return how alike two titles are, 0 to 1 (Dice over words); 0 where their figures contradict.

    Openings such as “về việc”, “triển khai”, “phê duyệt” do not count.
    """
    first, second = _words(one), _words(other)
    if not first or not second or _contradict(set(first), set(second)):
        return 0.0
    shared = (first & second).total()
    return 2 * shared / (first.total() + second.total())


def agreement(printed: str | None, *known: str) -> float | None:
    """Return how far a printed title is one of the ``known`` ones, 0 to 1; None where none is printed.

    Dice over folded words; 1 where one holds the other whole, since titles are shortened and run on. Unlike
    ``similarity`` it does not judge figures: it measures how a document was named, not which one is meant.
    """
    own = _words(printed)
    if not own:
        return None
    return max((_agreement(own, _words(one)) for one in known), default=None)


def _agreement(one: Counter[str], other: Counter[str]) -> float:
    if not other:
        return 0.0
    line, longer = " ".join(one.elements()), " ".join(other.elements())
    if f" {line} " in f" {longer} " or f" {longer} " in f" {line} ":
        return 1.0
    return 2 * (one & other).total() / (one.total() + other.total())


@lru_cache(maxsize=65_536)
def _words(title: str | None) -> Counter[str]:
    folded = fold(title or "")
    return Counter((_OPENING.sub("", folded) or folded).split())


def _contradict(one: set[str], other: set[str]) -> bool:
    """Figures contradict where both titles have some that the other lacks: 2021-2025 is not 2021-2026."""
    first = {word for word in one if _FIGURE.search(word)}
    second = {word for word in other if _FIGURE.search(word)}
    return bool(first - second and second - first)
