"""HermiT on the ontology: what is sound is consistent, what is wrong is refused, and for the reason that is named.

Without a JDK, HermiT's own command line judges one file after the other, and the profiles of OWL 2 are not checked.
"""

from __future__ import annotations

import shutil
import subprocess
from collections import defaultdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.namespace import SKOS

from cancu import resources
from cancu.namespaces import CC, PREFIXES

FOLDER = resources.folder("ontology")
JUDGE = Path(__file__).with_name("reasoner") / "Judge.java"
CODE = "https://w3id.org/cancu/vocab/"
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + "@prefix x: <urn:x:> .\n"
SOUND = f"""
x:plan a cc:AdministrativeDocument, cc:Plan ; cc:documentType <{CODE}type/ke-hoach> ;
    cc:issuedBy x:committee ; cc:basedOn x:decree ; cc:hasCitation x:citation ; cc:assigns x:task ;
    cc:requiresReport x:report ; cc:announces x:day ; cc:hasDistribution x:line ; cc:hasSignature x:signature ;
    cc:recordStatus <{CODE}status/extracted> ; prov:wasGeneratedBy x:run .
x:decree a cc:NormativeDocument . x:rule a cc:PartyDocument, cc:Plan .
x:committee a cc:PublicBody ; cc:inPlace x:commune ; org:subOrganizationOf x:province . x:province a cc:PublicBody .
x:commune a cc:Unit . x:branch a cc:PartyBody . x:front a cc:FrontBody . x:departments a cc:BodyGroup .
x:citation a cc:Citation ; cc:citing x:plan ; cc:cited x:decree ; cc:quoteStart 7 ;
    cc:resolution <{CODE}resolution/resolved> .
x:section a cc:Section ; cc:inDocument x:plan .
x:task a cc:Task ; cc:leadAgency x:branch ; cc:coordinatingAgency x:departments .
x:report a cc:ReportingDuty ; cc:reportsFrom x:front ; cc:reportsTo x:committee .
x:merger a cc:ChangeEvent ; cc:changedFrom x:commune, x:committee ; cc:changedTo x:province ;
    cc:changeKind <{CODE}change/merger> .
x:chair a cc:Post ; cc:postIn x:committee ; cc:postRank <{CODE}rank/head> .
x:day a cc:Anniversary ; cc:commemorates x:founding . x:founding a cc:Event .
x:line a cc:Distribution ; cc:recipient x:front . x:signature a cc:Signature . x:run a cc:ExtractionRun ;
    prov:used x:file . x:file a cc:File . x:series a cc:Numbering ; cc:numberedBy x:committee .
"""


def apart(one: str) -> str:
    """The update that forgets that the class ``one`` is disjoint from those it is listed with."""
    return f"DELETE {{ ?d a owl:AllDisjointClasses }} WHERE {{ ?d owl:members/rdf:rest*/rdf:first {one} }}"


def forget(*axioms: str) -> str:
    """The update that takes axioms away."""
    return f"DELETE DATA {{ {' . '.join(axioms)} }}"


