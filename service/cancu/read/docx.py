"""Word documents (.docx, ECMA-376) → lines: paragraphs with their list numbers, tables, footnotes at the end.

Headers, footers, comments, macros, pictures and external relationships are not read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from cancu.read.grid import table_lines
from cancu.read.numbering import Lists, lists

_WIDEST = 200
"""Columns that one cell may span; python-docx lists the cell once for each."""


def docx_lines(data: bytes) -> Iterator[str]:
    """Yield the lines of a .docx in reading order. Raises what python-docx and lxml raise on broken files."""
    document = docx.Document(io.BytesIO(data))
    if any(int(node.get(qn("w:val"), "1")) > _WIDEST for node in document.element.iter(qn("w:gridSpan"))):
        raise ValueError("a cell wider than tables are")
    yield from _inner(document, lists(document))
    yield from _footnotes(document)


def _inner(part: Document | _Cell, numbers: Lists) -> Iterator[str]:
    for block in part.iter_inner_content():
        if isinstance(block, Table):
            yield ""
            yield from table_lines([[_cell(cell, numbers) for cell in cells] for cells in _rows(block)])
            yield ""
        else:
            yield from _paragraph(block, numbers)


def _paragraph(paragraph: Paragraph, numbers: Lists) -> Iterator[str]:
    words = paragraph.text
    label = numbers.label(paragraph) if words.strip() else ""
    for index, line in enumerate(words.split("\n")):
        yield label + line if index == 0 else line


def _rows(table: Table) -> Iterator[list[_Cell]]:
    """Yield the cells of each row, a merged cell once."""
    for row in table.rows:
        cells: list[_Cell] = []
        for cell in row.cells:
            if not (cells and cells[-1]._tc is cell._tc):  # noqa: SLF001  merged cells share one element
                cells.append(cell)
        yield cells


def _cell(cell: _Cell, numbers: Lists) -> str:
    return "\n".join(line for line in _inner(cell, numbers) if line.strip())


def _footnotes(document: Document) -> Iterator[str]:
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith("/footnotes"):
            continue
        root = etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        for note in root.findall(qn("w:footnote")):
            words = "".join(node.text or "" for node in note.iter(qn("w:t"))).strip()
            if words:
                yield ""
                yield words
