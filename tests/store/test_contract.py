"""What every store promises, embedded or remote: the claims of ``Store``, held against real databases."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cancu.errors import DataError, LimitError, QueryError, StoreError
from cancu.namespaces import PREFIXES
from cancu.store import DATASETS, GRAPHS, N_TRIPLES, SOLUTIONS, Dataset, Limits, Store, Upload, by_name
from tests.engines import NAMES, Engines, emptied

XSD = "http://www.w3.org/2001/XMLSchema#"
LITERALS = (
    b'<urn:s> <urn:p> "ti\\u1EBFng Vi\\u1EC7t"@vi .\n'
    b'<urn:s> <urn:p> "a \\"b\\" \\\\ \\n \\t c" .\n'
    + "".join(
        f'<urn:s> <urn:p{number}> "{value}"^^<{XSD}{kind}> .\n'
        for number, (value, kind) in enumerate(
            [
                ("1", "boolean"), ("false", "boolean"), ("007", "integer"), ("1.50", "decimal"), ("2026", "gYear"),
                ("--05-02", "gMonthDay"), ("2026-03-11", "date"), ("2026-03-11T08:00:00+07:00", "dateTime"),
            ]
        )
    ).encode()
)  # fmt: skip
"""Literals as people write them; canonical ones come back."""
CANONICAL = sorted(
    [
        '<urn:s> <urn:p> "tiếng Việt"@vi .',
        '<urn:s> <urn:p> "a \\"b\\" \\\\ \\n \\t c" .',
        f'<urn:s> <urn:p0> "true"^^<{XSD}boolean> .',
        f'<urn:s> <urn:p1> "false"^^<{XSD}boolean> .',
        f'<urn:s> <urn:p2> "7"^^<{XSD}integer> .',
        f'<urn:s> <urn:p3> "1.5"^^<{XSD}decimal> .',
        f'<urn:s> <urn:p4> "2026"^^<{XSD}gYear> .',
        f'<urn:s> <urn:p5> "--05-02"^^<{XSD}gMonthDay> .',
        f'<urn:s> <urn:p6> "2026-03-11"^^<{XSD}date> .',
        f'<urn:s> <urn:p7> "2026-03-11T08:00:00+07:00"^^<{XSD}dateTime> .',
    ]
)
ONE, TWO = b"<urn:a> <urn:p> <urn:b> .\n", b"<urn:b> <urn:p> <urn:c> .\n"
LIMITS = Limits(seconds=10, answer=300_000, rows=1000, change=200_000)


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    held = Engines(tmp_path_factory.mktemp("engines"))
    yield held
    held.close()


class Again:
    """Opens the store of an engine, again and again over the same state."""

    def __init__(self, engines: Engines, name: str) -> None:
        self.name = name
        self.states = engines.states()
        self._engines = engines
        self._store: Store | None = None

    def __call__(self) -> Store:
        self.close()
        self._store = self.beside()
        return self._store

    def beside(self) -> Store:
        """Open it while it may be open."""
        return self._engines.open(self.name, self.states, PREFIXES, LIMITS)

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
        self._store = None


@pytest.fixture(params=NAMES)
def reopen(request: pytest.FixtureRequest, engines: Engines) -> Iterator[Again]:
    again = Again(engines, request.param)
    yield again
    emptied(again())
    again.close()


@pytest.fixture
def store(reopen: Again) -> Store:
    return reopen()


def lines(data: bytes) -> list[str]:
    return sorted(data.decode().splitlines())


def values(store: Store, sparql: str, **options: object) -> list[str]:
    """The bindings of ?x, sorted."""
    told = json.loads(store.query(sparql, accept=SOLUTIONS[0], **options).body)  # type: ignore[arg-type]
    return sorted(row["x"]["value"] for row in told["results"]["bindings"])


ALL = "SELECT ?x { ?x <urn:p> ?o }"


def test_what_is_written_is_read_in_one_form(store: Store) -> None:
    store.replace({"urn:g": LITERALS})
    assert lines(store.content("urn:g")) == CANONICAL
    assert lines(store.graph("urn:g")) == CANONICAL
    assert store.size() == len(CANONICAL)
    store.replace({"urn:g": store.content("urn:g")})
    assert lines(store.content("urn:g")) == CANONICAL


def test_the_default_graph_of_questions_is_the_union_each_triple_once(store: Store) -> None:
    store.replace({"urn:g": ONE, "urn:h": ONE + TWO, "": TWO})
    assert values(store, ALL) == ["urn:a", "urn:b"]
    assert json.loads(store.run(ALL).body) == json.loads(store.query(ALL).body)
    store.replace({"urn:h": b""})
    assert values(store, ALL) == ["urn:a", "urn:b"]
    store.replace({"": b""})
    assert values(store, ALL) == ["urn:a"]
    store.replace({"urn:g": TWO})
    assert values(store, ALL) == ["urn:b"]


def test_graphs_are_listed_counted_and_told(store: Store) -> None:
    store.replace({"urn:x:1": ONE, "urn:x:2": TWO, "urn:y": ONE, "": ONE})
    assert store.graphs() == ("urn:x:1", "urn:x:2", "urn:y")
    assert store.graphs("urn:x:") == ("urn:x:1", "urn:x:2")
    held = {iri: store.has_graph(iri) for iri in ("urn:y", "urn:z", "", "no iri")}
    assert held == {"urn:y": True, "urn:z": False, "": True, "no iri": False}
    assert store.size() == 4
    assert store.content("urn:z") == b""


def test_several_graphs_are_replaced_at_once_and_empty_removes(store: Store) -> None:
    store.replace({"urn:g": ONE, "urn:h": ONE})
    store.replace({"urn:g": b"", "urn:h": TWO, "urn:i": b"<urn:b> <urn:p> <urn:c> <urn:i> .\n"})
    assert (store.graphs(), store.content("urn:h"), store.content("urn:i")) == (("urn:h", "urn:i"), TWO, TWO)
    store.remove(["urn:h", "urn:unknown"])
    assert store.graphs() == ("urn:i",)


@pytest.mark.parametrize("data", [b"<urn:a> <urn:p>", b"<urn:a> <urn:p> <urn:b> <urn:other> .\n"])
def test_what_is_malformed_changes_nothing(store: Store, data: bytes) -> None:
    store.replace({"urn:g": ONE})
    with pytest.raises(StoreError):
        store.replace({"urn:f": TWO, "urn:g": data})
    assert (store.graphs(), store.content("urn:g")) == (("urn:g",), ONE)


def test_each_commit_has_a_version(store: Store) -> None:
    before = store.version
    store.replace({"urn:g": ONE})
    assert store.version > before


def test_what_was_committed_is_there_when_it_is_opened_again(reopen: Again) -> None:
    reopen().replace({"urn:g": ONE, "": TWO})
    store = reopen()
    assert (store.graphs(), store.content("urn:g"), store.content(""), store.size()) == (("urn:g",), ONE, TWO, 2)


def test_the_journal_tells_what_changed_in_order(reopen: Again) -> None:
    store = reopen()
    store.replace({"urn:g": ONE})
    store.replace({"urn:h": ONE})
    store.replace({"urn:g": ONE})
    store.replace({"urn:h": TWO})
    store.remove(["urn:g"])
    told = [(entry.number, entry.graph, entry.is_removal) for entry in store.journal.entries(0, 9)]
    assert told == [(3, "urn:h", False), (4, "urn:g", True)]
    store = reopen()
    assert [(entry.number, entry.graph) for entry in store.journal.entries(0, 9)] == [(3, "urn:h"), (4, "urn:g")]
    assert store.journal.latest() == 4


def test_the_dump_holds_every_quad(store: Store) -> None:
    store.replace({"urn:g": ONE, "urn:h": ONE + TWO, "": TWO})
    output = io.BytesIO()
    store.dump(output)
    assert lines(output.getvalue()) == [
        "<urn:a> <urn:p> <urn:b> <urn:g> .",
        "<urn:a> <urn:p> <urn:b> <urn:h> .",
        "<urn:b> <urn:p> <urn:c> .",
        "<urn:b> <urn:p> <urn:c> <urn:h> .",
    ]


ANSWERS = {
    "json": '{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"uri","value":"urn:a"}}]}}',
    "csv": "x\r\nurn:a\r\n",
    "tsv": "?x\n<urn:a>\n",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_solutions_are_the_same_bytes(store: Store, name: str) -> None:
    store.replace({"urn:g": ONE})
    assert store.query(ALL, accept=by_name(SOLUTIONS, name)).body.decode() == ANSWERS[name]
    assert store.run(ALL, accept=by_name(SOLUTIONS, name)).body.decode() == ANSWERS[name]


@pytest.mark.parametrize("asked", ["query", "run"])
def test_truth_is_told(store: Store, asked: str) -> None:
    store.replace({"urn:g": ONE})
    told = [
        json.loads(getattr(store, asked)(f"ASK {{ <urn:{name}> ?p ?o }}").body)["boolean"] for name in ("a", "other")
    ]
    assert told == [True, False]


def test_rows_are_plain_texts(store: Store) -> None:
    store.replace({"urn:g": LITERALS + ONE, "": b'<urn:s> <urn:of-none> "a, \\r\\n \\"b\\"" .\n'})
    found = {
        tuple(row) for row in store.rows("SELECT ?o ?none WHERE { <urn:s> <urn:p> ?o OPTIONAL { ?o <urn:x> ?none } }")
    }
    assert found == {("tiếng Việt", ""), ('a "b" \\ \n \t c', "")}
    assert [*store.rows("SELECT ?s WHERE { ?s <urn:no> ?o }")] == []
    unnamed = f"SELECT ?g ?o WHERE {{ VALUES ?g {{ <{store.unnamed}> <urn:g> }} GRAPH ?g {{ ?s <urn:of-none> ?o }} }}"
    assert [tuple(row) for row in store.rows(unnamed)] == [(store.unnamed, 'a, \r\n "b"')]


def test_graphs_are_told_in_every_format(store: Store) -> None:
    store.replace({"urn:g": ONE})
    found = {form.name: store.query("CONSTRUCT WHERE { ?s ?p ?o }", accept=form).body.decode() for form in GRAPHS}
    assert found["nt"] == ONE.decode()
    assert found["ttl"].endswith("<urn:a> <urn:p> <urn:b> .\n")
    assert json.loads(found["jsonld"]) == [{"@id": "urn:a", "urn:p": [{"@id": "urn:b"}]}]
    assert store.query("DESCRIBE <urn:a>", accept=N_TRIPLES).body == ONE
    assert {form.name for form in DATASETS} == {"trig", "nq"}


def test_the_dataset_is_chosen(store: Store) -> None:
    store.replace({"urn:g": ONE, "urn:h": TWO})
    assert values(store, "SELECT ?x FROM <urn:g> { ?x ?p ?o }") == ["urn:a"]
    assert values(store, "SELECT ?x FROM NAMED <urn:h> { GRAPH ?g { ?x ?p ?o } }") == ["urn:b"]
    assert values(store, ALL, dataset=Dataset(("urn:h",))) == ["urn:b"]
    assert values(store, "SELECT ?x FROM <urn:g> { ?x ?p ?o }", dataset=Dataset(("urn:h",))) == ["urn:b"]
    assert values(store, ALL, dataset=Dataset(("urn:unknown",))) == []
    assert values(store, "SELECT ?x { <b> <urn:p> ?x }", base="urn:x") == ["urn:c"]


WRONG = {
    "no SPARQL": "SELECT * {",
    "an update": "DELETE WHERE { ?s ?p ?o }",
    "another machine": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "an unknown graph": "SELECT * FROM <urn:unknown> { ?s ?p ?o }",
    "words of an engine": "DEFINE input:storage <urn:x> SELECT * { ?s ?p ?o }",
    "too deep": f"SELECT * {{ {'{' * 200}{'}' * 200} }}",
}


@pytest.mark.parametrize("sparql", WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_refused(store: Store, sparql: str) -> None:
    with pytest.raises(QueryError):
        store.query(sparql)


def test_a_mistake_has_its_place(store: Store) -> None:
    with pytest.raises(QueryError) as caught:
        store.query("SELECT *\n{ ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 10)


def test_an_answer_is_whole_or_an_error(store: Store) -> None:
    store.replace({"urn:g": "".join(f'<urn:{n}> <urn:p> "{"x" * 100}" .\n' for n in range(1500)).encode()})
    with pytest.raises(LimitError):
        store.query("SELECT * { ?s ?p ?o . ?t ?p ?o FILTER(?s = <urn:1> || ?s = <urn:2>) }")
    with pytest.raises(LimitError):
        store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    with pytest.raises(LimitError):
        store.query("SELECT * { ?s ?p ?o }", room=1000)


def test_a_slow_question_is_ended_and_the_next_is_answered(store: Store) -> None:
    store.replace({"urn:g": "".join(f'<urn:{n}> <urn:p> "{n}" .\n' for n in range(400)).encode()})
    product = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(5))
    with pytest.raises(LimitError):
        store.query(f"SELECT (COUNT(*) AS ?x) {{ {product} FILTER(?o0 < ?o1 && ?o2 > ?o3) }}", timeout=1)
    assert values(store, "SELECT ?x { ?x <urn:p> '1' }") == ["urn:1"]


UPDATES = {
    "data": ("INSERT DATA { GRAPH <urn:n> { <urn:a> <urn:p> 1 } }", {"urn:n"}),
    "the default graph": ("INSERT DATA { <urn:a> <urn:p> 1 }", {""}),
    "a pattern": ("WITH <urn:g> DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }", {"urn:g"}),
    "a variable": ("INSERT { GRAPH ?g { ?s <urn:q> 1 } } WHERE { GRAPH ?g { ?s ?p ?o } }", {"urn:g", "urn:h"}),
    "all": ("DROP ALL", {"urn:g", "urn:h"}),
    "two steps": ("COPY <urn:g> TO <urn:c> ; DROP GRAPH <urn:h>", {"urn:c", "urn:h"}),
    "nothing": ("DELETE DATA { GRAPH <urn:g> { <urn:no> <urn:p> 1 } }", set()),
}


@pytest.mark.parametrize(("update", "changed"), UPDATES.values(), ids=UPDATES.keys())
def test_an_update_is_committed_whole_and_tells_its_graphs(store: Store, update: str, changed: set[str]) -> None:
    store.replace({"urn:g": ONE, "urn:h": TWO})
    assert set(store.update(update)) == changed


def test_updates_do_what_they_say(store: Store) -> None:
    store.replace({"urn:g": ONE, "urn:h": TWO})
    store.update("WITH <urn:g> DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }")
    assert store.content("urn:g") == b"<urn:b> <urn:p> <urn:a> .\n"
    store.update("INSERT { GRAPH <urn:k> { ?s ?p ?o } } WHERE { ?s ?p ?o }", using=Dataset(("urn:h",)))
    assert store.content("urn:k") == TWO
    store.update("INSERT DATA { GRAPH <k> { <s> <p> <o> } }", base="http://example.org/a/")
    assert store.content("http://example.org/a/k").count(b"http://example.org/a/") == 3


@pytest.mark.parametrize("update", ["LOAD <http://127.0.0.1:1/>", "INSERT DATA {", "CREATE GRAPH <urn:g>"])
def test_a_refused_update_changes_nothing(store: Store, update: str) -> None:
    store.replace({"urn:g": ONE})
    with pytest.raises(QueryError):
        store.update(f"INSERT DATA {{ GRAPH <urn:x> {{ <urn:a> <urn:p> 1 }} }} ; {update}")
    assert (store.graphs(), store.content("urn:g")) == (("urn:g",), ONE)


def test_uploads_replace_or_add_and_are_looked_at_first(store: Store) -> None:
    turtle, seen = GRAPHS[0], list[bytes]()
    assert store.write("urn:g", [Upload(b"<a> <urn:p> <urn:b> .", turtle, "urn:")], check=seen.append)
    assert not store.write("urn:g", [Upload(TWO, turtle)], is_added=True, check=seen.append)
    assert lines(store.graph("urn:g")) == lines(ONE + TWO)
    assert not store.write("urn:g", [Upload(TWO, turtle)])
    assert (store.graph("urn:g"), seen) == (TWO, [b"", ONE])
    with pytest.raises(DataError):
        store.write("urn:g", [Upload(b"broken", turtle)])
    assert store.graph("urn:g") == TWO


def test_a_graph_larger_than_a_write_is_not_told_at_once(store: Store) -> None:
    store.replace({"urn:g": "".join(f'<urn:{n}> <urn:p> "{"x" * 200}" .\n' for n in range(1000)).encode()})
    with pytest.raises(LimitError):
        store.graph("urn:g")


def test_what_graphs_held_before_is_kept_beside(reopen: Again, tmp_path: Path) -> None:
    digest = reopen().archive.put(ONE)
    assert reopen().archive.get(digest) == ONE
    assert not list(tmp_path.iterdir())


def test_one_at_a_time_writes(reopen: Again) -> None:
    store = reopen()
    with pytest.raises(StoreError):
        reopen.beside()
    store.replace({"urn:g": ONE})
