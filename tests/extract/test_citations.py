"""Citations: a table of claims, each with what must be found, beside what must not."""

from __future__ import annotations

import datetime as dt
import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cancu.extract.citations import citations
from cancu.extract.context import context
from cancu.extract.header import header
from cancu.extract.zones import zones
from cancu.model import Citation, Role
from cancu.read import read_bytes

HEAD = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: 45/KH-UBND
Suối Mơ, ngày 12 tháng 3 năm 2026
KẾ HOẠCH
Phát triển chợ quê xã Suối Mơ năm 2026
"""
LEAD = "Ủy ban nhân dân xã Suối Mơ, tỉnh Vân Hải ban hành Kế hoạch phát triển chợ quê năm 2026 như sau:\n"


def cited(body: str, basis: str = "Căn cứ chức năng, nhiệm vụ được giao;", head: str = HEAD) -> tuple[Citation, ...]:
    """Return the citations of a made-up plan, having checked that each range holds its words."""
    text = read_bytes(f"{head}{basis}\n{LEAD}I. NỘI DUNG\n{body}\n".encode(), "a.txt")
    parts = zones(text)
    head_of_it = header(text, parts)
    found = citations(text, parts, head_of_it, context(text, head_of_it))
    for item in found:
        squeezed = " ".join(text.content[item.start : item.end].split())
        assert squeezed == item.text
    return found


def numbers(body: str) -> list[tuple[str | None, str | None]]:
    return [(item.type, item.number) for item in cited(body) if item.numbered]


NUMBERS = [
    # the State's, the Party's, the National Assembly's
    ("Theo Kế hoạch số 95/KH-UBND của tỉnh.", [("Kế hoạch", "95/KH-UBND")]),
    ("Theo Nghị định số 72/2015/NĐ-CP.", [("Nghị định", "72/2015/NĐ-CP")]),
    ("Theo Luật Đất đai số 31/2024/QH15.", [("Luật", "31/2024/QH15")]),
    ("Theo Kết luận số 57-KL/TW.", [("Kết luận", "57-KL/TW")]),
    # no “số”; blanks inside; run together
    ("Theo Nghị quyết 59-NQ/TW.", [("Nghị quyết", "59-NQ/TW")]),
    ("Theo Chỉ thị số 49-CT /TW.", [("Chỉ thị", "49-CT/TW")]),
    ("Theo Thông tư số 31/2015/TT- BYT.", [("Thông tư", "31/2015/TT-BYT")]),
    ("Theo Thông tư số 23 /2025/TT-BNV.", [("Thông tư", "23/2025/TT-BNV")]),
    ("Theo Tờ trình số357/TTr-CP.", [("Tờ trình", "357/TTr-CP")]),
    ("Theo Nghị quyết liên tịch số 2/2025/NQLT - QH15 - CP.", [("Nghị quyết liên tịch", "2/2025/NQLT-QH15-CP")]),
    # broken inside after a hyphen, broken after “số”
    ("Theo Chương trình công tác số 01/CTr-\nUBND.", [("Chương trình", "01/CTr-UBND")]),
    ("Theo Nghị quyết số\n66-NQ/TW về chợ quê.", [("Nghị quyết", "66-NQ/TW")]),
    # dotted serials, letters after serials, many bodies, “/” for “-” and back
    ("Theo Nghị quyết số 66.15/2026/NQ-CP.", [("Nghị quyết", "66.15/2026/NQ-CP")]),
    ("Theo Quyết định số 12a/QĐ-UBND.", [("Quyết định", "12a/QĐ-UBND")]),
    ("Theo Thông tư liên tịch số 10/2018/TTLT/BTP-BCA-BQP.", [("Thông tư liên tịch", "10/2018/TTLT-BTP-BCA-BQP")]),
    ("Theo Nghị quyết số 59/NQ-TW.", [("Nghị quyết", "59-NQ/TW")]),
    # a footnote mark is glued on; a term is not
    ("Theo Nghị quyết số 66-NQ/TW1 thì được.", [("Nghị quyết", "66-NQ/TW")]),
    ("Theo Nghị quyết số 87/2025/UBTVQH15 và Luật số 87/2025/QH15.",
     [("Nghị quyết", "87/2025/UBTVQH15"), ("Luật", "87/2025/QH15")]),
    ("Theo Kế hoạch số 130/KH-BCĐ35 và Thông tư số 5/2020/TT-BTC2.",
     [("Kế hoạch", "130/KH-BCĐ35"), ("Thông tư", "5/2020/TT-BTC")]),
    # a kind misread by OCR: the symbol tells it
    ("Theo Nghị quyêt số 15-NQ/TW.", [("Nghị quyết", "15-NQ/TW")]),
    # several after one kind
    ("Theo các Luật số 43/2024/QH15, số 47/2024/QH15 và số 58/2024/QH15.",
     [("Luật", "43/2024/QH15"), ("Luật", "47/2024/QH15"), ("Luật", "58/2024/QH15")]),
    ("Theo các văn bản số 12/KH-UBND, số 15/QĐ-UBND.", [("Văn bản", "12/KH-UBND"), ("Quyết định", "15/QĐ-UBND")]),
    # Party “QĐ” is what the word before says
    ("Theo Quy định số 66-QĐ/TW và Quyết định số 66-QĐ/TW.", [("Quy định", "66-QĐ/TW"), ("Quyết định", "66-QĐ/TW")]),
    # as it is spoken
    ("Theo Nghị quyết 59 của Bộ Chính trị.", [("Nghị quyết", "59")]),
    ("Theo Nghị định 100/2019 và Thông tư số 24/2023.", [("Nghị định", "100/2019"), ("Thông tư", "24/2023")]),
    ("Tổ công tác Đề án 06 thành lập năm ngoái; Đề án 06 (giai đoạn 2).", [("Đề án", "06"), ("Đề án", "06")]),
    ("Chương trình 30 năm; Đề án 20 trang; Nghị quyết 10 điểm; Quyết định tháng 5/2024; số 12/2026 in xong.", []),
    # the number at the end is that of the law that amends, unless each law of the list has one
    ("Theo Luật sửa đổi, bổ sung một số điều của Luật Đất đai, Luật Nhà ở số 4/2019/QH14.", [("Luật", "4/2019/QH14")]),
    ("Theo Luật sửa đổi, bổ sung một số điều của Luật Đất đai số 31/2024/QH15, Luật Nhà ở số 27/2023/QH15.",
     [("Luật", "31/2024/QH15"), ("Luật", "27/2023/QH15")]),
    # a kind misread by OCR, where the symbol does not tell it
    ("Theo Nghị quyêt số 254/2025/QH15.", [("Nghị quyết", "254/2025/QH15")]),
    ("Theo Thông tư liên ngành số 02/TTLN; Sắc lệnh số 104/SL.",
     [("Thông tư liên ngành", "02/TTLN"), ("Sắc lệnh", "104/SL")]),
    # serials as they are spoken, in a list; a tail that says who drafted it
    ("Theo Nghị quyết số 57, 59 và 68 của Bộ Chính trị, 15 hộ đã họp.",
     [("Nghị quyết", "57"), ("Nghị quyết", "59"), ("Nghị quyết", "68")]),
    ("Theo Công văn số 45/UBND-KT(VX) và Quyết định số 12/QĐ-UBND.HC.",
     [("Công văn", "45/UBND-KT"), ("Quyết định", "12/QĐ-UBND")]),
    ("Theo Quyết định số 12/QĐ-UBND.Các xã họp (VX).", [("Quyết định", "12/QĐ-UBND")]),
    # what is no number of a document
    ("CÔNG BÁO/Số 302/Ngày 02-06-2026 in đủ.", []),
    ("Gọi số 0912-345-678 lúc 8/30 tại 17/5 phố Chợ; Kỳ họp thứ 10 (tháng 10/2025).", []),
    ("Người dưới 18 tuổi, tổ 5/KP-3, sau 02 nghị quyết.", []),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), NUMBERS, ids=[row[0][:40] for row in NUMBERS])
def test_numbers(body: str, expected: list[tuple[str, str]]) -> None:
    assert numbers(body) == expected


def test_a_blank_number_keeps_its_symbol() -> None:
    (item,) = cited("Theo Công văn số      /SGDĐT-VP ngày     tháng 7 năm 2026 của Sở Giáo dục và Đào tạo.")
    assert (item.numbered, item.number, item.symbol, item.date) == (False, None, "/SGDĐT-VP", None)
    assert item.issuer == "Sở Giáo dục và Đào tạo"


NUMBERED = [
    # date and issuer in either order, with a comma, “năm” alone, passed by an assembly
    ("Nghị quyết số 12-NQ/TW, ngày 16/01/2022 của Bộ Chính trị về chợ quê",
     {"date": dt.date(2022, 1, 16), "issuer": "Bộ Chính trị", "title": "chợ quê"}),
    ("Chỉ thị số 28/CT-TTg của Thủ tướng Chính phủ ngày 26/10/2021 về việc họp chợ",
     {"date": dt.date(2021, 10, 26), "issuer": "Thủ tướng Chính phủ", "title": "họp chợ"}),
    ("Luật Chợ số 9/2025/QH15 được Quốc hội thông qua ngày 19/02/2025", {"date": dt.date(2025, 2, 19)}),
    ("Nghị quyết số 36-NQ/TW của Bộ Chính trị khóa IX về chợ xa",
     {"issuer": "Bộ Chính trị", "term": "khóa IX", "title": "chợ xa", "date": None}),
    ("Nghị quyết số 20/NQ-HĐND ngày 23/9/2025 của HĐND tỉnh khoá VII, kỳ họp thứ 8 về chợ xa",
     {"issuer": "Hội đồng nhân dân tỉnh Vân Hải", "term": "khoá VII", "title": "chợ xa"}),
    # relative names mean what they mean here
    ("Kế hoạch số 29/KH-UBND ngày 29/01/2026 của UBND tỉnh về chợ", {"issuer": "Ủy ban nhân dân tỉnh Vân Hải"}),
    # joint issuers; “(nay là …)”; “về” inside an issuer
    ("Thông tư liên tịch số 1/2005/TTLT-BNV-BTC của Bộ trưởng Bộ Nội vụ và Bộ trưởng Bộ Tài chính (nay là …) về chợ",
     {"issuer": "Bộ trưởng Bộ Nội vụ; Bộ trưởng Bộ Tài chính", "title": "chợ"}),
    ("Kết luận số 127-KL/TW của Bộ Chính trị, Ban Bí thư về bộ máy", {"issuer": "Bộ Chính trị; Ban Bí thư"}),
    ("Kế hoạch số 1-KH/BCĐTW của Ban Chỉ đạo Trung ương về chuyển đổi số về việc học số",
     {"issuer": "Ban Chỉ đạo Trung ương về chuyển đổi số", "title": "học số"}),
    ("Công văn số 59-CV/BCĐ của Ban Chỉ đạo Trung ương về tổng kết Nghị quyết số 18-NQ/TW về việc họp chợ",
     {"issuer": "Ban Chỉ đạo Trung ương về tổng kết Nghị quyết số 18-NQ/TW", "title": "họp chợ"}),
    ("Chương trình số 23-CTr/TU của Ban Chấp hành Đảng bộ tỉnh (khóa XVII) thực hiện Nghị quyết số 11-NQ/TW",
     {"term": "khóa XVII", "title": "thực hiện Nghị quyết số 11-NQ/TW"}),
    ("Quyết định số 5/QĐ-BVHTTDL của Bộ trưởng Bộ Văn hoá, Thể thao và Du lịch phê duyệt Đề án đọc sách",
     {"issuer": "Bộ trưởng Bộ Văn hoá, Thể thao và Du lịch", "title": "phê duyệt Đề án đọc sách"}),
    ("CHỈ THỊ SỐ 52-CT/TW NGÀY 03 THÁNG 10 NĂM 2025 CỦA BAN BÍ THƯ VỀ THỰC HIỆN BẢO HIỂM Y TẾ",
     {"issuer": "Ban Bí thư", "title": "THỰC HIỆN BẢO HIỂM Y TẾ", "date": dt.date(2025, 10, 3)}),
    # where a title ends
    ("Nghị quyết số 7/NQ-CP của Chính phủ về chợ, quà và bến giai đoạn 2026 - 2030, tầm nhìn đến năm 2045",
     {"title": "chợ, quà và bến giai đoạn 2026 - 2030, tầm nhìn đến năm 2045"}),
    ("Chỉ thị số 7/CT-TTg của Thủ tướng Chính phủ về Cuộc vận động “Chợ sạch; quê xanh” trong tình hình mới; giao",
     {"title": "Cuộc vận động “Chợ sạch; quê xanh” trong tình hình mới"}),
    ("Kế hoạch số 7/KH-UBND ngày 01/02/2026 của UBND tỉnh về chợ quê năm 2026, UBND xã Suối Mơ ban hành",
     {"title": "chợ quê năm 2026"}),
    ("Nghị định số 7/2026/NĐ-CP của Chính phủ quy định họp chợ được sửa đổi, bổ sung năm 2026",
     {"title": "quy định họp chợ"}),
    ("Quyết định số 7/QĐ-TTg của Thủ tướng Chính phủ phê duyệt trang Chobui.vn làm trang chung (gọi là Trang)",
     {"title": "phê duyệt trang Chobui.vn làm trang chung"}),
    ("Kết luận số 7-KL/TW của Bộ Chính trị về phát triển kinh tế, bảo đảm quốc phòng, an ninh đến năm 2030",
     {"title": "phát triển kinh tế, bảo đảm quốc phòng, an ninh đến năm 2030"}),
    ("Chỉ thị số 7/CT-TTg của Thủ tướng Chính phủ về thi đua hằng năm và Kế hoạch 5 năm (2021 - 2025) theo Nghị quyết",
     {"title": "thi đua hằng năm và Kế hoạch 5 năm (2021 - 2025) theo Nghị quyết"}),
    ("Nghị định số 7/2019/NĐ-CP của Chính phủ quy định họp chợ; nghi thức mở chợ, đón khách; trình tự dời chợ",
     {"title": "quy định họp chợ"}),
    ("Thông tư số 7/2019/TT-BTC hướng dẫn một số điều của Luật Chợ và Nghị định số 9/2018/NĐ-CP của Chính phủ về chợ",
     {"title": "hướng dẫn một số điều của Luật Chợ và Nghị định số 9/2018/NĐ-CP của Chính phủ về chợ"}),
    ("Nghị định số 7/2019/NĐ-CP quy định chi tiết một số điều của Luật Chợ và Nghị định số 9/2018/NĐ-CP về bến",
     {"title": "quy định chi tiết một số điều của Luật Chợ"}),
    ("Kế hoạch số 7/KH-UBND của UBND tỉnh về đưa chợ quê vào đời sống", {"title": "đưa chợ quê vào đời sống"}),
    # pinpoints
    ("Theo khoản 3, khoản 4 Điều 5 và Điều 6 Nghị định số 9/2017/NĐ-CP",
     {"pinpoint": "khoản 3, khoản 4 Điều 5 và Điều 6"}),
    ("Theo điểm a, b khoản 1 Điều 12 của Nghị định số 9/2017/NĐ-CP", {"pinpoint": "điểm a, b khoản 1 Điều 12"}),
    ("Theo Phụ lục IV của Luật Chợ số 9/2025/QH15", {"pinpoint": "Phụ lục IV"}),
    ("Theo Phụ lục kèm theo Nghị định số 9/2017/NĐ-CP", {"pinpoint": None}),
    # a law that amends is named by the laws in its name
    ("Luật sửa đổi, bổ sung một số điều của Luật Đất đai và Luật Nhà ở số 47/2019/QH14 ngày 22 tháng 11 năm 2019",
     {"title": "sửa đổi, bổ sung một số điều của Luật Đất đai và Luật Nhà ở", "date": dt.date(2019, 11, 22)}),
    # what OCR made of a kind, a body, a year
    ("Nghị đinh số 8/2024/NĐ-CP ngày 15/7/2024 của Chinh phủ quy định về chợ",
     {"type": "Nghị định", "issuer": "Chính phủ", "title": "quy định về chợ", "date": dt.date(2024, 7, 15)}),
    ("Quyêt định số 5/QĐ-UBND ngày 15/8/202] của Ủy bạn nhân dân tỉnh Vân Hải về chợ",
     {"issuer": "Ủy ban nhân dân tỉnh Vân Hải", "title": "chợ", "date": None}),
    # a plenum is a session of the Central Committee
    ("Nghị quyết số 18-NQ/TW của Hội nghị lần thứ năm Ban Chấp hành Trung ương Đảng khóa XIII về chợ",
     {"issuer": "Ban Chấp hành Trung ương Đảng", "term": "khóa XIII", "title": "chợ"}),
    ("Nghị quyết số 27-NQ/TW của Hội nghị Trung ương 6 khóa XIII về chợ",
     {"issuer": "Ban Chấp hành Trung ương Đảng", "term": "khóa XIII"}),
    # the verb of the sentence is no title; “(Đề án 06)” is what it is called
    ("Điều 20 của Thông tư số 7/2019/TT-BYT quy định như sau: họp chợ", {"title": None, "pinpoint": "Điều 20"}),
    ("khoản 6 Điều 3 Nghị định số 7/2019/NĐ-CP quy định Ủy ban nhân dân tỉnh họp chợ", {"title": None}),
    ("Điều 5 Nghị định số 7/2019/NĐ-CP quy định chi tiết việc họp chợ", {"title": "quy định chi tiết việc họp chợ"}),
    ("Quyết định số 6/QĐ-TTg của Thủ tướng Chính phủ phê duyệt Đề án họp chợ đến năm 2030 (Đề án 06) ở xã",
     {"title": "phê duyệt Đề án họp chợ đến năm 2030"}),
    # after a comma: more of the title, or other work for a body; “và Điều 5 …” is the next of a list
    ("Thông tư số 7/2019/TT-BYT của Bộ trưởng Bộ Y tế hướng dẫn khai báo, thông tin, báo cáo bệnh ở chợ",
     {"title": "hướng dẫn khai báo, thông tin, báo cáo bệnh ở chợ"}),
    ("Kế hoạch số 7/KH-UBND của UBND tỉnh về chợ quê, báo cáo UBND tỉnh việc ấy", {"title": "chợ quê"}),
    ("Nghị định số 7/2019/NĐ-CP của Chính phủ quy định họp chợ và Điều 5 Nghị định số 8/2020/NĐ-CP của Chính phủ",
     {"title": "quy định họp chợ"}),
    # the issuer between the kind and the number
    ("Nghị quyết của Quốc hội khóa XIV số 88/2019/QH14 ngày 18/11/2019 phê duyệt việc họp chợ",
     {"issuer": "Quốc hội", "term": "khóa XIV", "title": "phê duyệt việc họp chợ", "number": "88/2019/QH14"}),
    ("Kết luận số 1-KL/TU của đồng chí Bí thư Tỉnh ủy về chợ", {"issuer": "Bí thư Tỉnh ủy Vân Hải", "title": "chợ"}),
    ("Kết luận số 1-KL/BCĐ của đồng chí Trưởng Ban Chỉ đạo về chợ", {"issuer": "Trưởng Ban Chỉ đạo", "title": "chợ"}),
    ("Thông báo số 1-TB/VPTW của Văn phòng Trung ương Đảng thông báo kết luận về chợ",
     {"issuer": "Văn phòng Trung ương Đảng", "title": "thông báo kết luận về chợ"}),
    # a programme of two bodies
    ("Chương trình phối hợp số 5/CTPH-BYT-BCA ngày 02/4/2025 giữa Bộ Y tế và Bộ Công an về họp chợ",
     {"issuer": "Bộ Y tế; Bộ Công an", "title": "họp chợ"}),
    ("Chương trình phối hợp số 5/CTPH-BYT-BCA giữa Bộ Y tế và Bộ Công an, Công an tỉnh thống nhất ban hành việc chợ",
     {"issuer": "Bộ Y tế; Bộ Công an", "title": None}),
    ("Quy chế phối hợp số 5/QCPH-SYT-CAT giữa Sở Y tế, Công an tỉnh và Sở Nội vụ về chợ",
     {"issuer": "Sở Y tế; Công an tỉnh Vân Hải; Sở Nội vụ", "title": "chợ"}),
    ("Kế hoạch số 5/KH-UBND ngày 02/4/2025 của UBND tỉnh về phối hợp giữa Bộ Y tế và Bộ Công an",
     {"issuer": "Ủy ban nhân dân tỉnh Vân Hải"}),
    ("Kế hoạch số 5/KH-UBND ngày 02/4/2025 của Chủ tịch UBND tỉnh Vân Hải./",
     {"issuer": "Chủ tịch Ủy ban nhân dân tỉnh Vân Hải"}),
    ("Phụ lục I, II ban hành kèm theo Thông tư số 12/2020/TT-BNV", {"pinpoint": "Phụ lục I, II"}),
    ("Mục III Phần A Kế hoạch số 12/KH-UBND", {"pinpoint": "Mục III Phần A"}),
    # wrong dates stay as printed; impossible ones are none
    ("Nghị quyết số 7/NQ-CP ngày 30/02/2025 của Chính phủ về chợ",
     {"date": None, "issuer": "Chính phủ", "title": "chợ"}),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), NUMBERED, ids=[row[0][:50] for row in NUMBERED])
def test_fields_of_a_numbered_citation(words: str, expected: dict[str, Any]) -> None:
    item = next(item for item in cited(f"Xã học tập {words}.") if item.numbered)
    assert {name: getattr(item, name) for name in expected} == expected


def test_matters_of_one_act_in_the_basis_are_one_title() -> None:
    title = "quy định về ngày họp chợ; nghi thức mở chợ, đón khách; trình tự dời chợ"
    basis = f"Căn cứ Nghị định số 7/2019/NĐ-CP ngày 15/7/2019 của Chính phủ {title};\n"
    assert [item.title for item in cited("Làm tốt.", basis)] == [title]
    other = basis.replace("; trình tự dời chợ;", "; tình hình dời chợ, UBND xã Suối Mơ họp bàn;")
    assert [item.title for item in cited("Làm tốt.", other)] == [title.removesuffix("; trình tự dời chợ")]


def test_what_is_put_into_practice_is_no_part_of_the_title() -> None:
    act = "Nghị quyết số 7-NQ/TW của Bộ Chính trị về chợ quê"
    assert [item.title for item in cited(f"Cụ thể hóa mục tiêu của {act} vào điều kiện của xã.")] == ["chợ quê"]


def test_an_act_that_changes_another_keeps_its_date_and_title() -> None:
    one, other = "Thông tư số 4/2021/TT-BTC", "Thông tư số 9/2021/TT-BTC ngày 15/11/2021 của Bộ trưởng Bộ Tài chính"
    found = cited(f"Theo {one}, {other} sửa đổi một số điều của {one}.")
    assert [item.date for item in found] == [None, dt.date(2021, 11, 15), None]
    found = cited(f"Theo {one}, {other} về chợ.")
    assert [item.date for item in found] == [dt.date(2021, 11, 15)] * 2


def test_what_an_act_issues_is_cited_where_it_has_years_of_its_own() -> None:
    act = "Nghị quyết số 6/NQ-CP ngày 15/7/2021 của Chính phủ ban hành"
    name = "Chương trình tổng thể phát triển chợ quê giai đoạn 2021 - 2030"
    assert [item.text for item in cited(f"Theo {act} {name}.")][1:] == [name]
    assert len(cited(f"Theo {act} Chương trình làm việc của các chợ quê.")) == 1


def test_what_a_list_prints_once_belongs_to_all() -> None:
    found = cited(
        "Xã bàn Quy định số 22-QĐ/TW, ngày 28/7/2021 và Quy định số 262-QĐ/TW, ngày 03/02/2025 của Bộ Chính trị về chợ."
    )
    assert [(item.issuer, item.title) for item in found] == [("Bộ Chính trị", "chợ")] * 2
    found = cited("Theo đề nghị của Bộ trưởng Bộ Y tế tại Tờ trình số 1/TTr-BYT và Văn bản số 2/BYT-VP ngày 02/3/2026.")
    assert [(item.issuer, item.date) for item in found] == [("Bộ Y tế", dt.date(2026, 3, 2))] * 2


def test_the_issuer_before_a_list_belongs_to_all() -> None:
    found = cited(
        "Theo các Quyết định của Thủ tướng Chính phủ: số 1/QĐ-TTg ngày 04/6/2021, số 2/QĐ-TTg ngày 16/9/2021."
    )
    assert [item.issuer for item in found] == ["Thủ tướng Chính phủ"] * 2
    found = cited("Theo các Quyết định đã có: số 1/QĐ-TTg ngày 04/6/2021, số 2/QĐ-TTg ngày 16/9/2021.")
    assert [item.issuer for item in found] == [None] * 2


def test_each_proposer_of_a_sentence_is_named_before_its_paper() -> None:
    found = cited(
        "Theo đề nghị của Giám đốc Sở Y tế tại Tờ trình số 1/TTr-SYT ngày 02/3/2026; ý kiến của Giám đốc Công an tỉnh"
        " tại Công văn số 2/CAT-PV01 và Giám đốc Sở Nội vụ tại Văn bản số 3/SNV-TC; thống nhất với Bộ Y tế tại Công văn"
        " số 4/BYT-VP và nói tại Công văn số 5/VP."
    )
    issuers = ["Sở Y tế", "Công an tỉnh Vân Hải", "Sở Nội vụ", "Bộ Y tế", None]
    assert [item.issuer for item in found] == issuers


ISSUED = [
    ("Sau khi nghe Sở Xây dựng báo cáo tại Báo cáo số 1/BC-SXD", "Sở Xây dựng"),
    ("Sở Tư pháp có Báo cáo thẩm định số 1/BC-STP", "Sở Tư pháp"),
    ("Năm qua, HĐND tỉnh đã ban hành các Nghị quyết số 1/NQ-HĐND", "Hội đồng nhân dân tỉnh Vân Hải"),
    ("Bộ Văn hóa, Thể thao và Du lịch ban hành Thông tư số 1/2020/TT-BVHTTDL", "Bộ Văn hóa, Thể thao và Du lịch"),
    ("Văn phòng Chính phủ thông báo tại Công văn số 1/VPCP-NN", "Văn phòng Chính phủ"),
    # another body advises, is asked, or carries out
    ("Tham mưu UBND tỉnh ban hành Quyết định số 1/QĐ-UBND", None),
    ("Sở lấy ý kiến của Sở Tư pháp tại Công văn số 1/SYT-NV", None),
    ("Bộ Y tế đề nghị các xã thực hiện Công văn số 1/BYT-DP", None),
    ("Sở Y tế khẩn trương xây dựng kế hoạch có Công văn số 1/SYT", None),
]


@pytest.mark.parametrize(("words", "issuer"), ISSUED, ids=[row[0][:40] for row in ISSUED])
def test_the_subject_before_a_citation_issued_it(words: str, issuer: str | None) -> None:
    assert [item.issuer for item in cited(f"{words}.")] == [issuer]


def test_what_is_approved_is_one_document() -> None:
    act = "Quyết định số 5/QĐ-UBND của UBND tỉnh phê duyệt Dự án mở đường chợ quê Suối Mơ"
    assert [item.type for item in cited(f"Theo {act}.")] == ["Quyết định", "Dự án"]
    assert cited("Tham mưu phê duyệt Dự án mở đường chợ quê Suối Mơ.") == ()


def test_a_cell_ends_a_title() -> None:
    found = cited("| Sửa Quy chế quản lý chợ quê Suối Mơ | Chủ trì | Đề án mở thêm chợ quê | Quý IV |")
    assert [item.text for item in found] == ["Quy chế quản lý chợ quê Suối Mơ", "Đề án mở thêm chợ quê"]


def test_a_list_shares_nothing_between_different_bodies() -> None:
    found = cited("Xã thực hiện Nghị quyết số 57-NQ/TW, Nghị quyết số 71/NQ-CP của Chính phủ.")
    assert [item.issuer for item in found] == [None, "Chính phủ"]


def test_who_approved_is_named_before_the_number() -> None:
    found = cited(
        "Theo Đề án “Chợ quê xanh” được Thủ tướng Chính phủ phê duyệt tại Quyết định số 7/QĐ-TTg ngày 01/02/2026."
    )
    assert [(item.type, item.issuer) for item in found] == [("Đề án", None), ("Quyết định", "Thủ tướng Chính phủ")]


def test_three_documents_inside_each_other() -> None:
    inner = "Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị về chợ quê"
    middle = f"Nghị quyết số 47/NQ-CP ngày 15/4/2024 của Chính phủ về Chương trình hành động thực hiện {inner}"
    outer = f"Quyết định số 5/QĐ-BCT ngày 01/5/2024 của Bộ Công Thương triển khai {middle}"
    found = cited(f"Xã học {outer}; làm tốt việc chợ.")
    assert [item.text for item in found] == [outer, middle, inner]
    assert {item.role for item in found[1:]} == {Role.MENTIONS}


NAMED = [
    ("Theo Luật Thủ đô... thì được", ["Luật Thủ đô"]),
    ("Luật Thủ đô (sửa đổi) đã có", ["Luật Thủ đô (sửa đổi)"]),
    ("Theo Luật Đất đai, Luật Nhà ở và các văn bản hướng dẫn", ["Luật Đất đai", "Luật Nhà ở"]),
    ("Theo Luật Phòng, chống mua bán người thì", ["Luật Phòng, chống mua bán người"]),
    ("Theo Luật Chợ và hàng quà, UBND xã lo bến bãi", ["Luật Chợ và hàng quà"]),
    ("Theo Luật Xây dựng năm 2014 (sửa đổi) có hiệu lực", ["Luật Xây dựng năm 2014 (sửa đổi)"]),
    ("Theo Luật sửa đổi, bổ sung một số điều của Luật Đất đai, Luật Nhà ở và Luật Đấu thầu ngày 02 tháng 5 năm 2024",
     ["Luật sửa đổi, bổ sung một số điều của Luật Đất đai, Luật Nhà ở và Luật Đấu thầu ngày 02 tháng 5 năm 2024",
      "Luật Đất đai", "Luật Nhà ở", "Luật Đấu thầu"]),
    ("Theo Luật Đầu tư công 2024 và Luật BHXH 2024", ["Luật Đầu tư công 2024", "Luật BHXH 2024"]),
    ("Theo Hiệp định thương mại tự do giữa Vân Hải và Sa Lung; Hiệp định thương mại tự do",
     ["Hiệp định thương mại tự do giữa Vân Hải và Sa Lung"]),
    ("Luật này, Luật sư An, Hội Luật gia, pháp luật về đất đai", []),
    ("Theo Hiến pháp năm 2013 và Điều 4 Hiến pháp", ["Hiến pháp năm 2013", "Hiến pháp"]),
    ("Tuân thủ Hiến pháp, pháp luật", []),
    ("Theo đúng Điều lệ Đảng, quy định của Trung ương", ["Điều lệ Đảng"]),
    ("Tuyên truyền Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIV của Đảng; Nghị quyết Đại hội Đảng bộ xã lần thứ I",
     ["Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIV của Đảng", "Nghị quyết Đại hội Đảng bộ xã lần thứ I"]),
    ("Nghị quyết Đại hội I Đảng bộ Phường nhấn mạnh vai trò", ["Nghị quyết Đại hội I Đảng bộ Phường"]),
    ("đề ra tại Nghị quyết XIV của Đảng", ["Nghị quyết XIV của Đảng"]),
    ("Nghị quyết Đại hội các cấp; nghị quyết của Đảng", []),
    ("Nghị quyết Trung ương 6 khóa XIII về bộ máy", ["Nghị quyết Trung ương 6 khóa XIII"]),
    ("Theo Chiến lược phát triển chợ quê Việt Nam đến năm 2030, tầm nhìn 2045 được duyệt",
     ["Chiến lược phát triển chợ quê Việt Nam đến năm 2030, tầm nhìn 2045"]),
    ("Theo Chiến lược chung; bám sát chiến lược của tỉnh", []),
    ("Thực hiện Đề án “Chợ quê xanh” và các Đề án của tỉnh", ["Đề án “Chợ quê xanh”"]),
    ("trong khuôn khổ đề án Phát triển chợ quê giai đoạn 2021-2026, định hướng 2030; các việc",
     ["đề án Phát triển chợ quê giai đoạn 2021-2026, định hướng 2030"]),
    ("Thực hiện các Chương trình mục tiêu quốc gia giai đoạn 2021-2026", []),
    ("Thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới giai đoạn 2026 - 2030.",
     ["Chương trình mục tiêu quốc gia xây dựng nông thôn mới giai đoạn 2026 - 2030"]),
    ("Theo Nghị định thư Kyoto và Hiệp định về biên giới Vân Hải - Sa Lung; Hiệp định thương mại",
     ["Nghị định thư Kyoto", "Hiệp định về biên giới Vân Hải - Sa Lung"]),
    ("Theo Công ước Liên hợp quốc về Luật Biển năm 1982 thì", ["Công ước Liên hợp quốc về Luật Biển năm 1982"]),
    ("Công bố Nghị định của Chính phủ quy định chế độ quản lý chợ quê; Nghị định của Chính phủ",
     ["Nghị định của Chính phủ quy định chế độ quản lý chợ quê"]),
    # still to be drafted, unless its title stands in quotation marks
    ("Tham mưu UBND xã xây dựng và ban hành Kế hoạch truyền thông chợ quê giai đoạn 2026 - 2030", []),
    ("Tham mưu xây dựng và ban hành Đề án “Đổi mới chợ quê đến năm 2030”", ["Đề án “Đổi mới chợ quê đến năm 2030”"]),
    # the document itself
    ("Thực hiện Kế hoạch phát triển chợ quê xã Suối Mơ năm 2026 và Kế hoạch này; Kế hoạch số 45/KH-UBND", []),
    ("Trên đây là Kế hoạch phát triển bến bãi xã Suối Mơ giai đoạn 2026 - 2030", []),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), NAMED, ids=[row[0][:50] for row in NAMED])
def test_citations_by_name(body: str, expected: list[str]) -> None:
    assert [item.text for item in cited(f"- {body}.")] == expected


def test_a_name_printed_before_ends_where_it_ended_then() -> None:
    name = "Đề án truyền thông về chợ quê giai đoạn 2026 - 2030"
    found = cited(f"- Thực hiện {name}.\n- Thực hiện {name} trên địa bàn xã.")
    assert [item.text for item in found] == [name, name]


def test_the_annex_line_names_the_document_itself() -> None:
    assert cited("Hết.\nPHỤ LỤC\n(Kèm theo Kế hoạch số      /KH-UBND ngày     /    /2026 của UBND xã)") == ()


ROLES = [
    ("- Tiếp tục thực hiện nghiêm túc Nghị quyết số 1/NQ-CP và Nghị quyết số 2/NQ-CP.", ["implements", "implements"]),
    ("- Cụ thể hóa các mục tiêu, nhiệm vụ đề ra tại Nghị quyết số 1/NQ-CP.", ["implements"]),
    ("- Triển khai công tác chợ quê theo Kế hoạch số 1/KH-UBND.", ["implements"]),
    ("- Thực hiện: (1) Nghị quyết số 1/NQ-CP; (2) Sửa đổi, bổ sung Nghị định số 2/2015/NĐ-CP; (3) Chỉ thị số 3/CT-TTg.",
     ["implements", "amends", "implements"]),
    ("- Tuyên truyền, phổ biến Nghị quyết số 1/NQ-CP; Nghị quyết số 2/NQ-CP.", ["mentions", "mentions"]),
    ("- Công tác triển khai Nghị quyết số 1/NQ-CP.", ["mentions"]),
    ("- Sơ kết 05 năm thực hiện Chỉ thị số 1/CT-TTg.", ["mentions"]),
    ("- Xã đã tổ chức thực hiện Chỉ thị số 1/CT-TTg.", ["mentions"]),
    ("- Chi tiêu theo quy định tại Nghị định số 1/2020/NĐ-CP.", ["mentions"]),
    ("- Căn cứ Nghị quyết số 1/NQ-CP, các thôn lo bến bãi.", ["mentions"]),
    ("- Rà soát, sửa đổi, bổ sung Quy chế quản lý chợ quê xã Suối Mơ (ban hành tại Quyết định số 8/2021/QĐ-UBND).",
     ["amends", "amends"]),
    ("- Kế hoạch này thay thế Kế hoạch số 30/KH-UBND.", ["amends"]),
    ("Bãi bỏ các văn bản sau đây:\n1. Thông tư số 1/2020/TT-BNV.\n2. Thông tư số 2/2020/TT-BNV.", ["amends", "amends"]),
    ("- Theo Nghị định số 1/2019/NĐ-CP được sửa đổi, bổ sung bởi Nghị định số 2/2022/NĐ-CP.", ["mentions", "mentions"]),
    ("- Theo dõi việc thực hiện Kế hoạch này và Nghị quyết số 1/NQ-CP.", ["implements"]),
    ("- Đọc Kế hoạch này và Nghị quyết số 1/NQ-CP.", ["mentions"]),
    ("- Đính chính lỗi kỹ thuật tại Quyết định số 1/QĐ-UBND.", ["amends"]),
    ("- Thay cụm từ “Sở Y tế” bằng cụm từ “Sở Du lịch” tại Điều 3 Quyết định số 1/QĐ-UBND.", ["amends"]),
    ("- Đọc cụm từ “Sở Y tế” tại Điều 3 Quyết định số 1/QĐ-UBND.", ["mentions"]),
    # done by the rules of an act: the act is not what is carried out
    ("- Việc thu thực hiện theo Thông tư số 1/2020/TT-BTC và Quyết định số 2/2021/QĐ-UBND.", ["mentions", "mentions"]),
    ("- Việc khác được thực hiện theo Nghị quyết số 1/NQ-CP.", ["implements"]),
    # repealed by the words after it, alone or the last of a list
    ("- Quyết định số 1/QĐ-UBND và Quyết định số 2/QĐ-UBND hết hiệu lực kể từ ngày ký.", ["amends", "amends"]),
    ("- Quyết định số 1/QĐ-UBND đã bị bãi bỏ bởi Quyết định số 2/QĐ-UBND.", ["mentions", "mentions"]),
    ("- Quyết định số 1/QĐ-UBND hết tháng này còn hiệu lực.", ["mentions"]),
    # what lies between a verb of amending and the act
    ("- Kế hoạch này thay thế nội dung liên quan tại Kế hoạch số 30/KH-UBND.", ["amends"]),
    ("- Đọc nội dung liên quan tại Kế hoạch số 30/KH-UBND.", ["mentions"]),
    ("- Đính chính mẫu số 02/CHO ban hành kèm theo Thông tư số 1/2020/TT-BNV.", ["amends"]),
    ("- Bãi bỏ Phụ lục II, Phụ lục III ban hành kèm theo Quyết định số 1/QĐ-UBND.", ["amends"]),
    ("- Nộp mẫu số 02/CHO ban hành kèm theo Thông tư số 1/2020/TT-BNV.", ["mentions"]),
    ("- Bãi bỏ khoản 2 Điều 5 Quy định quản lý chợ ban hành kèm theo Quyết định số 1/QĐ-UBND.", ["amends"]),
    ("- Xem khoản 2 Điều 5 Quy định quản lý chợ ban hành kèm theo Quyết định số 1/QĐ-UBND.", ["mentions"]),
    ("- Hủy bỏ chỉ tiêu tại điểm 3 mục II Kế hoạch số 30/KH-UBND.", ["amends"]),
    ("- Điều chỉnh một số nhiệm vụ nêu tại Kế hoạch số 30/KH-UBND.", ["amends"]),
    # what stands beside the work
    ("- Tổ chức thực hiện việc chợ, gắn với học tập và làm theo gương sáng theo Kết luận số 1-KL/TW.", ["mentions"]),
    ("- Tổ chức thực hiện việc chợ quê, bến bãi theo Kết luận số 1-KL/TW.", ["implements"]),
    ("- Thực hiện Nghị quyết số 1/NQ-CP (sau đây gọi là Nghị quyết số 1/NQ-CP).", ["implements", "mentions"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), ROLES, ids=[row[0][:50] for row in ROLES])
def test_roles_follow_the_governing_verb(body: str, expected: list[str]) -> None:
    assert [item.role.value for item in cited(body)] == expected


def test_the_basis_is_the_opening_alone() -> None:
    basis = (
        "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15 được sửa đổi, bổ sung bởi Luật số 9/2026/QH16;\n"
        "Thực hiện Kế hoạch số 7/KH-UBND ngày 01/02/2026 của UBND tỉnh về thực hiện Nghị quyết số 1/NQ-CP,"
    )
    found = cited("- Căn cứ Nghị quyết số 2/NQ-CP, các thôn lo bến bãi.", basis)
    assert [item.role.value for item in found] == ["basis", "basis", "basis", "mentions", "mentions"]


def test_a_directive_gives_its_reason_before_its_basis() -> None:
    reason = "Đọc sách là việc của mọi nhà. Tiếp tục triển khai Chỉ thị số 05-CT/TU, ngày 02/3/2026 của Tỉnh ủy"
    basis = f"{reason}, Ban Thường vụ Đảng ủy yêu cầu các chi bộ làm tốt những việc sau:"
    found = cited("1. Triển khai Kế hoạch số 9-KH/ĐU, ngày 05/3/2026 của Đảng ủy.", basis=basis)
    assert [(item.number, item.role) for item in found] == [("05-CT/TU", "basis"), ("9-KH/ĐU", "implements")]


def test_what_the_title_amends_is_amended_wherever_it_is_named() -> None:
    head = HEAD.replace(
        "Phát triển chợ quê xã Suối Mơ năm 2026", "Sửa đổi, bổ sung Kế hoạch số 12/KH-UBND ngày 01/02/2025"
    )
    found = cited("- Mẫu số 03 kèm theo Kế hoạch số 12/KH-UBND.", head=head)
    assert [item.role for item in found] == [Role.AMENDS, Role.AMENDS]


def test_what_goes_on_under_the_rules_of_an_amended_act_does_not_amend_it() -> None:
    head = HEAD.replace("Phát triển chợ quê xã Suối Mơ năm 2026", "Sửa đổi Thông tư số 12/2020/TT-BTC về chợ quê")
    found = cited("- Hồ sơ nộp trước được tiếp tục thực hiện theo Thông tư số 12/2020/TT-BTC.", head=head)
    assert [item.role for item in found] == [Role.AMENDS, Role.MENTIONS]


def test_composed_and_decomposed_letters_give_the_same_numbers() -> None:
    decomposed = unicodedata.normalize("NFD", "Theo Nghị định số 72/2015/NĐ-CP của Chính phủ.")
    assert numbers(decomposed) == [("Nghị định", "72/2015/NĐ-CP")]


@pytest.mark.parametrize("folder", [("plans", "gold"), ("corpus/text", "corpus/gold")], ids=["plans", "corpus"])
def test_every_number_of_the_real_documents_is_found_once(shared: Callable[..., Path], folder: tuple[str, str]) -> None:
    for path in sorted(shared(folder[0]).glob("*.txt")):
        gold = json.loads((shared(folder[1]) / f"{path.stem}.json").read_text("utf-8"))
        text = read_bytes(path.read_bytes(), path.name)
        parts = zones(text)
        head = header(text, parts)
        found = citations(text, parts, head, context(text, head))
        expected = sorted(item["number"] for item in gold["citations"] if item["number"])
        assert sorted(item.number for item in found if item.number) == expected, path.name
