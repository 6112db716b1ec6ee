"""Places by their folded names: with their kind (“xa hung dao”), or bare where that is no word of other names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from cancu.linked import Unit
from cancu.vietnamese import fold

_LONGEST = 8


class PlaceNames:
    """The names of listed places. A bare name means those of our own table only: “Hòa Bình” is many communes."""

    def __init__(self, own: Iterable[Unit], others: Iterable[Unit]) -> None:
        own = tuple(own)
        self._full = _index((name, unit) for unit in (*own, *others) for name in _full_names(unit))
        self._bare = _index((fold(unit.name), unit) for unit in own)

    def full(self, words: str) -> tuple[Unit, ...]:
        """Return the places that folded words with a kind name."""
        return self._full.get(words, ())

    def bare(self, words: str) -> tuple[Unit, ...]:
        """Return the places of our own table that folded words without a kind name."""
        return self._bare.get(words, ())

    def ending(self, words: str) -> tuple[Unit, ...]:
        """Return the places that folded words end with: with their kind before bare ones, the longest name first."""
        parts = words.split()
        tails = [" ".join(parts[start:]) for start in range(max(0, len(parts) - _LONGEST), len(parts))]
        return next((found for find in (self.full, self.bare) for tail in tails if (found := find(tail))), ())


def _full_names(unit: Unit) -> tuple[str, ...]:
    name = fold(f"{unit.kind} {unit.name}")
    if unit.parent:
        return (name,)
    return tuple(dict.fromkeys((name, fold(f"thủ đô {unit.name}"), *(fold(other) for other in unit.aliases))))


def _index(pairs: Iterable[tuple[str, Unit]]) -> Mapping[str, tuple[Unit, ...]]:
    found: dict[str, list[Unit]] = defaultdict(list)
    for name, unit in pairs:
        found[name].append(unit)
    return {name: tuple(units) for name, units in found.items()}
