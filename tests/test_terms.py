"""Terms and their lines: one is read from the other, and each is made once."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import XSD

from cancu.terms import Term, iri, literal, read_lines, written

TERMS: list[tuple[Term, str]] = [
    (URIRef("http://e/xã"), "<http://e/xã>"),
    (Literal("xã"), '"xã"'),
    (Literal("xã", lang="vi"), '"xã"@vi'),
    (Literal('một\n"hai"\t\\r\\'), '"một\\n\\"hai\\"\\t\\\\r\\\\"'),
    (Literal("5", datatype=XSD.integer), f'"5"^^<{XSD.integer}>'),
    (Literal("a", datatype=XSD.string), '"a"'),
]
ODD = [
    '<http://e/s> <http://e/p> "\\u0041" .\n',
    '<http://e/s> <http://e/p> "a" .',
    "_:b <http://e/p> <http://e/o> .\n",
    '<http://e/s>  <http://e/p> "a" .\n',
    "# nothing\n",
]


@pytest.mark.parametrize(("term", "text"), TERMS)
def test_a_term_is_written_as_canonical_lines_have_it(term: Term, text: str) -> None:
    line = f"<http://e/s> <http://e/p> {text} .\n"
    assert written(term) == text
    (parsed,) = Graph().parse(data=line, format="nt").objects()
    (quad,) = read_lines(line, "http://e/g")
    assert quad[2] == parsed
    assert (quad[0], quad[1], quad[3]) == (URIRef("http://e/s"), URIRef("http://e/p"), URIRef("http://e/g"))


def test_a_line_names_its_graph_or_is_in_that_which_is_told() -> None:
    lines = "<http://e/s> <http://e/p> <http://e/o> <http://e/a> .\n<http://e/s> <http://e/p> <http://e/o> .\n"
    assert [str(quad[3]) for quad in read_lines(lines, "http://e/b")] == ["http://e/a", "http://e/b"]


@pytest.mark.parametrize("line", ODD)
def test_what_is_written_otherwise_has_to_be_parsed(line: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        list(read_lines(line))


def test_a_term_is_made_once() -> None:
    assert iri("http://e/a") is iri("http://e/a")
    assert literal("a", "vi") is literal("a", "vi")
    assert literal("a", "vi") != literal("a")
