"""Dates whose zeros are not those of the form (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4).

A day below 10 and the months 1 and 2 have a zero before them, no other number has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cancu.extract.layout import Noted
from cancu.model import MarkKind, Span

_DATE = re.compile(
    r"(?<!\w)ngày\s{1,4}(?P<day>\d{1,2})(?P<between>\s?/\s?|\s{1,4}tháng\s{1,4})(?P<month>\d{1,2})"
    r"(?P<rest>\s?/\s?(?:19|20)\d\d(?!\d)|(?=\D|$))",
    re.IGNORECASE,
)
_TWO_DIGITS = 10
_PADDED_MONTHS = 2
_DAYS, _MONTHS = 31, 12


def unpadded(flow: str) -> Iterator[Noted]:
    """Yield “ngày d/m/yyyy” and “ngày d tháng m” whose zeros are wrong; “ngày d/m” without a year is left alone."""
    for match in _DATE.finditer(flow):
        is_short = "/" in match["between"] and not match["rest"]
        day, month = int(match["day"]), int(match["month"])
        if is_short or not (1 <= day <= _DAYS and 1 <= month <= _MONTHS):
            continue
        right = f"{_two(day)}{match['between']}{_two(month) if month <= _PADDED_MONTHS else month}{match['rest']}"
        if right != flow[match.start("day") : match.end()]:
            yield Noted(MarkKind.DATE_PADDING, Span(match.start("day"), match.end()), right)


def _two(number: int) -> str:
    return f"{number:02}" if number < _TWO_DIGITS else str(number)
