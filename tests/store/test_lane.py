"""The lane of strangers: turns, shares, leaving, rows counted, a reader renewed."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.errors import LimitError
from cancu.store import SOLUTIONS, Asker, EmbeddedStore, Format, Limits, open_store
from cancu.store.queue import FairQueue
from cancu.store.rows import count, has_more

LINES = "".join(f"<http://e/n{index}> <http://e/p> <http://e/o> .\n" for index in range(400)).encode()
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "store", limits=Limits(seconds=60, rows=500))
    opened.replace(
        {
            "http://e/g": "".join(
                f"<http://e/n{i}> <http://e/p> '{i}' .\n".replace("'", '"') for i in range(400)
            ).encode()
        }
    )
    yield opened
    opened.close()


def test_names_take_turns() -> None:
    queue: FairQueue[str] = FairQueue(10, 4, 4)
    for job in ("a1", "a2", "a3", "b1", "c1", "b2"):
        assert queue.put(job[0], job)
    assert [queue.take() for _ in range(6)] == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_a_share_bounds_a_name_and_the_room_all() -> None:
    queue: FairQueue[str] = FairQueue(6, 2, 2)
    assert [queue.put("a", f"a{index}") for index in range(3)] == [True, True, False]
    assert [queue.put("", f"{index}") for index in range(4)] == [True] * 4
    assert not queue.put("b", "b0"), "the room is full"
    assert queue.take() == "a0"
    assert not queue.put("b", "b0"), "what runs holds its place"
    queue.done("a")
    assert queue.put("b", "b0")


def test_a_name_takes_no_more_than_its_turns_at_a_time() -> None:
    queue: FairQueue[str] = FairQueue(10, 5, 1)
    for job in ("a1", "a2", "b1", "b2"):
        assert queue.put(job[0], job)
    assert [queue.take(), queue.take()] == ["a1", "b1"]
    queue.finished("b")
    assert queue.take() == "b2", "the other still runs"
    queue.finished("a")
    assert queue.take() == "a2"


def test_heavy_names_share_a_part_and_come_after_light_ones() -> None:
    queue: FairQueue[str] = FairQueue(20, 5, 1)
    for name in "abc":
        assert queue.put(name, name)
        assert queue.take() == name
        queue.finished(name, 60)
    for job in ("a1", "b1", "c1", "l1", "m1"):
        assert queue.put(job[0], job)
    assert [queue.take() for _ in range(3)] == ["l1", "m1", "a1"]
    assert queue.put("n", "n1")
    assert queue.take() == "n1", "the second worker is kept from b and c while a runs"
    queue.finished("a", 60)
    assert queue.take() == "b1"


def test_who_waits_can_be_dropped_once() -> None:
    queue: FairQueue[str] = FairQueue(6, 6, 6)
    assert queue.put("a", "a0")
    assert queue.put("a", "a1")
    assert (queue.drop("a", "a0"), queue.drop("a", "a0"), queue.take()) == (True, False, "a1")
    assert queue.close() == ()
    assert queue.take() is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=60))
def test_places_are_never_lost_nor_made(steps: list[tuple[str, bool]]) -> None:
    queue: FairQueue[int] = FairQueue(5, 3, 3)
    held: dict[str, int] = dict.fromkeys("abc", 0)
    for number, (name, is_put) in enumerate(steps):
        if is_put:
            fits = sum(held.values()) < 5 and held[name] < 3
            assert queue.put(name, number) == fits
            held[name] += fits
        elif held[name]:
            queue.done(name)
            held[name] -= 1
        assert queue.held() == sum(held.values())


def asked(store: EmbeddedStore, asker: Asker) -> BaseException | None:
    try:
        store.query(PRODUCT, asker=asker)
    except LimitError as error:
        return error
    return None


def test_who_leaves_gives_reader_and_places_back(store: EmbeddedStore) -> None:
    """The deadline is a minute away: only leaving ends these."""
    askers = [Asker("a"), Asker("a"), Asker("b")]
    with ThreadPoolExecutor(3) as threads:
        waiting = [threads.submit(asked, store, asker) for asker in askers]
        while store.waiting() < 3:
            time.sleep(0.01)
        started = time.monotonic()
        for asker in askers:
            asker.leave()
        assert all(isinstance(job.result(30), LimitError) for job in waiting)
    assert time.monotonic() - started < 30
    assert store.waiting() == 0
    assert json.loads(store.query("ASK {}").body)["boolean"] is True


def test_who_left_before_is_not_asked_for(store: EmbeddedStore) -> None:
    gone = Asker("a")
    gone.leave()
    assert isinstance(asked(store, gone), LimitError)


def test_closing_ends_what_waits_and_runs(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "s", limits=Limits(seconds=60))
    opened.replace(
        {"http://e/g": "".join(f"<http://e/n{i}> <http://e/p> <http://e/o> .\n" for i in range(400)).encode()}
    )
    found: list[BaseException | None] = []
    threads = [threading.Thread(target=lambda: found.append(asked(opened, Asker()))) for _ in range(3)]
    for thread in threads:
        thread.start()
    while opened.waiting() < 3:
        time.sleep(0.01)
    opened.close()
    for thread in threads:
        thread.join(30)
    assert [type(error) for error in found] == [LimitError] * 3


def test_a_reader_that_grew_is_replaced(tmp_path: Path) -> None:
    """A fresh one holds more than a quarter of this little already."""
    opened = open_store(tmp_path / "s", limits=Limits(memory=100 * 1024**2))
    seen = set()
    for _ in range(3):
        assert opened.query("ASK {}").body
        while not (pids := opened.reader_pids()):
            time.sleep(0.01)
        seen.update(pids)
    assert len(seen) > 1
    opened.close()


@pytest.mark.parametrize("form", SOLUTIONS, ids=lambda form: form.name)
def test_rows_beyond_the_limit_are_an_error_and_never_left_out(store: EmbeddedStore, form: Format) -> None:
    assert store.query("SELECT * { ?s ?p ?o . ?t ?q ?r } LIMIT 500", accept=form).body
    with pytest.raises(LimitError):
        store.query("SELECT * { ?s ?p ?o . ?t ?q ?r } LIMIT 501", accept=form)
    with pytest.raises(LimitError):
        store.query("CONSTRUCT { ?s ?q ?r } { ?s ?p ?o . ?t ?q ?r }")
    assert store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }").body


NASTY = st.text(alphabet="ab\"\\\n\r\t{},:[]<>&'đ \u2028", max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(NASTY, st.one_of(st.none(), NASTY)), max_size=12))
def test_rows_are_counted_exactly_in_every_format(rows: list[tuple[str, str | None]]) -> None:
    table = " ".join(f"({ox.Literal(a)} {ox.Literal(b) if b is not None else 'UNDEF'})" for a, b in rows)
    for query in (f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {table} }} }}", f"SELECT ?a {{ VALUES (?b ?a) {{ {table} }} }}"):
        for form in ("json", "xml", "csv", "tab-separated-values"):
            media = f"{'application/sparql-results+' if form in {'json', 'xml'} else 'text/'}{form}"
            kind = ox.QueryResultsFormat.from_media_type(media)
            assert kind is not None
            body = ox.Store().query(query).serialize(format=kind)
            assert body is not None
            assert count(body, form) == len(rows), (form, body)
            assert has_more(body, media, len(rows)) is False
            assert not rows or has_more(body, media, len(rows) - 1)
