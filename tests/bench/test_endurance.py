"""The endurance run: what it would find, and a short real one."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from bench.endurance.__main__ import PAGE, Run, endure, told
from bench.endurance.claims import Claims, states
from bench.endurance.items import GRAPHS, LINES, STAMP, Item, Note, Pair, Plan, lines
from bench.endurance.load import Load
from bench.endurance.process import Process
from bench.report import replaced


def test_what_may_be_there_is_what_was_acknowledged_or_is_in_doubt() -> None:
    item = Item(1)
    assert (item.begin(), item.possible) == (1, {0, 1})
    item.settle(1)
    assert (item.begin(), item.begin(), item.possible) == (2, 3, {1, 2, 3})


def test_plans_bear_their_version_in_all_parts() -> None:
    plan = Plan(3)
    assert plan.stamps(plan.text(7).decode()) == {7}
    assert plan.text(7).decode().count(plan.stamp(7)) == 4
    assert Plan(33).stamps(plan.text(7).decode()) == set()


def quads(graph: str, version: int, number: int = LINES) -> list[bytes]:
    return [line.replace(" .", f" <{graph}> .").encode() for line in lines(graph, version).splitlines()[:number]]


@pytest.mark.parametrize(
    ("dump", "seen"),
    [
        ([], {0}),
        (quads(f"{GRAPHS}pair/1/a", 4) + quads(f"{GRAPHS}pair/1/b", 4), {4}),
        (quads(f"{GRAPHS}pair/1/a", 4) + quads(f"{GRAPHS}pair/1/b", 3), {3, 4}),
        (quads(f"{GRAPHS}pair/1/a", 4), {0, 4}),
        (quads(f"{GRAPHS}pair/1/a", 4) + quads(f"{GRAPHS}pair/1/b", 4, LINES - 1), {-1}),
    ],
)
def test_halves_are_seen_in_a_dump(dump: list[bytes], seen: set[int]) -> None:
    pair = Pair(1)
    assert states(dump, [pair])[id(pair)] == seen


def test_what_is_wrong_is_found(tmp_path: Path) -> None:
    """A service that lost an acknowledged write, and one that holds half of an update, are told."""
    (tmp_path / "disk" / "store").mkdir(parents=True)
    process = Process(tmp_path)
    load = Load(process, (Note(0), Note(1)), (Pair(0),), (), random.Random(0))
    process.start()
    try:
        client = load.client()
        for item in (*load.notes, *load.pairs):
            version = item.begin()
            assert load._sent(client, item, version) in (200, 201, 204)
            item.settle(version)
        claims = Claims(load)
        assert claims.check() > 10
        assert load.wrong == []
        load.notes[0].settle(3)
        graph = load.pairs[0].graphs[1]
        assert load._sent(client, _Other(1, graph), 2) in (200, 201, 204)
        claims.check()
        assert {words.partition(":")[0] for words in load.wrong} == {"acknowledged is there", "both halves"}
        os.kill(process.workers()[0], signal.SIGKILL)
        load.notes[0].settle(1)
        load.wrong.clear()
        claims.check()
        assert {words.partition(":")[0] for words in load.wrong} <= {"acknowledged is there", "both halves"}
        client.close()
    finally:
        process.kill()


class _Other(Note):
    def __init__(self, number: int, graph: str) -> None:
        super().__init__(number)
        self.name = graph

    @property
    def graphs(self) -> tuple[str, ...]:
        return (self.name,)


def test_a_short_run_finds_nothing_wrong() -> None:
    run = endure(20, seed=5, scale=0.3)
    assert run.wrong == []
    assert sum(run.done.values()) >= 1
    assert run.claims["acknowledged is there"] >= 24
    assert set(run.skipped.values()) <= {"needs a file system of its own, which only an administrator may mount"}


def test_the_page_has_a_place_for_the_table() -> None:
    run = Run(seconds=60, starts=[1.0, 2.0], skipped={"full disk": "why"}, notes={"kill": {"went on": 2}})
    run.done["kill"] = 2
    words = told(run, 7)
    assert "| kill | 2 | 0 | 2× went on |" in words
    assert "- not done: full disk (why)" in words
    assert words in replaced(PAGE.read_text("utf-8"), "endurance", words)
    assert STAMP not in words
