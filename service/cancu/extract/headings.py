"""Numbered headings and their paths: ``II`` · ``II.1`` · ``II.1.2`` · ``II.4.3.a`` · ``PL.III`` · ``Điều 5.1``.

A numbered paragraph is a heading when it ends like one: without a full stop, semicolon or comma. The rest (“2.1 Phát
huy tối đa ….”) are paragraphs with a number.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cancu.extract.heading_rows import HeadingRows
from cancu.extract.labels import labelled
from cancu.extract.layout import Heading, Zones, linked
from cancu.extract.typed_tables import typed_tables
from cancu.extract.words import Covered
from cancu.model import Section, Span
from cancu.numerals import roman
from cancu.text import Text
from cancu.vietnamese import UPPER

_MARKS = tuple(
    (kind, depth, re.compile(pattern))
    for kind, depth, pattern in (
        ("part", 0, r"\s*((?:Phần|PHẦN)\s+(?:thứ\s+\w+|THỨ\s+\w+|[IVX]{1,5}|\d{1,2}))\s*[.:\-–]?\s*"),
        ("chapter", 1, r"\s*((?:Chương|CHƯƠNG)\s+(?:[IVXL]{1,6}|\d{1,2}))\s*[.:\-–]?\s*"),
        ("division", 2, r"\s*((?:Mục|MỤC)\s+(?:\d{1,2}|[IVX]{1,5}))\s*[.:\-–]?\s*"),
        ("article", 4, r"\s*(Điều\s+\d{1,3}[a-zđ]?)\s*[.:]\s+(?=\S)"),
        ("capital", 1, rf"\s*([A-H])\s*[.\-–/)]\s*(?=[{UPPER}][\w{UPPER}])"),
        ("roman", 3, rf"\s*([IVXL]{{1,7}})\s*[.\-–/)]?\s+(?=[{UPPER}“])"),
        ("dotted", 6, r"\s*(\d{1,2}(?:\.\d{1,2}){1,3})\s*[.)]?\s+(?=\S)"),
        ("arabic", 5, rf"\s*(\d{{1,2}})(?:\s*[.)/]\s+(?=\S)|[-–]\s+(?=[{UPPER}“]))"),
        ("letter", 7, r"\s*([a-zđ])\s*[.)]\s+(?=\S)"),
    )
)
_BARE = frozenset({"part", "chapter", "division"})
"""Kinds whose words may stand on the lines below the number."""
_ENDS = (".", ";", ",", "…", "./")
_RUN_IN = re.compile(r"[^:]{1,60}:\s+\S")
"""“1. Thời gian: ngày 5 tháng 3”: a label and what it says, no heading."""
_LEADS_ON = re.compile(r"(?:như sau|sau đây|\bsau)\s*:$")
"""A sentence that a list completes (“Sửa đổi Điều 5 như sau:”) is no heading; “1. Sở Du lịch:” is."""
_DASH = re.compile(r"[-–•+*]\s")
_COUNTED = 5
"""From this depth on (Arabic numbers, letters) paragraphs that are no headings count in the row, too."""
_LEFT_OUT = 3
"""So many Roman numerals may be left out before a title in capitals."""
_LONGEST = 400
_SHORT = 8
"""Words of a heading that may end with a full stop (“1. Mục đích.”)."""
_LINE = 120
_LIST = 3
"""So many numbered lines with nothing between them are a list, not headings."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number as printed, what kind it is, how deep it stands, and where its words begin."""

    label: str
    kind: str
    depth: int
    words_start: int


@dataclass(frozen=True, slots=True)
class _Zone:
    """A range in which headings are looked for; ``prefix`` stands before their paths."""

    span: Span
    prefix: str


def headings(text: Text, zones: Zones) -> tuple[Heading, ...]:
    """Return the headings in order, each with the range of what stands under it; rows of typed tables are none."""
    places = [_Zone(zones.body, ""), _Zone(_attached(text, zones), ""), *(_Zone(a, "PL.") for a in zones.appendices)]
    tables = Covered(table.span for place in places for table in typed_tables(text, place.span.start, place.span.end))
    parts = tuple(part for part in text.paragraphs() if not tables.holds(part.start))
    found: list[Heading] = []
    for place in places:
        first, last = (bisect_left(parts, at, key=lambda p: p.start) for at in (place.span.start, place.span.end))
        found.extend(_with_ends(tuple(_in_zone(text, place, parts[first:last])), place.span.end))
    return linked(found)


