"""Findings in the store: after whatever happened, those of a full run, judged all at once or one document at a time."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import DCTERMS, ORG, RDFS

from cancu.check import report_quads
from cancu.finding import Finding, Severity
from cancu.graph import Verdict, by_subject, head, work
from cancu.link import Registry
from cancu.model import Citation, Header, Record, Report, Role, Task
from cancu.namespaces import BASE, CC, CCV, document_graph, document_iri, findings_graph, inferred_graph, ties_graph
from cancu.pipeline import judging
from cancu.pipeline.checking import check_all, checked
from cancu.pipeline.describing import Described, describe, shipped
from cancu.pipeline.filling import fill, remove
from cancu.pipeline.known import known
from cancu.pipeline.learning import corrections
from cancu.pipeline.overlay import laid_over
from cancu.pipeline.papers import Papers
from cancu.pipeline.reading import Reading
from cancu.pipeline.reviewing import Wish, review
from cancu.pipeline.shelf import Shelf
from cancu.pipeline.stored import facts
from cancu.pipeline.views import packed, view
from cancu.pipeline.waiting import listed, settle, waiting
from cancu.store import EmbeddedStore, open_store

REGISTRY = Registry.load()
CITY = "Ủy ban nhân dân thành phố Hải Phòng"
WARD = "Ủy ban nhân dân phường Suối Mơ"
WARDS = "Ủy ban nhân dân các phường, xã"
TOPICS = ("tổ chức hội chợ sách năm 2027", "trồng cây xanh ven sông năm 2027", "phòng cháy mùa khô năm 2027")
DUTIES = ("Mở hội chợ sách tại quảng trường trong tháng 4", "Trồng cây tại các khu phố", "Tập huấn phòng cháy")
DAY = dt.date(2027, 2, 10)
BLANK, COPY = frozenset({2, 5}), 6
"""Papers without a number, and the signed copy of the first of them."""


def issuer(paper: int) -> str:
    return WARD if paper in {3, 4, 5} else CITY


def cited(paper: int, variant: int) -> Citation:
    """The words by which a document cites a paper: in full, so that they may tell a blank number."""
    number, title = f"{40 + paper % 3}/KH-UBND", TOPICS[paper % 3] if variant != 1 else None
    return Citation(
        text=f"Kế hoạch số {number} ngày 10/02/2027 của {issuer(paper)} về {title}",
        start=paper * 10,
        end=paper * 10 + 9,
        numbered=True,
        type="Kế hoạch",
        number=number,
        date=DAY,
        issuer=issuer(paper),
        title=title,
        role=(Role.BASIS, Role.MENTIONS, Role.IMPLEMENTS)[(paper + variant) % 3],
    )


def reading(paper: int, variant: int, cites: Iterable[int]) -> Reading:
    """A paper in one of its versions: those of the city (0 to 2, and 6), and those of a ward."""
    topic, is_blank = paper % 3 if paper != COPY else 2, paper in BLANK
    head = Header(
        type="Kế hoạch",
        number=None if is_blank else f"{40 + topic}/KH-UBND",
        symbol="KH-UBND",
        date=None if is_blank else DAY + dt.timedelta(days=variant % 2),
        issuer=issuer(paper),
        place="Hải Phòng",
        title=TOPICS[topic] if variant != 3 else TOPICS[0].upper(),
        period="2027" if variant != 2 else "2028",
    )
    who = "Phòng Văn hóa - Xã hội" if variant % 2 else None
    leads = (who,) if who else (WARDS,) if issuer(paper) == CITY else ()
    report = Report(text="Báo cáo kết quả", start=540, end=550, sender=None, addressee=who, due="06-20")
    record = Record(
        source=f"{paper}.txt",
        document=head,
        citations=tuple(cited(one, variant) for one in sorted(set(cites) - {paper})),
        tasks=(Task(text=f"{DUTIES[topic]} đợt {variant}", start=500, end=530, section=None, leads=leads),),
        reports=(report,) if variant else (),
    )
    return Reading(Path(f"{paper}.txt"), f"{paper}".ljust(64, "0"), record)


HEAD = {
    *(CC.dateIssued, CC.documentType, CC.inNumbering, CC.issuedBy, CC.issuerName, CC.number, CC.period),
    *(CC.recordStatus, CC.symbol, CC.title, RDF.type, RDFS.label, DCTERMS.isReplacedBy),
}
CITES = (CC.cited, CC.candidate, CC.basedOn, CC.implements, CC.cites, CC.amends)
BODIES = (CC.leadAgency, CC.reportsTo, CC.reportsFrom, CC.issuedBy, ORG.subOrganizationOf, CC.inPlace, CC.within)


def titled(one: Any, other: Any) -> bool:
    return str(one).lower() == str(other).lower()


def visible(graph: Graph, this: URIRef) -> set[tuple[Any, ...]]:  # noqa: C901
    """All that a rule may look at from a document: what is said along its edges, and of documents like it."""

    def said(subject: Any, only: Any = None) -> set[tuple[Any, ...]]:
        return {triple for triple in graph.triples((subject, None, None)) if only is None or triple[1] in only}

    def things(of: Iterable[Any], *edges: URIRef) -> set[Any]:
        return {value for one in of for edge in edges for value in graph.objects(one, edge)}

    own = {this, *graph.subjects(CC.inDocument, this)}
    names = {this, *graph.objects(this, DCTERMS.isReplacedBy)}
    found = {triple for one in own for triple in said(one)} | {triple for one in names for triple in said(one, HEAD)}
    meant = things(own, *CITES)
    above = things({this}, CC.basedOn, CC.implements)
    for known_as, wanted in ((meant, HEAD), (above, {CC.assigns, CC.requiresReport})):
        for other in known_as | {one for name in known_as for one in graph.subjects(DCTERMS.isReplacedBy, name)}:
            found |= said(other, wanted)
            if wanted is not HEAD:
                items = {triple for item in things({other}, *wanted) for triple in said(item)}
                found |= {
                    triple for triple in items if triple[1] != CC.takesUp
                }  # told of whoever is judged, of nobody else
    for series in things(names, CC.inNumbering):
        for number in things(names, CC.number):
            twins = set(graph.subjects(CC.inNumbering, series)) & set(graph.subjects(CC.number, number))
            found |= {triple for other in twins for triple in said(other, HEAD)}
    alike = [
        set(graph.subjects(edge, value))
        for edge in (CC.issuedBy, CC.documentType, CC.period)
        for value in things({this}, edge)
    ]
    alike += [{twin for twin, other in graph[: CC.title] if titled(other, title)} for title in things({this}, CC.title)]
    if len(alike) == 4:
        found |= {triple for other in set.intersection(*alike) for triple in said(other, HEAD)}
    waiting = [value for _, edge, value in found if edge in BODIES]
    bodies = set()
    while waiting:
        body = waiting.pop()
        if body not in bodies:
            bodies.add(body)
            waiting += things({body}, *BODIES)
    return found | {triple for body in bodies for triple in said(body)}


def digest(triples: Iterable[tuple[Any, ...]]) -> str:
    lines = sorted(" ".join(node.n3() for node in triple) for triple in triples)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def all_seen(triples: Iterable[Any], *, profile: str | None = None, **_: Any) -> tuple[Finding, ...]:
    """A rule that finds everything: its message is a digest of all that can be seen from a document."""
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    judged = graph.subjects(CC.recordStatus, CCV["status/extracted"])
    return tuple(
        Finding(
            rule="X01",
            severity=Severity.INFO,
            focus=str(this),
            document=str(this),
            shape="urn:x:all",
            message_vi=digest(visible(graph, URIRef(str(this)))),
            message_en=profile or "",
            source="",
        )
        for this in judged
    )


def held(store: EmbeddedStore) -> dict[str, set[Any]]:
    """The reports of the store, by key."""
    prefix = findings_graph(BASE, "")
    return {name.removeprefix(prefix): set(facts(store, name)) for name in store.graphs(prefix)}


def one_by_one(store: EmbeddedStore) -> dict[str, set[Any]]:
    """What each document is found to have when it is judged alone, from the facts of the store."""
    prefix = document_graph(BASE, "")
    found = {}
    for key in (name.removeprefix(prefix) for name in store.graphs(prefix)):
        alone = judging.judged([key], Shelf(store, base=BASE), REGISTRY)[key]
        graph = findings_graph(BASE, key)
        found[key] = {*report_quads(alone.findings, graph), *((*triple, URIRef(graph)) for triple in alone.taken_up)}
    return found


def all_at_once(store: EmbeddedStore) -> dict[str, set[Any]]:
    """What a full run finds, on one view of the whole store, and puts in the place of what the store held."""
    keys = [name.removeprefix(document_graph(BASE, "")) for name in store.graphs(document_graph(BASE, ""))]
    shelf, beforehand = Shelf(store, base=BASE), known(REGISTRY, BASE)
    views = list(packed(view(key, shelf, beforehand) for key in keys))
    assert len(views) <= max(2, len(keys) // 2), "documents are judged together; hearsay may differ between some"
    told = dict(check_all(store, base=BASE, is_kept=True))
    kept = held(store)
    assert {key: set(report_quads(found, findings_graph(BASE, key))) for key, found in told.items()} == {
        key: {quad for quad in quads if quad[1] != CC.takesUp} for key, quads in kept.items()
    }
    return kept


def ingest(store: EmbeddedStore, *readings: Reading, is_whole: bool = False) -> None:
    """Put documents into the store as the command does."""
    described = {one.key: one for one in describe(readings, base=BASE, registry=REGISTRY, papers=Papers(BASE, store))}
    former = {new: old for old, new in corrections(store, described.values(), base=BASE)}
    documents = laid_over(described.values(), store, base=BASE, former=former)
    judged = tuple(checked(documents, base=BASE, registry=REGISTRY, store=store))
    fill(store, judged, base=BASE, is_whole=is_whole, registry=REGISTRY)


def step(store: EmbeddedStore, verb: str, chosen: list[tuple[int, int, frozenset[int]]]) -> None:
    """Put, replace, remove or correct documents."""
    keys = [name.removeprefix(document_graph(BASE, "")) for name in store.graphs(document_graph(BASE, ""))]
    some = sorted({keys[paper % len(keys)] for paper, _, _ in chosen}) if keys else []
    if verb in {"put", "only"}:
        ingest(store, *(reading(*one) for one in chosen), is_whole=verb == "only")
    elif verb == "remove":
        remove(store, some, base=BASE, registry=REGISTRY)
    else:
        for key in some:
            value = f"đã sửa {chosen[0][1]}"
            wish = {"iri": document_iri(BASE, key), "name": "title", "value": value, "reviewer": "Văn phòng"}
            review(store, Wish(verdict=Verdict.CORRECTED, **wish), base=BASE, registry=REGISTRY)


ONE = st.tuples(st.integers(0, 6), st.integers(0, 3), st.frozensets(st.integers(0, 5), max_size=3))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(("put", "put", "put", "remove", "correct", "only")), st.lists(ONE, min_size=1, max_size=3)
    ),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@example(steps=[("put", [(3, 2, frozenset({0}))]), ("put", [(0, 0, frozenset({3}))])])  # each rests on the other
@example(steps=[("put", [(2, 0, frozenset({2})), (6, 1, frozenset())])])  # it rests on what it is, so others tell
@example(
    steps=[("put", [(1, 0, frozenset({2})), (6, 3, frozenset()), (0, 0, frozenset())]), ("put", [(2, 0, frozenset())])]
)
@given(steps=STEPS)
def test_after_any_steps_the_findings_are_those_of_a_full_run(steps: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "check", all_seen)
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        try:
            for verb, chosen in steps:
                step(store, verb, chosen)
            kept, alone, together = held(store), one_by_one(store), all_at_once(store)
            assert kept.keys() == alone.keys() == together.keys()
            assert [key for key in kept if not kept[key] == alone[key] == together[key]] == []
            assert listed(store, base=BASE) == ()
        finally:
            store.close()


class Watched:
    """A store that writes down what is asked of it and what is written."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self.asked: list[str] = []
        self.written: list[set[str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def run(self, sparql: str, **options: Any) -> Any:
        self.asked.append(sparql)
        return self._store.run(sparql, **options)

    def replace(self, graphs: Mapping[str, bytes]) -> None:
        self.written.append(set(graphs))
        self._store.replace(graphs)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedStore]:
    monkeypatch.setattr(judging, "check", all_seen)
    opened = open_store(tmp_path / "store")
    yield opened
    opened.close()


def reports(written: Iterable[set[str]]) -> set[str]:
    prefix = findings_graph(BASE, "")
    return {name.removeprefix(prefix) for names in written for name in names if name.startswith(prefix)}


CITED, CITING, OTHER = (
    f"{body}/2027/kh/{n}"
    for body, n in (("ubnd-hai-phong", 40), ("ubnd-suoi-mo-hai-phong", 41), ("ubnd-hai-phong", 41))
)


def test_exactly_those_are_judged_anew_whose_views_have_changed(store: EmbeddedStore) -> None:
    ingest(store, reading(0, 0, ()), reading(4, 2, {0}))
    watched = Watched(store)
    ingest(watched, reading(0, 1, ()))  # type: ignore[arg-type]
    assert reports(watched.written) == {CITED, CITING}, "the head of what is cited has changed"
    watched.written.clear()
    ingest(watched, reading(0, 1, ()))  # type: ignore[arg-type]
    assert reports(watched.written) == {CITED}, "nothing has changed"
    watched.written.clear()
    ingest(watched, reading(1, 1, ()))  # type: ignore[arg-type]
    assert reports(watched.written) == {OTHER}, "the same issuer's plan for the same year is about something else"
    watched.written.clear()
    ingest(watched, reading(1, 3, ()))  # type: ignore[arg-type]
    assert reports(watched.written) == {OTHER, CITED}, "the same issuer's plan for the same year about the same"
    watched.written.clear()
    remove(watched, [CITED], base=BASE, registry=REGISTRY)  # type: ignore[arg-type]
    assert reports(watched.written) == {CITED, CITING, OTHER}


def test_which_tasks_take_up_a_superiors_follows_the_superior(store: EmbeddedStore) -> None:
    below = "ubnd-suoi-mo-hai-phong/2027/kh/40"

    def links() -> dict[str, int]:
        found = held(store)
        assert found == one_by_one(store) == all_at_once(store)
        return {key: sum(quad[1] == CC.takesUp for quad in quads) for key, quads in found.items()}

    ingest(store, reading(3, 0, {0}))
    assert links() == {below: 0}
    ingest(store, reading(0, 0, ()))
    assert links() == {below: 1, CITED: 0}, "the superior sets its task for wards"
    ingest(store, reading(0, 1, ()))
    assert links() == {below: 0, CITED: 0}, "now for an office of its own"
    ingest(store, reading(0, 2, ()))
    assert links() == {below: 1, CITED: 0}
    remove(store, [CITED], base=BASE, registry=REGISTRY)
    assert links() == {below: 0}


def test_who_is_stopped_before_the_reports_are_made_anew_finds_them_on_the_list(store: EmbeddedStore) -> None:
    ingest(store, reading(0, 0, ()), reading(4, 2, {0}))

    class Stopped(Watched):
        def replace(self, graphs: Mapping[str, bytes]) -> None:
            if self.written:
                raise KeyboardInterrupt
            super().replace(graphs)

    with pytest.raises(KeyboardInterrupt):
        ingest(Stopped(store), reading(0, 1, ()))  # type: ignore[arg-type]
    assert listed(store, base=BASE) == (CITING,)
    assert held(store)[CITING] != one_by_one(store)[CITING]
    ingest(store, reading(3, 2, ()))
    assert listed(store, base=BASE) == ()
    assert held(store) == one_by_one(store)


def test_what_was_made_anew_is_taken_off_the_list_batch_by_batch(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(store, reading(0, 0, ()), reading(1, 2, {0}), reading(4, 2, {0}))
    right = held(store)
    monkeypatch.setattr(judging, "_BATCH", 1)
    every = sorted({CITING, CITED, OTHER})

    class Stopped(Watched):
        def replace(self, graphs: Mapping[str, bytes]) -> None:
            if len(self.written) > 1:
                raise KeyboardInterrupt
            super().replace(graphs)

    emptied = {findings_graph(BASE, key): b"" for key in every}
    store.replace(waiting(store, every, base=BASE) | emptied)
    with pytest.raises(KeyboardInterrupt):
        settle(Stopped(store), REGISTRY, base=BASE)  # type: ignore[arg-type]
    assert listed(store, base=BASE) == (every[-1],)
    assert settle(store, REGISTRY, base=BASE) == 1
    assert (listed(store, base=BASE), held(store)) == ((), right)


def test_where_ontology_or_registry_have_changed_all_are_judged_anew(store: EmbeddedStore) -> None:
    ingest(store, reading(0, 0, ()), reading(4, 2, {0}))
    right = held(store)
    marker = inferred_graph(BASE, "registry")
    store.replace({marker: b"", findings_graph(BASE, CITING): b"", ties_graph(BASE, CITED): b""})
    fill(store, (), base=BASE, registry=REGISTRY)
    assert held(store) == right
    assert facts(store, ties_graph(BASE, CITED))


def test_what_documents_say_differently_of_others_is_kept_apart(store: EmbeddedStore) -> None:
    ingest(store, reading(0, 0, {3}), reading(1, 0, {3}))
    shelf, beforehand = Shelf(store, base=BASE), known(REGISTRY, BASE)
    one, two = (view(key, shelf, beforehand) for key in (CITED, OTHER))
    assert [len(pack) for pack in packed([one, two])] == [2]
    stub = URIRef(document_iri(BASE, "ubnd-suoi-mo-hai-phong/2027/kh/40"))
    said = (stub, CC.issuedBy, URIRef(f"{BASE}id/org/khac"))
    other = dataclasses.replace(two, borrowed={**two.borrowed, stub: frozenset({said})})
    assert [len(pack) for pack in packed([one, other])] == [1, 1]


def test_the_questions_return_what_the_views_take(shared_plans: tuple[Described, ...], tmp_path: Path) -> None:
    store = open_store(tmp_path / "plans")
    try:
        fill(store, shared_plans, base=BASE, registry=REGISTRY)
        shelf = Shelf(store, base=BASE)
        for plan in shared_plans:
            said, this = by_subject(plan.quads), shelf.iri(plan.key)
            assert (shelf.head(plan.key), shelf.work(plan.key)) == (head(said, this), work(said, this))
            assert work(said, this)
    finally:
        store.close()


@pytest.fixture
def shared_plans() -> tuple[Described, ...]:
    return shipped(BASE)
