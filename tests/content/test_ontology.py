"""The ontology: well formed, said in two languages, without loose ends, and consistent by HermiT."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
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


def test_a_plan_is_no_legal_resource():
    graph = parse(FOLDER / "core.ttl", FOLDER / "align.ttl")
    legal = URIRef(PREFIXES["eli"] + "LegalResource")
    assert set(graph.transitive_subjects(RDFS.subClassOf, legal)) - {legal} == {
        CC.NormativeDocument,
        CC.Law,
        CC.Decree,
        CC.Circular,
    }


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


# HermiT: what a graph may say, and what it must not

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + "@prefix x: <urn:x:> .\n"
SOUND = """
x:plan a cc:AdministrativeDocument, cc:Plan ; cc:documentType <https://w3id.org/cancu/vocab/type/ke-hoach> ;
    cc:issuedBy x:committee ; cc:basedOn x:decree ; cc:hasCitation x:citation ; cc:assigns x:task ;
    cc:requiresReport x:report ; cc:announces x:day ; cc:hasDistribution x:line ; cc:hasSignature x:signature ;
    cc:recordStatus <https://w3id.org/cancu/vocab/status/extracted> ; prov:wasGeneratedBy x:run .
x:decree a cc:NormativeDocument . x:rule a cc:PartyDocument, cc:Plan .
x:committee a cc:PublicBody ; cc:inPlace x:commune ; org:subOrganizationOf x:province . x:province a cc:PublicBody .
x:commune a cc:Unit . x:branch a cc:PartyBody . x:front a cc:FrontBody . x:departments a cc:BodyGroup .
x:citation a cc:Citation ; cc:citing x:plan ; cc:cited x:decree ;
    cc:resolution <https://w3id.org/cancu/vocab/resolution/resolved> .
x:task a cc:Task ; cc:leadAgency x:branch ; cc:coordinatingAgency x:departments .
x:report a cc:ReportingDuty ; cc:reportsFrom x:front ; cc:reportsTo x:committee .
x:day a cc:Anniversary ; cc:commemorates x:founding . x:founding a cc:Event .
x:line a cc:Distribution ; cc:recipient x:front . x:signature a cc:Signature . x:run a cc:ExtractionRun ;
    prov:used x:file . x:file a cc:File .
"""
WRONG = {
    "a body of the State and of the Party": "x:committee a cc:PartyBody .",
    "a plan of the State and of the Party": "x:plan a cc:PartyDocument .",
    "a document that issues a document": "x:decree cc:issuedBy x:plan .",
    "a reporting duty that is an event": "x:report a cc:Event .",
    "a citation both resolved and ambiguous": (
        "x:citation cc:resolution <https://w3id.org/cancu/vocab/resolution/ambiguous> ."
    ),
    "a decree that is an administrative document": "x:decree a cc:AdministrativeDocument .",
}


def reason(tmp_path: Path, turtle: str) -> tuple[bool, list[str]]:
    """Run HermiT over ontology, alignments, code lists and ``turtle``: is it consistent, what is unsatisfiable."""
    owlready2 = pytest.importorskip("owlready2")
    if shutil.which("java") is None:
        pytest.skip("needs java, in which HermiT is written")
    graph = parse(FOLDER / "core.ttl", FOLDER / "align.ttl", *VOCABULARIES)
    graph.parse(data=HEAD + turtle, format="turtle")
    path = tmp_path / "all.nt"
    path.write_text(graph.serialize(format="nt"), encoding="utf-8")
    world = owlready2.World()
    try:
        with path.open("rb") as file:
            ontology = world.get_ontology("urn:all#").load(fileobj=file, format="ntriples")
        with ontology:
            owlready2.sync_reasoner_hermit(world, debug=0)
        return True, [str(entity) for entity in world.inconsistent_classes()]
    except owlready2.OwlReadyInconsistentOntologyError:
        return False, []
    finally:
        world.close()


def test_a_sound_graph_is_consistent_and_every_class_can_have_members(tmp_path):
    assert reason(tmp_path, SOUND) == (True, [])


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_graph_is_refused(tmp_path, wrong):
    assert reason(tmp_path, SOUND + wrong) == (False, [])
