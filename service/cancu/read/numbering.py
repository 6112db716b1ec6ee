"""The numbers that Word prints before list paragraphs but keeps out of their text (ECMA-376 Part 1, 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

_PLACE = re.compile(r"%([1-9])")
_LETTERS = "abcdđefghijklmnopqrstuvxy"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    pattern: str
    start: int


@dataclass(frozen=True, slots=True)
class _Style:
    """The list in which a style puts its paragraphs, and the style that it goes back to."""

    list: tuple[str, int] | None
    base: str


@dataclass(slots=True)
class Lists:
    """Counts list paragraphs in reading order; ``label`` must be asked once for each paragraph, from the first on."""

    levels: dict[tuple[str, int], _Level]
    styles: Mapping[str, _Style] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, paragraph: etree._Element) -> str:
        """Return what Word prints before a ``w:p``, e.g. ``1.2. `` or ``- ``; empty where it is in no list."""
        if not self.levels:
            return ""
        number, depth = _list_of(paragraph, self.styles)
        level = self.levels.get((number, depth))
        if level is None or level.form == "none":
            return ""
        if level.form == "bullet":
            return "- "
        counts = self.counts[number]
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        return self._printed(number, level) + " "

    def _printed(self, number: str, level: _Level) -> str:
        def value(match: re.Match[str]) -> str:
            depth = int(match[1]) - 1
            other = self.levels.get((number, depth), level)
            return _form(self.counts[number].get(depth, other.start), other.form)

        return _PLACE.sub(value, level.pattern)


def lists(document: Document) -> Lists:
    """Read the list definitions of ``document``."""
    levels: dict[tuple[str, int], _Level] = {}
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return Lists(levels)
    abstract = {node.get(qn("w:abstractNumId")): node for node in root.findall(qn("w:abstractNum"))}
    for num in root.findall(qn("w:num")):
        target = num.find(qn("w:abstractNumId"))
        node = abstract.get(target.get(qn("w:val"))) if target is not None else None
        for level in node.findall(qn("w:lvl")) if node is not None else ():
            levels[num.get(qn("w:numId")), int(level.get(qn("w:ilvl"), "0"))] = _Level(
                form=_value(level, "w:numFmt", "decimal"),
                pattern=_value(level, "w:lvlText", ""),
                start=int(_value(level, "w:start", "1")),
            )
    return Lists(levels, _styles(document))


def _value(node: etree._Element, name: str, default: str) -> str:
    child = node.find(qn(name))
    return default if child is None else str(child.get(qn("w:val"), default))


def _styles(document: Document) -> dict[str, _Style]:
    """Return paragraph styles by their id; the default one also by ""."""
    found: dict[str, _Style] = {}
    for node in document.styles.element.iter(qn("w:style")):
        style = _Style(_named_list(node.find(qn("w:pPr"))), _value(node, "w:basedOn", ""))
        found[node.get(qn("w:styleId"), "")] = style
        if node.get(qn("w:type")) == "paragraph" and node.get(qn("w:default")) in {"1", "true"}:
            found[""] = style
    return found


def _named_list(properties: etree._Element | None) -> tuple[str, int] | None:
    found = properties.find(qn("w:numPr")) if properties is not None else None
    return None if found is None else (_value(found, "w:numId", ""), int(_value(found, "w:ilvl", "0")))


def _list_of(paragraph: etree._Element, styles: Mapping[str, _Style]) -> tuple[str, int]:
    """Return list number and depth of a paragraph, its own or its style's; ("", 0) where it is in no list."""
    properties = paragraph.find(qn("w:pPr"))
    own = _named_list(properties)
    if own is not None:
        return own
    name = _value(properties, "w:pStyle", "") if properties is not None else ""
    seen: set[str] = set()
    while name in styles and name not in seen:
        seen.add(name)
        if styles[name].list is not None:
            return styles[name].list or ("", 0)
        name = styles[name].base
        if not name:
            break
    return "", 0


def _form(value: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter"}:
        letter = _LETTERS[(value - 1) % len(_LETTERS)]
        return letter.upper() if form == "upperLetter" else letter
    if form in {"lowerRoman", "upperRoman"}:
        digits = roman(value)
        return digits.lower() if form == "lowerRoman" else digits
    return f"{value:02d}" if form == "decimalZero" else str(value)


def roman(value: int) -> str:
    """Return a number from 1 on in Roman digits."""
    digits = []
    for worth, sign in _ROMAN:
        count, value = divmod(value, worth)
        digits.append(sign * count)
    return "".join(digits)
