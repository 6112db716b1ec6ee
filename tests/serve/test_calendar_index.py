"""The calendar of the index is the calendar of the plain question: whatever is chosen, on any day, entry by entry."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.link import Registry
from cancu.namespaces import BASE, CC, PREFIXES
from cancu.pipeline.filling import begin
from cancu.query import Catalogue
from cancu.query.falling import KINDS, Row
from cancu.serve.calendar.agenda import Agenda, Entry, agenda
from cancu.serve.calendar.indexed import Calendar
from cancu.serve.service import Options, Service
from cancu.serve.work.agendas import Agendas
from cancu.store import Limits, Store, open_store
from cancu.vietnamese import fold
from tests.engines import Engines
from tests.query.test_index import fact
from tests.serve.conftest import FIXTURE, graphs_of
from tests.serve.plain_days import by_day

D = dt.date
SMALL = ("fixture.trig", "work.trig", "calendar.trig", "people.trig")
Filters = Mapping[str, str]


@pytest.fixture(scope="module")
def service(
    tmp_path_factory: pytest.TempPathFactory, checkout: Path, request: pytest.FixtureRequest
) -> Iterator[Service]:
    """The five plans, the registry and the small graphs, embedded or in the database that ``--engine`` names."""
    engines = Engines(tmp_path_factory.mktemp("engines"))
    name, limits = request.config.getoption("--engine"), Limits(seconds=60)
    store: Store = engines.open(name, tmp_path_factory.mktemp("store"), PREFIXES, limits)
    begin(store, base=BASE, registry=Registry.load())
    plans = sorted((checkout / "data" / "plans").glob("*.trig"))
    for path in (*plans, *(FIXTURE.with_name(name) for name in SMALL)):
        store.replace(graphs_of(path))
    made = Service.over(store, Catalogue.load(), Options())
    made.index.follow()
    yield made
    made.index.close()
    store.close()
    engines.close()


def text_of(row: Row) -> str:
    """Return the words of a row in which a topic is looked for."""
    names = ("itemLabel", "knownLabel", "quote", "documentLabel")
    return " ".join(str(row[name]) for name in names if row.get(name))


def plain(service: Service, values: Filters, kinds: tuple[str, ...], language: str) -> Agenda:
    """The agenda of all rows that the question ``calendar`` has, filtered as a reader would."""
    asked = {name: values[name] for name in ("body", "document") if name in values} | {"language": language}
    rows: list[Row] = list(service.table("calendar", asked).records)
    topic = set(fold(values.get("topic", "")).split())
    return agenda([row for row in rows if row["kind"] in kinds and topic <= set(fold(text_of(row)).split())], language)


def choices(service: Service, dice: random.Random, count: int) -> Iterator[tuple[Filters, tuple[str, ...]]]:
    """Filters of which most choose something."""
    rows = service.table("calendar", {"language": "vi"}).records
    bodies = [str(row["body"]) for row in service.table("organisations").records]
    yield {}, KINDS
    for _ in range(count):
        row = dice.choice(rows)
        words = fold(text_of(row)).split()
        some = {
            "body": dice.choice(bodies),
            "document": str(row["document"]),
            "topic": " ".join(dice.sample(words, min(len(words), dice.choice((1, 2))))),
        }
        names = dice.sample(sorted(some), dice.choice((0, 1, 1, 2)))
        kinds = dice.choice((KINDS, KINDS, (str(row["kind"]),), KINDS[1:]))
        yield {name: some[name] for name in names}, kinds


def told(entry: Entry) -> tuple[object, ...]:
    """What a page shows of an entry in few words."""
    return entry.uid, entry.kind, entry.summary, entry.page, entry.series.is_exact, bool(entry.series.text)


MONTHS = [D(2026, number, 1) for number in (1, 2, 3, 6, 9, 11, 12)] + [D(2027, 2, 1), D(2028, 2, 1), D(2199, 12, 1)]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_view_has_the_entries_of_the_plain_question(service: Service, language: str) -> None:
    pages, dice = Agendas(service), random.Random(language)
    seen = Counter[str]()
    for values, kinds in choices(service, dice, 40):
        found = plain(service, values, kinds, language)
        scope = pages.scope(values, kinds)
        for first in dice.sample(MONTHS, 3):
            last = (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1) if first.year < 2199 else D(2199, 12, 31)
            expected = by_day(found.entries, first, last)
            days = pages.month(scope, language, first, 4)
            assert {day: one.total for day, one in days.items()} == {day: len(one) for day, one in expected.items()}
            for day, one in expected.items():
                assert list(map(told, days[day].entries)) == list(map(told, one[:4])), (values, kinds, day)
            seen["month"] += len(expected)
        day = dice.choice(sorted(by_day(found.entries, D(2026, 1, 1), D(2026, 12, 31))) or [D(2026, 6, 30)])
        for skip in (0, 2):
            shown = pages.day(scope, language, day, 3, skip)
            whole = by_day(found.entries, day, day).get(day, ())
            assert (list(shown.entries), shown.total) == (list(whole[skip : skip + 3]), len(whole))
            seen["day"] += len(whole)
        assert dict(pages.undated(scope)) == dict(found.undated)
        assert list(pages.loose(scope, language, 5, 1)) == list(found.loose[1:6])
        seen["loose"] += len(found.loose)
    assert min(seen.values()) > 100, seen


def test_a_year_has_the_entries_of_the_plain_question(service: Service) -> None:
    pages = Agendas(service)
    for values, kinds in choices(service, random.Random(3), 10):
        found = plain(service, values, kinds, "vi")
        for number, month in enumerate(pages.year(pages.scope(values, kinds), "vi", 2026, 6), 1):
            first = D(2026, number, 1)
            last = (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)
            days = by_day(found.entries, first, last)
            inside = [(day, entry) for day, entries in days.items() for entry in entries]
            assert [(day, told(one)) for day, one in month.entries] == [(day, told(one)) for day, one in inside[:6]]
            assert month.total == len(inside)
            assert month.counts == {kind: sum(one.kind == kind for _, one in inside) for kind in KINDS}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_subscriptions_and_lists_have_the_entries_of_the_plain_question(service: Service, language: str) -> None:
    calendar, dice = Calendar(service), random.Random(7)
    for values, kinds in choices(service, dice, 25):
        found, scope = plain(service, values, kinds, language), calendar.scope(values, kinds)
        assert calendar.lasting(scope, language, None, None, 5000) == found.entries, (values, kinds)
        since, until = D(2026, dice.randrange(1, 13), 5), D(2026, 12, 10)
        within = tuple(one for one in found.entries if by_day([one], since, until))
        assert calendar.lasting(scope, language, since, until, 5000) == within
        pairs = sorted(
            ((day, one) for day, entries in by_day(found.entries, since, until).items() for one in entries),
            key=lambda pair: (pair[0], pair[1].uid),
        )
        listed, total = calendar.falling(scope, language, since, until, 7)
        assert (list(listed), total) == (pairs[:7], len(pairs))


@pytest.mark.parametrize(
    ("since", "until"),
    [(D.min, D(1, 1, 31)), (D(9999, 12, 1), D.max), (D(2026, 12, 31), D(2026, 1, 1)), (D(2026, 2, 28), D(2026, 3, 1))],
)
def test_windows_at_the_ends_of_time_and_empty_ones(service: Service, since: D, until: D) -> None:
    expected = {day: len(found) for day, found in by_day(plain(service, {}, KINDS, "vi").entries, since, until).items()}
    counts = Calendar(service).counted(Calendar(service).scope({}), since, until)
    assert {day: sum(kinds.values()) for day, kinds in counts.items()} == expected


TYPE, DATE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2001/XMLSchema#date"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
DOCUMENTS = [f"{BASE}id/doc/{name}" for name in "ab"]
REPORTS = [f"{BASE}id/report/{name}" for name in ("a/1", "a/2", "b/1")]
EVENTS = [f"{BASE}id/event/{name}" for name in ("a/1", "b/1")]
KNOWN = [f"{BASE}id/event/known/{name}" for name in "xy"]
FREQUENCIES = [f"<https://w3id.org/cancu/vocab/frequency/{name}>" for name in ("weekly", "monthly", "six-monthly")]


def day(subject: str, predicate: str, value: str) -> bytes:
    return fact(subject, predicate, f'"{value}"^^<{DATE}>')


FACTS = [
    *(fact(DOCUMENTS[one[-3] == "b"], str(CC.requiresReport), f"<{one}>") for one in REPORTS),
    *(fact(DOCUMENTS[one[-3] == "b"], str(CC.announces), f"<{one}>") for one in EVENTS),
    *(fact(one, str(CC.quote), "báo cáo trước ngày 20/6, 20/11") for one in REPORTS),
    *(fact(one, str(CC.quote), "Kỷ niệm ngày 10/10") for one in EVENTS),
    *(fact(one, str(CC.frequency), FREQUENCIES[number]) for number, one in enumerate(REPORTS)),
    fact(REPORTS[0], str(CC.frequency), FREQUENCIES[2]),
    *(fact(one, str(CC.dueDay), f'"--{due}"') for one in REPORTS[:2] for due in ("06-20", "11-20")),
    *(fact(one, str(CC.reportsFrom), f"<{BASE}id/org/x>") for one in REPORTS[1:]),
    *(fact(one, str(CC.senderName), "Phòng Ốc") for one in REPORTS[1:]),
    *(fact(one, LABEL, f"Ngày {one[-3]}") for one in EVENTS),
    *(day(one, str(CC.eventDate), f"2026-10-{date}") for one in EVENTS for date in ("10", "12")),
    *(fact(one, str(CC.commemorates), f"<{KNOWN[0]}>") for one in EVENTS),
    *(day(one, str(CC.eventDate), "1966-10-10") for one in KNOWN),
    *(fact(one, LABEL, "Ngày thành lập") for one in KNOWN),
    *(day(one, str(CC.dateIssued), issued) for one in DOCUMENTS for issued in ("2026-02-03", "2026-07-01")),
    *(fact(one, str(CC.period), period) for one in DOCUMENTS for period in ("2026", "2026-2030")),
    *(fact(one, LABEL, f"Kế hoạch {one[-1]}") for one in DOCUMENTS),
    *(fact(one, str(CC.issuedBy), f"<{BASE}id/org/x>") for one in DOCUMENTS),
]
"""Statements of which graphs tell some: a report's days hang on its document's date, an event's on another event's."""
GRAPHS = [f"{BASE}graph/doc/{name}" for name in "abc"]
COMMITS = st.lists(
    st.dictionaries(st.sampled_from(GRAPHS), st.lists(st.sampled_from(FACTS), max_size=30), min_size=1),
    min_size=1,
    max_size=4,
)
ASKED: list[Filters] = [
    {},
    {"body": f"{BASE}id/org/x"},
    {"document": DOCUMENTS[0]},
    {"topic": "thanh lap"},
    {"topic": "ke hoach"},
]


@given(COMMITS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_after_any_commits_it_is_what_all_graphs_together_tell(
    tmp_path_factory: pytest.TempPathFactory, commits: list[dict[str, list[bytes]]], dice: random.Random
) -> None:
    store = open_store(tmp_path_factory.mktemp("store"), prefixes=PREFIXES)
    made = Service.over(store, Catalogue.load(), Options())
    calendar = Calendar(made)
    for commit in commits:
        store.replace({graph: b"".join(lines) for graph, lines in commit.items()})
        if dice.random() < 0.6:
            made.index.follow()
    for values in ASKED:
        found, scope = plain(made, values, KINDS, "vi"), calendar.scope(values)
        assert [(one.uid, one.series) for one in calendar.lasting(scope, "vi", None, None, 5000)] == [
            (one.uid, one.series) for one in found.entries
        ], values
        window = (D(2026, 1, 1), D(2030, 12, 31))
        counts = {day: sum(kinds.values()) for day, kinds in calendar.counted(scope, *window).items()}
        assert counts == {day: len(entries) for day, entries in by_day(found.entries, *window).items()}
        assert dict(calendar.undated(scope)) == dict(found.undated)
    made.index.close()
    store.close()
