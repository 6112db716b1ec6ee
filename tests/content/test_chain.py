"""“Căn cứ của căn cứ”: from a ward's plan to the centre, each step named, and the links that are missing."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cancu import resources
from cancu.graph import registry_quads, to_nquads
from cancu.link import Registry, registry_rows
from cancu.namespaces import BASE, PREFIXES, document_iri
from cancu.query import Catalogue

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + (
    "@prefix x: <urn:x:> . @prefix status: <https://w3id.org/cancu/vocab/status/> .\n"
)
# The commune's plan rests on the city's, whose own copy has no number; that carries out a scheme and a programme of the
# city; a decision of a ministry approves the scheme; nobody has the programme. Two documents cite each other.
FACTS = """
x:commune-plan cc:recordStatus status:extracted ; cc:basedOn x:city-plan-12 ; cc:cites x:mentioned .
x:city-plan-12 cc:recordStatus status:cited ; rdfs:label "Kế hoạch 12"@vi .
x:city-plan-blank cc:recordStatus status:extracted ; dcterms:isReplacedBy x:city-plan-12 ;
    cc:implements x:scheme , x:programme ; cc:basedOn x:law .
x:scheme cc:recordStatus status:registered ; cc:issuedBy x:ministry .
x:decision cc:recordStatus status:registered ; cc:approves x:scheme ; cc:issuedBy x:ministry ;
    cc:implements x:resolution .
x:resolution cc:recordStatus status:registered ; cc:issuedBy x:centre ; cc:implements x:older .
x:older cc:issuedBy x:centre .
x:programme cc:recordStatus status:cited ; cc:issuedBy x:city-committee ; cc:dateIssued "2026-01-05"^^xsd:date .
x:law a cc:Law . x:mentioned cc:recordStatus status:cited .
x:ministry a cc:PublicBody . x:centre a cc:PartyBody . x:city-committee cc:inPlace x:city .
x:a cc:recordStatus status:cited ; cc:basedOn x:b . x:b cc:recordStatus status:cited ; cc:implements x:a .
"""
CHAINS = {
    "commune-plan": {
        ("1", "commune-plan", "based on", "city-plan-12", "read"),
        ("2", "city-plan-blank", "based on", "law", "centre"),
        ("2", "city-plan-blank", "implements", "programme", "missing"),
        ("2", "city-plan-blank", "implements", "scheme", "told"),
        ("3", "scheme", "approved by", "decision", "told"),
        ("4", "decision", "implements", "resolution", "told"),
        ("4", "resolution", "implements", "older", "centre"),
    },
    "city-plan-12": {
        ("1", "city-plan-blank", "based on", "law", "centre"),
        ("1", "city-plan-blank", "implements", "programme", "missing"),
        ("1", "city-plan-blank", "implements", "scheme", "told"),
        ("2", "scheme", "approved by", "decision", "told"),
        ("3", "decision", "implements", "resolution", "told"),
        ("4", "resolution", "implements", "older", "centre"),
    },
    "a": {("1", "a", "based on", "b", "told")},
    "older": set(),
    "mentioned": set(),
}


def rows(store: ox.Store, document: str, language: str = "en") -> list[dict[str, str]]:
    text = Catalogue.load()["basis-chain"].bind({"document": document, "language": language})
    found = store.query(text, use_default_graph_as_union=True)
    names = [variable.value for variable in found.variables]
    return [{name: row[name].value if row[name] else "" for name in names} for row in found]


@pytest.fixture(scope="module")
def small() -> ox.Store:
    store = ox.Store()
    store.load(input=f"{HEAD}{FACTS}".encode(), format=ox.RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize("document", CHAINS)
def test_each_step_is_told_once_with_what_is_missing(small: ox.Store, document: str) -> None:
    names = ("step", "through", "relation", "basis", "link")
    found = [tuple(row[name].removeprefix("urn:x:") for name in names) for row in rows(small, f"urn:x:{document}")]
    assert set(found) == CHAINS[document]
    assert len(found) == len(set(found))


def test_the_missing_link_is_named_in_the_reader_s_language(small: ox.Store) -> None:
    for language, words in (("vi", "mắt xích còn thiếu"), ("en", "missing link")):
        (missing,) = [row for row in rows(small, "urn:x:commune-plan", language) if row["link"] == "missing"]
        assert (missing["linkLabel"], missing["basisDate"]) == (words, "2026-01-05")


@pytest.fixture(scope="module")
def shipped() -> ox.Store:
    store = ox.Store()
    quads = registry_quads(registry_rows(Registry.load()), base=BASE)
    store.load(input=to_nquads(quads), format=ox.RdfFormat.N_QUADS)
    for path in sorted(resources.path("data", "plans").glob("*.trig")):
        store.load(path=str(path), format=ox.RdfFormat.TRIG)
    return store


def key(iri: str) -> str:
    return iri.removeprefix(document_iri(BASE, ""))


def plan_of(store: ox.Store, body: str) -> str:
    """The plan that was read of a body, by the beginning of its key."""
    query = "SELECT ?d { ?d cc:recordStatus <https://w3id.org/cancu/vocab/status/extracted> } ORDER BY ?d"
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    (document,) = [row["d"].value for row in found if row["d"].value.startswith(document_iri(BASE, f"{body}/"))]
    return document


def test_hung_dao_s_plan_leads_through_the_city_s_to_the_conclusion_of_the_politburo(shipped: ox.Store) -> None:
    found = rows(shipped, plan_of(shipped, "ubnd-hung-dao-ha-noi"))
    edges = {
        (row["through"].removeprefix(document_iri(BASE, "")), row["basis"].removeprefix(document_iri(BASE, "")))
        for row in found
    }
    city = plan_of(shipped, "ubnd-ha-noi").removeprefix(document_iri(BASE, ""))
    assert {(city, "cp/2024/nq/47"), ("cp/2024/nq/47", "tw/k13/kl/57")} <= edges
    links = {key(row["basis"]): row["link"] for row in found}
    assert (links["ubnd-ha-noi/2026/kh/95"], links["cp/2024/nq/47"], links["tw/k13/kl/57"]) == (
        "read",
        "told",
        "centre",
    )


@pytest.mark.parametrize("body", ["ubnd-hung-dao-ha-noi", "du-do-son-hai-phong", "btgdv-tu-hai-phong", "ubnd-ha-noi"])
def test_every_plan_that_names_its_basis_reaches_the_centre_or_names_what_is_missing(
    shipped: ox.Store, body: str
) -> None:
    found = rows(shipped, plan_of(shipped, body))
    links = {row["link"] for row in found}
    assert "centre" in links
    for row in found:
        assert row["basisLabel"], "a link that cannot be named"
        if row["link"] == "missing":
            text = f"ASK {{ <{row['basis']}> cc:recordStatus <https://w3id.org/cancu/vocab/status/extracted> }}"
            assert not store_says(shipped, text)
            assert row["basis"] not in {other["through"] for other in found}, "the chain goes on from it"


def store_says(store: ox.Store, ask: str) -> bool:
    return bool(store.query(ask, prefixes=PREFIXES, use_default_graph_as_union=True))


def test_a_plan_that_only_mentions_others_has_no_chain(shipped: ox.Store) -> None:
    assert rows(shipped, plan_of(shipped, "du-dong-da-ha-noi")) == []
