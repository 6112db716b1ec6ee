"""Relations between cited documents: what the words between them say."""

from __future__ import annotations

import unicodedata

import pytest

from cancu.extract.citations import citations
from cancu.extract.layout import Context, Zones
from cancu.extract.relations import relations
from cancu.model import Header, Span
from cancu.read import read_bytes

ACT = "Nghị quyết số 47/NQ-CP ngày 15/4/2024 của Chính phủ"
DECREE = "Nghị định số 9/2017/NĐ-CP"
CASES = [
    (
        f"Xã học {ACT} về Chương trình hành động đến năm 2030 thực hiện Kết luận số 57-KL/TW của Bộ Chính trị về chợ.",
        [("47/NQ-CP", "implements", "57-KL/TW")],
    ),
    (
        "Xã học Quyết định số 5/QĐ-TTg ngày 01/5/2024 của Thủ tướng Chính phủ phê duyệt Đề án mở thêm chợ quê.",
        [("5/QĐ-TTg", "approves", "Đề án mở thêm chợ quê")],
    ),
    (
        "Theo Chiến lược phát triển chợ đến năm 2030 được Thủ tướng Chính phủ phê duyệt tại Quyết định số 5/QĐ-TTg.",
        [("5/QĐ-TTg", "approves", "Chiến lược phát triển chợ đến năm 2030")],
    ),
    (
        "Rà soát Quy chế quản lý chợ quê xã Suối Mơ (ban hành tại Quyết định số 8/2021/QĐ-UBND ngày 15/7/2021).",
        [("Quy chế quản lý chợ quê xã Suối Mơ", "issuedWith", "8/2021/QĐ-UBND")],
    ),
    (
        f"Theo {ACT} ban hành Chương trình tổng thể mở chợ quê giai đoạn 2021 - 2030.",
        [("Chương trình tổng thể mở chợ quê giai đoạn 2021 - 2030", "issuedWith", "47/NQ-CP")],
    ),
    (f"Theo {ACT} ban hành giá chợ; Chương trình tổng thể mở chợ quê giai đoạn 2021 - 2030.", []),
    (
        f"Theo {DECREE} được sửa đổi, bổ sung bởi Nghị định số 1/2022/NĐ-CP và Nghị định số 2/2025/NĐ-CP.",
        [("1/2022/NĐ-CP", "amends", "9/2017/NĐ-CP"), ("2/2025/NĐ-CP", "amends", "9/2017/NĐ-CP")],
    ),
    (
        f"Theo {DECREE} ngày 09/02/2017 của Chính phủ hướng dẫn thi hành một số điều của Luật Đất đai.",
        [("9/2017/NĐ-CP", "guides", "Luật Đất đai")],
    ),
    (
        f"Xây dựng Nghị định sửa đổi, bổ sung {DECREE} ngày 09/02/2017 của Chính phủ.",
        [("Nghị định sửa đổi, bổ sung Nghị định số 9/2017/NĐ-CP", "amends", "9/2017/NĐ-CP")],
    ),
    (
        "Theo Đề án “Chợ quê xanh”, Kế hoạch số 12/KH-UBND ngày 31/3/2023 của UBND xã triển khai thực hiện Đề án.",
        [("12/KH-UBND", "implements", "Đề án “Chợ quê xanh”")],
    ),
    (
        "Thực hiện Hướng dẫn số 2-HD/BTGTW ngày 28/1/2026, Ban Dân vận Tỉnh ủy đã ban hành Hướng dẫn số 21-HD/BTGTU.",
        [("21-HD/BTGTU", "implements", "2-HD/BTGTW")],
    ),
    (
        "Nghị quyết số 12/2021/NQ-HĐND bị bãi bỏ bởi Nghị quyết số 5/2026/NQ-HĐND.",
        [("5/2026/NQ-HĐND", "replaces", "12/2021/NQ-HĐND")],
    ),
    (
        (
            f"{DECREE} có hiệu lực kể từ ngày 01/7/2017, được sửa đổi, bổ sung bởi:\n"
            "1. Nghị định số 1/2022/NĐ-CP ngày 05/01/2022 của Chính phủ về chợ, có hiệu lực kể từ ngày 01/3/2022;\n"
            "2. Nghị định số 2/2025/NĐ-CP ngày 05/01/2025 của Chính phủ về bến."
        ),
        [("1/2022/NĐ-CP", "amends", "9/2017/NĐ-CP"), ("2/2025/NĐ-CP", "amends", "9/2017/NĐ-CP")],
    ),
    (
        f"Theo {DECREE} ngày 9/2/2017 của Chính phủ quy định chi tiết một số điều và biện pháp thi hành Luật Đất đai.",
        [("9/2017/NĐ-CP", "guides", "Luật Đất đai")],
    ),
    # the document itself is no new act; what acts without a name do is not told of the outer one
    (f"Bộ trưởng Bộ Y tế ban hành Nghị định sửa đổi, bổ sung {DECREE} ngày 09/02/2017 của Chính phủ.", []),
    (f"{DECREE} của Chính phủ sửa đổi một số điều của các nghị định quy định chi tiết thi hành Luật Đất đai.", []),
    # beside each other is no relation
    ("Thực hiện Nghị quyết số 1/NQ-CP và Nghị quyết số 2/NQ-CP.", []),
    ("Theo Luật Đất đai, khoản 3 Điều 6 Quy định ban hành kèm theo Quyết định số 12/2024/QĐ-UBND.", []),
    (f"Xã học {ACT} về việc họp chợ quê nêu ở Kết luận số 57-KL/TW.", []),
]


@pytest.mark.parametrize(("words", "expected"), CASES, ids=[row[0][:60] for row in CASES])
def test_relations(words: str, expected: list[tuple[str, str, str]]) -> None:
    text = read_bytes(f"Các việc đã làm trong năm của xã Suối Mơ như sau\n\n{words}\n".encode(), "a.txt")
    whole = len(text.flow)
    parts = Zones(Span(0, 0), Span(0, 0), Span(0, whole), Span(whole, whole), Span(whole, whole))
    found = relations(text, citations(text, parts, Header(), Context()))
    assert [(r.source, r.relation.value, r.target) for r in found] == expected
    for relation in found:
        assert " ".join(text.content[relation.start : relation.end].split()) == relation.text


def test_the_ends_of_a_relation_are_in_composed_letters() -> None:
    words = unicodedata.normalize("NFD", f"Theo {DECREE} của Chính phủ hướng dẫn thi hành Luật Đất đai.")
    text = read_bytes(f"Các việc đã làm trong năm của xã Suối Mơ như sau\n\n{words}\n".encode(), "a.txt")
    whole = len(text.flow)
    parts = Zones(Span(0, 0), Span(0, 0), Span(0, whole), Span(whole, whole), Span(whole, whole))
    (found,) = relations(text, citations(text, parts, Header(), Context()))
    assert (found.source, found.target) == ("9/2017/NĐ-CP", "Luật Đất đai")


def test_a_relation_told_twice_is_one() -> None:
    words = f"Xã học {ACT} thực hiện Kết luận số 57-KL/TW. Xã dạy {ACT} thực hiện Kết luận số 57-KL/TW."
    text = read_bytes(f"Các việc đã làm trong năm của xã Suối Mơ như sau\n\n{words}\n".encode(), "a.txt")
    whole = len(text.flow)
    parts = Zones(Span(0, 0), Span(0, 0), Span(0, whole), Span(whole, whole), Span(whole, whole))
    assert len(relations(text, citations(text, parts, Header(), Context()))) == 1
