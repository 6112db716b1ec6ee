"""The entries of the calendar as filters choose them: counted by day, and the first of each day in their order; in SQL.

What an entry says is read from the store; here stands on which days it falls and what it is sorted by. Summaries are
sorted as they are read, so that what they begin and end with is given (``Words``). Kinds are the numbers of
``query.falling``: 0 a report, 1 a task, 2 an event.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cancu.query.falling import EVENT, LENGTH, REPORT, SHORT
from cancu.query.index.database import Database
from cancu.query.index.days import EITHER, END
from cancu.query.recurrence import Series, month_number

_Values = dict[str, str | int]
_TERMS = "(select id from terms where text in (select value from json_each(:{})))"
_OF_DOCUMENTS = f"document in {_TERMS.format('documents')}"
_OF_BODIES = (  # the plus: by document, not through all events
    f"id in (select item from parts where body in :given union all select id from items where +kind = {EVENT}"  # noqa: S608
    " and document in (select thing from facts where fact = 'issuer' and value in :given))"
).replace(":given", _TERMS.format("bodies"))
_NAMED_SO = "(select thing from labels where instr(labels.text, :topic))"
_ON_TOPIC = (
    f"(instr(substr(text, 1, instr(text, :end_of_quote)), :topic) or document in {_NAMED_SO} or known in {_NAMED_SO})"
)
_CELLS = "id, item, kind, known, suffix, first, last, step, month, anchor, stretch, is_exact"
_WINDOW = "(repeats = 0 and first between :since - :short and :until or repeats = 1 and first <= :until)"
_OVERLAPPING = "first <= :until and max(last, first + stretch) >= :since"
_ENTRIES = """
with series as (
  select {cells} from days
  where kind in ({kinds}) and {window} and {scope} and (alone = :either or alone = (
    (select count(distinct due) from dues where words = days.words and {scope}) < 2))),
entries as (
  select {cells} from series where known = 0
  union all select {cells} from (
    select series.*, row_number() over (partition by series.known order by first, document_iri, iri) as place
    from series join items on items.id = series.item where series.known > 0)
  where place = 1)"""
"""Entries, and of the anniversary that several documents name the first."""
_PAIRS = """,
spread as (
  select entries.*, first + step.value as on_day from entries join json_each('[0, 1, 2, 3, 4, 5, 6]') as step
    on step.value <= stretch where entries.step = 0
  union all select entries.*, json_extract(month.value, '$[1]') + min(anchor, json_extract(month.value, '$[2]')) - 1
    from entries join json_each(:months) as month on json_extract(month.value, '$[0]') >= entries.month
      and (json_extract(month.value, '$[0]') - entries.month) % entries.step = 0
    where entries.step > 0
  union all select entries.*, :since + ((first - :since) % 7 + 7) % 7 + 7 * week.value
    from entries join json_each(:weeks) as week where entries.step < 0),
pairs as (select * from spread where on_day between max(first, :since) and min(max(last, first + stretch), :until))"""
"""Entries on each of their days between two."""
_COUNTED = " select on_day, kind, count(*) from pairs group by on_day, kind order by on_day, kind"
_FALLING = """
select on_day, item, iri, coalesce(other.text, iri || suffix) as uid, count(*) over ()
from pairs join items on items.id = item left join terms as other on other.id = pairs.known
order by on_day, uid limit :most"""
_SINGLE = " select count(*) from entries where step = 0"
_LASTING = """
select item, iri, coalesce(other.text, iri || suffix), first, entries.last, step, anchor, stretch
from entries join items on items.id = item left join terms as other on other.id = entries.known"""
_BESIDE = """
select iri from items where id in (select value from json_each(:numbers)) or id in (
  select other.item from dues join dues as other on other.words = dues.words
  where dues.item in (select value from json_each(:numbers)) and {scope}
  union select other.item from days join days as other on other.known = days.known
  where days.item in (select value from json_each(:numbers)) and days.known <> 0 and :mentions and {scope})"""
_FREQUENCIES = f"select distinct frequency from items where kind = {REPORT} and frequency > ''"  # noqa: S608
_UNDATED = "{of}undated > 0 and {of}kind in ({kinds}) and {scope}"
_SHOWN = """,
shown as (
  select on_day, kind, is_exact, item, iri, coalesce(known, iri || suffix) as uid, told || iif(kind = 2, '',
    iif(is_exact, '', :end) || iif(who = '', '', ' – ' || who)) as summary
  from (
    select on_day, pairs.kind, is_exact, item, iri, suffix, who, other.text as known, case pairs.kind
      when 0 then rtrim(:report || ' ' || coalesce(label.value, ''))
      when 1 then iif(length(:task || head) <= :length, :task || head,
        rtrim(substr(:task || head, 1, :length - 1)) || '…')
      else head end as told
    from pairs join items on items.id = item left join terms as other on other.id = pairs.known
      left join json_each(:frequencies) as label on label.key = frequency
    where on_day in (select value from json_each(:only)))),
