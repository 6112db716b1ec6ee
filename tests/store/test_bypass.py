# ruff: noqa: E501 (the texts are what is tested)
"""Ways around the look at a text: what it costs, which SERVICE clauses it lets pass, and that nothing else asks anybody."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cancu.errors import QueryError
from cancu.store import inspect
from cancu.store.federation import without

LONG = {
    "dots": "a." * 31_000,
    "dashes": "a-" * 31_000,
    "escapes": '"\\' * 31_000,
    "brackets in an IRI": "<" + ")" * 62_000 + ">",
    "open IRIs": "<a" * 31_000,
    "open long strings": '"""a"' * 12_000,
    "apostrophes": "'" * 62_000,
    "variables": "?a" * 31_000,
    "colons": "a:" * 31_000,
    "languages": "@a-" * 20_000,
    "percent signs": ":%41" * 15_000,
    "lines": "\n" * 62_000,
    "comments": "#" * 62_000,
    "underscores": "_" * 62_000,
    "services": "SERVICE <http://e/> {" * 2_900,
}


@pytest.mark.parametrize("name", LONG)
def test_cutting_any_text_costs_little(name: str) -> None:
    """The service itself cuts texts: some of these took minutes while a pattern looked at letters again and again."""
    started = time.process_time()
    with contextlib.suppress(QueryError):
        inspect(f"SELECT * {{ {LONG[name]}", services={"http://e/"})
    assert time.process_time() - started < 5


LISTED = "https://example.org/sparql"


@pytest.mark.parametrize(
    ("sparql", "inner"),
    [
        (f"SELECT * {{ SERVICE <{LISTED}> {{ ?s ?p ?o }} }}", " ?s ?p ?o "),
        (f"SELECT * {{ service\tSilent<{LISTED}>{{}} }}", ""),
        ("PREFIX e: <https://example.org/> SELECT * { SERVICE e:sparql { ?s ?p '}' } }", " ?s ?p '}' "),
        (f"SELECT * {{ SERVICE # here\n <{LISTED}> # }}\n {{ {{ ?s ?p ?o }} # }}\n }} }}", " { ?s ?p ?o } # }\n "),
    ],
)
def test_clauses_of_listed_services_are_read(sparql: str, inner: str) -> None:
    (clause,) = inspect(sparql, services={LISTED}).services
    assert (clause.endpoint, clause.is_silent, sparql[clause.inner]) == (LISTED, "Silent" in sparql, inner)
    assert inspect(without(sparql, [clause])).services == ()
    with pytest.raises(QueryError):
        inspect(sparql)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE ?e { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT ?e { ?s ?p ?o } }",
        "SELECT * { SERVICE <https://example.org/sparql/> { ?s ?p ?o } }",
        "SELECT * { SERVICE <https://example.org:443/sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE <https://EXAMPLE.org/sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE <https://example.org/sparql?x> { ?s ?p ?o } }",
        "SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }",
        "BASE <https://example.org/> SELECT * { SERVICE <sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE <https://example.org/\\u0073parql> { ?s ?p ?o } }",
        f"SELECT * {{ SERVICE <{LISTED}> {{ SERVICE <{LISTED}> {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ SERVICE <{LISTED}> {{ SERVICE ?x {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ trueSERVICE <{LISTED}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE <{LISTED}> ?s ?p ?o }}",
        f"SELECT * {{ SERVICE <{LISTED}> }}",
        f"SELECT * {{ SERVICE <{LISTED}> {{ ?s ?p ?o ",
        "SELECT * { SERVICE",
        f"LOAD <{LISTED}>",
        f"LOAD SILENT <{LISTED}> INTO GRAPH <http://e/g>",
        "SERVICE:x",
        "ASK { ?s ?p true.SERVICE <http://e/> {} }",
    ],
)
def test_other_ways_to_name_a_machine_are_refused_also_with_a_list(sparql: str) -> None:
    with pytest.raises(QueryError):
        inspect(sparql, services={LISTED})


