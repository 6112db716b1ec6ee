"""The list after “Nơi nhận”: one entry a line, with what the copy is for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from cancu import resources
from cancu.extract.layout import Zones
from cancu.extract.words import level
from cancu.model import Recipient, Span
from cancu.text import Text

_HEAD = re.compile(r"\W*nơi\s+nhận\s*:?[\s*_]*")
_MARK = re.compile(r"\s*(?:[-–+•*]|\d{1,2}[.)](?=\s))?\s*")
_BULLET = re.compile(r"\s*[-–+•*]")
_NEXT = re.compile(r"[;,.]\s*[-–+•]\s*(?=[^\W\d])")
"""Between entries that stand on one line: “- Thường trực Đảng ủy; - Lưu VT”."""
_IN_LINE = re.compile(r";\s*")
_PADDING = re.compile(r"[^\S\n]{10}\S*[^\S\n]*\n")
"""Blanks that fill a column up to the next one."""
_KEPT = re.compile(r"lưu\b")
_FAR_IN = 10
_END = " \t;,.:/}-–"


def recipients(text: Text, zones: Zones) -> tuple[Recipient, ...]:
    """Return the recipients in printed order."""
    found = (_entry(text, span) for line in _lines(text, zones.recipients) for span in _parted(text, line))
    return tuple(entry for entry in found if entry is not None)


def _lines(text: Text, zone: Span) -> list[Span]:
    """Return the paragraphs of the list without its heading; its printed lines where no mark begins an entry."""
    parts = [p for p in text.paragraphs() if zone.start <= p.start < zone.end]
    if not any(_BULLET.match(text.flow, p.start, p.end) or _headed(text, p)[1] for p in parts):
        parts = [Span(line.start, line.end) for line in text.lines if zone.start <= line.start < zone.end]
        return [Span(_headed(text, p)[0], p.end) for p in parts]
    entries: list[Span] = []
    marked = sum(1 for p in parts if _BULLET.match(text.flow, p.start, p.end)) > 1
    for part in parts:
        is_new = _BULLET.match(text.flow, part.start, part.end) is not None or _headed(text, part)[0] > part.start
        if is_new or not entries or (text.flow[entries[-1].end - 1] in ";,." and not _wraps(text, part, marked)):
            entries.append(Span(_headed(text, part)[0], part.end))
        else:
            entries[-1] = Span(entries[-1].start, part.end)
    return entries


def _wraps(text: Text, part: Span, marked: bool) -> bool:  # noqa: FBT001
    """Is a line without mark, in a list with marks, the rest of the entry above (“…; | Tỉnh đoàn (phối hợp),”)?

    It is set in, or its first word is small; the copy that is kept may have lost its mark.
    """
    before = text.content[: text.origin[part.start]].rsplit("\n", 1)[-1]
    is_in = bool(before) and not before.strip() and len(before) < _FAR_IN
    return marked and (is_in or text.flow[part.start].islower()) and not _KEPT.match(level(text.flow), part.start)


def _headed(text: Text, part: Span) -> tuple[int, bool]:
    """Return where the words after “Nơi nhận:” begin, and whether there are any in a line that it heads."""
    head = _HEAD.match(level(text.flow), part.start, part.end)
    return (head.end(), head.end() < part.end) if head else (part.start, False)


def _parted(text: Text, line: Span) -> Iterator[Span]:
    """Part a line that holds several entries."""
    is_headed = _HEAD.search(level(text.flow), max(0, line.start - 40), line.start) is not None
    between = _IN_LINE if is_headed and not _BULLET.match(text.flow, line.start, line.end) else _NEXT
    start = line.start
    for match in between.finditer(text.flow, line.start, line.end):
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, line.end)


@cache
def _purpose() -> re.Pattern[str]:
    rows = resources.table("data", "lexicon", "recipient-purposes.tsv")
    words = "|".join(re.escape(level(row["word"])) for row in rows)
    within = rf"[(“\"]\s*(?P<within>(?:{words})(?!\w)[^()”\"]*)[)”\"]"
    return re.compile(rf"\s*(?:{within}|(?<=\s)(?P<bare>để\s+[^()”\",;]+))\W*$")


def _column_end(text: Text, start: int, stop: int) -> int:
    """Return where an entry's words are cut because those of the other column stand between them in the source."""
    first = bisect_right(text.lines, start, key=lambda line: line.start)
    for line in text.lines[first:]:
        if line.start >= stop:
            break
        if line.start > start:
            between = text.content[text.origin[line.start - 2] + 1 : text.origin[line.start]]
            if any(c.isalpha() for c in between) or _PADDING.search(between):
                return line.start - 1
    return stop


def _entry(text: Text, line: Span) -> Recipient | None:
    mark = _MARK.match(text.flow, line.start, line.end)
    start = mark.end() if mark else line.start
    purpose = _purpose().search(level(text.flow[start : line.end]))
    stop = start + purpose.start() if purpose else line.end
    words = text.flow[start : _column_end(text, start, stop)].rstrip(_END)
    if not any(c.isalpha() for c in words):
        return None
    span = text.span(start, start + len(words))
    said = purpose.span("within" if purpose["within"] else "bare") if purpose else None
    return Recipient(
        text=text.quote(span),
        start=span.start,
        end=span.end,
        purpose=text.flow[start + said[0] : start + said[1]].strip() if said else None,
    )
