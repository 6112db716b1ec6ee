"""The parts of a document (Nghị định 30/2020/NĐ-CP Phụ lục I; Hướng dẫn 36-HD/VPTW): head, basis, body, recipients …"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cancu.extract.closings import AUTHORITY, appendices, closing, posts
from cancu.extract.layout import Zones
from cancu.extract.letterhead import belongs_to_letterhead
from cancu.extract.openings import is_basis, is_surely_basis
from cancu.extract.titles import title_after, type_line
from cancu.extract.words import level, sentences
from cancu.model import Span
from cancu.text import Text
from cancu.vietnamese import UPPER

__all__ = ["AUTHORITY", "is_basis", "posts", "zones"]

_ENACTING = re.compile(r"\W*quyết\s+(?:định|nghị)\s*:?\W*$")
_BODY = re.compile(
    rf"\s*(?:[IVX]{{1,5}}\s*[.\-–/)]\s|I\s+[{UPPER}]|A\s*[.\-–]\s|1\s*[.)]\s|1[-–]\s(?=[{UPPER}])|\d{{1,2}}\.\d{{1,2}}\s"
    r"|(?:Điều|ĐIỀU)\s+1\b|(?:Chương|CHƯƠNG|Phần|PHẦN)\s)"
)
_ITEM = re.compile(r"\s*\d{1,2}\s*[.)]\s")
_MOST_LISTED = 16
"""Paragraphs within which the basis follows a list of amending acts."""
_AS_FOLLOWS = re.compile(r"(?:như\s+sau|sau\s+đây)\s*[:.]?\s*$")
_LABEL = 6
"""Words of a label (“Căn cứ:”, “Căn cứ các văn bản sau:”), which a list of documents follows, at most."""
_NUMBERED = re.compile(r"\d\s*[-/]\s*(?:\d{4}/)?[A-ZĐ]")
_WIRED = re.compile(r"[^.;:]{3,80}\sđiện\s*:")
"""“THỦ TƯỚNG CHÍNH PHỦ điện:” names the addressees of a telegram."""
_DEAR = re.compile(r"\W*kính\s+gửi\b")
_BULLET = re.compile(r"\s*[-–+•]")
_NEAR = 3
"""Paragraphs after the title within which “Thực hiện …” or “Nhằm …” gives the basis and not the matter."""


def zones(text: Text) -> Zones:
    """Return the parts of ``text`` as ranges of its flow."""
    parts = tuple(text.paragraphs())
    keys = [level(text.flow[p.start : p.end]) for p in parts]
    signature, recipients = closing(text, parts, keys)
    closed = max((x.end for x in (signature, recipients) if x.start < x.end), default=0)
    after = appendices(text, parts, keys, closed)
    last = after[0].start if after else len(text.flow)
    stop = min([x.start for x in (signature, recipients) if x.start < x.end] or [last])
    head, basis, body = _opening(text, [p for p in parts if p.start < stop], keys)
    return Zones(
        head=Span(0, head),
        basis=basis,
        body=Span(body, max(body, stop)),
        recipients=_or_empty(recipients, last),
        signature=_or_empty(signature, last),
        appendices=after,
    )


def _or_empty(zone: Span, last: int) -> Span:
    return zone if zone.start < zone.end else Span(last, last)


def _opening(text: Text, parts: Sequence[Span], keys: Sequence[str]) -> tuple[int, Span, int]:
    """Return where the head ends, the basis sentences, and where the body begins."""
    first = _after_head(text, parts, keys)
    head = parts[first].start if first < len(parts) else (parts[-1].end if parts else 0)
    begin: int | None = None
    for index in range(first, len(parts)):
        part, words = parts[index], text.flow[parts[index].start : parts[index].end]
        if begin is None and _is_before_basis(text, parts[index : index + _MOST_LISTED]):
            continue
        if _BODY.match(words) or (begin is not None and _ENACTING.match(keys[index])):
            return _opened(head, begin, part.start)
        may_begin = is_surely_basis(words) or (index < first + _NEAR and is_basis(words))
        if begin is None and may_begin and not words.isupper():
            begin = part.start
        if _leads_on(keys[index]):
            begin = _within(text.flow, part) if begin is None and index < first + _NEAR else begin
            if begin is not None:
                return begin, Span(begin, part.end), part.end
    return _opened(head, begin, parts[-1].end if parts else 0)


def _within(flow: str, part: Span) -> int | None:
    """Return where the basis begins in a paragraph that first gives a reason: “… quan trọng. Thực hiện Chỉ thị …”."""
    for sentence in sentences(flow, part.start, part.end):
        words = flow[sentence.start : sentence.end]
        if sentence.start > part.start and is_basis(words) and _NUMBERED.search(words):
            return sentence.start
    return None


def _is_before_basis(text: Text, parts: Sequence[Span]) -> bool:
    """A numbered list of amending acts stands before the basis of a consolidated text: “1. Thông tư số …; 2. …”."""
    if not _ITEM.match(text.flow, parts[0].start, parts[0].end):
        return False
    for part in parts[1:]:
        words = text.flow[part.start : part.end]
        if is_surely_basis(words):
            return True
        if _BODY.match(words) and not _ITEM.match(words):
            return False
    return False


def _leads_on(key: str) -> bool:
    """Does a paragraph end the basis: “… ban hành Kế hoạch như sau:”, “… đề nghị các đơn vị:”?"""
    words = key.rstrip()
    if _AS_FOLLOWS.search(words[-40:]):
        return True
    return words.endswith(":") and not words.endswith("bởi:") and words.count(" ") >= _LABEL


def _opened(head: int, begin: int | None, body: int) -> tuple[int, Span, int]:
    """Without a basis, all after the head is body."""
    return (head, Span(head, head), head) if begin is None else (begin, Span(begin, body), body)


def _after_head(text: Text, parts: Sequence[Span], keys: Sequence[str]) -> int:
    """Return the number of the first paragraph after letterhead, type and title (or “Kính gửi” in a letter)."""
    line = type_line(text, parts)
    if line is not None:
        title = title_after(text, parts, line[0], None)
        end = title.span.end if title else line[1].span.end
        after = next((i for i, p in enumerate(parts) if p.start >= end), len(parts))
        is_wired = after < len(parts) and _WIRED.match(keys[after])
        return _after_addressees(text, parts, after) if is_wired else after
    dear = next((i for i, key in enumerate(keys[: len(parts)]) if _DEAR.match(key)), None)
    if dear is not None:
        return _after_addressees(text, parts, dear)
    index = 0
    while index < len(parts) and belongs_to_letterhead(text.flow[parts[index].start : parts[index].end]):
        index += 1
    return index


def _after_addressees(text: Text, parts: Sequence[Span], dear: int) -> int:
    index = dear + 1
    while index < len(parts) and _BULLET.match(text.flow, parts[index].start, parts[index].end):
        index += 1
    return index
