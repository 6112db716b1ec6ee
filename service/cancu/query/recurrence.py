"""On which days a report falls due: what is printed (“hằng quý”, “trước ngày 20/6”) as a first day and a rule.

Rules are those of RFC 5545 §3.3.10. A day that is printed is exact; where only the period is printed (“hằng tháng”),
the report stands on the last day of each period and is marked as not exact.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from cancu.query.days import day_pattern

_MONTHS = {"monthly": 1, "quarterly": 3, "six-monthly": 6, "annual": 12}
"""Length of a period in months, by code of the frequency."""
_WEEKLY = "weekly"
_SUNDAY = 6
_WEEK = 7


@dataclass(frozen=True)
class Series:
    """The days of one entry: the first, and the parts of its RRULE; no parts for a single day."""

    first: dt.date
    rule: tuple[tuple[str, str], ...] = ()
    is_exact: bool = True
    last: dt.date = field(default=dt.date.max)

    @cached_property
    def text(self) -> str:
        """The rule as iCalendar writes it; empty for a single day."""
        end = f";UNTIL={self.last:%Y%m%d}" if self.last < dt.date.max else ""
        return ";".join(f"{name}={value}" for name, value in self.rule) + end if self.rule else ""

    def days(self, since: dt.date, until: dt.date) -> Iterator[dt.date]:
        """Yield its days from ``since`` to ``until``, both included: what an RRULE of these parts gives, reckoned."""
        parts, until = dict(self.rule), min(until, self.last)
        if not parts:
            yield from (day for day in (self.first,) if since <= day <= until)
        elif parts["FREQ"] == "WEEKLY":
            begin = self.first.toordinal() + max(0, -(-(since - self.first).days // _WEEK) * _WEEK)
            yield from map(dt.date.fromordinal, range(begin, until.toordinal() + 1, _WEEK))
        else:
            step = int(parts.get("INTERVAL", _MONTHS["annual"]))
            begin = month_number(self.first) + max(0, month_number(since) - month_number(self.first)) // step * step
            for month in range(begin, month_number(until) + 1, step):
                last = calendar.monthrange(month // 12, month % 12 + 1)[1]
                day = last if parts.get("BYMONTHDAY") == "-1" else min(self.first.day, last)
                if since <= (found := dt.date(month // 12, month % 12 + 1, day)) <= until:
                    yield found

    def within(self, last: dt.date | None) -> Series:
        """Return the series up to ``last``; a rule that has one day left is no rule."""
        if last is None or not self.rule:
            return self
        bounded = replace(self, last=last)
        is_one = next(bounded.days(self.first + dt.timedelta(days=1), last), None) is None
        return replace(self, rule=()) if is_one else bounded


@dataclass(frozen=True, slots=True)
class Frame:
    """The time for which a document speaks: from the later of issue and begin of its period to the period's end."""

    begin: dt.date
    end: dt.date | None


def frame(issued: dt.date | None, period: str) -> Frame | None:
    """Return the frame of a document (“2026”, “2026-2030”); None where neither date nor period is known."""
    years = sorted(int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", period))
    begins = [day for day in (issued, dt.date(years[0], 1, 1) if years else None) if day is not None]
    return Frame(max(begins), dt.date(years[-1], 12, 31) if years else None) if begins else None


def report_days(
    frequency: str | None, due: str | None, quote: str, window: Frame | None, *, is_alone: bool
) -> Series | None:
    """Return when a report is due; None where that is not said, or not in which year.

    ``frequency`` is the code (``six-monthly``), ``due`` the printed ``MM-DD``. ``is_alone`` tells that the same words
    print no other day: “6 tháng trước ngày 20/6, năm trước ngày 20/11” is two reports a year, each on its day.
    """
    if due is None:
        return _period_ends(frequency, window) if window and frequency else None
    month, day = (int(part) for part in due.split("-"))
    if (printed := _printed_year(quote, month, day)) is not None:
        window = Frame(dt.date(printed, 1, 1), window.end if window else None)
    if window is None:
        return None
    first = _next(window.begin, month, day)
    if frequency not in _MONTHS:
        return Series(first)
    months = _MONTHS[frequency] if is_alone else _MONTHS["annual"]
    return Series(first, _every(months, first)).within(window.end)


def yearly(first: dt.date) -> Series:
    """Return the same day of every year."""
    return Series(first, _every(_MONTHS["annual"], first))


def month_number(day: dt.date) -> int:
    """Return the number of the month of a day, counted from the beginning of the year 0."""
    return day.year * 12 + day.month - 1


def _period_ends(frequency: str, window: Frame) -> Series | None:
    """Return the last day of each period; a report that is not periodical has none."""
    begin = window.begin
    if frequency == _WEEKLY:
        first = begin + dt.timedelta(days=(_SUNDAY - begin.weekday()) % 7)
        return Series(first, (("FREQ", "WEEKLY"),), is_exact=False).within(window.end)
    if frequency not in _MONTHS:
        return None
    length = _MONTHS[frequency]
    first = _last_of(begin.year, (begin.month - 1) // length * length + length)
    return Series(first, _every(length, first), is_exact=False).within(window.end)


def _every(months: int, first: dt.date) -> tuple[tuple[str, str], ...]:
    """Return the rule “every so many months on this day”; in a shorter month, on its last day."""
    is_last = first == _last_of(first.year, first.month)
    if months == _MONTHS["annual"] and not (first.month == 2 and is_last):
        return (("FREQ", "YEARLY"),)
    head = (("FREQ", "MONTHLY"), ("INTERVAL", str(months)))
    if is_last:
        return (*head, ("BYMONTHDAY", "-1"))
    if first.day > 28:
        days = ",".join(str(day) for day in range(28, first.day + 1))
        return (*head, ("BYMONTHDAY", days), ("BYSETPOS", "-1"))
    return head


def _next(begin: dt.date, month: int, day: int) -> dt.date:
    """Return the first such day that is not before ``begin``; the 29th of February is the last of that month."""
    years = (begin.year, begin.year + 1)
    days = [dt.date(year, month, min(day, calendar.monthrange(year, month)[1])) for year in years]
    return next(found for found in days if found >= begin)


def _last_of(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _printed_year(quote: str, month: int, day: int) -> int | None:
    found = day_pattern(month, day).search(quote)
    return int(found[1]) if found and found[1] else None
