"""Shapes that are not ours: each construct beside pySHACL, what the engine leaves to pySHACL, and what is refused."""

from __future__ import annotations

import pytest
from rdflib import Graph

from cancu.check import validate
from cancu.check.engine.chains import chained
from cancu.check.engine.compiler import compiled
from cancu.check.engine.facts import Facts
from cancu.check.engine.model import Unsupported
from cancu.check.engine.rewrite import rewritten
from cancu.check.reference import reported
from cancu.errors import ResourceError
from tests.check.test_engine import HEAD, told

DATA = """
x:a a x:T ; x:p 1 , 2 , "2"@vi , "hai"@vi , "two"@en ; x:q 2 ; x:day "2026-02-30"^^xsd:date , "2026-03-01"^^xsd:date ;
    x:r x:b , [ x:p 1 ] .
x:b a x:U ; x:p "một" , "01"^^xsd:integer ; x:q 0.5 , "chữ" ; x:r x:a , x:c ; x:s x:b .
x:c x:p <http://vi-du.example/đường> ; x:q "2026-01-01"^^xsd:date ; x:r x:d . x:d x:r x:c ; x:p true .
x:U rdfs:subClassOf x:T . _:e a x:T ; x:p 7 ; x:r _:f .
"""
TARGETS = (
    "x:S a sh:NodeShape ; sh:targetClass x:T ; sh:targetSubjectsOf x:q ; sh:targetObjectsOf x:r ; sh:targetNode 1 ."
)
CORE = [
    "sh:class x:T",
    "sh:datatype xsd:integer",
    "sh:datatype xsd:date",
    "sh:datatype rdf:langString",
    "sh:nodeKind sh:IRI",
    "sh:nodeKind sh:BlankNodeOrLiteral",
    "sh:minCount 2",
    "sh:maxCount 1",
    "sh:minInclusive 2",
    "sh:maxExclusive 2",
    "sh:minExclusive 0.5",
    'sh:maxInclusive "2026-02-01"^^xsd:date',
    "sh:minLength 2",
    "sh:maxLength 1",
    'sh:pattern "^H" ; sh:flags "i"',
    'sh:languageIn ( "vi" )',
    "sh:uniqueLang true",
    "sh:equals x:q",
    "sh:disjoint x:q",
    "sh:not [ sh:datatype xsd:integer ]",
    "sh:hasValue 2",
    "sh:in ( 1 x:b )",
    "sh:or ( [ sh:datatype xsd:integer ] [ sh:nodeKind sh:IRI ] )",
    "sh:and ( [ sh:nodeKind sh:IRI ] [ sh:class x:T ] )",
    "sh:xone ( [ sh:nodeKind sh:Literal ] [ sh:minLength 2 ] )",
    "sh:node [ sh:property [ sh:path x:p ; sh:minCount 2 ] ]",
    "sh:property [ sh:path x:p ; sh:maxCount 2 ; sh:message 'nhiều'@vi ]",
    "sh:closed true ; sh:ignoredProperties ( x:p )",
    "sh:qualifiedValueShape [ sh:nodeKind sh:IRI ] ; sh:qualifiedMinCount 2",
    "sh:severity sh:Info ; sh:class x:U",
    "sh:qualifiedValueShape [ sh:nodeKind sh:Literal ] ; sh:qualifiedMaxCount 1",
    "sh:deactivated true ; sh:minCount 9",
]
PATHS = ["x:p", "[ sh:inversePath x:r ]", "( x:r x:p )", "[ sh:alternativePath ( x:p x:q ) ]",
         "[ sh:zeroOrMorePath x:r ]", "[ sh:oneOrMorePath ( x:r [ sh:inversePath x:s ] ) ]",
         "[ sh:zeroOrOnePath x:r ]", "x:day"]  # fmt: skip


def graph(turtle: str) -> Graph:
    return Graph().parse(data=HEAD + turtle, format="turtle")


def plain(report: Graph) -> list[tuple[object, ...]]:
    return sorted(told(report).elements(), key=str)


@pytest.mark.parametrize("constraint", CORE)
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_core_constraints_are_judged_as_by_the_reference(constraint):
    data = graph(DATA)
    shapes = graph(TARGETS + "".join(f"x:S sh:property [ sh:path {path} ; {constraint} ] ." for path in PATHS))
    assert compiled(Facts(shapes)).foreign == ()
    assert plain(validate(data, shapes)) == plain(reported(data, shapes))


