"""A full disk: what is refused, and that writing goes on in the same process when there is room, with nothing lost.

The engine itself wants 128 MB free before it goes on: the disks here are smaller, so that it never does.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from bench.endurance.disk import disk, filled
from cancu.errors import StoreError
from cancu.query import Finder, Index, Kind
from cancu.store import EmbeddedStore, digest_of, lines, open_store
from tests.query.test_finder import FIXTURE, PLAN
from tests.serve.conftest import graphs_of

BEFORE, AFTER = "http://e/before", "http://e/after"
SEEDS = 8


def content(graph: str, version: int, size: int) -> bytes:
    words = f"version {version} of <{graph}>"
    return "".join(f'<{graph}/{n}> <http://e/says> "{n} {words}" .\n' for n in range(size)).encode()


@contextmanager
def small(place: Path, size: str) -> Iterator[Path]:
    with disk(place, size) as is_mounted:
        if not is_mounted:
            pytest.skip("needs a file system of its own, which only an administrator may mount")
        yield place


def seen(store: EmbeddedStore, graph: str = "") -> set[str]:
    """What queries see of a graph, or of all as one."""
    text = f"SELECT ?s ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}" if graph else "SELECT ?s ?o { ?s ?p ?o }"
    return {f"{subject} {said}" for subject, said in store.rows(text)}


def held(data: bytes) -> set[str]:
    return {f"{quad.subject.value} {quad.object.value}" for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES)}


class Author(threading.Thread):
    """Writes small, middling and bulky graphs until it is told to stop, and knows what was acknowledged."""

    def __init__(self, store: EmbeddedStore, seed: int) -> None:
        super().__init__()
        self._store = store
        self._dice = random.Random(seed)
        self.over = threading.Event()
        self.acknowledged: dict[str, bytes] = {}
        self.refusals: list[StoreError] = []

    def run(self) -> None:
        version = 0
        while not self.over.is_set():
            version += 1
            size = self._dice.choice((5, 5, 300, 3000, lines.BULK))
            graph = f"http://e/{size}/{version % 2 if size == lines.BULK else self._dice.randrange(6)}"
            if size == lines.BULK:  # which is loaded in bulk where nothing has to go
                self._sent(graph, b"")
            self._sent(graph, content(graph, version, size))

    def _sent(self, graph: str, data: bytes) -> None:
        self.acknowledged.pop(graph, None)
        try:
            self._store.replace({graph: data})
            self.acknowledged[graph] = data
        except StoreError as error:
            self.refusals.append(error)


def agreed(store: EmbeddedStore) -> None:
    """Claim that the store, what queries see of it and its journal say the same."""
    whole = {graph: store.content(graph) for graph in store.graphs()}
    for graph, data in whole.items():
        assert seen(store, graph) == held(data), graph
    assert seen(store) == held(b"".join(whole.values()))
    living = {entry.graph: entry.digest for entry in store.journal.entries(0, 1000) if not entry.is_removal}
    assert living == {graph: digest_of(data) for graph, data in whole.items()}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_writing_goes_on_when_there_is_room(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    with small(tmp_path / "disk", "128m") as place:
        store = open_store(place / "store")
        index = Index(store)
        author = Author(store, seed)
        author.start()
        time.sleep(dice.uniform(0.1, 2))
        with filled(place, dice.choice((0, 0, 1 << 12, 1 << 16, 1 << 20, 4 << 20))):
            until = time.monotonic() + 60
            while len(author.refusals) < dice.randint(1, 4) and time.monotonic() < until:
                time.sleep(0.01)
            author.over.set()
            author.join()
        assert author.refusals
        with suppress(StoreError):  # what the engine has not told yet it tells once
            store.replace({AFTER: content(AFTER, 1, 5)})
        author.acknowledged |= {AFTER: content(AFTER, 2, 5), **graphs_of(FIXTURE)}
        store.replace({AFTER: content(AFTER, 2, 5)})
        store.replace(graphs_of(FIXTURE))
        assert PLAN in {iri.partition("/id/doc/")[2] for iri in Finder(index).resolve(Kind.REFERENCE, "kế hoạch 95")}
        index.close()
        for _ in range(2):  # as it goes on, and after a restart
            for graph, data in author.acknowledged.items():
                assert digest_of(store.content(graph)) == digest_of(store_form(data)), graph
            agreed(store)
            store.close()
            store = open_store(place / "store")
        store.close()


def store_form(data: bytes) -> bytes:
    """The lines as the engine tells them."""
    quads = ox.parse(data, format=ox.RdfFormat.N_QUADS)
    return b"".join(sorted({ox.serialize([quad.triple], format=ox.RdfFormat.N_TRIPLES) for quad in quads}))
