"""The bench of readers measures a plan of which every character is known, and its tables render."""

from __future__ import annotations

import pytest

from bench import reading
from bench.files import docx_bytes


def test_the_plan_is_the_same_each_time_and_has_paragraphs_and_rows() -> None:
    plan = reading.source()
    assert plan == reading.source()
    assert sum(isinstance(block, str) for block in plan) > 50
    assert sum(len(block) for block in plan if not isinstance(block, str)) > 20


@pytest.mark.parametrize("name", ["UTF-8", "UTF-16", "windows-1258", "TCVN3", "VNI", "VISCII"])
def test_cancu_reads_every_encoding_that_is_measured(name: str) -> None:
    assert reading.is_right(reading.encoded(reading.words())[name])


def test_a_wrong_text_is_told() -> None:
    assert not reading.is_right(reading.words().replace("nhân dân", "nhân").encode())


def test_rows_of_the_word_file_are_read_as_they_were_typed() -> None:
    plan = reading.source()
    rows = {f"| {' | '.join(row)} |" for block in plan if not isinstance(block, str) for row in block}
    assert rows <= set(reading.READERS["docx"](docx_bytes(reading.joined(plan))))


def test_results_become_tables() -> None:
    row = {"kind": "docx", "name": "x 1", "characters": 0.5, "paragraphs": 3, "rows": 2, "seconds": 1, "megabytes": 4}
    words = reading.tables({"rows": [row], "guesses": {"y 2": {"UTF-8": False}}}, reading.source(), {"UTF-8": True})
    assert "| docx: x 1 | 50.00% | 3 | 2 | 1.000 | 4.0 |" in words
    assert "| cancu | yes |\n| y 2 | no |" in words
