"""Word lists as patterns: the longest whole word that stands there, wherever a plain list of alternatives finds one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancu.extract.words import any_of

LIST = ("ban", "ban chỉ đạo", "ban chỉ huy", "bộ", "bộ đội", "sở", "ủy ban")

CASES = [
    ("ban chỉ đạo xã", ["ban chỉ đạo"]),
    ("ban chỉ  đạo", ["ban chỉ  đạo"]),
    ("ban chỉ", ["ban"]),
    # inside another word it is none
    ("trưởng bantx và xban", []),
    ("bộ, bộ đội; sở", ["bộ", "bộ đội", "sở"]),
]


@pytest.mark.parametrize(("text", "found"), CASES)
def test_the_longest_whole_word_is_found(text: str, found: list[str]) -> None:
    assert [match.group() for match in any_of(LIST).finditer(text)] == found


@given(
    st.lists(st.text("ab .-", min_size=1, max_size=5).filter(str.strip), min_size=1, max_size=6),
    st.text("ab .-", max_size=30),
)
def test_the_tree_finds_what_a_list_of_alternatives_finds(words: list[str], text: str) -> None:
    ordered = sorted({" ".join(word.split()) for word in words}, key=len, reverse=True)
    parts = (re.escape(word).replace("\\ ", r"\s+") for word in ordered)
    plain = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)")
    assert [m.span() for m in any_of(words).finditer(text)] == [m.span() for m in plain.finditer(text)]
