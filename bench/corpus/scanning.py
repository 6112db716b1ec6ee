"""What a scanner makes of a page: letters misread, numbers lost, stamps and page numbers between the lines."""

from __future__ import annotations

import random
import re
from functools import cache

from bench.corpus.words import table
from bench.texts import wrapped

_NUMBER = re.compile(r"^(Số:?) *\d+([/-])", re.M)
_LOST = 0.5
"""Share of re-scans whose number was under the seal."""
_MISREAD = 0.02
"""Share of the words of misread.tsv that are misread: some ten on a page."""
_PAGE = 36
"""Lines on a page."""


def rescanned(text: str, rng: random.Random) -> tuple[str, bool]:
    """Return the text as another scan gives it, and whether the number of its head was lost."""
    is_lost = rng.random() < _LOST
    if is_lost:
        text = _NUMBER.sub(r"\1      \2", text, count=1)
    head, blank, rest = text.partition("\n\n")
    readings = {row[0]: row[1] for row in table("misread")}
    body = _printed().sub(lambda found: readings[found[0]] if rng.random() < _MISREAD else found[0], rest)
    paged: list[str] = []
    for number, line in enumerate(_lines(body)):
        if number % _PAGE == _PAGE - 1:
            paged += [f"\n{2 + number // _PAGE}\n"]
        paged.append(line)
    return f"{head}{blank}" + "\n".join(paged), is_lost


def _lines(text: str) -> list[str]:
    return "\n".join(line if len(line) < 80 or "|" in line else wrapped(line) for line in text.split("\n")).split("\n")


@cache
def _printed() -> re.Pattern[str]:
    return re.compile("|".join(sorted((re.escape(word) for word, _ in table("misread")), key=len, reverse=True)))
