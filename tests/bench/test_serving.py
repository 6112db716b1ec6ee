"""The bench of serving: wrong answers are seen, figures are right, real servers are asked, the page is written."""

from __future__ import annotations

import json
import statistics
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import report
from bench.serving import page
from bench.serving.agreement import WrongAnswerError, bag, difference
from bench.serving.chart import bars
from bench.serving.data import documents, prepared
from bench.serving.engines import CANCU, OXIGRAPH, Place
from bench.serving.figures import Load, percentile, together
from bench.serving.questions import Asked, mixes, orders
from bench.serving.run import Plan, Told, measured
from bench.serving.servers import AGAIN, Server, filled
from cancu.store import open_store


def solutions(*rows: dict[str, object]) -> bytes:
    return json.dumps({"head": {"vars": []}, "results": {"bindings": rows}}).encode()


A = {"s": {"type": "uri", "value": "urn:a"}}
B = {"s": {"type": "literal", "value": "b", "xml:lang": "vi"}}


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (solutions(A, B, A), ""),
        (solutions(B, A, A), ""),  # the order does not count
        (solutions(A, B), "1 missing"),  # but how often a row comes
        (solutions(A, A, B, B), "1 too many"),
        (solutions(A, A, {"s": {"type": "literal", "value": "b"}}), "1 missing, 1 too many"),
        (solutions(A, A, {"s": {"type": "literal", "value": "b", "xml:lang": "VI"}}), ""),
        (solutions(A, A, {"t": B["s"]}), "1 missing, 1 too many"),
    ],
)
def test_rows_are_compared_as_bags(other: bytes, told: str) -> None:
    assert difference(bag(solutions(A, A, B), is_graph=False), bag(other, is_graph=False)) == told


def test_old_words_for_literals_are_understood() -> None:
    old = {"n": {"type": "typed-literal", "value": "1", "datatype": "urn:int"}}
    new = {"n": {"type": "literal", "value": "1", "datatype": "urn:int"}}
    other = {"n": {"type": "literal", "value": "1", "datatype": "urn:integer"}}
    assert bag(solutions(old), is_graph=False) == bag(solutions(new), is_graph=False)
    assert bag(solutions(old), is_graph=False) != bag(solutions(other), is_graph=False)


def test_graphs_are_compared_as_sets() -> None:
    one = bag(b'<a:s> <a:p> "x"@vi , <a:o> .', is_graph=True)
    assert difference(one, bag(b'<a:s> <a:p> <a:o> . <a:s> <a:p> "x"@vi . <a:s> <a:p> <a:o> .', is_graph=True)) == ""
    assert difference(one, bag(b'<a:s> <a:p> "x"@en , <a:o> .', is_graph=True)) == "1 missing, 1 too many"


@pytest.mark.parametrize(("body", "is_graph"), [(b"oops", False), (b"{}", False), (b"<a", True)])
def test_what_is_no_answer_is_told(body: bytes, is_graph: bool) -> None:  # noqa: FBT001
    with pytest.raises(WrongAnswerError):
        bag(body, is_graph=is_graph)


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60), st.integers(1, 99))
def test_percentiles_lie_between_what_was_measured(values: list[float], percent: int) -> None:
    found = percentile(values, percent)
    assert min(values) - 1e-9 <= found <= max(values) + 1e-9
    assert percentile(values, 50) == pytest.approx(statistics.median(values))


def test_percentiles_are_those_of_a_table() -> None:
    assert percentile(list(range(101)), 95) == pytest.approx(95)
    assert percentile([7.0], 95) == 7.0


def test_failed_requests_are_no_answers() -> None:
    load = together([Load((0.1, 0.3), 0, 1.0, 0.2), Load((0.2, 60.0), 1, 1.0, 0.2)])
    assert (load.rate, load.failed, load.cost) == (1.5, 1, pytest.approx(100))
    assert load.median == pytest.approx(250)


def test_data_are_whole_documents_the_same_each_time() -> None:
    once = list(documents(6_000))
    assert once == list(documents(6_000))
    graphs = {quad.graph_name for quad in once}
    assert len(graphs) >= 4
    cited = [quad.object for quad in once if quad.predicate.value.endswith("#cited")]
    assert len(set(cited)) < len(cited), "some documents are cited by several"


