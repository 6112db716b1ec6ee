"""Backups: whole or refused, restored to what was, nothing written where anything is wrong."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from cancu.errors import CancuError, InputError, StoreError
from cancu.store import EmbeddedStore, backup, format_of, last_backup, open_store, restore

G, H = "http://example.org/g", "http://example.org/h"
A, B, C = (f"<http://e/{name}> <http://e/p> <http://e/o> .\n".encode() for name in "abc")

TEXT = b"an earlier text"


def filled(folder: Path) -> EmbeddedStore:
    store = open_store(folder)
    store.replace({G: A + B, H: C, "": A})
    store.replace({G: A, "http://example.org/gone": B})
    store.remove(["http://example.org/gone"])
    store.archive.put(TEXT)
    return store


def dump(store: EmbeddedStore) -> list[bytes]:
    output = io.BytesIO()
    store.dump(output)
    return sorted(output.getvalue().splitlines())


def entries(store: EmbeddedStore) -> list[tuple[int, str, str | None, str]]:
    return [(one.number, one.graph, one.digest, str(one.moment)) for one in store.journal.entries(0, 999)]


@pytest.fixture(scope="module")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backup")
    filled(folder / "store").close()
    backup(folder / "store", folder / "bag")
    return folder / "bag"


@pytest.fixture
def bag(_made: Path, tmp_path: Path) -> Path:
    """A backup that a test may damage."""
    return Path(shutil.copytree(_made, tmp_path / "bag"))


@pytest.mark.parametrize("is_open", [True, False])
def test_what_is_restored_is_what_was(tmp_path: Path, *, is_open: bool) -> None:
    store = filled(tmp_path / "store")
    store.query("ASK {}")  # as a service does at its start: a snapshot is there
    store.replace({H: B + C})  # and what was acknowledged since is in the backup, too
    quads, known, stream = dump(store), entries(store), store.journal.stream
    if not is_open:
        store.close()
    made = backup(tmp_path / "store", tmp_path / "deep" / "bag")
    if is_open:
        store.close()
    assert (made.graphs, made.quads) == (2, 4)
    assert restore(tmp_path / "deep" / "bag", tmp_path / "copy") == made
    copy = open_store(tmp_path / "copy")
    assert (dump(copy), entries(copy)) == (quads, known)
    assert copy.archive.get(hashlib.sha256(TEXT).hexdigest()) == TEXT
    assert copy.journal.stream != stream
    copy.close()
    told = last_backup(tmp_path / "store")
    assert told is not None
    assert told.target == str(tmp_path / "deep" / "bag")
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["bag"]
    assert not [*(tmp_path / "store").glob("backup-*")]


def test_any_tool_can_check_it(bag: Path) -> None:
    for page in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(["sha256sum", "--strict", "-c", page], cwd=bag, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout
    listed = {line.split("  ")[1] for line in (bag / "manifest-sha256.txt").read_text().splitlines()}
    assert listed == {str(path.relative_to(bag)) for path in (bag / "data").rglob("*") if path.is_file()}


def test_what_the_journal_says_of_later_commits_is_set_right(tmp_path: Path) -> None:
    store = filled(tmp_path / "store")
    store.query("ASK {}")
    early = tmp_path / "early"
    store.close()
    shutil.copy(tmp_path / "store" / "graphs.sqlite", early)
    store = open_store(tmp_path / "store")
    store.replace({G: C, H: b"", "http://example.org/late": A})
    store.close()
    early.rename(tmp_path / "store" / "graphs.sqlite")
    backup(tmp_path / "store", tmp_path / "bag")
    restore(tmp_path / "bag", tmp_path / "copy")
    copy = open_store(tmp_path / "copy")
    last = {graph: digest is None for _, graph, digest, _ in entries(copy)}
    assert {graph for graph, is_gone in last.items() if not is_gone} == {"", G, H}
    assert last["http://example.org/late"]
    assert [number for number, *_ in entries(copy)] == sorted({number for number, *_ in entries(copy)})
    copy.close()


def test_a_store_of_an_older_format_is_restored_as_todays(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    engine = ox.Store(str(tmp_path / "store" / "db"))
    engine.load(A + B, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(G))
    engine.load(C, ox.RdfFormat.N_TRIPLES)
    engine.flush()
    del engine
    made = backup(tmp_path / "store", tmp_path / "bag")
    assert format_of(tmp_path / "store") == 1, "a backup is no upgrade"
    assert restore(tmp_path / "bag", tmp_path / "copy") == made
    copy = open_store(tmp_path / "copy")
    assert (copy.content(G), copy.content(""), copy.size()) == (A + B, C, 3)
    copy.close()


@pytest.mark.parametrize("form", ["1", "2"])
def test_a_backup_of_an_older_format_is_restored_as_todays(tmp_path: Path, bag: Path, form: str) -> None:
    """As versions made it that kept what graphs hold in a database of the engine."""
    (bag / "data" / "graphs.sqlite").unlink()
    engine = ox.Store(str(bag / "data" / "db"))
    for name, data in {G: A, H: C}.items():
        engine.load(data, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(name))
    engine.load(A, ox.RdfFormat.N_TRIPLES)
    engine.flush()
    del engine
    files = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    told = subprocess.run(["sha256sum", *files], capture_output=True, check=True, text=True).stdout
    (bag / "manifest-sha256.txt").write_text(told.replace(f"{bag}/", ""))
    relabel(bag, "Cancu-Format", form)
    assert restore(bag, tmp_path / "copy").quads == 3
    copy = open_store(tmp_path / "copy")
    assert {name: copy.content(name) for name in ("", *copy.graphs())} == {"": A, G: A, H: C}
    copy.close()
    assert not (tmp_path / "copy" / "db").exists()


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def link(path: Path) -> None:
    elsewhere = path.parent.parent.parent / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def rewrite(bag: Path, old: str, new: str) -> None:
    """Change the manifest, and its digest with it, as one who means harm would."""
    page = bag / "manifest-sha256.txt"
    page.write_text(page.read_text().replace(old, new, 1))
    mend(bag)


def mend(bag: Path) -> None:
    names = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt")
    told = subprocess.run(["sha256sum", *names], cwd=bag, capture_output=True, check=True, text=True).stdout
    (bag / "tagmanifest-sha256.txt").write_text(told)


def table(bag: Path) -> Path:
    return bag / "data" / "graphs.sqlite"


def relabel(bag: Path, name: str, value: str) -> None:
    page = bag / "bag-info.txt"
    lines = [f"{name}: {value}" if line.startswith(name) else line for line in page.read_text().splitlines()]
    page.write_text("\n".join(lines) + "\n")
    mend(bag)


def smuggle(bag: Path, name: str) -> None:
    (bag / "data" / name).parent.mkdir(parents=True, exist_ok=True)
    (bag / "data" / name).write_bytes(b"x")
    digest = subprocess.run(["sha256sum", bag / "data" / name], capture_output=True, check=True, text=True).stdout[:64]
    with (bag / "manifest-sha256.txt").open("a") as page:
        page.write(f"{digest}  data/{name}\n")
    mend(bag)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "no backup at all": shutil.rmtree,
    "a table cut off": lambda bag: cut(table(bag)),
    "a table with another bit": lambda bag: flip(table(bag)),
    "a table that is not there": lambda bag: table(bag).unlink(),
    "a table that is a link": lambda bag: link(table(bag)),
    "the journal with another bit": lambda bag: flip(bag / "data" / "journal.sqlite"),
    "an earlier text with another bit": lambda bag: flip(next((bag / "data" / "archive").rglob("*.gz"))),
    "one file more": lambda bag: (bag / "data" / "archive" / "more.gz").write_bytes(b""),
    "the list of files cut off": lambda bag: cut(bag / "manifest-sha256.txt"),
    "the list of files empty": lambda bag: (bag / "manifest-sha256.txt").write_bytes(b""),
    "no list of files": lambda bag: (bag / "manifest-sha256.txt").unlink(),
    "the description changed": lambda bag: flip(bag / "bag-info.txt"),
    "the description a folder": lambda bag: ((bag / "bag-info.txt").unlink(), (bag / "bag-info.txt").mkdir()),
    "no digests of the pages": lambda bag: (bag / "tagmanifest-sha256.txt").write_text("nothing\n"),
    "a file above": lambda bag: rewrite(bag, "  data/journal.sqlite", "  data/../../journal.sqlite"),
    "a file anywhere": lambda bag: rewrite(bag, "  data/journal.sqlite", "  /etc/passwd"),
    "a file that no store has": lambda bag: smuggle(bag, "run.sh"),
    "a folder that no store has": lambda bag: smuggle(bag, "union/CURRENT"),
    "what an older format had": lambda bag: smuggle(bag, "db/CURRENT"),
    "a journal that is a folder": lambda bag: smuggle(bag, "journal.sqlite-wal"),
    "other counts": lambda bag: relabel(bag, "Cancu-Quads", "4"),
    "another content": lambda bag: relabel(bag, "Cancu-Digest", "0" * 64),
    "counts that are words": lambda bag: relabel(bag, "Cancu-Graphs", "two"),
    "a newer format": lambda bag: relabel(bag, "Cancu-Format", "99"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_backup_that_is_not_whole_is_refused_and_nothing_is_written(
    bag: Path, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    damage(bag)
    before = sorted(path for path in tmp_path.rglob("*") if bag not in path.parents)
    with pytest.raises(InputError) as caught:
        restore(bag, tmp_path / "copy")
    assert caught.value.where
    assert sorted(path for path in tmp_path.rglob("*") if bag not in path.parents) == before


def test_the_same_without_damage_is_restored(bag: Path, tmp_path: Path) -> None:
    relabel(bag, "Bag-Software-Agent", "cancu 0")
    assert restore(bag, tmp_path / "copy").quads == 3


def test_a_store_that_is_there_is_replaced_only_when_told(bag: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "copy")
    store.replace({G: A + B + C})
    with pytest.raises(InputError, match="--replace"):
        restore(bag, tmp_path / "copy")
    with pytest.raises(StoreError, match="in use"):
        restore(bag, tmp_path / "copy", is_replacing=True)
    assert store.size() == 3
    assert len(store.content(G).splitlines()) == 3
    store.close()
    restore(bag, tmp_path / "copy", is_replacing=True)
    store = open_store(tmp_path / "copy")
    assert store.content(G) == A
    store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag", "copy"]


def test_an_empty_folder_is_filled_and_a_damaged_store_replaced(bag: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    restore(bag, tmp_path / "copy")
    for path in (tmp_path / "copy" / "union").glob("*.sst"):
        flip(path)
    cut(tmp_path / "copy" / "graphs.sqlite")
    restore(bag, tmp_path / "copy", is_replacing=True)
    store = open_store(tmp_path / "copy")
    assert store.size() == 3
    store.close()


def test_nothing_is_backed_up_over_anything_or_from_nothing(tmp_path: Path, bag: Path) -> None:
    with pytest.raises(StoreError, match="ingest"):
        backup(tmp_path / "none", tmp_path / "new")
    filled(tmp_path / "store").close()
    with pytest.raises(InputError, match="another name"):
        backup(tmp_path / "store", bag)
    cut(tmp_path / "store" / "graphs.sqlite")
    with pytest.raises(CancuError):
        backup(tmp_path / "store", tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag", "store"]


def test_a_journal_in_use_is_copied_as_of_one_moment(tmp_path: Path) -> None:
    store = filled(tmp_path / "store")
    store.query("ASK {}")
    assert (tmp_path / "store" / "journal.sqlite-wal").stat().st_size > 0
    backup(tmp_path / "store", tmp_path / "bag")
    with sqlite3.connect(tmp_path / "bag" / "data" / "journal.sqlite") as rows:
        assert rows.execute("select count(*) from entries").fetchone() == (len(entries(store)),)
    rows.close()
    store.close()
