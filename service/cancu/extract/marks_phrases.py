"""Fixed phrases that lack a word: “thông tin đối cho” (ngoại), “UBND Thành ban hành” (phố)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from cancu import resources
from cancu.extract.layout import Noted
from cancu.extract.words import any_of, level, lexicon
from cancu.model import MarkKind, Span

_BODY_OF_CITY = re.compile(
    r"(?<!\w)(?:UBND|HĐND|[ỦU][ỷyỶ] ban nhân dân|Hội đồng nhân dân) Thành(?=\s(?P<next>[^\W\d_]+)|\s*[,;.)])"
)
"""After a body, “Thành” alone begins no name: a small letter, or nothing, follows."""
_OF_CITY = frozenset({"phố", "ủy", "uỷ", "đoàn", "hội", "phần"})
_NEXT = re.compile(r"[^\S\n]{1,4}([^\W\d_]+)")


@cache
def _stubs() -> tuple[re.Pattern[str], dict[str, tuple[str, frozenset[str]]]]:
    rows = resources.table("data", "lexicon", "broken-phrases.tsv")
    known = {level(row["stub"]): (row["word"], frozenset((*row["others"].split(), row["word"]))) for row in rows}
    return any_of(known), known


@cache
def _verbs() -> re.Pattern[str]:
    return lexicon("body-verbs", "verb")


def broken(flow: str, prose: Iterable[Span], tables: Iterable[Span]) -> Iterator[Noted]:
    """Yield the phrases of ``prose`` that lack their next word; the suggestion has it.

    Only where a word follows in the same paragraph: at its end the text itself may be cut. In ``tables``, where cells
    may stand side by side, only a verb proves that the body's name ends.
    """
    pattern, known = _stubs()
    key = level(flow)
    for part in prose:
        for match in pattern.finditer(key, part.start, part.end):
            word, fitting = known[" ".join(match.group().split())]
            after = _NEXT.match(key, match.end(), part.end)
            if after is not None and after[1] not in fitting and flow[after.start(1)].islower():
                yield _noted(flow, match.span(), word)
        for match in _BODY_OF_CITY.finditer(flow, part.start, part.end):
            after_city = match["next"]
            if after_city is None or (after_city.islower() and level(after_city) not in _OF_CITY):
                yield _noted(flow, match.span(), "phố")
    for table in tables:
        for match in _BODY_OF_CITY.finditer(flow, table.start, table.end):
            if match["next"] and _verbs().match(key, match.start("next")):
                yield _noted(flow, match.span(), "phố")


def _noted(flow: str, span: tuple[int, int], word: str) -> Noted:
    return Noted(MarkKind.BROKEN_PHRASE, Span(*span), f"{flow[slice(*span)]} {word}")
