"""Commits to remote databases: all or none, also after a kill, and where an engine takes few triples at a time."""

from __future__ import annotations

import dataclasses
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from cancu.errors import LimitError, QueryError, StoreError
from cancu.namespaces import PREFIXES
from cancu.store import open_store
from cancu.store.remote.commits import Commits, named
from cancu.store.remote.engine import Engine, Target
from cancu.store.remote.place import MIRROR, REDO, folder_of
from cancu.store.remote.redo import Redo
from tests.engines import Engines, emptied, oxigraph

GRAPHS = [f"urn:g{number}" for number in range(6)]


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    held = Engines(tmp_path_factory.mktemp("engines"))
    yield held
    held.close()


def generation(number: int, size: int = 200) -> dict[str, bytes]:
    """What all graphs hold at one time."""
    lines = [f'<urn:s{line}> <urn:p> "{number}" .\n' for line in range(size)]
    return {name: "".join(sorted(lines)).encode() for name in GRAPHS}


def rested(there: Engine) -> dict[str, bytes]:
    """What all graphs hold once the database has carried out what a dead process had sent: twice the same."""
    before = None
    for _ in range(60):
        found = {graph: there.content(ox.NamedNode(graph)) for graph in GRAPHS}
        if found == before:
            return found
        before = found
        time.sleep(0.5)
    raise AssertionError(before)


WRITER = """
import sys
from pathlib import Path
from tests.engines import Server
from tests.store.remote.test_commits import generation
from cancu.store import open_store
name, url, user, password, states, number = sys.argv[1:]
how = Server(url, 0, user, password).remote(Path(states), is_mirrored=name.endswith("-mirrored"))
store = open_store(url, remote=how)
print("open", flush=True)
while True:
    store.replace(generation(int(number)))
    print(number, flush=True)
    number = int(number) + 1
"""


@pytest.mark.parametrize("name", ["oxigraph", "oxigraph-mirrored", "virtuoso"])
def test_a_killed_writer_leaves_nothing_half(engines: Engines, checkout: Path, name: str) -> None:
    server, states = engines.server(name), engines.states()
    draw = random.Random(name)
    acknowledged = 0
    for round_ in range(5):
        command = [sys.executable, "-c", WRITER, name, server.url, server.user, server.password, str(states)]
        with subprocess.Popen(
            [*command, str(acknowledged + 1)], cwd=checkout, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(checkout)},
        ) as process:  # fmt: skip
            assert process.stdout is not None
            assert process.stdout.readline() == "open\n"
            if round_:
                process.stdout.readline()
            time.sleep(draw.random() / 2)
            process.send_signal(signal.SIGKILL)
            told = process.stdout.read().split()
        acknowledged = max([acknowledged, *map(int, told)])
        there = Engine(Target(server.url, credentials=server.remote(states).credentials))
        held = rested(there)
        store = engines.open(name, states, PREFIXES)
        try:
            if not store.graphs():
                assert acknowledged == 0
                continue
            if name == "oxigraph":
                assert held == generation(int(held[GRAPHS[0]].split(b'"')[1]))
            found = int(store.content(GRAPHS[0]).split(b'"')[1])
            assert found >= acknowledged
            acknowledged = found
            assert {graph: b"".join(sorted(store.content(graph).splitlines(keepends=True))) for graph in GRAPHS} == (
                generation(found)
            )
            assert {graph: there.content(ox.NamedNode(graph)) for graph in GRAPHS} == generation(found)
            assert store.size() == sum(data.count(b"\n") for data in generation(found).values())
            assert not (folder_of(server.url, states) / REDO).exists()
        finally:
            there.close()
            store.close()
    store = engines.open(name, states, PREFIXES)
    emptied(store)
    store.close()


@pytest.fixture
def engine(engines: Engines) -> Iterator[Engine]:
    """oxigraph, as if it took 50 triples at a time."""
    made = Engine(Target(engines.server("oxigraph").url))
    made.profile = dataclasses.replace(made.profile, triples=50)
    yield made
    for name in made.names():
        made.put(ox.NamedNode(name), b"")
    made.update("CLEAR DEFAULT")
    made.close()


