# ruff: noqa: E501, S104 (the texts are what is tested; nothing is bound)
"""SERVICE to listed addresses by our own client: real servers, one of them hostile."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from cancu.errors import LimitError, ParameterError, QueryError, StoreError
from cancu.store import MARK, EmbeddedStore, Federation, Limits, Outside, check_address, open_store
from cancu.store.addresses import is_public
from cancu.store.federation import CLAUSES, ROWS, inline
from tests.store.waiting import until_answered

REMOTE = ox.Store()
REMOTE.load(
    '<http://e/a> <http://e/name> "Sông Mây"@vi . <http://e/b> <http://e/name> "x } \\" { \\n\\\\" . '
    "<http://e/c> <http://e/sees> _:blank .",
    format=ox.RdfFormat.TURTLE,
)
FOUND = '{"head":{"vars":["s"]},"results":{"bindings":[]}}'


class _Remote(BaseHTTPRequestHandler):
    """``/sparql`` answers; other paths misbehave each in their way."""

    seen: list[tuple[str, str, str | None]] = []  # noqa: RUF012

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = parse_qs(body)["query"][0]
        self.seen.append((self.path, query, self.headers.get(MARK)))
        getattr(self, f"do_{self.path.strip('/')}")(query)

    def do_GET(self) -> None:
        self.seen.append((self.path, "", None))
        self.say(FOUND.encode())

    def say(self, body: bytes, *headers: tuple[str, str], status: int = 200) -> None:
        self.send_response(status)
        for name, value in headers or (("Content-Type", "application/sparql-results+json"),):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_sparql(self, query: str) -> None:
        found = REMOTE.query(query).serialize(format=ox.QueryResultsFormat.JSON)
        self.say(found or b"")

    def do_moved(self, _query: str) -> None:
        self.say(b"", ("Location", "/sparql"), status=307)

    def do_page(self, _query: str) -> None:
        self.say(b"<html>", ("Content-Type", "text/html"))

    def do_packed(self, _query: str) -> None:
        self.say(b"\x1f\x8b", ("Content-Type", "application/sparql-results+json"), ("Content-Encoding", "gzip"))

    def do_broken(self, _query: str) -> None:
        self.say(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"a> . } DROP ALL"}}]}}')

    def do_cut(self, _query: str) -> None:
        self.say(FOUND.encode()[:-5])

    def do_many(self, _query: str) -> None:
        row = '{"s":{"type":"literal","value":"x"}}'
        self.say(FOUND.replace("[]", f"[{','.join([row] * (ROWS + 1))}]").encode())

    def do_large(self, _query: str) -> None:
        self.say(b" " * 3_000_000 + FOUND.encode())

    def do_slow(self, _query: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)

    def do_header(self, _query: str) -> None:
        for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 100:
            self.wfile.write(bytes([letter]))
            self.wfile.flush()
            time.sleep(0.1)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:  # who asked has left
            return


PATHS = ("sparql", "moved", "page", "packed", "broken", "cut", "many", "large", "slow", "header")


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Remote) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}/"
        listening.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, address: str) -> Iterator[EmbeddedStore]:
    allowed = [f"{address}{path}" for path in PATHS] + ["http://127.0.0.1:1/sparql"]
    federation = Federation(allowed, Outside(size=1_000_000, is_local_fine=True))
    opened = open_store(tmp_path_factory.mktemp("s"), limits=Limits(seconds=3), federation=federation)
    opened.replace(
        {"http://e/g": b"<http://e/a> <http://e/is> <http://e/here> .\n<http://e/z> <http://e/is> <http://e/here> ."}
    )
    until_answered(opened)
    yield opened
    opened.close()


Rows = Callable[[str], list[dict[str, str]]]


@pytest.fixture
def rows(store: EmbeddedStore, address: str) -> Rows:
    def ask(sparql: str) -> list[dict[str, str]]:
        found = json.loads(store.query(sparql.replace("http://r/", address)).body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in found]

    return ask


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("SELECT ?n { ?s <http://e/is> ?o SERVICE <http://r/sparql> { ?s <http://e/name> ?n } }", [{"n": "Sông Mây"}]),
        ('SELECT ?s { SERVICE <http://r/sparql> { ?s <http://e/name> "Sông Mây"@vi } }', [{"s": "http://e/a"}]),
        ("SELECT ?n { SERVICE <http://r/sparql> { <http://e/b> <http://e/name> ?n } }", [{"n": 'x } " { \n\\'}]),
        ("PREFIX e: <http://e/> PREFIX r: <http://r/> SELECT ?s { SERVICE r:sparql { ?s e:name ?n FILTER(lang(?n) = 'vi') } }", [{"s": "http://e/a"}]),
        ("SELECT ?s ?n { ?s <http://e/is> ?o OPTIONAL { SERVICE <http://r/sparql> { ?s <http://e/name> ?n } } } ORDER BY ?s", [{"s": "http://e/a", "n": "Sông Mây"}, {"s": "http://e/z"}]),
        ("SELECT ?s { { ?s <http://e/is> ?o } MINUS { SERVICE <http://r/sparql> { ?s <http://e/name> ?n } } }", [{"s": "http://e/z"}]),
        ("SELECT ?s { ?s <http://e/is> ?o FILTER EXISTS { SERVICE <http://r/sparql> { ?s <http://e/name> ?n } } }", [{"s": "http://e/a"}]),
        ("SELECT (COUNT(*) AS ?k) { SERVICE <http://r/sparql> { SELECT ?s { ?s <http://e/name> ?n } LIMIT 1 } }", [{"k": "1"}]),
        ("SELECT ?s { ?s <http://e/is> ?o SERVICE <http://r/sparql> { <http://e/a> <http://e/name> 'no' } }", []),
        ("SELECT ?s { SERVICE <http://r/sparql> { ?s <http://e/name> ?n } SERVICE <http://r/sparql> { ?s ?p 'no' } }", []),
        ("SELECT ?s { ?s <http://e/is> ?o SERVICE SILENT <http://r/page> { ?s ?p ?x } } ORDER BY ?s LIMIT 1", [{"s": "http://e/a"}]),
        ("SELECT ?s { ?s <http://e/is> ?o SERVICE SILENT <http://127.0.0.1:1/sparql> { ?s ?p ?x } } ORDER BY ?s LIMIT 1", [{"s": "http://e/a"}]),
    ],
)  # fmt: skip
def test_a_listed_service_is_joined_where_it_stands(rows: Rows, sparql: str, expected: list[dict[str, str]]) -> None:
    assert rows(sparql) == expected


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("moved", StoreError), ("page", StoreError), ("packed", StoreError), ("broken", LimitError), ("cut", LimitError),
        ("many", LimitError), ("large", LimitError), ("slow", LimitError), ("header", LimitError),
    ],
)  # fmt: skip
def test_a_hostile_service_is_an_honest_error_in_time(rows: Rows, path: str, error: type[Exception]) -> None:
    started = time.monotonic()
    with pytest.raises(error):
        rows(f"SELECT * {{ SERVICE <http://r/{path}> {{ ?s ?p ?o }} }}")
    assert time.monotonic() - started < 8
    assert ("/sparql", "", None) not in _Remote.seen, "no redirect is followed"


def test_what_inline_data_cannot_hold_is_said(rows: Rows) -> None:
    with pytest.raises(LimitError):
        rows("SELECT * { SERVICE <http://r/sparql> { ?s <http://e/sees> ?o } }")
    assert rows("SELECT ?s { SERVICE <http://r/sparql> { SELECT ?s { ?s <http://e/sees> ?o } } }") == [
        {"s": "http://e/c"}
    ]


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://r/other> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://r/other> { ?s ?p ?o } }",
        "SELECT * { BIND(<http://r/sparql> AS ?e) SERVICE ?e { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://r/sparql> { SERVICE <http://r/sparql> { ?s ?p ?o } } }",
        "SELECT * {" + " SERVICE <http://r/sparql> { ?s ?p ?o }" * (CLAUSES + 1) + "}",
    ],
)
def test_other_clauses_are_refused_and_nobody_is_asked(rows: Rows, sparql: str) -> None:
    _Remote.seen.clear()
    with pytest.raises(QueryError):
        rows(sparql)
    assert _Remote.seen == []


def test_questions_carry_the_mark_that_breaks_circles(rows: Rows) -> None:
    _Remote.seen.clear()
    rows("SELECT * { SERVICE <http://r/sparql> { ?s <http://e/name> ?n } }")
    ((path, query, mark),) = _Remote.seen
    assert (path, mark) == ("/sparql", "1")
    assert "?s <http://e/name> ?n" in query


def test_without_leave_nothing_of_this_machine_or_its_network_is_asked(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _Remote.seen.clear()
    ask = Outside()
    port = address.rstrip("/").rpartition(":")[2]
    names = [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "127.1",
        "2130706433",
        socket.gethostname(),
    ]
    for name in names:
        with pytest.raises((StoreError, LimitError)):
            ask(f"http://{name}:{port}/sparql", "ASK {}", 3)
    told = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 80)) for ip in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: told)
    with pytest.raises(StoreError):
        ask(f"http://rebinding.example:{port}/sparql", "ASK {}", 3)
    assert _Remote.seen == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
        ("224.0.0.1", False), ("255.255.255.255", False), ("::1", False), ("::", False), ("fe80::1%eth0", False), ("fd00::1", False),
        ("ff02::1", False), ("::ffff:10.0.0.1", False), ("::ffff:93.184.215.14", True), ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False), ("2001:0:a00:1::", False), ("192.0.2.1", False), ("198.18.0.1", False),
    ],
)  # fmt: skip
def test_only_the_open_internet_is_public(address: str, expected: bool) -> None:  # noqa: FBT001
    assert is_public(address) is expected


@pytest.mark.parametrize(
    "address",
    [
        "ftp://e/",
        "file:///etc/passwd",
        "http:///x",
        "http://u:p@e/",
        "http://e/#x",
        "e/sparql",
        "http://e:0/",
        "http://đ/",
    ],
)
def test_addresses_that_cannot_be_listed_are_refused(address: str) -> None:
    with pytest.raises(ParameterError):
        check_address(address)
    assert check_address("https://example.org/sparql?x=1") == "https://example.org/sparql?x=1"


def test_terms_survive_as_inline_data() -> None:
    values = ['"', "\\", "\n\r\t", "{ } #", "đ 𝄞", "'''", '"""', "\u2028"]
    bindings = [{"x": {"type": "literal", "value": value}} for value in values]
    text = inline(json.dumps({"head": {"vars": ["x", "y"]}, "results": {"bindings": bindings}}).encode(), "http://e/")
    found = ox.Store().query(f"SELECT * {{ {text} }}")
    assert isinstance(found, ox.QuerySolutions)
    assert [row["x"].value for row in found] == values
