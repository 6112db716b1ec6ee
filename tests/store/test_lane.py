"""The lane of strangers: turns, shares, leaving, rows counted, a reader renewed."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cancu.engine.rows import count, has_more
from cancu.errors import LimitError
from cancu.store import SOLUTIONS, Asker, EmbeddedStore, Format, Limits, open_store
from cancu.store.experience import FADE, LONG, Experience, Length
from cancu.store.lane import places
from cancu.store.queue import FairQueue
from tests.store.waiting import until_answered

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


def a_queue(room: int, share: int, turns: int = 9, long: int = 9, known: Iterable[str] = ()) -> FairQueue[str]:
    """Return a queue of jobs: long where ``known`` or in capital letters, not known where they begin with x.

    A long one costs as many seconds as its number says.
    """

    def expect(job: str) -> Length:
        if job in known or job.isupper():
            return Length.LONG
        return Length.UNKNOWN if job[0] == "x" else Length.SHORT

    return FairQueue(room, share, turns=turns, long=lambda: long, expect=expect, cost=lambda job: float(job[1:]))


def test_names_take_turns() -> None:
    queue = a_queue(10, 4)
    for job in ("a1", "a2", "a3", "b1", "c1", "b2"):
        assert queue.put(job[0], job)
    assert [queue.take() for _ in range(6)] == ["a1", "b1", "c1", "a2", "b2", "a3"]


def test_a_share_bounds_a_name_and_the_room_all() -> None:
    queue = a_queue(6, 2)
    assert [queue.put("a", f"a{index}") for index in range(3)] == [True, True, False]
    assert [queue.put("", f"{index}") for index in range(4)] == [True] * 4
    assert not queue.put("b", "b0"), "the room is full"
    assert queue.take() == "a0"
    assert not queue.put("b", "b0"), "what runs holds its place"
    queue.done("a0")
    assert queue.put("b", "b0")


def test_long_jobs_leave_a_share_of_the_room_and_of_their_name_to_short_ones() -> None:
    queue = a_queue(6, 2)
    assert [queue.put("A", job) for job in ("A1", "A2", "A3")] == [True, True, False]
    assert [queue.put("B", job) for job in ("B1", "B2")] == [True, True]
    assert not queue.put("C", "C1"), "a share of the room is kept"
    assert queue.put("A", "a1"), "a short one of a name whose long ones have filled their share"


def test_of_a_name_no_more_long_jobs_than_its_turns_are_taken_at_a_time() -> None:
    queue = a_queue(10, 5, turns=1, long=2)
    for job in ("A1", "A2", "B1", "B2"):
        assert queue.put(job[0], job)
    assert [queue.take(), queue.take()] == ["A1", "B1"]
    queue.finished("B1")
    assert queue.take() == "B2", "the other still runs"
    queue.finished("A1")
    assert queue.take() == "A2"


def test_long_jobs_come_after_short_ones_and_leave_workers_to_them() -> None:
    queue = a_queue(20, 5, long=1)
    for job in ("A1", "B1", "C1", "x1", "l1", "m1"):
        assert queue.put(job[0], job)
    assert [queue.take() for _ in range(4)] == ["l1", "m1", "x1", "A1"]
    assert queue.put("n", "n1")
    assert queue.take() == "n1", "the second worker is kept from B and C while A runs"
    queue.finished("A1")
    assert queue.take() == "B1"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The moment that a queue sees."""
    now = [1000.0]
    monkeypatch.setattr("cancu.store.queue.time.monotonic", lambda: now[0])
    return now


LONGER = {
    "at once, the one that costs less": ([("A9", 0), ("B2", 0), ("C4", 0)], ["B2", "C4", "A9"]),
    "alike, the one that came first": ([("A3", 2), ("B3", 1), ("C3", 1)], ["A3", "B3", "C3"]),
    "who has waited for it": ([("A9", 9), ("B2", 0)], ["A9", "B2"]),
    "who has not waited enough for it": ([("A9", 1), ("B2", 1)], ["B2", "A9"]),
    "one of its own name, too": ([("A9", 1), ("A2", 1)], ["A2", "A9"]),
    "its own, which has waited for it": ([("A9", 9), ("A2", 0)], ["A9", "A2"]),
    "what is not known before what is long": ([("A9", 99), ("x1", 0)], ["x1", "A9"]),
}


@pytest.mark.parametrize(("jobs", "expected"), LONGER.values(), ids=LONGER)
def test_long_jobs_wait_in_proportion_to_their_cost(
    clock: list[float], jobs: list[tuple[str, float]], expected: list[str]
) -> None:
    queue = a_queue(20, 9)
    now = clock[0]
    for job, waited in jobs:
        clock[0] = now - waited
        assert queue.put(job[0], job)
    clock[0] = now
    assert [queue.take() for _ in jobs] == expected


