# ruff: noqa: S608 (the texts are SPARQL of this file, nothing comes from outside)
"""The embedded store: whole graphs or nothing, honest limits, readers that can be killed."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest

from cancu.errors import LimitError, QueryError, StoreError
from cancu.store import GRAPHS, SOLUTIONS, Dataset, EmbeddedStore, Format, Limits, by_name, open_store
from cancu.store.holdings import Holdings

G, H = "http://example.org/g", "http://example.org/h"
ALL = "SELECT ?s { ?s ?p ?o }"
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def lines(*subjects: str) -> bytes:
    return "".join(f'<http://example.org/{name}> <http://example.org/p> "á" .\n' for name in subjects).encode()


def subjects(store: EmbeddedStore, sparql: str = ALL, dataset: Dataset | None = None) -> list[str]:
    rows = json.loads(store.query(sparql, dataset=dataset).body)["results"]["bindings"]
    return sorted(row["s"]["value"].rpartition("/")[2] for row in rows)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "store", limits=Limits(seconds=60, answer=20_000))
    opened.replace({G: lines("a", "b"), H: lines("c")})
    yield opened
    opened.close()


def test_the_default_graph_is_the_union_of_all(store: EmbeddedStore) -> None:
    assert subjects(store) == ["a", "b", "c"]


def test_readers_see_each_commit(store: EmbeddedStore) -> None:
    for name in ("x", "y", "z"):
        store.replace({H: lines(name)})
        assert subjects(store, f"SELECT ?s {{ GRAPH <{H}> {{ ?s ?p ?o }} }}") == [name]


def test_several_graphs_are_replaced_at_once_and_empty_removes(store: EmbeddedStore) -> None:
    store.replace({G: b"", H: lines("d")})
    assert (store.graphs(), subjects(store), store.size()) == ((H,), ["d"], 1)


@pytest.mark.parametrize(
    ("graphs", "written"),
    [
        ({G: lines("a", "b"), H: lines("c")}, []),
        ({G: lines("b", "a")}, []),
        ({G: lines("a", "b").replace(b" .", f" <{G}> .".encode())}, []),
        ({"http://example.org/none": b""}, []),
        ({G: lines("a"), H: lines("c")}, [G]),
        ({G: b"", H: lines("c", "d")}, [G, H]),
    ],
)
def test_what_stands_there_is_not_written_again(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch, graphs: dict[str, bytes], written: list[str]
) -> None:
    told: list[str] = []

    replace = Holdings.replace

    def noted(held: Holdings, graphs: Mapping[str, bytes]) -> None:
        told.extend(graphs)
        replace(held, graphs)

    monkeypatch.setattr(Holdings, "replace", noted)
    before = store.journal.latest()
    store.replace(graphs)
    assert (told, store.journal.latest() - before) == (written, len(written))
    assert all(store.content(name).count(b"\n") == data.count(b"\n") for name, data in graphs.items())


def test_lines_may_name_their_own_graph_but_no_other(store: EmbeddedStore) -> None:
    store.replace({H: f'<http://e/n> <http://e/p> "1" <{H}> .\n'.encode()})
    assert subjects(store, f"SELECT ?s FROM <{H}> {{ ?s ?p ?o }}") == ["n"]
    with pytest.raises(StoreError):
        store.replace({H: f'<http://e/n> <http://e/p> "1" <{G}> .\n'.encode()})


def test_a_malformed_graph_leaves_all_as_it_was(store: EmbeddedStore) -> None:
    before = store.version
    with pytest.raises(StoreError):
        store.replace({G: lines("new"), H: b"<http://e/a> nonsense .\n"})
    assert (subjects(store), store.version) == (["a", "b", "c"], before)


@pytest.mark.parametrize("name", [f"{G}> {{}} }} ; DROP ALL ; #", f"{G}> . <{G}", "g", "http://e/ {"])
def test_a_name_that_is_no_iri_is_refused(store: EmbeddedStore, name: str) -> None:
    for data in (lines("x"), b""):
        with pytest.raises(StoreError, match="malformed"):
            store.replace({name: data, H: lines("y")})
    assert (store.graphs(), subjects(store)) == ((G, H), ["a", "b", "c"])


def test_hostile_literals_stay_literals(store: EmbeddedStore) -> None:
    text = 'x" } } ; DROP ALL ; INSERT DATA { <a:b> <a:b> "\\ \n\t'
    quad = ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal(text), ox.NamedNode(H))
    store.replace({H: f"{quad} .\n".encode()})
    found = json.loads(store.run(f"SELECT ?o {{ GRAPH <{H}> {{ ?s ?p ?o }} }}").body)
    assert [row["o"]["value"] for row in found["results"]["bindings"]] == [text]
    assert store.has_graph(G)


def test_writers_from_many_threads_lose_nothing(store: EmbeddedStore) -> None:
    threads = [
        threading.Thread(target=store.replace, args=({f"http://example.org/t{index}": lines(f"t{index}")},))
        for index in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.graphs("http://example.org/t")) == 12


def test_a_killed_writer_leaves_what_was_acknowledged(tmp_path: Path) -> None:
    program = (
        "import sys, os, signal; from cancu.store import open_store; s = open_store(sys.argv[1])\n"
        "s.replace({'http://e/g': b'<http://e/a> <http://e/p> <http://e/o> .'}); os.kill(os.getpid(), signal.SIGKILL)"
    )
    ended = subprocess.run([sys.executable, "-c", program, str(tmp_path / "s")], check=False)
    assert ended.returncode == -signal.SIGKILL
    opened = open_store(tmp_path / "s")
    assert opened.graphs() == ("http://e/g",)
    opened.close()


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        (f"SELECT ?s FROM <{H}> {{ ?s ?p ?o }}", ["c"]),
        (f"SELECT ?s FROM NAMED <{H}> {{ ?s ?p ?o }}", []),
        (f"SELECT ?s FROM NAMED <{H}> {{ GRAPH ?g {{ ?s ?p ?o }} }}", ["c"]),
        (f"SELECT ?s FROM <{G}> FROM <{H}> {{ ?s ?p ?o }}", ["a", "b", "c"]),
        (f"SELECT ?s {{ GRAPH <{G}> {{ ?s ?p ?o }} }}", ["a", "b"]),
    ],
)
def test_from_chooses_among_graphs_of_the_store(store: EmbeddedStore, sparql: str, expected: list[str]) -> None:
    assert subjects(store, sparql) == expected


def test_the_protocol_dataset_wins_over_from(store: EmbeddedStore) -> None:
    assert subjects(store, f"SELECT ?s FROM <{G}> {{ ?s ?p ?o }}", Dataset(default=(H,))) == ["c"]


@pytest.mark.parametrize("iri", ["file:///etc/passwd", "http://example.org/unknown"])
def test_from_refuses_graphs_that_the_store_does_not_hold(store: EmbeddedStore, iri: str) -> None:
    with pytest.raises(QueryError):
        store.query(f"SELECT ?s FROM <{iri}> {{ ?s ?p ?o }}")


@pytest.mark.parametrize("iri", ["file:///etc/passwd", "not an iri", "relative"])
def test_the_protocol_dataset_refuses_files_and_what_is_no_iri(store: EmbeddedStore, iri: str) -> None:
    with pytest.raises(QueryError):
        store.query(ALL, dataset=Dataset(default=(iri,)))
    with pytest.raises(QueryError):
        store.query(ALL, dataset=Dataset(named=(iri,)))


def test_other_unknown_graphs_of_the_protocol_dataset_are_empty(store: EmbeddedStore) -> None:
    unknown = "http://127.0.0.1:9/unknown"
    assert subjects(store, ALL, Dataset(default=(unknown,))) == []
    assert subjects(store, ALL, Dataset(default=(unknown, H))) == ["c"]


def test_a_wrong_query_tells_line_and_column(store: EmbeddedStore) -> None:
    for ask in (store.query, store.run):
        with pytest.raises(QueryError) as caught:
            ask("SELECT *\n{ ?s ?p ?o . ")
        assert (caught.value.line, caught.value.column) == (2, 14)


def test_updates_are_no_queries(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError):
        store.query(f"DROP GRAPH <{G}>")
    assert store.has_graph(G)


@pytest.mark.parametrize("form", SOLUTIONS, ids=lambda form: form.name)
def test_solutions_in_every_format(store: EmbeddedStore, form: Format) -> None:
    answer = store.query("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s", accept=form)
    assert answer.format == form
    assert answer.body.decode().count("http://example.org/") == 3
    assert "true" in store.query("ASK { ?s ?p ?o }", accept=form).body.decode()


@pytest.mark.parametrize("name", ["ttl", "nt", "jsonld", "rdf"])
def test_graphs_in_every_format(store: EmbeddedStore, name: str) -> None:
    answer = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", accept=by_name(GRAPHS, name))
    expected = set(ox.parse(lines("a", "b", "c"), format=ox.RdfFormat.N_TRIPLES))
    assert set(ox.parse(answer.body, format=ox.RdfFormat.from_media_type(answer.format.media_type))) == expected


def test_csv_is_csv(store: EmbeddedStore) -> None:
    body = store.query("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s LIMIT 1", accept=by_name(SOLUTIONS, "csv")).body.decode()
    assert list(csv.reader(io.StringIO(body))) == [["s", "o"], ["http://example.org/a", "á"]]


def test_a_slow_query_is_stopped_and_the_next_is_answered(store: EmbeddedStore) -> None:
    store.replace({H: lines(*(f"n{index}" for index in range(400)))})
    with pytest.raises(LimitError):
        store.query(PRODUCT, timeout=0.3)
    assert subjects(store, f"SELECT ?s {{ GRAPH <{G}> {{ ?s ?p ?o }} }}") == ["a", "b"]


def test_a_large_answer_is_an_error_and_never_a_part(store: EmbeddedStore) -> None:
    store.replace({H: lines(*(f"n{index}" for index in range(2000)))})
    for form in SOLUTIONS:
        with pytest.raises(LimitError):
            store.query(ALL, accept=form)
    assert subjects(store, f"SELECT ?s {{ GRAPH <{G}> {{ ?s ?p ?o }} }}") == ["a", "b"]


def test_what_crashes_the_engine_costs_one_reader(store: EmbeddedStore) -> None:
    subjects(store)
    (before,) = store.reader_pids()
    with pytest.raises(LimitError):
        store.query("SELECT * { FILTER(1" + "||1" * 20_000 + ") }")
    assert subjects(store) == ["a", "b", "c"]
    (after,) = store.reader_pids()
    assert before != after


def test_readers_end_with_the_store(tmp_path: Path) -> None:
    opened = open_store(tmp_path / "s")
    opened.query("ASK {}")
    (pid,) = opened.reader_pids()
    opened.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(("local", "inside"), [("False", 0), ("True", 1)])
def test_readers_open_no_sockets(local: str, inside: int) -> None:
    program = (
        "import socket, sys; from cancu import confine\n"
        f"if not confine.refuse_sockets(local={local}): sys.exit(3)\n"
        "def made(family):\n"
        "    try: return bool(socket.socket(family))\n"
        "    except PermissionError: return False\n"
        "sys.exit(10 + 2 * made(socket.AF_INET) + 4 * made(socket.AF_INET6) + made(socket.AF_UNIX))"
    )
    code = subprocess.run([sys.executable, "-c", program], check=False).returncode
    if code == 3:
        pytest.skip("this machine has no seccomp filter for us")
    assert code == 10 + inside


def test_only_one_process_writes_and_others_read_a_snapshot(store: EmbeddedStore, tmp_path: Path) -> None:
    subjects(store)
    with pytest.raises(StoreError):
        open_store(tmp_path / "store")
    other = open_store(tmp_path / "store", is_shared=True)
    assert subjects(other) == ["a", "b", "c"]
    other.close()
    assert subjects(store) == ["a", "b", "c"]


def test_old_snapshots_are_removed(store: EmbeddedStore, tmp_path: Path) -> None:
    for name in ("x", "y", "z"):
        store.replace({H: lines(name)})
        subjects(store)
    assert len(list((tmp_path / "store" / "snapshots").iterdir())) <= 2


def test_the_dump_holds_every_quad(store: EmbeddedStore) -> None:
    output = io.BytesIO()
    store.dump(output)
    dumped = set(ox.parse(output.getvalue(), format=ox.RdfFormat.N_QUADS))
    assert {quad.graph_name.value for quad in dumped} == {G, H}
    assert len(dumped) == 3


def test_a_place_that_cannot_hold_a_store_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError):
        open_store(tmp_path / "file")


@pytest.mark.parametrize("read", [EmbeddedStore.graph, EmbeddedStore.content], ids=["graph", "content"])
def test_a_damaged_text_is_told_and_made_anew_at_the_next_start(
    tmp_path: Path, read: Callable[[EmbeddedStore, str], bytes]
) -> None:
    name = "http://example.org/damaged"
    store = open_store(tmp_path)
    store.replace({name: b"".join(b"<http://e/%d> <http://e/p> <http://e/o> .\n" % n for n in range(3000))})
    store.close()
    with closing(sqlite3.connect(tmp_path / "graphs.sqlite")) as file, file:
        ((packed,),) = file.execute("select packed from graphs")
        file.execute("update graphs set packed = ?", (packed[:50] + bytes(50) + packed[100:],))
    store = open_store(tmp_path)
    with pytest.raises(StoreError, match="start again"):
        read(store, name)
    store.close()
    store = open_store(tmp_path)
    assert read(store, name).count(b"\n") == 3000
    store.close()
