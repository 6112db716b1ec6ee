"""What a machine can surely mend: the text that may stand in place of the words at fault.

A rule is mended by a function of the words that stand in the paper, the finding, and what is known of its item. Only
what admits one right writing is mended: a zero, a separator, a blank, a date that the registry knows, a word written
twice. Everything else is for people.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from rdflib import Graph, Literal, URIRef

from cancu.check.engine.facts import Facts
from cancu.check.engine.terms import iri, to_rdflib
from cancu.finding import Finding
from cancu.namespaces import CC, CCV

_CUT = "…"
"""Ends a quotation that is shorter than the words it stands for."""
_SURE = frozenset(CCV[f"mark/{kind}"] for kind in ("doubled-word", "date-padding", "not-composed"))
"""Marks whose suggestion is the only right writing; those of suspected misreadings are guesses."""
_READ = (
    CC.aboutProperty, CC.cited, CC.citedNumber, CC.dateIssued, CC.inDocument, CC.markKind, CC.number, CC.quoteEnd,
    CC.quoteStart, CC.recordStatus, CC.resolution, CC.suggestion,
)  # fmt: skip
"""What menders read of an item, its document and the words of its head."""
_BUILT = re.compile(r"(\d+[A-Za-zĐđ]?\s*)([-/])(\s*[^-/\s\d][^-/\s]*\s*)([-/])(\s*[^-/\s][^/]*)")
"""Number, type and body with any of the two separators; the body may have groups of its own."""
_AUTHORITY = re.compile(r"\b(TM|KT|TL|TUQ|Q)\.(?=[^\s.])")

Mender = Callable[[str, Finding, Graph], str | None]


def mended(findings: Iterable[Finding], facts: Facts, texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return the findings with the replacements that can be told; ``facts`` are those that were checked.

    Findings about a value without a place get the place where it stands. ``texts`` are those that offsets point into,
    by the IRI of their document; without one only words that are quoted whole can be mended.
    """
    return tuple(_with(finding, facts, texts.get(finding.document)) for finding in findings)


def _with(finding: Finding, facts: Facts, text: str | None) -> Finding:
    if finding.rule not in MENDERS:
        return finding
    data = _known(finding, facts)
    return _mended(_placed(finding, data, text), data, text)


def _known(finding: Finding, facts: Facts) -> Graph:
    """Return what menders read of the item at fault, what it cites, its document and the words of that one's head."""
    item, document = iri(finding.focus), iri(finding.document)
    about = facts.objects(iri(CC.aboutProperty))
    head = (node for node in facts.subjects(iri(CC.inDocument)).get(document, ()) if node in about)
    nodes = {item, document, *facts.values(item, iri(CC.cited)), *head}
    graph = Graph()
    for node in nodes:
        for predicate in _READ:
            for value in facts.values(node, iri(predicate)):
                graph.add((to_rdflib(node), predicate, to_rdflib(value)))
    return graph


def _mended(finding: Finding, data: Graph, text: str | None) -> Finding:
    mend = MENDERS.get(finding.rule)
    words = _words(finding, text)
    if mend is None or words is None:
        return finding
    new = mend(words, finding, data)
    return finding if new in (None, words) else dataclasses.replace(finding, replacement=new)


def _words(finding: Finding, text: str | None) -> str | None:
    if finding.start is None or finding.end is None or finding.start == finding.end:
        return None
    if text is not None:
        return text[finding.start : finding.end]
    return None if finding.quote is None or finding.quote.endswith(_CUT) else finding.quote


def _placed(finding: Finding, data: Graph, text: str | None) -> Finding:
    """Give a finding about a value its place: the words of the head that it was read from, or its only occurrence."""
    value = finding.value
    if finding.start is not None or not value or finding.rule not in MENDERS:
        return finding
    spans = _head_spans(finding, data)
    if text is None:  # what is as long as the value is the value
        spans = tuple(span for span in spans if span[1] - span[0] == len(value))
    else:
        spans = spans or _found(_printed(value), text) or _found(_spaced(value), text)
    if len(spans) != 1:
        return finding
    start, end = spans[0]
    quote = value if text is None else " ".join(text[start:end].split())
    return dataclasses.replace(finding, start=start, end=end, quote=quote)


