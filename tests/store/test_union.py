"""What queries see: the union of all graphs as a set, graphs under their names, and nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cancu.engine.evaluation import OWN
from cancu.errors import QueryError, StoreError
from cancu.store import Dataset, EmbeddedStore, open_store

G, H, K = (f"http://example.org/{name}" for name in "ghk")
A, B, C = (f"<http://e/{name}> <http://e/p> <http://e/o> .\n".encode() for name in "abc")
X = b"_:x <http://e/p> <http://e/o> .\n"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
EVERY = "SELECT ?s ?p ?o { ?s ?p ?o }"


def number(store: EmbeddedStore, query: str) -> tuple[int, int]:
    """Return what a stranger and a question of our own are told."""
    told = (json.loads(answer.body) for answer in (store.query(query), store.run(query)))
    stranger, own = (int(one["results"]["bindings"][0]["n"]["value"]) for one in told)
    return stranger, own


CLAIMS: list[tuple[str, list[dict[str, bytes]], int, int]] = [
    ("told by two graphs, there once", [{G: A + B, H: A}], 2, 3),
    ("one of them removed", [{G: A + B, H: A}, {G: b""}], 1, 1),
    ("one of them told otherwise", [{G: A, H: A}, {G: B}], 2, 2),
    ("both told otherwise at once", [{G: A, H: A}, {G: B, H: C}], 2, 2),
    ("both removed", [{G: A, H: A}, {G: b"", H: b""}], 0, 0),
    ("it moved to another graph at once", [{G: A}, {G: b"", H: A}], 1, 1),
    ("the default graph itself is in no named one", [{"": A, G: B}], 2, 1),
    ("and is there once", [{"": A, G: A}], 1, 1),
    ("and keeps what a graph loses", [{"": A, G: A}, {G: b""}], 1, 0),
    ("and leaves what a graph keeps", [{"": A, G: A}, {"": b""}], 1, 1),
    ("and goes", [{"": A + B, G: C}, {"": b""}], 1, 1),
    ("a node without a name is one node", [{G: b"_:x <http://e/p> _:x .\n"}], 1, 1),
    ("and goes with its graph", [{G: b"_:x <http://e/p> _:x .\n"}, {G: A}], 1, 1),
    ("said twice in one graph", [{G: A + A}], 1, 1),
    ("some of it stays", [{G: A + B, H: A}, {G: B + C}], 3, 3),
    ("beside a node without a name, and both go", [{G: A + X, H: A}, {G: b"", H: B}], 1, 1),
    ("beside a node without a name, which stays", [{G: A + X, H: A}, {G: A + X, H: B}], 3, 3),
    ("a node without a name comes", [{G: A, H: A}, {G: B + X}], 3, 3),
]


@pytest.mark.parametrize(("commits", "triples", "named"), [row[1:] for row in CLAIMS], ids=[row[0] for row in CLAIMS])
def test_a_triple_counts_once(tmp_path: Path, commits: list[dict[str, bytes]], triples: int, named: int) -> None:
    store = open_store(tmp_path)
    for commit in commits:
        store.replace(commit)
    assert number(store, COUNT) == (triples, triples)
    assert number(store, NAMED) == (named, named)
    store.close()


def test_nodes_without_names_are_joined_across_patterns(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.replace({G: b"_:x <http://e/p> _:y .\n_:y <http://e/q> _:x .\n", H: A})
    assert number(store, "SELECT (COUNT(*) AS ?n) { ?x <http://e/p> ?y GRAPH ?g { ?y <http://e/q> ?x } }") == (1, 1)
    store.close()


def test_who_names_a_dataset_gets_that_one(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.replace({"": A, G: B, H: C})
    body = store.query(EVERY, dataset=Dataset((G,), (H,))).body
    assert [row["s"]["value"] for row in json.loads(body)["results"]["bindings"]] == ["http://e/b"]
    body = store.query("SELECT ?g { GRAPH ?g {} }", dataset=Dataset((G,), (H,))).body
    assert [row["g"]["value"] for row in json.loads(body)["results"]["bindings"]] == [H]
    store.close()


def test_the_name_of_our_own_is_not_for_others(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    with pytest.raises(QueryError):
        store.replace({G: A, OWN.value: B})
    assert number(store, COUNT) == (0, 0)
    store.close()


def test_an_empty_graph_is_there_and_our_own_name_is_not(tmp_path: Path) -> None:
    engine = ox.Store(str(tmp_path / "db"))
    engine.update(f"CREATE GRAPH <{G}> ; INSERT DATA {{ {A.decode()} }}")
    del engine
    store = open_store(tmp_path)
    for ask in (store.query, store.run):
        rows = json.loads(ask("SELECT ?g { GRAPH ?g {} }").body)["results"]["bindings"]
        assert [row["g"]["value"] for row in rows] == [G]
    assert store.graphs() == (G,)
    store.close()


def test_another_process_sees_the_same_and_may_try_changes(tmp_path: Path) -> None:
    owner = open_store(tmp_path)
    owner.replace({"": A, G: A + B})
    owner.query("ASK {}")
    copy = open_store(tmp_path, is_shared=True)
    assert (number(copy, COUNT), number(copy, NAMED)) == ((2, 2), (2, 2))
    copy.replace({G: C})
    assert (number(copy, COUNT), number(owner, COUNT)) == ((2, 2), (2, 2))
    assert (copy.content(G), set(owner.content(G).splitlines())) == (C, set((A + B).splitlines()))
    copy.close()
    owner.close()


def test_what_was_begun_and_not_ended_is_made_again(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.replace({G: A, H: A + B})
    store.close()
    (tmp_path / "union").rename(tmp_path / "union.new")
    store = open_store(tmp_path)
    assert number(store, COUNT) == (2, 2)
    assert not (tmp_path / "union.new").exists()
    store.close()


def test_what_is_broken_is_made_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = open_store(tmp_path)
    store.replace({G: A, H: A + B})
    store.close()
    (tmp_path / "union" / "CURRENT").write_bytes(b"nothing that names a manifest")
    store = open_store(tmp_path)
    assert number(store, COUNT) == (2, 2)
    assert "made anew" in caplog.text
    store.close()


def test_what_graphs_hold_is_made_again_of_what_queries_see(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    store = open_store(tmp_path)
    held = {"": A, G: A + B, H: X}
    store.replace(held)
    store.close()
    for damage in (b"no database file at all" * 1000, b"", None):
        (tmp_path / "graphs.sqlite").unlink()
        if damage is not None:
            (tmp_path / "graphs.sqlite").write_bytes(damage)
        caplog.clear()
        store = open_store(tmp_path)
        assert (number(store, COUNT), store.size()) == ((3, 3), 4)
        assert (store.content(""), store.content(G)) == (A, A + B)
        assert store.content(H).startswith(b"_:")
        assert "made anew" in caplog.text
        store.close()


@pytest.mark.parametrize("part", ["CURRENT", "tables", "format", None])
def test_a_store_of_which_both_are_broken_is_told_as_such(tmp_path: Path, part: str | None) -> None:
    store = open_store(tmp_path)
    store.replace({G: b"".join(b"<http://e/%d> <http://e/p> <http://e/o> .\n" % number for number in range(20_000))})
    store.close()
    (tmp_path / "graphs.sqlite").write_bytes(b"no database file at all" * 1000)
    if part in (None, "format"):
        shutil.rmtree(tmp_path / "union")
        (tmp_path / (part or "union.sums")).unlink()
    elif part == "CURRENT":
        (tmp_path / "union" / "CURRENT").write_bytes(b"nothing that names a manifest")
    else:
        for path in (tmp_path / "union").glob("*.sst"):
            path.write_bytes(path.read_bytes()[:-60] + bytes(60))
    with pytest.raises(StoreError, match=r"cannot be opened|damaged; restore"):
        open_store(tmp_path)


CONTENTS = st.lists(st.sampled_from([A, B, C]), max_size=3).map(b"".join)
COMMITS = st.lists(st.dictionaries(st.sampled_from(["", G, H, K]), CONTENTS, min_size=1), max_size=8)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commits=COMMITS, restart=st.integers(0, 8))
def test_after_any_commits_it_is_what_would_be_made_anew(
    tmp_path_factory: pytest.TempPathFactory, commits: list[Mapping[str, bytes]], restart: int
) -> None:
    folder = tmp_path_factory.mktemp("union")
    store, held = open_store(folder), dict[str, set[bytes]]()
    for number_, commit in enumerate(commits):
        if number_ == restart:
            store.close()
            store = open_store(folder)
        store.replace(commit)
        held |= {graph: set(data.splitlines()) for graph, data in commit.items()}
    every = {line.decode().removesuffix(" .") for lines in held.values() for line in lines}
    quads = {(graph, line.decode()) for graph, lines in held.items() if graph for line in lines}
    rows = json.loads(store.run(EVERY).body)["results"]["bindings"]
    assert sorted(" ".join(f"<{row[name]['value']}>" for name in "spo") for row in rows) == sorted(every)
    rows = json.loads(store.run("SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }").body)["results"]["bindings"]
    found = [(row["g"]["value"], " ".join(f"<{row[name]['value']}>" for name in "spo") + " .") for row in rows]
    assert sorted(found) == sorted(quads)
    store.close()
