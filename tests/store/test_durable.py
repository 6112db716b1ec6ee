"""What was acknowledged outlives a kill and a loss of power, though small commits are flushed together."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from cancu.store import open_store, union
from cancu.store.layout import HOLDINGS, JOURNAL, UNION

WRITE = """
import os, signal, sys
from cancu.store import open_store
store = open_store(sys.argv[1])
for number in range(int(sys.argv[2])):
    store.replace({f"urn:x:g{number}": f'<urn:x:s> <urn:x:p> "{number}" .\\n'.encode()})
    store.replace({"urn:x:last": f'<urn:x:s> <urn:x:last> "{number}" .\\n'.encode()})
if len(sys.argv) > 3:
    store.query("ASK {}")
os.kill(os.getpid(), signal.SIGKILL)
"""
SEEN = "SELECT ?value WHERE { GRAPH ?g { ?s ?p ?value } } ORDER BY ?value"
ALL = "SELECT ?value WHERE { ?s ?p ?value } ORDER BY ?value"


def killed(folder: Path, commits: int, *more: str) -> None:
    """Make a store and write to it in another process, which is killed after its last commit."""
    done = subprocess.run([sys.executable, "-c", WRITE, str(folder), str(commits), *more], check=False)
    assert done.returncode == -signal.SIGKILL


def lose_power(folder: Path) -> None:
    """Take away what the engine wrote and nothing had flushed: its logs."""
    logs = [*(folder / UNION).glob("*.log")]
    assert logs
    for log in logs:
        log.write_bytes(b"")


def believe_all_flushed(folder: Path) -> None:
    """Have the journal say that nothing has to be looked at again."""
    rows = sqlite3.connect(folder / JOURNAL)
    with rows:
        rows.execute("update durable set number = (select max(number) from entries)")
    rows.close()


def loose(folder: Path) -> int:
    """How many graphs the next opening looks at again."""
    rows = sqlite3.connect(folder / JOURNAL)
    [(number,)] = rows.execute("select count(*) from entries where number > (select number from durable)")
    rows.close()
    return int(number)


def seen(folder: Path) -> tuple[list[str], list[str]]:
    """The values that queries see, by graph and of all graphs together."""
    store = open_store(folder)
    try:
        return [row[0] for row in store.rows(SEEN)], [row[0] for row in store.rows(ALL)]
    finally:
        store.close()


TWO = b'<urn:x:s> <urn:x:p> "x" .\n<urn:x:s> <urn:x:p> "y" .\n'
WANTED = ["0", "1", "2", "2"]


def test_a_kill_and_a_loss_of_power_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    killed(tmp_path / "killed", 3)
    for name in ("dark", "believed"):
        shutil.copytree(tmp_path / "killed", tmp_path / name)
        lose_power(tmp_path / name)
    assert loose(tmp_path / "killed") == 4
    assert seen(tmp_path / "killed") == (WANTED, WANTED)
    assert seen(tmp_path / "dark") == (WANTED, WANTED)
    believe_all_flushed(tmp_path / "believed")
    assert seen(tmp_path / "believed") == ([], []), "the power was lost indeed"


def test_what_graphs_hold_is_made_anew_from_what_nothing_had_flushed(tmp_path: Path) -> None:
    killed(tmp_path / "store", 3)
    (tmp_path / "store" / HOLDINGS).write_bytes(b"no database")
    assert seen(tmp_path / "store") == (WANTED, WANTED)


def test_who_closes_leaves_nothing_to_be_looked_at_again(tmp_path: Path) -> None:
    killed(tmp_path / "store", 3)
    assert seen(tmp_path / "store") == (WANTED, WANTED)
    assert loose(tmp_path / "store") == 0
    lose_power(tmp_path / "store")
    assert seen(tmp_path / "store") == (WANTED, WANTED)


def test_a_copy_for_readers_flushes_what_it_copies(tmp_path: Path) -> None:
    killed(tmp_path / "store", 3, "and ask")
    assert loose(tmp_path / "store") == 0
    lose_power(tmp_path / "store")
    assert seen(tmp_path / "store") == (WANTED, WANTED)


def test_many_small_commits_are_flushed_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(union, "_LOOSE", 3 * 200 + 12)
    store = open_store(tmp_path / "store")
    left = []
    for number in range(5):
        store.replace({f"urn:x:g{number}": TWO})
        left.append(loose(tmp_path / "store"))
    store.close()
    assert left == [1, 2, 0, 1, 2]


def test_a_store_of_a_version_that_flushed_each_commit_is_believed(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    store.replace({"urn:x:g": b'<urn:x:s> <urn:x:p> "0" .\n'})
    store.close()
    rows = sqlite3.connect(tmp_path / "store" / JOURNAL)
    with rows:
        rows.execute("drop table durable")
    rows.close()
    assert seen(tmp_path / "store") == (["0"], ["0"])
    assert loose(tmp_path / "store") == 0