def test_orders_are_the_same_for_the_same_seed(tmp_path: Path) -> None:
    theirs, ours, rest = mixes(prepared(tmp_path, 5_000))
    assert orders(theirs, 2, 50, seed=1) == orders(theirs, 2, 50, seed=1) != orders(theirs, 2, 50, seed=2)
    assert len(theirs.asked) == 14
    assert all(one.address for asked in ours.asked.values() for one in asked)
    assert {name: asked[0].address.partition("&")[0] for name, asked in rest.asked.items() if asked[0].address} == {
        "search": "/api/v1/search?limit=20",
        "duties": "/api/v1/duties?limit=20",
    }
    assert all("UNDEF" not in one.sparql for asked in theirs.asked.values() for one in asked)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serving")


@pytest.fixture(scope="module")
def found(folder: Path) -> tuple[Told, ...]:
    place = Place(folder, 0, 0, Path(sys.executable))
    if not OXIGRAPH.is_here(place):
        pytest.skip("the package oxigraph is not installed")
    data = prepared(folder, 2_000)
    return measured((CANCU, OXIGRAPH), data, folder, Path("/no/python"), Plan(1, 0.02, 0.1))


def test_engines_are_filled_asked_and_agree(found: tuple[Told, ...]) -> None:
    assert [one.name for one in found] == ["cancu", AGAIN, "oxigraph serve"]
    assert all(not load.failed for load in (*found[1].alone.values(), *found[1].mixed.values()))
    for one in (found[0], found[2]):
        assert one.wrong == {}
        assert len(one.alone) == 14
        assert all(load.taken and not load.failed for load in (*one.alone.values(), *one.own_alone.values()))
        assert set(one.mixed) == set(one.own) == {1, 8, 32}
        assert one.memory > 1_000_000
        assert one.replace is not None
        assert one.replace > 0


@pytest.mark.usefixtures("found")
def test_what_was_replaced_is_put_back(folder: Path) -> None:
    data = prepared(folder, 0)
    store = open_store(folder / "cancu" / "store")
    assert store.size() == data.size
    store.close()


def test_each_question_of_the_start_page_is_timed_and_has_its_goal(found: tuple[Told, ...]) -> None:
    mine, _, theirs = found
    assert set(mine.own_alone) - set(theirs.own_alone) == {"search", "duties"}
    goals = [line for line in page.goals(found).splitlines() if "p95 under 20 ms" in line]
    assert [line.split()[1] for line in goals] == [
        "/queries/counts:",
        "/queries/documents",
        "/api/v1/search",
        "/api/v1/duties",
    ]
    table = page.words(found, "head").partition("The service's own questions, one client")[2].partition("###")[0]
    assert {"counts", "documents", "search", "duties"} <= {
        line.split()[1] for line in table.splitlines() if "|" in line
    }


def test_an_engine_that_answers_wrongly_is_marked_and_never_the_faster(found: tuple[Told, ...]) -> None:
    mine, again, theirs = found
    liar = Told(**{**{name: getattr(theirs, name) for name in Told.__slots__}, "wrong": {"regex": "3 missing"}})
    lines = page.words([mine, again, liar], "head").splitlines()
    (row,) = [line for line in lines if line.startswith("| regex |")]
    assert " ✗ |" in row
    assert row.endswith("| – | – |")
    assert "| oxigraph serve | regex | 3 missing |" in lines
    (fair,) = [line for line in lines if line.startswith("| point |")]
    assert "–" not in fair


def test_what_is_evaluated_and_what_is_asked_again_are_told_apart(found: tuple[Told, ...]) -> None:
    request = Server(CANCU, Place(Path(), 0, 0, Path()), 0, "", 0, 0).request(Asked("q", "ASK {}", is_graph=False))
    again = Server(CANCU, Place(Path(), 0, 0, Path()), 0, "", 0, 0).again()
    assert request[2]["Cache-Control"] == "no-cache"
    assert "Cache-Control" not in again.request(Asked("q", "ASK {}", is_graph=False))[2]
    assert again.name == AGAIN != CANCU.name
    told = page.goals(found)
    for words in ("throughput at least 0.8", "p50 at most 1.2"):
        lines = [line for line in told.splitlines() if words in line]
        assert [line.split(",")[0] for line in lines] == ["| evaluated", "| asked again"]
    (holding,) = [part for part in page.words(found, "head").split("####") if "replacing one document" in part]
    assert AGAIN not in holding


