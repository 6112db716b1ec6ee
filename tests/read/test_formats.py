"""The same document gives the same words in every format an office sends."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from cancu.read import read_bytes

PARAGRAPHS = ("KẾ HOẠCH", "Phát triển văn hóa đọc xã Suối Mơ năm 2026", "- Xây dựng tủ sách tại các thôn trong xã.")
ROWS = (
    ("TT", "Nội dung", "Thời gian", "Cơ quan chủ trì"),
    ("1", "Xây dựng thư viện", "Quý I", "Phòng Văn hóa - Xã hội"),
    ("2", "Ngày hội đọc sách", "Tháng 4", "Đoàn Thanh niên xã"),
)
TYPED = "\n".join(f"| {' | '.join(row)} |" for row in ROWS)
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def word() -> bytes:
    document = docx.Document()
    for words in PARAGRAPHS:
        document.add_paragraph(words)
    table = document.add_table(rows=len(ROWS), cols=len(ROWS[0]))
    for row, cells in zip(table.rows, ROWS, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def page() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{words}</td>' for words in row)}</tr>" for row in ROWS)
    body = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)
    return f"<html><head><title>x</title><script>số 1/QĐ</script></head><body>{body}<table>{rows}</table>".encode()


def print_pdf(story: list[object]) -> bytes:
    if not FONT.exists():
        pytest.skip("a font with Vietnamese letters is needed (fonts-dejavu-core)")
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer, pagesize=A4).build(story)
    return buffer.getvalue()


def styled(words: str) -> Paragraph:
    return Paragraph(words, ParagraphStyle("plain", fontName="DejaVu", fontSize=11))


def printed() -> bytes:
    if not FONT.exists():
        pytest.skip("a font with Vietnamese letters is needed (fonts-dejavu-core)")
    pdfmetrics.registerFont(TTFont("DejaVu", str(FONT)))
    grid = [("FONTNAME", (0, 0), (-1, -1), "DejaVu"), ("GRID", (0, 0), (-1, -1), 0.5, "black")]
    return print_pdf([*(styled(words) for words in PARAGRAPHS), Table([list(row) for row in ROWS], style=grid)])


FORMATS = {
    "typed.txt": lambda: "\n".join((*PARAGRAPHS, TYPED)).encode(),
    "a.docx": word,
    "a.html": page,
    "a.pdf": printed,
}


@pytest.mark.parametrize("name", FORMATS)
def test_paragraphs_and_table_rows_are_the_same_in_every_format(name: str) -> None:
    text = read_bytes(FORMATS[name](), name)
    assert text.flow.split("\n") == [*PARAGRAPHS, *TYPED.split("\n")]


@pytest.mark.parametrize("name", FORMATS)
def test_offsets_point_into_what_was_read(name: str) -> None:
    text = read_bytes(FORMATS[name](), name)
    start = text.flow.index("Ngày hội đọc sách")
    span = text.span(start, start + len("Ngày hội đọc sách"))
    assert text.content[span.start : span.end] == "Ngày hội đọc sách"


def test_word_prints_list_numbers_that_are_not_in_the_text() -> None:
    document = docx.Document()
    for words, style in (
        ("Mục đích", "List Number"),
        ("Nâng cao nhận thức", "List Bullet"),
        ("Yêu cầu", "List Number"),
    ):
        document.add_paragraph(words, style=style)
    buffer = io.BytesIO()
    document.save(buffer)
    assert read_bytes(buffer.getvalue(), "a.docx").flow.split("\n") == [
        "1. Mục đích",
        "- Nâng cao nhận thức",
        "2. Yêu cầu",
    ]


def test_a_two_column_letterhead_is_no_data_table() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ SUỐI MƠ"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    buffer = io.BytesIO()
    document.save(buffer)
    assert "|" not in read_bytes(buffer.getvalue(), "a.docx").content


def test_pages_of_a_pdf_are_known() -> None:
    text = read_bytes(two_pages(), "a.pdf")
    assert text.page(text.content.index("Trang thứ nhất")) == 1
    assert text.page(text.content.index("Trang thứ hai")) == 2


def two_pages() -> bytes:
    return print_pdf([styled("Trang thứ nhất của kế hoạch này"), PageBreak(), styled("Trang thứ hai của kế hoạch này")])


def test_a_printed_letterhead_is_read_column_by_column() -> None:
    if not FONT.exists():
        pytest.skip("a font with Vietnamese letters is needed (fonts-dejavu-core)")
    left = [styled("ỦY BAN NHÂN DÂN"), styled("XÃ SUỐI MƠ")]
    right = [styled("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), styled("Độc lập - Tự do - Hạnh phúc")]
    data = print_pdf([Table([[left, right]], colWidths=[180, 300]), styled("KẾ HOẠCH")])
    lines = read_bytes(data, "a.pdf").content.split("\n")
    assert lines[:2] == ["ỦY BAN NHÂN DÂN", "XÃ SUỐI MƠ"]
    assert lines[-1] == "KẾ HOẠCH"
