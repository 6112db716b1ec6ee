"""Marks: words that should be looked at again, and those that only look so."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.extract import extract
from cancu.model import Mark
from cancu.read import read_bytes

HEAD = "KẾ HOẠCH\nTổ chức ngày hội đọc sách năm 2026\n\n"
END = "\n\nNơi nhận:\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Văn Mẫu\n"
OFTEN = "Đọc nghị định, nghị định và nghị định. Giao HĐND, HĐND."

# words of a paragraph, the marks in it: kind, words, suggestion
CLAIMS = [
    ("Hợp tác về về khoa học.", [("doubled-word", "về về", "về")]),
    ("Giao các\ncác thôn thực hiện.", [("doubled-word", "các các", "các")]),
    ("Xã thực hiện thực hiện tốt.", [("doubled-word", "thực hiện thực hiện", "thực hiện")]),
    ("Ngày ngày luôn luôn xanh xanh, người người, nhà nhà.", []),
    ("Nội dung hiện tại tại xã; hành chính công công khai; kèm theo theo mẫu; đi về, về muộn.", []),
    ("Tiến từng bước từng bước một.", []),
    ("Giao HỌND xã giám sát.", [("misreading", "HỌND", "HĐND")]),
    ("Định hướng du luận xã hội.", [("misreading", "du luận", "dư luận")]),
    ("Ủy bạn nhân dân xã.", [("misreading", "Ủy bạn", "Ủy ban")]),
    (
        "MẮT TRẬN TỔ QUỐC xã, Mắt trận.",
        [("misreading", "MẮT TRẬN", "MẶT TRẬN"), ("misreading", "Mắt trận", "Mặt trận")],
    ),
    (f"{OFTEN} Theo nghị đinhh, nghị địnk mới.", [("misreading", "địnk", "định")]),
    ("Bà Nguyễn Thị Du Luận; ông Ủy Bạn; Krông Pắk; Đắk Lắk; Niê Kdăm.", []),
    ("Uy ban nhân dân, Uy ban nhan dan.", [("misreading", "Uy ban", "Ủy ban")]),
    ("Dự báo cao hơn; hình thức hiện nay; khả năng cao; đồng thời gián tiếp; trở thành phổ biến.", []),
    ("ASEAN, UNESCO, CNTT, BXDĐ, TTĐU; km², CO₂, wifi, logistics, mêtan.", []),
    ("Cung cấp thông tin đối cho công chức.", [("broken-phrase", "thông tin đối", "thông tin đối ngoại")]),
    ("Trình UBND Thành ban hành.", [("broken-phrase", "UBND Thành", "UBND Thành phố")]),
    ("Báo cáo UBND Thành, HĐND xã.", [("broken-phrase", "UBND Thành", "UBND Thành phố")]),
    ("UBND Thành phố, UBND Thành\nphố, Ban Thường vụ Thành ủy, UBND Thành Thí, thông tin đối với dân.", []),
    ("Ban hành ngày 11/03/2026.", [("date-padding", "11/03/2026", "11/3/2026")]),
    (
        "Ban hành ngày 5/3/2026, ngày 5 tháng 1 năm 2026.",
        [("date-padding", "5/3/2026", "05/3/2026"), ("date-padding", "5 tháng 1", "05 tháng 01")],
    ),
    ("Họp ngày 12 tháng 03.", [("date-padding", "12 tháng 03", "12 tháng 3")]),
    ("Ngày 02/3/2026, ngày 12/01/2026, ngày 30 tháng 4, ngày 05 tháng 02, ngày 10/12/2026, ngày 1/5.", []),
    ("Sinh 3/2/1930; ngày 45/13/2026; trong 5 ngày, 3 tháng.", []),
    ("Vai trò của uûy ban nhaân daân xã.", [("legacy-letters", "uûy ban nhaân daân", "ủy ban nhân dân")]),
    ("Thăm São Paulo, ăn crème brûlée, mua 30 m² đất ở Zürich.", []),
]
ANNEXES = [
    ("(Kèm theo Kế hoạch số 12/KH-UBND ngày 02/3/2026 của UBND xã)", "12/KH-UBND", dt.date(2026, 3, 2)),
    ("(Ban hành kèm theo Quyết định số 7/QĐ-UBND ngày 02 tháng 3 năm 2026)", "7/QĐ-UBND", dt.date(2026, 3, 2)),
    ("(Kèm theo Kế hoạch số         /KH-UBND ngày      /    /2026 của UBND xã)", None, None),
    ("(Kèm theo Kế hoạch số      /KH-UBND ngày 02/3/2026)", None, dt.date(2026, 3, 2)),
    ("(Kèm theo Kế hoạch số 12/KH-UBND của UBND xã)", "12/KH-UBND", None),
    ("Mua sách theo Quyết định số 7/QĐ-UBND ngày 02/3/2026.", None, None),
]


def marks(body: str, after: str = "") -> tuple[Mark, ...]:
    text = read_bytes(f"{HEAD}{body}{END}{after}".encode(), "a.txt")
    found = extract(text).marks
    for mark in found:
        assert " ".join(text.content[mark.start : mark.end].split()) == mark.text
    return found


@pytest.mark.parametrize(("words", "expected"), CLAIMS, ids=[words[:40] for words, _ in CLAIMS])
def test_what_is_marked(words: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(mark.kind.value, mark.text, mark.suggestion) for mark in marks(words)] == expected


@pytest.mark.parametrize(("line", "number", "date"), ANNEXES)
def test_heads_of_annexes(line: str, number: str | None, date: dt.date | None) -> None:
    (mark,) = marks("Xã tổ chức ngày hội.", f"\nPHỤ LỤC\nDANH MỤC NHIỆM VỤ\n\n{line}\n\n1. Mua sách\n")
    assert (mark.kind.value, mark.number, mark.date, mark.suggestion) == ("annex", number, date, None)
    assert mark.text.startswith("PHỤ LỤC")


def test_a_paper_without_annex_has_no_such_mark() -> None:
    assert marks("Nội dung chi tiết tại Phụ lục kèm theo.") == ()


def test_cells_of_a_table_side_by_side_are_no_doubled_words() -> None:
    assert marks("| 1 | Mua sách thuộc xã | xã các | các |\n| 2 | Mở lớp | thực hiện thực hiện | xã |") == ()


def test_letters_in_pieces_are_marked_as_runs() -> None:
    apart = unicodedata.normalize("NFD", "Ủy ban nhân dân xã")
    (mark,) = marks(f"Giao cho {apart} thực hiện.")
    assert (mark.kind.value, mark.suggestion) == ("not-composed", "Ủy ban nhân dân xã")
    whole = extract(read_bytes(unicodedata.normalize("NFD", HEAD + "Giao xã." + END).encode(), "a.txt")).marks
    assert [mark.kind.value for mark in whole] == ["not-composed"]


PIECES = (
    "về",
    "các",
    "thực hiện",
    "ngày 5/3/2026",
    "05 tháng 3",
    "UBND Thành",
    "phố",
    "du luận",
    "HỌND",
    "uûy",
    "nhaân",
)
WORDS = st.sampled_from((*PIECES, "thông tin đối", "ngoại", "PHỤ LỤC", "\n\n"))


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, max_size=30))
def test_marks_stand_in_order_on_words_and_suggest_others(words: list[str]) -> None:
    found = marks(" ".join(words))
    assert [mark.start for mark in found] == sorted(mark.start for mark in found)
    for mark in found:
        assert mark.start < mark.end
        assert mark.suggestion != mark.text
