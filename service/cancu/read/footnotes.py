"""Footnotes of a printed page: the raised digits that call them, and where they begin at its foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from pdfplumber.page import Page

from cancu.read.halves import Segment

_SMALLER = 0.85
_RAISED = 1.5
"""Points by which the foot of a raised digit stands above that of the letter before it."""
_UNIT = re.compile(r"(?:^|[\W\d])[kcdm]?m$")
_NOTE = re.compile(r"\d{1,2}\s?\S|\*\s")
_RULE = (50.0, 230.0)
"""Points that the rule above footnotes is long."""
_THIN = 3.0
_BESIDE = 6.0
_LOWER = 0.4
"""Share of a page's height below which footnotes may begin."""


def is_unit(before: str) -> bool:
    """Does a raised digit after ``before`` belong to a measure (“50 m²”) and call no footnote?"""
    return _UNIT.search(before) is not None


def drop_calls(chars: Sequence[dict[str, Any]]) -> bool:
    """Empty the digits that call footnotes (“Trung ương¹”) and set those of measures on their line.

    Tell whether there were any of the former.
    """
    before: dict[str, Any] | None = None
    found = False
    for index, char in enumerate(chars):
        if before is not None and char["text"].isdigit() and _is_raised(char, before):
            if is_unit("".join(str(c["text"]) for c in chars[max(0, index - 4) : index])):
                char.update({side: before[side] for side in ("top", "bottom", "doctop")})
            else:
                char["text"] = ""
                found = True
        elif char["text"].strip():
            before = char
    return found


def _is_raised(char: dict[str, Any], before: dict[str, Any]) -> bool:
    is_beside = abs(char["x0"] - before["x1"]) < before["size"] and char["bottom"] > before["top"]
    is_small = char["size"] <= _SMALLER * before["size"]
    return bool(is_beside and is_small and char["bottom"] < before["bottom"] - _RAISED)


def notes_top(page: Page, lines: Sequence[Sequence[Segment]]) -> float | None:
    """Return the height (points from the top) of the short rule under which footnotes stand, None without any."""
    if not lines:
        return None
    left = min(segments[0].left for segments in lines)
    for thing in (*page.lines, *page.rects):
        is_rule = thing["bottom"] - thing["top"] < _THIN and _RULE[0] < thing["x1"] - thing["x0"] < _RULE[1]
        if is_rule and abs(thing["x0"] - left) < _BESIDE and thing["top"] > _LOWER * float(page.height):
            below = [segments[0] for segments in lines if segments[0].top > thing["top"]]
            if below and _NOTE.match(min(below, key=lambda segment: segment.top).text):
                return float(thing["top"])
    return None
