"""What goes wrong between cancu and a database: each is one clear error, and no part is taken for the whole."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cancu.errors import LimitError, ParameterError, QueryError, StoreError
from cancu.store.remote.connection import Call
from cancu.store.remote.credentials import Credentials
from cancu.store.remote.engine import Engine, Target

ROWS = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"typed-literal","datatype":"http://www.w3.org/2001/XMLSchema#boolean","value":"1"}}]}}'
FOUND = {"x": {"type": "literal", "value": "true", "datatype": "http://www.w3.org/2001/XMLSchema#boolean"}}
ASKED = "SELECT ?x { ?s ?p ?x }"


class Said(BaseHTTPRequestHandler):
    """Answers what the server was told to, and keeps what it was asked."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, dict(self.headers), body))
        self.server.answer(self, len(self.server.seen))

    def do_GET(self) -> None:
        self.send_error(404)

    def say(self, status: int, body: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


Answer = Callable[[Said, int], None]


class Server(ThreadingHTTPServer):
    """A server on the loopback that answers as one function says."""

    daemon_threads = True

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Said)
        self.answer = answer
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        """A connection that breaks is what is tested."""


@contextmanager
def saying(answer: Answer, context: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(answer)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.url = f"https://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def connected(server: Server, engine: str = "generic", **more: object) -> Iterator[Engine]:
    made = Engine(Target(server.url, engine, **more))  # type: ignore[arg-type]
    try:
        yield made
    finally:
        made.close()


def good(said: Said, _: int) -> None:
    said.say(200, ROWS, Content_Type="application/sparql-results+json")


def test_an_answer_is_canonical() -> None:
    with saying(good) as server, connected(server) as engine:
        assert engine.solutions(ASKED, Call(5)) == {"head": {"vars": ["x"]}, "results": {"bindings": [FOUND]}}
        path, headers, body = server.seen[0]
        assert (path, headers["Accept"], body) == ("/", "application/sparql-results+json", b"query=" + _form(ASKED))


def _form(text: str) -> bytes:
    return quote_plus(text, safe="/").encode()


def _cut(said: Said, _: int) -> None:
    said.say(200, ROWS[:40], len(ROWS))
    said.close_connection = True


def _slow(said: Said, _: int) -> None:
    said.send_response(200)
    said.send_header("Content-Length", "1000")
    said.end_headers()
    for _number in range(1000):
        said.wfile.write(b" ")
        said.wfile.flush()
        time.sleep(0.05)


def _elsewhere(said: Said, _: int) -> None:
    said.say(307, b"", Location="http://127.0.0.1:1/")


def _partial(said: Said, _: int) -> None:
    said.say(200, ROWS, X_SQL_State="S1TAT")


def _bounded(said: Said, _: int) -> None:
    said.say(200, ROWS, X_SPARQL_MaxRows="10000")


FAULTS: dict[str, tuple[Answer, type[Exception], str, int]] = {
    "cut off in the middle": (_cut, StoreError, "cannot be reached", 3),
    "ends early, as if it were whole": (lambda said, _: said.say(200, ROWS[:-3]), LimitError, "cut off", 1),
    "no JSON": (lambda said, _: said.say(200, b"<html>"), LimitError, "garbled", 1),
    "other JSON": (lambda said, _: said.say(200, b'{"a": []}'), LimitError, "garbled", 1),
    "byte by byte": (_slow, LimitError, "did not answer within", 1),
    "too large": (lambda said, _: said.say(200, b" " * 2_000_000), LimitError, "more than", 1),
    "a redirect": (_elsewhere, StoreError, "does not follow", 1),
    "a partial answer": (_partial, LimitError, "in part", 1),
    "an answer bounded in rows": (_bounded, LimitError, "10000 rows", 1),
    "a refusal": (lambda said, _: said.say(400, b"line 1: no"), QueryError, "line 1: no", 1),
    "a time-out as status": (lambda said, _: said.say(408, b""), LimitError, "stopped the query", 1),
    "a time-out in words": (lambda said, _: said.say(500, b"Error S1T00: cancelled"), LimitError, "stopped", 1),
    "credentials refused": (lambda said, _: said.say(403, b""), StoreError, "CANCU_STORE_USER", 1),
    "a broken server": (lambda said, _: said.say(500, b"oops"), StoreError, "answers 500: oops", 1),
    "always busy": (lambda said, _: said.say(503, b"later"), StoreError, "answers 503: later", 3),
}


@pytest.mark.parametrize(("answer", "kind", "words", "tries"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_as_what_it_is(answer: Answer, kind: type[StoreError], words: str, tries: int) -> None:
    with saying(answer) as server, connected(server, "virtuoso") as engine:
        with pytest.raises(kind) as caught:
            engine.solutions(ASKED, Call(2), cap=1_000_000)
        assert words in caught.value.en
        assert caught.value.vi != caught.value.en
        assert len(server.seen) == tries


def _second(said: Said, number: int) -> None:
    if number == 1:
        said.close_connection = True
    elif number == 2:
        said.say(503, b"")
    else:
        good(said, number)


def test_what_may_be_sent_twice_is() -> None:
    with saying(_second) as server, connected(server) as engine:
        assert engine.rows(ASKED) == [{"x": "true"}]
        assert len(server.seen) == 3


def test_nobody_there_is_told() -> None:
    with pytest.raises(StoreError, match="cannot be reached"):
        Engine(Target("http://127.0.0.1:1"))


def test_who_leaves_is_not_waited_for() -> None:
    with saying(_slow) as server, connected(server) as engine:
        call = Call(30)
        timer = threading.Timer(0.3, call.stop)
        timer.start()
        with pytest.raises(LimitError, match="left"):
            engine.solutions(ASKED, call)
        timer.join()


def _guarded(scheme: str) -> Answer:
    def answer(said: Said, number: int) -> None:
        if said.headers.get("Authorization", "").startswith(scheme.partition(" ")[0]):
            good(said, number)
        else:
            said.say(401, b"", WWW_Authenticate=scheme)

    return answer


USER = Credentials("clerk", "pass:word é")
PLAIN = Credentials("clerk", "pass word")
SCHEMES = {
    "basic": ('Basic realm="x"', USER, "Basic Y2xlcms6cGFzczp3b3JkIMOp", 2),
    "digest": ('Digest realm="x", nonce="n", qop="auth", algorithm="MD5"', PLAIN, "Digest ", 2),
    "bearer": ('Bearer realm="x"', Credentials(token="secret"), "Bearer secret", 1),  # noqa: S106
}


@pytest.mark.parametrize(("scheme", "known", "shown", "requests"), SCHEMES.values(), ids=SCHEMES.keys())
def test_who_asks_is_shown_as_the_server_wants(scheme: str, known: Credentials, shown: str, requests: int) -> None:
    with saying(_guarded(scheme)) as server, connected(server, credentials=known) as engine:
        assert engine.rows(ASKED) == engine.rows(ASKED) == [{"x": "true"}]
        assert server.seen[-1][1]["Authorization"].startswith(shown)
        assert len(server.seen) == requests + 1
        assert "pass" not in repr(known) + repr(Target("http://127.0.0.1", credentials=known))


@pytest.mark.parametrize("known", [Credentials(), PLAIN])
def test_wrong_credentials_are_refused_once(known: Credentials) -> None:
    def never(said: Said, _: int) -> None:
        said.say(401, b"", WWW_Authenticate='Digest realm="x", nonce="n", qop="auth"')

    with saying(never) as server, connected(server, credentials=known) as engine:
        with pytest.raises(StoreError, match="CANCU_STORE_PASSWORD"):
            engine.rows(ASKED)
        assert len(server.seen) <= 2


def test_digest_is_for_ascii() -> None:
    with (
        saying(_guarded(SCHEMES["digest"][0])) as server,
        connected(server, credentials=USER) as engine,
        pytest.raises(StoreError, match="ASCII"),
    ):
        engine.rows(ASKED)


def _certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for localhost that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    certificate, private = folder / f"{name}.pem", folder / f"{name}.key"
    certificate.write_bytes(made.public_bytes(pem))
    private.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return certificate, private


def test_a_certificate_is_believed_where_it_is_trusted(tmp_path: Path) -> None:
    right, wrong = _certificate(tmp_path, "right"), _certificate(tmp_path, "wrong")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*right)
    with saying(good, context) as server:
        with connected(server, authorities=str(right[0])) as engine:
            assert engine.rows(ASKED) == [{"x": "true"}]
        for authorities in (str(wrong[0]), None):
            with connected(server, authorities=authorities) as engine, pytest.raises(StoreError, match="reached"):
                engine.rows(ASKED)
        with pytest.raises(StoreError, match="CANCU_STORE_CA"):
            Engine(Target(server.url, "generic", authorities=str(tmp_path / "none.pem")))


def test_an_engine_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ParameterError, match="oxigraph"):
        Engine(Target("http://127.0.0.1:1", "other"))
