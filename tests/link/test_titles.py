"""Titles that are one, and titles that only look alike."""

from __future__ import annotations

import pytest

from cancu.link.titles import NEAR, SAME, similarity

ONE = [
    ("hội nhập quốc tế trong tình hình mới", "Hội nhập quốc tế trong tình hình mới", "case"),
    ("Triển khai tổ chức hoạt động A năm 2026", "Tổ chức hoạt động A năm 2026", "opening words"),
    ("truyền thông về quyền con người", "truyền thông về quyền con người ở Việt Nam", "shortened"),
    ("phát triển văn hoá Thủ đô", "phát triển văn hóa Thủ đô", "place of the tone"),
]
TWO = [
    ("phát triển văn hóa giai đoạn 2021 - 2025", "phát triển văn hóa giai đoạn 2021 - 2026", "another period"),
    ("nhiệm vụ phát triển Thủ đô đến năm 2030", "nhiệm vụ phát triển Thủ đô thời kỳ 2001 - 2010", ""),
    ("Đại hội đại biểu lần thứ XIII", "Đại hội đại biểu lần thứ XIV", "another ordinal"),
    ("công tác thông tin đối ngoại", "quản lý ngân sách nhà nước", ""),
    (None, "công tác", "nothing to compare"),
]


@pytest.mark.parametrize(("one", "other", "why"), ONE)
def test_one_title(one: str, other: str, why: str) -> None:
    assert similarity(one, other) >= SAME, why


@pytest.mark.parametrize(("one", "other", "why"), TWO)
def test_two_titles(one: str | None, other: str, why: str) -> None:
    assert similarity(one, other) < NEAR, why
