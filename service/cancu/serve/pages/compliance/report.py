"""A checked draft as its page shows it: what is wrong by severity, sentences that say the same together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cancu.check import Change, Paper, apply, changes
from cancu.check.render.html import SHAPES, shown
from cancu.check.render.marked import Piece
from cancu.check.render.paper import message, verdict
from cancu.finding import Finding, Severity

_SHOWN = 200
"""Changed lines that a page shows; the corrected text has all."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a rule says, and all the words it says so of, by the numbers that the text shows, too."""

    rule: str
    message: str
    source: str
    verdict: str | None
    words: tuple[tuple[int, Finding], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The faults of one severity."""

    severity: Severity
    sign: str
    count: int
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A draft: faults, the text in pieces with marks, and what a machine can surely mend.

    ``placed`` tells the sign of each finding that the text shows, by its number.
    """

    name: str
    is_fit: bool
    tally: tuple[tuple[Severity, str, int, int], ...]
    groups: tuple[Group, ...]
    pieces: tuple[Piece, ...]
    placed: dict[int, str]
    changes: tuple[Change, ...]
    changed: int


def report(paper: Paper, language: str) -> Report:
    """Return the report on a draft in ``language``."""
    known = shown(1, paper)
    lines = changes(paper.text or "", paper.findings)
    return Report(
        name=paper.name,
        is_fit=paper.worst is not Severity.VIOLATION,
        tally=tuple((severity, SHAPES[severity], is_open, judged) for severity, is_open, judged in known.tally),
        groups=tuple(
            Group(severity, SHAPES[severity], len(members), tuple(_faults(members, language)))
            for severity, members in known.groups
        ),
        pieces=known.pieces,
        placed={number: SHAPES[severity] for number, severity in known.placed.items()},
        changes=lines[:_SHOWN],
        changed=len(lines),
    )


def corrected(paper: Paper) -> bytes:
    """Return the text with all that can surely be mended."""
    return apply(paper.text or "", paper.findings).encode()


def _faults(members: Sequence[tuple[int, Finding]], language: str) -> Iterator[Fault]:
    same: dict[tuple[str, str, str | None], list[tuple[int, Finding]]] = {}
    for number, finding in members:
        said = (finding.rule, message(finding, language), verdict(finding, language))
        same.setdefault(said, []).append((number, finding))
    for (rule, words, judged), found in same.items():
        yield Fault(rule, words, found[0][1].source, judged, tuple(found))
