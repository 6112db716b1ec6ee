"""Headings and their paths; numbered paragraphs and sentences are none."""

from __future__ import annotations

import unicodedata

import pytest

from cancu.extract.headings import headings, sections
from cancu.extract.zones import zones
from cancu.read import read_bytes

HEAD = "KẾ HOẠCH\nPhát triển văn hóa đọc\n\nCăn cứ Luật Thư viện, UBND xã ban hành Kế hoạch như sau:\n\n"

BODIES = [
    ("I. MỤC ĐÍCH\n\n1. Mục đích\n\n2. Yêu cầu\n\nII. NỘI DUNG\n", ["I", "I.1", "I.2", "II"]),
    # dotted numbers stand under the Roman one, as printed
    ("II. NỘI DUNG\n\n1. Trọng tâm\n\n1.1. Thư viện\n\n1.2 Tủ sách\n\n2. Phương hướng\n",
     ["II", "II.1", "II.1.1", "II.1.2", "II.2"]),
    ("I. VIỆC\n\n1. Thư viện\n\na) Tại thôn\n\nb) Tại trường\n", ["I", "I.1", "I.1.a", "I.1.b"]),
    # a numbered sentence is a paragraph with a number
    ("I. VIỆC\n\n1. Giao Phòng Văn hóa theo dõi, đôn đốc.\n\n2. Thư viện xã báo cáo hằng quý;\n", ["I"]),
    # a head lost before I: paths as printed
    ("1.2 Tủ sách\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. UBND xã\n", ["1.2", "II", "II.1"]),
    # the hyphen of Party papers
    ("I- MỤC ĐÍCH\n\nII- NỘI DUNG\n", ["I", "II"]),
    # Party papers number with hyphens throughout
    ("I- MỤC ĐÍCH\n\n1- Mục đích\n\n2- Yêu cầu\n", ["I", "I.1", "I.2"]),
    # capitals stand above Roman numbers, and must count on from A
    ("A. MỤC ĐÍCH\n\nI. Chung\n\nB. NỘI DUNG\n\nI. Thời gian\n", ["A", "A.I", "B", "B.I"]),
    ("I. KẾT QUẢ\n\nC. Mẫu là tác giả của cuốn sách\n", ["I"]),
    # a short heading may end with a stop; a short sentence with nothing below it is none
    ("I. VIỆC\n\n1. Mục đích.\n\nNâng cao nhận thức.\n\n2. Mua sách.\n", ["I", "I.1"]),
    # a label and what it says
    ("I. VIỆC\n\n1. Thời gian: ngày 5 tháng 3\n\n2. Phòng Văn hóa:\n\n- Mua sách.\n", ["I", "I.2"]),
    # a sentence that a list completes
    ("I. VIỆC\n\n1. Các đơn vị thực hiện như sau:\n\n- Mua sách.\n", ["I"]),
    # numbered lines that follow one another are a list
    ("I. XÃ\n\n1. Suối Mơ\n\n2. Bến Sao\n\n3. Đồi Thông\n\n4. Vân Hải\n\n- Mua sách.\n", ["I"]),
    # but one that a colon ends and a list completes is a heading among numbered sentences
    ("1. Công an xã trực.\n\n2. Trạm Y tế xã trực.\n\n3. Thôn dọn.\n\n4. Giao Phòng Kinh tế:\n\na) Mua.\n", ["4"]),
    # articles run through the chapters
    ("Chương I\nCHUNG\n\nĐiều 1. Phạm vi\n\nĐọc.\n\nChương II\nVIỆC\n\nMục 1\nXÃ\n\nĐiều 2. Ban\n\n1. Tổ:\n\n- Mua.\n",
     ["Chương I", "Điều 1", "Chương II", "Chương II.Mục 1", "Điều 2", "Điều 2.1"]),
    # years and decimals are no numbers of headings
    ("I. KẾT QUẢ\n\nNăm 2025 toàn xã có\n\n2025 cuốn sách mới\n", ["I"]),
    # a sentence over its labelled activity is a heading; over a bullet of any other words it is none
    ("I. NỘI DUNG\n\n1. Ngày lễ\na) Mở chợ.\n- Hoạt động: treo cờ.\nb) Hội.\n- Vẽ.\n", ["I", "I.1", "I.1.a"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "paths"), BODIES)
def test_paths_follow_the_numbering_as_printed(body: str, paths: list[str]) -> None:
    text = read_bytes((HEAD + body).encode(), "a.txt")
    assert [h.path for h in headings(text, zones(text))] == paths


def test_what_stands_under_a_heading_ends_where_the_next_of_its_level_begins() -> None:
    text = read_bytes(
        (HEAD + "I. VIỆC\n\n1. Thư viện\n\n- Mua sách.\n\nII. KINH PHÍ\n\n- Ngân sách xã.\n").encode(), "a.txt"
    )
    first = headings(text, zones(text))[0]
    assert "Mua sách" in text.flow[first.end : first.until]
    assert "Ngân sách" not in text.flow[first.end : first.until]


def test_groups_of_an_appendix_have_paths_of_their_own() -> None:
    close = "Nơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Thị Mẫu\n\n"
    body = f"I. VIỆC\n\n- Mua sách.\n\n{close}PHỤ LỤC\nNHIỆM VỤ\n\n"
    text = read_bytes((HEAD + body + "I SỞ VĂN HÓA\n\n1\nMua sách\n\nII SỞ TÀI CHÍNH\n").encode(), "a.txt")
    assert [h.path for h in headings(text, zones(text))] == ["I", "PL.I", "PL.II"]


def test_a_section_points_at_its_words() -> None:
    content = HEAD + "I. MỤC ĐÍCH, YÊU CẦU\n\n- Nâng cao nhận thức.\n"
    text = read_bytes(content.encode(), "a.txt")
    section = sections(text, headings(text, zones(text)))[0]
    assert (section.number, section.heading) == ("I", "MỤC ĐÍCH, YÊU CẦU")
    assert content[section.start : section.end] == section.text == "I. MỤC ĐÍCH, YÊU CẦU"


def test_a_heading_below_its_number_belongs_to_it() -> None:
    text = read_bytes((HEAD + "Chương I\nQUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\n\nQuy chế này.\n").encode(), "a.txt")
    assert [s.heading for s in sections(text, headings(text, zones(text)))] == ["QUY ĐỊNH CHUNG", "Phạm vi"]


def test_a_paper_issued_with_a_decision_has_headings_of_its_own() -> None:
    decision = (
        "QUYẾT ĐỊNH\nBan hành Kế hoạch\n\nCăn cứ Luật Thư viện;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Ban hành Kế hoạch này.\n\n"
        "CHỦ TỊCH\n\nTrần Thị Mẫu\n\nKẾ HOẠCH\n(Kèm theo Quyết định số 3/QĐ-UBND)\n\n"
        "I. MỤC ĐÍCH\n\n- Đọc.\n\nII. VIỆC\n"
    )
    text = read_bytes(decision.encode(), "a.txt")
    assert [h.path for h in headings(text, zones(text))] == ["I", "II"]


def test_headings_are_composed_and_quotations_as_typed() -> None:
    content = unicodedata.normalize("NFD", HEAD + "I. MỤC ĐÍCH\n\n- Nâng cao nhận thức.\n")
    text = read_bytes(content.encode(), "a.txt")
    section = sections(text, headings(text, zones(text)))[0]
    assert section.heading == "MỤC ĐÍCH"
    assert section.text == unicodedata.normalize("NFD", "I. MỤC ĐÍCH")


@pytest.mark.parametrize(
    ("body", "before"),
    [
        # None for the first of a row, the forerunner where it is printed, the last number where it is not
        (
            "I. MỤC ĐÍCH CHUNG\n\n1. Mục đích\n\n2. Yêu cầu\n\nII. NỘI DUNG CHÍNH\n\n1. Trọng tâm\n",
            [None, None, 1, 1, None],
        ),
        ("I. MỤC ĐÍCH CHUNG\n\nIII. NỘI DUNG CHÍNH\n\n1. Trọng tâm\n\n4. Thư viện\n", [None, 1, None, 1]),
        ("I. MỤC ĐÍCH CHUNG\n\nI. NỘI DUNG CHÍNH\n", [None, 1]),
        # a numbered sentence is no heading, but counts
        ("I. VIỆC\n\n1. Mục đích\n\n2. Giao Phòng Văn hóa theo dõi, đôn đốc.\n\n3. Thư viện\n", [None, None, 2]),
        # a list between two headings counts for itself
        ("I. VIỆC\n\n1. Mục đích\n\n- Đọc.\n\n1. Mua sách;\n\n2. Sửa nhà;\n\n- Hết.\n\n2. Yêu cầu\n", [None, None, 1]),
        # a text that lost its start begins where it begins
        ("1.2 Tủ sách\n\n1.3 Thư viện\n\nII. TỔ CHỨC THỰC HIỆN\n\n1. UBND xã\n", [None, 2, None, None]),
        ("I. VIỆC\n\n1. Thư viện\n\na) Tại thôn\n\nđ) Tại trường\n", [None, None, None, 1]),
    ],
)
def test_a_section_knows_the_number_before_it_in_its_row(body: str, before: list[int | None]) -> None:
    text = read_bytes((HEAD + body).encode(), "a.txt")
    assert [section.before for section in sections(text, headings(text, zones(text)))] == before


def test_a_numeral_left_out_before_a_title_in_capitals_is_still_a_heading() -> None:
    body = "I. MỤC ĐÍCH CHUNG\n\nIII. TỔ CHỨC THỰC HIỆN\n\nV. K\n\nC. Mẫu viết\n"
    text = read_bytes((HEAD + body).encode(), "a.txt")
    assert [heading.path for heading in headings(text, zones(text))] == ["I", "III"]
