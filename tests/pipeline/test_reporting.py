"""Corrected text: checked again it has none of the mended findings and no new ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cancu.check import apply, changes
from cancu.finding import Finding
from cancu.namespaces import BASE
from cancu.pipeline.reporting import paper_of_file

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: {number}
Suối Mơ, ngày 12 tháng 02 năm 2026

KẾ HOẠCH
Phát triển thư viện trên địa bàn xã năm 2026

Căn cứ Luật Thư viện số 46/2019/QH14 ngày 21/11/2019 của Quốc hội;
Thực hiện {cited} của Bộ Chính trị khóa IX về công tác đối với người Việt Nam ở nước ngoài;

II. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
- Chủ trì mở ngày hội đọc sách trước ngày 20/4/2026.

Nơi nhận:
- Các thôn;
- Lưu: VT.

{signed}
CHỦ TỊCH
Nguyễn Văn Mẫu
"""
RIGHT = {"number": "05/KH-UBND", "cited": "Nghị quyết số 36-NQ/TW ngày 26/3/2004", "signed": "TM. ỦY BAN NHÂN DÂN"}
WRONG = {
    "number": ("5/KH-UBND", "05-KH/UBND", "5-KH/UBND"),
    "cited": ("Nghị quyết số 36-NQ/TW", "Nghị quyết 36-\nNQ/TW"),
    "signed": ("TM.ỦY BAN NHÂN DÂN",),
}


def check(path: Path, text: str) -> tuple[Finding, ...]:
    path.write_text(text, encoding="utf-8")
    return paper_of_file(path, base=BASE).findings


def shapes(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return sorted((finding.shape, finding.message_vi) for finding in findings)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mended") / "ke-hoach.txt"


faults = st.fixed_dictionaries({name: st.sampled_from((RIGHT[name], *WRONG[name])) for name in RIGHT})


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults)
def test_mended_text_has_none_of_the_mended_findings_and_no_new_ones(path: Path, fields: dict[str, str]) -> None:
    text = PLAN.format(**fields)
    before = check(path, text)
    left = tuple(finding for finding in before if finding.replacement is None)
    after = check(path, apply(text, before))
    assert [finding for finding in after if finding.replacement is not None] == []
    assert {shape for shape, _ in shapes(after)} == {shape for shape, _ in shapes(left)}
    wrong = [name for name in RIGHT if fields[name] != RIGHT[name]]
    assert len(changes(text, before)) == len(wrong)
    assert apply(text, before).count("\n") == text.count("\n"), "line breaks stay"


def test_all_faults_at_once_are_mended_to_the_right_text(path: Path) -> None:
    text = PLAN.format(number="5-KH/UBND", cited="Nghị quyết số 36-NQ/TW", signed="TM.ỦY BAN NHÂN DÂN")
    assert apply(text, check(path, text)) == PLAN.format(**RIGHT)


def test_the_findings_point_at_the_words_of_the_file(path: Path) -> None:
    text = PLAN.format(**RIGHT | {"signed": "TM.ỦY BAN NHÂN DÂN", "number": "5/KH-UBND"})
    placed = {finding.rule: finding for finding in check(path, text) if finding.replacement}
    words = {rule: text[one.start : one.end] for rule, one in placed.items()}
    assert set(words) == {"F05", "F18"}
    assert "5/KH-UBND" in words["F05"].splitlines()[0]
    assert words["F18"].splitlines()[0] == "TM.ỦY BAN NHÂN DÂN"
