"""What documents cost as the store grows: parts are counted whole, and the last is set against the second."""

from __future__ import annotations

import os

import pytest

from bench.growing import Parts, growth, words
from bench.ingestion import Run


def test_a_part_is_noted_when_it_is_complete() -> None:
    parts = Parts(3)
    for document in range(1, 12):
        parts(os.getpid(), document)
    assert [row[0] for row in parts.rows()] == ["6", "9"]
    assert parts.clock == sorted(parts.clock)
    assert parts.processor[0] > 0


@pytest.mark.parametrize(
    ("sums", "expected"),
    [([5.0, 6.0, 7.0, 8.0], 1.0), ([5.0, 6.0, 8.0, 11.0], 3.0), ([9.0, 11.0, 12.0], 0.5)],
    ids=["alike", "dearer", "cheaper"],
)
def test_the_last_part_is_set_against_the_second(sums: list[float], expected: float) -> None:
    assert growth(sums) == expected


def test_what_is_told_is_what_was_found() -> None:
    parts = Parts(2, clock=[4.0, 5.0, 7.0], processor=[6.0, 8.0, 11.0])
    run = Run(seconds=10.0, processor=12.0, megabytes=7.0, moments=(3.0, 4.0, 5.0, 5.0, 6.0, 7.0))
    told = words(run, parts, jobs=3, megabytes=1_234.0)
    assert "6 documents in 10 s, 0.6 a second; 3 s until the first" in told
    assert "2,000 ms of processor a document" in told
    assert "| 4 | 500 | 1000 |" in told
    assert "| 6 | 1000 | 1500 |" in told
    assert "**2.00** on the clock, **1.50** of processor" in told
