"""Digests of tables: damage is found, and what was not touched is not read again."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cancu.store import sums
from cancu.store.sums import Sums

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
