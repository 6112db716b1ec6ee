"""Parameters enter a query as terms or not at all."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cancu.errors import NotFoundError, ParameterError, ResourceError
from cancu.query import Catalogue, Kind
from cancu.query.question import parse

HEADER = """# title@vi: Thử
# title@en: Trial
# description@vi: Thử.
# description@en: Trial.
# parameter: {parameter} | giá trị | value
# column: x | x | x

SELECT ?x {{ VALUES ?x {{ UNDEF }} }}
"""


def bound(kind: str, value: str) -> list[ox.NamedNode | ox.Literal]:
    """The terms that ``value`` becomes, as the engine sees them."""
    question = parse("trial", HEADER.format(parameter=f"x {kind} optional"))
    found = ox.Store().query(question.bind({"x": value}))
    assert isinstance(found, ox.QuerySolutions)
    return [row["x"] for row in found]


NASTY = [
    'x" } } ; DROP ALL ; { { "',
    "x' } UNION { ?s ?p ?o",
    "back\\slash \\n \\u0041",
    'new\nline\t"""three"""',
    "?x } VALUES ?x { 1",
    "Đồ Sơn – “ngoặc kép” 𝄞",
]


@pytest.mark.parametrize("value", NASTY)
def test_strings_arrive_as_they_were_sent(value: str) -> None:
    assert bound("string", value) == [ox.Literal(value)]


WITH = """# title@vi: Thử
# title@en: Trial
# description@vi: Thử.
# description@en: Trial.
# parameter: x string optional | giá trị | value
# column: y | y | y

SELECT ?y {
  VALUES ?x { UNDEF }
  VALUES ?y { "a" "b" }
  # with x: VALUES ?y { "b" "# with x: c" }
}
"""


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", ["a", "b"]), ("given", ["b"]), ("# with x: }", ["b"])],
    ids=["not given: a comment", "given: a part of the text", "what a value says is no mark"],
)
def test_a_line_is_part_of_the_text_where_its_parameter_is_given(value: str, expected: list[str]) -> None:
    found = ox.Store().query(parse("trial", WITH).bind({"x": value} if value else {}))
    assert isinstance(found, ox.QuerySolutions)
    assert [row["y"].value for row in found] == expected


def test_a_line_for_a_parameter_that_is_none_is_refused() -> None:
    with pytest.raises(ResourceError, match="with z"):
        parse("trial", WITH.replace("# with x: VALUES", "# with z: VALUES"))


TWO = """# title@vi: Thử
# title@en: Trial
# description@vi: Thử.
# description@en: Trial.
# parameter: x string optional | giá trị | value
# parameter: y string optional | giá trị | value
# column: x | x | x
# column: y | y | y
# column: z | z | z

SELECT ?x ?y ?z { VALUES ?x { UNDEF } VALUES ?y { UNDEF } { VALUES ?x { UNDEF } BIND(?x AS ?z) } }
"""


def test_a_parameter_stands_wherever_it_is_needed_and_what_values_say_is_no_parameter() -> None:
    told = {"x": "VALUES ?y { UNDEF }", "y": "VALUES ?x { UNDEF }"}
    found = ox.Store().query(parse("trial", TWO).bind(told))
    assert isinstance(found, ox.QuerySolutions)
    assert [[term.value for term in row] for row in found] == [[told["x"], told["y"], told["x"]]]


@pytest.mark.parametrize(
    "value", ["http://e/a> } #", "no iri", "http://e/a b", "http://e/\x00", "<http://e/a>", "javascript"]
)
def test_what_is_no_iri_is_refused(value: str) -> None:
    with pytest.raises(ParameterError):
        bound("iri", value)


def test_known_prefixes_are_expanded() -> None:
    assert bound("iri", "ccv:role/basis") == [ox.NamedNode("https://w3id.org/cancu/vocab/role/basis")]


@pytest.mark.parametrize(
    ("kind", "value", "lexical"),
    [
        ("date", "2026-03-11", "2026-03-11"),
        ("date", "11/3/2026", "2026-03-11"),
        ("integer", "-007", "-7"),
    ],
)
def test_dates_and_integers_are_typed(kind: str, value: str, lexical: str) -> None:
    (term,) = bound(kind, value)
    assert isinstance(term, ox.Literal)
    assert (term.value, term.datatype.value.rpartition("#")[2]) == (lexical, kind)


@pytest.mark.parametrize(
    ("kind", "value"),
    [("date", "2026-02-30"), ("date", "11-03-2026"), ("integer", "1.5"), ("integer", "٣"), ("integer", "")],
)
def test_what_is_no_date_or_integer_is_refused(kind: str, value: str) -> None:
    question = parse("trial", HEADER.format(parameter=f"x {kind} required"))
    with pytest.raises(ParameterError) as caught:
        question.bind({"x": value})
    assert caught.value.where == "x"


def test_an_open_parameter_stays_open_and_a_default_is_used() -> None:
    assert "UNDEF" in parse("trial", HEADER.format(parameter="x string optional")).bind({})
    assert '"vi"' in parse("trial", HEADER.format(parameter="x string vi")).bind({"x": ""})


def test_unknown_and_missing_parameters_are_named() -> None:
    question = Catalogue.load()["units-citing"]
    with pytest.raises(ParameterError) as unknown:
        question.bind({"referenze": "x"})
    assert "reference, language" in unknown.value.en
    with pytest.raises(ParameterError) as missing:
        question.bind({})
    assert missing.value.where == "reference"


def test_a_name_may_mean_several_things_or_nothing() -> None:
    question = Catalogue.load()["units-citing"]
    meanings = {"59": ("http://e/a", "http://e/b"), "60": ()}

    def resolve(kind: Kind, text: str) -> tuple[str, ...]:
        assert kind is Kind.REFERENCE
        return meanings[text]

    assert "VALUES ?reference { <http://e/a> <http://e/b> }" in question.bind({"reference": "59"}, resolve)
    with pytest.raises(NotFoundError):
        question.bind({"reference": "60"}, resolve)


@pytest.mark.parametrize(
    "text",
    [
        HEADER.format(parameter="y string optional"),
        HEADER.format(parameter="x colour optional"),
        HEADER.format(parameter="x string optional").replace("# title@en: Trial\n", ""),
    ],
    ids=["a parameter that the text lacks", "an unknown type", "a missing title"],
)
def test_a_file_with_a_wrong_header_does_not_load(text: str) -> None:
    with pytest.raises(ResourceError):
        parse("trial", text)


def test_an_unknown_question_tells_what_comes_close() -> None:
    with pytest.raises(NotFoundError) as caught:
        Catalogue.load()["unit-citing"]
    assert "units-citing" in caught.value.near
