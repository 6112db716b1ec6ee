"""Duties, reports and events as the filters of people need them: days, who has a part, words without tones.

What is told of one may stand in several graphs. For each graph it is known of which things it tells something that one
may be made of; one of which anything changed is made anew, of all graphs that tell of it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from cancu.query.days import day_or_none, names_day
from cancu.query.falling import EVENT, LENGTH, REPORT, TASK, clip
from cancu.query.index import days
from cancu.query.index.facts import Terms, Told, whole
from cancu.vietnamese import fold, squeeze

LEAD, PARTNER, SENDER = range(3)
"""Parts that a body may have in an item."""
_OF_ITEMS = frozenset(
    {
        "addressee", "anniversary", "due", "end", "frequency", "from", "helping", "key", "known", "lead", "leading",
        "order", "origin", "partner", "quote", "reporting", "sender", "start", "time", "year", "years",
    }
)  # fmt: skip
NAMED_BY = frozenset({"duty", "event", "focus", "report"})
"""Facts of documents, or of findings, whose values are items."""
_GIVEN = "(select value from json_each(?))"
_Facts = dict[str, list[str]]
Ask = Callable[[Sequence[str]], Iterable[Told]]
"""What is given IRIs of things and returns all that is told of them."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A row of ``items``, without its number and those of what it names."""

    kind: int
    document: str
    cells: tuple[str | int, ...]
    known: str
    frequency: str
    told: str


def tell(
    rows: sqlite3.Connection,
    terms: Terms,
    told: Mapping[str, AbstractSet[Told]],
    touched: AbstractSet[int],
    ask: Ask,
) -> None:
    """Let each graph tell just this; ``ask`` is asked for all that is told of what other graphs tell of, too.

    ``touched`` are the things of whose names, days and periods anything changed: what falls on days that are reckoned
    from them is reckoned anew.
    """
    said = {terms.number(graph): _things(facts) for graph, facts in told.items()}
    iris: dict[int, str] = {}
    changed = set[int]()
    for graph, things in said.items():
        noted = _note(rows, graph, things)
        changed |= {thing for thing, _ in noted}
        iris |= {thing: iri for thing, iri in noted if iri}
        iris |= {thing: _iri(facts) for thing, facts in things.items()}
    given = (json.dumps(list(changed)),)
    iris |= dict(rows.execute(f"select thing, iri from items where thing in {_GIVEN}", given))  # noqa: S608
    alone: dict[int, _Facts] = {}
    shared = []
    tellers = f"select thing, min(graph), count(*) from tellings where thing in {_GIVEN} group by thing"  # noqa: S608
    for thing, graph, count in rows.execute(tellers, given):
        if count == 1 and graph in said:
            alone[thing] = said[graph][thing]
        elif thing in iris:  # one without a name here was no item, and no graph has ceased to call it a report
            shared.append(iris[thing])
    _forget(rows, given)
    made = set[int]()
    for thing, facts in (*alone.items(), *_things(ask(shared) if shared else ()).items()):
        kind = _kind(facts) if facts.get("quote") and _is_named(facts) else None
        if kind is not None:
            made.add(_keep(rows, terms, thing, _item(kind, facts), facts))
    days.label(rows, touched)
    days.reckon(rows, made | _hanging_on(rows, touched))


def _key(thing: str) -> int:
    """Return a number for an IRI: 8 bytes, so that 10 million things share one once in 300,000 stores."""
    return int.from_bytes(hashlib.blake2b(thing.encode(), digest_size=8).digest(), "big", signed=True)


def _things(told: Iterable[Told]) -> dict[int, _Facts]:
    """Return what is told of each thing that may be an item; what names it as its ``duty``, …, its IRI as ``iri``."""
    found: dict[str, _Facts] = {}
    for thing, fact, value in told:
        if fact in _OF_ITEMS:
            found.setdefault(thing, {}).setdefault(fact, []).append(value)
        elif fact in NAMED_BY:
            found.setdefault(value, {}).setdefault(fact, []).append(thing)
    for iri, facts in found.items():
        facts["iri"] = [iri]
    return {_key(iri): facts for iri, facts in found.items()}


def _iri(facts: _Facts) -> str:
    return facts["iri"][0]


def _is_named(facts: _Facts) -> bool:
    """Tell whether a thing has an IRI, so that one can ask for it; a blank node has none."""
    return ":" in _iri(facts) and not _iri(facts).startswith("_:")


def _kind(facts: _Facts) -> int | None:
    if facts.get("duty") and not facts.get("reporting"):
        return TASK
    return REPORT if facts.get("report") else EVENT if facts.get("event") else None


