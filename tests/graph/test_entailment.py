"""What follows and what does not; the same as a reasoner of others finds; nothing shipped contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import owlrl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rdflib import OWL, RDF, RDFS, Dataset, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import ORG, SKOS

from cancu import resources
from cancu.errors import ResourceError
from cancu.graph import Closure, Quad, derived_quads, entailed_quads, known_beforehand, registry_quads
from cancu.graph.entailment import Triple, codes
from cancu.graph.schema import SCHEMA_FILES, compiled, load
from cancu.link import Registry, registry_rows
from cancu.namespaces import BASE, CC, CCV, PREFIXES

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + (
    "@prefix x: <urn:x:> . @prefix type: <https://w3id.org/cancu/vocab/type/> .\n"
)
ELI = PREFIXES["eli"]


def triples(turtle: str) -> set[Triple]:
    return {
        (URIRef(str(s)), URIRef(str(p)), _term(o)) for s, p, o in Graph().parse(data=HEAD + turtle, format="turtle")
    }


def _term(node: object) -> URIRef | Literal:
    return node if isinstance(node, Literal) else URIRef(str(node))


def registry() -> tuple[Quad, ...]:
    return registry_quads(registry_rows(Registry.load()), base=BASE)


def plan(stem: str) -> set[Triple]:
    path = resources.path("data", "plans", f"{stem}.trig")
    return {(URIRef(str(q[0])), URIRef(str(q[1])), _term(q[2])) for q in Dataset().parse(path, format="trig").quads()}


STEMS = ("do-son", "dong-da", "ha-noi", "hai-phong", "hung-dao")

# what is said, what follows, what does not
RULES = {
    "a class above": ("x:r a cc:ReportingDuty .", "x:r a cc:Task .", "x:r a cc:Event ."),
    "a class above in another vocabulary": ("x:d a cc:Law .", "x:d a eli:LegalResource .", "x:d a cc:PartyDocument ."),
    "a plan has no legal force": (
        "x:d a cc:AdministrativeDocument .",
        "x:d a eli:Work .",
        "x:d a eli:LegalResource .",
    ),
    "a property above": ("x:d cc:requiresReport x:r .", "x:d cc:assigns x:r .", "x:d cc:cites x:r ."),
    "two properties above": (
        "x:d cc:basedOn x:e .",
        "x:d cc:cites x:e . x:d cc:restsOn x:e .",
        "x:d cc:implements x:e .",
    ),
    "an inverse": ("x:d cc:amends x:e .", "x:e cc:citedBy x:d .", "x:d cc:citedBy x:e ."),
    "an inverse of what stands above": (
        "x:t cc:leadAgency x:b .",
        "x:b cc:involvedIn x:t .",
        "x:t cc:involvedIn x:b .",
    ),
    "a symmetric property": ("x:d cc:possiblySameAs x:e .", "x:e cc:possiblySameAs x:d .", "x:d owl:sameAs x:e ."),
    "a domain": ("x:d cc:number '7' .", "x:d a cc:Document .", "x:d a cc:Task ."),
    "a range": ("x:d cc:issuedBy x:b .", "x:b a cc:Body , org:Organization .", "x:b a cc:PublicBody ."),
    "a body above the body above": (
        "x:a org:subOrganizationOf x:b . x:b org:subOrganizationOf x:c . x:c org:subOrganizationOf x:d .",
        "x:a org:subOrganizationOf x:d .",
        "x:d org:subOrganizationOf x:a .",
    ),
    "a place within a place": ("x:a cc:within x:b . x:b cc:within x:c .", "x:a cc:within x:c .", "x:c cc:within x:a ."),
    "the basis of the basis": (
        "x:a cc:basedOn x:b . x:b cc:implements x:c .",
        "x:a cc:restsOn x:c . x:c cc:basisFor x:a .",
        "x:a cc:basedOn x:c . x:a cc:cites x:c .",
    ),
    "a defined class": ("x:d cc:documentType type:ke-hoach .", "x:d a cc:Plan .", "x:d a cc:Law ."),
    "what a defined class means": (
        "x:d a cc:Plan .",
        "x:d cc:documentType type:ke-hoach .",
        "x:d a cc:PartyDocument .",
    ),
    "a law has legal force": ("x:d cc:documentType type:luat .", "x:d a cc:NormativeDocument .", "x:d a cc:Decree ."),
}


@pytest.mark.parametrize(("said", "follows", "decoy"), RULES.values(), ids=RULES.keys())
def test_what_follows_and_what_does_not(said: str, follows: str, decoy: str) -> None:
    closure = Closure(load(), triples(said))
    assert [one for one in triples(follows) if one not in closure] == []
    assert [one for one in triples(decoy) if one in closure] == []


def test_two_values_of_one_make_no_two_things_one() -> None:
    closure = Closure(load(), triples("x:c cc:cited x:d , x:e ."))
    assert not [one for one in closure.derived if one[1] == OWL.sameAs]


def test_what_is_given_or_known_below_is_not_derived_again() -> None:
    below = Closure(load(), triples("x:b a cc:PublicBody ."))
    closure = Closure(load(), triples("x:d cc:issuedBy x:b . x:d a cc:Document ."), below=below)
    assert closure.derived == triples("x:b cc:issued x:d . x:d a eli:Work , prov:Entity .")


def test_a_chain_passes_through_the_registry() -> None:
    below = Closure(load(), triples("x:b org:subOrganizationOf x:c ."))
    closure = Closure(load(), triples("x:a org:subOrganizationOf x:b . x:c org:subOrganizationOf x:d ."), below=below)
    chains = {(str(s)[-1], str(o)[-1]) for s, p, o in closure.derived if p == ORG.subOrganizationOf}
    assert chains == {("a", "c"), ("a", "d"), ("b", "d")}


# Constructs of OWL that no rule here reads: silently passing over them would be wrong
STRANGE = [
    "cc:A owl:equivalentClass [ a owl:Class ; owl:unionOf ( cc:B cc:C ) ] .",
    "cc:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty cc:p ; owl:someValuesFrom cc:B ] .",
    "cc:p owl:propertyChainAxiom ( cc:q cc:r ) .",
    "cc:p owl:equivalentProperty cc:q .",
    "cc:A owl:equivalentClass cc:B .",
    "cc:A owl:equivalentClass [ owl:intersectionOf ( cc:B [ owl:onProperty cc:p ; owl:hasValue 'a word' ] ) ] .",
]


@pytest.mark.parametrize("axiom", STRANGE)
def test_a_construct_that_is_not_known_is_refused(axiom: str) -> None:
    with pytest.raises(ResourceError):
        compiled(Graph().parse(data=HEAD + axiom, format="turtle"))


# owlrl as witness

_AXIOMS = {
    RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf, OWL.equivalentClass,
    OWL.intersectionOf, OWL.onProperty, OWL.hasValue, RDF.first, RDF.rest,
}  # fmt: skip
_LEFT_OUT = {OWL.FunctionalProperty, OWL.AllDisjointClasses, OWL.AnnotationProperty, OWL.Ontology}


def axioms() -> Graph:
    """The ontology without names and notes, and without the axioms that ``graph.schema`` leaves to others."""
    whole = Graph()
    for name in SCHEMA_FILES:
        whole.parse(resources.path("ontology", name), format="turtle")
    kept = Graph()
    for subject, predicate, value in whole:
        if predicate in _AXIOMS and value not in _LEFT_OUT:
            kept.add((subject, predicate, value))
    return kept


def by_owlrl(facts: Iterable[Triple]) -> set[Triple]:
    """All that owlrl concludes about the things in ``facts`` in terms of the ontology."""
    facts = set(facts)
    graph = axioms()
    for fact in facts:
        graph.add(fact)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return {(s, p, o) for s, p, o in graph if _is_about((s, p, o), facts)}


def by_us(facts: Iterable[Triple]) -> set[Triple]:
    facts = set(facts)
    return {one for one in facts | Closure(load(), facts).derived if _is_about(one, facts)}


def _is_about(triple: tuple[object, ...], facts: set[Triple]) -> bool:
    """Whether it speaks of a thing that the facts name, in terms of the ontology."""
    terms = load().terms
    is_ours = triple[2] in terms if triple[1] == RDF.type else triple[1] in terms
    return is_ours and isinstance(triple[0], URIRef) and any(triple[0] in (fact[0], fact[2]) for fact in facts)


def examples() -> set[Triple]:
    core = Graph().parse(resources.path("ontology", "core.ttl"), format="turtle")
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in core.namespaces())
    facts = Graph()
    for text in core.objects(None, SKOS.example):
        facts.parse(data=f"{prefixes}{text}", format="turtle")
    return {(URIRef(str(s)), URIRef(str(p)), _term(o)) for s, p, o in facts}


FACTS = {
    "the examples of all terms": examples,
    "all rules at once": lambda: {one for said, _, _ in RULES.values() for one in triples(said)},
    "a plan": lambda: plan("dong-da"),
}


@pytest.mark.parametrize("facts", FACTS.values(), ids=FACTS.keys())
def test_owlrl_concludes_the_same(facts) -> None:
    given = facts()
    theirs = by_owlrl(given)
    assert len(theirs) > 30
    assert by_us(given) == theirs


# Layers and order

NODES = st.sampled_from([URIRef(f"urn:x:{letter}") for letter in "abcdef"])
EDGES = st.sampled_from(
    [
        ORG.subOrganizationOf, CC.within, CC.basedOn, CC.implements, CC.restsOn, CC.amends, CC.citedBy, CC.issuedBy,
        CC.possiblySameAs, CC.inDocument, CC.hasCitation, CC.leadAgency, CC.requiresReport,
    ]
)  # fmt: skip
CLASSES = st.sampled_from([CC.Document, CC.Plan, CC.Law, CC.PublicBody, CC.Task, CC.ReportingDuty, CC.Anniversary])
FACT = st.one_of(
    st.tuples(NODES, EDGES, NODES),
    st.tuples(NODES, st.just(RDF.type), CLASSES),
    st.tuples(NODES, st.just(CC.documentType), st.sampled_from([CCV["type/ke-hoach"], CCV["type/luat"]])),
)
SETS = st.sets(FACT, max_size=12)


@settings(deadline=None)
@given(below=SETS, above=SETS)
def test_in_layers_or_at_once_it_is_the_same(below: set[Triple], above: set[Triple]) -> None:
    base = Closure(load(), below)
    layered = Closure(load(), above, below=base)
    flat = Closure(load(), below | above)
    assert layered.derived | above | base.derived | below == flat.derived | above | below
    assert not layered.derived & (base.derived | below)


@settings(deadline=None)
@given(facts=SETS, more=SETS)
def test_more_facts_take_nothing_back_and_conclusions_conclude_nothing_new(
    facts: set[Triple], more: set[Triple]
) -> None:
    closure = Closure(load(), facts)
    known = closure.derived | facts
    assert known <= Closure(load(), facts | more).derived | facts | more
    assert Closure(load(), known).derived == frozenset()


@settings(max_examples=5, deadline=None, phases=[Phase.generate])  # owlrl takes seconds: no shrinking
@given(facts=st.sets(FACT, min_size=4, max_size=30))
def test_owlrl_concludes_the_same_of_whatever_is_said(facts: set[Triple]) -> None:
    assert by_us(facts) == by_owlrl(facts)


# All that ships


def test_documents_alone_conclude_what_all_together_do_but_for_chains_between_them() -> None:
    known = known_beforehand(registry())
    told = {quad[:3] for quad in registry()} | codes()
    apart = told | {quad[:3] for quad in derived_quads(known, "urn:g")}
    for stem in STEMS:
        facts = plan(stem)
        apart |= facts | {
            quad[:3] for quad in entailed_quads([(*one, URIRef("urn:g")) for one in facts], "urn:g", known=known)
        }
        told |= facts
    together = told | Closure(load(), told).derived
    assert apart <= together
    chains = {CC.restsOn, CC.basisFor, CC.within, ORG.subOrganizationOf}
    assert {one[1] for one in together - apart} <= chains


def test_nothing_that_ships_contradicts_itself() -> None:
    facts = {quad[:3] for quad in registry()} | codes() | {one for stem in STEMS for one in plan(stem)}
    known = facts | Closure(load(), facts).derived
    kinds: dict[object, set[object]] = {}
    values: dict[tuple[object, object], set[object]] = {}
    functional = set(_axioms().subjects(RDF.type, OWL.FunctionalProperty))
    for subject, predicate, value in known:
        if predicate == RDF.type:
            kinds.setdefault(subject, set()).add(value)
        elif predicate in functional:
            values.setdefault((subject, predicate), set()).add(value)
    apart = _disjoint()
    assert len(apart) > 100
    assert [(one, pair) for one, of in kinds.items() for pair in apart if pair <= of] == []
    assert {key: of for key, of in values.items() if len(of) > 1} == {}
    legal = {one for one, of in kinds.items() if URIRef(f"{ELI}LegalResource") in of}
    without = {one for one, of in kinds.items() if of & {CC.AdministrativeDocument, CC.PartyDocument}}
    assert legal
    assert without
    assert not legal & without


def _axioms() -> Graph:
    graph = Graph()
    for name in SCHEMA_FILES:
        graph.parse(resources.path("ontology", name), format="turtle")
    return graph


def _disjoint() -> set[frozenset[object]]:
    graph = _axioms()
    pairs = {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}
    for group in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        head = graph.value(group, OWL.members)
        assert head is not None
        pairs |= {frozenset(pair) for pair in combinations(Collection(graph, head), 2)}
    return pairs
