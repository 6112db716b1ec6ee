"""Whether a title goes on where most end: after “;”, before “và Nghị định số …”, at “vào”."""

from __future__ import annotations

import re

from cancu.extract.cite_page import Page, around, type_pattern
from cancu.extract.zones import is_basis

_NORMATIVE = re.compile(r"(?:luật|pháp lệnh|nghị định|thông tư|nghị quyết|quyết định)[^;:\n]*/(?:19|20)\d\d/[^;:\n]*$")
_GUIDED = re.compile(r"(?:quy định chi tiết|quy định|hướng dẫn)\s[^;:\n]*\b(?:luật|bộ luật|pháp lệnh)\s[^;:\n]*\bvà\s$")
_ABOVE = {
    "thông tư": ("luật", "bộ luật", "pháp lệnh", "nghị định"),
    "thông tư liên tịch": ("luật", "bộ luật", "pháp lệnh", "nghị định"),
    "nghị định": ("luật", "bộ luật", "pháp lệnh"),
}
"""What an act of this kind guides: never one of its own kind."""
_PUTS = re.compile(r"(?:^|\W)(?:cụ thể hóa|đưa|vận dụng|áp dụng|lồng ghép|cập nhật|gắn)\s[^.;:\n]*$")
_HEAD = 160
"""The kind, number, date and issuer before a title are not longer."""
_SENTENCE = 300
_OPENING = 60


def put_into(page: Page, start: int) -> bool:
    """“Cụ thể hóa Nghị quyết … về … vào điều kiện của xã”: the verb before the citation, not its title, says “vào”."""
    left = page.key[max(page.line(start)[0], start - _SENTENCE) : start]
    return _PUTS.search(left) is not None


def enumerates(page: Page, after: int, start: int) -> bool:
    """“Nghị định số … quy định về chợ phiên; trình tự mở chợ; …”: matters that one normative act rules."""
    line = page.line(start)[0]
    at = after + len(page.work[after : after + 3]) - len(page.work[after : after + 3].lstrip())
    return (
        is_basis(page.work[line : line + _OPENING])
        and _NORMATIVE.search(page.key, max(line, start - _HEAD), start) is not None
        and around("semi-on").match(page.key, at) is not None
        and not page.is_capital(at)
    )


def guides_both(page: Page, at: int, start: int) -> bool:
    """“Thông tư số … hướng dẫn một số điều của Luật X và | Nghị định số …”: a lower act guides both higher ones."""
    line = page.line(start)[0]
    own = [kind.group() for kind in type_pattern().finditer(page.key, max(line, start - _HEAD), start)]
    above = _ABOVE.get(next((kind for kind in reversed(own) if kind in _ABOVE), ""), ())
    words = page.key[start:at]
    return any(page.key.startswith(f"{kind} ", at) for kind in above) and _GUIDED.match(words) is not None
