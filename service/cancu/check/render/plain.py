"""Findings as lines for a terminal or a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from cancu.check.render.paper import Paper, by_severity, message, said, seen, verdict
from cancu.finding import Finding, Severity

_COLOURS = {Severity.VIOLATION: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def text(papers: Sequence[Paper], language: str, *, is_coloured: bool = False) -> bytes:
    """Return the papers one after another; ``is_coloured`` writes colours; words say what they mean."""
    return "".join(_lines(paper, language, is_coloured=is_coloured) for paper in papers).encode()


def _lines(paper: Paper, language: str, *, is_coloured: bool) -> str:
    """Return one paper: findings by severity, those that say the same together, each with its words and source."""
    name = seen(paper.name)
    if not paper.findings:
        return f"{name}: {said('clean', language)}\n"
    out = [name]
    for severity, members in by_severity(paper.findings):
        title = f"{said(severity.value, language)} ({len(members)})"
        out.append("\n" + (click.style(title, fg=_COLOURS[severity], bold=True) if is_coloured else title))
        for same in _by_sentence(members):
            out.extend(_group(same, language, is_coloured=is_coloured))
    return "\n".join(out) + "\n"


def _by_sentence(findings: Sequence[Finding]) -> Iterator[tuple[Finding, ...]]:
    """Bring findings together that say the same of other words, in the order of the first of them."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.message_vi, verdict(finding, "vi") or ""), []).append(finding)
    yield from map(tuple, groups.values())


def _group(same: Sequence[Finding], language: str, *, is_coloured: bool) -> Iterator[str]:
    first = same[0]
    times = f" (× {len(same)})" if len(same) > 1 else ""
    rule = click.style(first.rule, bold=True) if is_coloured else first.rule
    yield f"  {rule}  {seen(message(first, language))}{times}"
    judged = verdict(first, language)
    if judged:
        yield f"       [{judged}]"
    for finding in same:
        yield from _words(finding, language)
    source = f"       {seen(first.source)}"
    yield click.style(source, dim=True) if is_coloured else source


def _words(finding: Finding, language: str) -> Iterator[str]:
    place = [] if finding.page is None else [f"{said('page', language)} {finding.page}"]
    if finding.start is not None:
        place.append(f"{finding.start}-{finding.end}")
    words = f"“{seen(finding.quote)}”" if finding.quote else said("missing", language) if place else ""
    if words:
        yield f"       {', '.join(place)}: {words}" if place else f"       {words}"
    if finding.replacement is not None:
        yield f"       → “{seen(' '.join(finding.replacement.split()))}”"
