"""What a document says of itself, in the letterheads of State and Party and where the head is damaged."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest

from cancu.extract.header import header
from cancu.extract.zones import zones
from cancu.model import Header
from cancu.read import read_bytes

STATE = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

{number}

Suối Mơ, {date}

{type}
{title}

{opening}

I. MỤC ĐÍCH
- Nâng cao chất lượng công tác thư viện ở cơ sở.

Nơi nhận:
- Lưu: VT.

{signature}
"""
DEFAULTS = {
    "number": "Số: 07/KH-UBND",
    "date": "ngày 05 tháng 3 năm 2026",
    "type": "KẾ HOẠCH",
    "title": "Phát triển văn hóa đọc năm 2026",
    "opening": "Căn cứ Luật Thư viện, Ủy ban nhân dân xã Suối Mơ ban hành Kế hoạch như sau:",
    "signature": "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nTrần Thị Mẫu",
}


def of(content: str) -> Header:
    text = read_bytes(content.encode(), "a.txt")
    return header(text, zones(text))


def state(**changes: str) -> Header:
    return of(STATE.format(**{**DEFAULTS, **changes}))


def test_a_state_letterhead_is_read_whole() -> None:
    found = state()
    assert (found.type, found.number, found.symbol) == ("Kế hoạch", "07/KH-UBND", None)
    assert (found.date, found.place) == (dt.date(2026, 3, 5), "Suối Mơ")
    assert (found.title, found.period) == ("Phát triển văn hóa đọc năm 2026", "2026")
    assert found.issuer == "Ủy ban nhân dân xã Suối Mơ"


NUMBERS = [
    ("Số: 12/KH-UBND", "12/KH-UBND", None),
    # blanks inside, as typewriters leave them
    ("Số: 23 /2026/QĐ-UBND", "23/2026/QĐ-UBND", None),
    ("Số 12 - KH/ĐU", "12-KH/ĐU", None),
    # the running number still to be filled in
    ("Số:      /KH-UBND", None, "KH-UBND"),
    ("Số       -KH/ĐU", None, "KH/ĐU"),
    ("Số: ……/KH-UBND", None, "KH-UBND"),
    # a gazette's issue number is no document's number
    ("CÔNG BÁO/Số 302/Ngày 02-06-2026", None, None),
]


@pytest.mark.parametrize(("printed", "number", "symbol"), NUMBERS)
def test_numbers_and_blank_numbers(printed: str, number: str | None, symbol: str | None) -> None:
    found = state(number=printed)
    assert (found.number, found.symbol) == (number, symbol)


DATES = [
    ("ngày 20 tháng 11 năm 2026", dt.date(2026, 11, 20)),
    ("ngày 20/11/2026", dt.date(2026, 11, 20)),
    ("ngày      tháng 11 năm 2026", None),
    ("ngày tháng năm 2026", None),
    ("ngày … tháng … năm 2026", None),
    # no such day: kept as not known rather than guessed
    ("ngày 31 tháng 02 năm 2026", None),
]


@pytest.mark.parametrize(("printed", "date"), DATES)
def test_dates_and_blank_dates(printed: str, date: dt.date | None) -> None:
    found = state(date=printed)
    assert (found.date, found.place) == (date, "Suối Mơ")


TITLES = [
    # a title that begins like a legal basis
    ("KẾ HOẠCH", "Thực hiện Nghị quyết số 57-NQ/TW trên địa bàn xã Suối Mơ", None, None),
    ("CHỈ THỊ", "Về việc tăng cường phòng cháy rừng", None, None),
    # Party titles begin with a small letter
    ("KẾ HOẠCH", "tuyên truyền bầu cử giai đoạn 2026 - 2030", None, "2026-2030"),
    # the year of a date is no period
    ("QUYẾT ĐỊNH", "Sửa đổi Quyết định số 3/QĐ-UBND ngày 5 tháng 3 năm 2025", None, None),
    # the line of who decides is no part of it
    (
        "QUYẾT ĐỊNH",
        "VỀ VIỆC HỌP CHỢ QUÊ CỦA XÃ SUỐI MƠ\n\nCHỦ TỊCH ỦY BAN NHÂN DÂN XÃ",
        "VỀ VIỆC HỌP CHỢ QUÊ CỦA XÃ SUỐI MƠ",
        None,
    ),
    ("QUYẾT ĐỊNH", "VỀ VIỆC PHÂN CÔNG NHIỆM VỤ CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ", None, None),
    # nor is the year that tells which law is meant, if it is past
    ("THÔNG TƯ", "Quy định việc thực hiện một số quy định của Bộ luật Dân sự năm 2015 về hòa giải", None, None),
    ("KẾ HOẠCH", "Triển khai thi hành Luật Thư viện năm 2026", None, "2026"),
]


