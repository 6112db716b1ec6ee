"""Names, numbers and days as keys under which two spellings of one thing are equal."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from cancu import resources
from cancu.query.typed import asked, is_year, words
from cancu.vietnamese import fold

_NUMBER = re.compile(r"(?<![\w/.-])\d+[A-Za-zĐđ]?(?:\.\d+)*(?:\s?[/-]\s?[\w&.]+)+")
_TIGHT = re.compile(r"(?<![\w/.-])\d+[A-Za-zĐđ]?(?:\.\d+)*(?:[/-][\w&.]+)+")
_DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*((?:19|20)\d\d)(?![\d/])")
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)(?:T.*)?$")
_WITHIN = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_YEAR = re.compile(r"(?:năm\s+)?((?:19|20)\d\d)(?:\.0)?$", re.IGNORECASE)
_LEGISLATURE = re.compile(r"(?:qh|ubtvqh)\d{1,2}$")

When = dt.date | int | None
"""A day, a year alone, or nothing that is understood."""


def spelled(text: str) -> str:
    """Key of a name: folded, short forms written out. ``UBND TP Hà Nội`` → ``uy ban nhan dan thanh pho ha noi``."""
    long = _long_forms()
    return " ".join(long.get(word, word) for word in fold(text).split())


def document_key(text: str) -> str:
    """Key of a document's name: as ``spelled``, and “số”, “của”, “về” and leading zeros do not count."""
    return " ".join(words(spelled(text)))


@cache
def _long_forms() -> Mapping[str, str]:
    rows = resources.table("data", "interface", "lookup-short-forms.tsv")
    return {row["short"]: row["words"] for row in rows}


def number_key(number: str) -> str:
    """Key of a printed number: ``07/KH-UBND`` and ``7 - KH/UBND`` are one."""
    return fold(number).lstrip("0")


def is_whole(key: str) -> bool:
    """Tell whether a number has its symbol, and not its figures alone."""
    return key[:1].isdigit() and any(character.isalpha() for character in key)


def tells_its_series(key: str) -> bool:
    """Tell whether a number says by itself of which year or legislature it is: 72/2015/NĐ-CP, 126/2025/QH15."""
    return any(is_year(part) or _LEGISLATURE.match(part) for part in key.split()[1:])


def numbers_in(text: str) -> frozenset[str]:
    """Return the keys of the whole numbers that are printed in a text; days are none."""
    bare = _DAY.sub(" ", unicodedata.normalize("NFC", text))
    found = {number_key(match[0]) for pattern in (_NUMBER, _TIGHT) for match in pattern.finditer(bare)}
    return frozenset(key for key in found if is_whole(key))


def when(value: object) -> When:
    """Return the day or the year that a cell of a table means: a date, a time of that day, 24/01/2025, 2025."""
    text = str(value).strip()
    if found := _ISO.match(text):
        return _date(found[1], found[2], found[3])
    if found := _DAY.fullmatch(text):
        return _date(found[3], found[2], found[1])
    if found := _YEAR.fullmatch(text):
        return int(found[1])
    return min(days_in(text), default=None)


def days_in(text: str) -> frozenset[dt.date]:
    """Return the days that are written in a text, in the Vietnamese or the international way."""
    read = asked(text, {}).day
    found = [_date(match[1], match[2], match[3]) for match in _WITHIN.finditer(text)]
    found += [_date(*map(str, read))] if read else []
    return frozenset(filter(None, found))


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
