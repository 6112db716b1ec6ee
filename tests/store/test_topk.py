"""The first rows of an order are found by its first keys alone, and are those of the whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from cancu.engine import topk
from cancu.engine.topk import TopK, narrowed
from cancu.errors import QueryError
from cancu.store import Dataset, EmbeddedStore, Limits, inspect, open_store
from tests.store.waiting import until_answered

E = "http://e/"
XSD = "http://www.w3.org/2001/XMLSchema#"
P = f"PREFIX : <{E}> PREFIX xsd: <{XSD}>\n"
DUE = P + (
    "SELECT DISTINCT ?s ?end ?lead { VALUES ?day { '2026-06-01'^^xsd:date } "
    "?s :end ?end ; :lead ?lead . FILTER(?end >= ?day) } ORDER BY ?end ?s LIMIT 5"
)

KNOWN = [
    (DUE, "what is due"),
    (P + "select*where{?s :end ?end.?s :lead ?lead}order by desc(?end)limit 5", "no blanks, all columns"),
    (
        P + "SELECT ?s { ?s :end ?end OPTIONAL { ?s :lead ?lead FILTER(?lead != :a) } } ORDER BY ?end LIMIT 5",
        "OPTIONAL",
    ),
    (f"{P}SELECT * FROM :g {{ ?s :end ?end , ?x ; . }} ORDER BY ASC(?end) OFFSET 1 LIMIT 5", "a dataset"),  # noqa: S608
    (P + "SELECT ?s # who\n{ # all\n?s :end ?end # when\n} ORDER BY ?end # first\nLIMIT 5", "comments"),
    (
        P + "SELECT ?s { ?s :end ?end ; :no 5 ; :is true ; :name 'a'@vi, 'b'^^xsd:string } ORDER BY ?end LIMIT 5",
        "terms",
    ),
    (P + "SELECT ?s { ?s :end ?end FILTER NOT EXISTS { ?s :lead :b } } ORDER BY ?end ?s LIMIT 5", "NOT EXISTS"),
    (P + "SELECT $s { $s :end $end . FILTER REGEX(STR($s), 'e') } ORDER BY $end LIMIT 5", "the other sign"),
]
OTHERS = [
    (P + "SELECT ?s { ?s :end ?end } ORDER BY ?end", "no LIMIT"),
    (P + "SELECT ?s { ?s :end ?end } LIMIT 5", "no order"),
    (P + "SELECT ?s { ?s :end ?end } ORDER BY ?end LIMIT 0", "nothing wanted"),
    (P + "SELECT ?s { ?s :end ?end } ORDER BY ?end LIMIT 5 OFFSET 100000", "a page far behind"),
    (P + "SELECT ?s { ?s :end ?end } ORDER BY (?end + 1) LIMIT 5", "an order that is worked out"),
    (P + "SELECT ?s { ?s :end ?end } ORDER BY ?s LIMIT 5", "the order of what has it"),
    (P + "SELECT ?s { ?s ?p ?end } ORDER BY ?end LIMIT 5", "of any property"),
    (P + "SELECT ?s { OPTIONAL { ?s :end ?end } ?s :end ?end } ORDER BY ?end LIMIT 5", "OPTIONAL before"),
    (P + "SELECT ?s { OPTIONAL { ?s :end ?end } } ORDER BY ?end LIMIT 5", "OPTIONAL alone"),
    (P + "SELECT ?s { { ?s :end ?end } UNION { ?s :lead ?end } } ORDER BY ?end LIMIT 5", "alternatives"),
    (P + "SELECT ?s { GRAPH ?g { ?s :end ?end } } ORDER BY ?end LIMIT 5", "graphs"),
    (P + "SELECT ?s { ?s :end ?x BIND(?x AS ?end) } ORDER BY ?end LIMIT 5", "an assignment"),
    (P + "SELECT ?s { ?s :a/:end ?end } ORDER BY ?end LIMIT 5", "a path"),
    (P + "SELECT ?s { ?s :part [ :end ?end ] } ORDER BY ?end LIMIT 5", "an unnamed node"),
    (P + "SELECT ?lead (MIN(?end) AS ?e) { ?s :end ?end } GROUP BY ?lead ORDER BY ?end LIMIT 5", "an aggregate"),
    (P + "SELECT ?end { ?s :end ?end } GROUP BY ?end ORDER BY ?end LIMIT 5", "groups"),
    (P + "SELECT ?s { ?s :end ?end } ORDER BY ?end LIMIT 5 VALUES ?s { :a }", "values at the end"),
    (P + "SELECT ?s { ?s :end ?end FILTER(?end < NOW()) } ORDER BY ?end LIMIT 5", "the time"),
    (P + "SELECT ?s { ?s :end ?end FILTER(?end != '\\n') } ORDER BY ?end LIMIT 5", "an escape"),
    (P + "CONSTRUCT { ?s :end ?end } { ?s :end ?end } ORDER BY ?end LIMIT 5", "a graph"),
    (P + "SELECT * { { SELECT ?s { ?s :end ?end } ORDER BY ?end LIMIT 5 } ?s ?p ?o }", "a question within"),
]


def planned(text: str) -> TopK:
    found = inspect(text, services=None).topk
    assert found is not None
    return found


def database(lines: str) -> ox.Store:
    store = ox.Store()
    store.load(f"@prefix : <{E}> . @prefix xsd: <{XSD}> .\n{lines}".encode(), format=ox.RdfFormat.TURTLE)
    return store


def days(tasks: int, number: int = 20) -> str:
    """Tasks with a day each, and who leads."""
    return "".join(
        f":s{task} a :Task ; :end '2026-06-{task % number + 1:02}'^^xsd:date ; :lead :a{task % 3} .\n"
        for task in range(tasks)
    )


def answers(store: ox.Store, text: str) -> Any:
    return store.query(text)


def rows(store: ox.Store, text: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in answers(store, text)]


def tried(store: ox.Store, plan: TopK) -> list[str]:
    return [*narrowed(partial(answers, store), plan)]


@pytest.mark.parametrize(("text", "_why"), KNOWN, ids=[why for _, why in KNOWN])
def test_questions_whose_first_rows_can_be_found_are_known(text: str, _why: str) -> None:
    plan = planned(text)
    assert plan.names[0] == "end"
    assert plan.limit == 5
    store = database(days(200))
    for part in (plan.keys, *plan.peeks, f"{plan.pairs[0]} {plan.pairs[1]}"):
        store.query(f"{plan.prologue} {part}")
    told = tried(store, plan) or [plan.whole]
    assert rows(store, told[-1])[: plan.limit] == rows(store, plan.whole)


@pytest.mark.parametrize(("text", "_why"), OTHERS, ids=[why for _, why in OTHERS])
def test_what_is_asked_in_another_way_is_evaluated_as_it_stands(text: str, _why: str) -> None:
    assert inspect(text).topk is None


def test_only_what_tells_of_the_key_alone_is_asked_of_keys() -> None:
    text = DUE.replace(
        "FILTER(", "FILTER(?lead != :a) VALUES ?lead { :b } VALUES ?z { 1 } FILTER(?y) FILTER(?end<?y&&?y>1)FILTER("
    )
    keys = planned(text).keys
    assert "?end >= ?day" in keys
    assert "VALUES ?day" in keys
    assert not [part for part in ("lead", "?z", "?y", "&&") if part in keys]


def test_values_that_a_pattern_binds_say_nothing_of_keys_alone() -> None:
    text = P + "SELECT ?s { VALUES ?day { UNDEF } ?s :end ?end ; :from ?day FILTER(?end > ?day) } ORDER BY ?end LIMIT 5"
    assert "FILTER" not in planned(text).keys
    assert "VALUES ?day" in planned(text).peeks[1]


def test_a_few_keys_are_enough() -> None:
    store, plan = database(days(280, 28)), planned(DUE)
    first, *_ = tried(store, plan)
    assert 'VALUES (?end) { ("2026-06-01"' in first
    assert "2026-06-02" not in first
    assert rows(store, first) == rows(store, plan.whole)
    assert len(rows(store, first)) == plan.limit


def test_of_equal_keys_those_are_tried_whose_subjects_come_first() -> None:
    store, plan = database(days(2_000, 2)), planned(DUE.replace("?end ?s LIMIT", "?end DESC(?s) LIMIT"))
    first, *_ = tried(store, plan)
    assert first.count("<http://e/s") == 10
    assert rows(store, first) == rows(store, plan.whole)


def test_more_keys_are_tried_until_the_rows_are_there() -> None:
    late = "".join(f":s{task} :late {str(task % 1000 > 300).lower()} .\n" for task in range(4_000))
    store, plan = database(days(4_000) + late), planned(DUE.replace("FILTER(", "?s :late true . FILTER("))
    found = [rows(store, text) for text in tried(store, plan)]
    sizes = [len(one) for one in found]
    assert sizes[0] < plan.limit
    assert sizes == sorted(sizes)
    assert found[-1] == rows(store, plan.whole)


UNCERTAIN = [
    ("'2026-05-{day:02}T10:00:00+07:00'^^xsd:dateTime", "time zones"),
    ("'2026-02-{day:02}'^^xsd:date", "days that are none"),
    ("'a{day}'@vi", "words of a language"),
    ("'1234567890123456789{day}'^^xsd:integer", "numbers that are too large"),
    ("'{day}.0'^^xsd:decimal", "numbers of another kind"),
    ("<http://e/{day}\\u003E>", "names that cannot be written"),
    ("'{day}'^^<http://other/date>", "a type that is called alike"),
]
CERTAIN = [
    ("'2026-05-{day:02}T10:00:00'^^xsd:dateTime", "times"),
    ("'2026-05-{day:02}'^^xsd:date", "days"),
    ("'a {day} \\\" \\\\'", "words"),
    ("'{day:02}'^^xsd:integer", "numbers"),
    (":a{day}", "names"),
]


def keyed(form: str) -> ox.Store:
    store = ox.Store()
    lines = "".join(f":s{task} :end {form.format(day=task % 31 + 1)} .\n" for task in range(2_000))
    text = f"@prefix : <{E}> . @prefix xsd: <{XSD}> .\n{lines}".encode()
    store.extend(ox.parse(text, format=ox.RdfFormat.TURTLE, lenient=True))
    return store


ORDERED = P + "SELECT ?s ?end { ?s :end ?end } ORDER BY ?end ?s LIMIT 10"


@pytest.mark.parametrize(("form", "_why"), UNCERTAIN, ids=[why for _, why in UNCERTAIN])
def test_where_the_order_of_keys_is_not_certain_all_is_evaluated(form: str, _why: str) -> None:
    assert tried(keyed(form), planned(ORDERED)) == []


@pytest.mark.parametrize(("form", "_why"), CERTAIN, ids=[why for _, why in CERTAIN])
@pytest.mark.parametrize("order", ["?end ?s", "DESC(?end) ?s", "DESC(?end) DESC(?s)", "?end"])
def test_keys_of_each_kind_come_in_the_engines_order(form: str, _why: str, order: str) -> None:
    store, plan = keyed(form), planned(ORDERED.replace("BY ?end ?s", f"BY {order}"))
    first, *_ = tried(store, plan)
    assert rows(store, first) == rows(store, plan.whole)


def test_keys_of_two_kinds_are_not_put_in_order() -> None:
    store = database(days(2_000) + ":s1 :end 5 .")
    assert tried(store, planned(ORDERED)) == []


def test_subjects_without_names_are_not_put_in_order() -> None:
    store = database(days(2_000, 1) + "[] :end '2026-06-01'^^xsd:date .")
    assert tried(store, planned(ORDERED)) == []


def test_the_engine_begins_where_there_is_little() -> None:
    text = DUE.replace("?lead . FILTER", "?lead ; :of :rare . FILTER")
    rare = "".join(f":s{task} :of :rare .\n" for task in range(200))
    assert tried(database(days(4_000) + rare), planned(text)) == []
    assert tried(database(days(400) + rare), planned(text)) == []
    assert tried(database(days(400)), planned(DUE.replace("LIMIT 5", "LIMIT 50"))) == []


TERMS = {
    "end": st.sampled_from([f"'2026-06-{day:02}'^^xsd:date" for day in range(1, 6)]),
    "lead": st.sampled_from([":a", ":b", ":c"]),
    "no": st.integers(0, 3).map(str),
}
TRIPLES = st.lists(
    st.sampled_from(sorted(TERMS)).flatmap(
        lambda edge: st.tuples(st.integers(0, 9).map(":s{}".format), st.just(f":{edge}"), TERMS[edge])
    ),
    min_size=30,
    max_size=80,
)
PARTS = [
    "?s :lead ?lead .",
    "FILTER(?end > '2026-06-02'^^xsd:date)",
    "VALUES ?day { '2026-06-03'^^xsd:date '2026-06-01'^^xsd:date } FILTER(?end <= ?day)",
    "VALUES (?day ?s) { ('2026-06-03'^^xsd:date :s1) (UNDEF :s2) (UNDEF UNDEF) } FILTER(?end <= ?day)",
    "VALUES ?lead { :a :b } ?s :lead ?lead FILTER(?lead != :c)",
    "OPTIONAL { ?s :no ?no FILTER(?no > 1) }",
    "FILTER NOT EXISTS { ?s :no 2 }",
    "FILTER(?lead != :a || ?end > '2026-06-02'^^xsd:date)",
    "?other :end ?end .",
    "?s :no ?no .",
    "FILTER(!BOUND(?no) || ?no > 1)",
]
QUESTIONS = st.builds(
    "SELECT {} {} {{ ?s :end ?end . {} }} ORDER BY {} {} LIMIT {} OFFSET {}".format,
    st.sampled_from(["", "DISTINCT"]),
    st.sampled_from(["*", "?s ?end ?lead", "?lead", "?end ?no"]),
    st.lists(st.sampled_from(PARTS), max_size=3, unique=True).map(" ".join),
    st.sampled_from(["?end", "DESC(?end)"]),
    st.sampled_from(["", "?s", "DESC(?s)", "?lead", "?no DESC(?s)"]),
    st.integers(1, 3),
    st.sampled_from([0, 0, 1, 2]),
)


@settings(max_examples=300, deadline=None)
@given(lines=TRIPLES, text=QUESTIONS)
def test_the_first_rows_are_those_of_the_whole(lines: list[tuple[str, str, str]], text: str) -> None:
    store, plan = database("".join(f"{' '.join(line)} .\n" for line in lines)), planned(P + text)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_FEW", "_PART", "_AHEAD"):
            patch.setattr(topk, name, 1)
        told = [rows(store, one) for one in tried(store, plan)]
    event(f"enough: {any(len(one) >= plan.limit for one in told)}")
    assert [one for one in told if len(one) >= plan.limit and one != rows(store, plan.whole)] == []
    whole, asked = (one.rpartition(" LIMIT ")[0] for one in (plan.whole, P + text))
    assert sorted(rows(store, whole)) == sorted(rows(store, asked))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "s", limits=Limits(seconds=60))
    text = f"@prefix : <{E}> . @prefix xsd: <{XSD}> .\n{days(2_000)}"
    lines = ox.serialize(ox.parse(text, format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    opened.replace({f"{E}g": lines})
    until_answered(opened)
    yield opened
    opened.close()


def answer(store: EmbeddedStore, text: str, **options: Any) -> list[dict[str, str]]:
    found = json.loads(store.query(text, **options).body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def test_a_reader_answers_so(store: EmbeddedStore) -> None:
    found = answer(store, DUE)
    assert [row["s"] for row in found] == [f"{E}s{number}" for number in ("0", "100", "1000", "1020", "1040")]
    assert found == answer(store, DUE, dataset=Dataset(default=(f"{E}g",)))
    assert found == answer(store, DUE.replace("{ VALUES", f"FROM <{E}g> {{ VALUES"))
    assert answer(store, DUE, dataset=Dataset(named=(f"{E}g",))) == []


def test_pages_that_follow_each_other_neither_repeat_nor_miss_a_row(store: EmbeddedStore) -> None:
    text = P + "SELECT ?s { ?s :end ?end ; :lead :a1 } ORDER BY ?end LIMIT 50 OFFSET "
    seen = list[str]()
    for offset in count(0, 50):
        page = answer(store, f"{text}{offset}")
        seen += [row["s"] for row in page]
        if not page:
            break
    assert len(seen) == len({*seen}) == len(range(1, 2_000, 3))


def test_what_is_wrong_is_told_with_its_place_in_the_text(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError) as caught:
        answer(store, DUE.replace("?end >= ?day", "?end >=\n ?day ?day"))
    assert (caught.value.line, caught.value.column) == (3, 7)