@pytest.mark.parametrize(("kind", "printed", "title", "period"), TITLES)
def test_types_titles_and_periods(kind: str, printed: str, title: str | None, period: str | None) -> None:
    found = state(type=kind, title=printed)
    assert (found.type, found.title, found.period) == (kind.capitalize(), title or printed, period)


HEADS = [
    # a Party paper says under its type who issues it
    ("CHỈ THỊ\nCỦA BAN THƯỜNG VỤ TỈNH ỦY\nvề phát triển văn hóa đọc", "về phát triển văn hóa đọc", None),
    ("NGHỊ QUYẾT\nHỘI NGHỊ LẦN THỨ BA BAN CHẤP HÀNH\nĐẢNG BỘ XÃ SUỐI MƠ\nvề văn hóa đọc", "về văn hóa đọc", None),
    ("KẾT LUẬN CỦA BAN THƯỜNG VỤ TỈNH ỦY\nvề văn hóa đọc", "về văn hóa đọc", None),
    ("CHỈ THỊ\nCỦA BAN THƯỜNG VỤ TỈNH ỦY\nVỀ PHÁT TRIỂN VĂN HÓA ĐỌC", "VỀ PHÁT TRIỂN VĂN HÓA ĐỌC", None),
    # capitals without “CỦA” belong to the title, and so do such words where no title follows
    ("KẾ HOẠCH\nTỔ CHỨC NGÀY SÁCH\nVỀ TRƯỜNG HỌC", "TỔ CHỨC NGÀY SÁCH VỀ TRƯỜNG HỌC", None),
    ("NGHỊ QUYẾT\nHỘI NGHỊ LẦN THỨ BA ĐẢNG ỦY XÃ", "HỘI NGHỊ LẦN THỨ BA ĐẢNG ỦY XÃ", None),
    # the days of what is kept go on with the title and date it; “(Kèm theo …)” does neither
    ("KẾ HOẠCH\nkỷ niệm 60 năm Ngày lập xã\n(01/02/1967 - 01/02/2027), mừng Xuân",
     "kỷ niệm 60 năm Ngày lập xã (01/02/1967 - 01/02/2027), mừng Xuân", "2027"),
    ("KẾ HOẠCH\nPhát triển văn hóa đọc\n(Kèm theo Quyết định số 5/QĐ-UBND)", "Phát triển văn hóa đọc", None),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "title", "period"), HEADS)
def test_what_stands_between_type_and_basis(printed: str, title: str, period: str | None) -> None:
    kind, _, rest = printed.partition("\n")
    found = state(type=kind, title=rest)
    assert (found.title, found.period) == (title, period)


def test_a_title_over_two_lines_is_joined() -> None:
    assert state(title="Phát triển văn hóa đọc\ntrên địa bàn xã").title == "Phát triển văn hóa đọc trên địa bàn xã"


def test_a_party_letterhead_names_body_and_superior() -> None:
    found = of(
        "THÀNH ỦY VÂN HẢI\nBAN TUYÊN GIÁO VÀ DÂN VẬN\n*\nSố 12-KH/BTGDVTU\n\nĐẢNG CỘNG SẢN VIỆT NAM\n\n"
        "Vân Hải, ngày 05 tháng 02 năm 2026\n\nKẾ HOẠCH\ntuyên truyền năm 2026\n\n"
        "Căn cứ Chương trình số 03-CTr/TU, Ban Tuyên giáo và Dân vận Thành ủy xây dựng Kế hoạch như sau:\n"
    )
    assert (found.number, found.issuer) == ("12-KH/BTGDVTU", "Ban Tuyên giáo và Dân vận Thành ủy Vân Hải")


def test_a_committee_paper_signed_for_its_standing_committee_is_the_standing_committees() -> None:
    found = of(
        "ĐẢNG BỘ THÀNH PHỐ VÂN HẢI\nĐẢNG ỦY PHƯỜNG BẾN SAO\n*\nSố 3-KH/ĐU\n\nKẾ HOẠCH\nvề chuyển đổi số năm 2026\n\n"
        "Thực hiện Nghị quyết số 57-NQ/TW, Đảng ủy phường Bến Sao ban hành kế hoạch như sau:\n\nNơi nhận:\n- Lưu.\n\n"
        "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ THƯỜNG TRỰC\n\nLê Văn Thí Dụ\n"
    )
    assert found.issuer == "Ban Thường vụ Đảng ủy phường Bến Sao"


