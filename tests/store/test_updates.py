"""Updates and uploads: as the engine alone would do them, all or nothing, and nobody else's write is lost."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cancu.engine.writing import _updated
from cancu.errors import DataError, LimitError, QueryError, StoreError
from cancu.store import UPLOADS, Dataset, EmbeddedStore, Limits, Upload, by_name, open_store
from cancu.store.lines import contents
from cancu.store.private import WHOLE, Readable
from cancu.store.targets import targets
from cancu.store.updates import _done, changes

G, H, K = "http://e/g", "http://e/h", "http://e/k"
START = f'INSERT DATA {{ <a:s> <a:p> 0 . GRAPH <{G}> {{ <a:s> <a:p> 1, "x" }} GRAPH <{H}> {{ <a:t> <a:q> 2 }} }}'
SLOW = "INSERT { ?a <a:r> ?x } WHERE { " + " ".join(f"?s{n} ?p{n} ?a ." for n in range(12)) + " BIND(RAND() AS ?x) }"


def held(store: EmbeddedStore) -> set[str]:
    """The quads of a store."""
    names = ("", *store.graphs())
    return {f"{name} {line}" for name in names for line in store.graph(name).decode().splitlines()}


def quads(store: ox.Store) -> set[str]:
    found = set()
    for quad in store:
        name = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        found.add(f"{name} {quad.triple} .")
    return found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "store", limits=Limits(seconds=20), is_union=False)
    opened.update(START)
    yield opened
    opened.close()


GRAPHS = st.sampled_from([G, H, K])
PLACES = st.one_of(st.just("DEFAULT"), GRAPHS.map(lambda name: f"GRAPH <{name}>"))
TRIPLES = st.builds(
    "<a:{}> <a:{}> {} .".format,
    st.sampled_from("stu"),
    st.sampled_from("pq"),
    st.sampled_from(['"x"', "0", "1", "<a:s>"]),
)


def _in(name: str | None, text: str) -> str:
    return text if name is None else f"GRAPH {name} {{ {text} }}"


ANYWHERE = st.one_of(st.none(), GRAPHS.map(lambda name: f"<{name}>"))
BLOCKS = st.builds(_in, ANYWHERE, TRIPLES)
PATTERNS = st.sampled_from(["?s ?p ?o", "?s <a:p> ?o", f"GRAPH <{G}> {{ ?s ?p ?o }}", "GRAPH ?g { ?s ?p ?o }"])
TEMPLATES = st.one_of(
    st.builds(_in, ANYWHERE, st.sampled_from(["?s ?p ?o", "?s <a:q> ?o"])), st.just("GRAPH ?g { ?s <a:q> ?o }")
)
OPERATIONS = st.one_of(
    st.builds("INSERT DATA {{ {} {} }}".format, BLOCKS, BLOCKS),
    st.builds("DELETE DATA {{ {} }}".format, BLOCKS),
    st.builds("DELETE WHERE {{ {} }}".format, PATTERNS),
    st.builds("{}DELETE {{ {} }} INSERT {{ {} }} {}WHERE {{ {} }}".format,
              st.sampled_from(["", f"WITH <{H}> "]), TEMPLATES, TEMPLATES,
              st.sampled_from(["", f"USING <{G}> ", f"USING NAMED <{K}> "]), PATTERNS),
    st.builds("{} {}{}".format, st.sampled_from(["CLEAR", "DROP"]), st.sampled_from(["", "SILENT "]),
              st.one_of(PLACES, st.sampled_from(["ALL", "NAMED"]))),
    st.builds("{} {}{} TO {}".format, st.sampled_from(["COPY", "MOVE", "ADD"]), st.sampled_from(["", "SILENT "]),
              PLACES, PLACES),
    st.builds("CREATE {}GRAPH <{}>".format, st.sampled_from(["", "SILENT "]), GRAPHS),
)  # fmt: skip
UPDATES = st.lists(OPERATIONS, min_size=1, max_size=3).map(" ;\n".join)


def reference(store: ox.Store, update: str) -> bool:
    """Run an update by the engine alone, without keeping graphs that are empty; tell whether it could be done."""
    try:
        store.update(update)
    except (RuntimeError, SyntaxError):
        return False
    for name in list(store.named_graphs()):
        if next(store.quads_for_pattern(None, None, None, name), None) is None:
            store.remove_graph(name)
    return True


def put(store: ox.Store, changed: Mapping[str, bytes]) -> None:
    """Let graphs of an engine hold what they are told to hold."""
    for name, quads in contents(changed).items():
        store.remove_graph(name)
        store.extend(quads)


@settings(max_examples=400, deadline=None)
@given(st.lists(UPDATES, min_size=1, max_size=3))
def test_what_changed_is_what_the_engine_changed(updates: Iterable[str]) -> None:
    """The heart of the writing process, without the process: the graphs it tells, put in place of the old ones."""
    plain, ours = ox.Store(), ox.Store()
    for either in (plain, ours):
        either.update(START)
    for update in updates:
        copy = ox.Store()
        copy.extend(ours)
        found = targets(update)
        job = {"update": update, "written": update, "base": None, "cap": 10_000}
        is_done = reference(plain, update)
        try:
            changed = _updated(copy, ours, job | {"targets": None if found is None else sorted(found)})
        except (RuntimeError, SyntaxError):
            assert not is_done, update
            continue
        assert is_done, update
        if changed:
            put(ours, changed)
        assert quads(ours) == quads(plain), update
        assert set(ours.named_graphs()) == set(plain.named_graphs()), update


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(UPDATES, min_size=1, max_size=3))
def test_the_store_does_what_the_engine_does(tmp_path_factory: pytest.TempPathFactory, updates: Iterable[str]) -> None:
    plain = ox.Store()
    store = open_store(tmp_path_factory.mktemp("s"), limits=Limits(seconds=60))
    for update in (START, *updates):
        before, is_done = held(store), reference(plain, update)
        try:
            changed = store.update(update)
        except QueryError:
            assert not is_done, update
        else:
            assert is_done, update
            assert bool(changed) == (held(store) != before)
        assert held(store) == quads(plain), update
    store.close()


def test_an_update_is_committed_once_and_tells_its_graphs(store: EmbeddedStore) -> None:
    before = store.version
    assert store.update(f"COPY <{G}> TO <{K}> ; CLEAR DEFAULT ; DROP GRAPH <{H}>") == ("", H, K)
    assert store.version == before + 1
    assert store.graphs() == (G, K)
    assert store.graph(K) == store.graph(G) != b""
    assert store.update(f"INSERT DATA {{ GRAPH <{K}> {{ <a:s> <a:p> 1 }} }}") == ()
    assert store.version == before + 1, "nothing changed, nothing was written"


def test_blank_nodes_stay_one_node_in_all_the_graphs_that_are_written(store: EmbeddedStore) -> None:
    store.update(f"INSERT DATA {{ _:a <a:p> _:b . GRAPH <{K}> {{ _:a <a:q> _:b }} }}")
    store.update(f"INSERT DATA {{ <a:new> <a:p> 1 . GRAPH <{K}> {{ <a:new> <a:p> 1 }} }}")
    store.update(f"DELETE {{ GRAPH <{K}> {{ ?a <a:q> ?b }} }} WHERE {{ ?a <a:p> ?b . GRAPH <{K}> {{ ?a <a:q> ?b }} }}")
    assert store.graph(K).decode() == '<a:new> <a:p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'


def test_relative_iris_and_the_dataset_of_the_protocol(store: EmbeddedStore) -> None:
    store.update("INSERT { <n> <a:p> ?o } WHERE { ?s ?p ?o }", using=Dataset((H,)), base="http://b/x")
    assert '<http://b/n> <a:p> "2"' in store.graph("").decode()
    with pytest.raises(QueryError) as caught:
        store.update("DELETE WHERE { ?s ?p ?o } ; CLEAR\n XYZ", using=Dataset((H,)))
    assert caught.value.line == 2


NO_SOCKETS = "import sys; from cancu import confine; sys.exit(not confine.refuse_sockets())"
REFUSED = [
    "LOAD <http://127.0.0.1:9/x.ttl>",
    "LOAD SILENT <file:///etc/passwd> INTO GRAPH <http://e/g>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "INSERT DATA { " + "(" * 200 + ")" * 200 + " }",
    "INSERT DATA { <a:s> <a:p> '" + "x" * 1_000_000 + "' }",
    "INSERT DATA { <a:s> <a:p> <relative> }",
    "SELECT * { ?s ?p ?o }",
    "DROP GRAPH <http://e/unknown>",
    "INSERT DATA { <a:s> <a:p> 1 } ; nonsense",
]


@pytest.mark.parametrize("update", REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_leaves_the_store_as_it_was(store: EmbeddedStore, update: str) -> None:
    before, version = held(store), store.version
    with pytest.raises(QueryError):
        store.update(update)
    assert (held(store), store.version) == (before, version)


def test_an_update_that_takes_too_long_is_stopped(store: EmbeddedStore, tmp_path: Path) -> None:
    store.update("INSERT DATA { " + " ".join(f"<a:n{n}> <a:p> <a:n> ." for n in range(300)) + " }")
    before, version = held(store), store.version
    with pytest.raises(LimitError):
        store.update(SLOW, timeout=1)
    assert (held(store), store.version) == (before, version)
    assert not list((tmp_path / "store").glob("update-*")), "the private copy is gone"


@pytest.mark.parametrize("bomb", ["INSERT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(1" + "||1" * 60_000 + ") }"])
def test_what_crashes_the_engine_costs_one_process(store: EmbeddedStore, bomb: str) -> None:
    before = held(store)
    with pytest.raises(LimitError):
        store.update(bomb)
    assert held(store) == before


def children() -> list[int]:
    found = subprocess.run(
        ["ps", "--ppid", str(os.getpid()), "-o", "pid=,args="], capture_output=True, text=True, check=True
    )
    return [int(line.split()[0]) for line in found.stdout.splitlines() if "cancu.engine.writing" in line]


def test_a_killed_writing_process_leaves_the_store_as_it_was(store: EmbeddedStore) -> None:
    store.update("INSERT DATA { " + " ".join(f"<a:n{n}> <a:p> <a:n> ." for n in range(300)) + " }")
    before, caught = held(store), []

    def work() -> None:
        try:
            store.update(SLOW)
        except LimitError as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    until = time.monotonic() + 15
    while not children() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(0.3)
    assert store.query("ASK {}").body, "readers are answered while an update is at work"
    (pid,) = children()
    os.kill(pid, signal.SIGKILL)
    thread.join()
    assert len(caught) == 1
    assert held(store) == before
    assert store.update("CLEAR DEFAULT") == ("",)


def test_concurrent_updates_lose_nothing(store: EmbeddedStore) -> None:
    store.update(f"DROP SILENT GRAPH <{K}> ; INSERT DATA {{ GRAPH <{K}> {{ <a:n> <a:count> 0 }} }}")
    count = (
        f"WITH <{K}> DELETE {{ <a:n> <a:count> ?n }} INSERT {{ <a:n> <a:count> ?m }} "
        "WHERE { <a:n> <a:count> ?n BIND(?n + 1 AS ?m) }"
    )
    others = [f"http://e/other{n}" for n in range(4)]
    threads = [threading.Thread(target=store.update, args=(count,)) for _ in range(8)]
    threads += [threading.Thread(target=store.replace, args=({name: b"<a:s> <a:p> <a:o> ."},)) for name in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.graph(K).startswith(b'<a:n> <a:count> "8"^^')
    assert set(others) <= set(store.graphs())


def test_the_writing_process_reaches_nobody(tmp_path: Path) -> None:
    """LOAD and SERVICE are refused by their words; where that failed, the process could still open no socket."""
    if subprocess.run([sys.executable, "-c", NO_SOCKETS], check=False).returncode:
        pytest.skip("this machine has no seccomp filter for us")
    reached = threading.Semaphore(0)
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    listener.accept()[0].close()
                    reached.release()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        load = f"LOAD <http://127.0.0.1:{listener.getsockname()[1]}/>"
        with contextlib.suppress(OSError):
            ox.Store().update(load)
        assert reached.acquire(timeout=10), "unconfined, the engine asks the server"
        while reached.acquire(timeout=0.1):
            pass
        for name in ("db", "was"):
            ox.Store(str(tmp_path / name)).flush()
        job = {
            "store": str(tmp_path / "db"),
            "was": str(tmp_path / "was"),
            "written": load,
            "update": load,
            "base": None,
            "targets": [],
        }
        with pytest.raises(StoreError):
            _done(job, b"", Limits())
        assert not reached.acquire(timeout=0.5)
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def upload(data: bytes, name: str = "ttl", base: str | None = None) -> Upload:
    form = by_name(UPLOADS, name)
    assert form is not None
    return Upload(data, form, base)


HEAD = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">'
SENT = [
    ("ttl", b"<s> <a:p> 'x' ."),
    ("nt", b'<http://b/s> <a:p> "x" .'),
    ("nq", b'<http://b/s> <a:p> "x" <http://e/k> .'),
    ("trig", b"GRAPH <http://e/k> { <s> <a:p> 'x' }"),
    ("jsonld", b'{"@id": "s", "a:p": "x"}'),
    ("rdf", HEAD + b'<rdf:Description rdf:about="s"><a:p>x</a:p></rdf:Description></rdf:RDF>'),
]


@pytest.mark.parametrize(("name", "data"), SENT, ids=[name for name, _ in SENT])
def test_a_graph_in_every_format(store: EmbeddedStore, name: str, data: bytes) -> None:
    assert store.write(K, [upload(data, name, "http://b/")]) is True
    assert store.graph(K) == b'<http://b/s> <a:p> "x" .\n'
    assert store.write(K, [upload(b"<a:t> <a:p> 'y' .")]) is False
    assert store.graph(K) == b'<a:t> <a:p> "y" .\n'


def test_adding_keeps_blank_nodes_apart(store: EmbeddedStore) -> None:
    store.write(K, [upload(b"_:a <a:p> 1 ."), upload(b"_:a <a:p> 2 .")])
    store.write(K, [upload(store.graph(K), "nt")], is_added=True)
    nodes = [line.split()[0] for line in store.graph(K).splitlines()]
    assert len(nodes) == len(set(nodes)) == 4


WRONG = {
    "ttl": b"<a:s> <a:p> 'x' .\n<a:s> nonsense",
    "nq": b'<a:s> <a:p> "x" <http://e/other> .',
    "trig": b"GRAPH <http://e/other> { <a:s> <a:p> 'x' }",
    "jsonld": b'{"@context": "http://127.0.0.1:9/context", "@id": "a:s", "p": 1}',
    "rdf": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    + HEAD
    + b'<rdf:Description rdf:about="a:s"><a:p>&e;</a:p></rdf:Description></rdf:RDF>',
}


@pytest.mark.parametrize("name", WRONG)
def test_data_that_is_wrong_or_reaches_elsewhere_is_refused(store: EmbeddedStore, name: str) -> None:
    before = held(store)
    with pytest.raises(DataError) as caught:
        store.write(G, [upload(b"<a:s> <a:p> 'good' ."), upload(WRONG[name], name)])
    assert held(store) == before
    if name == "ttl":
        assert caught.value.line == 2


def laughs(depth: int) -> bytes:
    names = "abcdefghij"
    entities = "".join(f'<!ENTITY {names[n + 1]} "{f"&{names[n]};" * 10}">' for n in range(depth))
    return (
        f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "haha haha ">{entities}]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">'
        f'<rdf:Description rdf:about="a:s"><a:p>&{names[depth]};</a:p></rdf:Description></rdf:RDF>'
    ).encode()


@pytest.mark.parametrize("depth", [7, 9])
def test_entities_that_grow_without_bound_are_stopped(tmp_path: Path, depth: int) -> None:
    store = open_store(tmp_path / "s", limits=Limits(seconds=10, memory=512 * 1024**2, change=10_000_000))
    with pytest.raises(LimitError):
        store.write(G, [upload(laughs(depth), "rdf")])
    assert store.write(G, [upload(laughs(1), "rdf")])
    store.close()


def test_nesting_that_is_read_slowly_is_stopped(store: EmbeddedStore) -> None:
    with pytest.raises(LimitError):
        store.write(G, [upload(HEAD + b"<rdf:Description><a:p>" * 100_000, "rdf")], timeout=2)


def test_default_graph_has_the_empty_name(store: EmbeddedStore) -> None:
    store.replace({"": b"<a:s> <a:p> <a:o> .", G: b""})
    assert store.graph("") == b"<a:s> <a:p> <a:o> .\n"
    assert store.has_graph("")
    assert store.graphs() == (H,)
    store.remove([""])
    assert store.graph("") == b""


def test_whether_queries_see_the_union_is_an_option(tmp_path: Path) -> None:
    for is_union, expected in ((False, b"false"), (True, b"true")):
        store = open_store(tmp_path / str(is_union), is_union=is_union)
        store.replace({G: b"<a:s> <a:p> <a:o> ."})
        assert expected in store.query("ASK { ?s ?p ?o }").body
        assert b"true" in store.query("ASK { GRAPH ?g { ?s ?p ?o } }").body
        assert b"true" in store.run("ASK { ?s ?p ?o }").body, "the service's own questions are made for the union"
        store.close()


def test_a_disk_without_room_for_the_copy_is_told_and_nothing_stays(tmp_path: Path) -> None:
    def full() -> tuple[str, ...]:
        assert [*tmp_path.iterdir()] != []
        raise OSError(errno.ENOSPC, "no space left on device")

    with pytest.raises(StoreError, match="as before"):
        changes(START, Readable(lambda _: b"", full, lambda: 0), tmp_path, Limits())
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(
    ("update", "is_whole"),
    [
        (f"INSERT {{ GRAPH <{K}> {{ ?s a ?o }} }} WHERE {{ GRAPH ?g {{ ?s a ?o }} }}", True),
        ("CLEAR ALL", True),
        ("DROP SILENT NAMED", True),
        (f"INSERT {{ GRAPH <{K}> {{ ?s a ?o }} }} WHERE {{ GRAPH <{G}> {{ ?s a ?o }} }}", False),
        ("INSERT DATA { <a:s> <a:p> 1 }", False),
        (f"COPY <{G}> TO DEFAULT", False),
    ],
)
def test_of_a_large_store_an_update_is_given_the_graphs_that_it_names(
    tmp_path: Path, update: str, *, is_whole: bool
) -> None:
    read: list[str] = []
    held = {"": b"", G: b"<a:s> <a:p> <a:o> .\n", H: b"<a:s> <a:p> <a:q> .\n"}

    def content(name: str) -> bytes:
        read.append(name)
        return held[name]

    def changed(size: int) -> dict[str, bytes]:
        return changes(update, Readable(content, lambda: held, lambda: size), tmp_path, Limits())

    if is_whole:
        with pytest.raises(QueryError, match="name each graph"):
            changed(WHOLE + 1)
    else:
        changed(WHOLE + 1)
    assert H not in read
    changed(WHOLE)
    assert (H in read) is is_whole
