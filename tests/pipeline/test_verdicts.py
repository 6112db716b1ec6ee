"""What people say of findings: kept over new readings and new keys, lost with the words, counted by rule."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import URIRef
from rdflib.namespace import DCTERMS

from cancu.check import result_iri
from cancu.errors import NotFoundError, ParameterError
from cancu.finding import Finding, Opinion
from cancu.graph import Verdict
from cancu.namespaces import BASE, CC, CCV, PREFIXES, document_iri, findings_graph
from cancu.pipeline.checking import check_stored, checked
from cancu.pipeline.describing import Described, describe
from cancu.pipeline.filling import fill
from cancu.pipeline.history import versions
from cancu.pipeline.learning import corrections
from cancu.pipeline.overlay import laid_over, reviews_of
from cancu.pipeline.reading import read_one
from cancu.pipeline.reporting import paper_of_file
from cancu.pipeline.reviewing import Wish, review, withdraw
from cancu.pipeline.ruling import Ruling, rule_on
from cancu.pipeline.stored import facts
from cancu.query import Catalogue, Table
from cancu.store import EmbeddedStore, open_store

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: 5/KH-UBND
Suối Mơ, ngày 12 tháng 02 năm 2026

KẾ HOẠCH
Phát triển thư viện trên địa bàn xã năm 2026

Căn cứ Luật Thư viện số 46/2019/QH14 ngày 21/11/2019 của Quốc hội;
Thực hiện Nghị quyết số 36-NQ/TW của Bộ Chính trị khóa IX về công tác đối với người Việt Nam ở nước ngoài;

II. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
- Đưa sách đến từng thôn, bản trong xã.
- Giới thiệu sách mới cho bạn đọc.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Mẫu
"""
KEY = "ubnd-xa-suoi-mo/2026/kh/5"
IRI = document_iri(BASE, KEY)
NOON = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "store", prefixes=PREFIXES)
    yield opened
    opened.close()


def ingest(store: EmbeddedStore, folder: Path, *texts: str) -> list[str]:
    readings = []
    for number, text in enumerate(texts):
        path = folder / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        readings.append(read_one(path))
    documents = describe(readings, base=BASE)
    former = {new: old for old, new in corrections(store, documents, base=BASE)}
    fill(store, tuple(checked(laid_over(documents, store, base=BASE, former=former), base=BASE)), base=BASE)
    return [document.key for document in documents]


def say(store: EmbeddedStore, which: str, opinion: Opinion = Opinion.FALSE_ALARM, **more: object) -> str:
    ruling = Ruling(iri=IRI, opinion=opinion, reviewer="Văn phòng", which=which, note="xem rồi")
    return rule_on(store, ruling, base=BASE, moment=NOON, **more).digest  # type: ignore[arg-type]


def marked(findings: tuple[Finding, ...]) -> dict[str, str]:
    """By rule and words, what people said."""
    return {f"{f.rule} {(f.value or f.quote or '')[:12]}": f.verdict.opinion.value for f in findings if f.verdict}


def in_store(store: EmbeddedStore, key: str = KEY) -> dict[str, str]:
    """The same, as the report in the store has it."""
    name = findings_graph(BASE, key)
    quads = facts(store, name)
    rules = {quad[0]: str(quad[2]) for quad in quads if quad[1] == DCTERMS.identifier}
    return {rules[q[0]]: str(q[2]).rpartition("/")[2] for q in quads if q[1] == CC.reviewState}


def check(store: EmbeddedStore, key: str = KEY) -> dict[str, str]:
    return marked(check_stored(document_iri(BASE, key), store, base=BASE))


def test_a_verdict_is_marked_in_the_store_and_in_every_later_check(store: EmbeddedStore, tmp_path: Path) -> None:
    ingest(store, tmp_path, PLAN)
    assert check(store) == {}
    say(store, "F05", Opinion.ACCEPTED)
    say(store, "C01")
    expected = {"F05 5/KH-UBND": "accepted", "C01 Nghị quyết s": "false-alarm"}
    assert check(store) == expected
    assert in_store(store) == {"F05": "accepted", "C01": "false-alarm"}
    [finding] = [f for f in check_stored(IRI, store, base=BASE) if f.rule == "C01"]
    assert finding.verdict is not None
    assert (finding.verdict.reviewer, finding.verdict.note, finding.verdict.moment) == ("Văn phòng", "xem rồi", NOON)
    ingest(store, tmp_path, PLAN)
    assert (check(store), len(in_store(store))) == (expected, 2)
    assert len(versions(store, KEY, base=BASE)) == 1, "what is said of a finding changes no fact"


