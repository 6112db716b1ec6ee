"""Keys under which Vietnamese words compare equal however they were typed.

Typing differs in composition (NFC, NFD), in where the tone stands (hoà, hòa), in i and y (Uỷ, Ủy; Mỹ stays), in case
and in whether tones are typed at all. Texts keep their own spelling; only keys are folded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from cancu import resources

UPPER = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
"""Capital letters as the inside of a pattern's class. A range such as ``À-Ỹ`` would take small letters in."""


class _Bare(dict[int, str]):
    """Table of characters without their marks, filled as they are met: a text has few different ones."""

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFD", chr(code))
        self[code] = "".join(c for c in letters if not unicodedata.combining(c))
        return self[code]


_BARE = _Bare({ord("đ"): "d", ord("Đ"): "D"})
_TONE = re.compile("(?<=[aeiouy\u0302\u0306\u031b])[\u0300\u0301\u0303\u0309\u0323]")
"""A tone stands on a vowel: ñ is no Vietnamese letter."""
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def squeeze(text: str) -> str:
    """Collapse each run of white space into one space and strip the ends."""
    return " ".join(text.split())


def unmarked(text: str) -> str:
    """Take away tones and diacritics (NFC in, ASCII letters out); the case stays. ``Đồ Sơn`` → ``Do Son``."""
    return unicodedata.normalize("NFC", text.translate(_BARE))


def fold(text: str) -> str:
    """Key of a phrase: no tones, lower case, punctuation as single spaces. ``Uỷ ban, xã`` → ``uy ban xa``."""
    return _NOT_SLUG.sub(" ", unmarked(text).lower()).strip()


def slug(text: str) -> str:
    """ASCII path segment of an IRI: ``Ủy ban nhân dân`` → ``uy-ban-nhan-dan``."""
    return _NOT_SLUG.sub("-", unmarked(text).lower()).strip("-")


def sort_key(text: str) -> tuple[str, str]:
    """Order names as a Vietnamese reader expects: by letters first, by tones where letters agree."""
    return (fold(text), unicodedata.normalize("NFC", text))


@cache
def _syllable() -> re.Pattern[str]:
    rows = resources.table("data", "encodings", "syllables.tsv")
    parts = {kind: "|".join(row["letters"] for row in rows if row["part"] == kind) for kind in ("onset", "rime")}
    return re.compile(rf"(?:{parts['onset']})?(?:{parts['rime']})")


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Is ``word`` (composed letters) a Vietnamese syllable, with one tone at most (data/encodings/syllables.tsv)?"""
    decomposed = unicodedata.normalize("NFD", word.lower())
    bare, tones = _TONE.subn("", decomposed)
    return tones <= 1 and _syllable().fullmatch(unicodedata.normalize("NFC", bare)) is not None
