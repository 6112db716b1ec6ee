"""The ontology: well formed, said in two languages, without loose ends, and consistent by HermiT."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, SH, SKOS

from cancu import resources
from cancu.model import Frequency, RelationKind, Role
from cancu.namespaces import BASE, CC, CCV, PREFIXES
from cancu.vietnamese import slug

FOLDER = resources.folder("ontology")
FILES = sorted(FOLDER.rglob("*.ttl"))
VOCABULARIES = sorted((FOLDER / "vocab").glob("*.ttl"))
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}


def parse(*paths: Path) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(data=path.read_text(encoding="utf-8"), format="turtle")
    return graph


def ours(graph: Graph, namespace: str = str(CC)) -> set[str]:
    return {str(node) for triple in graph for node in triple if str(node).startswith(namespace)}


@pytest.fixture(scope="module")
def core() -> Graph:
    return parse(FOLDER / "core.ttl")


@pytest.fixture(scope="module")
def terms(core) -> set[str]:
    return {str(s) for kind in KINDS for s in core.subjects(RDF.type, kind) if str(s).startswith(str(CC))}


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_every_file_parses_and_says_nothing_twice(file):
    text = file.read_text(encoding="utf-8")
    assert len(parse(file)) > 0
    heads = re.findall(r"^(\w+:[\w-]+)\s+a\s", text, re.MULTILINE)
    assert [head for head, count in Counter(heads).items() if count > 1] == []


def test_each_term_is_declared_in_one_file_only():
    declared = Counter()
    for file in FILES:
        graph = parse(file)
        kinds = (KINDS - {OWL.AnnotationProperty}) | {SKOS.Concept, SH.PropertyShape, SH.NodeShape}
        declared.update({str(s) for kind in kinds for s in graph.subjects(RDF.type, kind) if BASE in str(s)})
    assert [term for term, count in declared.items() if count > 1] == []


def test_the_core_speaks_of_no_foreign_class_but_concepts(core):
    foreign = {str(c) for c in core.subjects(RDF.type, OWL.Class) if isinstance(c, URIRef) and str(CC) not in str(c)}
    assert foreign == {str(SKOS.Concept), str(SKOS.ConceptScheme)}


def test_no_undefined_term_is_used_in_rules_alignments_code_lists_or_queries(terms):
    used = ours(parse(*FILES))
    prefix = re.compile(r"\bcc:([A-Za-z]\w*)")
    for file in [*FILES, *resources.folder("queries").rglob("*.rq")]:
        used |= {str(CC) + name for name in prefix.findall(file.read_text(encoding="utf-8"))}
    used.discard(str(CC))
    assert sorted(used - terms) == []


def test_no_undefined_term_is_used_in_the_package(terms, checkout):
    named = re.compile(r"\bCC\.([A-Za-z]\w*)")
    used = {
        str(CC) + name
        for file in (checkout / "service").rglob("*.py")
        for name in named.findall(file.read_text(encoding="utf-8"))
    }
    assert sorted(used - terms) == []


def test_the_prefix_table_is_the_same_in_turtle_and_in_python():
    graph = parse(FOLDER / "prefixes.ttl")
    table = {
        str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace))
        for node in graph.objects(None, SH.declare)
    }
    assert table == PREFIXES


def test_the_ontology_states_its_version_licence_and_prefix(core):
    ontology = URIRef(str(CC).removesuffix("#"))
    assert (ontology, OWL.versionIRI, None) in core
    assert str(core.value(ontology, DCTERMS.license)).endswith("/by/4.0/")
    assert not list(core.objects(None, OWL.imports))
    assert not list(parse(FOLDER / "align.ttl").objects(None, OWL.imports))


@pytest.mark.parametrize("file", VOCABULARIES, ids=lambda path: path.stem)
def test_code_lists_are_complete(file):
    graph = parse(file)
    scheme = CCV[file.stem]
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    assert concepts
    for concept in concepts | {scheme}:
        for predicate in (SKOS.prefLabel, SKOS.definition):
            assert sorted(lit.language for lit in graph.objects(concept, predicate)) == ["en", "vi"], concept
    for concept in concepts:
        assert str(concept).startswith(f"{scheme}/")
        assert graph.value(concept, SKOS.inScheme) == scheme
    labels = Counter(str(label) for c in concepts for label in graph.objects(c, SKOS.prefLabel))
    assert [label for label, count in labels.items() if count > 1] == []


@pytest.mark.parametrize(("scheme", "kinds"), [("role", Role), ("relation", RelationKind), ("frequency", Frequency)])
def test_code_lists_have_just_the_values_of_the_record(scheme, kinds):
    graph = parse(FOLDER / "vocab" / f"{scheme}.ttl")
    concepts = {str(c).rsplit("/", 1)[-1] for c in graph.subjects(RDF.type, SKOS.Concept)}
    assert concepts == {kind.value for kind in kinds}


# name, abbreviations of the State, abbreviations of the Party, families
TYPES = [
    ("Kế hoạch", {"KH"}, {"KH"}, {"administrative", "party"}),
    ("Nghị quyết", {"NQ"}, {"NQ"}, {"administrative", "normative", "party"}),
    ("Quy định", {"QyĐ"}, {"QĐ"}, {"administrative", "party"}),  # the Party's QĐ collides with Quyết định
    ("Nghị định", {"NĐ"}, set(), {"normative"}),
    ("Chương trình", {"CTr"}, {"CTr"}, {"administrative", "party"}),
    ("Nghị quyết liên tịch", {"NQLT"}, set(), {"normative"}),
    ("Công văn", set(), {"CV"}, {"administrative", "party"}),  # the State's carries no type
    ("Kết luận", set(), {"KL"}, {"party"}),
    ("Luật", set(), set(), {"normative"}),
    ("Đề án", {"ĐA"}, {"ĐA"}, {"administrative", "party"}),
]


@pytest.mark.parametrize(("name", "state", "party", "families"), TYPES)
def test_types_carry_their_abbreviations_by_family(name, state, party, families):
    graph = parse(FOLDER / "vocab" / "type.ttl")
    concept = CCV[f"type/{slug(name)}"]
    assert Literal(name, lang="vi") in set(graph.objects(concept, SKOS.prefLabel))
    assert {str(node) for node in graph.objects(concept, CC.stateAbbreviation)} == state
    assert {str(node) for node in graph.objects(concept, CC.partyAbbreviation)} == party
    assert {str(node) for node in graph.objects(concept, SKOS.notation)} == state | party
    assert {str(node).rsplit("/", 1)[-1] for node in graph.objects(concept, CC.typeFamily)} == families


def test_type_iris_are_the_slugs_of_their_names():
    graph = parse(FOLDER / "vocab" / "type.ttl")
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        [name] = [str(label) for label in graph.objects(concept, SKOS.prefLabel) if label.language == "vi"]
        assert str(concept) == str(CCV[f"type/{slug(name)}"])
