"""A SHACL report → findings: which rule, which words, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from cancu.check.shapes import Rule, rules
from cancu.finding import Finding
from cancu.namespaces import CC

_VARIABLE = re.compile(r"\{[?$]\w+\}")


def read_report(report: Graph, data: Graph) -> tuple[Finding, ...]:
    """Turn a validation report into sorted findings, words are looked up in ``data``."""
    known = rules()
    findings = []
    for result in report.objects(None, SH.result):
        rule = known.get(str(report.value(result, SH.sourceShape)))
        if rule is not None:
            findings.append(_finding(report, result, data, rule))
    unique: dict[tuple[str, ...], Finding] = {}
    for finding in sorted(findings, key=lambda f: (f.order, f.message_vi)):
        unique.setdefault(_said(finding), finding)
    return tuple(unique.values())


def _said(finding: Finding) -> tuple[str, ...]:
    """What tells two findings apart: one sentence that sets four reporting duties is blamed once, not four times."""
    known = finding.start is not None and finding.start != finding.end
    place = f"{finding.start}-{finding.end}" if known else finding.focus
    return (finding.document, finding.shape, place, finding.value or "", finding.message_vi)


def _finding(report: Graph, result: Node, data: Graph, rule: Rule) -> Finding:
    focus = report.value(result, SH.focusNode)
    value = report.value(result, SH.value)
    # rules that compare items with their document are asked of the document; the item at fault is then the value
    item = value if isinstance(value, URIRef) and (value, CC.quote, None) in data else focus
    vi, en = _messages(report.objects(result, SH.resultMessage), rule, value)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        focus=str(item),
        document=str(_document(data, item, focus)),
        shape=rule.shape,
        message_vi=vi,
        message_en=en,
        source=rule.source,
        path=rule.path if item is focus else None,
        value=None if value is None or item is value or value == focus else str(value),
        quote=_text(data.value(item, CC.quote)),
        start=_number(data.value(item, CC.quoteStart)),
        end=_number(data.value(item, CC.quoteEnd)),
        page=_number(data.value(item, CC.page)),
    )


def _document(data: Graph, item: Node | None, focus: Node | None) -> Node | None:
    """Return the document that an item belongs to: named by the item, holding it as signature, or the focus itself."""
    named = data.value(item, CC.inDocument)
    return named or data.value(None, CC.hasSignature, item) or focus


def _messages(messages: Iterable[Node], rule: Rule, value: Node | None) -> tuple[str, str]:
    """Return the filled messages in Vietnamese and English.

    pySHACL drops the language of messages that it fills, so the templates tell which is which; it does not fill
    messages of SHACL Core constraints, so ``{$value}`` is filled here.
    """
    texts = sorted(str(message) for message in messages)
    filled = "…" if value is None else str(value)
    return (_matching(texts, rule.message_vi, filled), _matching(texts, rule.message_en, filled))


def _matching(texts: list[str], template: str, value: str) -> str:
    pattern = ".*".join(re.escape(part) for part in _VARIABLE.split(template))
    for text in texts:
        if text != template and re.fullmatch(pattern, text, re.DOTALL):
            return text
    return _VARIABLE.sub(lambda _: value, template)


def _text(node: Node | None) -> str | None:
    return None if node is None else str(node)


def _number(node: Node | None) -> int | None:
    return int(node) if isinstance(node, Literal) else None
