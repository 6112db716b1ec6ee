"""What a heading says of the work below it: the bodies it names, whether it only states aims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cancu.extract.agencies import bodies_in
from cancu.extract.agency_heads import head_at
from cancu.extract.layout import Heading
from cancu.extract.words import level, lexicon
from cancu.model import Span

_WORK = re.compile(r"nhiệm vụ|giải pháp|tổ chức thực hiện|phân công|trách nhiệm")
_DUTIES = re.compile(r"trách nhiệm|tổ chức thực hiện|phân công|nhiệm vụ|thi hành|hiệu lực")


def heading_bodies(flow: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the bodies if the words are nothing but their names, “Trách nhiệm của …” and the like apart."""
    prefix = lexicon("assigning-words", "word", "heading").match(level(flow), start, end)
    found = bodies_in(flow, prefix.end(), end) if prefix else ()
    if found:
        return found
    head = head_at(flow, start)
    is_name = head is not None and (head.plural or not head.is_collective)
    return bodies_in(flow, start, end) if is_name else ()


def named_bodies(flow: str, tree: Sequence[Heading], index: int) -> tuple[Span, ...]:
    """Return the bodies that the heading or the nearest heading above it names."""
    for heading in _upwards(tree, index):
        found = heading_bodies(flow, heading.words_start, heading.end)
        if found:
            return found
    return ()


def aims(flow: str, tree: Sequence[Heading], index: int) -> bool:
    """Does the part state aims (“MỤC ĐÍCH, YÊU CẦU”) and give no work?"""
    key = level(flow)
    pattern = lexicon("assigning-words", "word", "aims")
    return any(
        pattern.match(key, heading.words_start, heading.end) and not _WORK.search(key, heading.words_start, heading.end)
        for heading in _upwards(tree, index)
    )


def within_article(flow: str, tree: Sequence[Heading], index: int) -> bool:
    """Stands this in an article of rules (“Điều 5. Hồ sơ”) that is not about who does what?"""
    articles = [h for h in _upwards(tree, index) if flow.startswith("Điều", h.start)]
    return bool(articles) and not any(_DUTIES.search(level(flow), h.words_start, h.end) for h in articles)


def _upwards(tree: Sequence[Heading], index: int) -> Iterator[Heading]:
    while index >= 0:
        yield tree[index]
        index = tree[index].above
