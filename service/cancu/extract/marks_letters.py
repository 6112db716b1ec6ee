"""Letters not encoded as TCVN 6909:2001 asks: marks apart from their letters (NFD), left-overs of TCVN3 and VNI."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from cancu import resources
from cancu.extract.layout import Noted
from cancu.model import Mark, MarkKind, Span
from cancu.text import Text
from cancu.vietnamese import is_syllable

_TOKEN = re.compile(r"\S+")
_APART = re.compile(r"[^\W\d_][\u0300-\u036f]")
_MOST_WORDS = 25
"""A longer run has no suggestion: all of it is to be composed."""
_LEAST_RUN = 2
_LONGEST = 12
"""Signs of a syllable in an old encoding, at most."""
_FIRST_OF_TCVN3 = 0xA1
_AROUND = ".,;:!?()[]\"'“”‘’…"
_WINDOWS = re.compile(r"[A-Za-z\x80-\xff\u0152-\u0192\u02c6\u02dc\u2013-\u2122]+")
"""What software shows of the bytes of an old encoding."""


def uncomposed(text: Text) -> Iterator[Mark]:
    """Yield the runs of words whose marks are encoded apart; a word with a letter in one piece ends a run."""
    if unicodedata.is_normalized("NFC", text.content):
        return
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text.content):
        if _APART.search(token[0]) and not unicodedata.is_normalized("NFC", token[0]):
            run.append(token)
        elif run and any(len(unicodedata.normalize("NFD", sign)) > 1 for sign in token[0]):
            yield _apart(text, run)
            run = []
    if run:
        yield _apart(text, run)


def _apart(text: Text, run: list[re.Match[str]]) -> Mark:
    span = Span(run[0].start(), run[-1].end())
    words = text.content[span.start : span.end]
    return Mark(
        text=text.quote(span),
        start=span.start,
        end=span.end,
        kind=MarkKind.NOT_COMPOSED,
        suggestion=unicodedata.normalize("NFC", words) if len(run) <= _MOST_WORDS else None,
    )


def legacy(flow: str) -> Iterator[Noted]:
    """Yield runs with two words or more that are Vietnamese only when read as TCVN3 or VNI.

    One word alone may be foreign (“São”), or a sign (“m²”); a word of plain letters may stand between two.
    """
    if not any(not word.isascii() and _meant(word.strip(_AROUND)) for word in {*flow.split()}):
        return  # as in most documents
    run: list[tuple[Span, str | None]] = []
    for token in _TOKEN.finditer(flow):
        meant = None if token[0].isascii() else _meant(token[0].strip(_AROUND))
        if meant is not None or (run and run[-1][1] is not None and token[0].isascii()):
            run.append((Span(*token.span()), meant))
        elif run:
            yield from _residue(flow, run)
            run = []
    yield from _residue(flow, run)


def _residue(flow: str, run: list[tuple[Span, str | None]]) -> Iterator[Noted]:
    if run and run[-1][1] is None:
        run = run[:-1]
    if sum(meant is not None for _, meant in run) >= _LEAST_RUN:
        words = [_as_meant(flow[span.start : span.end], meant) for span, meant in run]
        yield Noted(MarkKind.LEGACY_LETTERS, Span(run[0][0].start, run[-1][0].end), " ".join(words))


def _as_meant(printed: str, meant: str | None) -> str:
    return printed.replace(printed.strip(_AROUND), meant) if meant else printed


@lru_cache(maxsize=8192)
def _meant(word: str) -> str | None:
    """Return the Vietnamese syllable that a word is in an old encoding, None where it is none or one as it stands."""
    if not _LEAST_RUN <= len(word) <= _LONGEST or is_syllable(word) or not _WINDOWS.fullmatch(word):
        return None
    for pattern, letters in _encodings():
        read = pattern.sub(lambda match, known=letters: known[match[0]], word)  # type: ignore[misc]
        if read != word and read.isalpha() and is_syllable(read):
            return read
    return None


@cache
def _encodings() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    found = []
    for name in ("tcvn5712", "vni"):
        rows = (
            (bytes.fromhex(row["bytes"]), row["letter"]) for row in resources.table("data", "encodings", f"{name}.tsv")
        )
        letters = {
            code.decode("latin-1"): letter for code, letter in rows if name == "vni" or code[0] >= _FIRST_OF_TCVN3
        }
        ways = "|".join(re.escape(sign) for sign in sorted(letters, key=len, reverse=True))
        found.append((re.compile(ways), letters))
    return tuple(found)
