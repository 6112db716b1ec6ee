"""The engine says what pySHACL says, result by result, and says it of many documents as of each alone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from functools import cache

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import SH, XSD

from cancu.check import PROFILES, check, mended, reference, rules, validate
from cancu.check.engine.compiler import compiled
from cancu.check.engine.facts import Facts
from cancu.check.engine.report import Told
from cancu.check.reference import reported
from cancu.check.report import finding_of
from cancu.check.shapes import background, shapes
from cancu.errors import ParameterError
from cancu.namespaces import CC, PREFIXES
from tests.content.test_shapes import examples

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + "@prefix x: <urn:x:> .\n"
GRAPH = NamedNode("urn:g")
WORDS = ("", "12/KH-UBND", "1/KH-UBND", "KH", "Trung tâm Văn hóa xã Thí Dụ", "2026", "2021-2025", 'a"b{?c}')
EXTRACTED = URIRef("https://w3id.org/cancu/vocab/status/extracted")


@cache
def graphs() -> dict[str, tuple[str, Graph]]:
    """Example graphs by name, with their profile."""
    return {name: (profile, graph) for profile in PROFILES for name, graph in examples(profile).items()}


def told(report: Graph) -> Counter[tuple[object, ...]]:
    """The results of a report without blank nodes; messages without languages, which pySHACL drops."""
    named = (SH.focusNode, SH.value, SH.sourceConstraintComponent, SH.resultSeverity, SH.sourceShape, SH.resultPath)
    return Counter(
        (
            *(node if isinstance(node := report.value(result, part), URIRef | Literal) else None for part in named),
            frozenset(map(str, report.objects(result, SH.resultMessage))) if messages else None,
        )
        for result in report.objects(None, SH.result)
        for messages in [report.value(result, SH.sourceConstraintComponent) == SH.SPARQLConstraintComponent]
    )


@pytest.mark.parametrize("profile", PROFILES)
def test_each_example_alone_is_judged_as_by_the_reference(profile):
    for name, (of, graph) in graphs().items():
        if of == profile:
            assert check(graph, profile=profile) == reference(graph, profile=profile), name


def test_the_engine_knows_all_that_our_rules_use():
    assert compiled(Facts(shapes())).foreign == ()


def changed(data: st.DataObject, graph: Graph) -> Graph:
    """Some examples together, with triples dropped, moved to other nodes, and values changed."""
    triples = sorted(graph, key=lambda triple: tuple(node.n3() for node in triple))
    subjects = sorted({triple[0] for triple in triples})
    drawn = Graph()
    for subject, predicate, value in triples:
        match data.draw(st.sampled_from(["kept"] * 6 + ["dropped", "moved", "changed", "doubled"])):
            case "dropped":
                continue
            case "moved":
                drawn.add((data.draw(st.sampled_from(subjects)), predicate, value))
            case "changed":
                drawn.add((subject, predicate, data.draw(another(value))))
            case "doubled":
                drawn.add((subject, predicate, data.draw(another(value))))
                drawn.add((subject, predicate, value))
            case _:
                drawn.add((subject, predicate, value))
    return drawn


def another(value: URIRef | Literal) -> st.SearchStrategy[URIRef | Literal]:
    """A value of the same kind, or of another."""
    day = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31)).map(Literal)
    number = st.integers(-1, 3000).map(Literal)
    word = st.sampled_from(
        ["", "12/KH-UBND", "1/KH-UBND", "KH", "Trung tâm Văn hóa xã Thí Dụ", "2026", "2021-2025", 'a"b{?c}']
    )
    if isinstance(value, URIRef):
        kinds = st.sampled_from([EXTRACTED, CC.PartyDocument, CC.AdministrativeDocument])
        return st.just(value) | kinds | word.map(Literal)
    if value.datatype == XSD.date:
        return day | day | word.map(Literal)
    if value.datatype == XSD.integer:
        return number | word.map(Literal)
    return word.map(Literal) | word.map(lambda one: Literal(one, lang="vi")) | day


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_changed_examples_are_judged_as_by_the_reference(data):
    profile = data.draw(st.sampled_from(PROFILES))
    names = sorted(name for name, (of, _) in graphs().items() if of == profile)
    union = Graph()
    for name in data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True)):
        union += graphs()[name][1]
    graph = changed(data, union) + background()
    given_rules = shapes(profile)
    assert told(validate(graph, given_rules)) == told(reported(graph, given_rules))


@pytest.mark.parametrize("profile", PROFILES)
def test_a_third_engine_agrees(profile):
    turbo = pytest.importorskip("pyshacl_turbo", reason="needs pyshacl-turbo, a development dependency")
    union = background() + Graph()
    for of, graph in graphs().values():
        if of == profile:
            union += graph
    shipped = shapes(profile)
    _, report, _ = turbo.validate(union, shacl_graph=shipped, advanced=True, inference="none")
    ours, theirs = (Counter(key[:-1] for key in told(one).elements()) for one in (validate(union, shipped), report))
    assert ours == theirs


def test_only_documents_in_focus_are_judged():
    union = Graph()
    for name in ("F01_fail", "F02_fail", "F10_fail"):
        union += graphs()[name][1]
    every = check(union)
    documents = {finding.document for finding in every}
    assert len(documents) > 1
    one = sorted(documents)[0]
    assert check(union, focus=[one]) == reference(union, focus=[one])
    assert check(union, focus=[one]) == tuple(finding for finding in every if finding.document == one)
    assert check(union, focus=[]) == () == reference(union, focus=[])


def test_a_graph_may_come_in_many_forms():
    _, graph = graphs()["T15_fail"]
    expected = check(graph)
    store = pyoxigraph.Store()
    store.load(
        graph.serialize(format="nt").encode(),
        format=pyoxigraph.RdfFormat.N_TRIPLES,
        to_graph=NamedNode("urn:g"),
    )
    dataset = Dataset()
    for triple in graph:
        dataset.add((*triple, URIRef("urn:g")))
    size, held = len(graph), len(store)
    assert expected
    assert check(store) == check(list(graph)) == check(dataset.quads()) == expected
    assert (len(graph), len(store)) == (size, held)
    with pytest.raises(TypeError):
        check([3])
    with pytest.raises(ParameterError):
        check(graph, profile="law")


PARTS = """
@prefix part: <https://w3id.org/cancu/vocab/part/> .
@prefix mark: <https://w3id.org/cancu/vocab/mark/> .
x:d cc:recordStatus <https://w3id.org/cancu/vocab/status/extracted> ; cc:hasPart x:p , x:q ; cc:hasMark x:m .
x:p cc:partKind part:number ; cc:quote "Số: /KH-UBND" ; cc:quoteStart 7 ; cc:quoteEnd 19 ; cc:page 1 .
x:q cc:partKind part:date ; cc:quoteStart 40 ; cc:quoteEnd 40 ; cc:page 2 .
x:m cc:markKind mark:doubled-word ; cc:quote "về về" ; cc:quoteStart 50 ; cc:quoteEnd 55 ; cc:suggestion "về" ;
    cc:inDocument x:d .
"""


def test_what_is_missing_points_at_the_part_that_its_rule_looks_at():
    facts = Facts(Graph().parse(data=HEAD + PARTS, format="turtle"))

    def found(item: str, part: str | None, rule: str = "F02") -> tuple[object, ...]:
        name = f"{PREFIXES['ccv']}part/{part}"
        known = replace(rules()[f"{PREFIXES['ccr']}{rule}"], part=None if part is None else name)
        told = Told(focus=NamedNode(f"urn:x:{item}"), shape=NamedNode(known.shape), value=None, messages=())
        [finding] = mended([finding_of(told, facts, known)], facts, {})
        return (finding.quote, finding.start, finding.end, finding.page, finding.replacement)

    assert found("d", "number") == ("Số: /KH-UBND", 7, 19, 1, None)
    assert found("d", "date") == (None, 40, 40, 2, None)
    assert found("d", "signature") == (None, None, None, None, None)
    assert found("d", None) == (None, None, None, None, None)
    assert found("m", "number") == ("về về", 50, 55, None, None), "its rule is not one that is mended"
    assert found("m", "number", "Q04") == ("về về", 50, 55, None, "về")
