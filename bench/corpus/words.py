"""The words of the corpus: themes, bodies, sentences of plans, errors and misread letters, from the files beside."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Instrument:
    """A document of the centre that plans cite; a law's title is its name."""

    type: str
    number: str
    date: dt.date
    issuer: str
    title: str

    def cited(self) -> str:
        """Return the words of a full citation (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.6)."""
        if self.type == "Luật":
            return f"{self.title} số {self.number} ngày {short(self.date)}"
        about = (
            self.title
            if self.title.startswith(("tổ chức", "phê duyệt", "ban hành", "quy định"))
            else f"về {self.title}"
        )
        return f"{self.type} số {self.number} ngày {short(self.date)} của {self.issuer} {about}"


@dataclass(frozen=True, slots=True)
class Theme:
    """What a plan is about; ``ministry``, ``departments`` and ``room`` are keys of bodies.toml."""

    key: str
    field: str
    ministry: str
    departments: tuple[str, ...]
    room: str
    instruments: tuple[Instrument, ...]
    subjects: tuple[str, ...]
    goals: tuple[str, ...]
    tasks: tuple[str, ...]
    products: tuple[str, ...]
    events: tuple[tuple[str, str, int], ...]


@cache
def themes() -> tuple[Theme, ...]:
    """Return all themes, in the order of the file."""
    return tuple(_theme(key, row) for key, row in _toml("themes").items())


@cache
def bodies() -> Mapping[str, Any]:
    """Return the names of bodies, by level."""
    return _toml("bodies")


@cache
def forms() -> Mapping[str, Any]:
    """Return what plans of all themes say."""
    return _toml("forms")


@cache
def general() -> tuple[Instrument, ...]:
    """Return the instruments that any plan may cite."""
    return tuple(_instrument(row) for row in forms()["general"])


@cache
def table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a TSV file without its head."""
    lines = Path(__file__).with_name(f"{name}.tsv").read_text("utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if not line.startswith("#"))[1:]


def short(day: dt.date) -> str:
    """Return a date as plans print it: 05/02/2026, 11/3/2026 (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.4)."""
    return f"{day.day:02d}/{padded(day.month)}/{day.year}"


def padded(month: int) -> str:
    """Return a month, with 0 before January and February only."""
    return f"{month:02d}" if month < 3 else str(month)


def raised(words: str) -> str:
    """Return the words with a capital first."""
    return words[:1].upper() + words[1:]


def lowered(words: str) -> str:
    """Return the words with a small letter first."""
    return words[:1].lower() + words[1:]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text("utf-8"))


def _theme(key: str, row: Mapping[str, Any]) -> Theme:
    lists = {name: tuple(row[name]) for name in ("departments", "subjects", "goals", "tasks", "products")}
    return Theme(
        key=key,
        field=row["field"],
        ministry=row["ministry"],
        room=row["room"],
        instruments=tuple(_instrument(cells) for cells in row["instruments"]),
        events=tuple((name, day, year) for name, day, year in row["events"]),
        **lists,
    )


def _instrument(cells: list[str]) -> Instrument:
    kind, number, day, issuer, title = cells
    return Instrument(kind, number, dt.date.fromisoformat(day), issuer, title)
