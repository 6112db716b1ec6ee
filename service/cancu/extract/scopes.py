"""What a heading says of the work below it: the bodies it names, whether it only states aims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from cancu.extract.agencies import bodies_in
from cancu.extract.agency_heads import head_at
from cancu.extract.duties import assignment
from cancu.extract.layout import Heading
from cancu.extract.paragraphs import parent
from cancu.extract.strangers import share, strange_heading
from cancu.extract.words import level, lexicon
from cancu.model import Span

_NEIGHBOURS = 4
_NEAR = 40
"""So many headings on each side are looked at for so many of the same level."""
_WORK = re.compile(r"nhiệm vụ|giải pháp|tổ chức thực hiện|phân công|trách nhiệm")
_DUTIES = re.compile(r"trách nhiệm|tổ chức thực hiện|phân công|nhiệm vụ|thi hành|hiệu lực")


def heading_bodies(flow: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the bodies if the words are nothing but their names, “Trách nhiệm của …” and the like apart."""
    prefix = lexicon("assigning-words", "word", "heading").match(level(flow), start, end)
    found = bodies_in(flow, prefix.end(), end) if prefix else ()
    if found and not _acts(flow, start, end):
        return found
    head = head_at(flow, start)
    is_name = head is not None and (head.plural or not head.is_collective)
    return bodies_in(flow, start, end) if is_name and not _acts(flow, start, end) else ()


def _acts(flow: str, start: int, end: int) -> bool:
    """“Sở Y tế rào quanh kho.”: a sentence whose verb no list knows is no name, long as names are."""
    if flow[end - 1] not in ".;":
        return False
    duty = assignment(flow, start, end)
    return duty is not None and flow[duty.verb].islower()


def named_bodies(flow: str, tree: Sequence[Heading], index: int) -> tuple[Span, ...]:
    """Return the bodies that the heading or the nearest heading above it names."""
    while index >= 0:
        found = heading_bodies(flow, tree[index].words_start, tree[index].end) or _among_bodies(flow, tree, index)
        if found:
            return found
        index = parent(tree, index)
    return ()


def _among_bodies(flow: str, tree: Sequence[Heading], index: int) -> tuple[Span, ...]:
    """A heading between others that name bodies names one too, though no list knows it: “b) Tổng phụ trách Đội”."""
    strange = strange_heading(flow, tree[index])
    if not strange:
        return ()
    beside = [heading_bodies(flow, h.words_start, h.end) for h in _neighbours(tree, index)]
    return strange if share(beside) else ()


def _neighbours(tree: Sequence[Heading], index: int) -> Iterator[Heading]:
    """Yield the nearest headings of the same level under the same heading, on both sides."""
    for step in (-1, 1):
        beside = range(index + step, index + step * _NEAR, step)
        near = takewhile(lambda at: 0 <= at < len(tree) and tree[at].level >= tree[index].level, beside)
        same = (tree[at] for at in near if tree[at].level == tree[index].level)
        yield from islice(same, _NEIGHBOURS)


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
        index = parent(tree, index)
