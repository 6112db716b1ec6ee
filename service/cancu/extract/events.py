"""Named happenings with their days: “Kỷ niệm 80 năm Ngày … (19/12/1946-19/12/2026)”, “Ngày … (10/12)”, “APEC 2027”."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from cancu.extract.event_names import Named, happenings
from cancu.extract.layout import Context, Zones
from cancu.extract.paragraphs import zones_of_work
from cancu.extract.words import level, lexicon
from cancu.model import Event, Span
from cancu.text import Text
from cancu.vietnamese import fold, squeeze

_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}))?")
_YEAR = re.compile(r"(?<!\d)(?<![-–])(?<![-–] )((?:19|20)\d\d)(?!\d)(?!\s*[-–]\s*\d)")
_SCHEDULED = frozenset({"election", "anniversary", "strong", "weak", "observance"})
_CALLED = re.compile(r"(?:đây\s+là|đó\s+là|được\s+coi\s+là|thực\s+sự\s+là)\s+$")


def events(text: Text, parts: Zones, here: Context) -> tuple[Event, ...]:
    """Return the happenings that the document names, every mention, in the order of the text."""
    found: list[tuple[Named, Event]] = []
    for zone in (Span(0, parts.body.start), *zones_of_work(text, parts)):
        named = sorted(happenings(text.flow, zone.start, zone.end), key=lambda item: item.span.start)
        found.extend((item, _event(text, item, here)) for item in named)
    return _with_shared_days(_with_other_names(text.flow, found))


def _event(text: Text, named: Named, here: Context) -> Event:
    span = text.span(named.span.start, named.span.end)
    words = squeeze(text.flow[named.name.start : named.name.end])
    days = [day for match in _DAY.finditer(named.bracket) if (day := _day(match, here.year)) is not None]
    original = days[0] if len(days) == 2 and days[0] < days[1] else None
    date = days[-1] if days else None
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
