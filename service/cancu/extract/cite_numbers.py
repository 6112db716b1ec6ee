"""Document numbers: where one stands and how it reads without the blanks, footnote marks and slips of print.

State: ``95/KH-UBND``, ``72/2015/NĐ-CP``, ``66.15/2026/NQ-CP``; laws ``64/2025/QH15``; Party: ``59-NQ/TW``.
Sources: Nghị định 30/2020/NĐ-CP Phụ lục I and III; Hướng dẫn 36-HD/VPTW.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cancu import resources
from cancu.extract.cite_page import Page, around, type_of_abbreviation
from cancu.extract.words import after_blanks

_SEGMENT = r"[A-ZĐƯƠÔÂ&]{1,24}(?:yĐ|r|g)?[A-ZĐƯƠÔÂ]{0,24}\d{0,3}(?!\w)"
_NUMBER = re.compile(
    r"(?:(?<![\w./-])|(?<=[Ss][ốỐ]))(?P<serial>\d{1,5}(?:\.\d{1,3})?[A-Za-z]?)\s?(?P<sign>[/-])\s?"
    r"(?:(?P<year>(?:19|20)\d\d)\s?[/-]\s?)?(?P<symbol>" + _SEGMENT + r"(?:\s?[/-]\s?" + _SEGMENT + r"){0,9})"
)
_BLANK = re.compile(r"[Ss][ốỐ][\s:.…_]{0,80}(?P<symbol>[/-]\s?" + _SEGMENT + r"(?:\s?[/-]\s?" + _SEGMENT + r"){0,5})")
_TAIL = re.compile(r"\([A-ZĐ]{1,6}\)|\.[A-ZĐ]{1,4}(?!\w)")
"""Who drafted it, behind the symbol: “4567/UBND-KT(VX)”, “12/QĐ-UBND.HC”."""
_MINISTRY = re.compile(r"B(?!CĐ|ĐH|TL|CH|QL)[A-ZĐ]{1,7}")
_JOINT = re.compile(r"(?:TTLT|NQLT|TTLB|KHLT|QCPH|CTPH|CTrPH|KHPH|LT|LN)$")
_SHORT = re.compile(
    r"\s+(?:(?:số\s+)?(?P<dated>\d{1,4}/(?:19|20)\d\d)(?![\w/-])|(?:số\s+(?P<said>\d{1,4})|(?P<bare>\d{2,3}))(?!\w))"
)
_SERIAL_END = re.compile(r"\s*(?:[;,:()”\"]|\.(?!\d)|[-–]\s|$|\n)")


@cache
def _organs() -> dict[str, str]:
    """Return whose way of writing numbers (``state``, ``party`` or neither) a body's abbreviation asks for."""
    return {row["organ"]: row["order"] for row in resources.table("data", "lexicon", "organs.tsv")}


@dataclass(frozen=True, slots=True)
class Number:
    """``text`` is the number as it should read; ``symbol`` alone is known where the number is blank (``text`` None)."""

    start: int
    end: int
    text: str | None
    symbol: str
    year: int | None
    is_law: bool
    is_joint: bool

    @property
    def type(self) -> str | None:
        """The kind of document that the abbreviation in the symbol stands for."""
        return type_of_abbreviation().get(re.split(r"[/-]", self.symbol.lstrip("/-"))[0].upper())


def numbers(page: Page) -> Iterator[Number]:
    """Yield the numbers of documents on a page, whether or not a kind of document is named before them."""
    for match in _NUMBER.finditer(page.work):
        yield _read(match)


def blanks(page: Page) -> Iterator[Number]:
    """Yield the places where only the symbol is printed: “Số:      /QĐ-UBND”."""
    for match in _BLANK.finditer(page.work):
        symbol = re.sub(r"\s", "", match["symbol"])
        yield Number(match.start(), match.end(), None, symbol, None, is_law=False, is_joint=False)


def short_number(page: Page, start: int, *, is_usual: bool) -> tuple[str, int] | None:
    """Return a bare serial after a kind of document (“Nghị quyết 59 của …”, “Quyết định số 765)”) and its end.

    ``is_usual``: documents of this kind are often named so, and “số” may be left out.
    """
    match = _SHORT.match(page.key, start)
    if match is None or not (match["said"] or match["dated"] or is_usual):
        return None
    after = after_blanks(page.key, match.end(), len(page.key))
    ends = match["dated"] or _SERIAL_END.match(page.key, match.end()) or around("serial-end").match(page.key, after)
    if not ends:
        return None
    return match["dated"] or match["said"] or match["bare"], match.end()


def _read(match: re.Match[str]) -> Number:
    segments = [_unmarked(x) for x in re.split(r"\s?[/-]\s?", match["symbol"])]
    signs = re.findall(r"[/-]", match["symbol"])
    lost = len(re.split(r"\s?[/-]\s?", match["symbol"])[-1]) - len(segments[-1])
    symbol = segments[0] + "".join(s + x for s, x in zip(signs, segments[1:], strict=True))
    year = match["year"]
    head = match["serial"] + match["sign"]
    if year:
        symbol = "-".join(segments)
        head = f"{match['serial']}/{year}/"
    elif len(segments) == 2 and _organs().get(segments[1].upper()) == "party":
        head, symbol = f"{match['serial']}-", "/".join(segments)
    elif len(segments) == 2 and _organs().get(segments[1].upper()) == "state":
        head, symbol = f"{match['serial']}/", "-".join(segments)
    tail = _TAIL.match(match.string, match.end())
    return Number(
        match.start(),
        tail.end() if tail and not lost else match.end() - lost,
        head + symbol,
        symbol,
        int(year) if year else None,
        is_law=segments[0].startswith(("QH", "UBTVQH")),
        is_joint=_JOINT.search(segments[0]) is not None,
    )


def _unmarked(segment: str) -> str:
    """Take a footnote mark away: ``TW1`` → ``TW``; a number of the body's own stays: ``QH15``, ``BCĐ35``."""
    base = segment.rstrip("0123456789")
    return base if base.upper() in _organs() or _MINISTRY.fullmatch(base) else segment
