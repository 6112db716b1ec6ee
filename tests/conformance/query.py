"""SPARQL 1.1 queries through HTTP: evaluation, syntax, and the formats of results.

All data of the suite lie in one store, each file in a named graph of its published address; each test then names its
default and named graphs by the parameters of the protocol (SPARQL 1.1 Protocol §2.1.4). So the union that is the
service's default graph plays no part, and nothing is written between two tests. The address of a query is given as
its ``BASE``, since over HTTP there is no file for it to be relative to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urljoin

import httpx
import pyoxigraph as ox

from tests.conformance import compare
from tests.conformance.manifest import Case, cases, path_of
from tests.conformance.outcome import Outcome
from tests.conformance.served import served

SUITE = "sparql11-query"
FOLDERS = (
    "aggregates",
    "bind",
    "bindings",
    "cast",
    "construct",
    "csv-tsv-res",
    "exists",
    "functions",
    "grouping",
    "json-res",
    "negation",
    "project-expression",
    "property-path",
    "subquery",
    "syntax-fed",
    "syntax-query",
)
KINDS = {"QueryEvaluationTest", "CSVResultFormatTest", "PositiveSyntaxTest11", "NegativeSyntaxTest11"}
EMPTY = "urn:x-cancu:empty"
"""A graph without triples, for tests without data."""
MEDIA = {
    "srx": "application/sparql-results+xml",
    "srj": "application/sparql-results+json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "nt": "application/n-triples",
}
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the status of HTTP, and the body in the form of the extension ``form``."""

    status: int
    form: str
    body: bytes


Ask = Callable[[Case], Reply]


def selected() -> Iterator[Case]:
    """Return the tests of this suite."""
    return (case for case in cases(FOLDERS) if case.kind in KINDS)


def run() -> Iterator[Outcome]:
    """Start the service over the suite's data and put every test to it."""
    tests = list(selected())
    with served(lambda store: fill(store, tests)) as (server, _token), httpx.Client(timeout=60) as client:
        yield from judged(tests, lambda case: by_http(client, server, case))


def judged(tests: list[Case], ask: Ask) -> Iterator[Outcome]:
    """Put every test to ``ask`` and judge its reply."""
    for case in tests:
        note = judge(case, ask(case))
        yield Outcome(SUITE, case.title, not note, note)


def fill(store: ox.Store, tests: list[Case]) -> None:
    """Load each file once into the graph of its address; graphs that a test names exist, be they empty."""
    store.add_graph(ox.NamedNode(EMPTY))
    for case in tests:
        written = [urljoin(case.base, name) for name in _FROM.findall(case.text)]
        for address in {*case.data.default, *(file for _, file in case.data.named), *written}:
            graph, path = ox.NamedNode(address), path_of(address)
            if store.contains_named_graph(graph):
                continue
            store.add_graph(graph)
            if path.suffix[1:] in compare.GRAPHS and path.exists():
                store.load(path=str(path), format=compare.GRAPHS[path.suffix[1:]], base_iri=address, to_graph=graph)


def dataset(case: Case) -> tuple[list[str], list[str]]:
    """Return the default and the named graphs of a test; nothing where the query itself names them."""
    if _FROM.search(case.text):
        return [], []
    return list(case.data.default) or [EMPTY], [name for name, _ in case.data.named]


def by_http(client: httpx.Client, server: str, case: Case) -> Reply:
    """Ask the service by form POST."""
    default, named = dataset(case)
    form = {"query": f"BASE <{case.base}>\n{case.text}", "default-graph-uri": default, "named-graph-uri": named}
    answer = client.post(f"{server}/sparql", data=form, headers={"Accept": ", ".join(_media(case))})
    got = answer.headers["content-type"].partition(";")[0]
    form_got = next((name for name, media in MEDIA.items() if media == got), got)
    return Reply(answer.status_code, form_got, answer.content)


def by_engine(store: ox.Store, case: Case) -> Reply:
    """Ask the engine in this process: the level that the service is measured against."""
    default, named = ([ox.NamedNode(name) for name in names] for names in dataset(case))
    over = {"default_graph": default, "named_graphs": named} if default else {}
    try:
        found = store.query(case.text, base_iri=case.base, **over)
        if "Syntax" in case.kind:  # parsing is the test; evaluating would call other services
            return Reply(200, "", b"")
        if isinstance(found, ox.QueryTriples):
            return Reply(200, "nt", found.serialize(format=ox.RdfFormat.N_TRIPLES))
        form = next(name for name, media in MEDIA.items() if media == _media(case)[0])
        return Reply(200, form, found.serialize(format=ox.QueryResultsFormat.from_media_type(MEDIA[form])))
    except (SyntaxError, ValueError, RuntimeError) as error:
        return Reply(400, "", str(error).encode())


def judge(case: Case, reply: Reply) -> str:
    """Return what is wrong with a reply; nothing where the test passes."""
    if case.kind == "NegativeSyntaxTest11":
        return "" if reply.status == 400 else f"a malformed query was answered with {reply.status}"
    if reply.status != 200:
        return f"{reply.status}: {reply.body.decode(errors='replace')[:300]}"
    if case.kind == "PositiveSyntaxTest11":
        return ""
    return _judge_result(case, reply)


def _judge_result(case: Case, reply: Reply) -> str:
    address = case.result or ""
    expected, form = path_of(address).read_bytes(), PurePosixPath(address).suffix[1:]
    if form == "csv":
        return "" if reply.form == form and compare.same_csv(reply.body, expected) else "another table"
    try:
        got = compare.read(reply.body, reply.form, case.base)
    except (SyntaxError, KeyError) as error:
        return f"the answer is malformed: {error}"
    wanted = compare.read(expected, form, address)
    ordered = compare.is_ordered(case.text)
    return "" if compare.same(got, wanted, is_ordered=ordered) else f"another answer: {reply.body.decode()[:300]}"


def _media(case: Case) -> tuple[str, str]:
    """Return the media types to ask for: of solutions (those of the expected file), and of graphs."""
    form = PurePosixPath(case.result or "").suffix[1:]
    return MEDIA.get(form, MEDIA["srx"]) if form != "nt" else MEDIA["srx"], MEDIA["nt"]
