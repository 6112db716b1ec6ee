"""The parts of a printed number: 59-NQ/TW, 72/2015/NĐ-CP, 126/2025/QH15, 295/BTC-KBNN, 66.17/2026/NQ-CP.

State numbers put “/” after the serial (Nghị định 30/2020/NĐ-CP, Phụ lục I), Party numbers “-” (Hướng dẫn 36-HD/VPTW);
both are met the wrong way round, so the separators do not decide, the abbreviations do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cancu.vietnamese import slug

_FIRST_YEAR = 1945
_JOINT = frozenset({"TTLT", "NQLT", "TTLB"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number taken apart: ``type`` is the printed abbreviation of the type, None in laws and dispatches;
    ``organs`` the abbreviations after it; ``legislature`` the digits of QH15 or UBTVQH15."""

    serial: str
    year: int | None
    type: str | None
    organs: tuple[str, ...]
    legislature: int | None

    @property
    def is_joint(self) -> bool:
        """Tell whether several bodies issued it together (thông tư liên tịch, nghị quyết liên tịch)."""
        return self.type in _JOINT and len(self.organs) > 1

    @property
    def organ(self) -> str:
        """The organ that numbers: the first one printed."""
        return self.organs[0] if self.organs else ""


@cache
def _shape() -> re.Pattern[str]:
    return re.compile(
        r"(?P<serial>\d{1,6}(?:\.\d{1,4})?[a-zđ]?)(?:/(?P<year>(?:19|20)\d\d))?(?P<rest>(?:[/-][^\s/-]+)*)$", re.I
    )


@cache
def _legislature() -> re.Pattern[str]:
    return re.compile(r"(QH|UBTVQH)(\d{1,2})$")


def parse(number: str, abbreviations: frozenset[str]) -> Number | None:
    """Return the parts of ``number``, None where it is no number.

    ``abbreviations`` are those of types; a first group that is none of them is the organ of a dispatch or a law.
    """
    found = _shape().match(re.sub(r"\s+", "", number))
    if not found:
        return None
    groups = [group for group in re.split(r"[/-]", found["rest"]) if group]
    kind = groups.pop(0) if groups and groups[0] in abbreviations else None
    legislature = None
    if groups and (term := _legislature().match(groups[0])):
        groups[0], legislature = term[1], int(term[2])
    return Number(
        serial=slug(found["serial"].lstrip("0")) or "0",
        year=_year(found["year"]),
        type=kind,
        organs=tuple(groups),
        legislature=legislature,
    )


def parse_symbol(symbol: str, abbreviations: frozenset[str]) -> Number | None:
    """Return the parts of a symbol whose serial is blank (``KH/ĐU``, ``/KH-UBND``)."""
    bare = symbol.strip().lstrip("/-")
    return parse(f"0-{bare}", abbreviations) if bare else None


def plain(number: str) -> str:
    """Return a number as a key under which “57-KL/TW”, “57/KL-TW” and “57-kl/tw” are one."""
    return re.sub(r"\s+", "", number).replace("/", "-").casefold()


def _year(text: str | None) -> int | None:
    return int(text) if text and int(text) >= _FIRST_YEAR else None
