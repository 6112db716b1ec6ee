"""SERVICE without a network in the engine: allowed clauses are asked first, their answers stand in as VALUES.

A clause ``SERVICE <e> { P }`` yields the solutions of ``SELECT * WHERE { P }`` at ``e``, joined where it stands
(SPARQL 1.1 Federated Query §4): inline data at the same place mean the same. What inline data cannot hold (blank
nodes, triple terms) is an honest error. Under SILENT a failure counts as one empty solution (§2.3).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from functools import cache

import pyoxigraph as ox

from cancu import resources
from cancu.errors import CancuError, LimitError, QueryError
from cancu.store.clauses import Clause
from cancu.store.guard import Inspection

CLAUSES = 4
ROWS = 10_000
_MARK = "# pattern"
_AT_ONCE = 4
"""Askers that may wait for other machines at the same time."""

Fetch = Callable[[str, str, float], bytes]
"""Ask an endpoint a query within seconds and return SPARQL JSON results. Raises LimitError, StoreError."""


@cache
def _question() -> str:
    return resources.text("queries", "remote", "service.rq")


class Federation:
    """The addresses that SERVICE may name, and how they are asked."""

    def __init__(self, services: Iterable[str], fetch: Fetch) -> None:
        self.services = frozenset(services)
        self._fetch = fetch
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    def resolved(self, sparql: str, seen: Inspection, seconds: float) -> str:
        """Return ``sparql`` with its clauses replaced by what they yield.

        Raises QueryError where a clause cannot be replaced; LimitError or StoreError where its endpoint fails.
        """
        if not seen.services:
            return sparql
        if len(seen.services) > CLAUSES:
            raise QueryError(
                f"Chỉ được dùng tối đa {CLAUSES} SERVICE.", f"at most {CLAUSES} SERVICE clauses are allowed."
            )
        if not self._room.acquire(blocking=False):
            raise LimitError(
                "Đang có quá nhiều câu hỏi chờ máy khác; xin thử lại sau giây lát.",
                "too many queries are waiting for other services; try again in a moment.",
            )
        try:
            return self._replaced(sparql, seen, time.monotonic() + seconds)
        finally:
            self._room.release()

    def _replaced(self, sparql: str, seen: Inspection, latest: float) -> str:
        parts, begin = [], 0
        for clause in seen.services:
            question = f"{seen.prologue}\n{_question().replace(_MARK, sparql[clause.inner])}"
            parts += [sparql[begin : clause.start], self._solutions(clause, question, latest)]
            begin = clause.end
        return "".join([*parts, sparql[begin:]])

    def _solutions(self, clause: Clause, question: str, latest: float) -> str:
        try:
            return inline(self._fetch(clause.endpoint, question, max(0.1, latest - time.monotonic())), clause.endpoint)
        except CancuError:
            if clause.is_silent:
                return "{ }"
            raise


def without(sparql: str, clauses: Iterable[Clause]) -> str:
    """Return ``sparql`` with its clauses taken out: what is left must be fit to ask on its own."""
    parts, begin = [], 0
    for clause in clauses:
        parts += [sparql[begin : clause.start], "{ }"]
        begin = clause.end
    return "".join([*parts, sparql[begin:]])


def inline(body: bytes, endpoint: str) -> str:
    """Return SPARQL JSON results as a group of inline data (SPARQL 1.1 Query §10.2). Raises LimitError."""
    try:
        found = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
        if isinstance(found, ox.QueryBoolean):
            raise _unusable(endpoint, "no solutions")
        names = " ".join(str(name) for name in found.variables)
        rows = [" ".join(_term(term, endpoint) for term in row) for row in _bounded(found, endpoint)]
    except (SyntaxError, ValueError, OSError) as error:
        raise _unusable(endpoint, str(error)[:200]) from error
    return f"{{ VALUES ({names}) {{ {' '.join(f'({row})' for row in rows)} }} }}"


def _bounded(found: ox.QuerySolutions, endpoint: str) -> Iterable[ox.QuerySolution]:
    for number, row in enumerate(found):
        if number == ROWS:
            raise _unusable(endpoint, f"more than {ROWS} rows")
        yield row


def _term(term: object, endpoint: str) -> str:
    if term is None:
        return "UNDEF"
    if isinstance(term, ox.NamedNode | ox.Literal):
        return str(term)
    raise _unusable(endpoint, "blank nodes or triples, which cannot be joined")


def _unusable(endpoint: str, why: str) -> LimitError:
    return LimitError(
        f"Không dùng được câu trả lời của <{endpoint}>: {why}.", f"the answer of <{endpoint}> cannot be used: {why}."
    )
