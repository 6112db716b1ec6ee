"""Printed lines → paragraphs, with the way back to the source.

Mark-up (``**``, ``#``, ``<sup>1</sup>``), page numbers and the breaks that a page's width forces are taken away; what
starts a new paragraph stays on a line of its own. ``01/CTr-⏎UBND`` becomes ``01/CTr- UBND``.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from cancu import resources
from cancu.read.columns import pieces
from cancu.read.furniture import furniture
from cancu.text import Line
from cancu.vietnamese import UPPER

_MARKUP = re.compile(
    r"\\(?=\W|$)|<sup>[^<\n]{0,20}</sup>|</?[a-z]{1,6}\s*/?>|\*{2,}|(?<!\d)\*(?=\S)|(?<=\S)\*(?!\d)"
    r"|^\s{0,3}#+\s|^\s*\*+\s*$",
    re.I,
)
_INVISIBLE = re.compile("[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""What takes no room on paper: soft hyphens, joiners, marks of direction."""
_BREAK = re.compile(r"<br\s*/?>", re.I)
_SPACE = re.compile(r"\s")
_WIDE = re.compile(r"(?<=\s{16})\s+")
"""Blanks beyond the sixteenth of a run say nothing more, and time to read grows with the square of a run's length."""
_ROW_NUMBER = re.compile(r"(\d{1,3})(?=\s|$)")
_PAGE_NUMBER = re.compile(r"\s*(?:- )?\d{1,3}(?: -)?\s*")
_NARROW_CELL = 40
"""A line of running text is longer than this; shorter ones may be cells, with the number of their row between them."""
_RULE = re.compile(r"[\s_\-–=*.]{3,}")
_STARTS = re.compile(
    rf"\s*(?:[-+•–*]\s|\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}[.)/]\s(?=\S)|\(?[a-zđ]{{1,2}}\)\s|[IVXLC]{{1,6}}[.)]\s(?=[{UPPER}])"
    rf"|\d{{1,2}}[-–]\s(?=[{UPPER}])"
    rf"|(?:\d{{1,2}}|[IVXLC]{{1,6}})[-–]\s(?=[{UPPER}])|[A-H]\.\s(?=[{UPPER}]{{2}})"
    rf"|(?:TM|T/M|KT|K/T|TL|T/L|TUQ)\s?[./]?\s?(?=[{UPPER}]{{2}})"
    r"|(?:Căn cứ|Theo đề nghị|Nơi nhận|PHỤ LỤC))"
)
_MAY_START = re.compile(
    rf"\s*(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}\s(?=[{UPPER}])|[IVXLC]{{1,6}}\s(?=[{UPPER}])"
    r"|(?:Điều|Chương|Mục)\s[\dIVX]+|Phụ lục\b)"
)
"""What begins a paragraph unless the words before it wait for it: “lần thứ ⏎ XIV Đảng”, “khoản 3 ⏎ Điều 5”."""
_PINPOINT = re.compile(r"(?:khoản|điểm|điều|mục|chương|phần)\s+(?:\d{1,3}[a-zđ]?|[a-zđ]{1,2}|[IVX]{1,5})$", re.I)
_PROVISION = re.compile(r"\s*(?:(?:Điều|Chương|Mục)\s[\dIVX]+[a-zđ]?\s(?=\S)|Phụ lục\s)")
"""A provision as a part of a sentence, no heading: no stop after its number."""
_NUMBERED = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[IVXLC]{1,6}\.|[a-zđ]\))\s")
_BULLET = re.compile(r"\s*(?:[-–+•]|\*\s)")
_DASH_ON = re.compile(r"\s*[-–]\s+(?:[^\W\d_]+\s+){0,3}[-–]\s|\s*[-–]\s+[a-zđ]")
"""A dash that goes on with what stands before it: “Văn hiến ⏎ - Văn minh - Hiện đại”, “kinh tế ⏎ - xã hội”."""
_TIGHT_BULLET = re.compile(r"\s*[-+•–](?=[^\s\d-])")
_HARD = re.compile(r"(?<=\S) {2}$")
"""Two blanks at a line's end are Markdown's line break; more are left by printers."""
_ASKS = re.compile(r",\s+(?:giao|đề nghị|yêu cầu)$", re.I)
"""A verb of assigning after a comma waits for the body that is named next."""
_ENDS = (".", ";", ":", "!", "?", "…", "/.", "”.")
_FIRST_OF_MOTTO = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA")
_LAST_OF_MOTTO = "VIỆT NAM"
_UNWRAPPED = 130
"""Where one line in ten is longer than this, lines are paragraphs and no page's width broke them."""
_FULL = 0.78
"""A line this much as long as the page is wide may have been broken by the width."""
_TITLE_LINE = 30
"""After a blank line, only a line longer than this goes on because of its last word."""


