"""Small makers of documents as offices send them; every place in them is invented."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from cancu import resources

FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def saved(document: Any) -> bytes:
    """Return the bytes of a python-docx document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def in_font(run: Any, font: str) -> None:
    """Print a run of python-docx in a font."""
    fonts = OxmlElement("w:rFonts")
    for name in ("w:ascii", "w:hAnsi"):
        fonts.set(qn(name), font)
    run._r.get_or_add_rPr().append(fonts)


def word(*paragraphs: Sequence[tuple[str, str]]) -> bytes:
    """Return a .docx whose paragraphs are runs of (font, words); an empty font says nothing."""
    document = docx.Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for font, words in runs:
            run = paragraph.add_run(words)
            if font:
                in_font(run, font)
    return saved(document)


def font_called(name: str) -> str:
    """Register DejaVu under another name, as a PDF shows it; skip where the font is missing."""
    if not FONT.exists():
        pytest.skip("a font with Vietnamese letters is needed (fonts-dejavu-core)")
    if name not in pdfmetrics.getRegisteredFontNames():
        font = TTFont(name, str(FONT))
        font.face.name = name.encode()
        pdfmetrics.registerFont(font)
    return name


def styled(words: str, font: str = "DejaVuSans") -> Paragraph:
    """Return a paragraph for ``printed``."""
    return Paragraph(words, ParagraphStyle("plain", fontName=font_called(font), fontSize=11, leading=15))


def printed(story: Sequence[Any], **template: Any) -> bytes:
    """Return a PDF of reportlab's flowables."""
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4, **template).build(list(story))
    return buffer.getvalue()


def typed(words: str, encoding: str) -> bytes:
    """Return ``words`` (composed letters) as software of before Unicode stored them."""
    codes = {
        row["letter"]: bytes.fromhex(row["bytes"]) for row in resources.table("data", "encodings", f"{encoding}.tsv")
    }
    return b"".join(codes.get(letter) or letter.encode("windows-1252") for letter in words)


def shown(words: str, encoding: str) -> str:
    """Return what of ``words`` a reader sees who does not know the encoding."""
    return typed(words, encoding).decode("windows-1252", "replace")
