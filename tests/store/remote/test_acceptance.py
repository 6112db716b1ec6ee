"""The whole service on each database: what is ingested, served and asked is what the embedded store gives."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from bench.serving.processes import running
from cancu.query import Catalogue
from cancu.store import inspect
from tests.engines import Server, oxigraph, virtuoso

BIN = Path(sys.executable).parent
NAMES = ("oxigraph", "virtuoso")
TODAY = "2026-06-01"
DOCUMENT = "/doc/doc/ubnd-ha-noi/2026/kh/_/2026-c0f87b7d79"
OWN = re.compile(rb"20\d\d-\d\d-\d\d[T ]\d\d:[\d:.]+(?:Z|\+00:00)?|run/\d{8}-[0-9a-f]{12}|ingestion/\d{8}-[0-9a-f]{12}")
"""Moments and names of runs, which no two ingestions share."""


def environment(folder: Path, server: Server | None) -> dict[str, str]:
    told = {
        "CANCU_STORE": str(folder / "store"), "CANCU_STATES": str(folder / "states"), "CANCU_REGISTRY": "none",
        "CANCU_TOKENS": str(folder / "tokens.json"), "CANCU_RATE": "0", "CANCU_LOG": "off", "CANCU_READERS": "2",
        "CANCU_TIMEOUT": "60",
    }  # fmt: skip
    return told | (server.settings if server is not None else {})


def cancu(given: dict[str, str], *arguments: str, code: int = 0) -> str:
    """What a command of the command line writes."""
    done = subprocess.run(
        [str(BIN / "cancu"), *arguments], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout


class Filled:
    """A store with the facts that ship, and the service over it."""

    def __init__(self, given: dict[str, str], client: httpx.Client, secret: str) -> None:
        self.given = given
        self.client = client
        self.token = {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, accept: str = "*/*") -> httpx.Response:
        return self.client.get(path, headers={"Accept": accept})


@contextmanager
def filled(folder: Path, server: Server | None) -> Iterator[Filled]:
    folder = folder / "cancu"
    folder.mkdir()
    given = environment(folder, server)
    cancu(given, "ingest")
    secret = cancu(given, "token", "new", "test", "--scope", "update").split()[0]
    command = [str(BIN / "cancu"), "serve", "--port", "0"]
    log = folder / "log"
    with running(command, folder, given) as process:
        address = None
        while address is None:
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.05)
            address = re.search(r"http://127\.0\.0\.1:\d+", log.read_text("utf-8"))
        with httpx.Client(base_url=address[0], timeout=120) as client:
            while client.get("/readyz").status_code != 200:
                time.sleep(0.05)
                assert process.poll() is None
            yield Filled(given, client, secret)


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    with filled(tmp_path_factory.mktemp("embedded"), None) as held:
        yield held


@pytest.fixture(scope="module", params=NAMES)
def remote(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    folder = tmp_path_factory.mktemp(request.param)
    with {"oxigraph": oxigraph, "virtuoso": virtuoso}[request.param](folder) as server, filled(folder, server) as held:
        yield held


def plain(body: bytes) -> bytes:
    """Without what no two runs share."""
    return OWN.sub(b"*", body)


def rows(body: bytes) -> list[str]:
    """The rows of a table, in an order that engines do not choose."""
    told = json.loads(body)
    return [str(told["boolean"])] if "boolean" in told else sorted(map(str, told["results"]["bindings"]))


def triples(body: bytes, form: ox.RdfFormat) -> list[str]:
    data = ox.Dataset(ox.parse(body, format=form))
    data.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return sorted(map(str, data))


def asked(held: Filled, name: str) -> list[str]:
    question = Catalogue.load()[name]
    examples = dict(question.examples)
    if any(parameter.name == "today" for parameter in question.parameters):
        examples.setdefault("today", TODAY)
    form = "turtle" if inspect(question.sparql, services=None).form.is_graph else "json"
    answer = held.client.get(f"/queries/{name}", params={**examples, "format": form})
    assert answer.status_code == 200, answer.text
    body = plain(answer.content)
    return triples(body, ox.RdfFormat.TURTLE) if form == "turtle" else [body.decode()]


@pytest.mark.parametrize("name", Catalogue.load())
def test_every_question_of_the_catalogue_is_answered_alike(remote: Filled, embedded: Filled, name: str) -> None:
    assert asked(remote, name) == asked(embedded, name)


PAGES = (
    "/", f"/duties?today={TODAY}", "/calendar?year=2026", "/events", "/bodies", "/references", "/graph",
    "/compliance/findings", "/compliance/rules", "/queries", DOCUMENT, "/doc/org/ubnd-ha-noi", "/?q=thong+tin",
    "/api/v1/documents", "/api/v1/tasks", "/api/v1/findings", "/api/v1/lookup?q=nghi+quyet+59",
    "/api/v1/search?q=du+lich",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_pages_and_rest_are_the_same(remote: Filled, embedded: Filled, path: str) -> None:
    theirs, ours = remote.get(path), embedded.get(path)
    assert (theirs.status_code, theirs.headers["content-type"]) == (ours.status_code, ours.headers["content-type"])
    assert ours.status_code in {200, 300}

    def lines(held: Filled, body: bytes) -> list[bytes]:
        address = str(held.client.base_url).rstrip("/").encode()
        return plain(body).replace(address, b"").splitlines()

    assert lines(remote, theirs.content) == lines(embedded, ours.content)


@pytest.mark.parametrize("path", [DOCUMENT.replace("/doc/", "/data/", 1), "/data/org/ubnd-ha-noi", "/catalog"])
def test_linked_data_say_the_same(remote: Filled, embedded: Filled, path: str) -> None:
    def said(held: Filled) -> list[str]:
        answer = held.client.get(path, params={"format": "nt"}, headers={"Accept": "application/n-triples"})
        assert answer.status_code == 200
        body = plain(answer.content).replace(str(held.client.base_url).rstrip("/").encode(), b"http://test")
        return triples(body, ox.RdfFormat.N_TRIPLES)

    assert said(remote) == said(embedded)


QUERIES = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s a ?c } FILTER(!CONTAINS(STR(?g), 'ingestion')) } GROUP BY ?g",
    "SELECT DISTINCT ?p (DATATYPE(?o) AS ?d) { ?s ?p ?o FILTER(ISLITERAL(?o)) }",
    "ASK { ?s ?p true }",
    "SELECT ?s ?o { ?s <https://w3id.org/cancu/ontology#leadName> ?o FILTER(REGEX(?o, 'SỞ', 'i')) }",
    "SELECT ?a ?b { ?a <https://w3id.org/cancu/ontology#basedOn>+ ?b }",
)


@pytest.mark.parametrize("sparql", QUERIES)
def test_strangers_are_answered_alike(remote: Filled, embedded: Filled, sparql: str) -> None:
    theirs, ours = (
        held.client.post("/sparql", data={"query": sparql}, headers={"Accept": "application/sparql-results+json"})
        for held in (remote, embedded)
    )
    assert (theirs.status_code, rows(theirs.content)) == (200, rows(ours.content))


@pytest.mark.parametrize("path", ["/feed.atom", "/changes", "/dump.nq.gz", "/.well-known/void", "/sitemap.xml"])
def test_feeds_and_dumps_are_there(remote: Filled, embedded: Filled, path: str) -> None:
    theirs, ours = (held.client.get(path, follow_redirects=True) for held in (remote, embedded))
    assert (theirs.status_code, theirs.headers["content-type"]) == (200, ours.headers["content-type"])


def test_the_export_is_the_same(remote: Filled, embedded: Filled) -> None:
    theirs, ours = (plain(cancu(held.given, "export").encode()) for held in (remote, embedded))
    assert sorted(theirs.splitlines()) == sorted(ours.splitlines())


def test_commands_read_beside_the_service(remote: Filled, embedded: Filled) -> None:
    for arguments in (("query", "counts"), ("query", "events", "--format", "csv")):
        assert cancu(remote.given, *arguments) == cancu(embedded.given, *arguments)
    told = cancu(remote.given, "doctor")
    assert re.search(r"ok +store +\d+ quads in http://127", told)


def test_what_is_written_with_a_token_is_read_at_once(remote: Filled) -> None:
    client = remote.client
    assert client.post("/update", data={"update": "DROP ALL"}).status_code == 401
    update = "INSERT DATA { GRAPH <urn:test:a> { <urn:test:s> <urn:test:p> 1, true } }"
    assert client.post("/update", data={"update": update}, headers=remote.token).status_code in {200, 204}
    sent = client.put(
        "/graph-store", params={"graph": "urn:test:b"}, content="<urn:test:s> <urn:test:p> 2 .",
        headers={**remote.token, "Content-Type": "text/turtle"},
    )  # fmt: skip
    assert sent.status_code == 201
    question = "SELECT ?o { <urn:test:s> <urn:test:p> ?o }"
    answer = client.post("/sparql", data={"query": question}, headers={"Accept": "text/csv"})
    assert sorted(answer.text.split()) == ["1", "2", "o", "true"]
    for name in ("urn:test:a", "urn:test:b"):
        gone = client.delete("/graph-store", params={"graph": name}, headers=remote.token)
        assert gone.status_code in {200, 204}
    answer = client.post("/sparql", data={"query": question}, headers={"Accept": "text/csv"})
    assert answer.text.split() == ["o"]


def test_drafts_are_checked(remote: Filled, checkout: Path) -> None:
    text = (checkout / "examples" / "ke-hoach-xa-suoi-mo.txt").read_bytes()
    answer = remote.client.post("/api/v1/check", content=text, headers={"Content-Type": "text/plain"})
    assert answer.status_code == 200
    assert {"F02", "F10", "E01"} <= set(re.findall(r'"rule": ?"(\w+)"', answer.text))


def test_what_is_a_matter_of_folders_is_said(remote: Filled, tmp_path: Path) -> None:
    cancu(remote.given, "restore", str(tmp_path), code=2)
