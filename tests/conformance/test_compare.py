"""What counts as the same answer, and what must not."""

from __future__ import annotations

import pytest

from tests.conformance import compare

PREFIX = "@prefix : <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
TSV_SAME = [
    ("order of rows", "?x\n1\n2\n", "?x\n2\n1\n"),
    ("order of columns", "?x\t?y\n1\t2\n", "?y\t?x\n2\t1\n"),
    ("names of blank nodes", "?x\t?y\n_:a\t_:a\n_:b\t1\n", "?x\t?y\n_:z\t1\n_:a\t_:a\n"),
    ("spelling of a decimal", "?x\n2.0\n", "?x\n2.00\n"),
    ("spelling of a double", "?x\n1.0E3\n", '?x\n"1000"^^<http://www.w3.org/2001/XMLSchema#double>\n'),
    ("unbound", "?x\t?y\n\t1\n", "?y\t?x\n1\t\n"),
]
TSV_OTHER = [
    ("a row twice", "?x\n1\n1\n", "?x\n1\n"),
    ("other repetition", "?x\n1\n1\n2\n", "?x\n1\n2\n2\n"),
    ("one blank node for two", "?x\t?y\n_:a\t_:a\n", "?x\t?y\n_:a\t_:b\n"),
    ("blank nodes shared across rows", "?x\t?y\n_:a\t1\n_:a\t2\n", "?x\t?y\n_:a\t1\n_:b\t2\n"),
    ("decimal for integer", "?x\n2.0\n", "?x\n2\n"),
    ("another language", '?x\n"a"@vi\n', '?x\n"a"@en\n'),
    ("a string for a number", '?x\n"1"\n', "?x\n1\n"),
    ("bound for unbound", "?x\t?y\n1\t\n", "?x\t?y\n1\t1\n"),
    ("another name", "?x\n1\n", "?y\n1\n"),
    ("IRI for string", "?x\n<http://e/>\n", '?x\n"http://e/"\n'),
]


def tsv(text: str) -> compare.Answer:
    return compare.read(text.encode(), "tsv", "http://e/")


@pytest.mark.parametrize(("_why", "one", "other"), TSV_SAME, ids=[row[0] for row in TSV_SAME])
def test_tables_that_say_the_same(_why: str, one: str, other: str) -> None:
    assert compare.same(tsv(one), tsv(other), is_ordered=False)


@pytest.mark.parametrize(("_why", "one", "other"), TSV_OTHER, ids=[row[0] for row in TSV_OTHER])
def test_tables_that_say_something_else(_why: str, one: str, other: str) -> None:
    assert not compare.same(tsv(one), tsv(other), is_ordered=False)


def test_order_counts_where_the_query_orders() -> None:
    for one, other in (("?x\n1\n2\n", "?x\n2\n1\n"), ("?x\t?y\n_:a\t1\n_:b\t2\n", "?x\t?y\n_:a\t2\n_:b\t1\n")):
        assert compare.same(tsv(one), tsv(other), is_ordered=False)
        assert not compare.same(tsv(one), tsv(other), is_ordered=True)
        assert compare.same(tsv(one), tsv(one), is_ordered=True)


@pytest.mark.parametrize(
    ("query", "ordered"),
    [
        ("SELECT * { ?s ?p ?o } ORDER BY ?o", True),
        ("SELECT * { ?s ?p ?o } order\nby DESC(?o) LIMIT 2", True),
        ("SELECT * { { SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 1 } }", False),
        ("SELECT * { ?s ?p ?o } # ORDER BY ?o", False),
        ("SELECT * { ?s ?p ?o }", False),
    ],
)
def test_only_the_outer_order_binds(query: str, *, ordered: bool) -> None:
    assert compare.is_ordered(query) is ordered


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (":a :p [ :q 1 ], [ :q 2 ] .", ":a :p _:x, _:y . _:y :q 1 . _:x :q 2 .", True),
        (":a :p [ :q 1 ], [ :q 2 ] .", ":a :p _:x . _:x :q 1, 2 .", False),
        (":a :p '1'^^xsd:boolean .", ":a :p true .", True),
        (":a :p 1.50 .", ":a :p 1.5 .", True),
        (":a :p 1.5 .", ":a :p 1.51 .", False),
        (":a :p 'x' .", ":a :p 'x'@en .", False),
        ("", ":a :p :o .", False),
    ],
)
def test_graphs_are_compared_by_isomorphism(one: str, other: str, *, same: bool) -> None:
    read = [compare.read((PREFIX + text).encode(), "ttl", "http://e/") for text in (one, other)]
    assert compare.same(*read, is_ordered=False) is same


def test_a_truth_value_is_no_table() -> None:
    yes = compare.read(b'{"head":{},"boolean":true}', "srj", "http://e/")
    assert yes is True
    assert not compare.same(yes, tsv("?x\ntrue\n"), is_ordered=False)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("x,y\r\n1,_:a\r\n", "y,x\n_:b,1.0\n", True),
        ("x,y\r\n_:a,_:a\r\n", "x,y\n_:a,_:b\n", False),
        ('x\r\n"a,b"\r\n', "x\na\n", False),
        ("x\r\n1\r\n", "x\n2\n", False),
        ("x\r\n1\r\n", "y\n1\n", False),
    ],
)
def test_csv_is_compared_without_types(one: str, other: str, *, same: bool) -> None:
    assert compare.same_csv(one.encode(), other.encode()) is same


def test_a_table_written_as_rdf_is_a_table() -> None:
    rdf = (
        "@prefix rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#> . [] a rs:ResultSet ; "
        "rs:resultVariable 'x', 'y' ; rs:solution [ rs:binding [ rs:variable 'x' ; rs:value <a> ] ] ."
    )
    assert compare.same(
        compare.read(rdf.encode(), "ttl", "http://e/"), tsv("?x\t?y\n<http://e/a>\t\n"), is_ordered=False
    )
