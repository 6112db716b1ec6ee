"""Lines of a printed page that stand in two columns (letterhead, recipients beside signature) → reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cancu.read.columns import MOTTO

_GAP = 18.0
"""Points of white between two words that no blank explains: a column ends there."""
_NEAR = 40.0
"""Points between two lines of one block, at most."""


_LABEL_GAP = 72.0
"""Points of white after the number or dash of a list, at most."""
_LABEL = re.compile(r"[IVXLC]{1,6}\.|\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[a-zđ]\)|[-–+•*]")
_MIDDLE = 150.0
"""Points from the left edge beyond which a right column may begin."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand together on one line; places in points from the page's upper left corner."""

    left: float
    right: float
    top: float
    bottom: float
    text: str


def segments(line: dict[str, Any]) -> list[Segment]:
    """Cut a line of pdfplumber (with its characters) where a gap parts two columns."""
    groups: list[list[dict[str, Any]]] = []
    for char in sorted(line["chars"], key=lambda char: char["x0"]):
        if not char["text"].strip():
            continue
        if not groups or char["x0"] - groups[-1][-1]["x1"] > _gap(groups):
            groups.append([])
        groups[-1].append(char)
    if len(groups) < 2:
        return [Segment(line["x0"], line["x1"], line["top"], line["bottom"], line["text"])]
    cuts = _words_of(groups, line["text"])
    return [
        Segment(group[0]["x0"], group[-1]["x1"], line["top"], line["bottom"], words)
        for group, words in zip(groups, cuts, strict=True)
    ]


def _gap(groups: Sequence[Sequence[dict[str, Any]]]) -> float:
    """Return the white that ends the last group: a list's label and its words stand further apart than words."""
    is_label = len(groups) == 1 and _LABEL.fullmatch("".join(char["text"] for char in groups[0]))
    return _LABEL_GAP if is_label else _GAP


def _words_of(groups: Sequence[Sequence[dict[str, Any]]], text: str) -> list[str]:
    """Part a line's text among groups of its characters (the text has blanks that the characters may lack)."""
    parts, position = [], 0
    for group in groups:
        wanted = sum(len(char["text"]) for char in group)
        start = position
        while wanted and position < len(text):
            wanted -= not text[position].isspace()
            position += 1
        parts.append(text[start:position].strip())
    return parts


def reading_order(lines: Sequence[Sequence[Segment]]) -> Iterator[Segment]:
    """Yield segments line by line, and the blocks of two columns column by column."""
    index = 0
    while index < len(lines):
        found = _split(lines[index])
        if found is None:
            yield from lines[index]
            index += 1
            continue
        split, right = found
        end = index + 1
        while end < len(lines) and _belongs(lines[end], lines[end - 1], split, right):
            end += 1
        end = _end_of_letterhead(lines, index, end, split)
        block = [segment for line in lines[index:end] for segment in line]
        yield from (segment for segment in block if segment.left < split)
        yield from (segment for segment in block if segment.left >= split)
        index = end


def _split(line: Sequence[Segment]) -> tuple[float, float] | None:
    """Return where the columns part that begin on this line, and where the right one begins; None where none begin.

    Beside a shorter left column the first line of the right one may stand alone; the State's or the Party's name
    tells it from a centred heading.
    """
    if len(line) == 2:
        return (line[0].right + line[1].left) / 2, line[1].left
    alone = line[0].left > _MIDDLE and MOTTO.search(line[0].text) is not None
    return (line[0].left - 1, line[0].left - 1) if alone else None


def _end_of_letterhead(lines: Sequence[Sequence[Segment]], index: int, end: int, split: float) -> int:
    """A letterhead ends with its right column (place and date); a list of recipients may be longer than that."""
    right = [n for n in range(index, end) if any(segment.left >= split for segment in lines[n])]
    words = " ".join(segment.text for n in right for segment in lines[n] if segment.left >= split)
    return right[-1] + 1 if MOTTO.search(words) else end


def _belongs(line: Sequence[Segment], before: Sequence[Segment], split: float, right: float) -> bool:
    """Does a line keep to the two columns? One that reaches into the right one, or stands far below, begins the text.

    The left column may grow towards the right one: “Nơi nhận:” is shorter than the names below it.
    """
    near = line[0].top - before[0].bottom < _NEAR
    return near and all(segment.right <= right or segment.left >= split for segment in line)
