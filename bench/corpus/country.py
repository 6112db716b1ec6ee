"""The 34 provinces and 3,321 communes of the list of 2025, and the bodies that issue plans there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from bench.corpus.facts import Place
from bench.corpus.words import bodies
from cancu.link import Registry
from cancu.linked import Unit
from cancu.vietnamese import slug

EPOCH = "2025-07-01"
"""The list that holds since the districts ended."""


@dataclass(frozen=True, slots=True)
class Province:
    """A province or city under the centre and its communes, by code."""

    place: Place
    communes: tuple[Place, ...]

    @property
    def committee(self) -> str:
        """What its Party committee is called."""
        return "Thành ủy" if self.place.kind == "thành phố" else "Tỉnh ủy"

    def department(self, symbol: str) -> tuple[str, str]:
        """Return symbol and name of the department that does the work of ``symbol`` here."""
        own = bodies()["instead"].get(self.place.slug, {}).get(symbol, symbol)
        return own, bodies()["departments"][own]


@cache
def provinces() -> tuple[Province, ...]:
    """Return all provinces by code. Without the package of places only the communes of the registry are known."""
    below: dict[str, list[Place]] = defaultdict(list)
    above: list[Unit] = []
    for unit in sorted(Registry.load().units.values(), key=lambda unit: unit.code):
        if unit.epoch == EPOCH and unit.parent:
            below[unit.parent].append(_place(unit))
        elif unit.epoch == EPOCH:
            above.append(unit)
    return tuple(Province(_place(unit), tuple(below[unit.slug])) for unit in above)


def department_slug(name: str, province: Place) -> str:
    """Return the slug that the registry's template gives a department (``so-noi-vu-lao-cai``)."""
    return f"{slug(name)}-{province.slug}"


def _place(unit: Unit) -> Place:
    return Place(slug=unit.slug, code=unit.code, kind=unit.kind, name=unit.name)
