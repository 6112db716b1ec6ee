"""Named happenings with their days: “Kỷ niệm 80 năm Ngày … (19/12/1946-19/12/2026)”, “Ngày … (10/12)”, “APEC 2027”."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from cancu.extract.event_heads import Named
from cancu.extract.event_names import happenings
from cancu.extract.layout import Context, Zones
from cancu.extract.paragraphs import zones_of_work
from cancu.extract.words import level, lexicon
from cancu.model import Event, Span, Task
from cancu.text import Text
from cancu.vietnamese import fold, squeeze

_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}))?")
_FIRST = re.compile(
    r"(?<![\d/.\-])(\d{1,2})\s*(?:[-–]|và|đến(?:\s+hết)?)\s*(?:ngày\s+)?(?=\d{1,2}\s*[/.\-]\s*\d{1,2}\b)"
)
"""“từ ngày 19 đến ngày 25/01/2026”, “19 - 25/01”: the first of several days, printed without its month."""
_LUNAR = re.compile(r"\d{1,2}\s*[/.\-]\s*\d{1,2}(?:\s*[/.\-]\s*\d{4})?\s*\(?(?:âm\s+lịch|AL)\b")
"""“(10/3 âm lịch, tức ngày 26/4/2026)”: only the second is a day of the calendar."""
_JOINED = re.compile(r"\s+và\s+")
_YEAR = re.compile(r"(?<!\d)(?<![-–])(?<![-–] )((?:19|20)\d\d)(?!\d)(?!\s*[-–]\s*\d)")
_SCHEDULED = frozenset({"election", "anniversary", "strong", "rite", "weak", "quoted", "whole", "observance"})
_HELD = frozenset({"strong", "rite", "weak", "quoted", "whole", "meeting"})
_LEAD_IN = 24
"""Characters before the name of a happening that is the work of a task: “Tổ chức thành công Lễ …”."""
_CALLED = re.compile(r"(?:đây\s+là|đó\s+là|được\s+coi\s+là|thực\s+sự\s+là)\s+$")


def events(text: Text, parts: Zones, here: Context, duties: Sequence[Task] = ()) -> tuple[Event, ...]:
    """Return the happenings that the document names, every mention, in the order of the text.

    One that is the work of one of ``duties`` is kept on the day for which that work is set.
    """
    found: list[tuple[Named, Event]] = []
    for zone in (Span(0, parts.body.start), *zones_of_work(text, parts)):
        here_named = sorted(happenings(text.flow, zone.start, zone.end), key=lambda item: item.span.start)
        found.extend((item, _event(text, item, here)) for item in here_named)
    named = _with_other_names(text.flow, found)
    named = _with_days_of_next(text.flow, found, named)
    return _with_shared_days(
        [_on_day_of(event, kind.kind, duties) for (kind, _), event in zip(found, named, strict=True)]
    )


def _on_day_of(event: Event, kind: str, duties: Sequence[Task]) -> Event:
    if event.date or kind not in _HELD:
        return event
    days = (d.start_date for d in duties if d.start_date == d.end_date and 0 <= event.start - d.start <= _LEAD_IN)
    day = next((day for day in days if day), None)
    return replace(event, date=day, year=str(day.year)) if day else event


def _event(text: Text, named: Named, here: Context) -> Event:
    span = text.span(named.span.start, named.span.end)
    words = squeeze(text.flow[named.name.start : named.name.end])
    days = _days(named.bracket, here.year)
    original = days[0] if len(days) == 2 and days[0].year < days[1].year else None
    date = days[-1] if original else days[0] if days else None
    count = named.count
    if count is None and original and date:
        count = date.year - original.year
    printed = _YEAR.search(named.bracket if named.kind == "yearly" else f"{words} {named.bracket}")
    year = str(date.year) if date else printed[1] if printed else None
    if year is None and here.year and named.kind in _SCHEDULED and not _is_period(text.flow, named):
        year = str(here.year)
    return Event(
        text=text.quote(span), start=span.start, end=span.end, name=words[:1].upper() + words[1:], date=date, year=year,
        anniversary=count, original_date=original,
    )  # fmt: skip


def _is_period(flow: str, named: Named) -> bool:
    """“40 năm Đổi mới” is a span of time, kept on no day."""
    return lexicon("event-heads", "head", "period").match(level(flow), named.name.start) is not None


def _days(bracket: str, year: int | None) -> list[dt.date]:
    """Return the days in a bracket; a happening of several days begins on the first."""
    solar = _LUNAR.sub(" ", bracket)
    days = [day for match in _DAY.finditer(solar) if (day := _day(match, year)) is not None]
    first = _FIRST.search(solar)
    if first and len(days) == 1 and 1 <= int(first[1]) <= days[0].day:
        return [days[0].replace(day=int(first[1]))]
    return days


def _day(match: re.Match[str], year: int | None) -> dt.date | None:
    day, month, printed = int(match[1]), int(match[2]), int(match[3]) if match[3] else year
    if printed is None:
        return None
    try:
        return dt.date(printed, month, day)
    except ValueError:
        return None


def _with_other_names(flow: str, found: Sequence[tuple[Named, Event]]) -> list[Event]:
    """“…; khẳng định đây là Ngày hội của toàn dân (ngày 15/3/2026)”: another name for the happening before it."""
    result: list[Event] = []
    for index, (named, printed) in enumerate(found):
        before = found[index - 1][0] if index else None
        called = _CALLED.search(level(flow), max(0, named.span.start - 30), named.span.start)
        is_other = called and before and "\n" not in flow[before.span.end : named.span.start]
        result.append(replace(printed, name=result[-1].name) if is_other else printed)
    return result


def _with_days_of_next(flow: str, found: Sequence[tuple[Named, Event]], named: Sequence[Event]) -> list[Event]:
    """“Lễ hội A và Liên hoan B (từ ngày 18 …)”: both are kept on these days."""
    result = list(named)
    for index, ((one, _), (other, _)) in enumerate(pairwise(found)):
        joined = _JOINED.fullmatch(flow, one.span.end, other.span.start)
        if joined and {one.kind, other.kind} <= _HELD and not one.bracket and named[index + 1].date:
            result[index] = replace(named[index], date=named[index + 1].date, year=named[index + 1].year)
    return result


def _with_shared_days(found: list[Event]) -> tuple[Event, ...]:
    """A day printed with one mention holds for every mention of the same name."""
    days = {_key(event.name): event.date for event in found if event.date and event.anniversary is None}
    return tuple(
        replace(event, date=day, year=str(day.year))
        if event.date is None and (day := days.get(_key(event.name)))
        else event
        for event in found
    )


def _key(name: str) -> str:
    """Key of a happening: “đại biểu” and “HĐND” may be left out or written out."""
    return fold(name).replace("hdnd", "hoi dong nhan dan").replace("va dai bieu", "va")
