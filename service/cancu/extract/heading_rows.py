"""Which number stands before a heading in its row, so that rules can tell where one was left out or used twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from cancu.numerals import ordinal


@dataclass(slots=True)
class _Row:
    seen: set[int] = field(default_factory=set)
    last: int | None = None
    was_heading: bool = False


class HeadingRows:
    """The numbers of one zone in order; a row is what stands under one heading and counts in one way."""

    def __init__(self) -> None:
        self._rows: defaultdict[tuple[object, ...], _Row] = defaultdict(_Row)

    def count(self, label: str, row: tuple[object, ...], *, is_heading: bool) -> int | None:
        """Note a number and return the one before it: its forerunner where the row has that, else the last one.

        Lists inside a row count for themselves, so that between 1 and 2 others may stand; two headings of one number
        that follow one another do so without any between.
        """
        number = ordinal(label)
        if number is None:
            return None
        here = self._rows[(*row, label.rpartition(".")[0])]
        doubled = is_heading and here.was_heading and here.last == number
        before = number - 1 if number - 1 in here.seen and not doubled else here.last
        if number == 1 and is_heading:
            here.seen.clear()
        here.seen.add(number)
        here.last, here.was_heading = number, is_heading
        return before