def test_a_verdict_follows_its_words_and_is_lost_with_them(store: EmbeddedStore, tmp_path: Path) -> None:
    ingest(store, tmp_path, PLAN)
    say(store, f"T03@{PLAN.index('Giới thiệu')}")
    assert list(check(store)) == ["T03 Giới thiệu s"]
    ingest(store, tmp_path, PLAN.replace("- Đưa", "- Mua thêm sách hay cho xã.\n- Đưa"))
    assert list(check(store)) == ["T03 Giới thiệu s"]
    ingest(store, tmp_path, PLAN.replace("Giới thiệu sách mới", "Giới thiệu sách cũ"))
    assert (check(store), in_store(store)) == ({}, {})
    ingest(store, tmp_path, PLAN)
    assert list(check(store)) == ["T03 Giới thiệu s"], "it waits for its words"


def test_a_verdict_on_the_document_is_about_the_words_at_fault(store: EmbeddedStore, tmp_path: Path) -> None:
    ingest(store, tmp_path, PLAN)
    say(store, "F05")
    [key] = ingest(store, tmp_path, PLAN.replace("5/KH-UBND", "6/KH-UBND"))
    assert check(store, key) == {}, "the number is another: so are the words at fault"


def test_a_verdict_follows_a_corrected_key(store: EmbeddedStore, tmp_path: Path) -> None:
    ingest(store, tmp_path, PLAN)
    say(store, f"T03@{PLAN.index('Giới thiệu')}")
    [document] = describe([read_one(tmp_path / "0.txt")], base=BASE)
    other = f"{KEY}a"
    quads = tuple(
        tuple(type(part)(str(part).replace(KEY, other)) if isinstance(part, URIRef) else part for part in quad)
        for quad in document.quads
    )
    [renamed] = checked([Described(other, quads)], base=BASE)  # type: ignore[arg-type]
    fill(store, (renamed,), base=BASE)
    assert list(check(store, other)) == ["T03 Giới thiệu s"]
    assert in_store(store, other) == {"T03": "false-alarm"}
    assert reviews_of(store, KEY, base=BASE) == ()


def test_a_verdict_is_taken_back_or_replaced_by_a_later_one(store: EmbeddedStore, tmp_path: Path) -> None:
    ingest(store, tmp_path, PLAN)
    first = say(store, "F05")
    assert say(store, "F05", Opinion.ACCEPTED) == first
    assert in_store(store) == {"F05": "accepted"}
    withdraw(store, KEY, first, base=BASE)
    assert (check(store), in_store(store), reviews_of(store, KEY, base=BASE)) == ({}, {}, ())


def test_corrections_of_facts_and_verdicts_stand_side_by_side(store: EmbeddedStore, tmp_path: Path) -> None:
    ingest(store, tmp_path, PLAN)
    say(store, "F05")
    wish = Wish(iri=IRI, verdict=Verdict.CORRECTED, reviewer="Văn phòng", name="title", value="Phát triển thư viện xã")
    said = review(store, wish, base=BASE)
    assert in_store(store) == {"F05": "false-alarm"}
    withdraw(store, KEY, said.digest, base=BASE)
    assert (check(store), in_store(store)) == ({"F05 5/KH-UBND": "false-alarm"}, {"F05": "false-alarm"})


def test_a_file_has_the_verdicts_of_the_stored_document_with_its_key(store: EmbeddedStore, tmp_path: Path) -> None:
    ingest(store, tmp_path, PLAN)
    say(store, "C01")
    path = tmp_path / "nhap.txt"
    path.write_text(f"\n\n{PLAN}", encoding="utf-8")
    assert list(marked(paper_of_file(path, base=BASE, store=store).findings)) == ["C01 Nghị quyết s"]
    assert marked(paper_of_file(path, base=BASE).findings) == {}
    path.write_text(PLAN.replace("5/KH", "7/KH"), encoding="utf-8")
    assert marked(paper_of_file(path, base=BASE, store=store).findings) == {}


