"""Who asks for one whole graph and for nothing else is told what it holds, as the engine would tell it."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest

from cancu.engine.formats import GRAPHS, N_TRIPLES, TURTLE, Format
from cancu.errors import LimitError, QueryError
from cancu.store import Dataset, EmbeddedStore, Limits, inspect, open_store

G = "http://e/g"
ALL = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{G}> {{ ?s ?p ?o }} }}"
EVALUATED = f"{ALL} LIMIT 100000"
"""The same answer, which only the engine tells."""
LINES = (
    b'<http://e/a> <http://e/p> "d\xc3\xb2ng \\"m\xe1\xbb\x99t\\"\\nhai"@vi .\n'
    b"<http://e/a> <http://e/q> _:c14n0 .\n"
    b'_:c14n0 <http://e/p> "3"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
)
ELSEWHERE = b"<http://e/elsewhere> <http://e/p> <http://e/o> .\n"

WHOLE = [
    ALL,
    f"construct{{?s?p?o}}{{graph<{G}>{{?s?p?o}}}}",
    f"# a comment\nPREFIX e: <http://e/> BASE <http://e/b/> PREFIX : <http://e/> {ALL}",
    f"CONSTRUCT {{ $a ?b ?c . }} {{ GRAPH <{G}> {{ ?a $b ?c . }} . }}",
    f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?g {{ <{G}> }} GRAPH ?g {{ ?s ?p ?o }} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES (?g) {{ (<{G}>) }} . GRAPH ?g {{ ?s ?p ?o }} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} FROM <{G}> WHERE {{ ?s ?p ?o }}",
]
OTHERS = [
    (f"{ALL} LIMIT 1", "a part"),
    (f"SELECT * {{ GRAPH <{G}> {{ ?s ?p ?o }} }}", "solutions"),
    ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "the union of all"),
    ("CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }", "every graph"),
    (f"CONSTRUCT {{ ?o ?p ?s }} {{ GRAPH <{G}> {{ ?s ?p ?o }} }}", "turned round"),
    (f"CONSTRUCT {{ ?s ?p ?s }} {{ GRAPH <{G}> {{ ?s ?p ?s }} }}", "what points to itself"),
    (f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{G}> {{ ?s ?p ?o . ?o ?q ?r }} }}", "with a condition"),
    (f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?g {{ <{G}> <http://e/h> }} GRAPH ?g {{ ?s ?p ?o }} }}", "two graphs"),
    (f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?s {{ <{G}> }} GRAPH ?s {{ ?s ?p ?o }} }}", "what a graph says of itself"),
    (f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?g {{ <{G}> }} GRAPH ?h {{ ?s ?p ?o }} }}", "another variable"),
    (f"CONSTRUCT {{ ?s ?p ?o }} FROM <{G}> FROM <http://e/h> {{ ?s ?p ?o }}", "a dataset of two"),
    (f"CONSTRUCT {{ ?s ?p ?o }} FROM NAMED <{G}> {{ GRAPH <{G}> {{ ?s ?p ?o }} }}", "a named graph of a dataset"),
    ("BASE <http://e/> CONSTRUCT { ?s ?p ?o } { GRAPH <g> { ?s ?p ?o } }", "a relative name"),
    ("CONSTRUCT { ?s ?p ?o } { GRAPH <http://e/./g> { ?s ?p ?o } }", "a name that is resolved"),
    ("CONSTRUCT { ?s ?p ?o } { GRAPH <http://e/\\u0067> { ?s ?p ?o } }", "an escape"),
    ("PREFIX e: <http://e/> CONSTRUCT { ?s ?p ?o } { GRAPH e:g { ?s ?p ?o } }", "a short name"),
]
WRONG = [
    (f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?g {{ <{G}> . }} GRAPH ?g {{ ?s ?p ?o }} }}", "a full stop among values"),
    (f"CONSTRUCT {{ ?s ?p ?o . . }} {{ GRAPH <{G}> {{ ?s ?p ?o }} }}", "two full stops"),
    (f"PREFIX e <http://e/> {ALL}", "a prefix without its colon"),
    (f"PREFIX _: <http://e/> {ALL}", "the prefix of nodes without names"),
    (f"PREFIX e: <http://e/[> {ALL}", "a prefix that is no IRI"),
    (f"{ALL} }}", "a bracket too many"),
    (f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{G}> WHERE {{ ?s ?p ?o }} }}", "a word out of place"),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "s", limits=Limits(seconds=60), prefixes={"e": "http://e/"})
    opened.replace({G: LINES, "http://e/h": b"<http://e/h1> <http://e/p> <http://e/o> .\n", "": ELSEWHERE})
    yield opened
    opened.close()


def put_aside(store: EmbeddedStore, lines: bytes) -> None:
    """Write to the file alone, so that answers tell whether they come from it."""
    with closing(sqlite3.connect(store.search.with_name("graphs.sqlite"))) as file, file:
        file.execute("update graphs set packed = ? where name = ?", (zlib.compress(lines), G))


def asked(store: EmbeddedStore, text: str, chosen: Format = N_TRIPLES) -> bytes:
    return store.query(text, accept=chosen).body


async def awaited(store: EmbeddedStore, text: str) -> bytes:
    found = store.answered(text, accept=N_TRIPLES)
    assert found is not None
    return (await found).body


def triples(body: bytes, chosen: Format = N_TRIPLES) -> ox.Dataset:
    found = ox.Dataset(ox.parse(body, format=ox.RdfFormat.from_media_type(chosen.media_type)))
    found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return found


@pytest.mark.parametrize("text", WHOLE)
def test_a_text_for_a_whole_graph_is_known(store: EmbeddedStore, text: str) -> None:
    assert inspect(text).whole == G
    assert triples(asked(store, text)) == triples(LINES)


@pytest.mark.parametrize(("text", "_why"), OTHERS, ids=[why for _, why in OTHERS])
def test_what_asks_for_anything_else_is_evaluated(text: str, _why: str) -> None:
    assert inspect(text).whole is None


@pytest.mark.parametrize(("text", "_why"), WRONG, ids=[why for _, why in WRONG])
def test_what_is_wrong_is_refused_as_ever(store: EmbeddedStore, text: str, _why: str) -> None:
    with pytest.raises(QueryError):
        asked(store, text)


@pytest.mark.parametrize("chosen", GRAPHS, ids=lambda chosen: chosen.name)
def test_every_format_tells_what_the_engine_tells(store: EmbeddedStore, chosen: Format) -> None:
    told = asked(store, ALL, chosen)
    assert triples(told, chosen) == triples(asked(store, EVALUATED, chosen), chosen) == triples(LINES)
    assert chosen is not TURTLE or b"e:p" in told


def test_it_is_read_where_the_graph_lies_whole(store: EmbeddedStore) -> None:
    put_aside(store, ELSEWHERE)
    assert asked(store, ALL) == asyncio.run(awaited(store, f"{ALL} # again")) == ELSEWHERE
    assert triples(asked(store, EVALUATED)) == triples(LINES)
    assert triples(store.query(ALL, accept=N_TRIPLES, dataset=Dataset(named=(G,))).body) == triples(LINES)


def test_what_cannot_be_read_there_is_evaluated(store: EmbeddedStore) -> None:
    with closing(sqlite3.connect(store.search.with_name("graphs.sqlite"))) as file, file:
        file.execute("update graphs set packed = x'00' where name = ?", (G,))
    assert triples(asked(store, ALL)) == triples(LINES)


def test_a_graph_that_is_not_there_is_empty(store: EmbeddedStore) -> None:
    nobody = ALL.replace(G, "http://e/nobody")
    assert inspect(nobody).whole == "http://e/nobody"
    assert asked(store, nobody, TURTLE) == asked(store, f"{nobody} LIMIT 9", TURTLE)
    assert asked(store, nobody) == b""


def test_a_commit_is_seen_at_once(store: EmbeddedStore) -> None:
    assert b"http://e/n1" not in asked(store, ALL)
    store.replace({G: b"<http://e/n1> <http://e/p> <http://e/o> .\n"})
    assert asked(store, ALL) == b"<http://e/n1> <http://e/p> <http://e/o> .\n"
    store.replace({G: b""})
    assert asked(store, ALL) == b""


def test_nobody_is_told_what_is_not_acknowledged_yet(store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    held, seen, go = store._holdings, threading.Event(), threading.Event()
    write = held.replace
    asked(store, "ASK {}")  # readers have a copy now

    def slowly(graphs: dict[str, bytes]) -> None:
        write(graphs)
        seen.set()
        assert go.wait(60)

    monkeypatch.setattr(held, "replace", slowly)
    writer = threading.Thread(target=store.replace, args=({G: ELSEWHERE},))
    writer.start()
    try:
        assert seen.wait(60)
        assert triples(asked(store, ALL)) == triples(asyncio.run(awaited(store, f"{ALL} # b"))) == triples(LINES)
    finally:
        go.set()
        writer.join()
    assert asked(store, ALL) == ELSEWHERE


@pytest.mark.parametrize("limits", [Limits(seconds=60, rows=2), Limits(seconds=60, answer=100)], ids=["rows", "bytes"])
def test_bounds_hold(tmp_path: Path, limits: Limits) -> None:
    opened = open_store(tmp_path / "s", limits=limits)
    try:
        opened.replace({G: LINES, "http://e/small": ELSEWHERE})
        assert asked(opened, ALL.replace(G, "http://e/small")) == ELSEWHERE
        with pytest.raises(LimitError):
            asked(opened, ALL)
    finally:
        opened.close()
