"""Strangers' questions that an event loop waits for: as those that threads wait for, and nothing is left behind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

from cancu.errors import LimitError, QueryError
from cancu.store import Answer, Asker, EmbeddedStore, Limits, open_store
from tests.store.waiting import until_answered, until_there

LINES = "".join(f"<http://e/n{index}> <http://e/p> <http://e/o> .\n" for index in range(400)).encode()
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SLACK = 60.0


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "s", limits=Limits(seconds=60), readers=2)
    opened.replace({"http://e/g": LINES})
    yield opened
    opened.close()


async def asked(store: EmbeddedStore, text: str, name: str = "", asker: Asker | None = None) -> Answer:
    found = store.answered(text, asker=asker or Asker(name))
    assert found is not None
    return await found


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(SLACK):
        while not holds():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def begun(store: EmbeddedStore, many: int) -> AsyncIterator[list[asyncio.Task[Answer]]]:
    """So many long questions that run or wait."""
    tasks = [asyncio.create_task(asked(store, f"{PRODUCT} # {number}", f"a{number}")) for number in range(many)]
    await until(lambda: store.waiting() == many)
    yield tasks
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.parametrize(
    "text",
    ["ASK {}", "SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 3", "CONSTRUCT { ?s <http://e/q> 'đ' } { ?s ?p ?o } LIMIT 1",
     "SELECT (REPEAT AS ?x) {}", "SELECT * { ?s ?p ?o } LIMIT 400"],
)  # fmt: skip
def test_the_answer_is_the_one_that_a_thread_gets(store: EmbeddedStore, text: str) -> None:
    def told(work: Callable[[], Answer]) -> Answer | str:
        try:
            return work()
        except QueryError as error:
            return str(error)

    assert told(lambda: asyncio.run(asked(store, text))) == told(lambda: store.query(text))


def test_nobody_waits_until_a_commit_has_ended(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    write, begun, go = store._holdings.replace, threading.Event(), threading.Event()
    store.query("ASK {}")  # readers have a copy now
    before = store.journal.latest()

    def slowly(graphs: dict[str, bytes]) -> None:
        begun.set()
        assert go.wait(SLACK)
        write(graphs)

    monkeypatch.setattr(store._holdings, "replace", slowly)
    writer = threading.Thread(target=store.replace, args=({"http://e/g": b""},))
    writer.start()
    assert begun.wait(SLACK)
    try:
        told = [asyncio.run(asked(store, "ASK { ?s ?p ?o }")), store.query("ASK { ?s ?p ?o } # again")]
        assert store.journal.latest() == before
        assert not go.is_set()
        assert writer.is_alive()
    finally:
        go.set()
        writer.join()
    assert all(b"true" in answer.body for answer in told)
    assert b"false" in store.query("ASK { ?s ?p ?o }").body
    assert store.journal.latest() > before


def test_an_answer_of_many_pieces_is_whole(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "wide", limits=Limits(seconds=60))
    opened.replace({"http://e/g": f'<http://e/s> <http://e/p> "{"x" * 5_000_000}" .\n'.encode()})
    answer = asyncio.run(asked(opened, "SELECT ?o { ?s ?p ?o }"))
    opened.close()
    assert len(json.loads(answer.body)["results"]["bindings"][0]["o"]["value"]) == 5_000_000


@pytest.mark.parametrize("text", ["ASK {} # " + "x" * 4000, "ASK {} # " + "\U0001f600" * 1000], ids=["long", "wide"])
def test_what_may_take_a_while_is_left_to_threads(store: EmbeddedStore, text: str) -> None:
    assert store.answered(text) is None
    assert json.loads(store.query(text).body)["boolean"] is True


def test_what_is_refused_is_refused_at_once(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError):
        store.answered("SELECT * { SERVICE <http://e/> { ?s ?p ?o } }")
    assert store.waiting() == 0


def test_thirty_two_at_once_are_all_answered(store: EmbeddedStore) -> None:
    async def all_of_them() -> list[Answer]:
        return await asyncio.gather(
            *(asked(store, f"SELECT ({number} AS ?n) {{}}", f"a{number}") for number in range(32))
        )

    found = asyncio.run(all_of_them())
    assert [json.loads(one.body)["results"]["bindings"][0]["n"]["value"] for one in found] == list(map(str, range(32)))
    assert store.waiting() == 0


def test_short_ones_are_answered_while_long_ones_hold_every_reader(store: EmbeddedStore) -> None:
    async def ask() -> None:
        async with begun(store, 6):
            async with asyncio.timeout(SLACK):
                answer = await asked(store, "ASK {}", "new")
            assert json.loads(answer.body)["boolean"] is True
            assert store.waiting() == 6, "who made way still waits"

    asyncio.run(ask())


@pytest.mark.parametrize("many", [1, 2, 4])
def test_who_is_cancelled_gives_place_and_reader_back(store: EmbeddedStore, many: int) -> None:
    async def ask() -> Answer:
        async with begun(store, many):
            pass
        assert store.waiting() == 0
        async with asyncio.timeout(SLACK):
            return await asked(store, "ASK {}")

    assert json.loads(asyncio.run(ask()).body)["boolean"] is True


def test_who_leaves_is_told_whether_he_ran_or_waited(store: EmbeddedStore) -> None:
    async def ask() -> list[Answer | BaseException]:
        askers = [Asker(f"b{number}") for number in range(4)]
        tasks = [asyncio.create_task(asked(store, f"{PRODUCT} # {at}", asker=one)) for at, one in enumerate(askers)]
        await until(lambda: store.waiting() == 4)
        for asker in askers:
            asker.leave()
        async with asyncio.timeout(SLACK):
            return await asyncio.gather(*tasks, return_exceptions=True)

    assert [type(one) for one in asyncio.run(ask())] == [LimitError] * 4
    assert store.waiting() == 0


def test_time_that_is_up_kills_the_reader_and_the_next_question_has_another(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "s", limits=Limits(seconds=4))
    opened.replace({"http://e/g": LINES})
    until_answered(opened)
    before = opened.reader_pids()
    with pytest.raises(LimitError, match="stopped after"):
        asyncio.run(asked(opened, PRODUCT))
    until_there(lambda: opened.reader_pids() not in {before, ()})
    until_answered(opened)
    opened.close()


def is_dead(pid: int) -> bool:
    """Whether all threads of a process have ended; it may have been waited for already."""
    found = set()
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found.add((task / "stat").read_text().rpartition(")")[2].split()[0])
    return found <= {"Z"}


def test_a_reader_that_was_killed_while_it_waited_is_no_questions_fault(store: EmbeddedStore) -> None:
    assert asyncio.run(asked(store, "ASK {}")).body
    for pid in store.reader_pids():
        os.kill(pid, signal.SIGKILL)
        until_there(partial(is_dead, pid))
    assert asyncio.run(asked(store, "ASK {}")).body


def test_a_question_sees_what_was_committed_before_it(store: EmbeddedStore) -> None:
    async def count() -> str:
        answer = await asked(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        return str(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])

    found = []
    for number in range(3):
        store.replace({f"http://e/h{number}": f"<http://e/x{number}> <http://e/p> <http://e/o> .\n".encode()})
        found.append(asyncio.run(count()))
    assert found == ["401", "402", "403"]


def test_closing_tells_who_waits(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "s", limits=Limits(seconds=60))
    opened.replace({"http://e/g": LINES})

    async def ask() -> list[Answer | BaseException]:
        tasks: list[Awaitable[Answer]] = [
            asyncio.create_task(asked(opened, f"{PRODUCT} # {number}", f"a{number}")) for number in range(3)
        ]
        await until(lambda: opened.waiting() == 3)
        closing = asyncio.create_task(asyncio.to_thread(opened.close))
        async with asyncio.timeout(SLACK):
            found = await asyncio.gather(*tasks, return_exceptions=True)
        await closing
        return found

    assert [type(one) for one in asyncio.run(ask())] == [LimitError] * 3
