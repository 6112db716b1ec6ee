"""Findings for people and tools: text, JSON, Turtle, HTML and SARIF 2.1.0 (OASIS Standard, 27 March 2020)."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import quote as percent

import jinja2
from rdflib import Graph

from cancu.check.quads import report_quads
from cancu.check.shapes import rules
from cancu.errors import ParameterError
from cancu.finding import Finding, Severity
from cancu.namespaces import PREFIXES

_TEMPLATES = Path(__file__).parent / "templates"
_TITLES = {
    "vi": {Severity.VIOLATION: "Vi phạm", Severity.WARNING: "Cảnh báo", Severity.INFO: "Lưu ý"},
    "en": {Severity.VIOLATION: "Violations", Severity.WARNING: "Warnings", Severity.INFO: "Notes"},
}
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(findings: Sequence[Finding], form: str, *, name: str, language: str = "vi") -> str:
    """Return the findings about ``name`` (a file's name or an IRI) in one of FORMATS.

    ``language`` is “vi” or “en” and chooses the words of text and HTML; the others carry both. Raises ParameterError
    for another format or language.
    """
    if form not in FORMATS or language not in _TITLES:
        raise ParameterError(
            f"Không có dạng “{form}” hay ngôn ngữ “{language}”; các dạng: {', '.join(FORMATS)}; vi, en.",
            f"there is no format “{form}” or language “{language}”; formats: {', '.join(FORMATS)}; vi, en.",
        )
    return FORMATS[form](findings, name, language)


def _text(findings: Sequence[Finding], name: str, language: str) -> str:
    if not findings:
        return f"{name}: {'không có gì phải sửa' if language == 'vi' else 'nothing to mend'}\n"
    lines = [name]
    for severity, members in _by_severity(findings):
        lines.append(f"\n{_TITLES[language][severity]} ({len(members)})")
        for same in _by_sentence(members):
            lines.extend(_text_lines(same, language))
    return "\n".join(lines) + "\n"


def _by_sentence(findings: Sequence[Finding]) -> Iterator[tuple[Finding, ...]]:
    """Bring findings together that say the same of other words, in the order of the first of them."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.message_vi), []).append(finding)
    yield from map(tuple, groups.values())


def _by_severity(findings: Sequence[Finding]) -> Iterator[tuple[Severity, tuple[Finding, ...]]]:
    worst_first = sorted(findings, key=lambda finding: finding.severity.rank)
    for severity, group in groupby(worst_first, key=lambda finding: finding.severity):
        yield severity, tuple(group)


def _text_lines(same: Sequence[Finding], language: str) -> list[str]:
    first = same[0]
    times = f" (× {len(same)})" if len(same) > 1 else ""
    lines = [f"  {first.rule}  {first.message_vi if language == 'vi' else first.message_en}{times}"]
    lines += [f"       {f.start}-{f.end}: “{f.quote}”" for f in same if f.quote is not None]
    return [*lines, f"       {first.source}"]


def _json(findings: Sequence[Finding], _name: str, _language: str) -> str:
    rows = [dataclasses.asdict(finding) for finding in findings]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _turtle(findings: Sequence[Finding], name: str, _language: str) -> str:
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for quad in report_quads(findings, f"urn:cancu:check:{percent(name, safe='')}"):
        graph.add(quad[:3])
    return graph.serialize(format="turtle")


def _html(findings: Sequence[Finding], name: str, language: str) -> str:
    groups = [(_TITLES[language][severity], severity, members) for severity, members in _by_severity(findings)]
    return _environment().get_template("report.html").render(name=name, groups=groups, language=language)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )


def _sarif(findings: Sequence[Finding], name: str, _language: str) -> str:
    log: dict[str, Any] = json.loads((_TEMPLATES / "sarif.json").read_text(encoding="utf-8"))
    fired = sorted({finding.shape for finding in findings})
    [run] = log["runs"]
    run["tool"]["driver"]["rules"] = [
        {
            "id": rules()[shape].shape.rsplit("/", 1)[-1],
            "helpUri": shape,
            "shortDescription": {"text": rules()[shape].message_vi},
            "fullDescription": {"text": rules()[shape].message_en},
            "help": {"text": rules()[shape].source},
        }
        for shape in fired
    ]
    run["results"] = [_sarif_result(finding, name) for finding in findings]
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _sarif_result(finding: Finding, name: str) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": percent(name, safe="/:#?&=")}}
    if finding.start is not None and finding.end is not None:
        place["region"] = {"charOffset": finding.start, "charLength": finding.end - finding.start}
        place["region"]["snippet"] = {"text": finding.quote or ""}
    return {
        "ruleId": finding.shape.rsplit("/", 1)[-1],
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message_vi},
        "locations": [{"physicalLocation": place}],
        "properties": {"message_en": finding.message_en, "source": finding.source, "focus": finding.focus},
    }


FORMATS: Mapping[str, Callable[[Sequence[Finding], str, str], str]] = MappingProxyType(
    {"text": _text, "json": _json, "turtle": _turtle, "html": _html, "sarif": _sarif}
)
"""Renderers by the name that ``--format`` takes."""
