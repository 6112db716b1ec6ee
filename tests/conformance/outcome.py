"""What running one test of a public suite came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """One test of a suite: did it pass, and what is to be said about it."""

    suite: str
    test: str
    passed: bool
    note: str = ""
