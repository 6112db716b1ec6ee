"""Word documents (.docx, ECMA-376) → lines: paragraphs with their list numbers, tables, footnotes at the end.

Headers, footers, comments, macros, pictures and external relationships are not read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from docx.blkcntnr import BlockItemContainer
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from lxml import etree

from cancu.read.grid import Cell, table_lines
from cancu.read.numbering import Lists, lists
from cancu.read.word_fonts import Words, words

_AROUND = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml"))
"""What may stand around paragraphs and tables: content controls, and what was inserted with changes tracked."""

_WIDEST = 200
"""Columns that one cell may span; python-docx lists the cell once for each."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One document and what is known of it beforehand."""

    numbers: Lists
    words: Words


def docx_lines(data: bytes) -> tuple[list[str], str | None]:
    """Return the lines of a .docx in reading order, and the encodings before Unicode of its fonts, if any.

    Raises what python-docx and lxml raise on broken files.
    """
    document = docx.Document(io.BytesIO(data))
    if any(int(node.get(qn("w:val"), "1")) > _WIDEST for node in document.element.iter(qn("w:gridSpan"))):
        raise ValueError("a cell wider than tables are")
    reading = _Reading(lists(document), words(document))
    lines = [*_inner(document._body, reading), *_footnotes(document, reading.words)]  # noqa: SLF001  its blocks' parent
    return lines, reading.words.faces.name


def _inner(part: BlockItemContainer, reading: _Reading) -> Iterator[str]:
    for block in _blocks(part._element):  # noqa: SLF001  python-docx itself passes by content controls
        if block.tag == qn("w:tbl"):
            yield ""
            yield from table_lines(_rows(Table(block, part), reading))
            yield ""
        else:
            yield from _paragraph(block, reading)


def _blocks(node: etree._Element) -> Iterator[etree._Element]:
    for child in node:
        if child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child
        elif child.tag in _AROUND:
            yield from _blocks(child)


def _paragraph(paragraph: etree._Element, reading: _Reading) -> Iterator[str]:
    text = reading.words.of(paragraph)
    label = reading.numbers.label(paragraph) if text.strip() else ""
    for index, line in enumerate(text.split("\n")):
        yield label + line if index == 0 else line


def _rows(table: Table, reading: _Reading) -> list[list[Cell | None]]:
    """Return the cells of each row. python-docx names a merged cell again for each place that it covers."""
    rows: list[list[Cell | None]] = []
    words: dict[etree._Element, str] = {}
    above: list[etree._Element] = []
    for row in table.rows:
        cells = row.cells
        elements = [cell._tc for cell in cells]  # noqa: SLF001  merged cells share one element
        for cell, element in zip(cells, elements, strict=True):
            if element not in words:
                words[element] = _cell(cell, reading)
        rows.append(
            [
                None if n and elements[n - 1] is element else Cell(words[element], above[n : n + 1] == [element])
                for n, element in enumerate(elements)
            ]
        )
        above = elements
    return rows


def _cell(cell: _Cell, reading: _Reading) -> str:
    return "\n".join(line for line in _inner(cell, reading) if line.strip())


def _footnotes(document: Document, words: Words) -> Iterator[str]:
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith("/footnotes"):
            continue
        root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        for note in root.findall(qn("w:footnote")):
            text = " ".join(words.of(paragraph) for paragraph in note.iter(qn("w:p"))).strip()
            if text:
                yield ""
                yield text
