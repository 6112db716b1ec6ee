"""SPARQL 1.1 Update through HTTP: evaluation and syntax, by the endpoints alone.

Before each test one update empties the store and inserts its data; afterwards the default graph and all named graphs
are read back by the graph store protocol and compared with what the suite expects.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

import httpx
import pyoxigraph as ox

from tests.conformance import compare
from tests.conformance.manifest import Case, Data, cases, path_of
from tests.conformance.outcome import Outcome
from tests.conformance.served import AbsentError

SUITE = "sparql11-update"
FOLDERS = (
    "add",
    "basic-update",
    "clear",
    "copy",
    "delete",
    "delete-data",
    "delete-insert",
    "delete-where",
    "drop",
    "move",
    "syntax-update-1",
    "syntax-update-2",
    "update-silent",
)
NEGATIVE = {"NegativeSyntaxTest11", "NegativeUpdateSyntaxTest11"}
POSITIVE = {"PositiveUpdateSyntaxTest11"}
_NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
_NT = "application/n-triples"
_MUST_EXIST = re.compile(r"\b(?:CLEAR|DROP)\s+GRAPH\s+<([^>]*)>", re.IGNORECASE)
"""Without SILENT, these fail where there is no such graph (SPARQL 1.1 Update §3.1.3, §3.2.2)."""
_TRIPLE = "<urn:x-cancu:s> <urn:x-cancu:p> <urn:x-cancu:o>"


class RefusedError(Exception):
    """The service refused what is needed to prepare or to read a test."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """A service that speaks the three protocols."""

    client: httpx.Client
    server: str
    token: str
    query: str = "/sparql"
    update: str = "/update"
    graphs: str = "/graph-store"

    def send(self, text: str) -> httpx.Response:
        """Send an update."""
        headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {self.token}"}
        return self.client.post(self.server + self.update, content=text.encode(), headers=headers)

    def fill(self, graphs: Mapping[str, Iterable[ox.Triple | str]]) -> None:
        """Make the store hold exactly ``graphs``; the empty name is the default graph. Raises RefusedError."""
        parts = ["DROP ALL"]
        for name, triples in graphs.items():
            lines = "\n".join(f"{triple} ." for triple in triples)
            parts.append(
                f"INSERT DATA {{ GRAPH <{name}> {{\n{lines}\n}} }}" if name else f"INSERT DATA {{\n{lines}\n}}"
            )
        self._well(self.send(" ;\n".join(parts)))

    def get(self, graph: str) -> list[ox.Triple]:
        """Return the triples of a graph. Raises RefusedError."""
        answer = self.client.get(self.server + self.graphs, params=_of(graph), headers={"Accept": _NT})
        if answer.status_code == 404:
            return []
        found = ox.parse(self._well(answer).content, format=ox.RdfFormat.N_TRIPLES)
        return [quad.triple for quad in found]

    def names(self) -> set[str]:
        """Return the IRIs of the named graphs that are not empty. Raises RefusedError."""
        headers = {"Accept": "application/sparql-results+json"}
        answer = self._well(self.client.get(self.server + self.query, params={"query": _NAMES}, headers=headers))
        return {row["g"]["value"] for row in answer.json()["results"]["bindings"]}

    def _well(self, answer: httpx.Response) -> httpx.Response:
        if not answer.is_success:
            raise RefusedError(
                f"{answer.request.method} {answer.request.url}: {answer.status_code} {answer.text[:200]}"
            )
        return answer


def selected() -> Iterator[Case]:
    """Return the tests of this suite."""
    return cases(FOLDERS)


def run(server: str, token: str, **paths: Any) -> Iterator[Outcome]:
    """Put every test to the service, whose store is emptied each time. Raises AbsentError where it takes no updates."""
    with httpx.Client(timeout=60) as client:
        there = Endpoints(client, server, token, **paths)
        if there.send("DROP ALL").status_code == 404:
            raise AbsentError(there.update)
        for case in selected():
            note = _note(there, case)
            yield Outcome(SUITE, case.title, not note, note)


def _note(there: Endpoints, case: Case) -> str:
    text = f"BASE <{case.base}>\n{case.text}"
    try:
        must_exist = [urljoin(case.base, name) for name in _MUST_EXIST.findall(case.text)]
        if case.kind in POSITIVE:
            there.fill({name: [_TRIPLE] for name in must_exist})
        elif case.kind not in NEGATIVE:
            there.fill(contents(case.data))
        answer = there.send(text)
        if case.kind in NEGATIVE:
            return "" if answer.status_code == 400 else f"a malformed update was answered with {answer.status_code}"
        if not answer.is_success:
            return f"{answer.status_code}: {answer.text[:300]}"
        return "" if case.kind in POSITIVE else _difference(there, case.after or Data())
    except RefusedError as error:
        return str(error)


def _difference(there: Endpoints, wanted: Data) -> str:
    expected = contents(wanted)
    for graph in sorted({"", *there.names(), *expected}):
        if not compare.isomorphic(there.get(graph), expected.get(graph, [])):
            return f"another content of {graph or 'the default graph'}"
    return ""


def contents(data: Data) -> dict[str, list[ox.Triple]]:
    """Read the files of a dataset: triples by graph, the default graph under the empty name."""
    found: dict[str, list[ox.Triple]] = {}
    for graph, address in [("", file) for file in data.default] + list(data.named):
        form = compare.GRAPHS[address.rpartition(".")[2]]
        quads = ox.parse(path=str(path_of(address)), format=form, base_iri=address)
        found.setdefault(graph, []).extend(quad.triple for quad in quads)
    return {graph: triples for graph, triples in found.items() if triples}


def _of(graph: str) -> dict[str, str]:
    return {"graph": graph} if graph else {"default": ""}