# what is wrong; the words that say it; the axiom without which nothing would be wrong with it
WRONG = {
    "a body of the State and of the Party": ("x:committee a cc:PartyBody .", apart("cc:PublicBody")),
    "a group of bodies that is a body of the Front": ("x:departments a cc:FrontBody .", apart("cc:BodyGroup")),
    "a place that is a body": ("x:commune a cc:Body .", apart("cc:Unit")),
    "a post that is a body": ("x:chair a cc:PublicBody .", apart("cc:Post")),
    "a wording that is a file": ("x:file a cc:TextVersion .", apart("cc:TextVersion")),
    "a reporting duty that is an event": ("x:report a cc:Event .", apart("cc:Event")),
    "a code that is a list of codes": (
        f"<{CODE}type/luat> a skos:ConceptScheme .",
        forget("skos:ConceptScheme owl:disjointWith skos:Concept"),
    ),
    "a plan of the State and of the Party": (
        "x:plan a cc:PartyDocument .",
        forget("cc:AdministrativeDocument owl:disjointWith cc:PartyDocument"),
    ),
    "a decree that is an administrative document": (
        "x:decree a cc:AdministrativeDocument .",
        forget("cc:NormativeDocument owl:disjointWith cc:AdministrativeDocument"),
    ),
    "a plan that is no work": (
        "x:plan a [ a owl:Class ; owl:complementOf eli:Work ] .",
        forget("cc:Document rdfs:subClassOf eli:Work"),
    ),
    "a law of the Party": (
        f"x:rule cc:documentType <{CODE}type/luat> .",
        forget("cc:Law rdfs:subClassOf cc:NormativeDocument"),
    ),
    "a document that issues a document": (
        "x:decree cc:issuedBy x:plan .",
        forget("cc:issuedBy rdfs:range cc:Body", "cc:issued rdfs:domain cc:Body"),
    ),
    "a task led by a place": (
        "x:task cc:leadAgency x:commune .",
        forget(
            "cc:leadAgency rdfs:range cc:Body", "cc:involves rdfs:range cc:Body", "cc:involvedIn rdfs:domain cc:Body"
        ),
    ),
    "an anniversary of a document": (
        "x:day cc:commemorates x:decree .",
        forget("cc:commemorates rdfs:range cc:Event", "cc:commemorates a owl:FunctionalProperty"),
    ),
    "a section inside a document that is called a section": (
        "x:section cc:parentSection x:plan .",
        forget("cc:parentSection rdfs:range cc:Section"),
    ),
    "a citation made by two documents": (
        "x:citation cc:citing x:rule .",
        forget("cc:citing a owl:FunctionalProperty", "cc:inDocument a owl:FunctionalProperty"),
    ),
    "a citation both resolved and ambiguous": (
        f"x:citation cc:resolution <{CODE}resolution/ambiguous> .",
        forget("cc:resolution a owl:FunctionalProperty"),
    ),
    "a series numbered by a body of the State and one of the Party": (
        "x:series cc:numberedBy x:branch .",
        forget("cc:numberedBy a owl:FunctionalProperty"),
    ),
    "a quote that begins at two places": (
        "x:citation cc:quoteStart 9 .",
        forget("cc:quoteStart a owl:FunctionalProperty"),
    ),
    "a quote that begins at a word": (
        'x:section cc:quoteStart "đầu" .',
        forget("cc:quoteStart rdfs:range xsd:integer"),
    ),
    "a number of years in words": ('x:day cc:years "năm mươi" .', forget("cc:years rdfs:range xsd:integer")),
    "a reading that is a thing": ("x:run a prov:Entity .", forget("prov:Activity owl:disjointWith prov:Entity")),
}

BROKEN = """
cc:kind a owl:ObjectProperty, owl:DatatypeProperty . cc:day a owl:DatatypeProperty ; rdfs:range xsd:date .
cc:Seal a owl:Class ; rdfs:subClassOf cc:Unheard . cc:chain a owl:TransitiveProperty, owl:FunctionalProperty .
"""


def ontology() -> Graph:
    graph = Graph()
    for path in (FOLDER / "core.ttl", FOLDER / "align.ttl", *sorted((FOLDER / "vocab").glob("*.ttl"))):
        graph.parse(path, format="turtle")
    return graph


def with_words(turtle: str, *, without: str = "") -> Graph:
    graph = ontology().parse(data=HEAD + turtle, format="turtle")
    if without:
        before = len(graph)
        graph.update("".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + without)
        assert len(graph) < before, f"no such axiom: {without}"
    return graph


def examples() -> Graph:
    core = Graph().parse(FOLDER / "core.ttl", format="turtle")
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in core.namespaces())
    graph = ontology()
    for text in core.objects(None, SKOS.example):
        graph.parse(data=f"{prefixes}{text}", format="turtle")
    return graph


def plan() -> Graph:
    """A plan as it ships, and for each document without legal force that it is no legal resource.

    One is enough for HermiT, which takes long over many individuals; ``tests/graph/test_entailment.py`` takes all.
    """
    graph = ontology()
    for quad in Dataset().parse(resources.path("data", "plans", "do-son.trig"), format="trig").quads():
        graph.add(quad[:3])
    for kind in (CC.AdministrativeDocument, CC.PartyDocument):
        for document in set(graph.subjects(RDF.type, kind)):
            other = "[ a owl:Class ; owl:complementOf eli:LegalResource ]"
            graph.parse(data=f"{HEAD}<{document}> a {other} .", format="turtle")
    return graph


