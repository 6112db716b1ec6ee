"""Entries as iCalendar (RFC 5545, with the calendar properties of RFC 7986), as calendar programs subscribe to it.

Every entry is a VEVENT that lasts whole days and leaves its people free: Outlook and Google show no VTODO of a calendar
that one subscribes to. Whole days need no time zone. A day that is reckoned, not printed, is TENTATIVE.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from icalendar import Calendar, Event, vDuration, vRecur, vText, vUri

from cancu import __version__
from cancu.serve.calendar.agenda import Entry
from cancu.serve.words import say

_REFRESH = dt.timedelta(hours=12)
_DAY = dt.timedelta(days=1)
_ZERO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""DTSTAMP where it is not known since when a thing is known: the same content is the same bytes."""


@dataclass(frozen=True, slots=True)
class About:
    """What a calendar says of itself: ``source`` is the address that it can be fetched from again."""

    name: str
    description: str
    source: str
    language: str


def written(entries: Iterable[Entry], about: About, address_of: Callable[[str], str]) -> bytes:
    """Return the calendar; ``address_of`` tells the web address of the page of an IRI."""
    entries = list(entries)
    calendar = Calendar()
    calendar.add("prodid", f"-//cancu//cancu {__version__}//{about.language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for name, value in (("name", about.name), ("description", about.description)):
        calendar.add(name, _text(value))
        calendar.add({"name": "x-wr-calname"}.get(name, "x-wr-caldesc"), _text(value))
    calendar.add("source", vUri(about.source, params={"VALUE": "URI"}))
    calendar.add("refresh-interval", vDuration(_REFRESH, params={"VALUE": "DURATION"}))
    calendar.add("x-published-ttl", "PT12H")
    if moments := [entry.modified for entry in entries if entry.modified]:
        calendar.add("last-modified", max(moments).astimezone(dt.UTC).replace(microsecond=0))
    for entry in entries:
        calendar.add_component(_event(entry, about.language, address_of(entry.page)))
    body: bytes = calendar.to_ical()
    return body


def _event(entry: Entry, language: str, address: str) -> Event:
    event = Event()
    stamp = (entry.modified or _ZERO).astimezone(dt.UTC).replace(microsecond=0)
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", entry.series.first)
    event.add("dtend", max(entry.end, entry.series.first) + _DAY)
    if entry.series.text:
        event.add("rrule", vRecur.from_ical(entry.series.text))
    event.add("summary", _text(entry.summary))
    event.add("description", vText("\n".join(_clean(line) for line in (*entry.lines, address))))
    event.add("url", vUri(address, params={"VALUE": "URI"}))
    event.add("categories", [_clean(say(f"calendar.category.{entry.kind}", language))])
    event.add("status", "CONFIRMED" if entry.series.is_exact else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    event.add("sequence", entry.sequence)
    if entry.modified:
        event.add("last-modified", stamp)
    return event


def _text(value: str) -> vText:
    return vText(_clean(value))


def _clean(value: str) -> str:
    """Put a space for what is no TEXT of RFC 5545 §3.3.11 or what some reader takes for the end of a line."""
    return "".join(" " if unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} else char for char in value)
