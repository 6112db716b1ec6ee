"""What a task has to bring forth, and which of the six clears its words meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.extract import extract
from cancu.extract.clarity import is_measured
from cancu.extract.products import product
from cancu.model import Clarity, Span, Task
from cancu.read import read_bytes

PLAN = """ỦY BAN NHÂN DÂN XÃ THÍ DỤ

KẾ HOẠCH
Mở chợ phiên năm 2026

I. MỤC ĐÍCH
Mở chợ phiên.

II. TỔ CHỨC THỰC HIỆN
{}
"""
TABLE = """
| TT | Nội dung công việc | Cơ quan chủ trì | Thời gian | Chỉ tiêu | Sản phẩm |
|---|---|---|---|---|---|
| 1 | Sửa đường vào chợ | Phòng Kinh tế | Quý II | 02 km đường | Biên bản nghiệm thu |
| 2 | Mở hội chợ phiên | Công an xã; Phòng Kinh tế | Thường xuyên | | - |
"""


def only(*lines: str) -> Task:
    (task,) = extract(read_bytes(PLAN.format("\n".join(lines)).encode(), "a.txt")).tasks
    return task


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Xây dựng Kế hoạch mở chợ phiên, báo cáo UBND xã.", "Kế hoạch mở chợ phiên"),
        ("Tham mưu UBND xã ban hành Quyết định về chợ phiên trong quý II.", "Quyết định về chợ phiên trong quý II"),
        ("Xây dựng và tổ chức triển khai kế hoạch mở chợ.", "kế hoạch mở chợ"),
        ("Xây dựng, ban hành các Đề án, Kế hoạch về chợ; kiểm tra.", "Đề án, Kế hoạch về chợ"),
        ("Ban hành Đề án “Chợ sạch, đẹp; chợ vui” để quảng bá.", "Đề án “Chợ sạch, đẹp; chợ vui”"),
        ("Sản xuất 02 phóng sự về chợ (phát trên loa).", "phóng sự về chợ"),
        ("Thực hiện Kế hoạch mở chợ phiên.", ""),
        ("Thực hiện Quyết định ban hành Quy chế chợ phiên.", ""),
        ("Thực hiện Nghị quyết số 27/NQ-HĐND về ban hành Chương trình mở chợ.", ""),
        ("Hoàn thành Kế hoạch số 12/KH-UBND của xã.", ""),
        ("Góp ý kế hoạch đã ban hành.", ""),
        ("Xây dựng hàng rào quanh chợ theo kế hoạch.", ""),
    ],
)
def test_the_product_is_what_is_made(words: str, expected: str) -> None:
    assert product(words, Span(0, len(words))) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("đạt 95,5% dân số", True),
        ("tổ chức ít nhất 02 phiên chợ", True),
        ("tổ chức 05 lớp tập huấn", True),
        ("giảm 3 vụ cháy", True),
        ("tổ chức trong tháng 5", False),
        ("thực hiện Nghị quyết số 36-NQ/TW", False),
        ("kỷ niệm 80 năm Quốc khánh (02/9/1945 - 02/9/2025)", False),
        ("đạt kết quả tốt trong năm 2026", False),
        ("đạt mục tiêu giai đoạn 2026 - 2030", False),
    ],
)
def test_a_year_or_a_number_of_a_document_is_no_amount(words: str, *, expected: bool) -> None:
    assert is_measured(words, Span(0, len(words))) is expected


def test_a_column_tells_product_and_target() -> None:
    first, second = extract(read_bytes(PLAN.format(TABLE).encode(), "a.md")).tasks
    assert (first.text, first.product) == ("Sửa đường vào chợ", "Biên bản nghiệm thu")
    assert first.clear == (Clarity.WHO, Clarity.WHAT, Clarity.WHEN, Clarity.PRODUCT, Clarity.EFFECT)
    assert (second.text, second.product) == ("Mở hội chợ phiên", None)
    assert second.clear == (Clarity.WHAT,)


def test_a_label_tells_the_product() -> None:
    task = only(
        "1. Mở chợ phiên tại trung tâm xã.", "- Chủ trì: Phòng Kinh tế.", "- Phối hợp: Công an xã.",
        "- Sản phẩm: Báo cáo kết quả phiên chợ.", "- Thời gian: Quý II.",
    )  # fmt: skip
    assert task.product == "Báo cáo kết quả phiên chợ"
    assert set(Clarity) - set(task.clear) == {Clarity.EFFECT}


def test_stock_words_are_no_definite_work() -> None:
    task = only("1. Công an xã", "- Nghiêm túc triển khai thực hiện Kế hoạch này.")
    assert task.clear == (Clarity.WHO,)


@given(st.text(alphabet="xây dựng kế hoạch,.;“”() 0123456789%/đạt", max_size=120))
def test_any_words_are_read_and_a_product_is_among_them(words: str) -> None:
    found = product(words, Span(0, len(words)))
    assert found in " ".join(words.split())
    assert is_measured(words, Span(0, len(words))) in {True, False}