def sections(text: Text, headings: Sequence[Heading]) -> tuple[Section, ...]:
    """Return the headings as items of the record."""
    return tuple(_section(text, heading) for heading in headings)


def _attached(text: Text, zones: Zones) -> Span:
    """Return what is issued with the document: from its close to the first appendix, or the end."""
    last = zones.appendices[0].start if zones.appendices else len(text.flow)
    closed = max((z.end for z in (zones.body, zones.recipients, zones.signature) if z.start < z.end), default=last)
    return Span(min(closed, last), last)


def _section(text: Text, heading: Heading) -> Section:
    span = text.span(heading.start, heading.end)
    return Section(
        text=text.quote(span),
        start=span.start,
        end=span.end,
        number=heading.path,
        heading=heading.words,
        before=heading.before,
    )


def _in_zone(text: Text, zone: _Zone, parts: Sequence[Span]) -> Iterator[Heading]:
    stack: list[_Mark] = []
    rows = HeadingRows()
    marks = [_mark(text.flow, part) for part in parts]
    listed = _listed(text.flow, parts, marks)
    for index, (part, mark) in enumerate(zip(parts, marks, strict=True)):
        if mark is None or (zone.prefix and mark.kind != "roman"):
            continue
        end = _heading_end(text.flow, parts, index, mark, is_appendix=bool(zone.prefix))
        goes_deeper = index + 1 < len(parts) and _is_below(marks[index + 1], mark)
        is_title = _heads_block(text.flow, mark, parts[index + 1 : index + 2])
        is_one = is_title or _is_heading(text.flow, mark, end, zone, goes_deeper=goes_deeper)
        if index in listed or not is_one or not _fits(mark, stack, text.flow[mark.words_start : end]):
            if mark.depth >= _COUNTED:
                rows.count(mark.label, _row(mark, stack), is_heading=False)
            continue
        while stack and stack[-1].depth >= _own_depth(mark):
            stack.pop()
        before = rows.count(mark.label, _row(mark, stack), is_heading=True)
        stack.append(mark)
        yield Heading(
            path=zone.prefix + _path(stack),
            words=unicodedata.normalize("NFC", text.quote(text.span(mark.words_start, end))).rstrip(" :."),
            start=part.start,
            words_start=mark.words_start,
            end=end,
            until=zone.span.end,
            level=len(stack) + bool(zone.prefix),
            before=before,
        )


def _own_depth(mark: _Mark) -> int:
    """“1.2” stands as deep as “1”, whose number it repeats."""
    return _COUNTED if mark.kind == "dotted" else mark.depth


def _row(mark: _Mark, stack: Sequence[_Mark]) -> tuple[object, ...]:
    """Name the row in which a number counts: its kind and the headings above it."""
    return (mark.kind, *(above.words_start for above in stack if above.depth < _own_depth(mark)))


def _mark(flow: str, part: Span) -> _Mark | None:
    for kind, depth, pattern in _MARKS:
        match = pattern.match(flow, part.start, part.end)
        if match is not None and (kind not in _BARE or match.end() == part.end or flow[match.end()].isupper()):
            return _Mark(" ".join(match[1].split()), kind, depth, match.end())
    return None


def _is_below(other: _Mark | None, mark: _Mark) -> bool:
    return other is None or other.depth > mark.depth


def _is_heading(flow: str, mark: _Mark, end: int, zone: _Zone, *, goes_deeper: bool) -> bool:
    words = flow[mark.words_start : end].strip()
    if zone.prefix and not words.isupper():
        return flow[mark.words_start - 2] in ".-–/)" and len(words) <= _LINE and not words.endswith((*_ENDS, ":"))
    if not words or len(words) > _LONGEST:
        return mark.kind in _BARE
    if (mark.depth >= 5 and _RUN_IN.match(words)) or (mark.depth >= 4 and _LEADS_ON.search(words)):
        return False
    if words.isupper() or not words.endswith(_ENDS):
        return True
    return goes_deeper and words.endswith(".") and len(words.split()) <= _SHORT and "," not in words and mark.depth < 7


