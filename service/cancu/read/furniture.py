"""What a page carries beside its text: running heads of the gazette, stamps of digital signatures, page numbers.

The gazette (Công báo) prints “CÔNG BÁO/Số 281/Ngày 21-05-2026” and a page number on every page, and the stamp of its
signature (“Ký bởi: …”, “Ngày ký: …”) in the middle of a sentence where the page ends. Nothing of it is the document's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_RUNNING_HEAD = re.compile(
    r"\W*(?:\d{1,4}\s+)?CÔNG BÁO\s?/\s?Số\s?\d[\d\s+\-–]{0,20}/\s?Ngày\s"
    r"\d{1,2}\s?[-/]\s?\d{1,2}\s?[-/]\s?\d{4}(?:\s+\d{1,4})?\W*"
)
_STAMP_BEGINS = re.compile(r"\W*(?:Ký bởi|Người ký|Được ký bởi|Signed by|Digitally signed by)\s?:?\s?\S")
_STAMP_GOES_ON = re.compile(
    r"\W*(?:(?:Người ký|Email|Cơ quan|Tổ chức|Chức vụ|Lý do)\s?:|(?:Ngày ký|Thời gian ký|Ngày giờ ký|Date)\s?:\s?\d)"
)
_STAMP_ALONE = re.compile(r"\W*Ký bởi\s?:")
_PAGE_NUMBER = re.compile(r"\s*(?:[-–]\s?)?\d{1,4}(?:\s?[-–])?\s*")
_LONGEST_STAMP = 5
_LONGEST_LINE = 400


def furniture(lines: Sequence[str]) -> frozenset[int]:
    """Return the numbers of the lines that belong to the page and not to the text; blank lines stay out of it."""
    found: set[int] = set()
    for index, raw in enumerate(lines):
        if len(raw) > _LONGEST_LINE or index in found:
            continue
        line = unicodedata.normalize("NFC", raw)
        if _RUNNING_HEAD.fullmatch(line):
            found.add(index)
            found.update(_numbers_beside(lines, index))
        elif _STAMP_BEGINS.match(line):
            found.update(_stamp(lines, index))
    return frozenset(found)


def _numbers_beside(lines: Sequence[str], index: int) -> list[int]:
    """Return the page number that stands right under a running head, or else right above it."""
    beside = (n for n in (index + 1, index - 1) if 0 <= n < len(lines))
    return [n for n in beside if _PAGE_NUMBER.fullmatch(lines[n])][:1]


def _stamp(lines: Sequence[str], index: int) -> list[int]:
    """Return the lines of a stamp: its first line and those labelled like a stamp's. “Người ký: …” alone is none."""
    run = [index]
    for number in range(index + 1, min(index + _LONGEST_STAMP, len(lines))):
        if _STAMP_GOES_ON.match(unicodedata.normalize("NFC", lines[number][:_LONGEST_LINE])):
            run.append(number)
        elif lines[number].strip():
            break
    return run if len(run) > 1 or _STAMP_ALONE.match(unicodedata.normalize("NFC", lines[index])) else []
