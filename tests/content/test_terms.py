"""Terms: what is written is defined, what is defined is written, each has an example that means what it says."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Dataset, Graph, Literal, URIRef
from rdflib.namespace import DCAM, OWL, SKOS, Namespace

from cancu import resources
from cancu.graph import registry_quads
from cancu.link import Registry, registry_rows
from cancu.namespaces import BASE, CC, CCV

FOLDER = resources.folder("ontology")
VS = Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
EXAMPLES = Namespace(f"{BASE}example/")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
INFERRED = {CC.basisFor, CC.citedBy, CC.hasItem, CC.involvedIn, CC.involves, CC.issued, CC.restsOn, CC.Run}
"""Terms that reasoning writes: inverses, and what stands above the terms that are read off a document."""


@cache
def core() -> Graph:
    return Graph().parse(FOLDER / "core.ttl", format="turtle")


@cache
def terms() -> tuple[URIRef, ...]:
    found = {subject for kind in KINDS for subject in core().subjects(RDF.type, kind)}
    return tuple(sorted(URIRef(str(term)) for term in found if str(term).startswith(str(CC))))


def spoken(triples: Iterable[tuple[object, ...]]) -> set[URIRef]:
    """Our terms among subjects, predicates and objects."""
    return {
        node for triple in triples for node in triple if isinstance(node, URIRef) and node.startswith(str(CC)) and node
    } - {URIRef(str(CC))}


def plans() -> Graph:
    made = Graph()
    for path in sorted(resources.path("data", "plans").glob("*.trig")):
        for quad in Dataset().parse(path, format="trig").quads():
            made.add(quad[:3])
    return made


def registry() -> Graph:
    made = Graph()
    for quad in registry_quads(registry_rows(Registry.load()), base=BASE):
        made.add(quad[:3])
    return made


def example(term: URIRef) -> Graph:
    """Parse a term's example with the prefixes of core.ttl."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in core().namespaces())
    (text,) = core().objects(term, SKOS.example)
    return Graph().parse(data=f"{prefixes}{text}", format="turtle")


@cache
def examples() -> Graph:
    """All examples as one graph: one commune, its plan and what the plan rests on."""
    made = Graph()
    for term in terms():
        made += example(term)
    return made


def lists_and_rules() -> Graph:
    made = Graph()
    for path in sorted(FOLDER.rglob("*.ttl")):
        if path.parent != FOLDER:
            made.parse(path, format="turtle")
    return made


@pytest.mark.parametrize("source", [plans, registry, lists_and_rules, examples], ids=lambda source: source.__name__)
def test_what_is_written_is_defined(source) -> None:
    said = spoken(source())
    assert said
    assert sorted(said - set(terms())) == []


@pytest.mark.parametrize("fixture", sorted((Path(__file__).parent.parent).rglob("*.trig")), ids=lambda path: path.stem)
def test_what_the_fixtures_of_tests_say_is_defined(fixture: Path) -> None:
    quads = Dataset().parse(fixture, format="trig").quads()
    assert sorted(spoken(quad[:3] for quad in quads) - set(terms())) == []


def test_what_is_defined_is_written_by_the_program_or_by_reasoning(checkout: Path) -> None:
    data = spoken(plans()) | spoken(registry()) | spoken(lists_and_rules())
    program = "".join(path.read_text("utf-8") for path in (checkout / "service").rglob("*.py"))
    questions = "".join(path.read_text("utf-8") for path in resources.folder("queries").rglob("*.rq"))
    program += questions.replace("cc:", "CC.")
    written = {term for term in terms() if f"CC.{term.removeprefix(str(CC))}" in program}
    by_kind = {CC[path.rpartition("/")[2]] for path in map(str, kinds_of_relation())}
    defined = {term for term in terms() if core().value(term, OWL.equivalentClass)}
    assert sorted(set(terms()) - data - written - by_kind - defined - INFERRED) == []


