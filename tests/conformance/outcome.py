"""What became of one test of a standard's own suite."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """One test of one suite; ``note`` says why it failed, or what has to be known of it."""

    suite: str
    test: str
    passed: bool
    note: str = ""