Verdict = dict[str, list[str]]


@cache
def verdicts() -> dict[str, Verdict]:
    """What HermiT says of every graph: by name, its findings by word."""
    cases = {"core": Graph().parse(FOLDER / "core.ttl"), "sound": with_words(SOUND)}
    cases |= {"whole": ontology(), "examples": examples(), "plan": plan(), "broken": with_words(BROKEN)}
    for name, (words, reason) in WRONG.items():
        cases[f"wrong: {name}"] = with_words(SOUND + words)
        cases[f"mended: {name}"] = with_words(SOUND + words, without=reason)
    with TemporaryDirectory() as folder:
        files = {name: Path(folder) / f"{order}.ttl" for order, name in enumerate(cases)}
        for name, path in files.items():
            path.write_text(cases[name].serialize(format="turtle"), encoding="utf-8")
        found = _by_jdk(list(files.values())) if _has_jdk() else {path: _by_jre(path) for path in files.values()}
        return {name: found[path] for name, path in files.items()}


def _has_jdk() -> bool:
    return shutil.which("javac") is not None


def _jar() -> Path:
    found = find_spec("owlready2")
    if found is None or found.origin is None or shutil.which("java") is None:
        pytest.skip("needs java and owlready2, which brings HermiT")
    return Path(found.origin).with_name("hermit") / "HermiT.jar"


def _by_jdk(files: list[Path]) -> dict[Path, Verdict]:
    command = ["java", "-Dfile.encoding=UTF-8", "-cp", _jar(), JUDGE, *files]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    found: dict[Path, Verdict] = defaultdict(lambda: defaultdict(list))
    for line in done.stdout.splitlines():
        file, word, what = line.split("\t")
        found[Path(file)][word].append(what)
    return found


def _by_jre(file: Path) -> Verdict:
    command = ["java", "-jar", _jar(), "--ignoreUnsupportedDatatypes", "-U", f"file:{file}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "InconsistentOntologyException" in done.stderr:
        return {"inconsistent": [""]}
    assert done.returncode == 0, done.stderr
    classes = [line.strip() for line in done.stdout.splitlines()[1:]]
    return {"consistent": [""], "unsatisfiable": [one for one in classes if one and one != "owl:Nothing"]}


@pytest.mark.parametrize("name", ["core", "whole", "sound", "examples", "plan"])
def test_what_is_sound_is_consistent_and_every_class_can_have_members(name: str) -> None:
    verdict = verdicts()[name]
    assert (list(verdict.get("consistent", ())), list(verdict.get("unsatisfiable", ()))) == ([""], [])


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_graph_is_refused(name: str) -> None:
    assert "inconsistent" in verdicts()[f"wrong: {name}"]


@pytest.mark.parametrize("name", WRONG)
def test_it_is_refused_for_its_reason(name: str) -> None:
    assert "consistent" in verdicts()[f"mended: {name}"], "something else is wrong with it, too"


@pytest.mark.parametrize("name", ["core", "whole"])
def test_it_is_owl_2_dl_and_within_rl(name: str) -> None:
    if not _has_jdk():
        pytest.skip("needs a JDK: the checkers of profiles stand behind no command line")
    verdict = verdicts()[name]
    assert (verdict["DL"], verdict["RL"]) == ([], [])


def test_what_leaves_owl_2_dl_or_rl_is_seen() -> None:
    if not _has_jdk():
        pytest.skip("needs a JDK: the checkers of profiles stand behind no command line")
    verdict = verdicts()["broken"]
    told = "\n".join(verdict["DL"])
    assert {name for name in ("kind", "Unheard", "chain", "day") if str(CC[name]) in told} == {
        "kind",
        "Unheard",
        "chain",
    }
    assert [line for line in verdict["RL"] if "xsd:date" in line and str(CC.day) in line]


def test_a_plan_is_no_legal_resource_even_by_reasoning() -> None:
    """``plan`` says of each document without legal force that it is none; it would be inconsistent otherwise."""
    legal = URIRef(PREFIXES["eli"] + "LegalResource")
    assert (None, URIRef(PREFIXES["owl"] + "complementOf"), legal) in plan()
    assert "consistent" in verdicts()["plan"]
