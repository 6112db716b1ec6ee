"""What citations are compared with: the symbol's body, the printed issuer, the known title, known documents alike."""

from __future__ import annotations

import pytest

from cancu.link import titles

SYMBOLS = [
    # number, printed issuer, the bodies that the symbol may stand for, the body that the issuer means
    ("173/QĐ-TTg", "Thủ tướng Chính phủ", {"ttg"}, "ttg"),
    ("173/QĐ-TTg", "Chính phủ", {"ttg"}, "cp"),
    ("47/NQ-CP", "Chính phủ", {"cp"}, "cp"),
    ("29/KH-UBND", "Ủy ban nhân dân thành phố", {"ubnd-ha-noi"}, "ubnd-ha-noi"),
    ("29/KH-UBND", "Ủy ban nhân dân thành phố Hải Phòng", {"ubnd-hai-phong"}, "ubnd-hai-phong"),
    ("29/KH-UBND", "Sở Y tế Hà Nội", {"ubnd-ha-noi"}, "so-y-te-ha-noi"),
    ("45-CT/TU", "Ban Thường vụ Thành ủy", {"tu-ha-noi", "btv-tu-ha-noi"}, "btv-tu-ha-noi"),
    ("45-CT/TU", "Đảng ủy phường Đống Đa", {"tu-ha-noi"}, "du-dong-da-ha-noi"),
    ("59-NQ/TW", "Bộ Chính trị", {"tw", "bct", "bbt", "bch-tw"}, "bct"),
    # nobody knows the organ, the place, or the one body that is meant
    ("12/KH-GHMM", "Sở Y tế Hà Nội", set(), "so-y-te-ha-noi"),
    ("29/KH-UBND", None, set(), None),
    ("29/KH-UBND", "Ủy ban nhân dân huyện Gió Nam", set(), None),
    ("12-NQ/TW", "Hội nghị lần thứ năm Ban Chấp hành Trung ương", {"tw"}, None),
    ("09/2025/TTLT-BTC-BNV", "Bộ Tài chính; Bộ Nội vụ", set(), None),
]


@pytest.mark.parametrize("row", SYMBOLS)
def test_the_organ_of_a_number_and_the_printed_issuer(row, cited, citation):
    number, issuer, bodies, meant = row
    found = cited(citation(f"Kế hoạch số {number}", number=number, date="2025-05-05", issuer=issuer))
    assert bodies <= set(found.symbol_bodies)
    assert bool(found.symbol_bodies) == bool(bodies)
    assert found.issuer == meant


AGREEMENTS = [
    ("hội nhập quốc tế", "hội nhập quốc tế trong tình hình mới", 1.0),  # shortened
    ("Hội nhập quốc tế trong tình hình mới, nhất là ở xã", "hội nhập quốc tế trong tình hình mới", 1.0),  # run on
    ("Đề án trên địa bàn xã", "thực hiện Đề án đọc sách trên địa bàn xã", 1.0),  # words left out
    ("hoà bình và Uỷ ban", "hòa bình và Ủy ban", 1.0),
    ("phát triển văn hóa đọc", "phát triển du lịch biển", 0.4),
    ("xã đọc sách", "sách đọc xã", 1.0),  # the order tells nothing by itself
    ("giai đoạn 2021 - 2026 đọc", "đọc giai đoạn 2021 - 2025", 0.8),
]


@pytest.mark.parametrize(("printed", "known", "agreement"), AGREEMENTS)
def test_how_far_a_printed_title_is_the_known_one(printed, known, agreement):
    assert titles.agreement(printed, known) == pytest.approx(agreement)
    assert titles.agreement(known, printed) == pytest.approx(agreement)


def test_without_a_title_there_is_no_agreement_and_the_best_of_several_counts():
    assert titles.agreement(None, "đọc sách") is None
    assert titles.agreement("đọc sách", "trồng cây", "đọc sách") == 1.0


def test_a_stub_names_the_known_documents_that_it_may_be(cited, citation):
    other_year = citation(
        "Quyết định số 1079/QĐ-TTg",
        number="1079/QĐ-TTg",
        date="2021-09-14",
        title="phê duyệt Đề án truyền thông về quyền con người ở Việt Nam (giai đoạn 2023 - 2028)",
    )
    assert cited(other_year).candidates == ("ttg/2022/qd/1079",)
    other_title = citation("Quyết định", number="1079/QĐ-TTg", date="2021-09-14", title="trồng cây")
    assert cited(other_title).candidates == ()


LAWS = [
    ("Luật Thủ đô", ("qh/qh13/luat/25", "qh/qh15/luat/39"), None),
    ("Luật Thủ đô (sửa đổi)", ("qh/qh13/luat/25", "qh/qh15/luat/39"), None),
    ("Luật Thủ đô năm 2012", (), "qh/qh13/luat/25"),
    ("Luật Thủ đô năm 2024", (), "qh/qh15/luat/39"),
    ("Luật Thủ đô năm 1999", (), None),
    ("Luật Suối Mơ", (), None),
]


@pytest.mark.parametrize(("words", "candidates", "target"), LAWS)
def test_a_law_by_name_has_versions_until_a_year_tells(words, candidates, target, cited, citation):
    found = cited(citation(words, type="Luật", title=words.removeprefix("Luật ")))
    assert found.candidates == candidates
    assert target is None or found.target == target
