"""The journal: what changed and in which order, exact after restarts, deaths and older stores."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cancu.errors import StoreError
from cancu.store import EmbeddedStore, digest_of, open_store
from cancu.store.holdings import Holdings

G, H, K = "http://example.org/g", "http://example.org/h", "http://example.org/k"


def lines(*names: str) -> bytes:
    return "".join(f'<http://example.org/{name}> <http://example.org/p> "á" .\n' for name in names).encode()


def told(store: EmbeddedStore) -> list[tuple[int, str, bool]]:
    """Number, last letter of the graph, whether it was removed."""
    return [(entry.number, entry.graph[-1], entry.is_removal) for entry in store.journal.entries(0, 1000)]


def agrees(store: EmbeddedStore) -> bool:
    """Whether the newest entries are what the store holds, graph by graph."""
    living = {entry.graph: entry.digest for entry in store.journal.entries(0, 1000) if not entry.is_removal}
    return living == {name: digest_of(store.content(name)) for name in store.graphs()}


def test_each_graph_has_its_newest_entry_only(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.replace({G: lines("a"), H: lines("b")})
    assert told(store) == [(1, "g", False), (2, "h", False)]
    store.replace({G: lines("a", "c")})
    assert told(store) == [(2, "h", False), (3, "g", False)]
    store.remove([H])
    assert told(store) == [(3, "g", False), (4, "h", True)]
    assert store.journal.latest() == 4
    store.close()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (lines("a", "b"), lines("b", "a")),
        (lines("a"), lines("a", "a")),
        (b'<http://e/s> <http://e/p> "\\u00e1" .\n', '<http://e/s> <http://e/p> "á" .\n'.encode()),
        (
            b'<http://e/s> <http://e/p> "007"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
            b'<http://e/s> <http://e/p> "7"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
        ),
        (b"", b""),
    ],
)
def test_equal_content_makes_no_entry(tmp_path: Path, first: bytes, second: bytes) -> None:
    store = open_store(tmp_path)
    store.replace({G: first})
    before = store.journal.entries(0, 10)
    store.replace({G: second})
    assert store.journal.entries(0, 10) == before
    store.replace({G: lines("decoy")})
    assert store.journal.latest() == len(before) + 1
    store.close()


def test_a_graph_that_never_was_leaves_no_tombstone(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.remove([G])
    assert told(store) == []
    store.close()


def test_a_refused_commit_makes_no_entry(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.replace({G: lines("a")})
    with pytest.raises(StoreError):
        store.replace({G: lines("b"), H: b"<http://e/a> nonsense .\n"})
    assert told(store) == [(1, "g", False)]
    store.close()


def test_moments_tell_first_and_newest_and_never_go_back(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for name in ("a", "b"):
        store.replace({G: lines(name)})
    (second,) = store.journal.entries(0, 10)
    assert (second.is_new, second.since < second.moment) == (False, True)
    store.remove([G])
    store.replace({G: lines("c"), H: lines("d")})
    again, other = store.journal.entries(0, 10)
    assert (again.is_new, other.is_new) == (True, True)
    assert again.moment == other.moment > second.moment
    store.close()
    with sqlite3.connect(tmp_path / "journal.sqlite") as rows:  # a clock that was wrong
        rows.execute("update entries set moment = '2999-01-01T00:00:00.000000+00:00' where number = ?", (again.number,))
    rows.close()
    store = open_store(tmp_path)
    store.replace({K: lines("e")})
    assert store.journal.entries(again.number, 10)[-1].moment.year == 2999
    store.close()


def test_numbers_go_on_after_a_restart_and_all_was_removed(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.replace({G: lines("a"), H: lines("b")})
    store.remove([G, H])
    run = store.journal.stream
    store.close()
    store = open_store(tmp_path)
    store.replace({K: lines("c")})
    assert told(store) == [(3, "g", True), (4, "h", True), (5, "k", False)]
    assert store.journal.stream == run
    store.close()


def test_a_store_older_than_its_journal_gets_entries_for_all_graphs(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.replace({G: lines("a"), H: lines("b"), K: lines("c")})
    run = store.journal.stream
    store.close()
    for file in tmp_path.glob("journal.sqlite*"):
        file.unlink()
    store = open_store(tmp_path)
    store.replace({H: lines("d")})
    assert sorted(graph for _, graph, _ in told(store)) == ["g", "h", "k"]
    assert agrees(store)
    assert store.journal.stream != run  # followers see that the numbers are others
    store.close()


def test_what_was_changed_behind_the_journal_is_found(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.replace({G: lines("a"), H: lines("b")})
    store.close()
    with closing(Holdings(tmp_path / "graphs.sqlite")) as held:
        held.replace({G: b"", K: lines("a"), H: lines("a", "b")})
    store = open_store(tmp_path)
    assert told(store) == [(2, "h", False), (3, "g", True), (4, "k", False)]
    store.journal.recheck(H)
    assert told(store) == [(3, "g", True), (4, "k", False), (5, "h", False)]
    store.journal.recheck(H)
    assert store.journal.latest() == 5
    assert agrees(store)
    store.close()


def test_the_default_graph_has_the_empty_name(tmp_path: Path) -> None:
    engine = ox.Store(str(tmp_path / "db"))
    engine.update("INSERT DATA { <http://e/a> <http://e/p> 1 }")
    engine.flush()
    del engine
    store = open_store(tmp_path)
    assert [entry.graph for entry in store.journal.entries(0, 10)] == [""]
    assert store.content("").startswith(b"<http://e/a> <http://e/p> ")
    store.close()


def test_a_private_copy_reads_the_journal_and_never_writes_it(tmp_path: Path) -> None:
    owner = open_store(tmp_path)
    owner.query("ASK {}")
    owner.replace({G: lines("a")})
    owner.query("ASK {}")
    copy = open_store(tmp_path, is_shared=True)
    assert (copy.journal.stream, told(copy)) == (owner.journal.stream, [(1, "g", False)])
    copy.replace({H: lines("b")})
    copy.journal.recheck(H)
    assert told(copy) == told(owner) == [(1, "g", False)]
    copy.close()
    owner.close()


DEATH = """
import os, signal, sys
from cancu.store import open_store
from cancu.store.holdings import Holdings