def held(engine: Engine) -> dict[str, bytes]:
    return {name: engine.content(ox.NamedNode(name)) for name in engine.names()}


def test_what_is_too_much_for_one_request_takes_several(engine: Engine, tmp_path: Path) -> None:
    redo = Redo(tmp_path / REDO)
    commits = Commits(engine, redo)
    commits.replace(generation(1), lambda _: b"")
    assert held(engine) == generation(1)
    commits.replace({**generation(2), GRAPHS[0]: b""}, generation(1).__getitem__)
    assert held(engine) == {name: data for name, data in generation(2).items() if name != GRAPHS[0]}
    assert engine.rows("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == [{"n": "200"}]
    assert redo.noted() == {}


def test_what_is_refused_in_the_middle_is_put_back(engine: Engine, tmp_path: Path) -> None:
    commits = Commits(engine, Redo(tmp_path / REDO))
    commits.replace(generation(1), lambda _: b"")
    with pytest.raises(QueryError):
        commits.replace({GRAPHS[0]: b"", GRAPHS[5]: b"<urn:a> <urn:p> broken .\n" * 60}, generation(1).__getitem__)
    assert held(engine) == generation(1)
    assert not (tmp_path / REDO).exists()


def test_what_was_left_in_the_middle_is_carried_out(engine: Engine, tmp_path: Path) -> None:
    redo, told = Redo(tmp_path / REDO), list[str]()
    Commits(engine, redo).replace(generation(1), lambda _: b"")
    redo.note(generation(2))
    engine.put(named(GRAPHS[0]), generation(2)[GRAPHS[0]])
    Commits(engine, Redo(tmp_path / REDO)).finish(told.extend)
    assert (held(engine), told) == (generation(2), GRAPHS)
    assert not (tmp_path / REDO).exists()


@pytest.mark.parametrize("is_mirrored", [False, True])
def test_a_database_that_dies_is_told_and_comes_back(tmp_path: Path, *, is_mirrored: bool) -> None:
    with oxigraph(tmp_path) as server:
        port = int(server.url.rpartition(":")[2])
        store = open_store(server.url, remote=server.remote(tmp_path / "states", is_mirrored=is_mirrored))
        store.replace({"urn:g": b"<urn:a> <urn:p> <urn:b> .\n"})
    try:
        with pytest.raises((StoreError, LimitError)):
            store.replace({"urn:g": b"<urn:a> <urn:p> <urn:c> .\n", "urn:h": b"<urn:a> <urn:p> <urn:c> .\n"})
        with oxigraph(tmp_path, port=port):
            assert store.content("urn:g") == b"<urn:a> <urn:p> <urn:b> .\n"
            store.replace({"urn:k": b"<urn:a> <urn:p> <urn:k> .\n"})
            assert store.graphs() == ("urn:g", "urn:k")
            assert store.content("urn:g") == b"<urn:a> <urn:p> <urn:b> .\n"
            assert [entry.graph for entry in store.journal.entries(0, 9)] == ["urn:g", "urn:k"]
    finally:
        store.close()


def test_what_others_changed_is_found_at_the_next_start(engines: Engines) -> None:
    server, states = engines.server("oxigraph"), engines.states()
    store = engines.open("oxigraph", states, PREFIXES)
    store.replace({"urn:g": b"<urn:a> <urn:p> <urn:b> .\n", "urn:h": b"<urn:a> <urn:p> <urn:b> .\n"})
    store.close()
    other = Engine(Target(server.url))
    other.put(ox.NamedNode("urn:g"), b"<urn:a> <urn:p> <urn:c>, <urn:d> .\n")
    other.put(ox.NamedNode("urn:h"), b"")
    other.put(ox.NamedNode("urn:new"), b"<urn:a> <urn:p> <urn:c> .\n")
    other.close()
    store = engines.open("oxigraph", states, PREFIXES)
    store._looking.join()
    try:
        told = [(entry.graph, entry.is_removal) for entry in store.journal.entries(2, 9)]
        assert sorted(told) == [("urn:g", False), ("urn:h", True), ("urn:new", False)]
        assert (store.graphs(), store.size()) == (("urn:g", "urn:new"), 3)
    finally:
        emptied(store)
        store.close()


def test_what_a_dead_process_had_sent_and_is_carried_out_late_is_found(engines: Engines) -> None:
    server, states = engines.server("oxigraph"), engines.states()
    store = engines.open("oxigraph", states, PREFIXES)
    store.replace(dict.fromkeys(("urn:g", "urn:h"), b"<urn:a> <urn:p> <urn:b> .\n"))
    store.journal._announce(["urn:g"])
    store.close()
    store = engines.open("oxigraph", states, PREFIXES)
    try:
        assert (store.journal.left, store.journal.latest()) == (("urn:g",), 2)
        there = Engine(Target(server.url))
        for name in ("urn:g", "urn:h"):
            there.put(ox.NamedNode(name), b"<urn:a> <urn:p> <urn:late> .\n")
        there.close()
        version = store.version
        store._looking.join()
        assert [entry.graph for entry in store.journal.entries(2, 9)] == ["urn:g"]
        assert store.version > version
    finally:
        emptied(store)
        store.close()


def test_a_filled_database_is_taken_in_without_reading_it(engines: Engines) -> None:
    server = engines.server("oxigraph")
    other = Engine(Target(server.url))
    for number in range(30):
        other.put(ox.NamedNode(f"urn:g{number:02}"), f"<urn:s> <urn:p> {number}, <urn:b> .".encode())
    other.close()
    store = engines.open("oxigraph", engines.states(), PREFIXES)
    asked: list[ox.NamedNode] = []
    content = store._engine.content
    store._engine.content = lambda name: (asked.append(name), content(name))[1]  # type: ignore[method-assign]
    try:
        assert (store.size(), len(store.graphs()), store.journal.latest()) == (60, 30, 30)
        assert asked == []
        store.replace(
            {"urn:g00": store.content("urn:g00"), "urn:g01": b"<urn:s> <urn:p> <urn:c> .\n<urn:s> <urn:p> <urn:d> .\n"}
        )
        assert [entry.graph for entry in store.journal.entries(30, 9)] == ["urn:g01"]
        assert set(map(str, asked)) <= {"<urn:g00>", "<urn:g01>"}
    finally:
        emptied(store)
        store.close()


def test_who_only_reads_counts_nothing_and_holds_nobody_up(engines: Engines) -> None:
    states = engines.states()
    how = engines.server("oxigraph").remote(states)
    url = engines.server("oxigraph").url
    reading = open_store(url, remote=how, is_shared=True)
    writing = open_store(url, remote=how)
    try:
        writing.replace({"urn:g": b"<urn:a> <urn:p> <urn:b> .\n"})
        assert (reading.graphs(), reading.size(), reading.content("urn:g")) == (
            ("urn:g",), 1, b"<urn:a> <urn:p> <urn:b> .\n",
        )  # fmt: skip
        with pytest.raises(StoreError, match="only be read"):
            reading.remove(["urn:g"])
    finally:
        reading.close()
        emptied(writing)
        writing.close()


def test_a_copy_that_is_not_followed_any_more_answers_nobody(engines: Engines) -> None:
    server, states = engines.server("oxigraph"), engines.states()
    for is_mirrored in (True, False, True):
        store = open_store(server.url, remote=server.remote(states, is_mirrored=is_mirrored))
        store.replace({"urn:g": f"<urn:a> <urn:p> <urn:{is_mirrored}> .\n".encode()})
        assert (folder_of(server.url, states) / MIRROR).is_dir() == is_mirrored
        if is_mirrored:
            assert store.content("urn:g") == b"<urn:a> <urn:p> <urn:True> .\n"
            emptied(store)
        store.close()
