"""The format of a store: an older one becomes today's, a newer one is refused, an upgrade may be killed."""

from __future__ import annotations

import io
import json
import logging
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from cancu.errors import StoreError
from cancu.store import FORMAT, EmbeddedStore, format_of, open_store

G, H = "http://example.org/g", "http://example.org/h"
LINES = {
    "": b"<http://e/d> <http://e/p> <http://e/o> .\n",
    G: b"<http://e/a> <http://e/p> <http://e/o> .\n<http://e/b> <http://e/p> <http://e/o> .\n",
    H: b"<http://e/a> <http://e/p> <http://e/o> .\n",
}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def fresh(folder: Path) -> Path:
    """Make a store in today's format."""
    store = open_store(folder)
    store.replace(LINES)
    store.close()
    return folder


def db_alone(folder: Path) -> Path:
    """Make what the first versions made: one database of the engine, and nothing beside it."""
    folder.mkdir(exist_ok=True)
    engine = ox.Store(str(folder / "db"))
    for name, data in LINES.items():
        engine.load(data, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name) if name else ox.DefaultGraph())
    engine.flush()
    return folder


def two_databases(folder: Path) -> Path:
    """Make what the last version before made: what graphs hold in a database of the engine, too."""
    db_alone(folder)
    (folder / "db").rename(folder / "kept")
    fresh(folder)
    (folder / "kept").rename(folder / "db")
    (folder / "format").write_text("2\n")
    for path in folder.glob("graphs.sqlite*"):
        path.unlink()
    return folder


def unmarked(folder: Path) -> Path:
    """Make what was made before: all of that, only not said to be."""
    (two_databases(folder) / "format").unlink()
    return folder


def without_union(folder: Path) -> Path:
    """Make what was made still earlier: a database and a journal of it."""
    shutil.rmtree(unmarked(folder) / "union")
    return folder


def left_over(folder: Path) -> Path:
    """Make what an upgrade leaves that was killed after it had said to be done."""
    fresh(folder)
    engine = ox.Store(str(folder / "db"))
    engine.update("INSERT DATA { <a:a> <a:b> <a:c> }")
    engine.flush()
    return folder


def without_journal(folder: Path) -> Path:
    """Make what is left when the journal was lost and ``union`` is behind: nobody knows by how much."""
    fresh(folder)
    engine = ox.Store(str(folder / "union"))
    engine.update(f"DROP GRAPH <{H}> ; INSERT DATA {{ GRAPH <http://example.org/gone> {{ <a:a> <a:b> <a:c> }} }}")
    engine.flush()
    del engine
    for path in folder.glob("journal.sqlite*"):
        path.unlink()
    return folder


OLDER = {db_alone: 1, without_union: 1, unmarked: 1, two_databases: 2}
ALL = [*OLDER, without_journal, fresh, left_over]


def told(store: EmbeddedStore) -> dict[str, object]:
    """Return all that a store tells: its quads, what both lanes count, what the journal knows."""
    dump = io.BytesIO()
    store.dump(dump)
    counts = [json.loads(ask(COUNT).body)["results"]["bindings"][0]["n"]["value"] for ask in (store.query, store.run)]
    named = json.loads(store.run("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g").body)
    known = {(entry.graph, entry.digest) for entry in store.journal.entries(0, 99)}
    return {
        "quads": sorted(dump.getvalue().splitlines()),
        "counts": counts,
        "named": [(row["g"]["value"], row["n"]["value"]) for row in named["results"]["bindings"]],
        "journal": known,
    }


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_an_older_store_becomes_what_a_fresh_one_is(tmp_path: Path, make) -> None:
    make(tmp_path / "old")
    if make in OLDER:
        assert format_of(tmp_path / "old") == OLDER[make]
    old, new = open_store(tmp_path / "old"), open_store(fresh(tmp_path / "new"))
    assert told(old) == told(new)
    assert told(old)["counts"] == ["3", "3"]
    old.replace({G: LINES[H]})
    new.replace({G: LINES[H]})
    assert told(old) == told(new)
    for store in (old, new):
        store.close()
    assert format_of(tmp_path / "old") == format_of(tmp_path / "new") == FORMAT
    assert not (tmp_path / "old" / "db").exists()


KILLED = """
import importlib, os, signal, sys
module, name = sys.argv[1].rsplit(".", 1)
setattr(importlib.import_module(module), name, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
from cancu.store import open_store
open_store(sys.argv[2])
"""
"""Opens a store and dies where it would call a function."""
PLACES = [
    "cancu.store.union._make",
    "cancu.store.loading.lines_of",
    "cancu.store.holdings.synced",
    "cancu.store.embedded.Journal",
    "cancu.store.embedded.seal",
]


@pytest.mark.parametrize("place", PLACES)
def test_an_upgrade_that_was_killed_is_begun_again(tmp_path: Path, place: str) -> None:
    for make, form in OLDER.items():
        folder = make(tmp_path / make.__name__)
        killed = subprocess.run([sys.executable, "-c", KILLED, place, folder], check=False)
        if place != PLACES[0] or make in (db_alone, without_union):  # else it is there and not made
            assert (killed.returncode, format_of(folder)) == (-signal.SIGKILL, form)
        old, new = open_store(folder), open_store(fresh(tmp_path / f"{make.__name__}-new"))
        assert told(old) == told(new)
        old.close()
        new.close()
        assert format_of(folder) == FORMAT


