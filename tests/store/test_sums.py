"""Digests of tables: damage is found, and what was not touched is not read again."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cancu.store import Limits, open_store, sums
from cancu.store.sums import Sums
from tests.store.waiting import until_there

TABLE = b"a table" * 100


def cut(path: Path) -> None:
    path.write_bytes(TABLE[:-1])


def flip(path: Path) -> None:
    path.write_bytes(b"b" + TABLE[1:])
    later(path)


def later(path: Path) -> None:
    os.utime(path, ns=(1, 1))


def nothing(path: Path) -> None:
    assert path.exists()


def another(path: Path) -> None:
    path.with_name("2.sst").write_bytes(b"not known yet")


def other_kind(path: Path) -> None:
    path.with_name("LOG").write_bytes(b"no table")


@pytest.mark.parametrize(
    ("change", "is_found"),
    [(cut, True), (flip, True), (later, False), (nothing, False), (another, False), (other_kind, False)],
)
@pytest.mark.parametrize("is_reopened", [False, True])
def test_damage_is_found(tmp_path: Path, change: Callable[[Path], None], *, is_found: bool, is_reopened: bool) -> None:
    table = tmp_path / "union" / "1.sst"
    table.parent.mkdir()
    table.write_bytes(TABLE)
    known = Sums(tmp_path / "union.sums")
    known.note(table.parent)
    change(table)
    asked = Sums(tmp_path / "union.sums") if is_reopened else known
    assert asked.damaged(table.parent) == (table if is_found else None)


def test_what_was_not_touched_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = sums.digest_of
    monkeypatch.setattr(sums, "digest_of", lambda path: (read.append(path.name), real(path))[1])
    for name in ("1.sst", "2.sst"):
        (tmp_path / name).write_bytes(TABLE)
    known = Sums(tmp_path / "sums")
    known.note(tmp_path)
    later(tmp_path / "2.sst")
    (tmp_path / "3.sst").write_bytes(TABLE)
    read.clear()
    assert known.damaged(tmp_path) is None
    known.note(tmp_path)
    assert read == ["2.sst", "3.sst"]


def test_any_tool_can_check_them(tmp_path: Path) -> None:
    (tmp_path / "1.sst").write_bytes(TABLE)
    Sums(tmp_path / "sums").note(tmp_path)
    digest, _, name = (tmp_path / "sums").read_text().splitlines()[0].partition("  ")
    assert (len(digest), name) == (64, "1.sst")
    assert (tmp_path / "sums").read_text().splitlines()[1].startswith("# ")


@pytest.mark.parametrize("text", ["", "no lines", "0" * 64 + "  1.sst\n", "\x00\xff"])
def test_what_cannot_be_read_is_learnt_anew(tmp_path: Path, text: str) -> None:
    (tmp_path / "1.sst").write_bytes(TABLE)
    (tmp_path / "sums").write_text(text, "latin-1")
    known = Sums(tmp_path / "sums")
    assert known.damaged(tmp_path) is None
    known.note(tmp_path)
    flip(tmp_path / "1.sst")
    assert Sums(tmp_path / "sums").damaged(tmp_path) == tmp_path / "1.sst"


def test_what_may_still_be_written_is_not_noted(tmp_path: Path) -> None:
    folder = tmp_path / "union"
    folder.mkdir()
    for name in ("1.sst", "2.sst"):
        (folder / name).write_bytes(b"half")
    known = Sums(tmp_path / "sums")
    known.note(folder, frozenset({"1.sst"}))
    (folder / "2.sst").write_bytes(b"half and half")
    assert Sums(tmp_path / "sums").damaged(folder) is None
    known.note(folder)
    (folder / "1.sst").write_bytes(b"half and half")
    assert Sums(tmp_path / "sums").damaged(folder) == folder / "1.sst"


class Reading:
    """Digests that wait for leave to be made, one at a time; ``names`` are those of the tables that were begun."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, at_once: int) -> None:
        self.names: list[str] = []
        self.leave = threading.Semaphore(0)
        self._real = sums.digest_of
        monkeypatch.setattr(sums, "digest_of", self._digest)
        monkeypatch.setattr(sums, "_AT_ONCE", at_once)

    def _digest(self, path: Path) -> str:
        self.names.append(path.name)
        assert self.leave.acquire(timeout=60)
        return self._real(path)


def three(folder: Path) -> Path:
    folder.mkdir()
    for name in ("1.sst", "2.sst", "3.sst"):
        (folder / name).write_bytes(TABLE)
    return folder


def noted(path: Path) -> list[str]:
    return [line.split()[1] for line in path.read_text().splitlines()[::2]] if path.exists() else []


def test_few_new_tables_are_read_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Reading(monkeypatch, at_once=3 * len(TABLE))
    reading.leave.release(3)
    Sums(tmp_path / "sums").note_soon(three(tmp_path / "union"))
    assert noted(tmp_path / "sums") == ["1.sst", "2.sst", "3.sst"]


def test_many_new_tables_keep_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Reading(monkeypatch, at_once=3 * len(TABLE) - 1)
    known = Sums(tmp_path / "sums")
    known.note_soon(three(tmp_path / "union"))
    assert noted(tmp_path / "sums") == [], "nothing has been read, and nobody waits for it"
    known.note_soon(tmp_path / "union")
    reading.leave.release(3)
    until_there(lambda: noted(tmp_path / "sums") == ["1.sst", "2.sst", "3.sst"])
    known.stop()
    assert reading.names == ["1.sst", "2.sst", "3.sst"], "one reads them, not two"
    flip(tmp_path / "union" / "2.sst")
    reading.leave.release(1)
    assert Sums(tmp_path / "sums").damaged(tmp_path / "union") == tmp_path / "union" / "2.sst"


def test_who_stops_waits_for_one_table_and_keeps_what_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Reading(monkeypatch, at_once=0)
    known = Sums(tmp_path / "sums")
    known.note_soon(three(tmp_path / "union"))
    until_there(lambda: reading.names == ["1.sst"])
    threading.Timer(0.2, reading.leave.release).start()
    known.stop()
    assert (reading.names, noted(tmp_path / "sums")) == (["1.sst"], ["1.sst"])
    reading.leave.release(2)
    known.note(tmp_path / "union")
    assert noted(tmp_path / "sums") == ["1.sst", "2.sst", "3.sst"]


def test_what_vanishes_while_others_are_read_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = Reading(monkeypatch, at_once=0)
    known = Sums(tmp_path / "sums")
    known.note_soon(three(tmp_path / "union"))
    until_there(lambda: reading.names == ["1.sst"])
    (tmp_path / "union" / "2.sst").unlink()
    reading.leave.release(3)
    until_there(lambda: noted(tmp_path / "sums") == ["1.sst", "3.sst"])
    known.stop()


def test_neither_start_nor_question_waits_for_digests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_store(tmp_path / "s")) as filled:
        filled.replace({"http://e/g": b"<http://e/a> <http://e/p> <http://e/o> ."})
        filled.query("ASK {}")
    (tmp_path / "s" / "union.sums").unlink(missing_ok=True)
    reading = Reading(monkeypatch, at_once=0)
    with closing(open_store(tmp_path / "s", limits=Limits(seconds=60))) as opened:
        until_there(lambda: len(reading.names) == 1)
        assert b"true" in opened.query("ASK { ?s ?p ?o }").body
        assert len(reading.names) == 1, "the first is still being read"
        reading.leave.release(100)
