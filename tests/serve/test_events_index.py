"""The occasions of the index are those of a plain reading of all events, whatever is chosen."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.namespaces import BASE, CC, PREFIXES
from cancu.query import Catalogue
from cancu.query.index.occasions import Wanted
from cancu.serve.service import Options, Service
from cancu.serve.work.occasions import Occasions
from cancu.store import open_store
from tests.query.test_index import fact
from tests.serve import plain_occasions
from tests.serve.plain_occasions import passes
from tests.serve.test_calendar_index import DOCUMENTS, EVENTS, GRAPHS, KNOWN, LABEL, TYPE, day, service

__all__ = ["service"]


def agree(service: Service, wanted: Wanted, plain: list[plain_occasions.Occasion], limit: int) -> int:
    """Every page says what the plain reading says; return how many occasions there are."""
    pages, cursor, seen = Occasions(service), "", 0
    expected = [one for one in plain if passes(one, wanted)]
    counts = pages.counts(wanted)
    assert counts.found == len(expected)
    loose = (one for one in plain if passes(one, wanted, whatever_year=True))
    assert counts.years == dict(sorted(Counter(year for one in loose for year in one.years).items()))
    while True:
        part = pages.page(wanted, "test", cursor, limit)
        for one, other in zip(part.items, expected[seen : seen + limit], strict=True):
            assert (one.name, one.known, one.date, one.is_wrong) == (
                other.name,
                other.known,
                other.date,
                other.is_wrong,
            )
            assert (one.years, one.total) == (other.years, len(other.mentions))
            names = {name: len(found) for name, found in other.names.items()} if not other.known else {}
            assert one.names == names
            shown = [(mention.event, mention.years) for mention in one.mentions]
            assert shown == [(mention.event, mention.years) for mention in other.mentions[:8]]
        assert part.first == seen
        seen += len(part.items)
        if part.following is None:
            break
        cursor = part.following
    assert seen == len(expected)
    events = [mention.iri for one in expected for mention in one.mentions]
    assert list(pages.events(wanted, 10_000)) == events
    assert list(pages.events(wanted, 3)) == events[:3]
    return seen


def test_occasions_of_the_five_plans_are_those_of_a_plain_reading(service: Service) -> None:
    plain, dice = plain_occasions.occasions(service), random.Random(1)
    assert len(plain) > 30
    assert any(one.is_wrong for one in plain)
    found = agree(service, Wanted(), plain, 7)
    for _ in range(60):
        one = dice.choice(plain)
        words = one.text.split()
        found += agree(
            service,
            Wanted(
                words=tuple(word[: dice.randrange(1, 9)] for word in dice.sample(words, dice.choice((0, 0, 1, 2)))),
                year=dice.choice((0, 0, *one.years)),
                documents=frozenset({str(one.mentions[0].event["document"])}) if dice.random() < 0.3 else None,
                wrong=dice.random() < 0.2,
            ),
            plain,
            20,
        )
    assert found > 300


FINDING, FOCUS, SEVERITY = (
    f"http://www.w3.org/ns/shacl#{name}" for name in ("Violation", "focusNode", "resultSeverity")
)
FACTS = [
    *(fact(DOCUMENTS[one[-3] == "b"], str(CC.announces), f"<{one}>") for one in EVENTS),
    *(fact(one, str(CC.quote), "kỷ niệm 60 năm") for one in EVENTS),
    *(fact(one, TYPE, f"<{CC.Anniversary}>") for one in EVENTS),
    *(fact(one, str(CC.years), '"60"^^<http://www.w3.org/2001/XMLSchema#integer>') for one in EVENTS),
    *(fact(one, str(CC.foldedName), "ngaythanhlap") for one in EVENTS),
    fact(EVENTS[0], LABEL, "Ngày Thành lập"),
    fact(EVENTS[1], LABEL, "Ngày thành lập"),
    fact(EVENTS[0], str(CC.commemorates), f"<{KNOWN[0]}>"),
    *(day(one, str(CC.originalDate), "1965-10-10") for one in EVENTS),
    day(KNOWN[0], str(CC.eventDate), "1966-10-10"),
    *(fact(one, LABEL, "Ngày lập tỉnh") for one in KNOWN[:1]),
    *(day(one, str(CC.eventDate), "2026-10-10") for one in EVENTS),
    *(fact(one, str(CC.eventYear), "2026") for one in EVENTS),
    *(fact(one, str(CC.period), "2026") for one in DOCUMENTS),
    *(fact(one, LABEL, f"Kế hoạch {one[-1]}") for one in DOCUMENTS),
    fact(f"{BASE}id/finding/1", FOCUS, f"<{EVENTS[1]}>") + fact(f"{BASE}id/finding/1", SEVERITY, f"<{FINDING}>"),
]
"""Statements of which graphs tell some, of each thing one value."""
COMMITS = st.lists(
    st.dictionaries(st.sampled_from(GRAPHS), st.lists(st.sampled_from(FACTS), max_size=25), min_size=1),
    min_size=1,
    max_size=4,
)


@given(COMMITS)
@settings(max_examples=60, deadline=None)
def test_after_any_commits_they_are_what_all_graphs_together_tell(
    tmp_path_factory: pytest.TempPathFactory, commits: list[dict[str, list[bytes]]]
) -> None:
    store = open_store(tmp_path_factory.mktemp("store"), prefixes=PREFIXES)
    made = Service.over(store, Catalogue.load(), Options())
    for commit in commits:
        store.replace({graph: b"".join(lines) for graph, lines in commit.items()})
    plain = plain_occasions.occasions(made)
    for wanted in (Wanted(), Wanted(wrong=True), Wanted(year=2026), Wanted(words=("thanh",)), Wanted(words=("tinh",))):
        agree(made, wanted, plain, 1)
    made.index.close()
    store.close()


def test_a_finding_that_comes_or_goes_makes_an_event_wrong_or_not(tmp_path: Path) -> None:
    store = open_store(tmp_path, prefixes=PREFIXES)
    made = Service.over(store, Catalogue.load(), Options())
    store.replace({GRAPHS[0]: b"".join(FACTS[:4])})
    for graphs, count in (({GRAPHS[1]: FACTS[-1]}, 1), ({GRAPHS[1]: b""}, 0)):
        store.replace(graphs)
        assert Occasions(made).counts(Wanted(wrong=True)).found == count
    made.index.close()
    store.close()