@pytest.mark.parametrize(
    ("iri", "which", "error", "message"),
    [
        (IRI, "T03", ParameterError, r"several .* T03@\d+, T03@\d+"),
        (IRI, "E01", NotFoundError, "the document has: .*C01"),
        (IRI, "C01@1", NotFoundError, "no such finding"),
        (f"{findings_graph(BASE, KEY)}#F05-0000000000", None, NotFoundError, "no such finding"),
        ("https://x.example/", "F05", NotFoundError, "IRI of a document"),
        (document_iri(BASE, "ubnd-x/2026/kh/1"), "F05", NotFoundError, "no such document"),
    ],
)
def test_what_is_not_one_finding_is_refused_and_nothing_is_written(
    store: EmbeddedStore, tmp_path: Path, *, iri: str, which: str | None, error: type[Exception], message: str
) -> None:
    ingest(store, tmp_path, PLAN)
    size = store.size()
    with pytest.raises(error, match=message):
        rule_on(store, Ruling(iri=iri, opinion=Opinion.ACCEPTED, reviewer="A", which=which), base=BASE)
    assert store.size() == size


def test_findings_of_one_rule_and_place_are_offered_by_their_iris(store: EmbeddedStore, tmp_path: Path) -> None:
    ingest(store, tmp_path, PLAN)
    ruling = Ruling(iri=IRI, opinion=Opinion.ACCEPTED, reviewer="A", which="F14@0")
    with pytest.raises(ParameterError) as refused:
        rule_on(store, ruling, base=BASE)
    offered = re.findall(r"https://[^ ,]+[^ ,.]", refused.value.en)
    assert len(set(offered)) == 2, "national title and motto"
    rule_on(store, Ruling(iri=offered[1], opinion=Opinion.ACCEPTED, reviewer="A"), base=BASE)
    judged = [finding for finding in check_stored(IRI, store, base=BASE) if finding.verdict]
    assert [result_iri(finding, findings_graph(BASE, KEY)) for finding in judged] == [offered[1]]


def test_a_finding_is_named_by_its_iri(store: EmbeddedStore, tmp_path: Path) -> None:
    ingest(store, tmp_path, PLAN)
    rows = Table.read(store.run(Catalogue.load()["findings"].bind({})).body)
    [iri] = [str(row["finding"]) for row in rows if row["rule"] == "F05"]
    rule_on(store, Ruling(iri=iri, opinion=Opinion.ACCEPTED, reviewer="Phòng A", note="nhỏ"), base=BASE)
    assert in_store(store) == {"F05": "accepted"}
    [row] = [row for row in Table.read(store.run(Catalogue.load()["findings"].bind({})).body) if row["rule"] == "F05"]
    assert row["finding"] == iri, "a verdict does not rename its finding"
    assert (row["verdict"], row["reviewer"], row["note"]) == (str(CCV["review/accepted"]), "Phòng A", "nhỏ")
    assert "05/KH-UBND" in str(row["replacement"])


def test_false_alarms_are_counted_by_rule(store: EmbeddedStore, tmp_path: Path) -> None:
    ingest(store, tmp_path, PLAN)
    say(store, f"T03@{PLAN.index('Giới thiệu')}")
    say(store, f"T03@{PLAN.index('Đưa sách')}", Opinion.ACCEPTED)
    say(store, "C01", Opinion.ACCEPTED)
    rows = {str(row["rule"]): row for row in Table.read(store.run(Catalogue.load()["finding-verdicts"].bind({})).body)}
    told = {
        rule: (row["findings"], row["accepted"], row["falseAlarms"], row.get("precision"))
        for rule, row in rows.items()
        if rule in {"T03", "C01", "F05"}
    }
    assert {rule: tuple(float(str(x)) if x is not None else None for x in row) for rule, row in told.items()} == {
        "T03": (2, 1, 1, 0.5),
        "C01": (1, 1, 0, 1),
        "F05": (1, 0, 0, None),
    }
    assert next(iter(rows)) == "T03", "the rule with most false alarms first"