class _Asked(BaseHTTPRequestHandler):
    seen: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.seen.append(self.path)
        self.send_error(500)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server of this machine that notes who asks it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Asked) as listening:
        thread = threading.Thread(target=listening.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}/"
        listening.shutdown()
        thread.join()


@pytest.fixture
def asked() -> list[str]:
    _Asked.seen.clear()
    return _Asked.seen


def run(text: str) -> None:
    """Ask the bare engine, which has a network here, over two triples."""
    store, thing = ox.Store(), ox.NamedNode("http://e/a")
    store.extend([ox.Quad(thing, thing, ox.Literal(value)) for value in (True, 1)])
    with contextlib.suppress(SyntaxError, ValueError, OSError, RuntimeError):
        found = store.query(text)
        if not isinstance(found, ox.QueryBoolean):
            list(found)


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <http://e/> { ?s ?p ?o } }",
        "SELECT * { service silent <http://e/> { ?s ?p ?o } }",
        "PREFIX : <http://e/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE <http://e/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE <http://e/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER(true||?s<?o)SERVICE#>\n<http://e/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p true.SERVICE<http://e/>{} }",
    ],
)
def test_the_judge_sees_what_is_refused(address: str, asked: list[str], sparql: str) -> None:
    """The engine itself reads these as SERVICE and asks."""
    with pytest.raises(QueryError):
        inspect(sparql)
    run(sparql.replace("http://e/", address))
    assert asked


NOWHERE = "http://127.0.0.1:9/"
PIECES = st.sampled_from([
    "SELECT", "*", "ASK", "{", "}", "(", ")", "?s", "<http://e/a>", "<a", ">", "SERVICE", "service", "sErViCe", "SILENT", "LOAD",
    "\\u0053ERVICE", "SERV\\u0049CE", "#", ".", ";", ",", "true", "1", "1.", "1e5", "'a'", '"b"', "'''", '"""', "\\", "_:b", "a:b",
    ":c", "a:", "FILTER", "&&", "<", "OPTIONAL", "@en", "^^", "BIND", "AS", "GRAPH", "/", "^", "|", "!", "-", "UNION", "{}", "\u00b7",
    "\n", " ", "PREFIX a: <http://e/> ", "PREFIX : <http://e/> ", "{ ?a ?b ?c }", f"<{NOWHERE}>",
])  # fmt: skip
HEADS = [
    "ASK { ",
    "SELECT * { ?s ?p ",
    "SELECT * { ?s ?p ?o FILTER(?s",
    f"PREFIX a: <{NOWHERE}> ASK {{ ?s a:b",
    "ASK{?s ?p 1",
    "",
]
WORDS = [
    "SERVICE",
    "service",
    "SERVICE SILENT",
    "sErvIce/**/",
    "SERV\\u0049CE",
    "1SERVICE",
    "a.SERVICE",
    ":SERVICE",
    ".",
    "",
]
GAPS = ["", " ", "\n", "#\n", "\t", "\u00a0", ":", "."]
CLAUSES = st.tuples(
    st.sampled_from(WORDS), st.sampled_from(GAPS), st.sampled_from([f"<{NOWHERE}>", "?x", "a:b", ":c", "<>"])
)
ENDS = ["{}", "{} }", "{ ?a ?b ?c } }", "{} } #", "{ ?x ?y 'a' } } ", ")}"]


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.tuples(st.sampled_from(HEADS), st.lists(PIECES, max_size=4)),
    clause=CLAUSES,
    after=st.tuples(st.lists(PIECES, max_size=3), st.sampled_from(ENDS)),
)
def test_whatever_passes_asks_nobody(
    address: str, asked: list[str], before: tuple[str, list[str]], clause: tuple[str, ...], after: tuple[list[str], str]
) -> None:
    """The engine is the judge: it runs whatever passes, with a network, and a real server counts who asks it."""
    text = "".join([before[0], *before[1], *clause, *after[0], after[1]]).replace(NOWHERE, address)
    try:
        inspect(text)
    except QueryError:
        return
    run(text)
    assert asked == []
