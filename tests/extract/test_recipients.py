"""The list after “Nơi nhận”."""

from __future__ import annotations

import pytest

from cancu.extract.recipients import recipients
from cancu.extract.zones import zones
from cancu.read import read_bytes

HEAD = (
    "KẾ HOẠCH\nPhát triển văn hóa đọc\n\nCăn cứ Luật Thư viện;\n\nI. VIỆC\n\n"
    "- Gửi báo cáo về nơi nhận đúng hạn.\n\nNơi nhận:\n"
)
TAIL = "\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Thị Mẫu\n"

LISTS = [
    ("- UBND thành phố (để b/c);\n- Lưu: VT.", [("UBND thành phố", "để b/c"), ("Lưu: VT", None)]),
    # purposes in quotation marks, Party commas, no blank after the dash
    ("-Ban Tuyên giáo “để báo cáo”,\n-Lưu VP.", [("Ban Tuyên giáo", "để báo cáo"), ("Lưu VP", None)]),
    # a bracket that is no purpose stays
    ("- Đ/c Mẫu (phòng TH),\n- Lưu VP.", [("Đ/c Mẫu (phòng TH)", None), ("Lưu VP", None)]),
    # two bodies on one line are one entry
    ("- TT. Đảng ủy; TT. HĐND xã;\n- Lưu: VT.", [("TT. Đảng ủy; TT. HĐND xã", None), ("Lưu: VT", None)]),
    # an entry that goes on on the next line
    ("- VP UBND: CVP, các PCVP;\n  các phòng: TH, NC,\n- Lưu: VT.",
     [("VP UBND: CVP, các PCVP; các phòng: TH, NC", None), ("Lưu: VT", None)]),
    # a purpose without brackets, and one shortened
    ("- Công an xã để t/h;\n- Các chi bộ (th/h),\n- Lưu VP.",
     [("Công an xã", "để t/h"), ("Các chi bộ", "th/h"), ("Lưu VP", None)]),
    # two entries on one line
    ("- UBND tỉnh; - Các thôn;\n- Lưu: VT.", [("UBND tỉnh", None), ("Các thôn", None), ("Lưu: VT", None)]),
    # numbers for marks, a brace over two entries, a dash before the purpose
    ("1. UBND tỉnh;\n2. Lưu: VT.", [("UBND tỉnh", None), ("Lưu: VT", None)]),
    ("- UBND tỉnh\n- Các thôn } để t/h\n- Lưu VP.", [("UBND tỉnh", None), ("Các thôn", "để t/h"), ("Lưu VP", None)]),
    ("- Đảng ủy xã - để báo cáo;\n- Lưu: VT.", [("Đảng ủy xã", "để báo cáo"), ("Lưu: VT", None)]),
    # a line set in goes on with the entry above though that ends with “;”; the kept copy may have lost its mark
    ("- MTTQ xã;\n  Đoàn Thanh niên (để t/h),\n- Các thôn;\nLưu: VT.",
     [("MTTQ xã; Đoàn Thanh niên", "để t/h"), ("Các thôn", None), ("Lưu: VT", None)]),
    # lines without marks
    ("Đảng ủy xã (để b/c);\nLưu: VT.", [("Đảng ủy xã", "để b/c"), ("Lưu: VT", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "expected"), LISTS)
def test_entries_and_purposes(printed: str, expected: list[tuple[str, str | None]]) -> None:
    text = read_bytes((HEAD + printed + TAIL).encode(), "a.txt")
    assert [(r.text, r.purpose) for r in recipients(text, zones(text))] == expected


def test_the_signature_beside_the_list_is_no_recipient() -> None:
    content = (
        HEAD.replace("Nơi nhận:\n", "") + "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Thị Mẫu\n\nNơi nhận:\n- Lưu: VT.\n"
    )
    text = read_bytes(content.encode(), "a.txt")
    assert [r.text for r in recipients(text, zones(text))] == ["Lưu: VT"]


def entries(content: str) -> list[tuple[str, str | None]]:
    text = read_bytes(content.encode(), "a.txt")
    return [(r.text, r.purpose) for r in recipients(text, zones(text))]


def test_entries_behind_the_heading_stand_on_its_line() -> None:
    assert entries(HEAD.rstrip() + " Đảng ủy xã; các thôn; Lưu VT." + TAIL) == [
        ("Đảng ủy xã", None),
        ("các thôn", None),
        ("Lưu VT", None),
    ]


BESIDE = """Nơi nhận:                                   TM. ỦY BAN NHÂN DÂN
- UBND thành phố (để b/c);                       CHỦ TỊCH
- Các phòng, ban;
- Lưu: VT.
                                               Trần Thị Mẫu
"""


def test_a_signature_printed_beside_the_list_is_parted_from_it() -> None:
    content = HEAD.replace("Nơi nhận:\n", "") + BESIDE
    assert entries(content) == [("UBND thành phố", "để b/c"), ("Các phòng, ban", None), ("Lưu: VT", None)]


RULED = """
  -------------------------------- --------------------------
  **Nơi nhận:**                    **T/M BAN THƯỜNG VỤ\\**
  - Các đồng chí Ủy viên Ban       **BÍ THƯ**
  Chấp hành Đảng bộ,
  - Lưu Văn phòng Đảng ủy.         **Trần Thị Mẫu**
  -------------------------------- --------------------------
"""


def test_an_entry_that_the_other_column_interrupts_ends_at_its_columns_edge() -> None:
    """What an entry quotes is one stretch of the source."""
    content = HEAD.replace("Nơi nhận:\n", "") + RULED
    assert entries(content) == [("Các đồng chí Ủy viên Ban", None), ("Lưu Văn phòng Đảng ủy", None)]


def test_a_table_with_bars_holds_list_and_signature() -> None:
    bars = "| **Nơi nhận:**<br>- UBND tỉnh (b/c);<br>- Lưu: VT. | **CHỦ TỊCH**<br><br>**Trần Thị Mẫu** |\n|---|---|\n"
    assert entries(HEAD.replace("Nơi nhận:\n", "") + bars) == [("UBND tỉnh", "b/c"), ("Lưu: VT", None)]


WRAPPED = [
    # an entry goes on below, beside the signature
    (
        "Nơi nhận:                        T/M BAN THƯỜNG VỤ\n- Đảng ủy các cơ quan        BÍ THƯ\n(để b/c);\n"
        "- Các chi bộ;\n- Lưu VP.\n                                 Trần Thị Mẫu\n"
    ),
    # the signature begins one line below the heading
    (
        "Nơi nhận:\n- Đảng ủy các cơ quan   T/M BAN THƯỜNG VỤ\n(để b/c);                     BÍ THƯ\n- Các chi bộ;\n"
        "- Lưu VP.\n                                 Trần Thị Mẫu\n"
    ),
]


@pytest.mark.parametrize("printed", WRAPPED)
def test_recipients_beside_the_signature_keep_their_second_lines(printed: str) -> None:
    found = entries(HEAD.replace("Nơi nhận:\n", "") + printed)
    assert found == [("Đảng ủy các cơ quan", "để b/c"), ("Các chi bộ", None), ("Lưu VP", None)]


def test_a_list_with_gaps_and_no_signature_is_no_second_column() -> None:
    found = entries(HEAD + "- UBND tỉnh   (để b/c);\n- Lưu: VT." + TAIL)
    assert found == [("UBND tỉnh", "để b/c"), ("Lưu: VT", None)]
