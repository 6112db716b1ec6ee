"""Many quads at once are loaded in bulk: the store then holds what it would hold otherwise, all of it or nothing."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from cancu.errors import StoreError
from cancu.store import EmbeddedStore, open_store, union
from cancu.store.holdings import Holdings

COUNT = 400
"""Quads of a graph; the bound from which loads are in bulk is lowered to it."""


def content(graph: str, words: str = "x") -> bytes:
    """Lines that end like a graph's name, end in a full stop, and are told by every graph."""
    own = "".join(f'<http://e/{graph}/{n}> <http://e/p> "{words} {n} ." .\n' for n in range(COUNT))
    return f"{own}<http://e/s> <http://e/p> <http://e/{graph}> .\n<http://e/s> <http://e/p> <http://e/o> .\n".encode()


def held(store: EmbeddedStore) -> dict[str, set[bytes]]:
    return {graph: set(store.content(graph).splitlines()) for graph in store.graphs()}


def seen(store: EmbeddedStore) -> set[bytes]:
    answer = store.run("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    return set(
        ox.serialize(ox.parse(answer.body, format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES).splitlines()
    )


def filled(folder: Path) -> tuple[dict[str, set[bytes]], set[bytes]]:
    store = open_store(folder)
    store.replace({f"http://e/{name}": content(name) for name in "abc"})
    store.replace({"http://e/d": content("d"), "http://e/e": b'_:x <http://e/p> "nobody" .\n'})
    store.replace({"http://e/a": content("a", "y"), "http://e/b": b"", "http://e/f": content("f")})
    found = held(store), {line for line in seen(store) if b"nobody" not in line}
    store.close()
    return found


def test_a_bulk_load_leaves_what_an_update_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graphs, triples = filled(tmp_path / "update")
    monkeypatch.setattr(union, "BULK", COUNT)
    loaded, told = filled(tmp_path / "bulk")
    nodes = {name: lines for name, lines in loaded.items() if name != "http://e/e"}
    assert nodes == {name: lines for name, lines in graphs.items() if name != "http://e/e"}
    assert len(loaded["http://e/e"]) == 1
    assert told == triples
    assert len(told) == 4 * COUNT + 5, "four graphs, a line of its own each, and one that all tell"


def test_what_queries_see_stays_where_a_commit_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(union, "BULK", COUNT)
    store = open_store(tmp_path)
    store.replace({"http://e/a": content("a")})
    before = seen(store)

    def full(*_: object) -> None:
        raise StoreError("Kho còn như cũ.", "the store is as before.")

    monkeypatch.setattr(Holdings, "replace", full)
    with pytest.raises(StoreError, match="as before"):
        store.replace({"http://e/b": content("b")})
    assert seen(store) == before
    assert [entry.graph for entry in store.journal.entries(0, 9)] == ["http://e/a"]
    monkeypatch.undo()
    store.replace({"http://e/b": content("b")})
    assert len(seen(store)) == 2 * COUNT + 3
    store.close()


WRITER = """
import sys
from cancu.store import open_store, union
union.BULK = 400
sys.path.insert(0, ".")
from tests.store.test_bulk import content
store = open_store(sys.argv[1])
print("open", flush=True)
for number in range(int(sys.argv[2]), 10_000):
    store.replace({f"http://e/{number}-{part}": content(f"{number}-{part}") for part in range(5)})
    print(number, flush=True)
"""


def test_killed_at_any_moment_a_bulk_load_is_there_or_not(tmp_path: Path) -> None:
    rng, done = random.Random(7), 0
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), str(done)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "open\n"
            time.sleep(rng.uniform(0.05, 0.6))
            process.send_signal(signal.SIGKILL)
            told = [int(line) for line in process.stdout]
        store = open_store(tmp_path)
        graphs = held(store)
        numbers = {int(name.removeprefix("http://e/").partition("-")[0]) for name in graphs}
        assert len(graphs) == 5 * len(numbers), "all graphs of a commit, or none"
        assert {len(found) for found in graphs.values()} <= {COUNT + 2}
        assert set(told) <= numbers, "what was told to be written is there"
        assert seen(store) == set().union(*graphs.values()), "what queries see has caught up"
        store.close()
        done = max(numbers, default=-1) + 1
