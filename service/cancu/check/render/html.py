"""Findings as one page to read and print: summary, findings, and the text with the words at fault marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import jinja2

from cancu.check.render.marked import Piece, pieces
from cancu.check.render.paper import Paper, by_severity, message, said, seen, tally, verdict
from cancu.finding import Finding, Severity

_TEMPLATES = Path(__file__).parent / "templates"
SHAPES: Mapping[Severity, str] = {Severity.VIOLATION: "■", Severity.WARNING: "▲", Severity.INFO: "○"}
"""What tells the severity without colours."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper as the template takes it: its number on the page, findings numbered within, the text in pieces.

    ``placed`` are the findings that the text shows, with their severity.
    """

    order: int
    paper: Paper
    groups: tuple[tuple[Severity, tuple[tuple[int, Finding], ...]], ...]
    pieces: tuple[Piece, ...]
    placed: Mapping[int, Severity]
    tally: tuple[tuple[Severity, int, int], ...]


def page(papers: Sequence[Paper], language: str) -> bytes:
    """Return one page without scripts, other hosts or files; everything that came from a paper is escaped."""
    html = (
        _environment()
        .get_template("report.html")
        .render(
            papers=[shown(order, paper) for order, paper in enumerate(papers, 1)],
            language=language,
            say=partial(said, language=language),
            message=partial(message, language=language),
            verdict=partial(verdict, language=language),
            shapes=SHAPES,
        )
    )
    return html.encode()


def shown(order: int, paper: Paper) -> Shown:
    """Return a paper as pages show it, as the ``order``-th of them."""
    groups, number = [], 0
    for severity, members in by_severity(paper.findings):
        groups.append((severity, tuple(enumerate(members, number + 1))))
        number += len(members)
    numbered = [pair for _, members in groups for pair in members]
    cut = () if paper.text is None else tuple(pieces(paper.text, numbered))
    placed = {number for piece in cut for number in (*piece.begun, *piece.missing)}
    severities = {number: finding.severity for number, finding in numbered if number in placed}
    return Shown(order, paper, tuple(groups), cut, severities, tally(paper.findings))


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["seen"] = seen
    return made
