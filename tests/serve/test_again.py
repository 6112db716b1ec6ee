"""What strangers asked before is answered from memory until the store changes, and anew to who asks for that."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.store import EmbeddedStore, Limits, open_store
from tests.serve.conftest import asking

Ask = Callable[..., httpx.Response]

FRESH = "SELECT (BNODE() AS ?b) {}"
"""Each evaluation gives the node another label."""
LONG = f"{FRESH} #{' ' * 5_000}"
"""So long that a thread waits for it."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path_factory.mktemp("again"), limits=Limits(kept=1_000_000))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def ask(store: EmbeddedStore) -> Ask:
    return asking(create_app(store, Catalogue.load()))


def told(ask: Ask, query: str = FRESH, **headers: str) -> bytes:
    answer = ask("POST", "/sparql", data={"query": query}, headers=headers)
    assert answer.status_code == 200
    return answer.content


@pytest.mark.parametrize("query", [FRESH, LONG])
@pytest.mark.parametrize(
    ("header", "is_anew"),
    [
        ("no-cache", True),
        ("max-age=0, No-Cache", True),
        ("max-age=0", False),
        ("no-cached", False),
        ("no-store", False),
    ],
)
def test_the_same_is_answered_from_memory_unless_asked_anew(
    ask: Ask, query: str, header: str, *, is_anew: bool
) -> None:
    first = told(ask, query)
    assert told(ask, query) == first
    again = told(ask, query, **{"Cache-Control": header})
    assert (again != first) is is_anew
    assert told(ask, query) == again


def test_ways_of_asking_share_what_is_known(ask: Ask) -> None:
    answer = ask("GET", "/sparql", params={"query": FRESH})
    assert answer.content == told(ask)
    assert answer.headers["etag"]


def test_a_write_is_seen_at_once(ask: Ask, store: EmbeddedStore) -> None:
    query = "ASK { <http://e/new> ?p ?o }"
    assert b"false" in told(ask, query)
    store.replace({"http://e/g": b"<http://e/new> <http://e/p> <http://e/o> .\n"})
    assert b"true" in told(ask, query)
    store.remove(["http://e/g"])
    assert b"false" in told(ask, query)


def test_an_error_is_not_kept_in_the_place_of_an_answer(ask: Ask) -> None:
    for _ in range(2):
        answer = ask("POST", "/sparql", data={"query": "SELECT * { ?s ?p }"})
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_what_came_from_memory_is_counted(ask: Ask, store: EmbeddedStore) -> None:
    def measured(name: str) -> float:
        lines = ask("GET", "/metrics").text.splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))

    counted = "cancu_answers_from_memory_total"
    told(ask)
    before = measured(counted)
    told(ask)
    assert measured(counted) == before + 1
    told(ask, **{"Cache-Control": "no-cache"})
    assert measured(counted) == before + 1
    held = measured("cancu_answers_kept_bytes")
    assert held > 0
    body = told(ask, "SELECT (BNODE() AS ?b) (STR(<http://e/x>) AS ?c) {}")
    assert measured("cancu_answers_kept_bytes") > held + len(body)
    store.replace({"http://e/counted": b"<http://e/a> <http://e/p> <http://e/o> .\n"})
    told(ask)
    assert 0 < measured("cancu_answers_kept_bytes") <= held, "of the version before nothing stays"
