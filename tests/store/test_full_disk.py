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
from typing import NoReturn

import pyoxigraph as ox
import pytest

from bench.endurance.disk import disk, filled
from cancu.engine.formats import CSV
from cancu.errors import StoreError
from cancu.query import Finder, Index, Kind
from cancu.store import EmbeddedStore, digest_of, open_store, union
from cancu.store.database import Database
from cancu.store.snapshots import Snapshots
from cancu.store.union import Union
from tests.query.test_finder import FIXTURE, PLAN
from tests.serve.conftest import graphs_of

BEFORE, AFTER = "http://e/before", "http://e/after"
SEEDS = 6
EVERY = "SELECT ?s ?o { ?s ?p ?o }"


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
    text = f"SELECT ?s ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}" if graph else EVERY
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
            size = self._dice.choice((5, 5, 300, 3000, union.BULK))
            graph = f"http://e/{size}/{version % 2 if size == union.BULK else self._dice.randrange(6)}"
            if size == union.BULK:  # which is loaded in bulk where nothing has to go
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


def refused(store: EmbeddedStore, version: int) -> StoreError:
    """Write until that is refused: an engine may have a last page free."""
    for attempt in range(100):
        try:
            store.replace({AFTER: content(AFTER, version + attempt, 3000)})
        except StoreError as error:
            return error
    raise AssertionError("a full disk was written")


def test_without_room_it_refuses_and_says_why_and_reads_on(tmp_path: Path) -> None:
    with small(tmp_path / "disk", "64m") as place:
        store = open_store(place / "store")
        store.replace({BEFORE: content(BEFORE, 1, 100)})
        with filled(place):
            first = refused(store, 1)
            for version in range(1000, 1500, 100):
                error = refused(store, version)
                assert "No space left on device" in error.en or "disk is full" in error.en or "make room" in error.en
                assert error.vi.startswith(("Không", "Đã ghi", "Kho"))
                assert held(store.content(BEFORE)) == held(content(BEFORE, 1, 100)) == seen(store, BEFORE)
        assert first.en
        with suppress(StoreError):
            store.replace({AFTER: b""})
        store.replace({AFTER: content(AFTER, 1, 7)})
        agreed(store)
        store.close()


@pytest.mark.parametrize("left", [0, 1 << 16, 1 << 20])
def test_closing_on_a_full_disk_lets_go_of_the_files(tmp_path: Path, left: int) -> None:
    with small(tmp_path / "disk", "64m") as place:
        store = open_store(place / "store")
        store.replace({BEFORE: content(BEFORE, 1, 100)})
        with filled(place, left):
            refused(store, 1)
            store.close()
        store = open_store(place / "store")
        assert held(store.content(BEFORE)) == held(content(BEFORE, 1, 100))
        agreed(store)
        store.close()


def test_a_load_that_failed_leaves_no_tables_behind(tmp_path: Path) -> None:
    with small(tmp_path / "disk", "64m") as place:
        store = open_store(place / "store")
        with filled(place, 1 << 20):
            for number in range(4):
                with pytest.raises(StoreError):
                    store.replace({f"{BEFORE}/{number}": content(BEFORE, number, union.BULK)})
        assert [*(place / "store").rglob("bulk-*")] == []
        store.close()


def test_a_copy_for_readers_that_failed_leaves_no_links_behind(tmp_path: Path) -> None:
    def half(path: Path) -> int:
        path.mkdir()
        (path / "table.sst").touch()
        return fails()

    snapshots = Snapshots(tmp_path / "snapshots", half)
    with pytest.raises(OSError, match="No space left"):
        snapshots.acquire(1)
    snapshots.close()
    assert [*(tmp_path / "snapshots").iterdir()] == []


def fails(*_: object) -> NoReturn:
    raise OSError(28, "No space left on device")


def test_what_queries_could_not_see_is_not_acknowledged_and_seen_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path)
    store.replace({BEFORE: content(BEFORE, 1, 5)})
    for version, ask in enumerate((seen, strangers), 2):
        monkeypatch.setattr(Union, "_follow", fails)
        with pytest.raises(StoreError, match="could not follow"):
            store.replace({BEFORE: content(BEFORE, version, 5)})
        was = store.version
        assert ask(store) == held(content(BEFORE, version - 1, 5)), "as long as it cannot"
        monkeypatch.undo()
        assert ask(store) == held(content(BEFORE, version, 5))
        assert store.version > was, "what was remembered of answers is too old"
        agreed(store)
    store.close()


def strangers(store: EmbeddedStore) -> set[str]:
    assert store.answered("ASK {}") is None, "the event loop leaves it to a thread"
    return {" ".join(line.split(",")) for line in store.query(EVERY, accept=CSV).body.decode().splitlines()[1:]}


def overfill(database: Database) -> None:
    for version in range(1000):
        data = content(AFTER, version, 1000)
        database.do(lambda store, data=data: store.load(data, format=ox.RdfFormat.N_TRIPLES))
        database.do(ox.Store.flush)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[tuple[Path, Database]]:
    """One that refuses to write, though its disk has room again: 64 MB, for which the engine does not go on."""
    with small(tmp_path / "disk", "64m") as place:
        made = Database(place / "db")
        made.do(lambda store: store.load(content(BEFORE, 1, 9), format=ox.RdfFormat.N_TRIPLES))
        made.do(ox.Store.flush)
        with filled(place), pytest.raises(OSError, match="No space left") as told:
            overfill(made)
        made.doubt(told.value)
        yield place, made
        made.close()


def written(database: Database) -> None:
    database.do(lambda store: store.load(content(AFTER, -1, 3), format=ox.RdfFormat.N_TRIPLES))
    database.do(ox.Store.flush)


def whole(database: Database) -> bool:
    lines = database.do(lambda store: store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())) or b""
    return held(content(BEFORE, 1, 9)) <= held(lines)


def test_the_engine_alone_goes_on_refusing(database: tuple[Path, Database]) -> None:
    """If this fails, ``Database`` is no longer needed."""
    _, made = database
    for _ in range(7):  # it looks every five seconds
        with pytest.raises(OSError, match="No space left"):
            written(made)
        time.sleep(1)
    assert whole(made)


def test_it_is_opened_anew_once_nobody_reads(database: tuple[Path, Database]) -> None:
    _, made = database
    asked, over = threading.Event(), threading.Event()

    def read(store: ox.Store) -> bool:
        asked.set()
        return over.wait(60) and len(store) > 0

    reader = threading.Thread(target=made.do, args=(read,))
    reader.start()
    assert asked.wait(60)
    assert not made.mend()
    over.set()
    reader.join()
    assert made.mend()
    assert not made.mend(), "once is enough"
    written(made)
    assert whole(made)


def test_where_it_cannot_be_opened_it_is_read_and_tried_again(
    database: tuple[Path, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, made = database
    monkeypatch.setattr("cancu.store.database._ROOM", 0)
    with filled(place):
        for _ in range(3):
            with pytest.raises(StoreError, match=r"can be read only.*No space left"):
                made.mend()
            assert whole(made)
    assert made.mend()
    written(made)
    assert whole(made)


def test_what_was_wrong_with_the_data_is_no_doubt_of_the_database(tmp_path: Path) -> None:
    made = Database(tmp_path / "db")
    for error, expected in ((ValueError("IRI"), False), (SyntaxError("line 1"), False), (OSError(28, "full"), True)):
        made.doubt(error)
        assert made.mend() is expected
    made.close()
    with pytest.raises(StoreError, match="closed"):
        made.do(len)
