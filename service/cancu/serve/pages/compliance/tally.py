"""Findings counted: by period, by rule, by issuer. From rows of the question “findings-over-time”."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cancu.finding import Severity
from cancu.serve.pages.compliance.filters import OPEN, SEVERITIES, STATES

Row = Mapping[str, str | int | bool]
_NAMES = {iri: Severity(name) for name, iri in SEVERITIES.items()}
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """What is counted under one key: all of it, by severity and by verdict. ``label`` is what people read."""

    key: str
    label: str
    total: int
    severities: Mapping[str, int]
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """All that is counted; ``periods`` from the first to the last, the others from the most on."""

    total: int
    severities: Mapping[str, int]
    states: Mapping[str, int]
    periods: tuple[Line, ...]
    rules: tuple[Line, ...]
    issuers: tuple[Line, ...]


def tally(rows: Iterable[Row], by: str) -> Tally:
    """Count ``rows`` by ``by`` (month, quarter, year), by rule and by issuer. Without a date the period is “”."""
    found = tuple(rows)
    names = {str(row["issuer"]): str(row.get("issuerLabel", row["issuer"])) for row in found if "issuer" in row}
    names |= {"": ""}
    every = _lines(("", row) for row in found)
    periods = sorted(_lines((period(str(row.get("time", "")), by), row) for row in found), key=lambda line: line.key)
    return Tally(
        total=sum(line.total for line in every),
        severities=every[0].severities if every else dict.fromkeys(SEVERITIES, 0),
        states=every[0].states if every else dict.fromkeys(STATES, 0),
        periods=tuple(periods),
        rules=_most(_lines((str(row["rule"]), row) for row in found)),
        issuers=_most(_lines(((str(row.get("issuer", "")), row) for row in found), names)),
    )


def period(time: str, by: str) -> str:
    """Return the period that a month or a year (“2026-03”, “2026”) belongs to: 2026-03, 2026-Q1, 2026."""
    year, _, month = time.partition("-")
    if by == "year" or not month:
        return year
    return f"{year}-Q{(int(month) - 1) // _MONTHS + 1}" if by == "quarter" else time


def _lines(pairs: Iterable[tuple[str, Row]], names: Mapping[str, str] | None = None) -> list[Line]:
    severities: dict[str, Counter[str]] = defaultdict(Counter)
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for key, row in pairs:
        count = int(row["findings"])
        severity = _NAMES.get(str(row["severity"]), Severity.INFO)
        verdict = str(row.get("verdict", OPEN)).rpartition("/")[2]
        severities[key][severity.value] += count
        states[key][verdict] += count
    return [
        Line(
            key=key,
            label=(names or {}).get(key, key),
            total=sum(counted.values()),
            severities={name: counted[name] for name in SEVERITIES},
            states={name: states[key][name] for name in STATES},
        )
        for key, counted in severities.items()
    ]


def _most(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.total, line.label, line.key)))
