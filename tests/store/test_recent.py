"""Answers kept until the store changes: the same is not evaluated twice, and nobody is told what held before.

A blank node that an expression makes has another label in each evaluation, so two equal answers are one that was kept.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cancu.errors import LimitError, QueryError
from cancu.store import SOLUTIONS, Asker, Dataset, EmbeddedStore, Limits, open_store

FRESH = "SELECT (BNODE() AS ?b) {}"
LINES = b"<http://e/a> <http://e/p> <http://e/o> .\n"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
JSON, XML = SOLUTIONS[:2]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "s", limits=Limits(seconds=20, kept=100_000, rows=500))
    opened.replace({"http://e/g": LINES})
    yield opened
    opened.close()


def promptly(store: EmbeddedStore, text: str) -> bytes:
    async def answer() -> bytes:
        found = store.answered(text)
        assert found is not None
        return (await found).body

    return asyncio.run(answer())


def counted(store: EmbeddedStore) -> int:
    return int(json.loads(store.query(COUNT).body)["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        (FRESH, True),
        (f"{FRESH} # nw", True),
        ("SELECT (BNODE() AS ?b) (CONCAT('a', 'b') AS ?c) {}", True),
        ("SELECT (BNODE() AS ?b) (NOW() AS ?c) {}", False),
        ("SELECT (BNODE() AS ?b) (now () AS ?c) {}", False),
        ("SELECT (BNODE() AS ?b) (2+2 <rAnD() AS ?c) {}", False),
        ("SELECT (BNODE() AS ?b) (UUID() AS ?c) {}", False),
        ("SELECT (BNODE() AS ?b) { BIND(STRUUID() AS ?c) }", False),
        ("SELECT (BNODE() AS ?b) ('\\u006eow' AS ?c) {}", False),
    ],
)
def test_what_depends_on_the_store_alone_is_evaluated_once(store: EmbeddedStore, text: str, *, is_kept: bool) -> None:
    assert (store.query(text).body == store.query(text).body) is is_kept
    assert (promptly(store, text) == promptly(store, text)) is is_kept


def test_whoever_asks_and_however_is_told_the_same(store: EmbeddedStore) -> None:
    first = store.query(FRESH, asker=Asker("a")).body
    assert store.query(FRESH, asker=Asker("b")).body == first
    assert promptly(store, FRESH) == first


def test_another_question_is_another(store: EmbeddedStore) -> None:
    first = store.query(FRESH).body
    others = [
        store.query(f"{FRESH} "),
        store.query(FRESH, accept=XML),
        store.query(FRESH, dataset=Dataset(("http://e/g",))),
        store.query(FRESH, base="http://e/"),
        store.query(FRESH, room=10_000),
    ]
    assert first not in [other.body for other in others]
    assert store.query(FRESH, accept=JSON).body == first


def test_who_wants_it_anew_gets_it_and_so_does_who_comes_after(store: EmbeddedStore) -> None:
    first = store.query(FRESH).body
    second = store.query(FRESH, asker=Asker(wants_anew=True)).body
    assert second != first
    assert store.query(FRESH).body == second


def test_a_commit_ends_what_was_known(store: EmbeddedStore) -> None:
    first = store.query(FRESH).body
    for number in range(1, 30):
        assert counted(store) == number
        store.replace({f"http://e/g{number}": b"<http://e/b> <http://e/p> <http://e/%d> .\n" % number})
        assert counted(store) == number + 1
    assert store.query(FRESH).body != first


def test_a_write_that_changes_nothing_new_tells_nothing_old(store: EmbeddedStore) -> None:
    store.replace({"http://e/g": LINES})
    assert counted(store) == 1
    store.remove(["http://e/g"])
    assert counted(store) == 0


def test_what_failed_is_asked_again(store: EmbeddedStore) -> None:
    wrong, large = "SELECT * { ?a ?b }", "SELECT * { VALUES ?a { 1 2 3 4 5 6 7 8 9 } VALUES ?b { 1 2 3 4 5 6 7 8 9 } VALUES ?c { 1 2 3 4 5 6 7 8 9 } }"  # fmt: skip  # noqa: E501
    for _ in range(2):
        with pytest.raises(QueryError):
            store.query(wrong)
        with pytest.raises(LimitError):
            store.query(large)


def test_the_room_is_bounded_and_what_was_asked_last_stays(store: EmbeddedStore) -> None:
    texts = [f"SELECT (BNODE() AS ?b) ('{chr(97 + number) * 4_500}' AS ?t) {{}}" for number in range(24)]
    first = [store.query(text).body for text in texts]  # 4.5 kB each, and as much for the text
    assert store.query(texts[-1]).body == first[-1]
    assert store.query(texts[0]).body != first[0], "it had to go"
    large = f"SELECT (BNODE() AS ?b) ('{'x' * 20_000}' AS ?t) {{}}"
    assert store.query(large).body != store.query(large).body, "more than an eighth of the room"


@pytest.mark.parametrize(("graphs", "is_kept"), [(3, True), (300, False)])
def test_all_of_the_question_counts_as_room(store: EmbeddedStore, graphs: int, *, is_kept: bool) -> None:
    over = Dataset(named=tuple(f"http://e/graph/that-nobody-holds/{number}" for number in range(graphs)))
    assert (store.query(FRESH, dataset=over).body == store.query(FRESH, dataset=over).body) is is_kept


def test_nothing_is_kept_unless_told(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "s")
    assert opened.query(FRESH).body != opened.query(FRESH).body
    opened.close()
