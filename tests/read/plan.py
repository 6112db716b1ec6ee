"""One plan of an invented commune, typed, and made as Word, web and PDF files with all that offices put into them.

Letterhead and recipients stand in tables without borders, headings are Word's numbered lists, a footnote hangs on a
word, the annex has a head printed again on each page, rows of groups merged across and a lead merged down, the pages
have a running head and a number, and a stamp lies over the signature.
"""

from __future__ import annotations

from collections.abc import Iterator

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Table

from tests.read.samples import font_called, printed, saved, styled

LEFT = ("ỦY BAN NHÂN DÂN", "XÃ SUỐI MƠ", "Số: 27/KH-UBND")
RIGHT = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Suối Mơ, ngày 12 tháng 3 năm 2026",
)
OPENING = (
    "KẾ HOẠCH",
    "Phát triển thư viện và văn hóa đọc xã Suối Mơ năm 2026",
    "Căn cứ Luật Thư viện số 46/2019/QH14 ngày 21/11/2019;",
    (
        "Thực hiện Kế hoạch số 41/KH-UBND ngày 20/02/2026 của UBND thành phố Vân Hải về phát triển văn hóa đọc của "
        "thành phố Vân Hải năm 2026, Ủy ban nhân dân xã Suối Mơ ban hành Kế hoạch như sau:"
    ),
)
BODY = (
    ("I.", "MỤC ĐÍCH, YÊU CẦU"),
    ("1.", "Mục đích"),
    ("-", "Tạo thói quen đọc sách, gắn với Nghị quyết số 33-NQ/TW ngày 09/6/2014 của Ban Chấp hành Trung ương."),
    ("2.", "Yêu cầu"),
    ("-", "Thiết thực, tiết kiệm, phù hợp điều kiện của xã."),
    ("II.", "NỘI DUNG"),
    ("", "(Phụ lục kèm theo Kế hoạch)"),
    ("III.", "TỔ CHỨC THỰC HIỆN"),
    ("1.", "Phòng Văn hóa - Xã hội"),
    ("-", "Chủ trì, phối hợp với các thôn triển khai Kế hoạch; báo cáo UBND xã trước ngày 15/12."),
    ("2.", "Phòng Kinh tế"),
    ("-", "Tham mưu bố trí kinh phí thực hiện Kế hoạch theo quy định của pháp luật về ngân sách nhà nước."),
    ("", "Trên đây là Kế hoạch phát triển thư viện và văn hóa đọc xã Suối Mơ năm 2026./."),
)
RECIPIENTS = (
    "Nơi nhận:",
    "- UBND thành phố Vân Hải (để b/c);",
    "- TT. Đảng ủy; TT. HĐND xã;",
    "- Các thôn;",
    "- Lưu: VT.",
)
SIGNATURE = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Thị Mẫu")
ANNEX = (
    "PHỤ LỤC",
    "NHIỆM VỤ PHÁT TRIỂN THƯ VIỆN NĂM 2026",
    "(Kèm theo Kế hoạch số 27/KH-UBND ngày 12/3/2026 của UBND xã Suối Mơ)",
)
FOOTNOTE = "Theo số liệu của Thư viện thành phố Vân Hải."
RUNNING_HEAD = "Kế hoạch phát triển thư viện xã Suối Mơ"
HEAD = ("TT", "Nội dung công việc", "Thời gian thực hiện", "Cơ quan chủ trì", "Cơ quan phối hợp")
WIDTHS = (1.2, 5.5, 2.6, 3.4, 3.3)
_WORK = ("Xây dựng tủ sách thôn", "Tổ chức ngày hội đọc sách", "Mở thư viện lưu động", "Duy trì góc đọc cho thiếu nhi")
_LEADS = ("Phòng Văn hóa - Xã hội", "Đoàn Thanh niên xã", "Trung tâm Dịch vụ tổng hợp", "Hội Liên hiệp Phụ nữ xã")
_PARTNERS = ("Các thôn", "Trường Tiểu học Suối Mơ; Hội Khuyến học xã", "Công an xã")
_TIMES = ("Quý I", "Tháng 4", "Cả năm 2026", "Quý III", "Thường xuyên")


