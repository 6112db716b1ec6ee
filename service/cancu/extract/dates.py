"""Dates as Vietnamese documents print them: “ngày 07/9/2015”, “14-11-2016”, “ngày 09 tháng 5 năm 2025”.

A date that cannot be (31/02), is blank (“ngày   tháng   năm 2026”) or damaged by a scanner (“15/8/202]”) is found, so
that its words are passed over, and has no value. A footnote digit glued to the year (“năm 20264”) is no part of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

_YEAR = r"(?P<{0}>(?:19|20)\d\d)(?=\d?(?!\d))"
_DATE = re.compile(
    r"(?:(?P<lead>ngày)\s*)?(?:"
    r"(?<![\d/.\-])(?P<d>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?" + _YEAR.format("y") + r"|"
    r"(?<![\d/.\-])(?P<dd>\d{1,2})\s*tháng\s*(?P<mm>\d{1,2})\s*,?\s*năm\s*" + _YEAR.format("yy") + r")",
    re.IGNORECASE,
)
_BLANK = re.compile(
    r"ngày(?:[\s.…_]{0,40}\d{0,2})?[\s.…_]{0,40}(?:tháng[\s.…_]{0,40}\d{0,2}[\s.…_]{0,40}năm\s*(?:(?:19|20)\d\d)?|/[\s.…_]{0,40}\d{0,2}\s*/\s*(?:19|20)\d\d)",
    re.IGNORECASE,
)
_DIGIT = r"[\dlIoO\[\]|]"
_DAMAGED = re.compile(
    rf"ngày\s+{_DIGIT}{{1,2}}(?:\s?(?P<sep>[/.\-])\s?{_DIGIT}{{1,2}}\s?(?P=sep)\s?|\s*tháng\s*{_DIGIT}{{1,2}}\s*năm\s*)"
    r"(?:19|2[0oO])[\dlIoO\[\]|]{2}(?![\w\[\]])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A date in the text: ``start:end`` are its words with “ngày”; ``value`` is None where it cannot be known."""

    start: int
    end: int
    value: dt.date | None


def date_at(text: str, start: int) -> Printed | None:
    """Return the date whose words begin at ``start``, None where none does."""
    match = _DATE.match(text, start)
    if match:
        return _printed(match)
    blank = _DAMAGED.match(text, start) or _BLANK.match(text, start)
    return Printed(start, blank.end(), None) if blank else None


def dates_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Printed]:
    """Yield the dates with day, month and year in ``text[start:end]``."""
    for match in _DATE.finditer(text, start, len(text) if end is None else end):
        yield _printed(match)


def _printed(match: re.Match[str]) -> Printed:
    day, month, year = (match[short] or match[long] for short, long in (("d", "dd"), ("m", "mm"), ("y", "yy")))
    try:
        value = dt.date(int(year), int(month), int(day))
    except ValueError:
        value = None
    return Printed(match.start(), match.end(), value)
