"""The part of a document that is meant: “khoản 3, khoản 4 Điều 5 và Điều 6” before its name."""

from __future__ import annotations

import re

from cancu.extract.cite_page import Page
from cancu.model import Span

_PART = (
    r"(?:(?:các\s+)?(?:điểm\s+[a-zđ]{1,2}(?:\.\d{1,2})?|khoản\s+\d{1,3}[a-zđ]?|điều\s+\d{1,4}[a-zđ]?|"
    r"(?:tiểu\s+)?mục\s+(?:[ivxlc]+|\d{1,2}(?:\.\d{1,2}){0,3}|[a-z])|chương\s+(?:[ivxlc]+|\d{1,2})|phần\s+(?:[ivxlc]+|thứ\s+\w+|\d|[a-e])|"
    r"phụ\s+lục\s+(?:số\s+)?(?:[ivxlc]+|\d{1,2})|đoạn\s+\d{1,2}|gạch đầu dòng thứ \w+))(?!\w)"
)
_MORE = r"(?:[ivxlc]+|\d{1,4}[a-zđ]?|[a-zđ])(?!\w)"
_PARTS = rf"{_PART}(?:(?:\s*[,;]\s*(?:và\s+)?|\s+(?:và|hoặc|đến)\s+|\s+)(?:{_PART}|{_MORE}))*"
_AHEAD = re.compile(rf"{_PARTS}\s+(?:(?:của|tại|thuộc)\s+)?(?:các\s+)?")
_PINPOINT = re.compile(
    rf"(?<!\w){_PARTS}(?=\s*(?:của|tại|thuộc)?\s*"
    r"(?:(?:(?:quy chế|quy định|điều lệ|quy trình)\s+(?:[^\W\d_]+\s+){0,6}?)?(?:được\s+)?ban hành kèm theo\s*)?$)"
)
_LONGEST = 160


def pinpoint_before(page: Page, start: int) -> Span | None:
    """Return the words that name a part of what is cited at ``start``."""
    begin = max(page.line(start)[0], start - _LONGEST)
    window = page.key[begin:start].removesuffix("các ")
    match = _PINPOINT.search(window)
    return Span(begin + match.start(), begin + match.end()) if match else None


def after_pinpoint(page: Page, at: int) -> int:
    """Return where the kind of document stands after a part named at ``at`` (“Điều 5 Nghị định …”), else ``at``."""
    match = _AHEAD.match(page.key, at)
    return match.end() if match else at