def dying(held, graphs, replace=Holdings.replace):
    if sys.argv[2] == "after":
        replace(held, graphs)
    os.kill(os.getpid(), signal.SIGKILL)

s = open_store(sys.argv[1])
Holdings.replace = dying
line = b"<http://e/a> <http://e/p> <http://e/o> ."
s.replace({"http://example.org/g": b"", "http://example.org/h": line, "http://example.org/k": line})
"""


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("before", [(1, "g", False), (2, "h", False)]),
        ("after", [(3, "g", True), (4, "h", False), (5, "k", False)]),
    ],
)
def test_a_death_around_the_commit_is_settled_by_what_the_store_holds(
    tmp_path: Path, when: str, expected: list[tuple[int, str, bool]]
) -> None:
    store = open_store(tmp_path)
    store.replace({G: lines("a"), H: lines("b")})
    store.close()
    ended = subprocess.run([sys.executable, "-c", DEATH, str(tmp_path), when], check=False, env=dict(os.environ))
    assert ended.returncode == -signal.SIGKILL
    store = open_store(tmp_path)
    assert told(store) == expected
    rows = json.loads(store.run("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").body)["results"]["bindings"]
    assert {row["g"]["value"] for row in rows} == set(store.graphs()), "queries see what the store holds"
    assert agrees(store)
    store.close()


def test_what_cannot_be_written_down_stays_announced(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.replace({G: lines("a")})
    other = sqlite3.connect(tmp_path / "journal.sqlite", isolation_level=None)
    other.execute("create trigger full before insert on entries begin select raise(abort, 'disk full'); end")
    store.replace({G: lines("b"), H: lines("c")})
    assert agrees_not_yet(store)
    other.execute("drop trigger full")
    other.close()
    assert told(store) == [(2, "g", False), (3, "h", False)]
    assert agrees(store)
    store.close()


def agrees_not_yet(store: EmbeddedStore) -> bool:
    try:
        store.journal.latest()
    except StoreError:
        return True
    return False


NAMES = st.sampled_from([G, H, K])
CONTENTS = st.lists(st.sampled_from("abc"), max_size=2).map(lambda names: lines(*names))
COMMITS = st.lists(st.dictionaries(NAMES, CONTENTS, min_size=1), max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commits=COMMITS, restart=st.integers(0, 8))
def test_the_journal_is_the_store_after_any_commits(
    tmp_path_factory: pytest.TempPathFactory, commits: list[dict[str, bytes]], restart: int
) -> None:
    folder = tmp_path_factory.mktemp("store")
    store = open_store(folder)
    numbers: set[int] = set()
    for index, commit in enumerate(commits):
        if index == restart:
            store.close()
            store = open_store(folder)
        before = {name: sorted(store.content(name).splitlines()) for name in commit}
        latest = store.journal.latest()
        store.replace(commit)
        changed = {name for name in commit if sorted(store.content(name).splitlines()) != before[name]}
        fresh = store.journal.entries(latest, 100)
        assert {entry.graph for entry in fresh} == changed
        assert [entry.number for entry in fresh] == list(range(latest + 1, latest + 1 + len(changed)))
        assert not numbers & {entry.number for entry in fresh}
        numbers |= {entry.number for entry in fresh}
        assert agrees(store)
    store.close()