SELECT = 'x:S sh:sparql [ sh:message "{{$this}} {{?value}} {{?none}}" ; sh:prefixes x: ; sh:select """{}""" ] .'
DECLARED = 'x: sh:declare [ sh:prefix "x" ; sh:namespace "urn:x:"^^xsd:anyURI ] .'
ALIKE = [
    "SELECT $this ?value { $this x:p ?value FILTER(ISNUMERIC(?value)) }",
    "SELECT ?this (x:q AS ?path) ?value WHERE { $this x:q ?value . FILTER NOT EXISTS { $this x:r/x:r ?o ; x:s ?a } }",
    "SELECT DISTINCT $this ?value { { $this x:r ?value } UNION { ?value x:r $this FILTER(ISIRI($this)) } }",
    "SELECT $this ?value { $this x:p ?value OPTIONAL { $this x:q ?q FILTER($this != x:b) } FILTER(!BOUND(?q)) }",
    "SELECT $this (COUNT(?v) AS ?value) { $this x:p ?v } GROUP BY $this HAVING(COUNT(?v) > 1)",
    "SELECT $this ?value { { SELECT $this (COUNT(?n) AS ?value) { $this x:p ?n } GROUP BY $this } FILTER(?value > 1) }",
    "SELECT $this ?value { $this x:p ?value FILTER EXISTS { $this x:r ?o { ?o x:p ?v } UNION { ?o x:q ?v } ?o x:r ?z}}",
    "SELECT $this { FILTER(ISBLANK($this)) }",
    "SELECT $this ?value { BIND($this AS ?value) FILTER NOT EXISTS { ?value x:p ?p . ?value x:r ?r FILTER(?p = 1) } }",
]
LEFT = [
    "SELECT (COUNT(?v) AS ?value) { $this x:p ?v }",
    "SELECT $this ?value { $this x:p ?value } ORDER BY STR(?value) LIMIT 1",
    "SELECT $this (COUNT(?v) AS ?value) { $this x:p ?v } GROUP BY ?v",
]
REFUSED = [
    "SELECT $this { $this x:p ?v MINUS { $this x:q ?v } }",
    "SELECT $this { VALUES ?v { 1 } $this x:p ?v }",
    "SELECT $this { SERVICE <urn:x:s> { $this x:p ?v } }",
    "SELECT $this { { SELECT ?v { $this x:p ?v } } }",
    "SELECT $this { { SELECT * { $this x:p ?v } } }",
    "SELECT $this { x:a x:p ?v BIND(x:a AS $this) }",
    "SELECT $this { $this $PATH ?v }",
    "SELECT $this { $this x:p }",
]


@pytest.mark.parametrize("query", ALIKE)
def test_queries_of_all_focus_nodes_answer_as_one_by_one(query):
    shapes = graph(TARGETS + DECLARED + SELECT.format(query))
    assert compiled(Facts(shapes)).foreign == ()
    data = graph(DATA)
    found = plain(validate(data, shapes))
    assert found
    assert found == plain(reported(data, shapes))


@pytest.mark.parametrize("query", LEFT)
def test_queries_that_are_sound_for_one_node_only_are_run_by_pyshacl(query):
    with pytest.raises(Unsupported):
        rewritten(query, path=None, where="x:S")
    data = graph(DATA)
    shapes = graph(
        TARGETS + DECLARED + SELECT.format(query) + "x:N a sh:NodeShape ; sh:targetNode x:a ; sh:class x:U ."
    )
    assert {node.value for node in compiled(Facts(shapes)).foreign} == {"urn:x:S"}
    assert plain(validate(data, shapes)) == plain(reported(data, shapes))


@pytest.mark.parametrize("query", REFUSED)
def test_queries_that_shacl_does_not_allow_are_refused(query):
    with pytest.raises(ResourceError, match="urn:x:S"):
        validate(graph(DATA), graph(TARGETS + DECLARED + SELECT.format(query)))


@pytest.mark.parametrize(
    ("plain_text", "followed"),
    [
        ("FILTER NOT EXISTS { ?a x:p ?b . ?b x:q ?c }", "?a x:p ?b . LATERAL { ?b x:q ?c }"),
        ("FILTER EXISTS { ?a x:p ?b ; x:q ?c . }", "?a x:p ?b LATERAL { ?a x:q ?c } ."),
        ("FILTER EXISTS { ?a x:p/x:q ?c }", "?a x:p ?_step LATERAL { ?_step x:q ?c }"),
        ("FILTER EXISTS { ?a (x:p|x:q)* ?c }", "{ ?a (x:p|x:q)* ?c }"),
        ("FILTER EXISTS { ?a x:p [ x:q ?c ] . ?c x:r ?d }", "{ ?a x:p [ x:q ?c ] . ?c x:r ?d }"),
        ("?a x:p ?b ; x:q ?c . ?c x:r ?d", "?a x:p ?b ; x:q ?c . ?c x:r ?d"),
    ],
)
def test_only_patterns_inside_exists_are_chained(plain_text, followed):
    written = chained(f"SELECT $this WHERE {{ {plain_text} }}")
    words = " ".join(written.split())
    steps = {word for word in words.split() if word.startswith("?_step")}
    for step in steps:
        words = words.replace(step, "?_step")
    assert followed in words


def test_words_in_comments_names_and_strings_are_no_keywords():
    query = 'SELECT $this { $this x:VALUES ?MINUS . FILTER(?MINUS != "SERVICE {") }  # LIMIT 1 }'
    assert rewritten(query, path=None, where="x:S").asked("SEED").count("SEED") == 1


@pytest.mark.parametrize(
    ("one", "other", "less", "as_much"),
    [
        ("1", "2", True, True), ("2", "2.0", False, True), ("3", "2", False, False), ("1", "<urn:x:b>", False, False),
        ('"a"', '"b"', True, True), ('"a"', "2", False, False), ("1", '"2026-01-01"^^xsd:date', False, False),
        ('"2026-01-01"^^xsd:date', '"2026-01-02"^^xsd:date', True, True), ("_:one", "_:other", False, False),
    ],
)  # fmt: skip
def test_only_what_sparql_can_compare_is_less(one, other, less, as_much):
    """pySHACL orders IRIs and values of different types too, and stops at blank nodes; SHACL, 4.5.3, does not."""
    data = graph(f"x:a x:p {one} ; x:q {other} .")
    for parameter, holds in (("lessThan", less), ("lessThanOrEquals", as_much)):
        shapes = graph(f"x:S a sh:PropertyShape ; sh:path x:p ; sh:targetNode x:a ; sh:{parameter} x:q .")
        assert (not told(validate(data, shapes))) == holds