def test_joint_issuers_are_all_named() -> None:
    found = of(
        "BỘ Y TẾ - BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\nSố: 3/2022/TTLT-BYT-BLĐTBXH\n\n"
        "Hà Nội, ngày 3 tháng 5 năm 2022\n\nTHÔNG TƯ LIÊN TỊCH\nQuy định về phối hợp\n\nCăn cứ Luật Trẻ em;\n"
    )
    assert found.issuer is not None
    assert [name.casefold() for name in found.issuer.split("; ")] == ["bộ y tế", "bộ lao động - thương binh và xã hội"]


def test_a_department_beside_other_issuers_is_that_of_its_province() -> None:
    found = of(
        "TỈNH ĐOÀN VÂN HẢI - CÔNG AN TỈNH - SỞ Y TẾ\nSố: 3/KHLT-TĐTN-CAT-SYT\nVân Hải, ngày 3 tháng 5 năm 2026\n\n"
        "KẾ HOẠCH LIÊN TỊCH\nPhối hợp phát triển văn hóa đọc\n\nCăn cứ Luật Trẻ em, tỉnh Vân Hải họp bàn;\n"
    )
    assert found.issuer == "Tỉnh đoàn Vân Hải; Công an tỉnh Vân Hải; Sở Y tế tỉnh Vân Hải"


def test_a_lost_head_is_made_good_from_opening_and_closing() -> None:
    found = of(
        "tạo động lực cho phường Bến Sao phát triển.\n\nIII. TỔ CHỨC THỰC HIỆN\n\n"
        "1. UBND phường\n\n- Bố trí kinh phí.\n\n"
        "Trên đây là nội dung Kế hoạch phát triển thư viện năm 2026, đề nghị các đơn vị thực hiện./.\n\n"
        "Nơi nhận:\n- Lưu VT.\n\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nPhạm Văn Mẫu\n"
    )
    assert (found.type, found.title) == ("Kế hoạch", "phát triển thư viện năm 2026")
    assert found.issuer == "Ban Thường vụ Đảng ủy phường Bến Sao"
    assert (found.number, found.date, found.place) == (None, None, None)


SIGNATURES = [
    ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nTrần Thị Mẫu", "Trần Thị Mẫu", "Chủ tịch", ("TM. ỦY BAN NHÂN DÂN",)),
    ("TM.ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(đã ký)\nLê Văn Dụ", "Lê Văn Dụ", "Phó Chủ tịch",
     ("TM.ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH")),
    ("GIÁM ĐỐC\n\nRơ Ma H’Mẫu", "Rơ Ma H’Mẫu", "Giám đốc", ()),
    ("GIÁM ĐỐC\n\nPhạm Văn Mẫu", "Phạm Văn Mẫu", "Giám đốc", ()),
    ("T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\n\nVũ Thí Dụ", "Vũ Thí Dụ", "Phó Bí thư", ("T/M BAN THƯỜNG VỤ",)),
    ("TL. BỘ TRƯỞNG\nVỤ TRƯỞNG VỤ KẾ HOẠCH - TÀI CHÍNH\n\nPhạm Thị Mẫu", "Phạm Thị Mẫu",
     "Vụ trưởng Vụ Kế hoạch - Tài chính", ("TL. BỘ TRƯỞNG",)),
    ("TRƯỞNG BAN\n\nCHỦ TỊCH UBND XÃ\nLê Văn Dụ", "Lê Văn Dụ", "Chủ tịch UBND xã", ()),
    ("KT. BÍ THƯ\nPHÓ BÍ THƯ THƯỜNG TRỰC\n\nLê Văn Dụ", "Lê Văn Dụ", "Phó Bí thư Thường trực", ("KT. BÍ THƯ",)),
    ("Q. CHỦ TỊCH\n\nLê Thị Dụ", "Lê Thị Dụ", None, ("Q. CHỦ TỊCH",)),
    ("| XÁC THỰC |\n| --- |\n| KT. BỘ TRƯỞNG |\n| THỨ TRƯỞNG |\n| Đỗ Văn Mẫu |", "Đỗ Văn Mẫu", "Thứ trưởng",
     ("KT. BỘ TRƯỞNG",)),
]  # fmt: skip