@pytest.mark.parametrize(
    "place", ["cancu.store.union._make", "cancu.store.files.Holdings", "cancu.store.embedded.seal"]
)
def test_a_store_that_was_killed_as_it_was_made_is_made_again(tmp_path: Path, place: str) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, place, tmp_path], check=False)
    assert killed.returncode == -signal.SIGKILL
    (tmp_path / "graphs.sqlite").touch()  # as SQLite leaves it before it writes for the first time
    store = open_store(tmp_path)
    store.replace(LINES)
    assert told(store)["counts"] == ["3", "3"]
    store.close()


@pytest.mark.parametrize("place", ["embedded.Journal", "embedded.Snapshots", "embedded.seal", "files.Union"])
def test_a_store_that_could_not_be_opened_can_be_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("Đĩa đầy.", "the disk is full.")

    fresh(tmp_path)
    monkeypatch.setattr(f"cancu.store.{place}", full)
    with pytest.raises(StoreError, match="disk is full"):
        open_store(tmp_path)
    monkeypatch.undo()
    store = open_store(tmp_path)
    assert told(store)["counts"] == ["3", "3"]
    store.close()


def test_a_folder_without_store_has_no_format(tmp_path: Path) -> None:
    assert format_of(tmp_path) is None


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (f"{FORMAT + 1}\n", "use a newer cancu"),
        ("0\n", "cancu"),
        ("", "restore"),
        ("hai\n", "restore"),
        ("ă", "restore"),
    ],
)
def test_a_store_of_another_format_is_refused_and_not_touched(tmp_path: Path, words: str, reason: str) -> None:
    fresh(tmp_path)
    (tmp_path / "format").write_text(words, "utf-8")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    for is_shared in (False, True):
        with pytest.raises(StoreError, match=reason) as caught:
            open_store(tmp_path, is_shared=is_shared)
        assert caught.value.vi != caught.value.en
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("damage", [b"", b"this is no database file at all" * 50])
def test_a_damaged_journal_is_put_aside_and_begun_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: bytes
) -> None:
    stream = read_stream(fresh(tmp_path))
    whole = (tmp_path / "journal.sqlite").read_bytes()
    (tmp_path / "journal.sqlite").write_bytes(damage or whole[:4096] + b"\xff" * 4096 + whole[8192:])
    with caplog.at_level(logging.WARNING):
        store = open_store(tmp_path)
    assert "begun anew" in caplog.text
    assert told(store)["counts"] == ["3", "3"]
    assert {entry.graph for entry in store.journal.entries(0, 9)} == {"", G, H}
    assert store.journal.stream != stream
    store.close()
    assert (tmp_path / "journal.sqlite.broken").exists()


def read_stream(folder: Path) -> str:
    store = open_store(folder)
    stream = store.journal.stream
    store.close()
    return stream


def damage(folder: Path) -> None:
    """Overwrite what the large tables of a database hold, and leave their ends, by which they are opened."""
    for path in folder.glob("*.sst"):
        data = path.read_bytes()
        if len(data) > 20_000:
            path.write_bytes(b"\x55" * (len(data) // 2) + data[len(data) // 2 :])


def test_what_queries_see_is_looked_through_at_the_start_and_made_anew_when_damaged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store(tmp_path)
    store.replace({G: b"".join(f'<http://e/{n}> <http://e/p> "{n * n}" .\n'.encode() for n in range(20_000))})
    store.query("ASK {}")
    store.close()
    damage(tmp_path / "union")
    for _ in range(2):
        store = open_store(tmp_path)
        assert told(store)["counts"] == ["20000", "20000"]
        store.close()
    assert caplog.text.count("found damaged") == 1


@pytest.mark.parametrize(("words", "times"), [("Corruption: block checksum mismatch", 1), ("no such file", 0)])
def test_what_the_engine_tells_of_damage_is_remembered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, words: str, times: int
) -> None:
    store = open_store(fresh(tmp_path))
    store._union.doubt(words)
    store.close()
    for _ in range(2):
        store = open_store(tmp_path)
        assert told(store)["counts"] == ["3", "3"]
        store.close()
    assert caplog.text.count("found damaged") == times


@pytest.mark.parametrize(("make", "name"), [(unmarked, "db"), (fresh, "union")])
def test_damage_is_not_taken_for_another_process(tmp_path: Path, make: Callable[[Path], Path], name: str) -> None:
    make(tmp_path)
    (tmp_path / "union.sums").unlink()
    for path in (tmp_path / name).glob("*.sst"):
        path.write_bytes(path.read_bytes()[:-60] + b"\x55" * 60)
    if name == "db":
        with pytest.raises(StoreError, match="cannot be opened"):
            open_store(tmp_path, is_shared=True)
    else:
        store = open_store(tmp_path)
        assert told(store)["counts"] == ["3", "3"]
        store.close()
