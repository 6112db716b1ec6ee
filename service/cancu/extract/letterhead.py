"""Number, place and date as the head of a document prints them (Nghị định 30/2020/NĐ-CP Phụ lục I, II.2 to II.4)."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from cancu import resources
from cancu.extract.words import any_of
from cancu.model import Span
from cancu.vietnamese import UPPER

_PART = rf"[{UPPER}][\w&.]*"
_SYMBOL = rf"{_PART}(?:\s?[-/–]\s?{_PART})*"
_NUMBER = re.compile(
    rf"(?:^|\n|\s{{2,}}|(?<=Luật )|(?<=\s))[Ss][Ốố]\s*[:.]?\s*(\d[\d.]*[a-zđ]?\s?(?:/\s?\d{{4}}\s?)?[-/–]\s?{_SYMBOL})"
)
_BLANK = re.compile(rf"(?:^|\n|(?<=\s))[Ss][Ốố]\s*[:.]?[\s….…_]*([-/–]\s?{_SYMBOL})")
_WORD = rf"[{UPPER}][^\W\d_{UPPER}]*"
_PLACE = rf"(?<!\w)((?:(?:TP\.|Thành phố|Tp\.)[ ]?)?{_WORD}(?:[ ]{_WORD}){{0,3}}(?:[ ]?-[ ]?{_WORD}(?:[ ]{_WORD})?)?)"
_DATED = re.compile(
    rf"(?:{_PLACE}\s*,\s*)?[Nn]gày\s*(\d{{1,2}})?[\s….…_]*(?:tháng|/|-)\s*(\d{{1,2}})?[\s….…_]*(?:năm|/|-)\s*(\d{{4}})"
)
_UNDATED = re.compile(rf"{_PLACE}\s*,\s*[Nn]gày[\s….…_]+tháng")
_UNFILLED = re.compile(
    r"(?<!\w)[Nn]gày[\s….…_/]{1,60}(?:tháng[\s….…_]{0,40}\d{0,2}[\s….…_]{0,40}năm[\s….…_]{0,40}(?:\d{2,4})?|\d{4})"
)
_UNNUMBERED = re.compile(r"^[ \t]*([Ss][Ốố]\s?:)[ \t….…_]*$", re.MULTILINE)
_LABEL = re.compile(r"(?:[Ll]uật\s+)?[Ss][Ốố]\s*[:.]?\s*$")
_LONGEST_LABEL = 16
_SUBJECT = re.compile(r"\s*(?:V/v|Về việc)\b", re.IGNORECASE)


MOTTO = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI\s+CHỦ\s+NGHĨA\s+VIỆT(?:\s+NAM)?|ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM"
    r"|Độc lập\s*-[^\n]*|\*+|[-_–]{2,}"
)
"""Quốc hiệu, tiêu ngữ and the rules under them."""


@cache
def marks() -> re.Pattern[str]:
    """Pattern (over ``level`` keys) of lines in capitals that name no body (“DỰ THẢO”, “KHÓA II, KỲ HỌP THỨ 5”)."""
    return any_of(row["mark"] for row in resources.table("data", "lexicon", "letterhead-marks.tsv"))


def belongs_to_letterhead(paragraph: str) -> bool:
    """Is a paragraph a line of a letterhead: capitals, motto, number, place and date, or what the letter is about?"""
    words = MOTTO.sub("", paragraph).strip(" *_-|[]")
    return (
        not words
        or words.isupper()
        or number(words) is not None
        or symbol(words) is not None
        or _DATED.search(words) is not None
        or _UNDATED.search(words) is not None
        or _SUBJECT.match(words) is not None
    )


@dataclass(frozen=True, slots=True)
class Printed:
    """A value and the words on which it rests, as a range of the flow."""

    value: str
    span: Span


def number(head: str) -> Printed | None:
    """Return the number of a letterhead without its blanks: ``Số: 23 /2025/TT-BNV`` → ``23/2025/TT-BNV``."""
    match = _NUMBER.search(head)
    if match is None:
        return None
    return Printed(re.sub(r"\s", "", match[1]).replace("–", "-").rstrip("."), Span(*match.span(1)))


def symbol(head: str) -> Printed | None:
    """Return the symbol where the running number is left blank: ``Số -KH/ĐU`` → ``KH/ĐU``."""
    match = _BLANK.search(head)
    if match is None:
        return None
    return Printed(re.sub(r"[\s]", "", match[1]).replace("–", "-").lstrip("-/"), Span(*match.span(1)))


def number_line(head: str) -> tuple[Span, bool] | None:
    """Return the words “Số: 12/KH-UBND” of a letterhead and whether the running number is filled in."""
    found = number(head) or symbol(head)
    if found is None:
        bare = _UNNUMBERED.search(head)
        return (Span(*bare.span(1)), False) if bare else None
    label = _LABEL.search(head[: found.span.start], max(0, found.span.start - _LONGEST_LABEL))
    return Span(label.start() if label else found.span.start, found.span.end), found.value[0].isdigit()


def date_line(head: str) -> tuple[Span, bool] | None:
    """Return the words “Suối Mơ, ngày 02 tháng 3 năm 2026” and whether day and month are filled in."""
    for match in _DATED.finditer(head):
        return Span(*match.span()), bool(match[2] and match[3])
    blank = _UNDATED.search(head) or _UNFILLED.search(head)
    if blank is None:
        return None
    whole = _UNFILLED.search(head, blank.start())
    return Span(blank.start(), whole.end() if whole else blank.end()), False


def place(head: str) -> Printed | None:
    """Return the place before “, ngày … tháng … năm …”, filled in or blank."""
    for pattern in (_DATED, _UNDATED):
        for match in pattern.finditer(head):
            if match[1]:
                return Printed(match[1], Span(*match.span(1)))
    return None


def date(head: str) -> tuple[dt.date, Span] | None:
    """Return the date beside the place; None where day or month is blank or the day does not exist."""
    for match in _DATED.finditer(head):
        if match[1] and match[2] and match[3]:
            try:
                return dt.date(int(match[4]), int(match[3]), int(match[2])), Span(match.start(2), match.end(4))
            except ValueError:
                return None
    return None