def test_a_name_whose_turn_it_was_has_waited_since_then(clock: list[float]) -> None:
    """A has asked long before; with one worker, each of its questions is as long as B's."""
    queue = a_queue(20, 9, turns=1, long=1)
    for job in ("A5", "A6", "A7"):
        assert queue.put("A", job)
    clock[0] += 10
    assert queue.take() == "A5"
    clock[0] += 1
    assert queue.put("B", "B6")
    clock[0] += 4
    queue.finished("A5")
    assert queue.take() == "A6", "5 seconds for 6, while B has waited 4"
    clock[0] += 6
    queue.finished("A6")
    assert queue.take() == "B6", "not the third of A, for which A has waited only 6 seconds"


def test_short_ones_of_a_name_take_no_turn_from_its_long_one(clock: list[float]) -> None:
    queue = a_queue(20, 9, long=1)
    assert queue.put("a", "A4")
    for number in range(8):
        if number == 5:
            assert queue.put("b", "B4")
        clock[0] += 1
        assert queue.put("a", f"a{number}")
        assert queue.take() == f"a{number}"
        queue.done(f"a{number}")
    clock[0] += 1
    assert queue.take() == "A4", "it has waited 9 seconds, B 4"


@pytest.mark.parametrize("cost", [2, 7, 30])
def test_no_long_job_waits_for_ever(clock: list[float], cost: int) -> None:
    """One worker that is always late: each second somebody else comes with a second of work, after five at once."""
    queue = a_queue(2000, 9, long=1)
    others = (f"N1.{number:06}" for number in range(2000))
    for job in (f"Z{cost}", *islice(others, 5)):
        assert queue.put(job, job)
    taken: list[str | None] = []
    while f"Z{cost}" not in taken:
        assert len(taken) < 9 * cost
        taken.append(queue.take())
        queue.finished(str(taken[-1]))
        clock[0] += 1
        other = next(others)
        assert queue.put(other, other)
    assert len(taken) > 5, "those who came at once and cost less were first"


def test_what_makes_way_has_waited_since_it_came(clock: list[float]) -> None:
    known: set[str] = set()
    queue = a_queue(20, 5, long=1, known=known)
    assert queue.put("a", "a8")
    assert queue.take() == "a8"
    known.add("a8")
    clock[0] += 7
    queue.put_back("a8")
    assert queue.put("B", "B7")
    assert (queue.take(), queue.take()) == ("a8", None)


def test_jobs_that_turn_out_long_make_way_for_short_ones() -> None:
    known: set[str] = set()
    queue = a_queue(20, 5, long=1, known=known)
    for job in ("a1", "b1"):
        assert queue.put(job[0], job)
        assert queue.take() == job
    known.update(("a1", "b1"))
    assert queue.put("C", "C1")
    assert queue.excess() == (), "nobody waits that is short"
    assert queue.put("d", "d1")
    assert queue.excess() == ("b1",), "one may go on: the last that was taken makes way"
    queue.put_back("b1")
    assert (queue.take(), queue.excess()) == ("d1", ())
    queue.finished("a1")
    assert queue.take() == "b1", "it has kept its place, and has waited longer"
    queue.finished("b1")
    assert queue.take() == "C1"
    assert queue.held() == 4, "no place is given back but by done"


def test_who_waits_can_be_dropped_once() -> None:
    queue = a_queue(6, 6)
    assert queue.put("a", "a0")
    assert queue.put("a", "a1")
    assert (queue.drop("a", "a0"), queue.drop("a", "a0"), queue.take()) == (True, False, "a1")
    assert queue.close() == ()
    assert queue.take() is None


@given(st.lists(st.tuples(st.sampled_from("abcDE"), st.booleans()), max_size=60))
def test_places_are_never_lost_nor_made(steps: list[tuple[str, bool]]) -> None:
    queue = a_queue(6, 2)
    held: list[str] = []
    for number, (name, is_put) in enumerate(steps):
        mine = [job for job in held if job[0] == name]
        if is_put:
            fits = len(held) < 6 and len(mine) < 2 and (name in "abc" or sum(map(str.isupper, held)) < 4)
            assert queue.put(name, f"{name}{number}") == fits
            held += [f"{name}{number}"] * fits
        elif mine:
            queue.done(mine[0])
            held.remove(mine[0])
        assert queue.held() == len(held)


def test_a_text_is_what_it_was_and_an_unknown_one_what_its_asker_is() -> None:
    known = Experience()
    known.note("quick", 0.01)
    known.note("slow", 3)
    known.charge("heavy", 3)
    for name in ("", "new", "heavy"):
        assert [known.expect(name, text) for text in ("quick", "slow")] == [Length.SHORT, Length.LONG]
        assert known.expect(name, "unknown") is (Length.LONG if name == "heavy" else Length.UNKNOWN)


def test_what_a_name_cost_fades_and_its_own_asker_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("cancu.store.experience.time.monotonic", lambda: now)
    known = Experience()
    known.charge("a", 2)
    known.charge("", 60)
    now += 0.9 / FADE
    assert [known.expect(name, "x") for name in ("a", "")] == [Length.LONG, Length.UNKNOWN]
    now += 0.2 / FADE
    assert known.expect("a", "x") is Length.UNKNOWN


