"""Words written twice in a row, where no reduplicated word (từ láy) and no border of two words explains it.

“hiện tại tại xã”, “hành chính công công khai” are right: only words of a list are told, and pairs of words
written twice (“thực hiện thực hiện”).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from cancu import resources
from cancu.extract.layout import Noted
from cancu.extract.words import level
from cancu.model import MarkKind, Span

_PAIR = re.compile(
    r"(?<![\w-])(?P<pair>(?P<one>[^\W\d_]{1,7})\s{1,4}(?P<two>[^\W\d_]{1,7}))\s{1,4}(?P=one)\s{1,4}(?P=two)(?![\w-])"
)


@cache
def _words() -> re.Pattern[str]:
    words = "|".join(re.escape(row["word"]) for row in resources.table("data", "lexicon", "doubled-words.tsv"))
    return re.compile(rf"(?<![\w-])(?P<pair>{words})\s{{1,4}}(?P=pair)(?![\w-])")


@cache
def _lawful() -> frozenset[str]:
    return frozenset(row["pair"] for row in resources.table("data", "lexicon", "repeated-pairs.tsv"))


def doubled(flow: str, prose: Iterable[Span]) -> Iterator[Noted]:
    """Yield the words written twice inside ``prose``; the suggestion is to write them once."""
    key = level(flow)
    for part in prose:
        for match in _words().finditer(key, part.start, part.end):
            yield _noted(flow, match)
        for match in _PAIR.finditer(key, part.start, part.end):
            is_small = flow[match.start() : match.end()].islower()
            if is_small and match["one"] != match["two"] and " ".join(match["pair"].split()) not in _lawful():
                yield _noted(flow, match)


def _noted(flow: str, match: re.Match[str]) -> Noted:
    once = " ".join(flow[match.start("pair") : match.end("pair")].split())
    return Noted(MarkKind.DOUBLED_WORD, Span(*match.span()), once)
