"""The words as a reader's eye joins them, and the way back to where they stand."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.read.flow import flow
from cancu.text import Text

WIDE = "Kế hoạch này được Ủy ban nhân dân xã Suối Mơ ban hành để triển khai thực hiện công"
"""A line as long as the page is wide; `page` adds others of that length."""


def text_of(content: str) -> Text:
    joined = flow(content)
    return Text(source="a.txt", sha256="", content=content, flow=joined.text, origin=joined.origin, lines=joined.lines)


def page(*lines: str) -> list[str]:
    """Return the paragraphs of a page on which other lines show how wide it is."""
    return flow("\n".join((*lines, "", *[WIDE] * 4, "việc."))).text.split("\n")[:-1]


JOINED = [
    ("a sentence goes on in small letters", ["tổ chức tuyên truyền về văn hóa đọc trong trường và", "thư viện xã."]),
    ("a number broken after its hyphen", ["Thực hiện Chương trình công tác số 01/CTr-", "UBND của Ủy ban xã."]),
    ("a number broken from its “số”", ["Thực hiện nghiêm túc Kết luận số", "57-KL/TW của Bộ Chính trị."]),
    ("a provision after “khoản 3”", ["theo quy định tại khoản 3", "Điều 5 Nghị định về văn hóa đọc."]),
    ("a provision after “tại”", ["Các trường hợp được quy định tại", "Điều 5. của Nghị định."]),
    ("a congress after “lần thứ”", ["Nghị quyết Đại hội đại biểu toàn quốc lần thứ", "XIV Đảng Cộng sản Việt Nam."]),
    ("a capital where the line is full", [WIDE, "Thư viện xã và các thôn."]),
    ("a dash inside a name", [WIDE[:-5] + " văn hóa", "- xã hội và các thôn."]),
    ("a numbered sentence cut inside a name", ["1. " + WIDE[:-8] + " xã Tà", "Mung và các xã lân cận cùng thực hiện."]),
]  # fmt: skip

APART = [
    ("a bullet", ["- Xây dựng tủ sách,", "- Tổ chức ngày hội."]),
    ("a lettered point", ["a) Mục đích của kế hoạch;", "b) yêu cầu của kế hoạch."]),
    ("a heading and its text", ["1. Phòng Văn hóa - Xã hội", "Chủ trì xây dựng kế hoạch."]),
    ("an article", [WIDE, "Điều 2. Tổ chức thực hiện"]),
    ("a second basis", ["Căn cứ Luật Thư viện;", "Căn cứ Luật Xuất bản;"]),
    ("a full stop and a new paragraph", ["Trên đây là Kế hoạch của xã.", "Yêu cầu các đơn vị thực hiện."]),
    ("capitals and a title", ["KẾ HOẠCH", "Phát triển văn hóa đọc năm 2026"]),
    ("rows of a typed table", ["| 1 | Xây dựng tủ sách và |", "| 2 | tổ chức ngày hội |"]),
    ("the list of recipients", ["Yêu cầu các đơn vị thực hiện./.", "Nơi nhận:"]),
]  # fmt: skip


@pytest.mark.parametrize("lines", [row[1] for row in JOINED], ids=[row[0] for row in JOINED])
def test_a_line_goes_on(lines: list[str]) -> None:
    assert page(*lines) == [" ".join(lines)]


@pytest.mark.parametrize("lines", [row[1] for row in APART], ids=[row[0] for row in APART])
def test_a_line_begins_a_paragraph(lines: list[str]) -> None:
    assert page(*lines) == lines


DROPPED = [
    ("marks of emphasis", "**Kế hoạch** *của* xã", "Kế hoạch của xã"),
    ("a heading's marks", "### ***1. Mục đích***", "1. Mục đích"),
    ("a footnote's number", "Kế hoạch<sup>1</sup> của xã", "Kế hoạch của xã"),
    ("escaped signs", "1\\. Kế hoạch \\- của xã", "1. Kế hoạch - của xã"),
    ("a page's number between blank lines", "Kế hoạch\n\n  12  \n\ncủa xã", "Kế hoạch của xã"),
    (
        "a page's number inside a date",
        "Các thôn phối hợp với thư viện của xã theo Kế hoạch ngày\n3\n\n11/12/2025 của UBND xã.",
        "Các thôn phối hợp với thư viện của xã theo Kế hoạch ngày 11/12/2025 của UBND xã.",
    ),
    (
        "a page's number inside a sentence",
        "Các thôn phối hợp với thư viện của xã lo việc tổ chức\n2\nngày hội đọc sách.",
        "Các thôn phối hợp với thư viện của xã lo việc tổ chức ngày hội đọc sách.",
    ),
    ("a number in dashes", "Kế hoạch\n\n- 12 -\n\ncủa xã", "Kế hoạch của xã"),
    ("the gazette's head", "Kế hoạch\nCÔNG BÁO/Số 281/Ngày 21-05-2026\n99\ncủa xã", "Kế hoạch của xã"),
    ("the gazette's head on a left page", "Kế hoạch\n4\nCÔNG BÁO/Số 6 + 7/Ngày 06-3-2022\ncủa xã", "Kế hoạch của xã"),
    (
        "the stamp of a signature",
        "Kế hoạch\nKý bởi: CÔNG BÁO\nCơ quan: VĂN PHÒNG\nNgày ký: 2026-05-27 07:55:25 +07:00\ncủa xã",
        "Kế hoạch của xã",
    ),
    ("a rule", "Kế hoạch\n_______\ncủa xã", "Kế hoạch của xã"),
    ("invisible letters", "Kế\u200b hoạch\ufeff của\u00ad xã", "Kế hoạch của xã"),
]  # fmt: skip

KEPT = [
    (
        "a day on a line of its own",
        "Các thôn phối hợp với thư viện của xã và các trường từ ngày\n3\ntháng 12 năm 2025.",
        "Các thôn phối hợp với thư viện của xã và các trường từ ngày 3 tháng 12 năm 2025.",
    ),
    ("a product", "Diện tích 3*4 mét", "Diện tích 3*4 mét"),
    ("a row's number", "1\nXây dựng tủ sách\n2\nTổ chức ngày hội", "1\nXây dựng tủ sách\n2\nTổ chức ngày hội"),
    ("the gazette in a sentence", "Đăng trên CÔNG BÁO/Số 281/Ngày 21-05-2026 của xã", None),
    ("an agency named by a label", "Cơ quan: Phòng Văn hóa - Xã hội", None),
    ("a signer named by a label", "Người ký: Chủ tịch Ủy ban nhân dân xã", None),
]  # fmt: skip


@pytest.mark.parametrize(("content", "words"), [row[1:] for row in DROPPED], ids=[row[0] for row in DROPPED])
def test_what_is_not_of_the_text_is_dropped(content: str, words: str) -> None:
    assert flow(content).text == words


@pytest.mark.parametrize(("content", "words"), [row[1:] for row in KEPT], ids=[row[0] for row in KEPT])
def test_what_is_of_the_text_stays(content: str, words: str | None) -> None:
    assert flow(content).text == (words or content)


COLUMNS = """\
  ----------------------- ------------------------------
   ỦY BAN NHÂN DÂN\\        CỘNG HÒA XÃ HỘI CHỦ NGHĨA\\
   XÃ SUỐI MƠ              VIỆT NAM

   Số: 12/KH-UBND          Suối Mơ, ngày 5 tháng 3 năm 2026
  ----------------------- ------------------------------
