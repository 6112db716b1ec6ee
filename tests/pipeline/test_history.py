"""Versions: each change of a document's facts is told, and what stood before can be read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import URIRef

from cancu.errors import NotFoundError, ParameterError
from cancu.graph import Verdict
from cancu.namespaces import BASE, CC, PREFIXES, document_graph, document_iri
from cancu.pipeline.checking import checked
from cancu.pipeline.describing import Described, describe
from cancu.pipeline.filling import fill
from cancu.pipeline.history import versions
from cancu.pipeline.learning import corrections
from cancu.pipeline.overlay import laid_over, reviews_of
from cancu.pipeline.reading import read_one
from cancu.pipeline.reviewing import Wish, review, withdraw
from cancu.query import Catalogue, Table
from cancu.store import EmbeddedStore, open_store

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI MƠ
Số: 15/KH-UBND
Suối Mơ, ngày 12 tháng 02 năm 2026

KẾ HOẠCH
Phát triển thư viện trên địa bàn xã năm 2026

Căn cứ Luật Thư viện số 46/2019/QH14 ngày 21/11/2019 của Quốc hội;

II. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
- Mở ngày hội đọc sách trước ngày 20/4/2026.
- Đưa sách đến từng thôn trong quý III năm 2026.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn Mẫu
"""
KEY = "ubnd-suoi-mo/2026/kh/15"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[EmbeddedStore]:
    opened = open_store(tmp_path / "store", prefixes=PREFIXES)
    yield opened
    opened.close()


def ingest(store: EmbeddedStore, folder: Path, *texts: str, is_whole: bool = False) -> list[str]:
    """Put the documents with these texts into the store as the command does; return their keys."""
    readings = []
    for number, text in enumerate(texts):
        path = folder / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        readings.append(read_one(path))
    documents: list[Described] = list(describe(readings, base=BASE))
    fill(store, tuple(checked(laid_over(documents, store, base=BASE), base=BASE)), base=BASE, is_whole=is_whole)
    return [document.key for document in documents]


def task(store: EmbeddedStore, words: str) -> str:
    rows = Table.read(store.run(Catalogue.load()["tasks"].bind({})).body)
    (found,) = (str(row["task"]) for row in rows if words in str(row["quote"]))
    return found


def ends(store: EmbeddedStore) -> dict[str, str]:
    rows = Table.read(store.run(Catalogue.load()["tasks"].bind({})).body)
    return {str(row["quote"])[:12]: str(row.get("end")) for row in rows}


def why(store: EmbeddedStore, **values: str) -> tuple[dict[str, str | int | bool], ...]:
    return Table.read(store.run(Catalogue.load()["why"].bind(values)).body).records


def test_the_same_facts_make_no_new_version_and_every_ingestion_is_told(store: EmbeddedStore, tmp_path: Path) -> None:
    (key,) = ingest(store, tmp_path, PLAN)
    ingest(store, tmp_path, PLAN)
    (only,) = versions(store, key, base=BASE)
    assert (only.number, only.until) == (1, None)
    runs = Table.read(store.run(Catalogue.load()["ingestions"].bind({})).body)
    assert [row["documents"] for row in runs] == [1, 1]
    assert all(str(row["started"]) <= str(row["ended"]) for row in runs)
    assert only.run == runs.records[0]["run"]


def test_other_facts_end_a_version_and_leave_it_readable(store: EmbeddedStore, tmp_path: Path) -> None:
    (key,) = ingest(store, tmp_path, PLAN)
    ingest(store, tmp_path, PLAN.replace("20/4/2026", "25/4/2026"))
    first, second = versions(store, key, base=BASE)
    assert (first.until, second.until) == (second.since, None)
    assert first.end_run == second.run != first.run
    assert b"2026-04-20" in store.archive.get(first.content)
    assert b"2026-04-20" not in store.archive.get(second.content)
    assert b"2026-04-25" in store.archive.get(second.content)