_HALF, _PAGE = 0.5, 60
"""Capitals on less than half a line (“KẾ HOẠCH”) stand alone, also before a title that begins with a small letter.
"""
_NARROWEST = 70
"""Letters on a line of a page, at least, however short the lines of a short document are."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Joined text, the offsets of its characters in the source, and its printed lines."""

    text: str
    origin: array[int]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Printed:
    text: str
    origin: tuple[int, ...]
    gap: bool
    hard: bool


def flow(content: str, *, is_wrapped: bool = True) -> Flow:
    """Join ``content`` into paragraphs; not ``is_wrapped``: no page's width broke its lines."""
    printed = tuple(_with_whole_motto(_printed_lines(content)))
    width = _page_width(printed) if is_wrapped else 0
    parts: list[str] = []
    origin: array[int] = array("L")
    lines: list[Line] = []
    position = 0
    for index, line in enumerate(printed):
        if index:
            joined = _goes_on(printed[index - 1], line, width)
            parts.append(" " if joined else "\n")
            origin.append(min(printed[index - 1].origin[-1] + 1, len(content)))
            position += 1
        lines.append(Line(position, position + len(line.text), line.gap))
        parts.append(line.text)
        origin.extend(line.origin)
        position += len(line.text)
    origin.append(len(content))
    return Flow("".join(parts), origin, tuple(lines))


def _with_whole_motto(lines: Iterable[_Printed]) -> Iterator[_Printed]:
    """Yield the lines; the State's name, which a narrow column prints on two, as one line of the letterhead."""
    waiting: _Printed | None = None
    for line in lines:
        if waiting is not None and line.text == _LAST_OF_MOTTO:
            origin = (*waiting.origin, waiting.origin[-1] + 1, *line.origin)
            yield replace(waiting, text=f"{waiting.text} {line.text}", origin=origin)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = line if _FIRST_OF_MOTTO.fullmatch(line.text) else None
        if waiting is None:
            yield line
    if waiting is not None:
        yield waiting


def _printed_lines(content: str) -> Iterator[_Printed]:
    gap, above, rows = False, "", _Rows()
    seen = tuple(pieces(content))
    dropped = furniture([piece.text for piece in seen])
    for number, (raw, start) in enumerate(seen):
        if number in dropped:
            gap, above = True, ""
            continue
        text, origin = _clean(raw, start)
        lonely = not above.strip() or raw.startswith("\f")
        split = _PAGE_NUMBER.fullmatch(text) and number + 1 < len(seen) and _splits(above, seen[number + 1].text)
        above = raw
        counts_on = rows.count(text)
        if split:
            above = seen[number - 1].text
        elif not text or _RULE.fullmatch(text) or (lonely and _PAGE_NUMBER.fullmatch(text) and not counts_on):
            gap = True
        else:
            yield _Printed(text, origin, gap, hard=_HARD.search(raw) is not None and raw[:1] != " ")
            gap = False


def _splits(above: str, below: str) -> bool:
    """Stands a page's number inside a sentence: “… tổ chức | 2 | đối thoại …”?"""
    before, after = above.rstrip(), below.lstrip()
    return len(before) > _NARROW_CELL and (before[-1].islower() or before[-1] == ",") and after[:1].islower()


@dataclass(slots=True)
class _Rows:
    """Knows a row's number, which counts on from the rows before it, from a page's."""

    before: tuple[int, ...] = ()

    def count(self, text: str) -> bool:
        """Take in one line; is it a number alone that goes on with the rows?"""
        match = _ROW_NUMBER.match(text)
        if match is None:
            return False
        value = int(match[1])
        counts_on = value == 1 or value - 1 in self.before
        self.before = (*self.before, value)[-3:]
        return counts_on and match.end() == len(text)


def _clean(raw: str, start: int) -> tuple[str, tuple[int, ...]]:
    """Return a line without mark-up and outer blanks, composed, with the offset of each character."""
    whole, origin = _narrow(*(_plain(raw, start) or _composed(raw, start)))
    left, right = len(whole) - len(whole.lstrip()), len(whole.rstrip())
    return whole[left:right], tuple(origin[left:right])


def _narrow(whole: str, origin: Sequence[int]) -> tuple[str, Sequence[int]]:
    """Return a line with its widest gaps made narrower."""
    kept, last = [], 0
    for gap in _WIDE.finditer(whole):
        kept.append((last, gap.start()))
        last = gap.end()
    if not kept:
        return whole, origin
    kept.append((last, len(whole)))
    return "".join(whole[a:b] for a, b in kept), [place for a, b in kept for place in origin[a:b]]


def _plain(raw: str, start: int) -> tuple[str, Sequence[int]] | None:
    """Return a line that has nothing to take away or to compose, as most have; None for others."""
    if _MARKUP.search(raw) or _INVISIBLE.search(raw) or not unicodedata.is_normalized("NFC", raw):
        return None
    return _SPACE.sub(" ", raw), range(start, start + len(raw))


