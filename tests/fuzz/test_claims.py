"""Documents nobody wrote: whatever the pieces, the claims of ``bench/fuzz/claims.py`` hold.

CANCU_FUZZ says how many times more documents are tried than in a usual run of the tests.
"""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.fuzz import claims, pieces
from cancu.read.flow import flow

TIMES = int(os.environ.get("CANCU_FUZZ", "1"))
USUAL = settings(
    max_examples=40 * TIMES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=TIMES == 1
)
MARKED = "Kế hoạch của Ủy ban nhân dân xã được triển khai.\n"


@USUAL
@given(dice=st.randoms(use_true_random=False), count=st.integers(1, 60))
def test_documents_of_pieces(dice: random.Random, count: int) -> None:
    claims.check((MARKED + pieces.document(dice, count)).encode(), "a.txt")


@USUAL
@given(
    words=st.lists(st.sampled_from((*pieces.SIGNS, *pieces.words())), max_size=60),
    joint=st.sampled_from(("", " ", "\n")),
)
def test_words_and_signs_that_can_be_made_fewer(words: list[str], joint: str) -> None:
    """The same pieces as a list, so that what fails is shown at its shortest."""
    claims.check((pieces.HEAD + joint.join(words) + pieces.END).encode(), "a.txt")


@USUAL
@given(data=st.binary(max_size=400))
def test_bytes_of_any_kind(data: bytes) -> None:
    claims.check(MARKED.encode() + data, "a.txt")
    assert claims.check(data, "a.txt") in {claims.READ, claims.REFUSED}


@USUAL
@given(content=st.text(max_size=300))
def test_every_character_of_the_flow_comes_from_its_place(content: str) -> None:
    joined = flow(content)
    assert len(joined.origin) == len(joined.text) + 1
    assert list(joined.origin) == sorted(joined.origin)


FOUND = [
    ("thirty slashes in a recipient were parted in every way", f"Nơi nhận:\n- Như trên;\n- {'/' * 30}Lưu: VT.\n"),
    (
        "a recipient with an empty part",
        "Nơi nhận:\n- Sở Y tế, ;\n- /, : ;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n",
    ),
    ("a list of bodies a thousand long", f"Nơi nhận:\n- {'Sở Y tế, ' * 1000};\n- Lưu: VT.\n"),
    ("a gap of ten thousand blanks", f"Căn cứ{' ' * 10_000}Luật Đất đai;\n"),
    ("stops without an end", "Sở Y tế báo cáo" + "…" * 20_000),
]


@pytest.mark.parametrize("words", [row[1] for row in FOUND], ids=[row[0] for row in FOUND])
def test_what_fuzzing_found_stays_mended(words: str) -> None:
    assert claims.check((pieces.HEAD + words).encode(), "a.txt") == claims.READ