def test_the_page_is_written_between_its_marks(found: tuple[Told, ...], tmp_path: Path) -> None:
    target = tmp_path / "page.md"
    target.write_text("before\n<!-- serving -->\nold\n<!-- /serving -->\nafter\n", "utf-8")
    page.write(found, "Measured.", "serving", target, tmp_path / "charts")
    text = target.read_text("utf-8")
    assert text.startswith("before\n<!-- serving -->\n")
    assert text.endswith("<!-- /serving -->\nafter\n")
    assert "old" not in text
    assert "| oxigraph serve" in text
    for name in ("serving-alone.svg", "serving-mixed.svg"):
        assert f"benchmarks/{name}" in text
        assert ET.parse(tmp_path / "charts" / name).getroot().tag.endswith("svg")  # noqa: S314 (our own)
    assert "<!-- /serving -->" in report.PAGE.read_text("utf-8")


def test_each_size_has_its_part_of_the_page() -> None:
    sizes = (2_000, 101_955, 300_000, 1_000_021, 3_000_000, 10_001_021, 30_000_000)
    names = [page.part_of(size) for size in sizes]
    assert names == ["serving", "serving", "serving", "serving-1m", "serving-1m", "serving-10m", "serving-10m"]
    text = report.PAGE.read_text("utf-8")
    assert all(f"<!-- {name} -->" in text and f"<!-- /{name} -->" in text for name in page.SIZES.values())


def test_of_a_file_whole_graphs_are_taken(tmp_path: Path) -> None:
    given = tmp_path / "given.nq"
    lines = [f"<http://e/{at}> <http://e/p> <http://e/o> <http://e/g{at // 4}> .\n" for at in range(12)]
    given.write_text("".join(lines), "utf-8")
    data = prepared(tmp_path, 0, given, 5)
    assert (data.size, data.quads.read_text("utf-8")) == (8, "".join(lines[:8]))


def test_what_is_kept_is_neither_made_nor_filled_again(tmp_path: Path) -> None:
    data = prepared(tmp_path, 500)
    took = [filled(CANCU, tmp_path, Path("/no/python"), data)[1] for _ in range(2)]
    assert took[0] == took[1] > 0
    data.quads.write_text("", "utf-8")
    assert prepared(tmp_path, 10**9) == data
    store = open_store(tmp_path / "cancu" / "store")
    assert store.size() == data.size
    assert store.search.exists()
    store.close()


def test_what_was_filled_in_part_is_filled_anew(tmp_path: Path) -> None:
    data = prepared(tmp_path, 500)
    (tmp_path / "cancu" / "store").mkdir(parents=True)
    (tmp_path / "cancu" / "store" / "format").write_text("half")
    assert filled(CANCU, tmp_path, Path("/no/python"), data)[1] > 0


def test_bars_are_as_tall_as_their_values() -> None:
    chart = ET.fromstring(bars("<t>", {"a": {"x": 10.0, "y": 5.0}, "b": {"x": 0.0}}))  # noqa: S314
    boxes = list(chart.iter("{http://www.w3.org/2000/svg}rect"))[3:]  # after the ground and two keys
    heights = [float(box.get("height", "0")) for box in boxes]
    assert heights[0] == pytest.approx(2 * heights[2], rel=0.01)
    assert heights[1] == 0.0


def test_a_file_of_quads_may_take_the_place_of_what_is_made(tmp_path: Path) -> None:
    given_file = tmp_path / "given.nq"
    given_file.write_text('<a:s> <a:p> "x" <a:g> .\n<a:s> <a:p> "y" <a:h> .\n', "utf-8")
    data = prepared(tmp_path, 10**9, given_file)
    assert data.size == 2
    assert len(list(ox.parse(path=data.quads, format=ox.RdfFormat.N_QUADS))) == 2
