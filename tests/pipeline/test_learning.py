"""What a store knows of identity does not depend on the order in which documents came; no paper is lost or doubled."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cancu.link import Registry
from cancu.model import Citation, Header, Record, Task
from cancu.namespaces import BASE, document_graph, document_iri
from cancu.pipeline import learning
from cancu.pipeline.describing import describe
from cancu.pipeline.filling import fill
from cancu.pipeline.imports.running import run_import
from cancu.pipeline.learning import relearnt
from cancu.pipeline.papers import Papers
from cancu.pipeline.reading import Reading
from cancu.query import Catalogue, Table
from cancu.store import EmbeddedStore, open_store

LISTS = Path(__file__).parents[2] / "examples" / "registries"
CITY = "Ủy ban nhân dân thành phố Hải Phòng"
TITLE = "tổ chức hội chợ sách thành phố năm 2027"
WORK = "Chủ trì, phối hợp với các đơn vị liên quan tổ chức hội chợ sách tại quảng trường trong tháng 4, giữ an toàn"
OTHER = (
    "Rà soát cây xanh trên các tuyến phố, cắt tỉa cành khô trước mùa mưa bão, thay cây chết, báo cáo số liệu hằng quý"
)
Ingest = Callable[..., None]


def reading(sha: str, *, work: str = "", cites: str = "", cited_title: str = TITLE, **head: object) -> Reading:
    """A document of the city, with one task, citing one plan of the city by number."""
    fields = {"type": "Kế hoạch", "issuer": CITY, "period": "2027", **head}
    citation = Citation(
        text=f"Kế hoạch số {cites} ngày 10/02/2027 về {cited_title}",
        start=0,
        end=9,
        numbered=True,
        type="Kế hoạch",
        number=cites,
        date=dt.date(2027, 2, 10),
        issuer=CITY,
        title=cited_title,
    )
    record = Record(
        source=f"{sha}.txt",
        document=Header(**fields),  # type: ignore[arg-type]
        citations=(citation,) if cites else (),
        tasks=(Task(text=work, start=0, end=9, section=None),) if work else (),
    )
    return Reading(Path(f"{sha}.txt"), sha.ljust(64, "0"), record)


BLANK = reading("b1", title=TITLE, symbol="KH-UBND", work=WORK)
CITING = reading("c1", title="của quận", number="7/KH-UBND", cites="41/KH-UBND")
COPY = reading("d1", title=TITLE, number="41/KH-UBND", date=dt.date(2027, 2, 10), work=WORK)
RIVAL = reading("e1", title=f"{TITLE} (bản hai)", symbol="KH-UBND", work=OTHER)
ELSE = reading("f1", title="trồng cây năm 2027", number="9/KH-UBND", cites="42/KH-UBND", cited_title="phòng cháy")
OLD = "ubnd-hai-phong/2027/kh/_/2027-"
NEW = "ubnd-hai-phong/2027/kh/41"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "store")
    yield opened
    opened.close()


def put(store: EmbeddedStore, *readings: Reading, folder: Path | None = None) -> None:
    """Ingest documents as the command does, without the check."""
    registry = Registry.load(folder)
    described = describe(readings, base=BASE, registry=registry, papers=Papers(BASE, store))
    fill(store, described, base=BASE, registry=registry)


def table(store: EmbeddedStore, name: str) -> list[dict[str, str]]:
    rows = Table.read(store.run(Catalogue.load()[name].bind({})).body)
    return [{key: str(value).removeprefix(document_iri(BASE, "")) for key, value in row.items()} for row in rows]


def leads(store: EmbeddedStore) -> dict[str, str]:
    return {row["document"]: row["canonical"] for row in table(store, "same-documents")}


def held(store: EmbeddedStore) -> set[str]:
    return {graph.removeprefix(document_graph(BASE, "")) for graph in store.graphs(document_graph(BASE, ""))}


def documents(store: EmbeddedStore) -> set[bytes]:
    """The lines of the graphs of documents: what the order of coming must not change."""
    lines = set()
    for graph in store.graphs(document_graph(BASE, "")):
        answer = store.run(Catalogue.load()["graph-facts"].bind({"graph": graph}))
        lines |= {graph.encode() + b" " + line for line in answer.body.splitlines() if b"@prefix" not in line}
    return lines


@pytest.mark.parametrize("teacher", [CITING, COPY], ids=["a citation", "the signed copy"])
@pytest.mark.parametrize("is_later", [True, False], ids=["later", "earlier"])
def test_a_number_is_learnt_across_ingests(store: EmbeddedStore, teacher: Reading, is_later: bool) -> None:  # noqa: FBT001
    for one in (BLANK, teacher) if is_later else (teacher, BLANK):
        put(store, one)
    ((old, new),) = leads(store).items()
    assert old.startswith(OLD)
    assert new == NEW
    (told, *_) = [row for row in table(store, "learnt-numbers") if row["document"] == old]
    assert told["learntNumber"] == "41/KH-UBND"
    assert "Độ tin cậy" in told["learntReason"]
    assert relearnt(store, base=BASE, registry=Registry.load()) == (), "what is told already is not told again"


def test_a_document_that_teaches_nothing_leaves_all_as_it_was(store: EmbeddedStore) -> None:
    put(store, BLANK)
    before = documents(store)
    put(store, ELSE)
    assert before <= documents(store)
    assert leads(store) == {}


def test_only_documents_that_may_teach_are_looked_at(store: EmbeddedStore) -> None:
    earlier = reading("g1", title=TITLE, number="41/KH-UBND", period="2026", date=dt.date(2026, 2, 10), work=WORK)
    put(store, CITING, COPY, ELSE, earlier)
    assert learning._numbered(store, learning._blanks(store, BASE), BASE) == []
    put(store, BLANK)
    found = learning._numbered(store, learning._blanks(store, BASE), BASE)
    assert {iri.removeprefix(document_iri(BASE, "ubnd-hai-phong/2027/kh/")) for iri in found} == {"7", "9", "41", "42"}


def test_a_rival_takes_the_number_back(store: EmbeddedStore) -> None:
    put(store, BLANK, CITING)
    assert leads(store)
    put(store, RIVAL)
    assert leads(store) == {}, "two blank papers claim one number: nobody knows whose it is"
    assert table(store, "learnt-numbers") == []


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> set[bytes]:
    """What a store says of documents that came all at once."""
    opened = open_store(tmp_path_factory.mktemp("whole"))
    try:
        put(opened, BLANK, CITING, COPY, RIVAL, ELSE)
        return documents(opened)
    finally:
        opened.close()


@given(order=st.permutations([BLANK, CITING, COPY, RIVAL, ELSE]), cuts=st.sets(st.integers(1, 4)))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_order_of_coming_does_not_matter(
    order: list[Reading], cuts: set[int], whole: set[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    parts = open_store(tmp_path_factory.mktemp("store"))
    try:
        for start, end in itertools.pairwise([0, *sorted(cuts), len(order)]):
            put(parts, *order[start:end])
        assert documents(parts) == whole
    finally:
        parts.close()


def test_two_papers_of_one_digest_stand_apart_and_keep_their_keys(store: EmbeddedStore) -> None:
    other = reading("b2", title=TITLE, symbol="KH-UBND", work=OTHER)
    put(store, BLANK, other)
    first, second = sorted(held(store))
    assert second == f"{first}-2"
    rescans = (
        reading("b3", title=TITLE.upper(), symbol="KH-UBND", work=OTHER.replace("cành", "canh").replace("quý", "quy")),
        reading("b4", title=TITLE, symbol="KH-UBND", work=WORK.replace("tổ chức", "tô chức")),
    )
    put(store, *rescans)
    assert held(store) == {first, second}
    files = {row["sha256"][:2]: row["document"] for row in table(store, "documents-of-files")}
    assert files == {"b4": first, "b3": second}


@pytest.mark.parametrize("work", ["", "Tổ chức hội chợ.", WORK])
def test_papers_that_cannot_be_told_apart_are_one(store: EmbeddedStore, work: str) -> None:
    put(store, BLANK)
    put(store, reading("b5", title=TITLE, symbol="KH-UBND", work=work))
    assert len(held(store)) == 1


def test_a_corrected_key_leads_to_the_right_one_and_is_not_used_again(store: EmbeddedStore, tmp_path: Path) -> None:
    paper = reading("a1", issuer="Ủy ban nhân dân xã Suối Mơ", number="3/KH-UBND", title="trồng cây", work=WORK)
    put(store, paper)
    wrong = "ubnd-xa-suoi-mo/2027/kh/3"
    assert held(store) == {wrong}
    folder = tmp_path / "registry"
    run_import(LISTS / "don-vi.csv", LISTS / "don-vi.toml", folder)
    put(store, paper, folder=folder)
    right = "ubnd-suoi-mo-van-hai/2027/kh/3"
    assert held(store) == {right}
    assert leads(store) == {wrong: right}
    put(store, ELSE, folder=folder)
    assert leads(store) == {wrong: right}, "it stays known"
    put(store, paper)
    assert held(store) == {wrong, "ubnd-hai-phong/2027/kh/9"}
    assert leads(store) == {right: wrong}, "a correction can be taken back, never into a circle"
