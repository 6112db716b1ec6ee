"""What is refused before any engine reads it, and what only looks like it."""

from __future__ import annotations

import pytest

from cancu.errors import QueryError
from cancu.store import Form, Limits, inspect
from cancu.store.guard import form_of
from cancu.store.tokens import Kind, tokens

ALLOWED = [
    ('SELECT * { ?s ?p "SERVICE <http://e/> {}" }', "in a string"),
    ("SELECT * { ?s ?p '''it's SERVICE''' }", "in a long string with a quotation mark"),
    ("SELECT * { ?s <http://e/service/load> ?o }", "in an IRI"),
    ("# SERVICE <http://e/> {}\nSELECT * { ?s ?p ?o }", "in a comment"),
    ("SELECT ?service $load { ?service ?p $load }", "in a variable"),
    ("PREFIX ex: <http://e/> SELECT * { ?s ex:service ex:load }", "after a prefix"),
    ('SELECT * { ?s ?p "x"@service }', "in a language tag"),
    ("PREFIX ex: <http://e/> SELECT * { ?s ex:it\\'s ?o }", "an escape in a local name"),
    ("SELECT * { ?s ?p ?o FILTER(?o<5&&?o>2) }", "comparison without blanks"),
]

REFUSED = [
    ("SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", "plain"),
    ("SELECT * { service silent <http://e/> { ?s ?p ?o } }", "lower case"),
    ("PREFIX : <http://e/> SELECT * { SERVICE:x { ?s ?p ?o } }", "the engine reads SERVICE, then :x"),
    ("SELECT * { ?s ?p trueSERVICE <http://e/> { ?s ?p ?o } }", "the engine reads true, then SERVICE"),
    ("SELECT * { ?s ?p 1SERVICE <http://e/> { ?s ?p ?o } }", "the engine reads 1, then SERVICE"),
    ("SELECT * { ?s ?p ?o FILTER(?s<?o)SERVICE#>\n<http://e/>{ ?s ?p ?o } }", "inside what could be an IRI"),
    ("SELECT * { \\u0053ERVICE <http://e/> { ?s ?p ?o } }", "escaped"),
    ("LOAD <http://e/data.ttl>", "an update that fetches"),
    ('SELECT * { ?s ?p "open }', "an unclosed string"),
]


@pytest.mark.parametrize(("sparql", "_why"), ALLOWED, ids=[why for _, why in ALLOWED])
def test_words_that_only_look_remote_pass(sparql: str, _why: str) -> None:
    assert inspect(sparql).form is Form.SELECT


@pytest.mark.parametrize(("sparql", "_why"), REFUSED, ids=[why for _, why in REFUSED])
def test_remote_words_are_refused_with_their_place(sparql: str, _why: str) -> None:
    with pytest.raises(QueryError) as caught:
        inspect(sparql)
    assert caught.value.line is not None
    assert caught.value.column is not None


def test_the_place_counts_lines_and_columns_from_one() -> None:
    with pytest.raises(QueryError) as caught:
        inspect("SELECT * {\n  ?s ?p ?o .\n  SERVICE <http://e/> {} }")
    assert (caught.value.line, caught.value.column) == (3, 3)


def test_brackets_in_strings_do_not_count_as_depth() -> None:
    assert inspect(f'SELECT * {{ ?s ?p "{"(" * 500}" }}').form is Form.SELECT
    with pytest.raises(QueryError):
        inspect("SELECT * { FILTER(" + "(" * 101 + "1" + ")" * 101 + ") }")


def test_length_counts_bytes() -> None:
    text = "SELECT * { ?s ?p ?o } # ắ"
    assert inspect(text, Limits(length=len(text) + 2)).form is Form.SELECT
    with pytest.raises(QueryError):
        inspect(text, Limits(length=len(text)))


@pytest.mark.parametrize(
    ("sparql", "form"),
    [
        ("PREFIX select: <http://e/> ASK {}", Form.ASK),
        ("base <http://e/> construct { ?s ?p ?o } where { ?s ?p ?o }", Form.CONSTRUCT),
        ("DESCRIBE <http://e/select>", Form.DESCRIBE),
        ("INSERT DATA { }", None),
    ],
)
def test_the_form_is_the_first_keyword(sparql: str, form: Form | None) -> None:
    assert inspect(sparql).form is form


@pytest.mark.parametrize(("sparql", "_why"), REFUSED[:-1], ids=[why for _, why in REFUSED[:-1]])
def test_our_own_questions_ask_nobody_else_either(sparql: str, _why: str) -> None:
    with pytest.raises(QueryError):
        form_of(sparql)


@pytest.mark.parametrize(
    ("sparql", "form"),
    [
        ("# select\nPREFIX ask: <http://a.example/construct> ASK {}", Form.ASK),
        ('SELECT * { VALUES ?x { "construct" } }' + " " * 100_000, Form.SELECT),
        ('# reload\nCONSTRUCT { ?s ?p "SERVICE" } WHERE { ?s ?p ?o }', Form.CONSTRUCT),
        ("PREFIX a: <http://a.example/>", None),
    ],
)
def test_the_form_of_our_own_is_told_without_a_look(sparql: str, form: Form | None) -> None:
    assert form_of(sparql) is form


def test_from_clauses_are_read_through_prefixes() -> None:
    seen = inspect("PREFIX g: <http://g/> SELECT * FROM g:a FROM <http://g/b> FROM NAMED g:c { ?s ?p ?o }")
    assert (seen.default, seen.named) == (("http://g/a", "http://g/b"), ("http://g/c",))


@pytest.mark.parametrize(
    ("sparql", "graphs"),
    [
        ("BASE <http://e/a/> ASK FROM <b> {}", ("http://e/a/b",)),
        ("base <http://e/a/> BASE <c/d> ASK FROM <../b> {}", ("http://e/a/b",)),
        ("BASE <http://e/a/> PREFIX g: <x/> ASK FROM g:b FROM <urn:g> {}", ("http://e/a/x/b", "urn:g")),
        ("ASK FROM <b> {}", ("b",)),
        ("BASE <http://e/> ASK FROM <file:///etc/passwd> {}", ("file:///etc/passwd",)),
    ],
)
def test_from_clauses_are_relative_to_the_base(sparql: str, graphs: tuple[str, ...]) -> None:
    assert inspect(sparql).default == graphs


def test_tokens_cover_the_text_but_for_white_space() -> None:
    sparql = 'SELECT ?ă { ?s <p> "a\\"b", 1.5e3, _:b, ex:c%20d . FILTER(!(?ă >= 2)) } # hết'
    found = list(tokens(sparql))
    covered = {index for token in found for index in range(token.start, token.end)}
    assert not "".join(char for index, char in enumerate(sparql) if index not in covered).strip()
    assert all(sparql[token.start : token.end] == token.text for token in found)
    assert found[-1].kind is Kind.COMMENT
