"""Copies of the five plans with one fault planted, or one mended: just its finding comes or goes.

From the text through reading, extraction, linking and the graph to the rules: a rule that fires here is one that a
clerk would see. What is listed beside the fault is its consequence (a day that was blank, within the year planned for).
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from cancu.check import rules
from cancu.link import Registry
from cancu.namespaces import BASE
from cancu.pipeline.checking import check_file

MUTATIONS = [
    # repaired: what the finding asks for makes it go; else comes only what is true of the plan as it then stands
    ("do-son", "Số -KH/ĐU", "Số 12-KH/ĐU", "", "F02"),
    ("do-son", "Đồ Sơn, ngày tháng năm 2026", "Đồ Sơn, ngày 20 tháng 02 năm 2026", "P01", "F10"),
    ("hung-dao", "15-NQ/TW của Bộ Chính trị", "15-NQ/TW ngày 05/5/2022 của Bộ Chính trị", "", "C01"),
    (
        "hung-dao",
        "phổ biến Quyết định số 1079/QĐ-TTg ngày 14/9/2022 của \n\nThủ tướng Chính phủ",
        "phổ biến Quyết định số 1079/QĐ-TTg",
        "",
        "C17",
    ),
    ("hung-dao", "TM.ỦY BAN", "TM. ỦY BAN", "", "F18"),
    (
        "hung-dao",
        "báo cáo kết quả thực hiện theo quy định",
        "báo cáo kết quả thực hiện về Ủy ban nhân dân Thành phố trước ngày 15/12/2026",
        "",
        "R01 R02 T03",
    ),
    ("dong-da", "Luật Thủ đô...", "Luật Thủ đô năm 2024...", "", "C16"),
    (
        "hai-phong",
        "### **5. Công an thành phố, Bộ Chỉ huy Quân sự thành phố**",
        "### **5. Công an thành phố**",
        "",
        "T02 T02 T02 T15",
    ),
    ("ha-noi", "Luật Thủ đô (sửa đổi)", "Luật Thủ đô năm 2024", "", "C16"),
    ("ha-noi", "của Thủ tướng Chính phủ ngày 26/10/2021", "ngày 26/10/2021 của Thủ tướng Chính phủ", "", "C20"),
    ("ha-noi", "58 năm thành lập", "59 năm thành lập", "", "E01"),
    # own number, date, signature, recipients
    ("do-son", "Số -KH/ĐU", "Số 12/KH-ĐU", "F04", "F02"),
    ("do-son", "Số -KH/ĐU", "Số 12-QĐ/ĐU", "F06", "F02"),
    ("do-son", "Số -KH/ĐU", "Số 5-KH/ĐU", "F05", "F02"),
    ("do-son", "T/M BAN THƯỜNG VỤ", "TM. BAN THƯỜNG VỤ", "F17", ""),
    ("dong-da", "T/M BAN THƯỜNG VỤ", "TM. BAN THƯỜNG VỤ", "F17", ""),
    ("hung-dao", "TM.ỦY BAN", "T/M ỦY BAN", "F17", "F18"),
    ("ha-noi", "TM. ỦY BAN", "TM.ỦY BAN", "F18", ""),
    ("do-son", "Vũ Văn Thương", "", "F16", ""),
    ("dong-da", "**Đinh Nguyên Mạnh**", "", "F16", ""),
    ("hung-dao", "\nĐỗ Hồng Sơn", "\n", "F16", ""),
    ("hai-phong", "**Nguyễn Quang Phúc**", "", "F16", ""),
    ("do-son", "- Lưu Văn phòng Đảng ủy.", "", "F20", ""),
    ("dong-da", "- Lưu VT, BXDĐ.", "", "F20", ""),
    ("hung-dao", "-Lưu: VT, VP.", "", "F20", ""),
    ("do-son", "- Ủy ban nhân dân phường,", "", "T15", ""),
    ("dong-da", "- HỌND, UBND Phường,", "", "T15", "Q02"),
    ("hai-phong", "- Sở Ngoại vụ, Sở VH,TT&DL,", "", "T15 T15", ""),
    ("hung-dao", "-Các phòng, đơn vị thuộc UBND xã;\n", "", "T15 T15 T15 T15 T15", ""),
    # citations dated after the plan
    ("do-son", "Đồ Sơn, ngày tháng năm 2026", "Đồ Sơn, ngày 03 tháng 02 năm 2026", "C04 P01", "F10"),
    ("do-son", "Đồ Sơn, ngày tháng năm 2026", "Đồ Sơn, ngày 20 tháng 02 năm 2023", "C04 C04 C04 C04 P02", "F10"),
    # cited under another date than the known one
    ("do-son", "BTGDVTU ngày 11/02/2026", "BTGDVTU ngày 12/02/2026", "C05", ""),
    ("do-son", "ngày 24/01/2025", "ngày 22/12/2024", "C05", ""),
    ("do-son", "ngày 24/01/2025", "ngày 01/5/2025", "C05 C21", ""),
    ("do-son", "57-KL/TW ngày 15/6/2023", "57-KL/TW ngày 15/7/2023", "C05", ""),
    ("do-son", "29/KH-UBND ngày 29/01/2026", "29/KH-UBND ngày 28/01/2026", "C05", ""),
    ("hung-dao", "ngày 11/03/2026", "ngày 12/03/2026", "C05", ""),
    ("hung-dao", "ngày 05/7/2018", "ngày 05/8/2018", "C05", ""),
    ("hung-dao", "ngày 26/3/2004", "ngày 23/6/2004", "C05", ""),
    ("hung-dao", "ngày 09/02/2017", "ngày 09/01/2017", "C05", ""),
    ("hung-dao", "47/NQ-CP ngày 15/4/2024", "47/NQ-CP ngày 15/4/2023", "C05", ""),
    (
        "hung-dao",
        "phổ biến Quyết định số 1079/QĐ-TTg ngày 14/9/2022",
        "phổ biến Quyết định số 1079/QĐ-TTg ngày 15/9/2022",
        "C05",
        "C17",
    ),
    ("hai-phong", "02-HD/BTGDVTW ngày 28/01/2026", "02-HD/BTGDVTW ngày 29/01/2026", "C05", ""),
    (
        "ha-noi",
        "72/2015/NĐ-CP ngày 07/9/2015 của Chính phủ \nvề quản lý",
        "72/2015/NĐ-CP ngày 07/8/2015 của Chính phủ \nvề quản lý",
        "C05",
        "C17",
    ),
    ("ha-noi", "UBND ngày 01/01/2026", "UBND ngày 05/01/2026", "C05", "C21"),
    ("ha-noi", "1191/QĐ-TTg ngày 05/8/2020", "1191/QĐ-TTg ngày 05/9/2020", "C05", ""),
    ("ha-noi", "146/KH-UBND ngày 28/6/2019", "146/KH-UBND ngày 26/6/2019", "C05", ""),
    ("ha-noi", "08/2021/QĐ-UBND ngày 15/7/2021", "08/2021/QĐ-UBND ngày 15/8/2021", "C05", ""),
    # cited as of another issuer, or none, or one that was not
    ("do-son", "ngày 24/01/2025 của Bộ Chính trị", "ngày 24/01/2025 của Ban Bí thư", "C06", ""),
    ("do-son", "ngày 24/01/2025 của Bộ Chính trị", "ngày 24/01/2025 của Trung ương", "C06", ""),
    ("do-son", "ngày 24/01/2025 của Bộ Chính trị", "ngày 24/01/2025", "C02 C14", ""),
    (
        "do-son",
        "29/KH-UBND ngày 29/01/2026 của Ủy ban nhân dân thành phố",
        "29/KH-UBND ngày 29/01/2026 của Thành ủy",
        "C13",
        "",
    ),
    ("hung-dao", "của UBND thành \nphố Hà Nội", "của Sở Văn hóa và Thể thao Hà Nội", "C13 F22", ""),
    ("hung-dao", "05/4/2016 của Chính phủ", "05/4/2016 của Thủ tướng Chính phủ", "C13", ""),
    ("hung-dao", "15-NQ/TW của Bộ Chính trị", "15-NQ/TW ngày 05/5/2022 của Quốc hội", "C13", "C01"),
    ("hai-phong", "của Ban Tuyên giáo và Dân vận Trung ương", "của Ban Tổ chức Trung ương", "C13", ""),
    ("ha-noi", "ngày 15/4/2024 của Chính phủ", "ngày 15/4/2024 của Thủ tướng Chính phủ", "C13", ""),
    ("ha-noi", "31/3/2023 của UBND Thành \nphố", "31/3/2023 của Thành ủy Hà Nội", "C13", ""),
    (
        "ha-noi",
        "của Bộ trưởng Bộ Văn hoá, Thể thao và \nDu lịch",
        "của Bộ trưởng Bộ Thông tin và Truyền thông",
        "C13 C23",
        "",
    ),
    (
        "do-son",
        "ngày 11/02/2026 của Ban Tuyên giáo và Dân vận Thành ủy",
        "ngày 11/02/2026 của Ban Tuyên giáo Thành ủy",
        "C23",
        "",
    ),
    (
        "do-son",
        "ngày 29/01/2026 của Ủy ban nhân dân thành phố",
        "ngày 29/01/2026 của Ủy ban nhân dân tỉnh Hải Dương",
        "C23",
        "",
    ),
    ("hai-phong", "của Ban Tuyên giáo và Dân vận Trung ương", "của Ban Tuyên giáo Trung ương", "C23", ""),
    (
        "do-son",
        "Hướng dẫn số 21-HD/BTGDVTU",
        "Kế hoạch số 12-KH/BXDĐ ngày 01/02/2026 của Ban Xây dựng Đảng Đảng ủy phường; Hướng dẫn số 21-HD/BTGDVTU",
        "C03 C19",
        "",
    ),
    # type, marks, order and title of what is cited; validity
    ("do-son", "59-NQ/TW ngày 24/01/2025", "59-NQ/TW", "C01", ""),
    ("do-son", "ngày 24/01/2025 của Bộ Chính trị", "của Bộ Chính trị ngày 24/01/2025", "C20", ""),
    ("do-son", "về hội nhập quốc tế trong tình hình mới;", "về phát triển văn hóa đọc ở cơ sở;", "C07", ""),
    (
        "hung-dao",
        "Đề án truyền thông về quyền con người",
        "Chiến lược phát triển du lịch biển đảo đến năm 2030",
        "C07",
        "",
    ),
    ("do-son", "Kế hoạch số 29/KH-UBND", "Quyết định số 29/KH-UBND", "C12", ""),
    ("hung-dao", "Nghị quyết số 47/NQ-CP", "Nghị định số 47/NQ-CP", "C12", ""),
    ("hai-phong", "Hướng dẫn số 21-HD/BTGDVTU", "Hướng dẫn số 21-QĐ/BTGDVTU", "C12", ""),
    ("do-son", "29/KH-UBND", "29-KH/UBND", "C11", ""),
    ("dong-da", "Luật Thủ đô...", "Luật Thủ đô năm 2012...", "C08", "C16"),
    ("ha-noi", "Luật Thủ đô (sửa đổi)", "Luật Thủ đô năm 2012", "C08", "C16"),
    ("ha-noi", "đoạn 2021-2026, định hướng 2030", "đoạn 2021-2025, định hướng 2030", "C09", "C10"),
    # tasks and their times
    (
        "hung-dao",
        "* Thời gian thực hiện: Năm 2026.",
        "* Thời gian thực hiện: Từ ngày 15/9/2026 đến ngày 10/3/2026.",
        "T05",
        "",
    ),
    ("hung-dao", "* Thời gian thực hiện: Năm 2026.", "* Thời gian thực hiện: Tháng 3/2028.", "T07", ""),
    (
        "hung-dao",
        "* Đơn vị phối hợp: Công an xã; Phòng Văn hóa - Xã hội xã.",
        "* Đơn vị phối hợp: Trung tâm dịch vụ tổng hợp; Công an xã.",
        "T10",
        "",
    ),
    (
        "hung-dao",
        "* Đơn vị chủ trì thực hiện: Công an xã.",
        "* Đơn vị chủ trì thực hiện: Công an xã, Phòng Kinh tế.",
        "T02 T02",
        "",
    ),
    ("hung-dao", "* Thời gian thực hiện: Hằng tháng/quý.\n", "", "T03", "T08"),
    # anniversaries
    ("ha-noi", "kỷ niệm 96 năm", "kỷ niệm 95 năm", "E01", ""),
    ("ha-noi", "Kỷ niệm 80 năm \nNgày toàn quốc", "Kỷ niệm 79 năm \nNgày toàn quốc", "E01", ""),
    ("ha-noi", "19/5/1890-19/5/2026", "19/5/1890-19/6/2026", "E02", ""),
    ("ha-noi", "19/12/1946-19/12/2026", "19/12/1945-19/12/2026", "E01 E03", ""),
]
"""Plan, words that stand there, words that replace them, rules that find more than before, rules that find less."""

LEAST = 40


@cache
def _usual(plan: Path) -> Counter[str]:
    return _found(plan)


def _found(path: Path) -> Counter[str]:
    return Counter(finding.rule for finding in check_file(path, base=BASE, registry=Registry.load()))


@pytest.mark.parametrize(
    "mutation",
    MUTATIONS,
    ids=[f"{row[0]} +{row[3]} -{row[4]} {number}" for number, row in enumerate(MUTATIONS)],
)
def test_one_change_of_a_plan_changes_just_its_findings(mutation, shared, tmp_path):
    plan, old, new, appears, vanishes = mutation
    source = shared(f"plans/{plan}.txt")
    text = source.read_text(encoding="utf-8")
    assert old in text
    changed = tmp_path / "plan.txt"
    changed.write_text(text.replace(old, new, 1), encoding="utf-8")
    usual, found = _usual(source), _found(changed)
    assert sorted((found - usual).elements()) == appears.split()
    assert sorted((usual - found).elements()) == vanishes.split()


def test_the_table_covers_rules_of_all_groups_that_look_at_single_plans():
    planted = {rule for row in MUTATIONS for rule in f"{row[3]} {row[4]}".split()}
    assert len(MUTATIONS) >= LEAST
    assert planted <= {rule.id for rule in rules().values()}
    assert {rule[0] for rule in planted} >= set("CEFPRT")