def _composed(raw: str, start: int) -> tuple[str, Sequence[int]]:
    keep = [True] * len(raw)
    for pattern in (_MARKUP, _INVISIBLE):
        for match in pattern.finditer(raw):
            keep[match.start() : match.end()] = [False] * (match.end() - match.start())
    breaks = {match.start() for match in _BREAK.finditer(raw)}
    for index in breaks:
        keep[index] = True
    text: list[str] = []
    origin: list[int] = []
    for index, (char, kept) in enumerate(zip(raw, keep, strict=True)):
        if not kept:
            continue
        if text and unicodedata.combining(char):
            composed = unicodedata.normalize("NFC", text[-1] + char)
            if len(composed) == 1:
                text[-1] = composed
                continue
        text.append(" " if char.isspace() or index in breaks else char)
        origin.append(start + index)
    return "".join(text), origin


def _page_width(lines: tuple[_Printed, ...]) -> int:
    """Return the number of characters at which the page breaks lines, 0 where it does not; rows of tables are none."""
    lengths = sorted(len(line.text) for line in lines if not line.text.startswith("|"))
    if not lengths or lengths[int(len(lengths) * 0.9)] > _UNWRAPPED:
        return 0
    return max(lengths[int(len(lengths) * 0.9)], _NARROWEST)


@cache
def _open_endings() -> frozenset[str]:
    return frozenset(row["word"] for row in resources.table("data", "lexicon", "open-endings.tsv"))


def _goes_on(before: _Printed, after: _Printed, width: int) -> bool:
    """Does ``after`` go on with the paragraph of ``before``?"""
    a, b = before.text, after.text
    if a.endswith("|") or b.startswith("|"):
        return False
    full = bool(width) and len(a) >= _FULL * width
    waits = _waits(a, b)
    if _STARTS.match(b + " ") or _TIGHT_BULLET.match(b):
        return full and not after.gap and _is_dash_inside(a, b)
    if _ROW_NUMBER.fullmatch(b):
        return waits
    if _MAY_START.match(b + " "):
        return waits or _goes_on_to_provision(a, b, full=full)
    if a.isupper() and not b.isupper() and len(a) < _HALF * max(width, _PAGE):
        return False
    is_open = waits or a.endswith((",", "-", "(", "–"))
    if b[:1].islower() and not a.endswith((".", ":", "!", "?")):
        return not (after.gap and a.endswith(";")) and (bool(width) or is_open or not a.isupper())
    return _goes_on_to_capital(before, after, width, is_open=is_open)


def _goes_on_to_capital(before: _Printed, after: _Printed, width: int, *, is_open: bool) -> bool:
    """Does ``after`` go on although it begins with a capital: with a name, or with a new sentence?"""
    a, b = before.text, after.text
    if before.hard and not after.gap and not is_open:
        return False
    full = bool(width) and len(a) >= _FULL * width and not after.gap
    if _is_shouted(b) and not a.isupper() and (a.endswith(_ENDS) or b.count(" ") > 1):
        return False
    if a.endswith(_ENDS):
        return full and a.endswith((".", ";", "…")) and not a.endswith("/.") and b[:1] != "-"
    if is_open:
        return len(a) > _TITLE_LINE or not after.gap
    if b.isupper() and " " in b and not a.isupper():
        return False
    if _BULLET.match(a) and bool(width) and len(a) >= _FULL * width and not b.isupper():
        return True
    forced = len(a) + 1 + len(b.split(" ", 1)[0]) > width
    return full and (forced or not _NUMBERED.match(a)) and not (a.isupper() and not b.isupper())


def _is_shouted(line: str) -> bool:
    """“GIÁM ĐỐC”, “HỘI ĐỒNG NHÂN DÂN TỈNH”: a line of words in capitals goes on with no sentence."""
    return line.isupper() and " " in line


def _is_dash_inside(a: str, b: str) -> bool:
    is_dash = _DASH_ON.match(b) is not None
    return is_dash and not _NUMBERED.match(a) and not a.endswith(_ENDS) and not a.isupper()


def _waits(a: str, b: str) -> bool:
    """Does the last word want what follows? “số” wants a number: “hạ tầng số” may end a heading."""
    last = a.rsplit(" ", 1)[-1].lower()
    if last == "số" and not (b[:1].isdigit() or b[:1] == "/"):
        return False
    return last in _open_endings() or _ASKS.search(a) is not None


def _goes_on_to_provision(a: str, b: str, *, full: bool) -> bool:
    if _PINPOINT.search(a):
        return True
    return full and _PROVISION.match(b + " ") is not None and not a.endswith(_ENDS) and not a.isupper()
