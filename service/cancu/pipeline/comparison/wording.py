"""Which words two texts share. Case, punctuation and the place of a tone (Uỷ, Ủy) do not count; tones do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from rapidfuzz.distance import Indel

from cancu.pipeline.comparison.model import Piece

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_FIRST = 0x10000
_CUT = "…"
"""Ends a quotation that was shortened; no word of the text."""


def keys(text: str) -> tuple[str, ...]:
    """Return what is compared of each word of ``text``."""
    return tuple(_key(word) for word in text.split() if word != _CUT)


def pieces(a: str, b: str) -> tuple[Piece, ...]:
    """Return both texts cut into words that they share and words that only one has, in order.

    ``pieces(b, a)`` is the same with sides changed: of several ways to align two texts one is always taken.
    """
    if a > b:
        return tuple(Piece(piece.b, piece.a, piece.is_same) for piece in pieces(b, a))
    one, other = a.split(), b.split()
    codes = Indel.opcodes([_key(word) for word in one], [_key(word) for word in other])
    found = []
    for is_same, run in groupby(codes, key=lambda code: code.tag == "equal"):
        steps = list(run)
        first, last = steps[0], steps[-1]
        left = " ".join(one[first.src_start : last.src_end])
        right = " ".join(other[first.dest_start : last.dest_end])
        found.append(Piece(left, right, is_same))
    return tuple(found)


def likeness(a: str, b: str) -> float:
    """Return how many words two texts share in order, of all their words: 0 to 1; 1 where both say nothing."""
    return round(Indel.normalized_similarity(keys(a), keys(b)), 6)


def letters(texts: Iterable[tuple[str, ...]]) -> list[str]:
    """Return each list of words as a string with one character a word, the same for the same word.

    Strings of characters are compared much faster than lists; there are more characters than words in two documents.
    """
    known: dict[str, str] = {}
    return ["".join(known.setdefault(word, chr(_FIRST + len(known))) for word in words) for words in texts]


@lru_cache(maxsize=65_536)
def _key(word: str) -> str:
    plain = unicodedata.normalize("NFC", word.casefold())
    marked = unicodedata.normalize("NFD", _EDGES.sub("", plain) or plain)
    tones = "".join(mark for mark in marked if mark in _TONES)
    return "".join(letter for letter in marked if letter not in _TONES) + tones
