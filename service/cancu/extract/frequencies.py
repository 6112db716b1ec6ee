"""How often and by which day a report is due: “định kỳ hằng tháng, quý và năm”, “báo cáo 6 tháng trước ngày 20/6”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cancu import resources
from cancu.extract.words import any_of, level
from cancu.model import Frequency

_OPENERS = re.compile(
    r"(?:định\s+kỳ|hằng|hàng|mỗi|báo\s+cáo|tổng\s+kết|sơ\s+kết)\s+(?:hằng\s+|hàng\s+|vào\s+)?"
    r"(?:(?:kết\s+quả|tình\s+hình)\s+(?:thực\s+hiện\s+)?)?"
)
_JOINT = re.compile(
    r"\s*(?:\([^()]{0,60}\)\s*)?(?:,|/|;|và|hoặc)?\s*(?:báo\s+cáo\s+|tổng\s+kết\s+|sơ\s+kết\s+|hằng\s+|hàng\s+)*"
)
_DAY = re.compile(
    r"(?:trước|trong|chậm\s+nhất|xong|vào|đến|là)\s+(?:là\s+)?(?:ngày\s+)?(\d{1,2})\s*(?:/|tháng\s+)\s*(\d{1,2})(?!\d)(?:\s*(?:/|năm)\s*\d{4})?"
)
_NEXT_DAY = re.compile(r"\s*(?:,|và)\s*(?:trước\s+)?(?:ngày\s+)?(\d{1,2})\s*(?:/|tháng\s+)\s*(\d{1,2})(?![\d/])")
"""“trước ngày 15/6 và 15/12”: a second day."""
_LAST_ONLY = re.compile(r"(?:kỳ\s+họp(?:\s+thường\s+lệ)?|vào|dịp)\s+(cuối\s+năm)(?!\s*\d)")
"""“tại kỳ họp thường lệ cuối năm”: a report of every year, though nothing says “hằng”."""
_BARE = re.compile(r"\s*(?=(?:sáu|6)\s+tháng\s*(?:,|và)\s*(?:hằng\s+|hàng\s+|1\s+|một\s+)?năm(?!\s*\d)|quý\s*,)")
"""“6 tháng, hằng năm tổng hợp, báo cáo …”: periods with which a clause begins."""
_DAILY = re.compile(r"(?:hằng|hàng|mỗi)\s+ngày")
_SINCE = re.compile(r"từ\s+(?:ngày\s+)?\d{1,2}[^;,.]{0,20}$")
"""Before “đến ngày …”: a time during which reports come, not the day of one."""
_NAME = re.compile(r"(?:Tháng|Tuần|Năm)\s+[^\W\d_a-zđ]")
_WHOLE_YEAR = re.compile(r"cả\s+năm(?:\s+học)?\s*[:(]?\s*$")
_TIMES_A_YEAR = {Frequency.ANNUAL: 12, Frequency.SIX_MONTHLY: 2, Frequency.QUARTERLY: 4}
"""So many days may be printed for a report of this frequency."""
_LAST_DAY = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}


@dataclass(frozen=True, slots=True)
class Due:
    """When one report is due; ``due`` is ``MM-DD``."""

    frequency: Frequency | None
    due: str | None


@cache
def _units() -> dict[str, Frequency]:
    rows = resources.table("data", "lexicon", "report-frequencies.tsv")
    return {level(row["phrase"]): Frequency(row["frequency"]) for row in rows if row["frequency"] != "on-demand"}


@cache
def _unit_pattern() -> re.Pattern[str]:
    return any_of(_units())


def dues(flow: str, start: int, end: int) -> tuple[Due, ...]:
    """Return when the reports of a clause are due, one for each frequency; one of neither where nothing is said.

    A daily report has no code: neither; one “hằng ngày … khi có thiên tai” comes on occasion.
    """
    key = level(flow)
    units = _periods(flow, start, end)
    days = _days(key, start, end)
    if units:
        return _each_with_day(units, days, end)
    if _DAILY.search(key, start, end):
        occasion = lexicon_on_demand().search(key, start, end)
        is_met = occasion is not None and occasion.group().startswith("khi có")
        return (Due(Frequency.ON_DEMAND if is_met else None, None),)
    if days:
        return tuple(Due(_once_or_yearly(key, start, at), day) for at, day in days)
    if lexicon_on_demand().search(key, start, end):
        return (Due(Frequency.ON_DEMAND, None),)
    return (Due(None, None),)


def _once_or_yearly(key: str, start: int, at: int) -> Frequency:
    """“học kỳ I trước ngày 10/01, cả năm học trước ngày 25/5”: the second is the report of the year."""
    return Frequency.ANNUAL if _WHOLE_YEAR.search(key, max(start, at - 24), at) else Frequency.ONCE


def _days(key: str, start: int, end: int) -> list[tuple[int, str]]:
    """Return the days by which reports are due, with their places; those of a stretch of time are none."""
    found: list[tuple[int, str]] = []
    for first in _DAY.finditer(key, start, end):
        if _SINCE.search(key, max(start, first.start() - 40), first.start()):
            continue
        match: re.Match[str] | None = first
        while match is not None:
            day = _day(match)
            if day and (match.start(), day) not in found:
                found.append((match.start(), day))
            match = _NEXT_DAY.match(key, match.end(), end)
    return found


def said_from(flow: str, start: int, end: int) -> int:
    """Return where the words that say how often or by which day begin in a clause, ``end`` where there are none."""
    key = level(flow)
    periods = _OPENERS.search(key, start, end) if _periods(flow, start, end) else None
    places = [at for at, _ in _days(key, start, end)] + ([periods.start()] if periods else [])
    return min(places, default=end)


def _each_with_day(units: list[tuple[int, Frequency]], days: list[tuple[int, str]], end: int) -> tuple[Due, ...]:
    """Each frequency has the day after it; “trước ngày 10 tháng 12 hằng năm” the one before, if all stand so.

    “6 tháng, hằng năm … trước ngày 15/6 và 15/12”: the first day is that of the first.
    """
    if len(units) == 1 and 1 < len(days) <= _TIMES_A_YEAR.get(units[0][1], 0):
        return tuple(Due(units[0][1], day) for _, day in days)
    if len(days) == len(units) and all(at < days[0][0] for at, _ in units):
        return tuple(Due(frequency, day) for (_, frequency), (_, day) in zip(units, days, strict=True))
    if len(days) == len(units) and days[0][0] < units[0][0] and days[-1][0] < units[-1][0]:
        return tuple(Due(frequency, day) for (_, frequency), (_, day) in zip(units, days, strict=True))
    found = []
    for i, (at, frequency) in enumerate(units):
        until = units[i + 1][0] if i + 1 < len(units) else end
        found.append(Due(frequency, next((day for where, day in days if at < where < until), None)))
    return tuple(found)


@cache
def lexicon_on_demand() -> re.Pattern[str]:
    """Return the pattern of words that make a report due on occasion."""
    rows = resources.table("data", "lexicon", "report-frequencies.tsv")
    return any_of(row["phrase"] for row in rows if row["frequency"] == "on-demand")


def names_period(flow: str, start: int) -> bool:
    """Does a period follow (“báo cáo | 6 tháng”)?"""
    return _unit_pattern().match(level(flow), start) is not None


def _periods(flow: str, start: int, end: int) -> list[tuple[int, Frequency]]:
    key = level(flow)
    found: list[tuple[int, Frequency]] = []
    bare = _BARE.match(key, start, end)
    begins = [*([bare.end()] if bare else []), *(opener.end() for opener in _OPENERS.finditer(key, start, end))]
    for begin in begins:
        position = begin
        while unit := _unit_pattern().match(key, position, end):
            frequency = _units()[" ".join(unit.group().split())]
            if _NAME.match(flow, unit.start()):  # “kết quả Tháng Thanh niên”
                break
            if frequency not in [known for _, known in found]:
                found.append((unit.start(), frequency))
            joint = _JOINT.match(key, unit.end(), end)
            position = joint.end() if joint and joint.end() > unit.end() else end
    last = _LAST_ONLY.search(key, start, end)
    if last and not found:
        found.append((last.start(1), Frequency.ANNUAL))
    return sorted(found)


def _day(match: re.Match[str]) -> str | None:
    day, month = int(match[1]), int(match[2])
    return f"{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= _LAST_DAY[month] else None
