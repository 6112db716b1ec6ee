"""A document in others' words: what fits is said, and nothing becomes what it is not."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cancu import resources
from cancu.graph import registry_quads, to_nquads
from cancu.link import Registry, registry_rows
from cancu.namespaces import BASE
from cancu.query import Catalogue

ELI = "http://data.europa.eu/eli/ontology#"
SCHEMA = "https://schema.org/"
RRMV = "http://data.europa.eu/2qy/rrmv#"
HEAD = """
@prefix cc: <https://w3id.org/cancu/ontology#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix x: <urn:x:> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix status: <https://w3id.org/cancu/vocab/status/> .
"""
FACTS = """
x:plan a cc:Document , cc:AdministrativeDocument ; cc:recordStatus status:extracted ; rdfs:label "Kế hoạch 12"@vi ;
    cc:number "12/KH-UBND" ; cc:dateIssued "2026-03-12"^^xsd:date ; cc:title "Đọc sách"@vi ; cc:issuedBy x:committee ;
    cc:basedOn x:decree , x:city-plan ; cc:implements x:city-plan , x:law ; cc:hasSection x:section ;
    cc:assigns x:task ; cc:requiresReport x:report ; cc:announces x:day .
x:decree a cc:Document , cc:NormativeDocument ; cc:recordStatus status:registered ; cc:issuedBy x:government .
x:law a cc:Document , cc:NormativeDocument . x:city-plan a cc:Document , cc:AdministrativeDocument .
x:text a cc:TextVersion ; cc:inDocument x:plan ; prov:wasDerivedFrom x:file .
x:task a cc:Task ; cc:quote "Tổ chức ngày hội" ; cc:leadAgency x:office ; cc:coordinatingAgency x:front ;
    cc:endDate "2026-06-30"^^xsd:date .
x:report a cc:ReportingDuty ; cc:quote "Báo cáo" ; cc:reportsTo x:committee .
x:day a cc:Event ; rdfs:label "Ngày hội"@vi .
"""


def store() -> ox.Store:
    made = ox.Store()
    made.load(input=f"{HEAD}{FACTS}".encode(), format=ox.RdfFormat.TURTLE)
    return made


def said(name: str, document: str = "urn:x:plan") -> set[tuple[str, str, str]]:
    """What the question ``name`` constructs, with prefixes cut off."""
    text = Catalogue.load()[name].bind({"document": document})
    return {
        tuple(_short(node.value) for node in (triple.subject, triple.predicate, triple.object))
        for triple in store().query(text)
    }


def _short(value: str) -> str:
    for namespace, prefix in ((ELI, "eli:"), (SCHEMA, "schema:"), (RRMV, "rrmv:"), ("urn:x:", "x:")):
        value = value.replace(namespace, prefix)
    return value.rpartition("#")[2] if value.endswith("#type") else value


def test_eli_says_what_fits() -> None:
    found = said("as-eli")
    assert {
        ("x:plan", "type", "eli:Work"),
        ("x:plan", "eli:id_local", "12/KH-UBND"),
        ("x:plan", "eli:based_on", "x:decree"),
        ("x:plan", "eli:based_on", "x:city-plan"),
        ("x:plan", "eli:cites", "x:decree"),
        ("x:plan", "eli:ensures_implementation_of", "x:law"),
        ("x:text", "eli:title", "Đọc sách"),
        ("x:text", "eli:is_embodied_by", "x:file"),
        ("x:section", "type", "eli:WorkSubdivision"),
    } <= found


@pytest.mark.parametrize(
    "wrong",
    [
        ("x:plan", "type", "eli:LegalResource"),
        ("x:plan", "eli:passed_by", "x:committee"),  # its domain is eli:LegalResource
        ("x:plan", "eli:ensures_implementation_of", "x:city-plan"),  # its range is eli:LegalResource
        ("x:plan", "eli:cites", "x:city-plan"),
        ("x:plan", "eli:title", "Đọc sách"),  # its domain is eli:Expression
    ],
)
def test_eli_makes_no_plan_a_legal_resource(wrong: tuple[str, str, str]) -> None:
    assert wrong not in said("as-eli")


def test_eli_gives_a_decree_its_force() -> None:
    found = said("as-eli", "urn:x:decree")
    assert {("x:decree", "type", "eli:LegalResource"), ("x:decree", "eli:passed_by", "x:government")} <= found


def test_schema_org_tells_document_task_and_event() -> None:
    found = said("as-schema-org")
    assert {
        ("x:plan", "type", "schema:DigitalDocument"),
        ("x:plan", "schema:citation", "x:law"),
        ("x:task", "type", "schema:PlanAction"),
        ("x:task", "schema:agent", "x:office"),
        ("x:task", "schema:participant", "x:front"),
        ("x:task", "schema:endTime", "2026-06-30"),
        ("x:day", "schema:name", "Ngày hội"),
    } <= found
    assert ("x:plan", "type", "schema:Legislation") not in found
    assert ("x:decree", "type", "schema:Legislation") in said("as-schema-org", "urn:x:decree")


def test_rrmv_tells_who_has_which_part() -> None:
    found = said("as-rrmv")
    roles = {(s, o.rpartition("/")[2]) for s, p, o in found if p == "rrmv:withRole"}
    assert roles == {
        ("x:task#lead-x:office", "bearer"),
        ("x:task#coordinator-x:front", "implementor"),
        ("x:report#addressee-x:committee", "addressee"),
    }
    assert ("x:task#when", "rrmv:hasEnd", "2026-06-30") in found
    assert ("x:report", "rrmv:atTime", "x:report#when") not in found


def test_no_shipped_document_without_legal_force_becomes_a_legal_resource() -> None:
    made = ox.Store()
    made.load(input=to_nquads(registry_quads(registry_rows(Registry.load()), base=BASE)), format=ox.RdfFormat.N_QUADS)
    for path in sorted(resources.path("data", "plans").glob("*.trig")):
        made.load(path=str(path), format=ox.RdfFormat.TRIG)
    rows = list(made.query(Catalogue.load()["as-eli"].sparql, use_default_graph_as_union=True))
    legal = {t.subject.value for t in rows if t.object == ox.NamedNode(f"{ELI}LegalResource")}
    other = made.query(
        "SELECT DISTINCT ?d { ?d a ?k VALUES ?k { cc:AdministrativeDocument cc:PartyDocument } }",
        prefixes={"cc": "https://w3id.org/cancu/ontology#"},
        use_default_graph_as_union=True,
    )
    others = {row["d"].value for row in other}
    assert legal
    assert len(others) > 20
    assert not legal & others