def _heads_block(flow: str, mark: _Mark, below: Sequence[Span]) -> bool:
    """“a) Kỷ niệm 51 năm ….” over “- Hoạt động: …”: the work is told below, what stands over it is its heading."""
    bullet = _DASH.match(flow, below[0].start, below[0].end) if below and mark.depth >= 5 else None
    found = labelled(flow, bullet.end(), below[0].end) if bullet else ()
    return bool(found) and found[0].kind in {"work", "activity"} and found[0].value.start < found[0].value.end


def _heading_end(flow: str, parts: Sequence[Span], index: int, mark: _Mark, *, is_appendix: bool) -> int:
    """Capitals on the lines below belong to a heading whose number stands alone, or which a page breaks."""
    end = parts[index].end
    is_bare = mark.kind in _BARE and mark.words_start >= end
    if not is_appendix and not is_bare:
        return end
    for part in parts[index + 1 : index + 3]:
        words = flow[part.start : part.end]
        if not words.isupper() or _mark(flow, part) or not any(c.isalpha() for c in words):
            break
        end = part.end
    return end if is_bare or flow[mark.words_start : end].isupper() else parts[index].end


def _listed(flow: str, parts: Sequence[Span], marks: Sequence[_Mark | None]) -> frozenset[int]:
    """Return the numbered lines that follow one another with nothing between: members of a list."""
    found: set[int] = set()
    run: list[int] = []
    for index in range(len(parts) + 1):
        mark = marks[index] if index < len(parts) else None
        same = mark is not None and mark.depth >= 5 and (not run or _same_kind(marks[run[0]], mark))
        is_capital = index < len(parts) and flow[parts[index].start : parts[index].end].isupper()
        if same and index < len(parts) and not is_capital and not _opens(flow, parts, marks, index):
            run.append(index)
            continue
        if len(run) > _LIST:
            found.update(run)
        run = [index] if mark is not None and mark.depth >= 5 else []
    return frozenset(found)


def _opens(flow: str, parts: Sequence[Span], marks: Sequence[_Mark | None], index: int) -> bool:
    """“5. Giao Chi cục X:” with “a)” or “-” below it is no member of a list, though its neighbours are."""
    mark, below = marks[index], parts[index + 1] if index + 1 < len(parts) else None
    if mark is None or below is None or not flow[parts[index].start : parts[index].end].rstrip().endswith(":"):
        return False
    inner = marks[index + 1]
    return _DASH.match(flow, below.start) is not None if inner is None else inner.depth > mark.depth


def _same_kind(first: _Mark | None, other: _Mark) -> bool:
    return first is not None and first.kind == other.kind and first.label.count(".") == other.label.count(".")


def _fits(mark: _Mark, stack: Sequence[_Mark], words: str) -> bool:
    """Roman numerals and capital letters count on; a capital at the head of a sentence (“C …”) does not.

    Titles in capitals may leave some numerals out: the drafter's slip is told by the rules.
    """
    before = next((m.label for m in stack if m.kind == mark.kind), None)
    if mark.kind == "roman" and before is not None:
        value, last = roman(mark.label), roman(before)
        return value in {1, last + 1} or (words.isupper() and len(words) > _SHORT and last <= value <= last + _LEFT_OUT)
    if mark.kind == "capital":
        return mark.label == "A" if before is None else ord(mark.label) == ord(before) + 1
    return True


def _path(stack: Sequence[_Mark]) -> str:
    """Join the numbers; articles run through a document, so that a chapter is no part of their path."""
    first = next((i for i, mark in enumerate(stack) if mark.kind == "article"), 0)
    return ".".join(mark.label for mark in stack[first:])


def _with_ends(found: Sequence[Heading], zone_end: int) -> Iterator[Heading]:
    """Tell of each heading where what stands under it ends: at the next heading that is as high or higher."""
    open_until: list[int] = []
    ends = [zone_end] * len(found)
    for index, heading in enumerate(found):
        while open_until and found[open_until[-1]].level >= heading.level:
            ends[open_until.pop()] = heading.start
        open_until.append(index)
    for heading, end in zip(found, ends, strict=True):
        yield replace(heading, until=end)
