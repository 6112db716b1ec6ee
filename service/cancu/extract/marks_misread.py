"""Words that a scanner or a typist took for others: “HỌND” for “HĐND”, “du luận” for “dư luận”, “quyêt” for “quyết”.

What is told differs in one letter from a word that is proved: a known abbreviation, a pair of words that is always
written so, or a pair that the same text writes twice or more.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise

from cancu import resources
from cancu.extract.layout import Noted
from cancu.extract.words import any_of, level
from cancu.model import MarkKind, Span
from cancu.vietnamese import UPPER, is_syllable, unmarked

_CAPITALS = re.compile(rf"(?<![\w/.–-])[{UPPER}]{{4,8}}(?![\w/])")
_ABBREVIATION = re.compile(r"(?<!\w)[A-ZĐ]{4,8}(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SHUT = re.compile(r"(?:ch|[cpt])$")
_SHARP = re.compile("[\u0301\u0323]")
_PLAIN = re.compile(r"\s{1,4}[A-Za-z]+(?![^\W_])")
"""A next word without marks: where none has any (“Uy ban nhan dan”), nothing was misread."""
_OFTEN = 2
_LEAST, _MOST = 3, 8
"""Letters of a word that may be a syllable read wrongly."""


def misread(flow: str) -> Iterator[Noted]:
    """Yield what was read or typed wrongly, with the words that are meant."""
    yield from _abbreviations(flow)
    yield from _pairs(flow)
    yield from _syllables(flow)


@cache
def _known() -> frozenset[str]:
    rows = resources.table("data", "lexicon", "abbreviations.tsv")
    return frozenset(row["short"] for row in rows if _ABBREVIATION.fullmatch(row["short"]))


def _abbreviations(flow: str) -> Iterator[Noted]:
    """An abbreviation has no tone: letters with one that are no syllable are near to one known, or printed twice."""
    odd = [match for match in _CAPITALS.finditer(flow) if _has_tone(match[0]) and not is_syllable(match[0])]
    if not odd:
        return
    printed = Counter(match[0] for match in _ABBREVIATION.finditer(flow))
    near = _near({*_known(), *(word for word, times in printed.items() if times >= _OFTEN)})
    for match in odd:
        meant = {word for mask in _masks(match[0]) for word in near.get(mask, ())}
        if len(meant) == 1:
            yield Noted(MarkKind.MISREADING, Span(*match.span()), meant.pop())


@cache
def _fixed() -> tuple[re.Pattern[str], dict[str, tuple[str, frozenset[str]]]]:
    rows = resources.table("data", "lexicon", "fixed-pairs.tsv")
    known = {unmarked(row["pair"]): (row["pair"], frozenset(row["but"].split(", "))) for row in rows}
    return any_of(known), known


def _pairs(flow: str) -> Iterator[Noted]:
    """Two words that differ from a fixed pair in the marks of one letter; names (“Du Luận”) are left alone."""
    bare, key = unmarked(flow).lower(), level(flow)
    if len(bare) != len(flow):
        return
    pattern, known = _fixed()
    for match in pattern.finditer(bare):
        pair, lawful = known[" ".join(match[0].split())]
        words = " ".join(key[match.start() : match.end()].split())
        printed = flow[match.start() : match.end()].split()
        if words == pair or words in lawful or _differing(words, pair) != 1:
            continue
        if words.isascii() and _PLAIN.match(flow, match.end()):
            continue
        if not (printed[1].islower() or all(word.isupper() for word in printed)):
            continue
        yield Noted(MarkKind.MISREADING, Span(*match.span()), _as_printed(printed, pair))


def _as_printed(printed: list[str], pair: str) -> str:
    if printed[1].isupper():
        return pair.upper()
    return pair[0].upper() + pair[1:] if printed[0][0].isupper() else pair


def _syllables(flow: str) -> Iterator[Noted]:
    """Small letters that are no syllable, where one other letter gives a pair that the text writes elsewhere."""
    words = _WORD.findall(level(flow))
    strange = {word for word in set(words) if _is_odd(word)}
    if not strange:
        return
    tokens = list(_WORD.finditer(level(flow)))
    odd = [n for n, match in enumerate(tokens) if words[n] in strange and flow[match.start() : match.end()].islower()]
    together = Counter(pairwise(words))
    lengths = {len(word) for word in strange}
    near = _near({word for word in set(words) if len(word) in lengths and is_syllable(word)})
    for n in odd:
        meant = {
            word
            for mask in _masks(words[n])
            for word in near.get(mask, ())
            if not _is_odd(word)
            if (n > 0 and together[words[n - 1], word] >= _OFTEN)
            or (n + 1 < len(words) and together[word, words[n + 1]] >= _OFTEN)
        }
        if len(meant) == 1:
            yield Noted(MarkKind.MISREADING, Span(*tokens[n].span()), meant.pop())


def _is_odd(word: str) -> bool:
    """Is a word with a mark on one of its letters no syllable? One shut by c, ch, p, t has a sharp tone."""
    if not _LEAST <= len(word) <= _MOST or word.isascii():
        return False
    return not is_syllable(word) or (
        _SHUT.search(word) is not None and _SHARP.search(unicodedata.normalize("NFD", word)) is None
    )


def _has_tone(word: str) -> bool:
    return _TONE.search(unicodedata.normalize("NFD", word)) is not None


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else len(other)


def _masks(word: str) -> Iterator[str]:
    """Yield a word with each of its letters left out in turn."""
    for at in range(len(word)):
        yield f"{word[:at]}*{word[at + 1 :]}"


def _near(words: set[str]) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        for mask in _masks(word):
            found[mask].add(word)
    return found
