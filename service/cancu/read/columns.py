"""Two columns side by side, as letterheads and signatures are printed → one after the other.

Converters write them in three ways: between rules of dashes, as a row of a table with bars, and as plain lines with
wide gaps (“Nơi nhận:            TM. ỦY BAN NHÂN DÂN”). Tables of data are left as they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_RULES = re.compile(r"\s*(-{5,})\s+(-{5,})\s*")
_MOST_LINES = 40
"""A letterhead or a signature block is no longer than this; longer runs between rules are tables."""
_RECIPIENTS_BESIDE = re.compile(r"\W{0,12}[Nn]ơi\s+nhận\s*:?[*_]{0,3}(?:\s{3,}|\s*\t\s*)(?=[^\W\d_])")
_RECIPIENTS_ALONE = re.compile(r"\W{0,12}[Nn]ơi\s+nhận\W*$")
_SIGNED_BESIDE = re.compile(r"\s*\S.*\S\s{3,}(?=\S)(?P<right>\D+)$")
_KEPT = re.compile(r"\W*[Ll]ưu\b")
_WRAPPED = 60
"""A recipient's second line is no longer than this."""
_GAP = re.compile(r"(?<=\S)(?:\s{3,}|\s*\t\s*)(?=\S)")
MOTTO = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI|ĐẢNG\s+CỘNG\s+SẢN")
"""The State's or the Party's name above a document: the right column of a letterhead."""
BLOCK = re.compile(rf"{MOTTO.pattern}|[Nn]ơi\s+nhận\s*:")
"""What stands in tables that only set two columns side by side: the letterhead, and recipients beside the signature."""
_BAR_RULE = re.compile(r"[\s|:\-]+")
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
_BULLET = re.compile(r"\s*[-–+•]")
_CLOSING_LINES = 25
_LONGEST_LINE = 400
_FAR = 25
"""Blanks before words that stand in the right column alone."""


class Piece(NamedTuple):
    """A stretch of one line of the source, and where it begins."""

    text: str
    start: int


def pieces(content: str) -> Iterator[Piece]:
    """Yield the lines of ``content``; those of two columns as halves, the left column first."""
    lines = list(_lines(content))
    index = 0
    while index < len(lines):
        end, found = _ruled(lines, index) or _barred(lines, index) or _spaced(lines, index) or (index + 1, None)
        yield from [lines[index]] if found is None else found
        index = end


def _lines(content: str) -> Iterator[Piece]:
    start = 0
    for line in content.split("\n"):
        yield Piece(line, start)
        start += len(line) + 1


def _cut(line: Piece, start: int, end: int) -> Piece:
    start = min(start, len(line.text))
    return Piece(line.text[start:end], line.start + start)


def _index_of(line: str, column: int) -> int:
    """Return the index at which ``column`` is printed: marks that stand on other letters take no room."""
    seen = 0
    for index, char in enumerate(line):
        if seen >= column and not unicodedata.combining(char):
            return index
        seen += not unicodedata.combining(char)
    return len(line)


def _ruled(lines: Sequence[Piece], index: int) -> tuple[int, list[Piece]] | None:
    """Take a block between two rules of dashes, which show where the right column begins."""
    rule = _RULES.fullmatch(lines[index].text)
    if rule is None:
        return None
    last = min(index + _MOST_LINES, len(lines))
    end = next((n for n in range(index + 1, last) if _RULES.fullmatch(lines[n].text)), None)
    if end is None:
        return None
    block = lines[index + 1 : end]
    blank = Piece("", lines[end].start)
    cuts = [_index_of(line.text, rule.start(2)) for line in block]
    left = [_cut(line, 0, cut) for line, cut in zip(block, cuts, strict=True)]
    right = [_cut(line, cut, len(line.text)) for line, cut in zip(block, cuts, strict=True)]
    return end + 1, [*left, blank, *right, blank]


def _barred(lines: Sequence[Piece], index: int) -> tuple[int, list[Piece]] | None:
    """Take a table with bars that holds a letterhead or the list of recipients: its cells, column by column."""
    if not _has_bar(lines[index]) or (index and _has_bar(lines[index - 1])):
        return None
    last = min(index + _MOST_LINES, len(lines))
    end = next((n for n in range(index, last) if not _has_bar(lines[n])), last)
    rows = [_cells(line) for line in lines[index:end] if not _BAR_RULE.fullmatch(line.text)]
    if (end == last < len(lines) and _has_bar(lines[end])) or any(len(row) != 2 for row in rows):
        return None
    if not any(BLOCK.search(unicodedata.normalize("NFC", cell.text)) for row in rows for cell in row):
        return None
    blank = Piece("", lines[end - 1].start)
    columns = ([part for row in rows for part in _parts(row[side])] for side in (0, 1))
    return end, [piece for column in columns for piece in (*column, blank)]


def _has_bar(line: Piece) -> bool:
    return line.text.lstrip().startswith("|")


def _cells(line: Piece) -> list[Piece]:
    marks = [match.start() for match in re.finditer(r"\|", line.text)]
    return [_cut(line, a + 1, b) for a, b in pairwise(marks)]


def _parts(cell: Piece) -> Iterator[Piece]:
    """Yield the lines of a cell, parted where it says ``<br>``."""
    start = 0
    for match in _BREAK.finditer(cell.text):
        yield _cut(cell, start, match.start())
        start = match.end()
    yield _cut(cell, start, len(cell.text))


def _spaced(lines: Sequence[Piece], index: int) -> tuple[int, list[Piece]] | None:
    """Take the list of recipients with the signature beside it, parted by wide gaps alone."""
    first = _first_gap(lines, index)
    if first is None:
        return None
    left = [_cut(lines[index], 0, first)]
    right = [_cut(lines[index], first, len(lines[index].text))]
    end, kept = index + 1, False
    for number in range(index + 1, min(index + _CLOSING_LINES, len(lines))):
        line = lines[number]
        gap = _GAP.search(line.text.rstrip())
        alone = len(line.text) - len(line.text.lstrip()) >= _FAR
        if alone:
            right.append(line)
        elif gap is not None and (gap.end() > _FAR // 2 or "\t" in gap.group()):
            left.append(_cut(line, 0, gap.start()))
            right.append(_cut(line, gap.end(), len(line.text)))
        elif _belongs_left(line.text, kept=kept):
            left.append(line)
        else:
            break
        kept = kept or _KEPT.match(unicodedata.normalize("NFC", line.text)) is not None
        end = number + 1
    return end, [*left, Piece("", lines[end - 1].start), *right]


def _first_gap(lines: Sequence[Piece], index: int) -> int | None:
    """Return where the right column begins on the line that heads the list, its end where it begins on the next."""
    head = lines[index].text if len(lines[index].text) < _LONGEST_LINE else ""
    words = unicodedata.normalize("NFC", head)
    if _RECIPIENTS_BESIDE.match(words):
        gap = _GAP.search(head)
        return gap.end() if gap else None
    if not _RECIPIENTS_ALONE.match(words):
        return None
    below = next((line.text for line in lines[index + 1 : index + 3] if line.text.strip()), "")[:_LONGEST_LINE]
    beside = _SIGNED_BESIDE.match(below)
    return len(head) if beside and beside["right"].isupper() and " " in beside["right"].strip() else None


def _belongs_left(text: str, *, kept: bool) -> bool:
    """Is a line part of the list: an entry, a blank, or the rest of an entry before the copy that is kept?"""
    if not text.strip() or _BULLET.match(text) or text[:1].isspace():
        return True
    return not kept and len(text) <= _WRAPPED and not text.isupper()
