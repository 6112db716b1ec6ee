"""What graphs hold: kept as it was put, all of a commit or nothing, read while somebody writes."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cancu.errors import StoreError
from cancu.store.borrowed import Borrowed
from cancu.store.holdings import Holdings

NAMES = st.sampled_from(["", "http://e/a", "http://e/b", "http://e/ă", "urn:x:c"])
LINES = st.lists(st.sampled_from([f'<http://e/{n}> <http://e/p> "đ{n}" .\n'.encode() for n in range(9)]), max_size=9)
COMMITS = st.lists(st.dictionaries(NAMES, LINES.map(lambda lines: b"".join(sorted(set(lines))))), max_size=6)


def agree(held: Holdings, expected: Mapping[str, bytes]) -> None:
    there = {name: lines for name, lines in expected.items() if lines}
    assert held.names() == tuple(sorted(there))
    assert held.names("http://e/") == tuple(sorted(name for name in there if name.startswith("http://e/")))
    assert dict(held.each()) == there
    assert held.size() == b"".join(there.values()).count(b"\n")
    assert not held.has("http://e/\ud800")
    for name in ("", "http://e/a", "http://e/ă", "http://e/none"):
        assert held.content(name) == there.get(name, b"")
        assert held.has(name) is (name in there)
        assert not held.differs(name, there.get(name, b""))
        assert held.differs(name, there.get(name, b"") + b"<http://e/z> <http://e/p> <http://e/z> .\n")


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commits=COMMITS, restart=st.integers(0, 6))
def test_it_holds_what_was_put(
    tmp_path_factory: pytest.TempPathFactory, commits: list[dict[str, bytes]], restart: int
) -> None:
    path = tmp_path_factory.mktemp("held") / "graphs.sqlite"
    expected: dict[str, bytes] = {}
    held = Holdings(path)
    for number, commit in enumerate(commits):
        if number == restart:
            held.close()
            held = Holdings(path)
        held.replace(commit)
        expected |= commit
    agree(held, expected)
    held.close()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(theirs=COMMITS, later=COMMITS, own=COMMITS)
def test_what_is_borrowed_is_theirs_under_ones_own(
    tmp_path_factory: pytest.TempPathFactory,
    theirs: list[dict[str, bytes]],
    later: list[dict[str, bytes]],
    own: list[dict[str, bytes]],
) -> None:
    path = tmp_path_factory.mktemp("held") / "graphs.sqlite"
    expected: dict[str, bytes] = {}
    mine: dict[str, bytes] = {}
    with closing(Holdings(path)) as held:
        for commit in theirs:
            held.replace(commit)
        with closing(Borrowed(path)) as borrowed:
            for commit in later:
                held.replace(commit)
            for commit in (*theirs, *later):
                expected |= commit
            for commit in own:
                borrowed.replace(commit)
                mine |= commit
            agree(borrowed, expected | mine)
        agree(held, expected)


def test_a_commit_that_fails_leaves_all_as_it_was(tmp_path: Path) -> None:
    with closing(Holdings(tmp_path / "graphs.sqlite")) as held:
        held.replace({"http://e/a": b"1\n", "http://e/b": b"2\n"})
        with closing(sqlite3.connect(tmp_path / "graphs.sqlite")) as other, other:
            other.execute(
                "create trigger full before insert on graphs when new.name = 'urn:x:c'"
                " begin select raise(abort, 'full'); end"
            )
        with pytest.raises(StoreError, match="as before"):
            held.replace({"http://e/a": b"3\n", "http://e/b": b"", "urn:x:c": b"4\n"})
        agree(held, {"http://e/a": b"1\n", "http://e/b": b"2\n"})


def test_who_only_reads_it_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        Holdings(tmp_path / "none.sqlite", is_writable=False)
    Holdings(tmp_path / "graphs.sqlite").close()
    with closing(Holdings(tmp_path / "graphs.sqlite", is_writable=False)) as held:
        with pytest.raises(StoreError, match="only be read"):
            held.replace({"http://e/a": b"1\n"})
        assert held.names() == ()
    assert {path.name for path in tmp_path.iterdir()} <= {
        f"graphs.sqlite{tail}" for tail in ("", ".seen", "-wal", "-shm")
    }


def test_a_commit_is_seen_whole_by_those_who_read_meanwhile(tmp_path: Path) -> None:
    with closing(Holdings(tmp_path / "graphs.sqlite")) as held:
        over, seen = threading.Event(), set[frozenset[bytes]]()

        def read() -> None:
            while not over.is_set():
                seen.add(frozenset(lines for _, lines in held.each()))

        thread = threading.Thread(target=read)
        thread.start()
        for number in range(200):
            held.replace({f"http://e/{part}": b"%d\n" % number for part in range(20)})
        over.set()
        thread.join()
        assert len(seen) > 1
        assert all(len(found) <= 1 for found in seen)
