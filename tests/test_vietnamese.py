"""Keys compare equal however the words were typed, and stay apart where the words differ."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.vietnamese import fold, slug, sort_key, squeeze, unmarked

SAME = [
    # decomposed letters, as some keyboards send them
    ("Nghị quyết", unicodedata.normalize("NFD", "Nghị quyết")),
    # the tone's place
    ("hoà bình", "hòa bình"),
    ("Uỷ ban", "Ủy ban"),
    # typed without tones, in capitals, with other punctuation
    ("Đồ Sơn", "do son"),
    ("sở, ban, ngành", "SỞ BAN NGÀNH"),
]
APART = [
    ("Nghị quyết", "Nghị định"),
    ("Đồ Sơn", "Đồng Sơn"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_the_same_words_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_other_words_fold_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_is_idempotent_and_ascii(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text).isascii()


@given(st.text())
def test_a_slug_is_a_clean_path_segment(text: str) -> None:
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug(text).startswith("-")
    assert not slug(text).endswith("-")


def test_unmarked_keeps_case() -> None:
    assert unmarked("Đống Đa") == "Dong Da"


def test_squeeze_collapses_every_kind_of_blank() -> None:
    assert squeeze("  một\n hai\tba\u00a0bốn ") == "một hai ba bốn"


def test_names_sort_by_letters_before_tones() -> None:
    assert sorted(["Sở Y tế", "Đồng Nai", "Ban Nội chính"], key=sort_key) == ["Ban Nội chính", "Đồng Nai", "Sở Y tế"]
