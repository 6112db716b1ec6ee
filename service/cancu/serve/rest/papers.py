"""Documents of the store as values that can be compared: answers of the catalogue, one item a thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import groupby

from cancu.pipeline.comparison.model import Fact, Item, Paper
from cancu.query import Catalogue, Kind, Table
from cancu.serve.service import Service
from cancu.serve.views import Row
from cancu.vietnamese import fold, squeeze


def paper(service: Service, own: Catalogue, iri: str, header: Row, language: str) -> Paper:
    """Return a document as it is compared; ``own`` holds the question “taken-up”. Raises what questions raise."""
    of = {"document": iri}
    asked = own["taken-up"].bind(of, service.finder.resolve)
    links: dict[str, set[str]] = defaultdict(set)
    for row in Table.read(service.run(asked).body):
        links[str(row["task"])].add(str(row["above"]))
    told = of | {"language": language}
    return Paper(
        iri=iri,
        label=str(header.get("documentLabel") or iri),
        title=str(header.get("title", "")),
        duties=_items(service.table("tasks", of), "task", lambda rows: _duty(rows, links)),
        citations=_citations(service.table("references", told), service),
        reports=_items(service.table("reports", told), "report", _report),
        events=_items(service.table("events", of), "event", _event),
        recipients=_items(service.table("recipients-of", of), "entry", _recipient),
    )


def _items(table: Iterable[Row], thing: str, make: Callable[[list[Row]], Item]) -> tuple[Item, ...]:
    """Return one item for each thing, in the order of their first rows: a thing may have several."""
    rows: dict[str, list[Row]] = {}
    for row in table:
        rows.setdefault(str(row[thing]), []).append(row)
    return tuple(make(list(same)) for same in rows.values())


def _duty(rows: list[Row], links: dict[str, set[str]]) -> Item:
    iri = str(rows[0]["task"])
    facts = (_named("leads", rows, "leadNames"), _named("coordinators", rows, "coordinatorNames"), _time(rows[0]))
    return Item(iri, str(rows[0]["quote"]), _told(facts), links=frozenset(links.get(iri, ())))


def _time(row: Row) -> Fact:
    """Days tell more than words: “Quý II” and “từ tháng 4 đến tháng 6” are one time."""
    days = "/".join(str(row.get(name, "")) for name in ("start", "end")).strip("/")
    shown = str(row.get("time", "")) or days.replace("/", " – ")
    return Fact("time", shown, days or fold(shown))


def _citations(table: Iterable[Row], service: Service) -> tuple[Item, ...]:
    """Return one item for each document cited, with all the roles in which it is."""

    def cited(row: Row) -> str:
        if row.get("cited"):
            return min(service.finder.resolve(Kind.REFERENCE, str(row["cited"])))
        return f"{fold(str(row.get('citedNumber') or row['quote']))} {row.get('citedDate', '')}"

    rows = sorted(table, key=cited)
    items = [(_citation(key, list(same))) for key, same in groupby(rows, key=cited)]
    return tuple(item for _, item in sorted(items, key=lambda pair: pair[0]))


def _citation(key: str, rows: list[Row]) -> tuple[tuple[int, str], Item]:
    first = min(rows, key=_place)
    days = sorted({str(row["citedDate"]) for row in rows if row.get("citedDate")})
    facts = (
        _named("roles", rows, "roleLabel"),
        Fact("dates", "; ".join(days), "; ".join(days)),
        _named("pinpoints", rows, "pinpoint"),
    )
    words = str(first.get("citedLabel") or first["quote"])
    number = fold(str(first.get("citedNumber", "")))
    plain = number or " ".join(word for word in fold(words).split() if not any(map(str.isdigit, word)))
    return _place(first), Item(str(first["citation"]), words, _told(facts), key=key, kin=plain)


def _place(row: Row) -> tuple[int, str]:
    order = row.get("order", 0)
    return (order if isinstance(order, int) else 0), str(row["citation"])


def _report(rows: list[Row]) -> Item:
    row = rows[0]
    every, due = str(row.get("frequency", "")), str(row.get("due", ""))
    facts = (
        _named("senders", rows, "senderName"),
        _named("addressees", rows, "addresseeName"),
        Fact("frequency", str(row.get("frequencyLabel") or every.rpartition("/")[2]), every),
        Fact("due", due, due),
    )
    return Item(str(row["report"]), str(row["quote"]), _told(facts), key=f"{every} {due}" if every else "", kin=every)


def _event(rows: list[Row]) -> Item:
    row = rows[0]
    label, day = str(row.get("eventLabel") or row["quote"]), str(row.get("date") or row.get("year") or "")
    key = " ".join(word for word in fold(label).split() if not word.isdigit())
    return Item(str(row["event"]), label, _told((Fact("date", day, day),)), key=key)


def _recipient(rows: list[Row]) -> Item:
    row = rows[0]
    words = str(row.get("recipientName") or row.get("quote") or row["entry"])
    return Item(str(row["entry"]), words, _told((_named("purpose", rows, "purpose"),)))


def _named(name: str, rows: list[Row], column: str) -> Fact:
    """Return the values of a column as one fact; it is compared without tones and order."""
    values = [part for row in rows for part in str(row.get(column, "")).split("; ") if part]
    shown = dict.fromkeys(squeeze(value) for value in values)
    return Fact(name, "; ".join(shown), "; ".join(sorted({fold(value) for value in shown})))


def _told(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if fact.shown)
