"""Questions whose answers do not grow with how often something is told: many documents describe the same body.

The union of graphs that questions see holds a triple once for each graph that tells it; what joins several such
facts without taking each once takes their product.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from cancu import resources
from cancu.namespaces import BASE, PREFIXES
from cancu.query import Catalogue
from cancu.store import EmbeddedStore, open_store

DOCUMENT, BODY = f"{BASE}id/doc/tw/k13/nq/1", f"{BASE}id/org/ubnd-song-may"
CODES = """
<urn:type> skos:prefLabel "Nghị quyết"@vi . <urn:status> skos:prefLabel "chỉ được viện dẫn"@vi .
"""
TOLD = f"""
<{DOCUMENT}> a cc:Document ; cc:recordStatus <urn:status> ; cc:documentType <urn:type> ; cc:number "1-NQ/TW" ;
  cc:symbol "NQ/TW" ; cc:dateIssued "2026-01-02"^^xsd:date ; cc:title "Mẫu"@vi ; rdfs:label "Nghị quyết số 1"@vi ;
  cc:issuedBy <{BODY}> ; cc:issuerName "UBND Sông Mây" ; cc:period "2026" .
<urn:citation> cc:cited <{DOCUMENT}> ; cc:citing <urn:plan> .
<{BODY}> a cc:PublicBody ; skos:prefLabel "Ủy ban nhân dân thành phố Sông Mây"@vi ; skos:altLabel "UBND Sông Mây" ;
  org:subOrganizationOf <urn:parent> ; cc:inPlace <urn:place> .
<urn:parent> skos:prefLabel "Cấp trên"@vi . <urn:place> skos:prefLabel "Sông Mây"@vi .
"""
ASKED = [
    ((), "documents", {}),
    ((), "document-header", {"document": DOCUMENT}),
    ((), "organisations", {}),
    (("queries", "pages"), "bodies-known", {}),
    (("queries", "pages"), "documents-told", {"document": DOCUMENT}),
    (("queries", "pages"), "body-documents", {"body": BODY}),
]


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EmbeddedStore, EmbeddedStore]]:
    """A store in which one document tells all that, and one in which four do."""
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    opened = []
    for tellings in (1, 4):
        store = open_store(tmp_path_factory.mktemp("told"))
        graphs = {"urn:codes": CODES, **{f"urn:g{number}": TOLD for number in range(tellings)}}
        store.update(head + "INSERT DATA {" + "".join(f"GRAPH <{g}> {{ {t} }}" for g, t in graphs.items()) + "}")
        opened.append(store)
    yield opened[0], opened[1]
    for store in opened:
        store.close()


def solutions(store: EmbeddedStore, sparql: str) -> int:
    """Count what is found before it is grouped."""
    head, _, rest = sparql.partition("\nSELECT ")
    found = rest.partition("\nWHERE {")[2].rpartition("\n}\nGROUP BY")[0]
    body = store.run(f"{head}\nSELECT (COUNT(*) AS ?n) WHERE {{{found}\n}}").body
    return int(json.loads(body)["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize(("folder", "name", "values"), ASKED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_four_tell_is_found_once(
    stores: tuple[EmbeddedStore, EmbeddedStore], folder: tuple[str, ...], name: str, values: dict[str, str]
) -> None:
    catalogue = Catalogue.load(resources.path(*folder)) if folder else Catalogue.load()
    sparql = catalogue[name].bind(values)
    one, four = stores
    assert solutions(one, sparql) == solutions(four, sparql) > 0
    assert one.run(sparql).body == four.run(sparql).body
