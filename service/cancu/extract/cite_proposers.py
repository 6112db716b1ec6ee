"""Who issued what is cited, where the words before the citation tell it.

“đề nghị của Giám đốc Sở Tư pháp tại Tờ trình số …”, “được Thủ tướng Chính phủ phê duyệt tại …”, “UBND tỉnh ban hành …”.
"""

from __future__ import annotations

import re

from cancu.extract.cite_issuers import issuer_heads, name_end
from cancu.extract.cite_page import Page, around
from cancu.extract.words import level
from cancu.vietnamese import squeeze

_MINISTER = re.compile(
    r"^(?:Quyền )?(?:Bộ trưởng (?=Bộ )|Giám đốc (?=Sở |Công an )|Trưởng (?=Ban |Phòng )|Chánh (?=Văn phòng ))"
)
_PROPOSED = re.compile(
    r"(?:(?:đề nghị|kiến nghị|đề xuất|tham mưu|trình|báo cáo|(?<!lấy )(?<!xin )ý kiến"
    r"(?: (?:góp ý|tham gia|thẩm định|thẩm tra|thống nhất))?) của"
    r"|(?:thống nhất|trao đổi|phối hợp) với)\s+(?P<who>[^;/\n]{3,120}?)\s+tại\s+(?:các\s+)?$"
)
_ISSUES = re.compile(
    r"\s+(?:(?:đã|vừa|cũng|chỉ)\s+)*(?:(?:ký\s+)?ban hành|có|gửi"
    r"|(?:báo cáo|đề nghị|đề xuất|kiến nghị|trình|góp ý|có ý kiến|nêu|thẩm định"
    r"|kết luận|thông báo|hướng dẫn|chỉ đạo|giao)"
    r"(?:\s+[^\W\d_]+){0,2}?\s+tại)\s+(?:các\s+)?$"
)
_GOVERNED = re.compile(r"(?:của|với|cho|tham mưu|đề nghị|trình|giao|gửi)\s+$")
"""Before a body: it is not the subject of the verb that follows it."""
_SUBJECT = 160
_ALSO_PROPOSED = re.compile(r"\s*(?:,|;|,?\s*và)\s+(?:của\s+)?(?P<who>[^;/\n]{3,90}?)\s+tại\s+(?:các\s+)?")
_PASSIVE = re.compile(
    r"(?:được|do)\s+(?P<who>[^;,.\n]{3,90}?)\s+(?:phê duyệt|ban hành|thông qua|ký ban hành|công bố|giao|chấp thuận)\s+"
    r"(?:kèm theo|tại|theo)\s+$"
)


def issuer_before(page: Page, start: int) -> str | None:
    """Return who is said to have issued what is cited at ``start``: “đề nghị của X tại”, “được X phê duyệt tại”."""
    left = page.meant[max(0, start - 200) : start]
    key = level(left)
    if proposed := _PROPOSED.search(key):
        return _proposer(left[proposed.start("who") : proposed.end("who")])
    if passive := _PASSIVE.search(key):
        return _body(left[passive.start("who") : passive.end("who")])
    return _subject_before(page, start)


def _subject_before(page: Page, start: int) -> str | None:
    """“Sở Tư pháp góp ý tại Công văn số …”, “UBND tỉnh ban hành Kế hoạch số …”: the subject issued it."""
    begin = max(page.line(start)[0], start - _SUBJECT)
    verb = _ISSUES.search(page.key, begin, start)
    if verb is None:
        return None
    for head in issuer_heads().finditer(page.key, begin, verb.start()):
        if page.is_capital(head.start()) and name_end(page, head.start(), verb.start()) == verb.start():
            is_object = _GOVERNED.search(page.key, begin, head.start())
            return (
                None
                if is_object or _has_verb(page, head.end(), verb.start())
                else _proposer(page.meant[head.start() : verb.start()])
            )
    return None


def _has_verb(page: Page, start: int, end: int) -> bool:
    """Does a verb in small letters stand here? Then it is no name."""
    found = (m for kind in ("main-verb", "late") for m in around(kind).finditer(page.key, start, end))
    return any(not page.is_capital(match.start()) for match in found)


def proposer_between(page: Page, end: int, start: int) -> str | None:
    """Return who is named between two citations: “… và Giám đốc Sở Nội vụ tại Văn bản số …”."""
    match = _ALSO_PROPOSED.fullmatch(page.key, end, start)
    return _proposer(page.meant[match.start("who") : match.end("who")]) if match else None


def _proposer(words: str) -> str | None:
    """A minister or a director proposes for the body."""
    return _body(_MINISTER.sub("", squeeze(words)))


def _body(words: str) -> str | None:
    name = squeeze(words)
    return name if issuer_heads().match(level(name)) else None
