"""In which font Word prints a run, and the words of a paragraph as it shows them (ECMA-376 Part 1, 17.3, 17.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from cancu.read.encodings import Faces, face, faces

_FONTS = (qn("w:hAnsi"), qn("w:ascii"))
"""Letters beyond ASCII are printed in the first; where it is not named, software writes the second alone."""
_AROUND = frozenset(
    qn(f"w:{name}")
    for name in ("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml")
)
"""What may stand between a paragraph and its runs; deleted words stand in others (``w:del``, ``w:moveFrom``)."""
_SIGNS = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:softHyphen"): "\xad",
    qn("w:ptab"): "\t",
}
_RUN, _TEXT, _BREAK = qn("w:r"), qn("w:t"), qn("w:br")


@dataclass(frozen=True, slots=True, eq=False)
class _Style:
    font: str | None
    base: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Reads paragraphs; ``faces`` tells which encodings the document's fonts stand for."""

    faces: Faces
    _styles: dict[str, _Style]
    _default: str

    def of(self, paragraph: etree._Element) -> str:
        """Return the words of a ``w:p``: inserted ones too, deleted ones and those of drawings not."""
        if not self.faces.encodings:
            return "".join(_run_text(run) for run in _runs(paragraph))
        return "".join(
            self.faces.decode(_font(run, paragraph, self._styles, self._default), _run_text(run))
            for run in _runs(paragraph)
        )


def words(document: Document) -> Words:
    """Look at the fonts of ``document``, its styles included."""
    root, styles = document.element, document.styles.element
    named = {name for tree in (root, styles) for fonts in tree.iter(qn("w:rFonts")) for name in fonts.attrib.values()}
    if not any(map(face, named)):
        return Words(Faces(frozenset()), {}, "")
    known = {
        style.get(qn("w:styleId"), ""): _Style(_named(style), _value(style, "w:basedOn"))
        for style in styles.iter(qn("w:style"))
    }
    default = _named(styles.find(qn("w:docDefaults"))) or ""
    for style in styles.iter(qn("w:style")):
        if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in {"1", "true"}:
            known[""] = _Style(_named(style), None)
    pairs = (
        (_font(run, paragraph, known, default), _run_text(run))
        for paragraph in root.iter(qn("w:p"))
        for run in _runs(paragraph)
    )
    return Words(faces(pairs), known, default)


def _runs(node: etree._Element) -> Iterator[etree._Element]:
    for child in node:
        if child.tag == _RUN:
            yield child
        elif child.tag in _AROUND:
            yield from _runs(child)


def _run_text(run: etree._Element) -> str:
    return "".join(_sign(node) for node in run)


def _sign(node: etree._Element) -> str:
    if node.tag == _TEXT:
        return node.text or ""
    if node.tag == _BREAK and node.get(qn("w:type"), "textWrapping") != "textWrapping":
        return ""
    return _SIGNS.get(node.tag, "")


def _font(run: etree._Element, paragraph: etree._Element, styles: dict[str, _Style], default: str) -> str:
    """Return the font's name: the run's own, or its style's, or its paragraph's style's, or the document's."""
    properties = run.find(qn("w:rPr"))
    own = _named(properties) if properties is not None else None
    if own:
        return own
    of_paragraph = paragraph.find(qn("w:pPr"))
    for styled in (
        _value(properties, "w:rStyle") if properties is not None else None,
        (_value(of_paragraph, "w:pStyle") if of_paragraph is not None else None) or "",
    ):
        seen: set[str] = set()
        name = styled
        while name is not None and name in styles and name not in seen:
            seen.add(name)
            if styles[name].font:
                return styles[name].font or default
            name = styles[name].base
    return styles[""].font or default if "" in styles else default


def _named(node: etree._Element | None) -> str | None:
    """Return the font that ``w:rFonts`` below ``node`` names."""
    fonts = next(node.iter(qn("w:rFonts")), None) if node is not None else None
    return None if fonts is None else next((fonts.get(key) for key in _FONTS if fonts.get(key)), None)


def _value(node: etree._Element, name: str) -> str | None:
    child = node.find(qn(name))
    return None if child is None else child.get(qn("w:val"))