def _head_spans(finding: Finding, data: Graph) -> tuple[tuple[int, int], ...]:
    found = []
    for field in data.subjects(CC.inDocument, URIRef(finding.document)):
        start, end = data.value(field, CC.quoteStart), data.value(field, CC.quoteEnd)
        if str(data.value(field, CC.aboutProperty)) == finding.path and None not in (start, end):
            found.append((int(str(start)), int(str(end))))
    return tuple(found)


def _found(pattern: re.Pattern[str], text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in pattern.finditer(text))


def _printed(value: str) -> re.Pattern[str]:
    """Match a value as it is written, its blanks of any width."""
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, value.split())) + r"(?!\w)")


def _spaced(value: str) -> re.Pattern[str]:
    """Match a value however its parts are broken over lines."""
    parts = re.findall(r"\w+|[^\w\s]", value)
    return re.compile(r"(?<!\w)" + r"\s*".join(map(re.escape, parts)) + r"(?!\w)")


def _number(finding: Finding, data: Graph) -> str | None:
    """Return the number that a finding is about: what the rule names, or what its item or document has."""
    known = (data.value(URIRef(finding.focus), name) for name in (CC.citedNumber, CC.number))
    found = next((str(value) for value in known if value is not None), None)
    return found if finding.value is None else finding.value


def _inside(words: str, finding: Finding, data: Graph, change: Callable[[str], str | None]) -> str | None:
    """Change the number that the finding is about where it stands, once, in the words."""
    number = _number(finding, data)
    places = [] if number is None else list(_spaced(number).finditer(words))
    if len(places) != 1:
        return None
    new = change(places[0][0])
    return None if new is None else words[: places[0].start()] + new + words[places[0].end() :]


def _padded(words: str, finding: Finding, data: Graph) -> str | None:
    return _inside(words, finding, data, lambda number: f"0{number}" if re.match(r"[1-9](?!\d)", number) else None)


def _state(words: str, finding: Finding, data: Graph) -> str | None:
    return _inside(words, finding, data, lambda number: _separated(number, "/", "-"))


def _party(words: str, finding: Finding, data: Graph) -> str | None:
    return _inside(words, finding, data, lambda number: _separated(number, "-", "/"))


def _separated(number: str, first: str, second: str) -> str | None:
    """Write the two separators of number-type-body; None where the number has another build."""
    found = _BUILT.fullmatch(number)
    return None if found is None else f"{found[1]}{first}{found[3]}{second}{found[5]}"


def _swapped(words: str, finding: Finding, data: Graph) -> str | None:
    def change(number: str) -> str | None:
        found = _BUILT.fullmatch(number)
        return None if found is None else _separated(number, found[4], found[2])

    return _inside(words, finding, data, change) if finding.shape.endswith("-separators") else None


def _blank(words: str, finding: Finding, _data: Graph) -> str | None:
    places = [] if finding.value is None else list(_printed(finding.value).finditer(words))
    if len(places) != 1:
        return None
    start, end = places[0].span()
    return words[:start] + _AUTHORITY.sub(r"\1. ", words[start:end], count=1) + words[end:]


def _dated(words: str, finding: Finding, data: Graph) -> str | None:
    """Put the date of the document that a citation surely means behind its number."""
    item = URIRef(finding.focus)
    target = data.value(item, CC.cited)
    if target is None or data.value(item, CC.resolution) != CCV["resolution/resolved"]:
        return None
    days = set(data.objects(target, CC.dateIssued))
    day = days.pop().toPython() if len(days) == 1 else None  # type: ignore[attr-defined]
    if not isinstance(day, dt.date) or data.value(target, CC.recordStatus) == CCV["status/cited"]:
        return None
    return _inside(words, finding, data, lambda number: f"{number} ngày {written(day)}")


def written(day: dt.date) -> str:
    """Write a date as the form of 2020 asks: a zero before a day below 10 and before months 1 and 2 only."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def _suggested(_words: str, finding: Finding, data: Graph) -> str | None:
    mark = URIRef(finding.focus)
    suggestion = data.value(mark, CC.suggestion)
    is_sure = isinstance(suggestion, Literal) and data.value(mark, CC.markKind) in _SURE
    return str(suggestion) if is_sure else None


MENDERS: Mapping[str, Mender] = MappingProxyType(
    {
        "F03": _state,
        "F04": _party,
        "F05": _padded,
        "F11": _suggested,
        "F18": _blank,
        "C01": _dated,
        "C11": _swapped,
        "Q01": _suggested,
        "Q04": _suggested,
    }
)
"""By rule, how its words are mended; rules that are not here need a person."""
