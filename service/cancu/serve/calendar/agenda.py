"""The entries of a calendar from the rows of the question ``calendar``: what stands on which day, in whose words.

The days are those of ``query.falling``. What has no day is left out and counted.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cancu.query.falling import Row, clip, when
from cancu.query.recurrence import Series
from cancu.serve.words import say
from cancu.vietnamese import squeeze


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; ``uid`` is the IRI of what it tells of, ``end`` the last day of a stretch, ``page`` an IRI to open."""

    uid: str
    kind: str
    summary: str
    lines: tuple[str, ...]
    series: Series
    end: dt.date
    page: str
    modified: dt.datetime | None
    sequence: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """Entries by day, and the rows of what has no day."""

    entries: tuple[Entry, ...]
    loose: tuple[Row, ...]

    @property
    def undated(self) -> Mapping[str, int]:
        """How many things of each kind have no day."""
        return Counter(str(row["kind"]) for row in self.loose)


def agenda(rows: Sequence[Row], language: str) -> Agenda:
    """Return the entries of ``rows``, the earliest first."""
    days_of: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.get("due"):
            days_of[_words(row)].add(str(row["due"]))
    found: list[Entry] = []
    loose: list[Row] = []
    for row in rows:
        series, end = when(row, is_alone=len(days_of[_words(row)]) < 2)
        if series is None:
            loose.append(row)
        else:
            found.append(_entry(row, series, end or series.first, language))
    return Agenda(tuple(sorted(_merged(found), key=lambda entry: (entry.series.first, entry.uid))), tuple(loose))


def _words(row: Row) -> tuple[str, str]:
    return str(row["document"]), str(row["quote"])


def _entry(row: Row, series: Series, end: dt.date, language: str) -> Entry:
    kind = str(row["kind"])
    is_yearly = kind == "event" and bool(series.rule)
    return Entry(
        uid=str(row["known"] if is_yearly else row["item"]),
        kind=kind,
        summary=_summary(row, series, language, is_yearly=is_yearly),
        lines=_lines(row, series, language),
        series=series,
        end=end,
        page=str(row["document"]),
        modified=dt.datetime.fromisoformat(str(row["since"])) if row.get("since") else None,
        sequence=max(0, int(row.get("version", 1)) - 1),
    )


def _summary(row: Row, series: Series, language: str, *, is_yearly: bool) -> str:
    who = str(row.get("leads", ""))
    if row["kind"] == "event":
        return str(row.get("knownLabel", "") if is_yearly else "") or str(row.get("itemLabel", row["quote"]))
    if row["kind"] == "report":
        head = f"{say('calendar.report', language)} {row.get('frequencyLabel', '')}"
        who = " → ".join(filter(None, (who, str(row.get("addressees", "")))))
    else:
        head = f"{say('calendar.task', language)}: {row['quote']}"
    end = "" if series.is_exact else f" ({say('calendar.periodEnd', language)})"
    return clip(head) + end + (f" – {clip(who)}" if who else "")


def _lines(row: Row, series: Series, language: str) -> tuple[str, ...]:
    """Return what the entry rests on: the quoted words, who, the time as printed, the document."""
    names = ("leads", "partners", "addressees", "time", "frequencyLabel", "documentLabel")
    labels = {"leads": "senders"} if row["kind"] == "report" else {}
    told = [f"{say(f'calendar.{labels.get(name, name)}', language)}: {row[name]}" for name in names if row.get(name)]
    doubt = () if series.is_exact else (say("calendar.notExact", language),)
    return tuple(squeeze(line) for line in (f"“{row['quote']}”", *told, *doubt))


def _merged(entries: Iterable[Entry]) -> list[Entry]:
    """Give each identifier one entry: the anniversary that several documents name; two days of one duty stay two."""
    by_uid: dict[str, Entry] = {}
    for entry in entries:
        known = by_uid.get(entry.uid)
        if known is None:
            by_uid[entry.uid] = entry
        elif entry.kind == "event":
            by_uid[entry.uid] = _joined(*sorted((known, entry), key=lambda one: one.series.first))
        elif known.series != entry.series:
            uid = f"{entry.uid}#{entry.series.first:%m-%d}"
            by_uid[uid] = replace(entry, uid=uid)
    return list(by_uid.values())


def _joined(first: Entry, other: Entry) -> Entry:
    moments = [one.modified for one in (first, other) if one.modified is not None]
    lines = tuple(dict.fromkeys((*first.lines, *other.lines)))
    sequence = max(first.sequence, other.sequence)
    return replace(first, lines=lines, modified=max(moments, default=None), sequence=sequence)
