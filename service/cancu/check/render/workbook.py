"""Findings as a workbook: a summary, the findings, and the rules that found them with their sources."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from cancu.check.render.paper import Paper, message, said, seen, tally
from cancu.check.shapes import rules
from cancu.finding import Finding

_FINDINGS = {
    "paper": 28,
    "severity": 12,
    "rule": 9,
    "message": 60,
    "quote": 50,
    "place": 8,
    "start": 10,
    "end": 10,
    "replacement": 30,
    "verdict": 14,
    "reviewer": 18,
    "moment": 13,
    "note": 30,
    "source": 50,
}
_RULES = {"rule": 16, "severity": 12, "scope": 9, "profile": 12, "message": 70, "source": 70, "count": 10}
"""Columns and their widths in characters."""


def book(papers: Sequence[Paper], language: str) -> bytes:
    """Return an .xlsx file; texts stay texts, whatever sign they begin with."""
    made = Workbook(write_only=True)
    summary = ["paper", *(severity.value for severity, _, _ in tally(())), "judged"]
    widths = {name: 40 if name == "paper" else 14 for name in summary}
    _fill(made, "summary", widths, (_summary(paper) for paper in papers), language)
    found = [(paper, finding) for paper in papers for finding in paper.findings]
    _fill(made, "findings", _FINDINGS, (_row(paper, finding, language) for paper, finding in found), language)
    _fill(made, "rules", _RULES, _rules([finding for _, finding in found], language), language)
    output = io.BytesIO()
    made.save(output)
    return output.getvalue()


def _fill(
    made: Workbook, title: str, columns: dict[str, int], rows: Iterable[Sequence[str | int | None]], language: str
) -> None:
    sheet = made.create_sheet(said(title, language))
    sheet.freeze_panes = "A2"
    for number, width in enumerate(columns.values()):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.append([_cell(sheet, said(name, language), is_head=True) for name in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: str | int | None, *, is_head: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, seen(value) if isinstance(value, str) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # “=…” is what the paper says, no formula
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if is_head:
        cell.font = Font(bold=True)
    return cell


def _summary(paper: Paper) -> list[str | int | None]:
    counts = tally(paper.findings)
    return [paper.name, *(count for _, count, _ in counts), sum(judged for _, _, judged in counts)]


def _row(paper: Paper, finding: Finding, language: str) -> list[str | int | None]:
    judged = finding.verdict
    return [
        paper.name,
        said(finding.severity.value, language),
        finding.rule,
        message(finding, language),
        finding.quote,
        finding.page,
        finding.start,
        finding.end,
        finding.replacement,
        said(judged.opinion.value, language) if judged else None,
        judged.reviewer if judged else None,
        f"{judged.moment:%d/%m/%Y}" if judged else None,
        judged.note if judged else None,
        finding.source,
    ]


def _rules(found: Sequence[Finding], language: str) -> Iterable[list[str | int | None]]:
    """Return every rule, so that a reader also sees what was asked and found nothing."""
    for shape, rule in rules().items():
        count = sum(finding.shape == shape for finding in found)
        words = rule.message_vi if language == "vi" else rule.message_en
        severity = said(rule.severity.value, language)
        yield [shape.rsplit("/", 1)[-1], severity, rule.scope, rule.profile, words, rule.source, count]
