"""Tables are merged at the end where much was written, and left alone where little was."""

import pyoxigraph as ox
import pytest

from cancu.store import compaction, open_store, union
from cancu.store.compaction import Compaction


def lines(first: int, size: int) -> bytes:
    return "".join(f'<urn:x:{n}> <urn:x:says> "{n}" .\n' for n in range(first, first + size)).encode()


def filled(store, commits: int, first: int = 0, size: int = 100) -> None:
    for number in range(first, first + commits):
        store.replace({f"urn:x:graph:{number}": lines(number * size, size)})


def tables(folder) -> set[str]:
    return {path.name for path in folder.glob("*.sst")}


@pytest.fixture
def no_least(monkeypatch):
    monkeypatch.setattr(compaction, "_LEAST", 1)


def test_much_that_was_written_is_merged_when_the_store_closes(tmp_path, monkeypatch):
    monkeypatch.setattr(union, "_LOOSE", 1)  # each commit is flushed, and makes tables of its own
    counts = []
    for folder, least in ((tmp_path / "left", 10**9), (tmp_path / "merged", 1)):
        monkeypatch.setattr(compaction, "_LEAST", least)
        store = open_store(folder)
        filled(store, 3)
        store.close()
        store = open_store(folder)  # which removes what was merged into others
        counts.append(len(tables(folder / "union")))
        assert store.size() == 300
        assert store.run("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body.count(b'"300"') == 1
        store.close()
    assert counts[1] < counts[0]


@pytest.mark.usefixtures("no_least")
def test_little_that_was_written_leaves_the_tables(tmp_path, monkeypatch):
    told, finish = [], Compaction.finish

    def noted(self, store):
        told.append(finish(self, store))
        return told[-1]

    monkeypatch.setattr(Compaction, "finish", noted)
    for commits, size in ((1, 30_000), (1, 1), (0, 0)):
        store = open_store(tmp_path)
        filled(store, commits, first=size, size=size)
        store.close()
    assert told == [True, False, False]


@pytest.mark.usefixtures("no_least")
def test_the_tables_of_the_union_are_known_at_the_next_start(tmp_path):
    store = open_store(tmp_path)
    filled(store, 3)
    store.close()
    told = (tmp_path / "union.sums").read_text()
    assert {line.split()[1] for line in told.splitlines() if not line.startswith("#")} == tables(tmp_path / "union")


@pytest.mark.usefixtures("no_least")
def test_a_full_disk_leaves_them_as_they_lie(tmp_path, caplog):
    class Full:
        def optimize(self):
            raise OSError("no space left on device")

    due = Compaction(tmp_path)
    ox.Store(str(tmp_path)).flush()
    due.note(1)
    assert due.is_due()
    assert not due.finish(Full())  # type: ignore[arg-type]
    assert "no space left" in caplog.text
