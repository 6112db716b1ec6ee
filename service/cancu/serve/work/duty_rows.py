"""Duties as pages show them: words, who, when, and how they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cancu.query.index.chosen import Duty
from cancu.serve.work.dates import shown
from cancu.serve.work.duties import Duties, Row
from cancu.vietnamese import fold, sort_key


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody as printed, and the body that is meant, where one is known; either may be missing."""

    name: str
    body: str
    label: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One duty on a page: its row of the question ``duties``, days written out, and its people."""

    row: Row
    start: str
    end: str
    standing: str
    flags: tuple[str, ...]
    is_printed: bool
    leads: tuple[Name, ...]
    partners: tuple[Name, ...]


def rows(duties: Duties, found: Sequence[Duty], today: str, soon: str) -> tuple[Shown, ...]:
    """Return these duties as they are shown, in their order. Raises StoreError."""
    return duties.kept(repr((found, today, soon)), lambda: _rows(duties, found, today, soon))


def _rows(duties: Duties, found: Sequence[Duty], today: str, soon: str) -> tuple[Shown, ...]:
    iris = tuple(duty.iri for duty in found)
    records: Mapping[str, Row] = {str(row["task"]): row for row in duties.table(iris, today, soon).records}
    parts = duties.parts(iris)
    return tuple(
        Shown(
            row=records[duty.iri],
            start=shown(duty.start),
            end=shown(duty.end),
            standing=duty.standing,
            flags=duty.flags,
            is_printed=duty.is_printed,
            leads=_names(parts.get((duty.iri, "lead"), [])),
            partners=_names(parts.get((duty.iri, "partner"), [])),
        )
        for duty in found
        if duty.iri in records  # gone with a commit since it was chosen
    )


def _names(parts: Sequence[Row]) -> tuple[Name, ...]:
    """Put each printed name beside the body that is meant: the only one there is, or the only one called so.

    Where that does not decide, names and bodies stand apart.
    """
    names = sorted({str(part["name"]) for part in parts if part.get("name")}, key=sort_key)
    bodies = {str(part["body"]): str(part.get("bodyLabel", part["body"])) for part in parts if part.get("body")}
    found = []
    for name in names:
        fits = [body for body, label in bodies.items() if f"{fold(label)} ".startswith(f"{fold(name)} ")]
        if len(names) == len(bodies) == 1:
            fits = list(bodies)
        found.append(Name(name, fits[0], bodies.pop(fits[0])) if len(fits) == 1 else Name(name, "", ""))
    left = sorted(bodies.items(), key=lambda one: sort_key(one[1]))
    return (*found, *(Name("", body, label) for body, label in left))