placed as (
  select on_day, item, iri, uid,
    row_number() over (partition by on_day order by kind, not is_exact, summary, uid) as place from shown)
select on_day, item, iri, uid from placed where place > :skip and place <= :skip + :most order by on_day, place"""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for: kinds by number, and filters, of which None and empty let everything pass.

    ``topic`` are folded words.
    """

    kinds: tuple[int, ...]
    documents: frozenset[str] | None = None
    bodies: frozenset[str] | None = None
    topic: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """What summaries begin and end with in one language, and the labels of frequencies by IRI, as JSON."""

    report: str
    task: str
    end: str
    frequencies: str


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry on one of its days: number and IRI of its item, and the identifier by which the entry goes."""

    day: dt.date
    number: int
    item: str
    uid: str


@dataclass(frozen=True, slots=True)
class Lasting:
    """An entry with all its days; ``stretch`` is how long the first lasts beyond its first day."""

    number: int
    item: str
    uid: str
    series: Series
    stretch: dt.timedelta


def counted(database: Database, scope: Scope, since: dt.date, until: dt.date) -> Mapping[dt.date, Mapping[int, int]]:
    """Return on which days between two entries stand, and how many of each kind."""
    text, values = _pairs(scope, since, until)
    found: dict[dt.date, dict[int, int]] = {}
    for day, kind, count in database.all(text + _COUNTED, values):
        found.setdefault(dt.date.fromordinal(int(day or 0)), {})[int(kind or 0)] = int(count or 0)
    return found


def some(
    database: Database, scope: Scope, days: Iterable[dt.date], words: Words, *, most: int, skip: int = 0
) -> tuple[Standing, ...]:
    """Return the entries on each of these days after the first ``skip``, at most ``most``, in the order of a day."""
    listed = sorted(days)
    if not listed:
        return ()
    text, values = _pairs(scope, listed[0], listed[-1])
    values |= {
        "only": json.dumps([day.toordinal() for day in listed]), "report": words.report, "task": words.task,
        "end": words.end, "frequencies": words.frequencies, "skip": skip, "most": most,
    }  # fmt: skip
    return tuple(map(_standing, database.all(text + _SHOWN, values)))


def falling(
    database: Database, scope: Scope, since: dt.date, until: dt.date, most: int
) -> tuple[tuple[Standing, ...], int]:
    """Return the entries between two days by day and identifier, at most ``most``; and how many there are."""
    text, values = _pairs(scope, since, until)
    rows = database.all(text + _FALLING, values | {"most": most})
    return tuple(_standing(row[:4]) for row in rows), int(rows[0][4] or 0) if rows else 0


def single(database: Database, scope: Scope, since: dt.date, until: dt.date) -> int:
    """Return how many entries that do not recur stand on some day between two."""
    text, values = _scoped(scope, _ENTRIES, _OVERLAPPING)
    row = database.one(text + _SINGLE, values | {"since": since.toordinal(), "until": until.toordinal()})
    return int(row[0] or 0) if row else 0


def lasting(database: Database, scope: Scope, since: dt.date, until: dt.date) -> tuple[Lasting, ...]:
    """Return all entries that may stand on some day between two: those that recur begin before it and end after it."""
    text, values = _scoped(scope, _ENTRIES, _OVERLAPPING)
    rows = database.all(text + _LASTING, values | {"since": since.toordinal(), "until": until.toordinal()})
    return tuple(
        Lasting(int(number or 0), str(iri), str(uid), _series(of), dt.timedelta(int(stretch or 0)))
        for number, iri, uid, *of, stretch in rows
    )


def beside(database: Database, scope: Scope, numbers: Iterable[int], *, mentions: bool) -> tuple[str, ...]:
    """Return the items that tell how those of these numbers are read: themselves and reports of the same words.

    With ``mentions`` also the events that are one with them.
    """
    text, values = _scoped(scope, _BESIDE, of="other.item")
    values |= {"numbers": json.dumps(sorted(numbers)), "mentions": mentions}
    return tuple(str(iri) for (iri,) in database.all(text, values))


def undated(database: Database, scope: Scope) -> Mapping[int, int]:
    """Return how many things of each kind have no day."""
    text, values = _scoped(scope, _UNDATED, of="id")
    rows = database.all(f"select kind, sum(undated) from items where {text} group by kind", values)  # noqa: S608
    return {int(kind or 0): int(count or 0) for kind, count in rows}


def loose(database: Database, scope: Scope, most: int, skip: int) -> tuple[str, ...]:
    """Return the items that have no day, by document, at most ``most`` after the first ``skip``."""
    text, values = _scoped(scope, _UNDATED, of="id")
    rows = database.all(
        f"select iri from items where {text} order by document_iri, (kind + 1) % 3, iri limit :most offset :skip",  # noqa: S608
        values | {"most": most, "skip": skip},
    )
    return tuple(str(iri) for (iri,) in rows)


def frequencies(database: Database) -> tuple[str, ...]:
    """Return the frequencies of reports, as IRIs."""
    return tuple(str(iri) for (iri,) in database.all(_FREQUENCIES))


def _pairs(scope: Scope, since: dt.date, until: dt.date) -> tuple[str, _Values]:
    text, values = _scoped(scope, _ENTRIES, f"{_WINDOW} and {_OVERLAPPING}")
    months = range(month_number(since), month_number(until) + 1)
    firsts = [dt.date(number // 12, number % 12 + 1, 1) for number in months]
    lengths = [calendar.monthrange(first.year, first.month)[1] for first in firsts]
    values |= {
        "since": since.toordinal(), "until": until.toordinal(), "short": SHORT.days,
        "months": json.dumps([
            (number, first.toordinal(), length) for number, first, length in zip(months, firsts, lengths, strict=True)
        ]),
        "weeks": json.dumps(list(range((until - since).days // 7 + 1))),
    }  # fmt: skip
    return text + _PAIRS, values


def _scoped(scope: Scope, text: str, window: str = "1", of: str = "item") -> tuple[str, _Values]:
    """Return a text with its conditions; ``of`` is the column of the items' numbers."""
    conditions, values = ["1"], dict[str, str | int]()
    if scope.documents is not None:
        conditions.append(_OF_DOCUMENTS)
        values["documents"] = json.dumps(sorted(scope.documents))
    if scope.bodies is not None:
        conditions.append(_OF_BODIES)
        values["bodies"] = json.dumps(sorted(scope.bodies))
    for number, word in enumerate(scope.topic):
        conditions.append(_ON_TOPIC.replace(":topic", f":topic{number}"))
        values[f"topic{number}"] = f" {word} "
    chosen = f"{of} in (select id from items where {' and '.join(conditions)})" if len(conditions) > 1 else "1"  # noqa: S608
    kinds = ", ".join(map(str, sorted(scope.kinds)))
    few = "+" if len(conditions) > 1 else ""  # what filters chose is looked at one by one, not among all of a kind
    for name, part in (("window", window), ("scope", chosen), ("kinds", kinds), ("cells", _CELLS), ("of", few)):
        text = text.replace(f"{{{name}}}", part)
    return text, values | {"either": EITHER, "end_of_quote": END, "length": LENGTH}


def _standing(row: Iterable[str | int | None]) -> Standing:
    day, number, iri, uid = row
    return Standing(dt.date.fromordinal(int(day or 0)), int(number or 0), str(iri), str(uid))


def _series(cells: Iterable[str | int | None]) -> Series:
    """Return a series of the days that ``days`` wrote."""
    first, last, step, anchor = (int(cell or 0) for cell in cells)
    begin = dt.date.fromordinal(first)
    if not step:
        return Series(begin)
    if step < 0:
        return Series(begin, (("FREQ", "WEEKLY"),), last=dt.date.fromordinal(last))
    rule = (("FREQ", "MONTHLY"), ("INTERVAL", str(step)), *((("BYMONTHDAY", "-1"),) if anchor == 31 else ()))
    return Series(begin, rule, last=dt.date.fromordinal(last))
