"""Results → findings: which rule, which words, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from cancu.check.engine.facts import Facts
from cancu.check.engine.report import Told
from cancu.check.engine.terms import Node, iri
from cancu.check.shapes import Rule, rules
from cancu.finding import Finding
from cancu.namespaces import CC

_VARIABLE = re.compile(r"\{[?$]\w+\}")
_QUOTE, _START, _END, _PAGE = iri(CC.quote), iri(CC.quoteStart), iri(CC.quoteEnd), iri(CC.page)
_DOCUMENT, _SIGNATURE = iri(CC.inDocument), iri(CC.hasSignature)
_PART, _KIND = iri(CC.hasPart), iri(CC.partKind)


def read_results(results: Iterable[Told], facts: Facts) -> tuple[Finding, ...]:
    """Turn results into sorted findings, words are looked up in ``facts``."""
    known = rules()
    findings = [
        finding_of(result, facts, known[result.shape.value]) for result in results if result.shape.value in known
    ]
    unique: dict[tuple[str, ...], Finding] = {}
    for finding in sorted(findings, key=lambda f: (f.order, f.message_vi)):
        unique.setdefault(_said(finding), finding)
    return tuple(unique.values())


def _said(finding: Finding) -> tuple[str, ...]:
    """What tells two findings apart: one sentence that sets four reporting duties is blamed once, not four times."""
    known = finding.start is not None and finding.start != finding.end
    place = f"{finding.start}-{finding.end}" if known else finding.focus
    return (finding.document, finding.shape, place, finding.value or "", finding.message_vi)


def finding_of(result: Told, facts: Facts, rule: Rule) -> Finding:
    """Return what one result says of a document; a fault of the document itself stands at the part it is about."""
    focus, value = result.focus, result.value
    # rules that compare items with their document are asked of the document; the item at fault is then the value
    item = value if isinstance(value, ox.NamedNode) and facts.values(value, _QUOTE) else focus
    document = _document(facts, item, focus)
    place = value if value is not None and facts.values(value, _START) else _place(facts, item, document, rule)
    vi, en = _messages(result, rule)
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        focus=item.value,
        document=document.value,
        shape=rule.shape,
        message_vi=vi,
        message_en=en,
        source=rule.source,
        path=rule.path if item == focus else None,
        value=None if value is None or value in {item, focus} else value.value,
        quote=_text(facts.value(place, _QUOTE)),
        start=_number(facts.value(place, _START)),
        end=_number(facts.value(place, _END)),
        page=_number(facts.value(place, _PAGE)),
    )


def _document(facts: Facts, item: Node, focus: Node) -> Node:
    """Return the document that an item belongs to: named by the item, holding it as signature, or the focus itself."""
    named = facts.value(item, _DOCUMENT)
    holders = facts.subjects(_SIGNATURE).get(item, ())
    return named or (min(holders, key=str) if holders else focus)


def _place(facts: Facts, item: Node, document: Node, rule: Rule) -> Node:
    """Return what stands where the fault is: the item, or the part of its document that the rule looks at.

    The document itself and its signature have no words of their own.
    """
    if rule.part is not None and not facts.values(item, _QUOTE):
        for part in sorted(facts.values(document, _PART), key=str):
            if facts.value(part, _KIND) == iri(rule.part):
                return part
    return item


def _messages(result: Told, rule: Rule) -> tuple[str, str]:
    """Return the filled messages in Vietnamese and English.

    pySHACL drops the language of messages that it fills, so the templates tell which is which; no engine fills
    messages of SHACL Core constraints, so ``{$value}`` is filled here.
    """
    texts = sorted(message.value for message in result.messages)
    filled = "…" if result.value is None else result.value.value
    return (_matching(texts, rule.message_vi, filled), _matching(texts, rule.message_en, filled))


def _matching(texts: list[str], template: str, value: str) -> str:
    pattern = ".*".join(re.escape(part) for part in _VARIABLE.split(template))
    for text in texts:
        if text != template and re.fullmatch(pattern, text, re.DOTALL):
            return text
    return _VARIABLE.sub(lambda _: value, template)


def _text(node: Node | None) -> str | None:
    return None if node is None else node.value


def _number(node: Node | None) -> int | None:
    return int(node.value) if isinstance(node, ox.Literal) else None
