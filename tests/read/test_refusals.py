"""Every reason for not reading is told in both languages, with what to do."""

from __future__ import annotations

import pytest

from cancu.read.refusals import SENTENCES


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_says_what_and_what_to_do(code: str) -> None:
    vi, en = SENTENCES[code]
    assert vi != en
    assert all(text.endswith(".") and any(sign in text[:-1] for sign in ";:") for text in (vi, en))