def _note(rows: sqlite3.Connection, graph: int, things: Mapping[int, _Facts]) -> AbstractSet[tuple[int, str | None]]:
    """Write down of which things a graph tells; return these, and those of which it told before, reports by name."""
    new = {(thing, _iri(facts) if "reporting" in facts else None) for thing, facts in things.items()}
    old = set(rows.execute("select thing, reporting from tellings where graph = ?", (graph,)))
    rows.executemany("delete from tellings where graph = ? and thing = ?", ((graph, thing) for thing, _ in old - new))
    rows.executemany("insert into tellings values (?, ?, ?)", ((graph, *one) for one in new - old))
    return new | old


def _forget(rows: sqlite3.Connection, given: tuple[str]) -> None:
    found = rows.execute(f"delete from items where thing in {_GIVEN} returning id", given).fetchall()  # noqa: S608
    for table in ("parts", "days", "dues", "mentions"):
        rows.executemany(f"delete from {table} where item = ?", found)  # noqa: S608


def _keep(rows: sqlite3.Connection, terms: Terms, thing: int, item: _Item, facts: _Facts) -> int:
    """Write an item; return its number where its days are yet to be reckoned, else 0."""
    known = terms.number(item.known) if item.known else 0
    cells = (item.kind, thing, terms.number(item.document), *item.cells, 0, known, item.frequency, item.told)
    number = rows.execute(f"insert into items values (null{', ?' * len(cells)})", cells).lastrowid or 0  # noqa: S608
    names = {"leading": LEAD, "helping": PARTNER, "from": SENDER}
    parts = {(terms.number(body), part, number) for name, part in names.items() for body in facts.get(name, ())}
    rows.executemany("insert into parts values (?, ?, ?)", parts)
    if item.kind == TASK:
        days.keep_task(rows, number, facts)
    return number if item.kind != TASK else 0


def _hanging_on(rows: sqlite3.Connection, touched: AbstractSet[int]) -> set[int]:
    """Return the reports and events of these documents, these events, and those that commemorate one of them."""
    given = json.dumps(list(touched))
    names = rows.execute(f"select text from terms where id in {_GIVEN}", (given,))  # noqa: S608
    keys = json.dumps([_key(text) for (text,) in names])
    text = (
        f"select id from items where document in {_GIVEN} and kind <> {TASK}"  # noqa: S608
        f" union select id from items where known > 0 and known in {_GIVEN}"
        f" union select id from items where thing in {_GIVEN} and kind = {EVENT}"
    )
    return {number for (number,) in rows.execute(text, (given, given, keys))}


def _item(kind: int, facts: _Facts) -> _Item:
    """Make an item of all that is told of it; of several values where one is meant, the first counts."""
    time, quote, order = (min(facts.get(name, ()), default="") for name in ("time", "quote", "order"))
    start, end = (day_or_none(min(facts.get(name, ()), default="")) for name in ("start", "end"))
    first, last = (day.isoformat() if day else "" for day in (start, end))
    leads = set(filter(None, facts.get("lead", ())))
    document = min(facts[("report", "duty", "event")[kind]])
    has_days = bool(last) or kind != TASK
    return _Item(
        kind,
        document,
        (
            int(not (last or first)), last or first, first, document,
            whole(order) or 0, min(facts["iri"]),
            last, bool(time or start), end is not None and names_day(f"{time} {quote}", end),
            len(leads) or int(bool(facts.get("leading"))), _text(quote, time, facts),
            squeeze(quote)[:LENGTH] if has_days else "", _who(kind, facts) if has_days else "",
        ),
        min(facts.get("known", ()), default=""),
        min(facts.get("frequency", ()), default=""),
        "" if kind == TASK else json.dumps({name: sorted(facts[name]) for name in days.OWN if name in facts}),
    )  # fmt: skip


def _text(quote: str, time: str, facts: _Facts) -> str:
    """Return the words, and behind them those that are not part of the quotation."""
    return f" {fold(quote)} {days.END} {fold(' '.join((time, *_names(facts))))}"


def _names(facts: _Facts) -> Iterator[str]:
    yield from sorted({*facts.get("lead", ()), *facts.get("partner", ())} - {""})


def _who(kind: int, facts: _Facts) -> str:
    """Return who has it to do, as an entry of the calendar names them."""
    names = ("lead",) if kind == TASK else ("sender", "addressee")
    return clip(" → ".join(filter(None, ("; ".join(sorted(facts.get(name, ()))) for name in names))))
