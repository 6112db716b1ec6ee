# ruff: noqa: E501 (the texts are what is tested)
"""What a stranger may send to hurt: each ends in an honest error in time, and others are answered meanwhile."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import anyio
import httpx
import pytest
import uvicorn
from starlette.responses import Response

from cancu.errors import QueryError
from cancu.query import Catalogue
from cancu.serve import create_app
from cancu.serve.edge.connection import config
from cancu.serve.http import asking
from cancu.store import EmbeddedStore, Limits, open_store
from cancu.store.lane import places

SECONDS = 2.0
SLACK = 8.0
"""Generous: starting a reader beside the tests of others."""
DENSE = 70
ROWS = 20_000

P = "<http://e/p>"
ALL = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def doubled(function: str, times: int = 60) -> str:
    """A string that doubles ``times`` times."""
    steps = " ".join(f"BIND({function.format(f'?x{index}')} AS ?x{index + 1})" for index in range(times))
    return f'SELECT ?x{times} {{ BIND("ắ0123456789" AS ?x0) {steps} }}'


def test_refusals_take_turns_and_hold_nobody_else_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PAUSE", 0.2)
    ended: list[str] = []

    async def refused(name: str, *, is_page: bool) -> Response:
        ended.append(f"{name} refused")
        if is_page:
            return Response(status_code=400)
        raise QueryError("sai", "wrong")

    async def told(refusals: asking.Refusals, name: str, work: Awaitable[Response]) -> None:
        with contextlib.suppress(QueryError):
            await refusals.told(work)
        ended.append(f"{name} told")

    async def fine() -> Response:
        return Response()

    async def run() -> None:
        refusals = asking.Refusals()
        async with anyio.create_task_group() as group:
            group.start_soon(told, refusals, "first", refused("first", is_page=False))
            group.start_soon(told, refusals, "second", refused("second", is_page=True))
            group.start_soon(told, refusals, "other", fine())

    anyio.run(run)
    assert ended == ["first refused", "second refused", "other told", "first told", "second told"]


def nested(text: str, inside: str, end: str, times: int = 20_000) -> str:
    return text * times + inside + end * times


PATH = f"{P}/" * 3_000 + P
HOSTILE = {
    "cartesian product": f"SELECT (COUNT(*) AS ?n) {ALL}",
    "cartesian product, streamed": f"SELECT * {ALL}",
    "product of distinct rows": f"SELECT DISTINCT * {ALL}",
    "sorted product": f"SELECT * {ALL} ORDER BY RAND() LIMIT 1",
    "unbounded path, all pairs": f"SELECT (COUNT(*) AS ?n) {{ ?a {P}* ?b . ?b {P}+ ?c . ?c ({P}|^{P})* ?d }}",
    "nested closures": f"SELECT (COUNT(*) AS ?n) {{ ?a ((({P}*)*)*/({P}+)+)* ?b . ?b (!<http://e/x>)* ?c . ?c {P}* ?d }}",
    "string bomb, CONCAT": doubled("CONCAT({0}, {0})"),
    "string bomb, REPLACE": doubled("REPLACE({0}, '.', '$0$0')"),
    "string bomb, ENCODE_FOR_URI": doubled("ENCODE_FOR_URI(CONCAT({0}, {0}))"),
    "regex bomb, size": 'ASK { BIND("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" AS ?s) FILTER(REGEX(?s, "((a{1,1000}){1,1000}){1,1000}$")) }',
    "regex bomb, product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    "FILTER(REGEX(CONCAT(STR(?a), STR(?d), STR(?g)), CONCAT('(a|a)*', STR(?a), '$'))) }",
    "GROUP_CONCAT bomb": "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "aggregates over a product": f"SELECT ?a (SAMPLE(?d) AS ?x) (COUNT(DISTINCT ?l) AS ?n) {ALL} GROUP BY ?a ?g",
    "100 MB result": "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 2000000",
    "more rows than allowed": f"SELECT (1 AS ?x) {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {ROWS + 1}",
    "more triples than allowed": "CONSTRUCT { ?a <http://e/q> ?f } WHERE { ?a ?b ?c . ?d ?e ?f }",
    "DESCRIBE of a product": "DESCRIBE * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "huge VALUES": "SELECT * { VALUES ?x { " + "1 " * 40_000 + "} }",
    "VALUES product": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{index} {{ {'1 ' * 500} }}" for index in range(20))
    + " }",
    "BIND chain": "SELECT * { " + " ".join(f"BIND({index} AS ?b{index})" for index in range(2_000)) + " }",
    "deep FILTER EXISTS": "ASK " + nested("{ ?a ?b ?c FILTER EXISTS ", "{}", "}", 2_000),
    "EXISTS over a product": f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS {ALL} FILTER EXISTS {{ ?x {P}* ?a . ?y {P}* ?d }} }}",
    "20,000 parentheses": f"ASK {{ FILTER({nested('(', '1', ')')}) }}",
    "20,000 braces": f"SELECT * {nested('{', '', '}')}",
    "20,000 brackets": f"SELECT * {{ {nested('[ ?p ', '1', ']', 12_000)} ?q 1 }}",
    "parentheses never closed": "ASK { FILTER(" + "(" * 20_000,
    "20,000 exclamation marks": f"ASK {{ FILTER({'!' * 20_000}1) }}",
    "20,000 alternatives": f"ASK {{ FILTER(1{'||1' * 20_000}) }}",
    "20,000 unary minuses": f"ASK {{ FILTER({'- ' * 20_000}1) }}",
    "nested OPTIONAL": "SELECT * " + nested("{ ?a ?b ?c OPTIONAL ", "{}", "}", 2_000),
    "200 OPTIONALs": "SELECT * { ?a ?b ?c "
    + " ".join(f"OPTIONAL {{ ?a <http://e/q{index}> ?o{index} }}" for index in range(200))
    + " }",
    "400 patterns": "SELECT * { " + " . ".join(f"?v{index} {P} ?v{index + 1}" for index in range(400)) + " }",
    "long path sequence": f"SELECT * {{ ?a {PATH} ?b }}",
    "nested sub-selects": "SELECT * { " + nested("{ SELECT * { ", "?a ?b ?c", "} }", 2_000) + " }",
    "30,000 dots and letters": "ASK { " + "a." * 30_000,
    "quotes and backslashes": "ASK { " + '"\\' * 30_000,
    "IRI of parentheses": "ASK { <" + ")" * 60_000 + "> }",
    "a megabyte of text": "ASK { ?a ?b ?c } #" + "x" * 900_000,
}


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedStore]:
    """Every one of DENSE things points to every other, and each has a long text."""
    limits = Limits(seconds=SECONDS, memory=700 * 1024**2, answer=3_000_000, rows=ROWS)
    opened = open_store(tmp_path_factory.mktemp("dense"), limits=limits)
    names = [f"<http://e/n{index}>" for index in range(DENSE)]
    lines = [f"{one} {P} {other} ." for one in names for other in names]
    lines += [f'{one} <http://e/text> "{"a" * 200}" .' for one in names]
    opened.replace({"http://e/g": "\n".join(lines).encode()})
    yield opened
    opened.close()


def running(app: Any) -> Iterator[str]:
    """The application run as ``cancu serve`` runs it, on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(config(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        thread.join(0.01)
        assert thread.is_alive()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture(scope="module")
def target(dense: EmbeddedStore) -> Iterator[str]:
    yield from running(create_app(dense, Catalogue.load()))


def is_problem(answer: httpx.Response, statuses: set[int]) -> dict[str, Any]:
    assert answer.status_code in statuses, answer.text[:300]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-security-policy"]
    body = dict(answer.json())
    assert body["status"] == answer.status_code
    assert body["detail"] != body["detail_en"]
    if answer.status_code == 503:
        assert int(answer.headers["retry-after"]) > 0
    return body


def count(address: str) -> int:
    """What an ordinary question finds; a new reader may need longer than its time while a machine is busy."""
    query = f"SELECT (COUNT(*) AS ?n) {{ ?s {P} ?o }}"
    latest = time.monotonic() + SLACK
    answer = httpx.get(f"{address}/sparql", params={"query": query}, timeout=60)
    while answer.status_code == 503 and time.monotonic() < latest:
        answer = httpx.get(f"{address}/sparql", params={"query": query}, timeout=60)
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


FINE = {"BIND chain", "regex bomb, size", "huge VALUES", "long path sequence", "400 patterns", "200 OPTIONALs"}
"""What the engine may also manage in time; then the answer must be whole."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_query_ends_in_an_honest_error_in_time(target: str, name: str) -> None:
    meanwhile: list[int] = []
    over = threading.Event()

    def others() -> None:
        while not over.is_set():
            meanwhile.append(httpx.get(f"{target}/healthz", timeout=SLACK).status_code)
            time.sleep(0.05)

    thread = threading.Thread(target=others)
    thread.start()
    started = time.monotonic()
    try:
        answer = httpx.post(f"{target}/sparql", data={"query": HOSTILE[name]}, timeout=60)
    finally:
        took = time.monotonic() - started
        over.set()
        thread.join()
    if name in FINE and answer.status_code == 200:
        assert {"results", "boolean"} & set(json.loads(answer.text))
    else:
        is_problem(answer, {400, 503})
    assert took < SECONDS + SLACK
    assert meanwhile
    assert set(meanwhile) == {200}
    assert count(target) == DENSE**2


def test_what_is_just_within_the_bounds_is_answered_whole(target: str) -> None:
    query = f"SELECT (1 AS ?x) {{ ?a ?b ?c . ?d ?e ?f }} LIMIT {ROWS}"
    for form in ("json", "csv", "tsv", "xml"):
        answer = httpx.get(f"{target}/sparql", params={"query": query, "format": form}, timeout=60)
        assert answer.status_code == 200
        marks = {"json": "datatype", "csv": "\n", "tsv": "\n", "xml": "</result>"}
        assert answer.text.count(marks[form]) == ROWS + (form in {"csv", "tsv"})
    for form in ("json", "csv", "tsv", "xml"):
        more = {"query": query.replace(str(ROWS), str(ROWS + 1)), "format": form}
        is_problem(httpx.get(f"{target}/sparql", params=more, timeout=60), {503})


def test_parsing_happens_in_the_reader(target: str, dense: EmbeddedStore) -> None:
    """The text passes the look and kills whoever parses it: the service lives, the reader is another."""
    count(target)
    before = dense.reader_pids()
    is_problem(httpx.post(f"{target}/sparql", data={"query": HOSTILE["20,000 alternatives"]}, timeout=60), {503})
    assert count(target) == DENSE**2
    assert before != dense.reader_pids()


def test_a_page_shows_no_more_than_a_page_can_hold(target: str) -> None:
    query = "SELECT ?a ?f { ?a ?b ?c . ?d <http://e/text> ?f } LIMIT 9000"
    assert httpx.get(f"{target}/sparql", params={"query": query}, timeout=60).status_code == 200
    page = httpx.get(f"{target}/sparql", params={"query": query}, headers={"Accept": "text/html"}, timeout=60)
    is_problem(page, {503})


def flood(address: str, number: int) -> list[int]:
    """Send so many hostile queries at once, from one client."""
    found: list[int] = []
    with httpx.Client(timeout=120) as client:

        def one() -> None:
            found.append(client.post(f"{address}/sparql", data={"query": HOSTILE["cartesian product"]}).status_code)

        threads = [threading.Thread(target=one) for _ in range(number)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return found


def places_held(address: str, store: EmbeddedStore, number: int) -> int:
    """Flood with so many at once; return how many places they held at most."""
    answers: list[int] = []
    thread = threading.Thread(target=lambda: answers.extend(flood(address, number)))
    thread.start()
    most = 0
    while thread.is_alive():
        most = max(most, store.waiting())
        time.sleep(0.002)
    assert answers == [503] * number
    assert store.waiting() == 0
    return most


def test_one_client_does_not_fill_the_queue(target: str, dense: EmbeddedStore) -> None:
    _, share = places(1)
    flood(target, 1)  # from here on it is known to be long: short questions have a share of their own
    most = places_held(target, dense, 2 * share)
    for _ in range(3):  # on a busy machine the first may be over before the last come
        if most < share:
            most = places_held(target, dense, 2 * share)
    assert most == share, "a quarter of the places"


Ask = Callable[..., httpx.Response]


def processes() -> int:
    """How many children this process has."""
    children = 0
    for entry in os.listdir("/proc"):  # noqa: PTH208
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
                    children += int(file.read().rpartition(")")[2].split()[1]) == os.getpid()
            except OSError:
                continue
    return children


QUICK = ["20,000 parentheses", "20,000 alternatives", "quotes and backslashes", "IRI of parentheses"]


def test_no_process_file_or_place_is_lost(target: str, dense: EmbeddedStore) -> None:
    count(target)
    files, children = len(os.listdir("/proc/self/fd")), processes()  # noqa: PTH208
    for index in range(24):
        query = HOSTILE[QUICK[index % len(QUICK)]]
        is_problem(httpx.post(f"{target}/sparql", data={"query": query}, timeout=60), {400, 503})
    assert count(target) == DENSE**2
    assert (processes(), len(dense.reader_pids()), dense.waiting()) == (children, 1, 0)
    assert len(os.listdir("/proc/self/fd")) <= files + 2  # noqa: PTH208
