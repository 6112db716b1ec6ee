"""Duties as pages show them: words, who, when, and how they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cancu.serve.work.dates import shown
from cancu.serve.work.duties import Duties, Duty, Row


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


def rows(duties: Duties, found: Sequence[tuple[Duty, str]], today: str, soon: str) -> tuple[Shown, ...]:
    """Return these duties as they are shown, in their order. Raises StoreError."""
    iris = tuple(duty.iri for duty, _ in found)
    records: Mapping[str, Row] = {str(row["task"]): row for row in duties.table(iris, today, soon).records}
    parts = duties.parts(iris)
    return tuple(
        Shown(
            row=records[duty.iri],
            start=shown(duty.start),
            end=shown(duty.end),
            standing=state,
            flags=duty.flags,
            is_printed=duty.is_printed,
            leads=_names(parts.get((duty.iri, "lead"), [])),
            partners=_names(parts.get((duty.iri, "partner"), [])),
        )
        for duty, state in found
        if duty.iri in records  # gone with a commit since it was chosen
    )


def _names(parts: Sequence[Row]) -> tuple[Name, ...]:
    """Put names and bodies together where there is one of each; else it is not told which is which."""
    names = sorted({str(part["name"]) for part in parts if part.get("name")})
    bodies = {str(part["body"]): str(part.get("bodyLabel", part["body"])) for part in parts if part.get("body")}
    if len(names) == len(bodies) == 1:
        ((body, label),) = bodies.items()
        return (Name(names[0], body, label),)
    apart = [Name("", body, label) for body, label in sorted(bodies.items(), key=lambda one: one[1])]
    return (*(Name(name, "", "") for name in names), *apart)
