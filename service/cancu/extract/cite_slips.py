"""Slips of a scanner in fixed words: “Nghị quyêt”, “Chinh phủ”, “Ủy bạn nhân dân” are known by their letters.

A capital begins the words, their letters without tones are those of a kind of document or of a body, and one or two
letters have lost or got a mark. Short words (“Đề án”) are left as they are: other words are too near.
"""

from __future__ import annotations

import re
from functools import cache

from cancu import resources
from cancu.extract.words import any_of, level
from cancu.vietnamese import unmarked

_LEAST = 8
"""Letters that a phrase has at least, blanks included."""
_LONG = 12
"""From this length on two letters may differ."""
_SOURCES = (
    ("cited-types", "word"),
    ("issuer-heads", "head"),
    ("issuer-names", "printed"),
    ("abbreviations", "long"),
)


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of the phrases without marks, and the one way in which each is written."""
    ways: dict[str, set[str]] = {}
    for table, column in _SOURCES:
        for row in resources.table("data", "lexicon", f"{table}.tsv"):
            phrase = level(row[column])
            if len(phrase) >= _LEAST and " " in phrase:
                ways.setdefault(unmarked(phrase), set()).add(phrase)
    sure = {bare: next(iter(written)) for bare, written in ways.items() if len(written) == 1}
    return any_of(sure, blank=" "), sure


@cache
def _bare_letters() -> dict[int, str]:
    """Return the letter without marks of every Vietnamese letter, one for one.

    Other common signs stand for themselves: to translate what a table lacks takes ten times as long.
    """
    marked = (chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)))
    letters = {ord(letter): bare for letter in marked if len(bare := unmarked(letter).lower()) == 1}
    return {code: chr(code) for code in (*range(0xC0), *range(0x2010, 0x2040))} | letters


def mended(text: str) -> str:
    """Return ``text`` with such slips put right, letter for letter, so that all offsets stay."""
    pattern, written = _phrases()
    bare = text.lower().translate(_bare_letters())
    if len(bare) != len(text):
        return text
    pieces, done = [], 0
    for match in pattern.finditer(bare):
        start, end = match.span()
        printed, meant = text[start:end], written[match.group()]
        key = level(printed)
        if key == meant or not printed[:1].isupper():
            continue
        slips = sum(a != b for a, b in zip(key, meant, strict=True))
        if 0 < slips <= (2 if len(meant) >= _LONG else 1):
            right = meant.upper() if printed.isupper() else _like(printed, meant)
            pieces += [text[done:start], right]
            done = end
    return "".join([*pieces, text[done:]]) if pieces else text


def _like(printed: str, meant: str) -> str:
    """Write ``meant`` with the capitals of ``printed``."""
    return "".join(m.upper() if p.isupper() else m for p, m in zip(printed, meant, strict=True))
