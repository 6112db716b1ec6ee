"""Every rule is proved by examples: one that it must find, one that it must leave alone."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, SH, XSD

from cancu import resources
from cancu.check import PROFILES, check, forms, rules
from cancu.check.shapes import shapes
from cancu.finding import Finding, Severity
from cancu.namespaces import CC, CCR

EXAMPLES = Path(__file__).parent / "shapes"
DEVIATIONS = Path(__file__).parent / "severities.tsv"
SEVERITIES = {"V": Severity.VIOLATION, "W": Severity.WARNING, "I": Severity.INFO}
NODES = "http://vi-du.example/"
NAMES = "urn:example:"
TARGETS = {"document", "formDocument", "stateDocument", "partyDocument", "singleDocument", "plan"} | {
    form.target.removeprefix(str(CCR)) for form in forms()
}
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
    assert len({rule.id for rule in rules().values()}) == 88
    for rule in rules().values():
        assert rule.scope in {"D", "R", "G"}
        assert rule.profile in PROFILES
        assert rule.source
        assert rule.id == rule.shape.removeprefix(str(CCR)).split("-")[0]


def test_what_was_only_remembered_of_a_law_makes_no_violation():
    assert not [rule.shape for rule in rules().values() if rule.severity is Severity.VIOLATION and not rule.source_read]


@pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.shape.removeprefix(str(CCR)))
def test_each_rule_says_whether_its_source_was_read(rule):
    said = [literal.toPython() for literal in shapes().objects(URIRef(rule.shape), CC.sourceRead)]
    assert said == [rule.source_read]


def deviations() -> dict[str, tuple[str, ...]]:
    """What a shape has unlike the list of rules, and why, by the name of the shape."""
    lines = DEVIATIONS.read_text(encoding="utf-8").splitlines()
    return {row[0]: tuple(row[1:]) for row in (line.split("\t") for line in lines if not line.startswith("#"))}


def test_ids_severities_and_sources_follow_the_list_of_rules_or_say_why_not(shared):
    table = [line.split("\t") for line in shared("rules.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    listed = {row[0]: row for row in table}
    known, unlike = deviations(), {}
    for rule in rules().values():
        row, name = listed[rule.id], rule.shape.removeprefix(str(CCR))
        was_read = re.search(r"\[[^\]]*\bM\b", row[5]) is None
        if name.endswith("-unseen"):  # nobody is to blame for what a scan lost
            assert rule.severity is Severity.INFO
        elif rule.severity is not SEVERITIES[row[1]] or rule.source_read != was_read:
            unlike[name] = (rule.severity.value, "read" if rule.source_read else "remembered")
    assert unlike == {name: row[:2] for name, row in known.items() if name in unlike}
    assert known.keys() == unlike.keys(), "a row of severities.tsv tells of nothing"
    assert all(len(row) == 3 and row[2] for row in known.values())


@pytest.mark.parametrize("file", sorted(resources.path("ontology", "shapes").glob("*.ttl")), ids=lambda p: p.stem)
def test_queries_keep_to_what_shacl_sparql_allows(file):
    graph = Graph().parse(data=file.read_text(encoding="utf-8"), format="turtle")
    for query in graph.objects(None, SH.select):
        text = str(query)
        assert not any(word in text for word in ("MINUS", "VALUES", "SERVICE", "GRAPH", "NOW(", "RAND("))
        if "$this" in text:
            assert "$PATH" in text
    assert all(node.datatype == XSD.integer for node in graph.objects(None, SH.minCount))