SIGNATURES += [
    ("T/M BAN BÍ THƯ\nTHƯỜNG TRỰC\n\nTrần Thị Mẫu", "Trần Thị Mẫu", "Thường trực", ("T/M BAN BÍ THƯ",)),
    ("TM. BAN THƯỜNG TRỰC\nPHÓ CHỦ TỊCH - TỔNG THƯ KÝ\n\nTrần Thị Mẫu", "Trần Thị Mẫu",
     "Phó Chủ tịch - Tổng Thư ký", ("TM. BAN THƯỜNG TRỰC",)),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "name", "position", "signed_for"), SIGNATURES)
def test_signatures(printed: str, name: str, position: str, signed_for: tuple[str, ...]) -> None:
    signer = state(signature=printed).signer
    assert signer is not None
    assert (signer.name, signer.position, signer.signed_for) == (name, position, signed_for)


def test_a_paper_without_signature_has_no_signer() -> None:
    assert of("KẾ HOẠCH\nPhát triển văn hóa đọc\n\nCăn cứ Luật Thư viện;\n\nI. MỤC ĐÍCH\n").signer is None


def test_fields_say_on_which_words_they_rest() -> None:
    content = STATE.format(**DEFAULTS)
    spans = dict(of(content).spans)
    assert content[spans["number"].start : spans["number"].end] == "07/KH-UBND"
    assert content[spans["title"].start : spans["title"].end] == "Phát triển văn hóa đọc năm 2026"


TWO_COLUMNS = """\
     ỦY BAN NHÂN DÂN                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
      PHƯỜNG BẾN SAO                          Độc lập - Tự do - Hạnh phúc
   Số: 45/KH-UBND                        Bến Sao, ngày 12 tháng 02 năm 2026

                              KẾ HOẠCH
               Chuyển đổi số phường Bến Sao năm 2026

Thực hiện Kế hoạch số 12/KH-UBND của UBND thành phố Vân Hải, UBND phường ban hành Kế hoạch như sau:
"""
TABS = TWO_COLUMNS.replace("                    CỘNG", "\tCỘNG").replace("                        Bến", "\tBến")
BARS = """\
| **ỦY BAN NHÂN DÂN**<br>**PHƯỜNG BẾN SAO** | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**<br>Độc lập |
|---|---|
| Số: 45/KH-UBND | *Bến Sao, ngày 12 tháng 02 năm 2026* |

# KẾ HOẠCH
## Chuyển đổi số phường Bến Sao năm 2026

UBND phường ban hành Kế hoạch như sau:
"""


@pytest.mark.parametrize("content", [TWO_COLUMNS, TABS, BARS], ids=["wide gaps", "tabs", "bars"])
def test_a_letterhead_of_two_columns_is_read_in_every_typing(content: str) -> None:
    found = of(content)
    assert (found.number, found.place, found.date) == ("45/KH-UBND", "Bến Sao", dt.date(2026, 2, 12))
    assert found.issuer == "Ủy ban nhân dân phường Bến Sao"
    assert found.title == "Chuyển đổi số phường Bến Sao năm 2026"