def test_a_document_that_left_the_store_is_told_and_may_come_back(store: EmbeddedStore, tmp_path: Path) -> None:
    (key,) = ingest(store, tmp_path, PLAN)
    ingest(store, tmp_path, PLAN.replace("15/KH", "16/KH"), is_whole=True)
    assert not store.has_graph(document_graph(BASE, key))
    (gone,) = versions(store, key, base=BASE)
    assert gone.until is not None
    ingest(store, tmp_path, PLAN)
    assert [version.until is None for version in versions(store, key, base=BASE)] == [False, True]
    assert versions(store, "ubnd-x/2026/kh/1", base=BASE) == ()


@pytest.mark.parametrize(
    ("subject", "property_", "words"),
    [
        ("document", "dateIssued", "12 tháng 02 năm 2026"),
        ("document", "number", "15/KH-UBND"),
        ("document", "title", "Phát triển thư viện trên địa bàn xã năm 2026"),
        ("document", "basedOn", "Luật Thư viện số 46/2019/QH14 ngày 21/11/2019 của Quốc hội"),
        ("Mở ngày hội", "endDate", "Mở ngày hội đọc sách trước ngày 20/4/2026."),
    ],
)
def test_every_statement_can_be_asked_why(
    store: EmbeddedStore, tmp_path: Path, subject: str, property_: str, words: str
) -> None:
    (key,) = ingest(store, tmp_path, PLAN)
    iri = document_iri(BASE, key) if subject == "document" else task(store, subject)
    (row, *_) = why(store, subject=iri, property=str(CC[property_]))
    assert words in PLAN[int(row["from"]) : int(row["to"])]
    (version,) = versions(store, key, base=BASE)
    assert dt.datetime.fromisoformat(str(row["generated"])) == version.since
    assert re.fullmatch(r"[0-9a-f]{12}", str(row["ruleSetVersion"]))
    assert row["fileName"] == "0.txt"
    assert ("precision" in row) is (property_ not in {"dateIssued", "number", "title"})
    assert Decimal(str(row.get("precision", "0.5"))) <= 1


def test_what_the_registry_says_names_its_source(store: EmbeddedStore, tmp_path: Path) -> None:
    ingest(store, tmp_path, PLAN)
    rows = why(store, subject=f"{BASE}id/org/ubnd-ha-noi")
    assert rows
    assert all(row["source"] for row in rows)
    assert why(store, subject=f"{BASE}id/org/khong-co") == ()


def corrected(store: EmbeddedStore, iri: str, **more: str | None) -> None:
    wish = Wish(iri=iri, verdict=Verdict.CORRECTED, reviewer="Văn phòng", **more)  # type: ignore[arg-type]
    review(store, wish, base=BASE)


def test_a_correction_survives_a_new_reading_and_can_be_taken_back(store: EmbeddedStore, tmp_path: Path) -> None:
    (key,) = ingest(store, tmp_path, PLAN)
    corrected(store, task(store, "ngày hội"), name="endDate", value="2026-05-01", note="theo bản ký")
    assert ends(store) == {"Mở ngày hội ": "2026-05-01", "Đưa sách đến": "2026-09-30"}
    ingest(store, tmp_path, PLAN.replace("- Mở", "- Mua thêm sách trong quý I năm 2026.\n- Mở"))
    assert ends(store)["Mở ngày hội "] == "2026-05-01"
    (row,) = why(store, subject=task(store, "ngày hội"), property=str(CC.endDate))
    assert (row["reviewer"], row["note"]) == ("Văn phòng", "theo bản ký")
    (other, *_) = why(store, subject=task(store, "Đưa sách"), property=str(CC.endDate))
    assert "reviewer" not in other
    (said,) = reviews_of(store, key, base=BASE)
    withdraw(store, key, said.digest, base=BASE)
    assert ends(store)["Mở ngày hội "] == "2026-04-20"
    assert reviews_of(store, key, base=BASE) == ()


def test_a_correction_is_a_version_and_its_findings_are_checked_anew(store: EmbeddedStore, tmp_path: Path) -> None:
    (key,) = ingest(store, tmp_path, PLAN)
    findings = Catalogue.load()["findings"].bind({})
    before = {str(row.get("rule")) for row in Table.read(store.run(findings).body)}
    corrected(store, task(store, "ngày hội"), name="startDate", value="2026-12-01")
    after = {str(row.get("rule")) for row in Table.read(store.run(findings).body)}
    assert "T05" in after - before
    first, second = versions(store, key, base=BASE)
    assert second.extracted == first.content != second.content


