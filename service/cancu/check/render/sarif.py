"""Findings as a SARIF 2.1.0 log (OASIS Standard, 27 March 2020), for editors and code hosts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote as percent

from cancu.check.render.paper import Paper, verdict
from cancu.check.shapes import rules
from cancu.finding import Finding, Severity

_TEMPLATE = Path(__file__).parent / "templates" / "sarif.json"
_LEVELS: Mapping[Severity, str] = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PLAIN = frozenset({".txt", ".md"})
"""Files whose bytes are the text that offsets point into; of others a fix would spoil the file."""


def log(papers: Sequence[Paper], _language: str) -> bytes:
    """Return one log with one run; what people judged is suppressed (3.35), what can be mended has a fix (3.55)."""
    whole: dict[str, Any] = json.loads(_TEMPLATE.read_text(encoding="utf-8"))
    [run] = whole["runs"]
    fired = sorted({finding.shape for paper in papers for finding in paper.findings})
    run["tool"]["driver"]["rules"] = [_rule(shape) for shape in fired]
    places = {shape: index for index, shape in enumerate(fired)}
    run["results"] = [
        {"ruleIndex": places[finding.shape]} | _result(finding, paper) for paper in papers for finding in paper.findings
    ]
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _rule(shape: str) -> dict[str, Any]:
    rule = rules()[shape]
    return {
        "id": rule.shape.rsplit("/", 1)[-1],
        "helpUri": shape,
        "shortDescription": {"text": rule.message_vi},
        "fullDescription": {"text": rule.message_en},
        "help": {"text": rule.source},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(finding: Finding, paper: Paper) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(paper)}}
    if finding.start is not None and finding.end is not None:
        place["region"] = {"charOffset": finding.start, "charLength": finding.end - finding.start}
        place["region"]["snippet"] = {"text": finding.quote or ""}
    properties = {"message_en": finding.message_en, "source": finding.source, "focus": finding.focus}
    result: dict[str, Any] = {
        "ruleId": finding.shape.rsplit("/", 1)[-1],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message_vi},
        "locations": [{"physicalLocation": place}],
        "properties": properties if finding.page is None else {**properties, "page": finding.page},
    }
    judged = verdict(finding, "vi")
    # an empty list says that nobody suppressed it (3.27.23), and is what viewers need to tell old from unknown
    result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": judged}] if judged else []
    fix = _fix(finding, paper)
    return result | {"fixes": [fix]} if fix else result


def _fix(finding: Finding, paper: Paper) -> dict[str, Any] | None:
    if finding.replacement is None or finding.start is None or finding.end is None or paper.text is None:
        return None
    if PurePath(paper.name).suffix.lower() not in _PLAIN:
        return None
    # lines and columns, not offsets: a file with two signs a line end has the same lines
    first, last = _position(paper.text, finding.start), _position(paper.text, finding.end)
    region = {"startLine": first[0], "startColumn": first[1], "endLine": last[0], "endColumn": last[1]}
    change = {
        "artifactLocation": {"uri": _uri(paper)},
        "replacements": [{"deletedRegion": region, "insertedContent": {"text": finding.replacement}}],
    }
    return {"description": {"text": finding.message_vi}, "artifactChanges": [change]}


def _position(text: str, offset: int) -> tuple[int, int]:
    """Return line and column, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _uri(paper: Paper) -> str:
    return percent(paper.name, safe="/:#?&=")
