"""What became of one test of a suite."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test run: its suite, its name within the suite, whether it passed, and what was seen where it did not."""

    suite: str
    test: str
    passed: bool
    note: str = ""