"""


def test_two_columns_are_read_one_after_the_other() -> None:
    words = text_of(COLUMNS).flow.split("\n")
    assert words[:3] == ["ỦY BAN NHÂN DÂN", "XÃ SUỐI MƠ", "Số: 12/KH-UBND"]
    assert words[-1] == "Suối Mơ, ngày 5 tháng 3 năm 2026"


WORDS = st.sampled_from(
    [
        "Ủy ban",
        "nhân dân",
        "xã",
        "Suối Mơ",
        "số",
        "57-",
        "KL/TW",
        "Điều 5",
        "**đậm**",
        "<sup>1</sup>",
        "- ",
        "1. ",
        "\\-",
    ]
)
LINES = st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=12).map("\n".join)
ANY = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\0"), max_size=200)


@settings(deadline=None)
@given(content=LINES | ANY, form=st.sampled_from(["NFC", "NFD"]))
def test_every_letter_stands_where_its_offset_says(content: str, form: str) -> None:
    content = unicodedata.normalize(form, content)
    text = text_of(content)
    assert len(text.origin) == len(text.flow) + 1
    for letter, offset in zip(text.flow, text.origin, strict=False):
        here = unicodedata.normalize("NFD", content[offset : offset + 1])
        assert letter.isspace() or unicodedata.normalize("NFD", letter).startswith(here[:1])


@settings(deadline=None)
@given(content=LINES | ANY, form=st.sampled_from(["NFC", "NFD"]))
def test_printed_lines_tile_the_words(content: str, form: str) -> None:
    text = text_of(unicodedata.normalize(form, content))
    assert all(a.end + 1 == b.start for a, b in zip(text.lines, text.lines[1:], strict=False))
    assert not text.lines or (text.lines[0].start, text.lines[-1].end) == (0, len(text.flow))
    assert all(text.flow[line.start : line.end].strip() for line in text.lines)


@settings(deadline=None)
@given(words=st.lists(st.sampled_from(["Ủy", "ban", "nhân", "dân", "xã", "Suối", "Mơ"]), min_size=1, max_size=30))
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_quotation_holds_the_same_words_as_the_flow(words: list[str], form: str) -> None:
    text = text_of(unicodedata.normalize(form, " \n".join(words)))
    quoted = text.quote(text.span(0, len(text.flow)))
    assert unicodedata.normalize("NFC", quoted).split() == words


@pytest.mark.parametrize(
    "content", ["", "\n\n", "***", "12"], ids=["nothing", "blank lines", "marks alone", "a number"]
)
def test_a_text_without_words_has_an_empty_or_a_plain_flow(content: str) -> None:
    text = text_of(content)
    assert len(text.origin) == len(text.flow) + 1
    assert text.span(0, len(text.flow)).start <= len(content)


def calls_made(content: str) -> int:
    """Return how many Python calls and C calls joining ``content`` takes: a measure of work that no clock disturbs."""
    made = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal made
        made += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        flow(content)
    finally:
        sys.setprofile(None)
    return made


@pytest.mark.parametrize(
    "unit", ["Ủy ban nhân dân xã ", "Ủy ban nhân dân xã\n", "* ** ", "<sup>", "1\n", "- - ", "CÔNG BÁO/Số 1 "]
)
def test_work_grows_as_the_text_does(unit: str) -> None:
    flow(unit)
    once, twice = calls_made(unit * 500), calls_made(unit * 1000)
    assert twice <= 2.2 * once


def test_a_line_of_a_million_letters_is_read() -> None:
    words = "Ủy ban nhân dân xã " * 52_000
    assert flow(words).text == words.strip()
