"""The texts of the bench as Word and PDF files, and what the libraries alone take to read them."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path

import docx
import pdfplumber
from docx.document import Document
from docx.table import Table, _Cell
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate

FONTS = (Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"), Path("/Library/Fonts/Arial Unicode.ttf"))
"""Fonts with Vietnamese letters; the first that is there is used."""

Blocks = list[str | list[list[str]]]


def blocks(text: str) -> Blocks:
    """Return a text's paragraphs, and its typed tables as rows of cells."""
    found: Blocks = []
    for line in text.split("\n"):
        if not line.startswith("|"):
            found.append(line)
        elif not line.startswith("|-"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            last = found[-1] if found else ""
            if isinstance(last, list):
                last.append(cells)
            else:
                found.append([cells])
    return found


def docx_bytes(text: str) -> bytes:
    """Return the text as a Word file."""
    document = docx.Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=len(block[0]))
        for row in block:
            for cell, words in zip(table.add_row().cells, row, strict=False):
                cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_bytes(text: str) -> bytes:
    """Return the text as a PDF file. Raises StopIteration where no font has Vietnamese letters."""
    pdfmetrics.registerFont(TTFont("Plain", str(next(path for path in FONTS if path.exists()))))
    style = ParagraphStyle("plain", fontName="Plain", fontSize=11, leading=15)
    grid = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    flowables: list[Flowable] = []
    for block in blocks(text):
        if isinstance(block, str):
            flowables.append(Paragraph(escape(block) or "&nbsp;", style))
        else:
            rows = [[Paragraph(escape(words), style) for words in row] for row in block]
            flowables.append(LongTable(rows, colWidths=[30, 160, 70, 90, 100], style=grid, repeatRows=1))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(flowables)
    return out.getvalue()


def docx_alone(data: bytes) -> int:
    """Walk a Word file with python-docx and return the number of letters in its paragraphs and cells."""
    return _walked(docx.Document(io.BytesIO(data)))


def _walked(part: Document | _Cell) -> int:
    letters = 0
    for block in part.iter_inner_content():
        if isinstance(block, Table):
            letters += sum(_walked(cell) for row in block.rows for cell in row.cells)
        else:
            letters += len(block.text)
    return letters


def pdf_alone(data: bytes) -> int:
    """Take the tables and the lines out of a PDF file with pdfplumber and return the number of letters."""
    letters = 0
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            for table in page.extract_tables():
                letters += sum(len(cell or "") for row in table for cell in row)
            letters += sum(len(line["text"]) for line in page.extract_text_lines(return_chars=True))
            page.close()
    return letters
