"""The numbers that Word prints before list paragraphs but keeps out of their text (ECMA-376 Part 1, 17.9)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
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


@dataclass(slots=True)
class Lists:
    """Counts list paragraphs in reading order; ``label`` must be asked once for each paragraph, from the first on."""

    levels: dict[tuple[str, int], _Level]
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, paragraph: Paragraph) -> str:
        """Return what Word prints before ``paragraph``, e.g. ``1.2. `` or ``- ``; empty where it is in no list."""
        number, depth = _list_of(paragraph)
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
    return Lists(levels)


def _value(node: etree._Element, name: str, default: str) -> str:
    child = node.find(qn(name))
    return default if child is None else str(child.get(qn("w:val"), default))


def _list_of(paragraph: Paragraph) -> tuple[str, int]:
    """Return list number and depth of a paragraph, its own or its style's; ("", 0) where it is in no list."""
    properties = [paragraph._p.pPr]  # noqa: SLF001  python-docx has no public way to a paragraph's list
    style = paragraph.style
    while style is not None:
        properties.append(style.element.find(qn("w:pPr")))
        style = getattr(style, "base_style", None)
    for node in properties:
        found = node.find(qn("w:numPr")) if node is not None else None
        if found is not None:
            return _value(found, "w:numId", ""), int(_value(found, "w:ilvl", "0"))
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
