"""Duties as the filters of people need them: days, who leads and takes part, words without tones.

What is told of one duty may stand in several graphs. For each graph it is known of which things it tells something that
a duty may be made of; a duty of which anything changed is made anew, of all graphs that tell of it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from cancu.query.days import day_or_none, names_day
from cancu.query.index.facts import Terms, Told
from cancu.vietnamese import fold

LEAD, PARTNER = 0, 1
"""Parts that a body may have in a duty."""
_OF_DUTIES = frozenset(
    {"end", "helping", "lead", "leading", "order", "partner", "quote", "reporting", "start", "time"}
)  # fmt: skip
_DIGITS = 9
_GIVEN = "(select value from json_each(?))"
_Facts = dict[str, list[str]]
Ask = Callable[[Sequence[str]], Iterable[Told]]
"""What is given IRIs of things and returns all that is told of them."""


@dataclass(frozen=True, slots=True)
class _Duty:
    """A row of ``duties`` without its number and the number of its document, and the bodies that have a part."""

    document: str
    cells: tuple[str | int, ...]
    leading: Iterable[str]
    helping: Iterable[str]


def tell(rows: sqlite3.Connection, terms: Terms, told: Mapping[str, AbstractSet[Told]], ask: Ask) -> None:
    """Let each graph tell just this; ``ask`` is asked for all that is told of what other graphs tell of, too."""
    said = {terms.number(graph): _things(facts) for graph, facts in told.items()}
    iris: dict[int, str] = {}
    touched = set[int]()
    for graph, things in said.items():
        noted = _note(rows, graph, things)
        touched |= {thing for thing, _ in noted}
        iris |= {thing: iri for thing, iri in noted if iri}
        iris |= {thing: _iri(facts) for thing, facts in things.items()}
    given = (json.dumps(list(touched)),)
    iris |= dict(rows.execute(f"select thing, iri from duties where thing in {_GIVEN}", given))  # noqa: S608
    alone: dict[int, _Facts] = {}
    shared = []
    tellers = f"select thing, min(graph), count(*) from tellings where thing in {_GIVEN} group by thing"  # noqa: S608
    for thing, graph, count in rows.execute(tellers, given):
        if count == 1 and graph in said:
            alone[thing] = said[graph][thing]
        elif thing in iris:  # one without a name here was no duty, and no graph has ceased to call it a report
            shared.append(iris[thing])
    _forget(rows, given)
    for thing, facts in (*alone.items(), *_things(ask(shared) if shared else ()).items()):
        if facts.get("duty") and facts.get("quote") and not facts.get("reporting") and _is_named(facts):
            _keep(rows, terms, thing, _duty(facts))


def _key(thing: str) -> int:
    """Return a number for an IRI: 8 bytes, so that 10 million things share one once in 300,000 stores."""
    return int.from_bytes(hashlib.blake2b(thing.encode(), digest_size=8).digest(), "big", signed=True)


def _things(told: Iterable[Told]) -> dict[int, _Facts]:
    """Return what is told of each thing that may be a duty; what assigns it as its ``duty``, its IRI as ``iri``."""
    found: dict[str, _Facts] = {}
    for thing, fact, value in told:
        if fact in _OF_DUTIES:
            found.setdefault(thing, {}).setdefault(fact, []).append(value)
        elif fact == "duty":
            found.setdefault(value, {}).setdefault(fact, []).append(thing)
    for iri, facts in found.items():
        facts["iri"] = [iri]
    return {_key(iri): facts for iri, facts in found.items()}


def _iri(facts: _Facts) -> str:
    return facts["iri"][0]


def _is_named(facts: _Facts) -> bool:
    """Tell whether a thing has an IRI, so that one can ask for it; a blank node has none."""
    return ":" in _iri(facts) and not _iri(facts).startswith("_:")


def _note(rows: sqlite3.Connection, graph: int, things: Mapping[int, _Facts]) -> AbstractSet[tuple[int, str | None]]:
    """Write down of which things a graph tells; return these, and those of which it told before, reports by name."""
    new = {(thing, _iri(facts) if "reporting" in facts else None) for thing, facts in things.items()}
    old = set(rows.execute("select thing, reporting from tellings where graph = ?", (graph,)))
    rows.executemany("delete from tellings where graph = ? and thing = ?", ((graph, thing) for thing, _ in old - new))
    rows.executemany("insert into tellings values (?, ?, ?)", ((graph, *one) for one in new - old))
    return new | old


def _forget(rows: sqlite3.Connection, given: tuple[str]) -> None:
    found = rows.execute(f"delete from duties where thing in {_GIVEN} returning id", given).fetchall()  # noqa: S608
    rows.executemany("delete from parts where duty = ?", found)


def _keep(rows: sqlite3.Connection, terms: Terms, thing: int, duty: _Duty) -> None:
    cells = (thing, terms.number(duty.document), *duty.cells)
    number = rows.execute(f"insert into duties values (null{', ?' * len(cells)})", cells).lastrowid  # noqa: S608
    parts = {*((body, LEAD) for body in duty.leading), *((body, PARTNER) for body in duty.helping)}
    rows.executemany("insert into parts values (?, ?, ?)", [(terms.number(body), p, number) for body, p in parts])


def _duty(facts: _Facts) -> _Duty:
    """Make a duty of all that is told of it; of several values where one is meant, the first counts."""
    time, quote, order = (min(facts.get(name, ()), default="") for name in ("time", "quote", "order"))
    start, end = (day_or_none(min(facts.get(name, ()), default="")) for name in ("start", "end"))
    first, last = (day.isoformat() if day else "" for day in (start, end))
    words, leads = f"{time} {quote}", set(filter(None, facts.get("lead", ())))
    leading, helping = (facts.get(name, ()) for name in ("leading", "helping"))
    document = min(facts["duty"])
    return _Duty(
        document,
        (
            int(not (last or first)), last or first, first, document,
            int(order) if order.isascii() and order.isdigit() and len(order) < _DIGITS else 0, min(facts["iri"]),
            last, bool(time or start), end is not None and names_day(words, end), len(leads) or int(bool(leading)),
            f" {fold(' '.join((words, *_names(facts))))}",
        ),
        leading,
        helping,
    )  # fmt: skip


def _names(facts: _Facts) -> Iterator[str]:
    yield from sorted({*facts.get("lead", ()), *facts.get("partner", ())} - {""})