LETTERHEADS = [
    ("UBND TỈNH SƠN VÂN\nSỞ Y TẾ", "Sở Y tế tỉnh Sơn Vân"),
    ("ỦY BAN NHÂN DÂN\nTỈNH SƠN VÂN\nSỞ DU LỊCH", "Sở Du lịch tỉnh Sơn Vân"),
    ("ỦY BAN NHÂN DÂN TỈNH SƠN VÂN\nVĂN PHÒNG", "Văn phòng Ủy ban nhân dân tỉnh Sơn Vân"),
    ("BỘ CÔNG AN\nCÔNG AN TỈNH SƠN VÂN", "Công an tỉnh Sơn Vân"),
    ("BỘ KHOA HỌC VÀ CÔNG NGHỆ\nDỰ THẢO", "Bộ Khoa học và Công nghệ"),
    ("VĂN PHÒNG CHÍNH PHỦ", "Văn phòng Chính phủ"),
    ("HỘI ĐỒNG NHÂN DÂN\nXÃ SUỐI MƠ\nKHÓA II, KỲ HỌP THỨ 5", "Hội đồng nhân dân xã Suối Mơ"),
    ("UỶ BAN MTTQ VIỆT NAM\nXÃ SUỐI MƠ\nBAN THƯỜNG TRỰC",
     "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam xã Suối Mơ"),
    ("TỈNH ỦY SƠN VÂN\n*", "Tỉnh ủy Sơn Vân"),
    # “TƯ” is Trung ương at the end of a name only
    ("BỘ TƯ PHÁP", "Bộ Tư pháp"),
    ("BAN TỔ CHỨC TƯ", "Ban Tổ chức Trung ương"),
    ("BỘ KẾ HOẠCH VÀ ĐẦU TƯ", "Bộ Kế hoạch và Đầu tư"),
    ("CÔNG AN TỈNH SƠN VÂN\nPHÒNG CẢNH SÁT GIAO THÔNG", "Phòng Cảnh sát giao thông Công an tỉnh Sơn Vân"),
    ("TÒA ÁN NHÂN DÂN TỐI CAO\nHỘI ĐỒNG THẨM PHÁN", "Hội đồng Thẩm phán Tòa án nhân dân tối cao"),
    ("BAN CHỈ ĐẠO CỦA CHÍNH PHỦ\nVỀ CHỢ QUÊ, BẾN BÃI", "Ban Chỉ đạo của Chính phủ về chợ quê, bến bãi"),
    ("ĐẢNG BỘ TỈNH SƠN VÂN\nĐẢNG ỦY XÃ SUỐI MƠ", "Đảng ủy xã Suối Mơ"),
    ("SỞ GIÁO DỤC VÀ ĐÀO TẠO SƠN VÂN\nTRƯỜNG THPT SUỐI MƠ", "Trường THPT Suối Mơ"),
    # Party, Front, mass organisations
    ("BAN CHẤP HÀNH TRUNG ƯƠNG\nBAN TUYÊN GIÁO VÀ DÂN VẬN\n*", "Ban Tuyên giáo và Dân vận Trung ương"),
    ("ĐẢNG ỦY XÃ SUỐI MƠ\nCHI BỘ TRƯỜNG THPT SUỐI MƠ\n*", "Chi bộ Trường THPT Suối Mơ"),
    ("ĐẢNG ỦY XÃ SUỐI MƠ\nBAN TỔ CHỨC\n*", "Ban Tổ chức Đảng ủy xã Suối Mơ"),
    ("ỦY BAN TRUNG ƯƠNG\nMẶT TRẬN TỔ QUỐC VIỆT NAM\nBAN THƯỜNG TRỰC",
     "Ban Thường trực Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
    ("HỘI LIÊN HIỆP PHỤ NỮ VIỆT NAM\nBAN THƯỜNG VỤ XÃ SUỐI MƠ",
     "Ban Thường vụ Hội Liên hiệp Phụ nữ Việt Nam xã Suối Mơ"),
    ("TỈNH ĐOÀN SƠN VÂN\nBAN CHẤP HÀNH\n***\nĐOÀN TNCS HỒ CHÍ MINH", "Ban Chấp hành Tỉnh đoàn Sơn Vân"),
]  # fmt: skip

ORGANS = [
    # the place stands in the line above alone; “tỉnh” at the end of a line is no place of what follows
    ("ĐẢNG BỘ TỈNH SƠN VÂN\nBAN CHỈ ĐẠO 35 TỈNH ỦY", "K/T TRƯỞNG BAN", "Ban Chỉ đạo 35 Tỉnh ủy Sơn Vân"),
    ("BAN CHẤP HÀNH TRUNG ƯƠNG\n*", "T/M BỘ CHÍNH TRỊ", "Bộ Chính trị"),
    ("BAN CHẤP HÀNH TRUNG ƯƠNG\n*", "T/M BAN BÍ THƯ", "Ban Bí thư"),
    ("TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM", "TM. ĐOÀN CHỦ TỊCH", "Đoàn Chủ tịch Tổng Liên đoàn Lao động Việt Nam"),
    ("HỘI CỰU CHIẾN BINH XÃ SUỐI MƠ", "TM. BAN THƯỜNG VỤ", "Ban Thường vụ Hội Cựu chiến binh xã Suối Mơ"),
    ("BCH ĐOÀN XÃ SUỐI MƠ", "TM. BAN THƯỜNG VỤ", "Ban Thường vụ Đoàn xã Suối Mơ"),
    # by order of the standing committee; on behalf of none
    ("ĐẢNG ỦY XÃ SUỐI MƠ", "T/L BAN THƯỜNG VỤ", "Ban Thường vụ Đảng ủy xã Suối Mơ"),
    ("ĐẢNG ỦY XÃ SUỐI MƠ", "T/M ĐẢNG ỦY", "Đảng ủy xã Suối Mơ"),
    ("HỘI ĐỒNG NHÂN DÂN XÃ SUỐI MƠ", "TM. BAN THƯỜNG VỤ", "Hội đồng nhân dân xã Suối Mơ"),
]


@pytest.mark.parametrize(("printed", "signed", "issuer"), ORGANS)
def test_the_organ_on_whose_behalf_a_paper_is_signed_issues_it(printed: str, signed: str, issuer: str) -> None:
    found = of(
        f"{printed}\n\nSố 3-KH/M\n\nKẾ HOẠCH\nPhát triển văn hóa đọc\n\nCăn cứ Luật Thư viện, lo như sau:\n\n"
        f"1. Thư viện tỉnh\nChủ trì đọc sách.\n\nI. VIỆC\n- Đọc sách.\n\nNơi nhận:\n- Lưu VP.\n\n"
        f"{signed}\nBÍ THƯ\n\nTrần Thị Mẫu\n"
    )
    assert found.issuer == issuer


@pytest.mark.parametrize(("printed", "issuer"), LETTERHEADS)
def test_letterheads_name_their_issuer(printed: str, issuer: str) -> None:
    found = of(f"{printed}\n\nSố: 3/KH\n\nKẾ HOẠCH\nPhát triển văn hóa đọc\n\nCăn cứ Luật Thư viện;\n")
    assert found.issuer == issuer


def test_a_name_ends_with_the_place_of_the_letterhead() -> None:
    found = of("CÔNG TY CẤP NƯỚC SƠN VÂN\n\nSố: 3/QĐ\n\nSơn Vân, ngày 2 tháng 3 năm 2026\n\nQUYẾT ĐỊNH\nVề cấp nước\n")
    assert found.issuer == "Công ty cấp nước Sơn Vân"


def test_a_line_in_capitals_goes_on_with_no_sentence() -> None:
    found = of(
        "TÒA ÁN NHÂN DÂN TỐI CAO\nSố: 3/2026/NQ-HĐTP\nHà Nội, ngày 2 tháng 3 năm 2026\nNGHỊ QUYẾT\n"
        "Hướng dẫn áp dụng Điều 201 của Bộ luật Hình sự\nHỘI ĐỒNG THẨM PHÁN TÒA ÁN NHÂN DÂN TỐI CAO\n"
        "Căn cứ Luật Tổ chức Tòa án nhân dân số 34/2024/QH15, Hội đồng đề nghị các tòa án thực hiện đúng.\n"
        "CHÁNH ÁN\nLê Văn Mẫu\n"
    )
    assert found.title == "Hướng dẫn áp dụng Điều 201 của Bộ luật Hình sự"
    assert found.signer is not None
    assert found.signer.name == "Lê Văn Mẫu"


def test_a_letter_is_known_by_its_subject_and_addressee() -> None:
    found = of(
        "SỞ Y TẾ\n\nSố: 12/SYT-NVY\nV/v phòng, chống dịch mùa hè\n\nSơn Vân, ngày 5 tháng 6 năm 2026\n\n"
        "Kính gửi:\n- Bệnh viện tỉnh;\n- Trạm y tế các xã.\n\n"
        "Thực hiện Công văn số 3/BYT-DP, Sở Y tế đề nghị các đơn vị thực hiện nội dung sau:\n\n1. Trực dịch.\n\n"
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nBSCKII. Lê Thị Dụ\n"
    )
    assert (found.type, found.number, found.title) == ("Công văn", "12/SYT-NVY", "phòng, chống dịch mùa hè")
    assert (found.date, found.place) == (dt.date(2026, 6, 5), "Sơn Vân")
    assert found.signer is not None
    assert (found.signer.name, found.signer.position) == ("Lê Thị Dụ", "Phó Giám đốc")


def test_type_and_title_may_share_a_line() -> None:
    found = state(type="KẾ HOẠCH TỔ CHỨC NGÀY SÁCH", title="TRÊN ĐỊA BÀN XÃ NĂM 2026")
    assert (found.type, found.title) == ("Kế hoạch", "TỔ CHỨC NGÀY SÁCH TRÊN ĐỊA BÀN XÃ NĂM 2026")


def test_the_first_sentence_is_no_title() -> None:
    found = state(title="Về phòng cháy rừng\nThời gian qua, công tác này đã có kết quả.", type="CHỈ THỊ", opening="")
    assert found.title == "Về phòng cháy rừng"


def test_a_title_in_letters_apart_is_told_in_composed_ones() -> None:
    found = of(unicodedata.normalize("NFD", STATE.format(**DEFAULTS)))
    assert (found.title, found.period) == ("Phát triển văn hóa đọc năm 2026", "2026")
