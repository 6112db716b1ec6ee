"""What offices put into files beside their words is read, or left out, each with what only looks like it."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.platypus import PageBreak, Paragraph, Table

from cancu.read import read_bytes
from cancu.read.flow import flow
from cancu.read.footnotes import is_unit
from tests.read.samples import font_called, printed, saved, styled

LINE = "Ủy ban nhân dân xã Suối Mơ ban hành kế hoạch"


def page(body: str) -> list[str]:
    return read_bytes(f"<html><body><p>{LINE}</p>{body}</body></html>".encode(), "a.html").content.split("\n")[1:]


LISTS = [
    ("numbers", "<ol><li>một<li>hai</ol>", ["1. một", "2. hai"]),
    ("numbers that begin later", "<ol start=3><li>ba<li value=7>bảy<li>tám</ol>", ["3. ba", "7. bảy", "8. tám"]),
    ("Roman digits", "<ol type=I><li>MỘT<li>HAI</ol>", ["I. MỘT", "II. HAI"]),
    ("small letters", "<ol type=a><li>một<li>hai</ol>", ["a. một", "b. hai"]),
    ("dots", "<ul><li>một</ul>", ["- một"]),
    ("a list in a list", "<ol><li>một<ul><li>hai</ul><li>ba</ol>", ["1. một", "- hai", "2. ba"]),
    ("paragraphs of one item", "<ol><li><p>một<p>hai</ol>", ["1. một", "hai"]),
    ("words with a number of their own", "<ul><li>a) một<li>- hai</ul>", ["a) một", "- hai"]),
    ("no list", "<p>một</p>", ["một"]),
    ("an item in no list", "<li>một</li>", ["- một"]),
    ("the call of a footnote", "<p>Trung ương<sup>1</sup> nêu</p>", ["Trung ương nêu"]),
    ("the call of a footnote after the year", "<p>năm<sup>2</sup></p>", ["năm"]),
    ("a square metre", "<p>50 m<sup>2</sup> nhà</p>", ["50 m2 nhà"]),
    ("a raised word", "<p>TM<sup>nhân dân</sup></p>", ["TMnhân dân"]),
    ("a head on every page", '<div title="header">đầu trang</div><p>một</p>', ["một"]),
    ("a title of another kind", '<div title="headers">một</div>', ["một"]),
]


@pytest.mark.parametrize(("body", "lines"), [row[1:] for row in LISTS], ids=[row[0] for row in LISTS])
def test_a_web_page_is_read_as_a_browser_shows_it(body: str, lines: list[str]) -> None:
    assert page(body) == lines


MERGED = (
    "<table><tr><td>1<td>Mua sách<td rowspan=2>Thư viện<tr><td>2<td>Mở phòng đọc<tr><td colspan=2>Cộng<td>x</table>"
)


def test_merged_cells_of_a_web_page_keep_their_columns() -> None:
    rows = [line for line in page(MERGED) if line]
    assert rows == ["| 1 | Mua sách | Thư viện |", "| 2 | Mở phòng đọc | Thư viện |", "| Cộng |  | x |"]


def test_spans_that_ask_for_millions_of_cells_get_a_hundred() -> None:
    cell = '<td colspan="99999999" rowspan="999999">một</td>'
    rows = page(f"<table><tr>{cell}<td>hai</td></tr><tr><td>ba</td></tr></table>")
    assert max(row.count("|") for row in rows) <= 210


def word(*bodies: str) -> list[str]:
    document = docx.Document()
    document.add_paragraph(LINE)
    section = document.element.body.sectPr
    for body in bodies:
        section.addprevious(parse_xml(body.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)))
    return read_bytes(saved(document), "a.docx").content.split("\n")[1:]


RUNS = [
    ("inserted words", "<w:ins><w:r><w:t>mới</w:t></w:r></w:ins>", "mới"),
    ("deleted words", "<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>", ""),
    ("words moved here", "<w:moveTo><w:r><w:t>mới</w:t></w:r></w:moveTo>", "mới"),
    ("words moved away", "<w:moveFrom><w:r><w:t>cũ</w:t></w:r></w:moveFrom>", ""),
    ("a content control", "<w:sdt><w:sdtContent><w:r><w:t>ô</w:t></w:r></w:sdtContent></w:sdt>", "ô"),
    ("a field", '<w:fldSimple w:instr=" DATE "><w:r><w:t>5/3/2026</w:t></w:r></w:fldSimple>', "5/3/2026"),
    ("a field's instruction", "<w:r><w:instrText>DATE</w:instrText></w:r>", ""),
    ("a hyphen that does not break", "<w:r><w:t>57</w:t><w:noBreakHyphen/><w:t>KL</w:t></w:r>", "57-KL"),
    ("a page break", '<w:r><w:t>một</w:t><w:br w:type="page"/><w:t>hai</w:t></w:r>', "mộthai"),
    ("a line break", "<w:r><w:t>một</w:t><w:br/><w:t>hai</w:t></w:r>", "một\nhai"),
]  # fmt: skip


@pytest.mark.parametrize(("run", "words"), [row[1:] for row in RUNS], ids=[row[0] for row in RUNS])
def test_words_of_a_word_file_are_those_that_stand(run: str, words: str) -> None:
    assert "\n".join(word(f"<w:p>{run}</w:p>")) == words


def test_paragraphs_in_a_content_control_are_read() -> None:
    body = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>một</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    assert word(body) == ["một"]


@pytest.mark.parametrize(
    ("before", "expected"),
    [("50 m", True), ("12 km", True), ("(m", True), ("năm", False), ("Trung ương", False), ("", False)],
)
def test_a_raised_digit_may_belong_to_a_measure(before: str, expected: bool) -> None:  # noqa: FBT001
    assert is_unit(before) is expected


def raised(words: str) -> Paragraph:
    return Paragraph(words, styled("").style)


def test_raised_digits_of_a_printed_page_are_dropped_and_measures_kept() -> None:
    font_called("DejaVuSans")
    lines = [LINE, "Ban Chấp hành Trung ương<super>1</super> nêu", "nhà 50 m<super>2</super>", "Quý 1 và Quý 2"]
    content = read_bytes(printed([raised(words) for words in lines]), "a.pdf").content
    assert content.split("\n")[1:] == ["Ban Chấp hành Trung ương nêu", "nhà 50 m2", "Quý 1 và Quý 2"]


def pdf(*pages: list[str]) -> str:
    story: list[object] = []
    for number, lines in enumerate(pages):
        story += [PageBreak()] * (number > 0) + [styled(words) for words in lines]
    head = lambda canvas, _: (canvas.setFont(font_called("DejaVuSans"), 9), canvas.drawString(80, 810, "đầu trang 3"))  # noqa: E731
    return read_bytes(printed(story, onFirstPage=head, onLaterPages=head), "a.pdf").content


def test_a_running_head_of_two_pages_is_dropped_and_a_line_said_twice_stays() -> None:
    assert pdf([LINE, "Nội dung"], [LINE, "Kết quả"]).split("\n") == [LINE, "Nội dung", LINE, "Kết quả"]


def test_lines_that_differ_in_a_number_are_no_running_head() -> None:
    lines = [f"Thực hiện Nghị quyết số {number}-NQ/TW của Bộ Chính trị" for number in (57, 59, 68)]
    assert pdf(*([line] for line in lines)).split("\n") == lines


def test_a_date_that_a_narrow_column_breaks_is_whole() -> None:
    grid = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
    cells = [[styled("1"), styled("Mua sách cho xã"), styled("Trước<br/>26/<br/>11/2026"), styled("Cơ quan 1/<br/>Sở")]]
    content = read_bytes(printed([styled(LINE), Table(cells, style=grid)]), "a.pdf").content
    assert "| 1 | Mua sách cho xã | Trước 26/11/2026 | Cơ quan 1/ Sở |" in content.split("\n")


MOTTOS = [
    ("on two lines", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA\nVIỆT NAM\nĐộc lập", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("on one", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("another name that ends so", "TẬP ĐOÀN DẦU KHÍ\nVIỆT NAM\nĐộc lập", "TẬP ĐOÀN DẦU KHÍ"),
]


@pytest.mark.parametrize(("content", "first"), [row[1:] for row in MOTTOS], ids=[row[0] for row in MOTTOS])
def test_the_name_of_the_state_is_one_line(content: str, first: str) -> None:
    joined = flow(content)
    assert joined.text[joined.lines[0].start : joined.lines[0].end] == first
    assert len(joined.origin) == len(joined.text) + 1
