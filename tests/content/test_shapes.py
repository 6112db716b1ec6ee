"""Every rule is proved by examples: one that it must find, one that it must leave alone."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, SH, XSD

from cancu import resources
from cancu.check import PROFILES, check, rules
from cancu.check.shapes import shapes
from cancu.finding import Finding, Severity
from cancu.namespaces import CCR

EXAMPLES = Path(__file__).parent / "shapes"
NODES = "http://vi-du.example/"
NAMES = "urn:example:"
TARGETS = {"document", "stateDocument", "partyDocument"}
WAYS = {"citations", "tasks", "reports", "signatures", "stateSignatures", "partySignatures", "items"}


def examples(profile: str) -> dict[str, Graph]:
    """Graphs by name (“F02_fail”), their nodes told apart so that all can be checked at once."""
    lines: dict[str, list[str]] = defaultdict(list)
    profiles = {shape.removeprefix(str(CCR)): rule.profile for shape, rule in rules().items()}
    for file in sorted(EXAMPLES.glob("*.trig")):
        for quad in pyoxigraph.parse(path=file, format=pyoxigraph.RdfFormat.TRIG):
            name = quad.graph_name.value.removeprefix(NAMES)
            if profiles[name.split("_")[0]] == profile:
                lines[name].append(f"{quad.triple} .".replace(f"<{NODES}", f"<{NODES}{name}/"))
    return {name: Graph().parse(data="\n".join(triples), format="nt") for name, triples in lines.items()}


@pytest.fixture(scope="module")
def results() -> dict[str, tuple[set[str], set[str], list[Finding]]]:
    """By profile: the example names, “example shape” pairs that fired, and the findings."""
    outcome = {}
    for profile in PROFILES:
        graphs = examples(profile)
        union = Graph()
        for graph in graphs.values():
            union += graph
        findings = check(union, profile=profile)
        fired = {
            f"{finding.focus.removeprefix(NODES).split('/')[0]} {finding.shape.removeprefix(str(CCR))}"
            for finding in findings
        }
        outcome[profile] = (set(graphs), fired, list(findings))
    return outcome


@pytest.mark.parametrize("profile", PROFILES)
def test_failing_examples_fail_and_passing_examples_pass(profile, results):
    names, fired, _ = results[profile]
    wrong = []
    for name in sorted(names):
        shape, verdict = name.split("_")[:2]
        assert verdict in {"pass", "fail"}, name
        if (f"{name} {shape}" in fired) != (verdict == "fail"):
            wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.shape.removeprefix(str(CCR)))
def test_each_rule_has_a_failing_and_a_passing_example(rule, results):
    shape = rule.shape.removeprefix(str(CCR))
    verdicts = {tuple(name.split("_")[:2]) for name in results[rule.profile][0]}
    assert {(shape, "pass"), (shape, "fail")} <= verdicts


def test_messages_are_filled_and_keep_their_language(results):
    for _, _, findings in results.values():
        for finding in findings:
            assert "{" not in finding.message_vi + finding.message_en, finding
            assert finding.message_vi != finding.message_en
    messages = {f.message_vi for f in results["event"][2]}
    assert "“Thành lập khối ASEAN”: ghi 58 năm, nhưng từ 1967-08-08 đến năm 2026 là 59 năm: sửa số năm." in messages


def test_every_shape_is_a_rule_or_a_way_to_one():
    graph = shapes()
    named = {node for kind in (SH.NodeShape, SH.PropertyShape) for node in graph.subjects(None, kind)}
    plain = {str(node).removeprefix(str(CCR)) for node in named if (node, DCTERMS.identifier, None) not in graph}
    assert plain == TARGETS | WAYS
    reached = set(graph.objects(None, SH.property))
    assert {URIRef(shape) for shape in rules()} <= reached


def test_there_are_enough_rules_with_known_facts():
    assert len({rule.id for rule in rules().values()}) >= 18
    for rule in rules().values():
        assert rule.scope in {"D", "R", "G"}
        assert rule.profile in PROFILES
        assert rule.source
        assert rule.id == rule.shape.removeprefix(str(CCR)).split("-")[0]


def test_rule_ids_and_severities_follow_the_list_of_rules(shared):
    table = [line.split("\t") for line in shared("rules.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    listed = {row[0]: row for row in table}
    for rule in rules().values():
        row = listed[rule.id]
        if "M]" in row[5] and rule.shape != str(CCR.F17):
            # what was only remembered of a source must not make a document unfit; the State's half of F17 was read
            assert rule.severity is not Severity.VIOLATION, rule.shape


@pytest.mark.parametrize("file", sorted(resources.path("ontology", "shapes").glob("*.ttl")), ids=lambda p: p.stem)
def test_queries_keep_to_what_shacl_sparql_allows(file):
    graph = Graph().parse(data=file.read_text(encoding="utf-8"), format="turtle")
    for query in graph.objects(None, SH.select):
        text = str(query)
        assert not any(word in text for word in ("MINUS", "VALUES", "SERVICE", "GRAPH", "NOW(", "RAND("))
        if "$this" in text:
            assert "$PATH" in text
    assert all(node.datatype == XSD.integer for node in graph.objects(None, SH.minCount))
