"""What the graph says of a document."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF, RDFS, SKOS, XSD

from cancu import resources
from cancu.graph import document_quads, to_nquads
from cancu.graph.documents import facts_quads
from cancu.graph.quads import Quads
from cancu.linked import DocumentFacts, Family, LearntNumber, LinkedRecord
from cancu.model import Mark, MarkKind, Part, PartKind, PartState
from cancu.namespaces import CC, CCV, document_graph

BASE = "https://example.org/x/"


@pytest.fixture
def graph(linked: LinkedRecord) -> Graph:
    made = Graph()
    for subject, predicate, value, _ in document_quads(linked, base=BASE):
        made.add((subject, predicate, value))
    return made


@pytest.fixture
def document(linked: LinkedRecord) -> URIRef:
    return URIRef(linked.iri)


def org(slug: str) -> URIRef:
    return URIRef(f"{BASE}id/org/{slug}")


def doc(key: str) -> URIRef:
    return URIRef(f"{BASE}id/doc/{key}")


def described(facts: DocumentFacts) -> Graph:
    out = Quads(document_graph(BASE, facts.key))
    facts_quads(out, BASE, facts, "cited")
    made = Graph()
    for subject, predicate, value, _ in out.sorted():
        made.add((subject, predicate, value))
    return made


def one(graph: Graph, kind: URIRef) -> URIRef:
    (found,) = graph.subjects(RDF.type, kind)
    return URIRef(str(found))


def test_all_quads_stand_in_the_document_graph(linked: LinkedRecord) -> None:
    graphs = {quad[3] for quad in document_quads(linked, base=BASE)}
    assert graphs == {URIRef(document_graph(BASE, linked.key))}


def test_there_are_no_blank_nodes(linked: LinkedRecord) -> None:
    assert not [quad for quad in document_quads(linked, base=BASE) if any(isinstance(part, BNode) for part in quad)]


def test_the_header_is_told(graph: Graph, document: URIRef) -> None:
    assert set(graph.objects(document, RDF.type)) == {CC.Document, CC.AdministrativeDocument}
    assert graph.value(document, CC.documentType) == CCV["type/ke-hoach"]
    assert graph.value(document, CC.issuedBy) == org("ubnd-ha-noi")
    assert graph.value(document, CC.symbol) == Literal("KH-UBND")
    assert graph.value(document, CC.period) == Literal("2026")
    assert graph.value(document, CC.title) == Literal("Trồng cây năm 2026", lang="vi")
    assert graph.value(document, CC.recordStatus) == CCV["status/extracted"]
    assert graph.value(document, CC.number) is None


def test_a_signature_tells_name_office_and_authority(graph: Graph, document: URIRef) -> None:
    signature = graph.value(document, CC.hasSignature)
    assert signature == URIRef(f"{document}/signature")
    assert graph.value(signature, CC.signerName) == Literal("Phạm Văn Mẫu")
    assert set(graph.objects(signature, CC.authority)) == {CCV["authority/TM"], CCV["authority/KT"]}


def test_only_what_is_resolved_or_a_stub_gives_an_edge(graph: Graph, document: URIRef) -> None:
    assert set(graph.objects(document, CC.basedOn)) == {doc("tw/k13/nq/59")}
    assert set(graph.objects(document, CC.implements)) == {doc("qh/name/luat-thu-do")}
    assert not set(graph.objects(document, CC.cites)), "36-NQ/TW is ambiguous"


def test_an_ambiguous_citation_has_candidates_and_a_reason(graph: Graph) -> None:
    (citation,) = graph.subjects(CC.resolution, CCV["resolution/ambiguous"])
    assert set(graph.objects(citation, CC.candidate)) == {doc(f"tw/{term}/nq/36") for term in ("k09", "k12", "k13")}
    assert graph.value(citation, CC.cited) is None
    assert graph.value(citation, CC.resolutionReason)


def test_a_stub_is_described_and_a_registered_document_is_not(graph: Graph) -> None:
    stub = doc("qh/name/luat-thu-do")
    assert graph.value(stub, CC.recordStatus) == CCV["status/cited"]
    assert graph.value(stub, RDFS.label) == Literal("Luật Thủ đô", lang="vi")
    assert set(graph.objects(stub, CC.possiblySameAs)) == {doc("qh/qh15/luat/39"), doc("qh/qh13/luat/25")}
    assert not list(graph.predicate_objects(doc("tw/k09/nq/36")))


def test_a_relation_is_an_item_and_an_edge(graph: Graph) -> None:
    relation = one(graph, CC.Relation)
    assert graph.value(relation, CC.relationSource) == doc("qh/name/luat-thu-do")
    assert graph.value(relation, CC.relationKind) == CCV["relation/implements"]
    assert (doc("qh/name/luat-thu-do"), CC.implements, doc("tw/k13/nq/59")) in graph


def test_a_task_tells_who_what_when_and_where(graph: Graph, document: URIRef) -> None:
    task = one(graph, CC.Task)
    assert set(graph.objects(task, CC.leadAgency)) == {org("so-du-lich-ha-noi"), org("ca-dong-da-ha-noi")}
    assert set(graph.objects(task, CC.leadName)) == {Literal("Sở Du lịch"), Literal("Công an phường Đống Đa")}
    assert graph.value(task, CC.coordinatingAgency) == org("cac-so-ban-nganh-ha-noi")
    assert graph.value(task, CC.endDate) == Literal("2026-03-31", datatype=XSD.date)
    assert graph.value(task, CC.inSection) == URIRef(f"{document}/section/II.1")
    assert (document, CC.assigns, task) in graph


def test_a_section_lies_in_its_parent(graph: Graph, document: URIRef) -> None:
    assert graph.value(URIRef(f"{document}/section/II.1"), CC.parentSection) == URIRef(f"{document}/section/II")


def test_a_minted_body_hangs_below_its_parent(graph: Graph) -> None:
    police = org("ca-dong-da-ha-noi")
    assert graph.value(police, SKOS.prefLabel) == Literal("Công an phường Đống Đa", lang="vi")
    assert graph.value(police, CC.inPlace) == URIRef(f"{BASE}id/unit/2025-07-01/00235")
    assert not list(graph.predicate_objects(org("so-du-lich-ha-noi"))), "the registry describes it"


def test_quotes_are_cut_and_point_to_the_whole(graph: Graph) -> None:
    task = one(graph, CC.Task)
    quote = str(graph.value(task, CC.quote))
    assert (len(quote.split()), quote.endswith("từ25 …")) == (26, True)
    assert graph.value(task, CC.quoteStart) == Literal(3)
    assert graph.value(task, CC.quoteEnd) == Literal(9)


def test_an_anniversary_leads_to_the_known_event(graph: Graph) -> None:
    event = one(graph, CC.Anniversary)
    assert graph.value(event, CC.years) == Literal(58)
    assert graph.value(event, CC.commemorates) == URIRef(f"{BASE}id/event/known/asean")


def test_a_report_tells_from_whom_to_whom_and_when(graph: Graph) -> None:
    report = one(graph, CC.ReportingDuty)
    assert graph.value(report, CC.reportsFrom) == org("so-du-lich-ha-noi")
    assert graph.value(report, CC.reportsTo) == org("ubnd-ha-noi")
    assert str(graph.value(report, CC.dueDay)) == "--06-20"
    assert graph.value(report, CC.frequency) == CCV["frequency/six-monthly"]


def test_no_private_person_is_named(linked: LinkedRecord) -> None:
    assert "Lan" not in to_nquads(document_quads(linked, base=BASE)).decode()


def test_provenance_leads_to_the_file(graph: Graph, document: URIRef) -> None:
    run = graph.value(document, PROV.wasGeneratedBy)
    file = graph.value(run, PROV.used)
    assert graph.value(file, CC.sha256) == Literal("ab" * 32)
    assert graph.value(file, CC.fileName) == Literal("ke-hoach.txt")


# key, type code, issuer, year, term: None where the series has none
SERIES = [
    ("ubnd-van-hai/2026/kh/12", "ke-hoach", "ubnd-van-hai", "2026", None),
    ("ubnd-van-hai/2026/kh/_/2026-0123456789", "ke-hoach", "ubnd-van-hai", "2026", None),
    ("cp/qppl-2015/nd/72", "nghi-dinh", "cp", "2015", None),
    ("tw/k13/nq/59", "nghi-quyet", "bct", None, "tw/k13"),
    ("du-suoi-mo/nk2025-2030/ct/7", "chi-thi", "du-suoi-mo", None, "du-suoi-mo/nk2025-2030"),
    ("qh/qh15-ca-biet/nq/9", "nghi-quyet", "qh", None, "qh/qh15"),
]


@pytest.mark.parametrize(("key", "code", "issuer", "year", "term"), SERIES)
def test_a_document_stands_in_its_series(key: str, code: str, issuer: str, year: str | None, term: str | None) -> None:
    graph = described(DocumentFacts(key=key, family=Family.UNKNOWN, label="x", type_code=code, issuer=issuer))
    series = graph.value(doc(key), CC.inNumbering)
    assert series == URIRef(f"{BASE}id/numbering/{'/'.join(key.split('/')[:3])}")
    assert graph.value(series, CC.numberedBy) == org(key.partition("/")[0])
    assert graph.value(series, CC.numberedType) == CCV[f"type/{code}"]
    assert graph.value(series, CC.numberedYear) == (Literal(year, datatype=XSD.gYear) if year else None)
    assert graph.value(series, CC.numberedTerm) == (org(term) if term else None)


@pytest.mark.parametrize(
    "key", ["qh/name/luat-thu-do", "tw/name/nghi-quyet-dai-hoi-k14", "_/_/kh/7", "bo-a-bo-b/name/2019"]
)
def test_what_has_no_series_is_in_none(key: str) -> None:
    graph = described(DocumentFacts(key=key, family=Family.UNKNOWN, label="x"))
    assert (None, CC.inNumbering, None) not in graph


@pytest.mark.parametrize(("key", "issuer"), [("_/2026/kh/7", None), ("btp-bca/2018/ttlt/10", "bo-tp")])
def test_nobody_is_said_to_own_a_series_without_need(key: str, issuer: str | None) -> None:
    graph = described(DocumentFacts(key=key, family=Family.UNKNOWN, label="x", issuer=issuer))
    assert (None, CC.inNumbering, None) in graph
    assert (None, CC.numberedBy, None) not in graph


def test_a_learnt_number_is_told_on_both_documents(linked: LinkedRecord, learnt: tuple[LearntNumber, ...]) -> None:
    graph = Graph()
    for subject, predicate, value, _ in document_quads(linked, base=BASE, learnt=learnt):
        graph.add((subject, predicate, value))
    old, new = URIRef(linked.iri), doc("ubnd-ha-noi/2026/kh/7")
    assert (old, DCTERMS.isReplacedBy, new) in graph
    for iri in (old, new):
        assert graph.value(iri, CC.learntNumber) == Literal("7/KH-UBND")
        assert graph.value(iri, CC.learntReason)
        assert graph.value(iri, CC.learntConfidence) == Literal(f"{learnt[0].confidence:.2f}", datatype=XSD.decimal)
        assert "/id/citation/ubnd-dong-da-ha-noi/" in str(graph.value(iri, CC.learntFrom))
    assert (old, CC.number, None) not in graph, "what is printed stays blank"


def test_only_terms_of_the_ontology_are_used(linked: LinkedRecord, learnt: tuple[LearntNumber, ...]) -> None:
    ontology = Graph().parse(resources.path("ontology", "core.ttl"), format="turtle")
    said = {part for quad in document_quads(linked, base=BASE, learnt=learnt) for part in quad[1:3]}
    ours = {term for term in said if str(term).startswith(str(CC))}
    assert not {term for term in ours if (term, RDF.type, None) not in ontology}


def test_only_codes_of_the_code_lists_are_used(linked: LinkedRecord) -> None:
    lists = Graph()
    for path in sorted(resources.path("ontology", "vocab").glob("*.ttl")):
        lists.parse(path, format="turtle")
    used = {quad[2] for quad in document_quads(linked, base=BASE) if str(quad[2]).startswith(str(CCV))}
    assert not {code for code in used if (code, RDF.type, SKOS.Concept) not in lists}


@pytest.fixture
def looked_at(linked: LinkedRecord) -> Graph:
    record = dataclasses.replace(
        linked.record,
        parts=(
            Part(text="Số: /KH-UBND", start=3, end=13, page=1, kind=PartKind.NUMBER, state=PartState.BLANK),
            Part(text="", start=20, end=20, kind=PartKind.BASIS, state=PartState.LOST),
        ),
        marks=(
            Mark(text="về về", start=70, end=75, kind=MarkKind.DOUBLED_WORD, suggestion="về"),
            Mark(text="PHỤ LỤC", start=80, end=87, kind=MarkKind.ANNEX, number="4/KH-UBND", date=dt.date(2026, 2, 1)),
        ),
    )
    made = Graph()
    for subject, predicate, value, _ in document_quads(dataclasses.replace(linked, record=record), base=BASE):
        made.add((subject, predicate, value))
    return made


def test_a_part_tells_its_kind_its_state_and_its_place(looked_at: Graph, document: URIRef) -> None:
    number, basis = URIRef(f"{document}/part/number"), URIRef(f"{document}/part/basis")
    assert set(looked_at.objects(document, CC.hasPart)) == {number, basis}
    assert looked_at.value(number, CC.partKind) == CCV["part/number"]
    assert looked_at.value(number, CC.partState) == CCV["part-state/blank"]
    assert looked_at.value(number, CC.quote) == Literal("Số: /KH-UBND")
    assert looked_at.value(number, CC.page) == Literal(1)
    assert looked_at.value(basis, CC.quote) is None
    assert looked_at.value(basis, CC.quoteStart) == looked_at.value(basis, CC.quoteEnd) == Literal(20)


def test_a_mark_tells_its_kind_its_words_and_what_may_replace_them(looked_at: Graph, document: URIRef) -> None:
    by_kind = {looked_at.value(mark, CC.markKind): mark for mark in looked_at.objects(document, CC.hasMark)}
    assert set(by_kind) == {CCV["mark/doubled-word"], CCV["mark/annex"]}
    doubled, annex = by_kind[CCV["mark/doubled-word"]], by_kind[CCV["mark/annex"]]
    assert looked_at.value(doubled, CC.suggestion) == Literal("về")
    assert looked_at.value(doubled, CC.citedNumber) is None
    assert looked_at.value(annex, CC.citedNumber) == Literal("4/KH-UBND")
    assert looked_at.value(annex, CC.citedDate) == Literal(dt.date(2026, 2, 1))
