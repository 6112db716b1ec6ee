"""Words of running text: keys of equal length, word lists as patterns, list marks, sentences.

``level`` keeps offsets: the key of a text has as many characters as the text, so what is found in the key stands at the
same place in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate

from cancu import resources
from cancu.model import Span
from cancu.vietnamese import UPPER

_OLD_TONES = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_Tree = dict[str, "_Tree"]
"""Words by their letters; the key “” says that a word ends here."""
_LONG = 2000
"""Whole documents are few and large, cells and names many and short: each kind has a cache of its own."""
_OLD_TONE = re.compile(rf"(?:{'|'.join(_OLD_TONES)})(?!\w)")  # “hoà”, but not “hoàn”
_SENTENCE_END = re.compile(rf"[.!?…](?<![.!?…][.!?…])[.!?…]*[”\"')]*\s+(?=[{UPPER}“(])")
_ABBREVIATED = re.compile(r"(?:\b(?:TT|TP|Tp|T|P|Q|Tr|Ths|TS|PGS|GS|St|đ/c|v\.v)|\b[A-ZĐ])$")
_NOT_BLANK = re.compile(r"\S")
_WORD = re.compile(r"[^\W_][\w/&]*(?:[.\-–][^\W_][\w/&]*)*")


def level(text: str) -> str:
    """Return ``text`` in lower case with tones where today's spelling puts them, character for character."""
    return _long_key(text) if len(text) > _LONG else _short_key(text)


@lru_cache(maxsize=8)
def _long_key(text: str) -> str:
    return _key(text)


@lru_cache(maxsize=8192)
def _short_key(text: str) -> str:
    return _key(text)


def _key(text: str) -> str:
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _OLD_TONE.sub(lambda m: _OLD_TONES[m.group()], lower)


def any_of(words: Iterable[str], blank: str = r"\s+") -> re.Pattern[str]:
    """Return a pattern that matches one of ``words`` whole, the longest that stands there, blanks of any width.

    ``blank`` is the pattern for a blank inside a word.

    The words are written as a tree of their letters, and that no letter stands before them is asked after the first
    letter is seen: so that the engine skips what cannot begin a word of the list, and tries no beginning twice.
    """
    root: _Tree = {}
    for word in words:
        node = root
        for sign in " ".join(level(word).split()):
            node = node.setdefault(sign, {})
        node[""] = {}
    ways = (f"{re.escape(sign)}(?<!\\w{re.escape(sign)}){_ways(node, blank)}" for sign, node in sorted(root.items()))
    return re.compile(rf"(?:{'|'.join(ways)})(?!\w)")


def _ways(node: _Tree, blank: str) -> str:
    inner = ((sign, _ways(below, blank)) for sign, below in sorted(node.items()) if sign)
    ways = [(blank if sign == " " else re.escape(sign)) + rest for sign, rest in inner]
    if not ways:
        return ""
    together = f"(?:{'|'.join(ways)})" if len(ways) > 1 or "" in node else ways[0]
    return f"{together}?" if "" in node else together


@cache
def lexicon(name: str, column: str, kind: str | None = None) -> re.Pattern[str]:
    """Return ``any_of`` the ``column`` of a shipped word list, of rows of one ``kind`` where that is given."""
    rows = resources.table("data", "lexicon", f"{name}.tsv")
    return any_of(row[column] for row in rows if kind is None or row["kind"] == kind)


def words(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the words of ``text[start:end]``; a hyphen, slash or dot inside a word belongs to it."""
    return _WORD.finditer(text, start, end)


def after_blanks(text: str, start: int, end: int) -> int:
    """Return the first place in ``text[start:end]`` that is no blank, ``end`` where there is none."""
    match = _NOT_BLANK.search(text, start, end)
    return match.start() if match else end


class Covered:
    """Ranges to be left out, asked by place."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span in self._spans]
        self._ends = list(accumulate((span.end for span in self._spans), max))

    def holds(self, at: int) -> bool:
        """Does a range hold the character at ``at``?"""
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and self._ends[index] > at


def sentences(flow: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of a paragraph; a stop after an abbreviation or a single capital ends none."""
    begin = start
    for match in _SENTENCE_END.finditer(flow, start, end):
        if not _ABBREVIATED.search(flow[max(begin, match.start() - 4) : match.start()]):
            yield Span(begin, match.end())
            begin = match.end()
    if begin < end:
        yield Span(begin, end)
