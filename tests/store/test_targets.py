"""Which graphs an update may write, as its tokens tell; and how the protocol's dataset gets into it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cancu.errors import QueryError
from cancu.store import Dataset
from cancu.store.targets import over, targets

P = "PREFIX ex: <http://e/> "

NAMED = [
    ("INSERT DATA { GRAPH <http://e/g> { <http://e/s> a <http://e/o> } }", {"http://e/g", "http://e/s", "http://e/o"}),
    (P + "INSERT DATA { GRAPH ex:g { ex:s ex:p 1 } }", {"http://e/", "http://e/g", "http://e/s", "http://e/p"}),
    ("CLEAR DEFAULT", set()),
    ("", set()),
    ("# nothing but words: CLEAR ALL", set()),
    ("CLEAR SILENT GRAPH <http://e/g>", {"http://e/g"}),
    ("COPY <http://e/g> TO <http://e/h>", {"http://e/g", "http://e/h"}),
    ("DELETE { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }", set()),
    ("WITH <http://e/g> DELETE { ?s ?p ?o } WHERE { { GRAPH ?g { ?s ?p ?o } } }", {"http://e/g"}),
    ("DELETE WHERE { ?s ?p 'GRAPH ?g { CLEAR ALL }' } # CLEAR ALL", set()),
    ("DELETE {} USING NAMED <http://e/g> WHERE { GRAPH ?g { ?s ?p ?o } }", {"http://e/g"}),
]


@pytest.mark.parametrize(("update", "expected"), NAMED)
def test_graphs_that_are_named(update: str, expected: set[str]) -> None:
    ox.Store().update(update)  # what is claimed of is an update
    assert targets(update) == expected | {""}


ANY = [
    "CLEAR ALL",
    "clear all",
    "DROP NAMED",
    "CLEARALL",
    "DROP SILENT ALL",
    "INSERT { GRAPH ?g { ?s a ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
    "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o } ; INSERT { GRAPH $g { ?s a ?o } } WHERE { ?g ?s ?o }",
    "BASE <http://e/> CLEAR SILENT GRAPH <g>",
    "CLEAR SILENT GRAPH <http://e/a/../g>",
    "CLEAR SILENT GRAPH <http://e/\\u0067>",
    P + "INSERT DATA { GRAPHex:g { ex:s ex:p 1 } }",
    P + "INSERT DATA { GRAPH ex:a\\-b { ex:s ex:p 1 } }",
]


@pytest.mark.parametrize("update", ANY)
def test_graphs_that_nobody_names(update: str) -> None:
    ox.Store().update(update)
    assert targets(update) is None


USING = "USING <http://e/g> USING NAMED <http://e/h>"
DATASET = Dataset(("http://e/g",), ("http://e/h",))


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", f"DELETE {{ ?s ?p 1 }} {USING} WHERE {{ ?s ?p 1 }}"),
        ("DELETE WHERE { ?s ?p 1 }", f"DELETE {{ ?s ?p 1 }} {USING} WHERE {{ ?s ?p 1 }}"),
        ("INSERT DATA { <a:s> <a:p> 'WHERE { WITH }' }", "INSERT DATA { <a:s> <a:p> 'WHERE { WITH }' }"),
        ("CLEAR ALL # WITH USING", "CLEAR ALL # WITH USING"),
        (
            "INSERT { ?s ?p 2 } WHERE { { SELECT ?s ?p WHERE { ?s ?p 1 } } } ;\nDELETE WHERE { ?s ?p 1 }",
            (
                f"INSERT {{ ?s ?p 2 }} {USING} WHERE {{ {{ SELECT ?s ?p WHERE {{ ?s ?p 1 }} }} }} ;\n"
                f"DELETE {{ ?s ?p 1 }} {USING} WHERE {{ ?s ?p 1 }}"
            ),
        ),
    ],
)
def test_the_dataset_of_the_protocol_becomes_using(update: str, expected: str) -> None:
    found = over(update, DATASET)
    assert found == expected
    ox.Store().update(found)


@pytest.mark.parametrize(
    ("update", "place"),
    [
        ("WITH <http://e/g> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }", (1, 1)),
        ("DELETE { ?s ?p 1 }\nUSING <http://e/g> WHERE { ?s ?p 1 }", (2, 1)),
    ],
)
def test_a_dataset_told_twice_is_refused(update: str, place: tuple[int, int]) -> None:
    with pytest.raises(QueryError) as caught:
        over(update, DATASET)
    assert (caught.value.line, caught.value.column) == place


def test_what_is_no_iri_stays_out_of_the_text() -> None:
    with pytest.raises(QueryError):
        over("DELETE WHERE { ?s ?p 1 }", Dataset(("http://e/> WHERE {} ; CLEAR ALL #",)))
