"""The shipped questions: complete headers, texts that two engines read, blanks that can be filled."""

from __future__ import annotations

import json
import re

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery

from cancu import resources
from cancu.query import Catalogue, Kind, NamedQuery

QUESTIONS = tuple(Catalogue.load().values())
SAMPLES = {
    Kind.IRI: "https://example.org/x",
    Kind.STRING: 'a "quoted" word',
    Kind.DATE: "2026-03-11",
    Kind.INTEGER: "3",
    Kind.REFERENCE: "https://example.org/x",
    Kind.BODY: "https://example.org/x",
}

each = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)


def filled(question: NamedQuery) -> str:
    return question.bind({item.name: SAMPLES[item.kind] for item in question.parameters})


def test_there_are_as_many_as_promised() -> None:
    assert len(QUESTIONS) >= 14
    assert "units-citing" in {question.name for question in QUESTIONS}


@each
def test_two_engines_read_it_as_it_stands_and_filled(question: NamedQuery) -> None:
    for text in (question.sparql, filled(question)):
        ox.Store().query(text)
        prepareQuery(text)


@each
def test_the_columns_are_those_of_the_header(question: NamedQuery) -> None:
    found = ox.Store().query(question.sparql)
    variables = [variable.value for variable in found.variables] if isinstance(found, ox.QuerySolutions) else []
    assert variables == [column.name for column in question.columns]


@each
def test_the_header_speaks_both_languages(question: NamedQuery) -> None:
    words = [question.title, question.description, *(item.explanation for item in question.parameters)]
    words += [item.heading for item in question.columns]
    assert all(word.vi and word.en for word in words)
    assert question.title.vi != question.title.en


@each
def test_examples_name_its_parameters(question: NamedQuery) -> None:
    names = {item.name for item in question.parameters}
    assert {name for name, _ in question.examples} <= names
    needed = {item.name for item in question.parameters if item.is_required}
    assert needed <= {name for name, _ in question.examples}, "a required parameter needs an example line"


@each
def test_the_order_of_rows_is_settled(question: NamedQuery) -> None:
    if question.is_graph or question.name == "document-header":
        pytest.skip("a graph, or one row")
    assert re.search(r"^ORDER BY ", question.sparql, re.MULTILINE)


@each
def test_prefixes_are_declared_only_where_used(question: NamedQuery) -> None:
    _, _, body = question.sparql.rpartition("\nPREFIX ")
    used = set(re.findall(r"\b(\w+):[A-Za-z]", body.partition("\n")[2]))
    assert set(re.findall(r"^PREFIX (\w+):", question.sparql, re.MULTILINE)) <= used


@pytest.mark.parametrize("name", ["words.tsv", "lookup-words.tsv"])
def test_words_of_the_interface_are_sorted_unique_and_complete(name: str) -> None:
    rows = resources.table("data", "interface", name)
    keys = [next(iter(row.values())) for row in rows]
    assert keys == sorted(set(keys))
    assert all(all(row.values()) for row in rows), json.dumps(rows, ensure_ascii=False)
