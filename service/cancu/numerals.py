"""Numbers of headings as integers: ``III`` · ``A`` · ``c)`` · ``1.2`` · ``Điều 5`` · ``Phần thứ hai``."""

from __future__ import annotations

import re
from itertools import pairwise

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""The order in which lists count; Vietnamese has no f, j, w, z, and counts without ă, â, ê, ô, ơ, ư."""
_WORDS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_KIND = re.compile(r"(?:phần|chương|mục|điều)\s+", re.I)


def roman(numeral: str) -> int:
    """Return the value of a Roman numeral of I, V, X and L (headings do not count further)."""
    values = [_ROMAN[letter] for letter in numeral]
    return sum(-one if one < after else one for one, after in pairwise([*values, 0]))


def ordinal(label: str) -> int | None:
    """Return the place in its row that the last part of a heading's number tells, None where it tells none.

    ``PL.III`` → 3, ``II.1.2`` → 2, ``II.4.3.b`` → 2, ``Chương IV`` → 4; small letters count, and capitals that are no
    Roman numeral.
    """
    last = _KIND.sub("", label.strip().rsplit(".", 1)[-1]).strip()
    if last.lower().startswith("thứ "):
        word = last.lower().removeprefix("thứ ")
        return _WORDS.index(word) + 1 if word in _WORDS else None
    if last.isdecimal():
        return int(last)
    if last and set(last) <= _ROMAN.keys():
        return roman(last)
    return _LETTERS.index(last.lower()) + 1 if len(last) == 1 and last.lower() in _LETTERS else None