def test_only_the_last_names_and_texts_are_remembered() -> None:
    known = Experience()
    known.note("slow", 3)
    for number in range(10_000):
        known.note(str(number), 0.0)
    assert [known.expect("", text) for text in ("slow", "9999")] == [Length.UNKNOWN, Length.SHORT]


def test_short_questions_are_answered_while_long_ones_hold_every_reader(tmp_path: Path) -> None:
    """Eight new askers, with texts never seen, take both readers at once; a deadline of a minute would keep them."""
    opened = open_store(tmp_path / "s", limits=Limits(seconds=60), readers=2)
    opened.replace({"http://e/g": LINES})
    askers = [Asker(f"a{number}") for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        waiting = [threads.submit(asked, opened, asker, f"{PRODUCT} # {number}") for number, asker in enumerate(askers)]
        while opened.waiting() < 8:
            time.sleep(0.01)
        for name in ("new", askers[0].name):
            assert json.loads(opened.query("ASK {}", asker=Asker(name), timeout=30).body)["boolean"] is True
        assert opened.waiting() == 8, "who made way still waits for an answer"
        for asker in askers:
            asker.leave()
        assert all(isinstance(job.result(30), LimitError) for job in waiting)
    opened.close()


def test_thirty_two_who_ask_at_once_are_all_answered(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "s", limits=Limits(seconds=60), readers=2)
    opened.replace({"http://e/g": LINES})
    assert asked(opened, Asker("first"), "ASK {}") is None
    gate = threading.Barrier(32)

    def ask(number: int) -> BaseException | None:
        gate.wait()
        return asked(opened, Asker(f"a{number}"), f"SELECT (COUNT(*) AS ?n{number}) {{ ?a ?b ?c . ?d ?e ?f }}")

    try:
        with ThreadPoolExecutor(32) as threads:
            assert list(threads.map(ask, range(32))) == [None] * 32
    finally:
        opened.close()


@pytest.mark.parametrize("readers", [1, 2, 3, 9])
def test_thirty_two_who_ask_long_questions_all_have_a_place(readers: int) -> None:
    room, share = places(readers)
    queue = a_queue(room, share)
    assert all(queue.put(f"a{number}", f"A{number}") for number in range(32))
    assert queue.put("b", "b1"), "a short one still has its own"


def test_who_waits_is_told_at_the_deadline(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "s", limits=Limits(seconds=60))
    opened.replace({"http://e/g": LINES})
    first = Asker("a")
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(asked, opened, first)
        while opened.waiting() < 1:
            time.sleep(0.01)
        with pytest.raises(LimitError, match="too many"):
            opened.query("ASK { ?s ?p ?o }", asker=Asker("b"), timeout=0.3)
        assert not running.done()
        first.leave()
    opened.close()


def asked(store: EmbeddedStore, asker: Asker, query: str = PRODUCT) -> BaseException | None:
    try:
        store.query(query, asker=asker)
    except LimitError as error:
        return error
    return None


def test_who_waited_its_time_away_costs_no_reader_and_is_not_taken_for_short(tmp_path: Path) -> None:
    """The second has 0.2 s left: the reader would die of it in vain. Who comes fresh is tried."""
    opened = open_store(tmp_path / "s", limits=Limits(seconds=3), readers=1)
    opened.replace({"http://e/g": LINES})
    until_answered(opened)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(asked, opened, Asker("a"))
        time.sleep(0.2)
        second = pool.submit(asked, opened, Asker("b"))
        told = [str(first.result()), str(second.result())]
    assert [("was stopped" in text, "too many queries" in text) for text in told] == [(True, False), (False, True)]
    fresh = (str(asked(opened, Asker("c"))) for _ in range(30))  # a new reader may need some seconds to start
    assert "was stopped" in next(text for text in fresh if "too many queries" not in text)
    opened.close()


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


def niceness(store: EmbeddedStore) -> list[int]:
    return [os.getpriority(os.PRIO_PROCESS, pid) for pid in store.reader_pids()]


def test_a_long_question_gives_way_to_others_while_it_runs(store: EmbeddedStore) -> None:
    store.query("ASK {}")
    usual = niceness(store)
    first = Asker("a")
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(asked, store, first)
        while niceness(store) != [19]:
            time.sleep(0.01)
        first.leave()
        running.result(30)
    store.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a < ?d) } LIMIT 1", timeout=60)
    store.query("ASK {}")
    assert niceness(store) == usual != [19], "what has been slowed is quickened again, or replaced"


def test_a_question_is_not_long_because_the_machine_is_busy(store: EmbeddedStore) -> None:
    """The reader is held for longer than a short question may work, and has done nothing."""
    store.query("ASK {}")
    usual, (reader,) = niceness(store), store.reader_pids()
    os.kill(reader, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as threads:
        asking = threads.submit(store.query, "ASK { ?s ?p ?o }", asker=Asker("a"))
        time.sleep(3 * LONG)
        assert (niceness(store), asking.done()) == (usual, False)
        os.kill(reader, signal.SIGCONT)
        assert json.loads(asking.result(30).body)["boolean"] is True
    assert store.reader_pids() == (reader,)


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
