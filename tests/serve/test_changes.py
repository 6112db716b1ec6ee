"""/changes: a follower that knows only LDES and TREE rebuilds the dataset, whenever it starts, stops and goes on."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import anyio
import httpx
import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph

from cancu.query import Catalogue
from cancu.serve import Options, create_app
from cancu.store import EmbeddedStore, open_store
from cancu.store.holdings import Holdings
from tests.serve.conftest import FIXTURE, Get, graphs_of
from tests.serve.follower import LDES, TREE, TYPE, Follower

Fetch = Callable[..., httpx.Response]
SIZE = 3
DOCS = Path(__file__).resolve().parents[2] / "docs" / "feeds.md"
HOSTILE = 'x" } <http://e/a> { \\ \n\t\u0001 </title> ]]> á'


def fetcher(store: EmbeddedStore, **options: Any) -> Fetch:
    """Requests to a service over ``store`` in this process."""
    app = create_app(store, Catalogue.load(), Options(changes_page=SIZE, **options))

    def fetch(url: str, accept: str = "application/trig", **headers: str) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
                return await client.get(url, headers={"Accept": accept, **headers})

        return anyio.run(call)

    return fetch


def dumped(store: EmbeddedStore) -> list[str]:
    output = io.BytesIO()
    store.dump(output)
    return sorted(output.getvalue().decode().splitlines())


def quad(name: str, value: str = "1") -> bytes:
    return f"{ox.Quad(ox.NamedNode(f'http://e/{name}'), ox.NamedNode('http://e/p'), ox.Literal(value))} .\n".encode()


@pytest.fixture
def filled(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path)
    opened.replace(graphs_of(FIXTURE))
    yield opened
    opened.close()


def test_replaying_the_feed_rebuilds_the_dataset(server: str, store: EmbeddedStore) -> None:
    with httpx.Client(headers={"Accept": "application/trig"}) as client:
        follower = Follower(client.get, f"{server}/changes")
        follower.sync()
    assert follower.dump() == dumped(store)
    assert sorted(follower.graphs) == list(store.graphs())


@pytest.mark.parametrize("accept", ["application/trig", "application/n-quads", "application/ld+json"])
def test_every_format_carries_the_same_dataset(filled: EmbeddedStore, accept: str) -> None:
    bnodes = b"_:a <http://e/p> _:b .\n_:b <http://e/p> <http://e/o> .\n"
    filled.replace({"http://e/hostile": quad("s", HOSTILE), "http://e/blank": bnodes})
    fetch = fetcher(filled)
    follower = Follower(lambda url: fetch(url, accept), "http://test/changes")
    follower.sync()
    without = [line for line in follower.dump() if "_:" not in line]
    assert without == [line for line in dumped(filled) if "_:" not in line]
    assert follower.dump() == dumped(filled) or accept == "application/ld+json"  # JSON-LD readers name blank nodes anew


def test_other_readers_take_the_formats_alike(filled: EmbeddedStore) -> None:
    fetch = fetcher(filled)
    page = f"http://test/changes/{filled.journal.stream}/1"
    counts = [
        len(Dataset().parse(data=fetch(page, media).content, format=name))
        for media, name in (
            ("application/trig", "trig"),
            ("application/n-quads", "nquads"),
            ("application/ld+json", "json-ld"),
        )
    ]
    assert len(set(counts)) == 1
    assert counts[0] > 50


def test_a_follower_goes_on_where_it_stopped(filled: EmbeddedStore) -> None:
    fetch = fetcher(filled)
    follower = Follower(fetch, "http://test/changes")
    follower.sync()
    pages = follower.requests
    filled.replace({"http://e/new": quad("new"), filled.graphs()[0]: b"", filled.graphs()[-1]: quad("other")})
    follower.sync()
    assert follower.dump() == dumped(filled)
    assert follower.requests - pages <= 3  # the root, the page that grew, the next one
    follower.sync()
    assert follower.dump() == dumped(filled)


def test_pages_are_ranges_that_only_lose_members(filled: EmbeddedStore) -> None:
    fetch, run = fetcher(filled), filled.journal.stream
    first = fetch(f"/changes/{run}/1")
    members = _members(first)
    assert [number for _, number in members] == [1, 2, 3]
    graph = filled.journal.entries(0, 1)[0].graph
    filled.replace({graph: quad("later")})
    assert _members(fetch(f"/changes/{run}/1")) == members[1:]
    assert [number for _, number in _members(fetch(f"/changes/{run}/7"))] == [7, 8]
    filled.remove([entry.graph for entry in filled.journal.entries(0, 6)])
    empty = fetch(f"/changes/{run}/1")
    assert (_members(empty), empty.headers["cache-control"]) == ([], "public, max-age=3600")
    assert f'<http://test/changes/{run}/7>; rel="next"' in empty.headers["link"]


def _members(answer: httpx.Response) -> list[tuple[str, int]]:
    found = Dataset().parse(data=answer.content, format="trig")
    rows = [(str(s), int(o)) for s, p, o, _ in found.quads() if str(p) == "https://schema.org/position"]
    return sorted(rows, key=lambda row: row[1])


def test_the_root_says_what_the_specification_asks(filled: EmbeddedStore) -> None:
    found = Graph().parse(data=fetcher(filled)("/changes").content, format="turtle")
    rows = found.query(
        """PREFIX ldes: <https://w3id.org/ldes#> PREFIX tree: <https://w3id.org/tree#>
        PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX as: <https://www.w3.org/ns/activitystreams#>
        SELECT ?stream ?node ?value { ?stream a ldes:EventStream ; ldes:timestampPath dcterms:created ;
          ldes:sequencePath <https://schema.org/position> ; ldes:versionOfPath dcterms:isVersionOf ;
          ldes:versionDeleteObject as:Delete ; tree:view ?root .
          ?root ldes:retentionPolicy [ ldes:versionAmount 1 ] ; tree:relation [ a tree:GreaterThanOrEqualToRelation ;
            tree:path <https://schema.org/position> ; tree:value ?value ; tree:node ?node ] }"""
    )
    told = [tuple(map(str, row)) for row in rows]
    page = f"http://test/changes/{filled.journal.stream}/1"
    assert told == [("https://w3id.org/cancu/changes", page, "1")]


def test_relations_hold_for_all_that_they_lead_to(filled: EmbeddedStore) -> None:
    fetch = fetcher(filled)
    first = fetch(f"/changes/{filled.journal.stream}/1")
    store = ox.Store()
    store.extend(ox.parse(first.content, format=ox.RdfFormat.TRIG))
    values = {
        store_value(store, quad.object, TREE + "path"): store_value(store, quad.object, TREE + "value")
        for quad in store.quads_for_pattern(None, ox.NamedNode(TREE + "relation"), None)
    }
    entries = filled.journal.entries(SIZE, 100)
    assert all(entry.number >= int(values["https://schema.org/position"]) for entry in entries)
    assert min(entry.moment for entry in entries) == datetime.fromisoformat(values["http://purl.org/dc/terms/created"])


def store_value(store: ox.Store, subject: Any, path: str) -> str:
    (found,) = store.quads_for_pattern(subject, ox.NamedNode(path), None)
    return str(found.object.value)


def test_an_empty_store_has_a_root_and_an_empty_page(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    fetch = fetcher(store)
    assert TREE + "relation" not in fetch("/changes", "application/n-quads").text
    page = fetch(f"/changes/{store.journal.stream}/1")
    assert (page.status_code, _members(page), page.headers["cache-control"]) == (200, [], "no-cache")
    follower = Follower(fetch, "http://test/changes")
    follower.sync()
    store.replace({"http://e/g": quad("a")})
    follower.sync()
    assert follower.dump() == dumped(store)
    store.close()


@pytest.mark.parametrize(
    ("url", "accept", "status"),
    [
        ("/changes/{run}/8", None, 200),  # the page to come
        ("/changes/{run}/9", None, 404),
        ("/changes/ffffffffffff/1", None, 404),
        ("/changes/{run}/0", None, 400),
        ("/changes/{run}/-1", None, 400),
        ("/changes/{run}/99999999999999999999999999", None, 400),
        ("/changes/{run}/x", None, 400),
        ("/changes", "text/turtle", 406),
        ("/changes", "application/rdf+xml", 406),
        ("/changes?format=ttl", None, 406),
        ("/changes?format=nq", "text/turtle", 200),
        ("/changes", "text/html,*/*;q=0.8", 200),
        ("/changes/{run}/1", "application/n-triples", 406),
    ],
)
def test_what_cannot_be_had_is_told_as_a_problem(
    filled: EmbeddedStore, url: str, accept: str | None, status: int
) -> None:
    assert filled.journal.latest() == 7
    answer = fetcher(filled)(url.format(run=filled.journal.stream), accept or "*/*")
    assert answer.status_code == status
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status


@pytest.mark.parametrize("host", ['a"b', "a b", "<x>", "a/b?c", "a{}"])
def test_a_host_that_is_none_is_refused(filled: EmbeddedStore, host: str) -> None:
    assert fetcher(filled)("/changes", host=host).status_code == 400


def test_validators_change_with_the_content_only(filled: EmbeddedStore) -> None:
    fetch = fetcher(filled)
    for url in ("/changes", f"/changes/{filled.journal.stream}/1"):
        tag = fetch(url).headers["etag"]
        again = fetch(url, **{"if-none-match": f'"other", W/{tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert fetch(url, "application/n-quads", **{"if-none-match": tag}).status_code == 200
    page = f"/changes/{filled.journal.stream}/1"
    tag = fetch(page).headers["etag"]
    filled.replace({filled.journal.entries(0, 1)[0].graph: b""})
    assert fetch(page, **{"if-none-match": tag}).status_code == 200


def test_a_graph_changed_behind_the_journal_reaches_followers(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.replace({"http://e/g": quad("a"), "http://e/h": quad("b")})
    store.close()
    with closing(Holdings(tmp_path / "graphs.sqlite")) as held:
        held.replace({"http://e/g": b"".join(sorted([quad("a"), quad("b")]))})
    store = open_store(tmp_path)
    follower = Follower(fetcher(store), "http://test/changes")
    follower.sync()
    follower.sync()
    assert follower.dump() == dumped(store)
    store.close()


def test_the_default_graph_is_followed_too(tmp_path: Path) -> None:
    engine = ox.Store(str(tmp_path / "db"))
    engine.update("INSERT DATA { <http://e/x> <http://e/p> 2 . GRAPH <http://e/g> { <http://e/x> <http://e/p> 3 } }")
    del engine
    store = open_store(tmp_path)
    follower = Follower(fetcher(store), "http://test/changes")
    follower.sync()
    assert follower.dump() == dumped(store)
    assert len(follower.dump()) == 2
    store.close()


def test_the_follower_of_the_documentation_works(server: str, store: EmbeddedStore, tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    start = f"{server}/changes"
    for _ in range(2):  # from the root, and on from the last page over the same copy
        command = [sys.executable, "-c", program, start, str(tmp_path / "copy")]
        done = subprocess.run(command, capture_output=True, check=True, timeout=120)
        assert sorted(done.stdout.decode().splitlines()) == dumped(store)
        start = done.stderr.decode().splitlines()[-1]
        assert start == f"{server}/changes/{store.journal.stream}/1"


def test_a_follower_beside_a_busy_writer_misses_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    follower = Follower(fetcher(store), "http://test/changes")

    def write() -> None:
        for index in range(60):
            names = (f"http://e/g{index % 7}", f"http://e/g{index % 11}")
            store.replace({name: quad(f"s{index}") if index % 5 else b"" for name in names})

    writer = threading.Thread(target=write)
    writer.start()
    while writer.is_alive():
        follower.sync()
    writer.join()
    follower.sync()
    assert follower.dump() == dumped(store)
    assert store.journal.latest() > 60
    store.close()


GRAPHS = [f"http://e/g{index}" for index in range(6)]
VALUES = st.sampled_from(["1", "á", HOSTILE])
CONTENT = st.lists(st.tuples(st.sampled_from("abc"), VALUES), max_size=3).map(
    lambda pairs: b"".join(quad(name, value) for name, value in pairs)
)
BLANK = st.just(b"_:a <http://e/p> _:b .\n")
COMMIT = st.dictionaries(st.sampled_from(GRAPHS), CONTENT | BLANK, min_size=1, max_size=4)
STEPS = st.lists(COMMIT | st.sampled_from(["sync", "restart"]), min_size=1, max_size=12)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_followers_agree_with_the_store_after_any_history(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, bytes] | str]
) -> None:
    """One follower syncs now and then, one only at the end; the service is restarted in between."""
    folder = tmp_path_factory.mktemp("store")
    store = open_store(folder)
    service = fetcher(store)
    steady = Follower(service, "http://test/changes")
    for step in steps:
        if step == "sync":
            steady.sync()
            assert steady.dump() == dumped(store)
        elif step == "restart":
            store.close()
            store = open_store(folder)
            service = steady.fetch = fetcher(store)
        elif isinstance(step, dict):
            store.replace({name: data.replace(b"_:", b"_:n" + name[-1:].encode()) for name, data in step.items()})
    steady.sync()
    fresh = Follower(service, "http://test/changes")
    fresh.sync()
    assert steady.dump() == fresh.dump() == dumped(store)
    store.close()


def test_a_stream_says_its_kind(get: Get) -> None:
    answer = get("/changes", "application/n-quads")
    quads = list(ox.parse(answer.content, format=ox.RdfFormat.N_QUADS))
    assert TYPE in {quad.predicate for quad in quads if quad.object == ox.NamedNode(LDES + "EventStream")}