def kinds_of_relation() -> Iterable[object]:
    """Kinds of relations bear the names of the edges they make."""
    return Graph().parse(FOLDER / "vocab" / "relation.ttl").subjects(RDF.type, SKOS.Concept)


@pytest.mark.parametrize("term", terms(), ids=lambda term: term.removeprefix(str(CC)))
def test_each_term_has_a_status_and_an_example_that_uses_it(term: URIRef) -> None:
    assert [str(status) for status in core().objects(term, VS.term_status)] in (["stable"], ["testing"])
    shown = example(term)
    assert term in {*shown.predicates(), *shown.objects(None, RDF.type)}
    subjects = {
        subject for subject in shown.subjects() if not str(subject).startswith((str(CC), str(CCV), BASE + "rules/"))
    }
    assert all(str(subject).startswith(str(EXAMPLES)) for subject in subjects), "places that do not exist"


def test_the_values_of_examples_have_the_kinds_of_the_properties() -> None:
    """Classes of subjects and objects are those of domain and range, as far as an example says what a thing is."""
    graph = examples()
    above = {(sub, sup) for sub in terms() for sup in core().transitive_objects(sub, RDFS.subClassOf)}
    wrong = []
    for subject, predicate, value in graph:
        for node, bound in ((subject, RDFS.domain), (value, RDFS.range)):
            wanted = core().value(predicate, bound)
            classes = set(graph.objects(node, RDF.type))
            if not classes or wanted is None or not str(wanted).startswith(str(CC)):
                continue
            if not any((one, wanted) in above or _is_defined(one) for one in classes):
                wrong.append((subject, predicate, value, bound))
    assert wrong == []


def _is_defined(one: object) -> bool:
    return core().value(URIRef(str(one)), OWL.equivalentClass) is not None


def test_datatype_values_of_examples_fit_their_ranges() -> None:
    wrong = [
        (subject, predicate, value)
        for subject, predicate, value in examples()
        if isinstance(value, Literal)
        and (wanted := core().value(predicate, RDFS.range)) is not None
        and (value.datatype or RDFS.Literal) != wanted
        and not (value.datatype is None and str(wanted).endswith("#string"))
    ]
    assert wrong == []


@pytest.mark.parametrize("source", [plans, registry, examples], ids=lambda source: source.__name__)
def test_what_may_stand_there_is_what_stands_there(source) -> None:
    """dcam:domainIncludes and rangeIncludes entail nothing, so the data must keep to them by itself."""
    graph = source()
    wrong = []
    for predicate, allowed in allowances(DCAM.domainIncludes).items():
        for subject in graph.subjects(predicate):
            classes = set(graph.objects(subject, RDF.type))
            if classes and not classes & allowed:
                wrong.append((subject, predicate))
    for predicate, allowed in allowances(DCAM.rangeIncludes).items():
        for value in graph.objects(None, predicate):
            kinds = {_datatype(value)} if isinstance(value, Literal) else set(graph.objects(value, RDF.type))
            if kinds and not kinds & allowed:
                wrong.append((predicate, value))
    assert wrong == []


def allowances(bound: URIRef) -> dict[URIRef, set[object]]:
    """By property, the classes or datatypes that may stand at one end of it, with those below them."""
    return {
        URIRef(str(term)): {sub for one in core().objects(term, bound) for sub in below(one)}
        for term in set(core().subjects(bound))
    }


def below(one: object) -> set[object]:
    return set(core().transitive_subjects(RDFS.subClassOf, URIRef(str(one))))


def _datatype(value: Literal) -> URIRef | None:
    return RDF.langString if value.language else value.datatype


def test_codes_in_examples_stand_in_the_lists() -> None:
    lists = lists_and_rules()
    codes = {value for value in examples().objects() if str(value).startswith(str(CCV))}
    assert codes
    assert sorted(code for code in codes if (code, RDF.type, SKOS.Concept) not in lists) == []