def rows() -> Iterator[tuple[str, ...]]:
    """Yield the rows of the annex: of a group two cells, of a task five; two tasks that follow share their lead."""
    number = 0
    for group, name in (("I", "Công tác xây dựng"), ("II", "Công tác tổ chức")):
        yield group, name
        for _ in range(22):
            work = f"{_WORK[number % 4]} giai đoạn {number + 1} theo hướng dẫn của Thư viện thành phố Vân Hải"
            lead = _LEADS[number // 2 % 4]
            number += 1
            yield str(number), work, _TIMES[number % 5], lead, _PARTNERS[number % 3]


def typed() -> bytes:
    """Return the plan as one types it."""
    paragraphs = [*LEFT, *RIGHT, *OPENING, *(f"{label} {words}".strip() for label, words in BODY)]
    table = [HEAD, *(row if len(row) > 2 else (*row, "", "", "") for row in rows())]
    lines = [*paragraphs, *RECIPIENTS, *SIGNATURE, *ANNEX, *(f"| {' | '.join(row)} |" for row in table)]
    return "\n".join(line if line.startswith(("|", "-")) else f"\n{line}" for line in lines).encode()


_LISTS = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="77">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl></w:abstractNum>"""
_STAMP = f"""<w:r {nsdecls("w")}><w:pict xmlns:v="urn:schemas-microsoft-com:vml">
<v:shape style="position:absolute;margin-left:60pt;margin-top:-30pt;width:90pt;height:60pt" type="#_x0000_t202">
<v:textbox><w:txbxContent><w:p><w:r><w:t>ĐÃ KÝ SỐ</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape>
</w:pict></w:r>"""
_PAGE = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
_NOTE = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>
<w:r><w:t xml:space="preserve"> {FOOTNOTE}</w:t></w:r></w:p></w:footnote></w:footnotes>"""
_REFERENCE = f"""<w:r {nsdecls("w")}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>
<w:footnoteReference w:id="2"/></w:r>"""


def word() -> bytes:
    """Return the plan as a .docx."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(12)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.header.paragraphs[0].text = RUNNING_HEAD
    section.footer.paragraphs[0]._p.append(parse_xml(_PAGE))
    _side_by_side(document, LEFT, RIGHT)
    for words in OPENING:
        document.add_paragraph(words)
    _body(document)
    table = _side_by_side(document, RECIPIENTS, (*SIGNATURE[:-1], "", "", SIGNATURE[-1]))
    table.cell(0, 1).paragraphs[-1]._p.append(parse_xml(_STAMP))
    document.add_page_break()
    for words in ANNEX:
        document.add_paragraph(words)
    _annex(document)
    document.add_paragraph()
    return saved(document)


def _side_by_side(document: docx.document.Document, left: tuple[str, ...], right: tuple[str, ...]) -> docx.table.Table:
    table = document.add_table(rows=1, cols=2)
    for cell, lines in zip(table.rows[0].cells, (left, right), strict=True):
        cell.text = lines[0]
        for words in lines[1:]:
            cell.add_paragraph(words)
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left is RECIPIENTS else WD_ALIGN_PARAGRAPH.CENTER
    return table


def _body(document: docx.document.Document) -> None:
    definitions = document.part.numbering_part.element
    definitions.insert(0, parse_xml(_LISTS))
    definitions.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for label, words in BODY:
        paragraph = document.add_paragraph(words)
        if label:
            level = 2 if label == "-" else 0 if label[0] in "IV" else 1
            xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(xml))
        if "đọc sách," in words and label == "-":
            paragraph._p.append(parse_xml(_REFERENCE))
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, _NOTE.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _annex(document: docx.document.Document) -> None:
    body = list(rows())
    table = document.add_table(rows=1 + len(body), cols=len(HEAD), style="Table Grid")
    table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for cells, row in zip(table.rows, [HEAD, *body], strict=True):
        for cell, words, width in zip(cells.cells, row, WIDTHS, strict=False):
            cell.text, cell.width = words, Cm(width)
    for index, row in enumerate(body, start=1):
        if len(row) == 2:
            table.cell(index, 1).merge(table.cell(index, len(HEAD) - 1))


def web() -> bytes:
    """Return the plan as a web page with lists and merged cells of its own."""
    lines = [f"<p>{words}</p>" for words in OPENING]
    kinds = {"I": '<ol type="I" start="{}">', "1": '<ol start="{}">', "-": "<ul>"}
    for label, words in BODY:
        if not label:
            lines.append(f"<p>{words}</p>")
            continue
        kind = "-" if label == "-" else "I" if label[0] in "IV" else "1"
        start = {"I.": 1, "II.": 2, "III.": 3}.get(label, label.rstrip("."))
        lines.append(f"{kinds[kind].format(start)}<li>{words}</li></{'ul' if kind == '-' else 'ol'}>")
    annex = "".join(f"<p>{words}</p>" for words in ANNEX)
    table = f"<table>{''.join(_web_rows())}</table>"
    body = f"{_beside(LEFT, RIGHT)}{''.join(lines)}{_beside(RECIPIENTS, SIGNATURE)}{annex}{table}"
    return f'<html><body><div title="header"><p>{RUNNING_HEAD}</p></div>{body}</body></html>'.encode()


def _beside(*columns: tuple[str, ...]) -> str:
    cells = "".join(f"<td>{'<br>'.join(lines)}</td>" for lines in columns)
    return f"<table><tr>{cells}</tr></table>"


def _web_rows() -> Iterator[str]:
    yield f"<tr>{''.join(f'<th>{words}</th>' for words in HEAD)}</tr>"
    for row in rows():
        if len(row) == 2:
            yield f'<tr><td>{row[0]}</td><td colspan="4">{row[1]}</td></tr>'
            continue
        is_first = int(row[0]) % 2 == 1
        lead = f'<td rowspan="2">{row[3]}</td>' if is_first else ""
        yield f"<tr><td>{row[0]}</td><td>{row[1]}</td><td>{row[2]}</td>{lead}<td>{row[4]}</td></tr>"


def paper() -> bytes:
    """Return the plan as a PDF: a running head, page numbers, a table over pages, cells merged across and down."""
    story = [_two_columns(LEFT, RIGHT), *map(styled, OPENING), *(styled(f"{a} {b}".strip()) for a, b in BODY)]
    story += [_two_columns(RECIPIENTS, SIGNATURE), PageBreak(), *map(styled, ANNEX), _ruled()]
    return printed(story, onFirstPage=_furniture, onLaterPages=_furniture)


def _two_columns(left: tuple[str, ...], right: tuple[str, ...]) -> Table:
    return Table([[[styled(words) for words in left], [styled(words) for words in right]]], colWidths=[190, 260])


def _ruled() -> Table:
    body = list(rows())
    style: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    cells = [[styled(words) for words in HEAD]]
    for index, row in enumerate(body, start=1):
        cells.append([styled(words) for words in (row if len(row) > 2 else (*row, "", "", ""))])
        if len(row) == 2:
            style.append(("SPAN", (1, index), (-1, index)))
        elif int(row[0]) % 2 == 1:
            style.append(("SPAN", (3, index), (3, index + 1)))
            cells[-1][3] = [cells[-1][3]]
            style.append(("NOSPLIT", (0, index), (-1, index + 1)))
    return Table(cells, colWidths=[30, 150, 75, 100, 100], repeatRows=1, style=style)


def _furniture(canvas: Canvas, _document: object) -> None:
    canvas.setFont(font_called("DejaVuSans"), 9)
    canvas.drawString(80, 810, RUNNING_HEAD)
    canvas.drawCentredString(297, 30, str(canvas.getPageNumber()))
