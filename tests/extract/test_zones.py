"""Head, basis, body, recipients, signature and appendices of a document, and the places it speaks from."""

from __future__ import annotations

import pytest

from cancu.extract.context import context
from cancu.extract.header import header
from cancu.extract.layout import Context, Zones
from cancu.extract.zones import zones
from cancu.model import Span
from cancu.read import read_bytes
from cancu.text import Text

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ

Số: 7/KH-UBND

KẾ HOẠCH
Phát triển văn hóa đọc năm 2026

{opening}

I. MỤC ĐÍCH

- Thực hiện tốt công tác thư viện.

{close}
"""
OPENING = "Căn cứ Luật Thư viện;\n\nThực hiện Kế hoạch số 3/KH-UBND, UBND xã ban hành Kế hoạch như sau:"
RECIPIENTS = "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT."
SIGNATURE = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nTrần Thị Mẫu"


def parted(opening: str = OPENING, close: str = f"{RECIPIENTS}\n\n{SIGNATURE}") -> tuple[Text, Zones]:
    text = read_bytes(PLAN.format(opening=opening, close=close).encode(), "a.txt")
    return text, zones(text)


def words(text: Text, span: Span) -> str:
    return text.flow[span.start : span.end].strip()


CONSOLIDATED = (
    "Thông tư số 5/2020/TT-BYT được sửa đổi, bổ sung bởi:\n\n1. Thông tư số 6/2021/TT-BYT;\n\n{between}"
    "Căn cứ Luật Thư viện;\n\nBộ trưởng Bộ Y tế ban hành Thông tư."
)


@pytest.mark.parametrize(
    ("between", "is_basis"), [("2. Thông tư số 7/2022/TT-BYT.\n\n", True), ("Điều 1. Mở cửa\n\n", False)]
)
def test_a_basis_after_a_list_of_amending_acts(between: str, is_basis: bool) -> None:  # noqa: FBT001
    text, parts = parted(opening=CONSOLIDATED.format(between=between))
    assert words(text, parts.basis).startswith("Căn cứ Luật Thư viện") is is_basis


def test_the_parts_follow_one_another() -> None:
    text, parts = parted()
    assert words(text, parts.head).endswith("Phát triển văn hóa đọc năm 2026")
    assert words(text, parts.basis).startswith("Căn cứ")
    assert words(text, parts.basis).endswith("như sau:")
    assert words(text, parts.body).startswith("I. MỤC ĐÍCH")
    assert words(text, parts.body).endswith("công tác thư viện.")
    assert words(text, parts.recipients) == RECIPIENTS
    assert words(text, parts.signature) == SIGNATURE.replace("\n\n", "\n")


CLOSES = [
    ("the list before the signature", f"{RECIPIENTS}\n\n{SIGNATURE}"),
    ("the signature before the list", f"{SIGNATURE}\n\n{RECIPIENTS}"),
    ("papers issued with it", f"{RECIPIENTS}\n\n{SIGNATURE}\n\nQUY CHẾ\n(Kèm theo Kế hoạch)\n\n1. Mở cửa thư viện."),
    ("an appendix", f"{RECIPIENTS}\n\n{SIGNATURE}\n\nPHỤ LỤC\nNHIỆM VỤ\n\nI SỞ VĂN HÓA"),
]


@pytest.mark.parametrize("close", [row[1] for row in CLOSES], ids=[row[0] for row in CLOSES])
def test_list_and_signature_are_found_in_any_order(close: str) -> None:
    text, parts = parted(close=close)
    assert words(text, parts.recipients) == RECIPIENTS
    assert words(text, parts.signature) == SIGNATURE.replace("\n\n", "\n")


BASES = [
    ("one sentence", "Thực hiện Kế hoạch số 3/KH-UBND, UBND xã ban hành Kế hoạch như sau:", True),
    ("a list under a label", "Căn cứ:\n- Luật Thư viện;\n- Luật Xuất bản;\nUBND xã ban hành Kế hoạch như sau:", True),
    ("what went before", "Tiếp theo Công điện số 3/CĐ-UBND, UBND xã yêu cầu các thôn làm việc sau đây:", True),
    ("a sentence that gives a reason only later", "Thư viện xã đã xuống cấp. Để khắc phục, UBND xã yêu cầu:", False),
    ("none", "", False),
]


@pytest.mark.parametrize(("opening", "has_basis"), [row[1:] for row in BASES], ids=[row[0] for row in BASES])
def test_the_basis_is_the_opening_that_names_its_ground(opening: str, has_basis: bool) -> None:  # noqa: FBT001
    text, parts = parted(opening=opening)
    assert words(text, parts.basis) == (opening.strip() if has_basis else "")
    assert words(text, parts.head).endswith("năm 2026")
    assert "I. MỤC ĐÍCH" in words(text, parts.body)


def test_a_telegram_names_its_addressees_before_its_basis() -> None:
    wired = "CHỦ TỊCH UBND TỈNH điện:\n- Giám đốc các Sở;\n- Chủ tịch UBND các xã;\n- Công an tỉnh.\n\n"
    text, parts = parted(opening=f"{wired}Bão đã qua. Tiếp theo Công điện số 3/CĐ-UBND, UBND tỉnh yêu cầu:")
    assert words(text, parts.basis) == "Tiếp theo Công điện số 3/CĐ-UBND, UBND tỉnh yêu cầu:"
    text, parts = parted(opening=f"{wired}Bão đã qua. Ai cũng biết Công điện số 3/CĐ-UBND, UBND tỉnh yêu cầu:")
    assert words(text, parts.basis) == ""


APPENDICES = [
    ("PHỤ LỤC", True),
    ("PHỤ LỤC I", True),
    ("Phụ lục II", True),
    ("PHỤ LỤC 01: PHÂN CÔNG NHIỆM VỤ", True),
    ("Phụ lục 2: Phân công nhiệm vụ", True),
    # mentions and other words
    ("Phụ lục kèm theo Kế hoạch này là một phần của Kế hoạch.", False),
    ("Phụ nữ các thôn tham gia", False),
]


@pytest.mark.parametrize(("line", "is_appendix"), APPENDICES)
def test_an_appendix_begins_at_its_heading(line: str, is_appendix: bool) -> None:  # noqa: FBT001
    text, parts = parted(close=f"{RECIPIENTS}\n\n{SIGNATURE}\n\n{line}\n\n1. Mua sách.")
    assert [words(text, a).startswith(line) for a in parts.appendices] == ([True] if is_appendix else [])


def test_a_text_that_begins_in_the_middle_is_all_body() -> None:
    text = read_bytes("tạo động lực cho xã.\n\nIII. TỔ CHỨC THỰC HIỆN\n\n- Mua sách.\n".encode(), "a.txt")
    parts = zones(text)
    assert words(text, parts.head) == words(text, parts.basis) == ""
    assert words(text, parts.body).startswith("tạo động lực")


def test_parts_of_an_empty_flow_are_empty() -> None:
    text = read_bytes("đường\n".encode(), "a.txt")
    parts = zones(text)
    assert (parts.recipients.start, parts.signature.start) == (len(text.flow), len(text.flow))


PLACES = [
    ("ỦY BAN NHÂN DÂN\nXÃ SUỐI MƠ", "Thực hiện Kế hoạch số 3/KH-UBND của UBND tỉnh Sơn Vân;",
     Context(province="tỉnh Sơn Vân", commune="xã Suối Mơ")),
    ("ĐẢNG BỘ TỈNH SƠN VÂN\nĐẢNG ỦY XÃ SUỐI MƠ", "Căn cứ Điều lệ Đảng;",
     Context(province="tỉnh Sơn Vân", commune="xã Suối Mơ", party=True)),
    ("THÀNH ỦY VÂN HẢI", "Căn cứ Điều lệ Đảng;", Context(province="thành phố Vân Hải", party=True)),
    # a province that the paper merely mentions does not outweigh its own letterhead
    ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ VÂN HẢI", "Căn cứ biên bản với tỉnh Sơn Vân, tỉnh Sơn Vân;",
     Context(province="thành phố Vân Hải")),
    ("BỘ Y TẾ", "Căn cứ Luật Dược;", Context()),
]  # fmt: skip


@pytest.mark.parametrize(("letterhead", "basis", "expected"), PLACES)
def test_the_places_a_document_speaks_from(letterhead: str, basis: str, expected: Context) -> None:
    content = f"{letterhead}\n\nSố: 3/KH\n\nKẾ HOẠCH\nPhát triển văn hóa đọc năm 2026\n\n{basis}\n\nI. MỤC ĐÍCH\n"
    text = read_bytes(content.encode(), "a.txt")
    found = context(text, header(text, zones(text)))
    assert (found.province, found.commune, found.party, found.year) == (
        expected.province,
        expected.commune,
        expected.party,
        2026,
    )