def test_of_two_items_with_the_same_words_the_one_is_judged_that_is_meant(store: EmbeddedStore, tmp_path: Path) -> None:
    twice = PLAN.replace("- Đưa", "- Mở ngày hội đọc sách trước ngày 20/4/2026.\n- Đưa")
    ingest(store, tmp_path, twice)

    def twins() -> list[str]:
        rows = Table.read(store.run(Catalogue.load()["tasks"].bind({})).body)
        return [str(row["task"]) for row in rows if "ngày hội" in str(row["quote"])]

    first, second = sorted(twins())
    review(store, Wish(iri=first, verdict=Verdict.REJECTED, reviewer="Văn phòng"), base=BASE)
    assert twins() == [second]
    corrected(store, second, name="endDate", value="2026-05-01")
    assert (twins(), ends(store)["Mở ngày hội "]) == ([second], "2026-05-01")


def test_what_is_rejected_stays_away(store: EmbeddedStore, tmp_path: Path) -> None:
    ingest(store, tmp_path, PLAN)
    wish = Wish(iri=task(store, "ngày hội"), verdict=Verdict.REJECTED, reviewer="Văn phòng")
    review(store, wish, base=BASE)
    ingest(store, tmp_path, PLAN)
    assert list(ends(store)) == ["Đưa sách đến"]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("endDate", "2026-02-30", "no date"),
        ("endDate", "mai", "no date"),
        ("leadAgency", "Sở Du lịch", "needs an IRI"),
        ("leadAgency", "https://x.example/> } DROP ALL", "needs an IRI"),
        ("khongCo", "1", "no such property"),
        ("number", "16/KH-UBND", "identifier rests"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_and_nothing_is_written(
    store: EmbeddedStore, tmp_path: Path, name: str, value: str, message: str
) -> None:
    (key,) = ingest(store, tmp_path, PLAN)
    size = store.size()
    with pytest.raises(ParameterError, match=message):
        corrected(store, task(store, "ngày hội"), name=name, value=value)
    assert (store.size(), reviews_of(store, key, base=BASE)) == (size, ())


def test_only_facts_of_a_document_can_be_reviewed(store: EmbeddedStore, tmp_path: Path) -> None:
    (key,) = ingest(store, tmp_path, PLAN)
    for iri in (f"{BASE}id/org/ubnd-ha-noi", f"{BASE}id/task/{key}/9-abcdef", "https://x.example/"):
        with pytest.raises(NotFoundError):
            corrected(store, iri, name="endDate", value="2026-05-01")
    with pytest.raises(ParameterError, match="cannot be rejected"):
        review(store, Wish(iri=document_iri(BASE, key), verdict=Verdict.REJECTED, reviewer="Văn phòng"), base=BASE)


def test_what_was_said_holds_when_the_same_file_gets_another_key(store: EmbeddedStore, tmp_path: Path) -> None:
    (key,) = ingest(store, tmp_path, PLAN)
    corrected(store, task(store, "ngày hội"), name="endDate", value="2026-05-01")
    corrected(store, document_iri(BASE, key), name="title", value="Phát triển thư viện xã")
    (document,) = describe([read_one(tmp_path / "0.txt")], base=BASE)
    other = f"{key}a"
    quads = tuple(
        tuple(type(part)(str(part).replace(key, other)) if isinstance(part, URIRef) else part for part in quad)
        for quad in document.quads
    )
    renamed = Described(other, quads)  # type: ignore[arg-type]
    former = {new: old for old, new in corrections(store, [renamed], base=BASE)}
    assert former == {other: key}
    fill(store, tuple(laid_over([renamed], store, base=BASE, former=former)), base=BASE)
    assert ends(store)["Mở ngày hội "] == "2026-05-01"
    assert (len(reviews_of(store, other, base=BASE)), len(reviews_of(store, key, base=BASE))) == (2, 0)
    (row,) = why(store, subject=document_iri(BASE, other), property=str(CC.title))
    assert (row["value"], row["reviewer"]) == ("Phát triển thư viện xã", "Văn phòng")
    assert versions(store, key, base=BASE)[-1].until is not None
