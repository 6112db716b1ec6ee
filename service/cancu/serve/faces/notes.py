"""Remarks of the registry on how a document stands, in the reader's language: ``data/interface/standing-notes.tsv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cancu import resources

_AS_OF = re.compile(r"(?P<said>.*?)\s*(?:\(as of (?P<day>\d{4}-\d\d-\d\d)\))?", re.DOTALL)
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Note:
    """A remark, the language it is in, and the day on which it was looked up, if told."""

    text: str
    language: str
    day: str


def note(text: str, language: str) -> Note:
    """Read a remark such as “in force; amended by 187/2025/NĐ-CP (as of 2026-11-01)”.

    It stays English where any part of it has no Vietnamese words.
    """
    found = _AS_OF.fullmatch(text)
    said, day = (found["said"], found["day"] or "") if found else (text, "")
    parts = [_vietnamese(part.strip()) for part in said.split(";")]
    if language == "en" or None in parts:
        return Note(said, "en", day)
    return Note("; ".join(part for part in parts if part), "vi", day)


def _vietnamese(part: str) -> str | None:
    for pattern, words in _notes():
        if (match := pattern.fullmatch(part)) is not None:
            values = [_DAY.sub(r"\3/\2/\1", value) for value in match.groups()]
            return words.format("", *values)
    return None


@cache
def _notes() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = resources.table("data", "interface", "standing-notes.tsv")
    return tuple((re.compile(row["note"]), row["vi"]) for row in rows)
