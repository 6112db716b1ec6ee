"""Bodies that no list knows, told by their place: between others that are given work, as headings or as subjects."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cancu.extract.agency_heads import stop_kind
from cancu.extract.layout import Heading
from cancu.extract.words import level, lexicon, words
from cancu.model import Span
from cancu.vietnamese import UPPER

_HEADING_MOST = 10
_NAME_MOST = 12
"""A name that no list knows has at most so many words."""
_COMMA = re.compile(rf"[,;]\s+(?=[{UPPER}])")
_NO_NAME = re.compile(r"[\d“”\"%:;.?!]")


def is_strange_name(flow: str, start: int, end: int, most: int = _HEADING_MOST) -> bool:
    """May the words be the name of a body that no list knows? They begin like no work and no matter, and are few."""
    if start >= end or not flow[start].isupper() or _NO_NAME.search(flow, start, end):
        return False
    if stop_kind(flow, start) or lexicon("topic-words", "word").match(level(flow), start):
        return False
    return 0 < sum(1 for _ in words(flow, start, end)) <= most


def strange_heading(flow: str, heading: Heading) -> tuple[Span, ...]:
    """Return the words of a heading as the name of a body, if they may be one."""
    end = heading.end
    while end > heading.words_start and flow[end - 1] in " :.;,":
        end -= 1
    span = Span(heading.words_start, end)
    return (span,) if is_strange_name(flow, span.start, span.end) else ()


def strange_subject(flow: str, start: int, end: int) -> tuple[tuple[Span, ...], int] | None:
    """Return the names before the first verb (or a colon and a verb) of a sentence, and where the verb begins."""
    for count, word in enumerate(words(flow, start, end)):
        at = word.start()
        if count > _NAME_MOST:
            return None
        before = flow[start:at].rstrip()
        if count and flow[at].islower() and stop_kind(flow, at) == "verb" and before[-1] != ",":
            name = Span(start, start + len(before.rstrip(" :")))
            return (_parted(flow, name), at) if is_strange_name(flow, name.start, name.end, _NAME_MOST) else None
    return None


def _parted(flow: str, name: Span) -> tuple[Span, ...]:
    """Part “Thuế tỉnh, Hải quan tỉnh” at a comma before a capital."""
    commas = list(_COMMA.finditer(flow, name.start, name.end))
    begins = [name.start, *(match.end() for match in commas)]
    ends = [*(match.start() for match in commas), name.end]
    return tuple(Span(begin, stop) for begin, stop in zip(begins, ends, strict=True))


def share(found: Sequence[object]) -> bool:
    """Are at least two, and at least half, of the neighbours given work by name?"""
    known = sum(1 for item in found if item)
    return known >= 2 and 2 * known >= len(found)
