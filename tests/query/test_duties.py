"""Duties of the index: chosen, counted and sorted as a plain reading of all statements does it, after any commits."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.link import Registry
from cancu.namespaces import BASE, CC
from cancu.pipeline.filling import begin
from cancu.query import Index
from cancu.query.index import chosen
from cancu.query.index.chosen import FLAGS, STANDINGS, Wanted
from cancu.store import EmbeddedStore, open_store
from cancu.vietnamese import fold
from tests.query import plainly
from tests.query.test_index import fact
from tests.serve.conftest import FIXTURE, graphs_of

DAY = Wanted("2026-06-15", "2026-07-15")
TYPE, DATE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2001/XMLSchema#date"
DOCUMENTS = [f"{BASE}id/doc/{name}" for name in "ab"]
TASKS = [f"{BASE}id/task/{name}" for name in ("a/1", "a/2", "b/1")]
BODIES = [f"{BASE}id/org/{name}" for name in "xy"]
ENDS = ("2026-05-30", "2026-06-15", "2026-07-15", "2026-07-16", "2026-02-30")
FACTS = [
    *(fact(document, str(CC.assigns), f"<{task}>") for document in DOCUMENTS for task in TASKS),
    *(fact(document, str(CC.issuedBy), f"<{body}>") for document in DOCUMENTS for body in BODIES),
    *(fact(task, str(CC.quote), f"Mở {words}") for task in TASKS for words in ("hội chợ trước ngày 30/5", "đường")),
    *(fact(task, str(CC.timeExpression), words) for task in TASKS for words in ("Quý II", "15/6")),
    *(fact(task, str(CC.endDate), f'"{day}"^^<{DATE}>') for task in TASKS for day in ENDS),
    *(fact(task, str(CC.startDate), f'"{day}"^^<{DATE}>') for task in TASKS for day in ENDS[1:3]),
    *(fact(task, str(CC.order), str(number)) for task in TASKS for number in (2, 10, "x")),
    *(fact(task, str(CC.leadName), name) for task in TASKS for name in ("Phòng Ốc", "Phòng Nghêu", "")),
    *(fact(task, str(CC.coordinatorName), "Công an") for task in TASKS),
    *(fact(task, str(CC.leadAgency), f"<{one}>") for task in TASKS for one in BODIES),
    *(fact(task, str(CC.coordinatingAgency), f"<{one}>") for task in TASKS for one in BODIES),
    fact(TASKS[2], TYPE, f"<{CC.ReportingDuty}>"),
]  # fmt: skip
"""Statements of which graphs tell some: what is told of one duty stands here and there."""
GRAPHS = [f"{BASE}graph/doc/{name}" for name in "abc"]
COMMITS = st.lists(
    st.dictionaries(st.sampled_from([*GRAPHS, ""]), st.lists(st.sampled_from(FACTS), max_size=25), min_size=1),
    min_size=1,
    max_size=4,
)
WANTED = [
    DAY,
    *(replace(DAY, state=state) for state in (*STANDINGS, *FLAGS)),
    replace(DAY, bodies=frozenset(BODIES[:1])),
    replace(DAY, bodies=frozenset(BODIES), part="lead", state="two-leads"),
    replace(DAY, bodies=frozenset(BODIES[1:]), part="partner"),
    replace(DAY, bodies=frozenset()),
    replace(DAY, documents=frozenset(DOCUMENTS[:1])),
    replace(DAY, issuers=frozenset(BODIES[:1])),
    replace(DAY, since="2026-06-15"),
    replace(DAY, until="2026-06-15"),
    replace(DAY, since="2026-06-16", until="2026-07-20", state="soon"),
    replace(DAY, month="2026-07"),
    replace(DAY, words=("hoi", "ch")),
    replace(DAY, words=("oi",)),
    replace(DAY, words=("phong", "30"), state="overdue"),
    Wanted("0001-01-01", "0001-01-31"),
    Wanted("9999-12-31", "9999-12-31"),
]


def agree(index: Index, wanted: Wanted, plain: list[plainly.Plain], limit: int = 2) -> None:
    """Every way to ask says what the plain reading says; pages join up, and each knows how many come before."""
    database, expected = index.complete(), plainly.answer(plain, wanted)
    found: list[chosen.Duty] = []
    while page := chosen.some(database, wanted, limit, found[-1].place if found else None):
        assert not found or chosen.before(database, wanted, found[-1].place) == len(found)
        found += page
    assert [(duty.iri, duty.standing, duty.flags) for duty in found] == expected.found
    assert [duty.place for duty in found] == [one.place for one in plain if one.iri in {duty.iri for duty in found}]
    counts = chosen.counted(database, wanted)
    assert (counts.found, counts.documents) == (len(expected.found), expected.documents)
    assert {name: count for name, count in counts.states.items() if count} == expected.states
    assert chosen.grouped(database, wanted, "standing") == expected.standings
    assert chosen.grouped(database, wanted, "month") == expected.months
    for name, count in expected.standings.items():
        assert chosen.counted(database, replace(wanted, standing=name)).found == count
    for name, count in expected.months.items():
        assert len(chosen.some(database, replace(wanted, ends=(name, name)), 1000)) == count


@given(COMMITS, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_after_any_commits_duties_are_what_all_graphs_together_tell(
    commits: list[dict[str, list[bytes]]], dice: random.Random
) -> None:
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        index = Index(store, None)
        for commit in commits:
            store.replace({graph: b"".join(lines) for graph, lines in commit.items()})
            if dice.random() < 0.6:
                index.follow()
        plain = plainly.duties(store)
        for wanted in WANTED:
            agree(index, wanted, plain)
        index.close()
        store.search.unlink()
        anew = Index(store, None)
        agree(anew, DAY, plain)
        anew.close()
        store.close()


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Iterator[EmbeddedStore]:
    """The five plans, the registry, and the small graphs of the tests."""
    store = open_store(tmp_path_factory.mktemp("store"))
    begin(store, base=BASE, registry=Registry.load())
    for path in (*sorted((checkout / "data" / "plans").glob("*.trig")), FIXTURE, FIXTURE.with_name("work.trig")):
        store.replace(graphs_of(path))
    yield store
    store.close()


def test_duties_of_the_five_plans_are_what_their_graphs_tell(shipped: EmbeddedStore) -> None:
    index, plain = Index(shipped, None), plainly.duties(shipped)
    assert len(plain) > 100
    dice = random.Random(1)
    bodies = sorted({body for duty in plain for part in duty.bodies.values() for body in part})
    words = sorted({word for duty in plain for word in duty.text.split()})
    for today, soon in (("2026-06-15", "2026-07-15"), ("2026-01-01", "2026-01-31"), ("2027-01-01", "2027-01-31")):
        for state in ("", *STANDINGS, *FLAGS):
            agree(index, Wanted(today, soon, state=state), plain, limit=50)
    for _ in range(100):
        duty = dice.choice(plain)
        wanted = replace(
            DAY,
            bodies=frozenset(dice.sample(bodies, 2)) if dice.random() < 0.3 else None,
            part=dice.choice(("", "lead", "partner")),
            documents=frozenset({duty.document}) if dice.random() < 0.3 else None,
            issuers=duty.issuers if dice.random() < 0.3 else None,
            since=duty.end if dice.random() < 0.3 else "",
            until=duty.end if dice.random() < 0.3 else "",
            words=tuple(fold(word[: dice.randrange(1, 9)]) for word in dice.sample(words, dice.choice((0, 0, 1)))),
        )
        agree(index, wanted, plain, limit=30)
    index.close()


def test_the_cost_of_a_commit_is_that_of_its_graphs(shipped: EmbeddedStore) -> None:
    """Rows of duties that a commit does not touch stay the rows they are."""
    index = Index(shipped, None)
    numbers = dict(index.complete().all("select iri, id from items"))  # type: ignore[arg-type]
    graph, task = f"{BASE}graph/doc/new", f"{BASE}id/task/new/1"
    shipped.replace({graph: fact(DOCUMENTS[0], str(CC.assigns), f"<{task}>") + fact(task, str(CC.quote), "Mới")})
    after = dict(index.complete().all("select iri, id from items"))  # type: ignore[arg-type]
    assert {iri: number for iri, number in after.items() if iri != task} == numbers
    assert task in after
    shipped.remove([graph])
    assert dict(index.complete().all("select iri, id from items")) == numbers  # type: ignore[arg-type]
    index.close()


def test_a_duty_without_an_identifier_cannot_be_asked_for_and_is_none(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    index = Index(store, None)
    told = f'_:b <{CC.quote}> "Mở" . <{TASKS[0]}> <{CC.quote}> "Mở"'
    assigned = f"<{DOCUMENTS[0]}> <{CC.assigns}> _:b , <{TASKS[0]}>"
    store.update(f"INSERT DATA {{ GRAPH <{GRAPHS[0]}> {{ {assigned} . {told} }} }}")
    assert [duty.iri for duty in chosen.some(index.complete(), DAY, 9)] == TASKS[:1]
    store.remove(GRAPHS)
    assert chosen.counted(index.complete(), DAY).found == 0
    index.close()
    store.close()
