"""Compare an answer with what a suite expects: solutions with blank nodes mapped one to one, graphs by isomorphism.

Terms are the same when they are the same term; numbers are also the same where they differ in spelling only (``2.0``
and ``2`` as decimals): SPARQL 1.1 leaves the lexical form of a computed value open (XPath operators, §17.3), and the
suite's files are written by several engines. ORDER BY binds the order of rows, nothing else does.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
VALUE = ox.NamedNode(f"{RS}value")
_WHOLE = {f"{XSD}{name}" for name in ("integer", "int", "long", "short", "byte", "decimal", "nonNegativeInteger")}
_FLOATS = {f"{XSD}{name}" for name in ("double", "float")}
_ORDERED = re.compile(r"\bORDER\s+BY\b(?![\s\S]*\})", re.IGNORECASE)

Row = dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
SOLUTIONS = {
    "srx": ox.QueryResultsFormat.XML,
    "srj": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {"ttl": ox.RdfFormat.TURTLE, "rdf": ox.RdfFormat.RDF_XML, "nt": ox.RdfFormat.N_TRIPLES}


@dataclass(frozen=True, slots=True)
class Solutions:
    """A table of answers."""

    variables: frozenset[str]
    rows: tuple[Row, ...]


Answer = bool | Solutions | list[ox.Triple]


def read(data: bytes, form: str, base: str) -> Answer:
    """Read an answer by its extension; RDF that describes a table of results is that table.

    Raises SyntaxError where it is malformed.
    """
    if form in GRAPHS:
        triples = [quad.triple for quad in ox.parse(data, format=GRAPHS[form], base_iri=base)]
        return _described(triples) or triples
    found = ox.parse_query_results(data, format=SOLUTIONS[form])
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    rows = tuple({name: row[name] for name in names if row[name] is not None} for row in found)
    return Solutions(frozenset(names), rows)


def same(got: Answer, expected: Answer, *, is_ordered: bool) -> bool:
    """Tell whether two answers are the same."""
    if isinstance(got, bool) or isinstance(expected, bool):
        return got is expected
    if isinstance(got, Solutions) and isinstance(expected, Solutions):
        return got.variables == expected.variables and _same_rows(got.rows, expected.rows, is_ordered=is_ordered)
    return isinstance(got, list) and isinstance(expected, list) and isomorphic(got, expected)


def same_csv(got: bytes, expected: bytes) -> bool:
    """Compare two tables in CSV, which names no types: numbers by value, blank nodes one to one."""
    tables = [list(csv.reader(io.StringIO(data.decode()))) for data in (got, expected)]
    heads = [table[0] for table in tables]  # SELECT * leaves the order of columns open
    rows = [
        tuple(dict(zip(head, map(_cell, row), strict=True)) for row in table[1:])
        for head, table in zip(heads, tables, strict=True)
    ]
    return sorted(heads[0]) == sorted(heads[1]) and _same_rows(rows[0], rows[1], is_ordered=False)


def is_ordered(query: str) -> bool:
    """Tell whether the order of the rows of ``query`` is given: ORDER BY after its last group."""
    return _ORDERED.search(re.sub(r"(?m)(^|\s)#.*$", "", query)) is not None


def isomorphic(first: list[ox.Triple], second: list[ox.Triple]) -> bool:
    """Tell whether two graphs differ in the names of blank nodes only."""
    return _canonical(first) == _canonical(second)


def _canonical(triples: list[ox.Triple]) -> frozenset[ox.Quad]:
    dataset = ox.Dataset(ox.Quad(item.subject, item.predicate, _plain(item.object)) for item in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(dataset)


def _same_rows(got: tuple[Row, ...], expected: tuple[Row, ...], *, is_ordered: bool) -> bool:
    if len(got) != len(expected):
        return False
    tables = [[{name: _plain(term) for name, term in row.items()} for row in rows] for rows in (got, expected)]
    if any(isinstance(term, ox.BlankNode) for rows in tables for row in rows for term in row.values()):
        return isomorphic(*(list(_as_graph(rows, is_ordered=is_ordered)) for rows in tables))
    frozen = [[frozenset(row.items()) for row in rows] for rows in tables]
    return frozen[0] == frozen[1] if is_ordered else Counter(frozen[0]) == Counter(frozen[1])


def _as_graph(rows: list[Row], *, is_ordered: bool) -> Iterator[ox.Triple]:
    """Write a table as a graph, so that one search for blank nodes serves both."""
    for number, row in enumerate(rows):
        subject = ox.BlankNode()
        yield ox.Triple(subject, ox.NamedNode(f"{RS}index"), ox.Literal(number if is_ordered else 0))
        for name, term in row.items():
            yield ox.Triple(subject, ox.NamedNode(f"{RS}variable/{name}"), term)


def _plain(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Give a number the one spelling of its value; other terms stay."""
    if not isinstance(term, ox.Literal) or term.language:
        return term
    try:
        if term.datatype.value in _WHOLE:
            return ox.Literal(format(Decimal(term.value).normalize(), "f"), datatype=term.datatype)
        if term.datatype.value in _FLOATS:
            return ox.Literal(repr(float(term.value)), datatype=term.datatype)
        if term.datatype.value == f"{XSD}boolean":
            return ox.Literal({"0": "false", "1": "true"}.get(term.value, term.value), datatype=term.datatype)
    except (ArithmeticError, ValueError):
        return term
    return term


def _cell(text: str) -> ox.BlankNode | ox.Literal:
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    try:
        return ox.Literal(float(text))
    except ValueError:
        return ox.Literal(text)


def _described(triples: list[ox.Triple]) -> Solutions | None:
    """Read a table written in the result set vocabulary of the suite."""
    facts: dict[tuple[object, str], list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]] = {}
    for item in triples:
        facts.setdefault((item.subject, item.predicate.value), []).append(item.object)
    tables = [node for (node, predicate) in facts if predicate == f"{RS}resultVariable"]
    if not tables:
        return None
    names = frozenset(name.value for name in facts[tables[0], f"{RS}resultVariable"] if isinstance(name, ox.Literal))
    rows = [
        {
            facts[cell, f"{RS}variable"][0].value: facts[cell, VALUE.value][0]
            for cell in facts.get((row, f"{RS}binding"), [])
        }
        for row in facts.get((tables[0], f"{RS}solution"), [])
    ]
    return Solutions(names, tuple(rows))
