"""Lists of others come in by a declared mapping: identified by our rules, with their source, and used in linking."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, PROV, XSD

from cancu.errors import ParameterError, UnreadableError
from cancu.graph import registry_quads
from cancu.link import Registry, imported_rows, link
from cancu.link.cells import folder_tables
from cancu.link.soundness import faults
from cancu.linked import LinkedRecord, Resolution
from cancu.model import Citation, Header, Record
from cancu.namespaces import CC, file_iri, registry_graph
from cancu.pipeline.imports.mapping import read_mapping
from cancu.pipeline.imports.running import Report, remove_import

BASE = "https://example.org/x/"
LISTS = Path(__file__).parents[2] / "examples" / "registries"
Importer = Callable[..., Report]
ALL = ("don-vi", "co-quan", "van-ban")


def linked(folder: Path) -> LinkedRecord:
    """A plan of the commune that cites a decision by number, another by its title alone, and a national decree."""
    words = ("Quyết định số 05/2024/QĐ-UBND", "Kế hoạch tổ chức Ngày hội đọc sách năm 2026", "Nghị định 72/2015/NĐ-CP")
    fields = (
        {"type": "Quyết định", "number": "05/2024/QĐ-UBND", "issuer": "UBND thành phố Vân Hải"},
        {"type": "Kế hoạch", "title": "tổ chức Ngày hội đọc sách năm 2026", "issuer": "Ủy ban nhân dân Thành phố"},
        {"type": "Nghị định", "number": "72/2015/NĐ-CP"},
    )
    citations = tuple(
        Citation(text=text, start=0, end=len(text), numbered="number" in told, **told)  # type: ignore[arg-type]
        for text, told in zip(words, fields, strict=True)
    )
    head = Header(type="Kế hoạch", issuer="Ủy ban nhân dân xã Suối Mơ", title="thư viện", period="2026")
    record = Record(source="x.txt", document=head, citations=citations)
    return link(record, Registry.load(folder), base=BASE, sha256="ab" * 32)


def test_lists_of_places_bodies_and_documents_come_in(imported: Importer, folder: Path) -> None:
    reports = [imported(name) for name in ALL]
    assert [len(report.new) for report in reports] == [4, 3, 4]
    registry = Registry.load(folder)
    assert registry.units["suoi-mo-van-hai"].parent == "van-hai"
    assert registry.bodies["so-du-lich-van-hai"].codes == (("ma-co-quan-van-hai", "H99.01"),)
    assert registry.instruments["ubnd-van-hai/qppl-2026/qd/7"].relations == (
        ("replaces", "ubnd-van-hai/qppl-2024/qd/5"),
    )


def test_what_cannot_be_identified_stays_out_with_the_reason(imported: Importer) -> None:
    told = {name: [(one.row, one.en) for one in imported(name).refused] for name in ALL}
    assert told == {
        "don-vi": [(5, "code, kind or parent is missing")],
        "co-quan": [(4, "code or name is missing")],
        "van-ban": [
            (5, "without a date the number does not decide"),
            (6, "the issuing body is not known"),
            (7, "the date “31/02/2026” has another form"),
        ],
    }


def test_the_same_again_changes_nothing(imported: Importer, folder: Path) -> None:
    for name in ALL:
        imported(name)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.*")}
    again = [imported(name) for name in ALL]
    assert not any(report.is_change for report in again)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.*")} == before


def test_a_dry_run_tells_the_same_and_writes_nothing(imported: Importer, folder: Path) -> None:
    dry = imported("don-vi", is_dry=True)
    assert not folder.exists()
    assert imported("don-vi") == dry


def test_a_later_list_takes_the_place_of_the_former(imported: Importer, folder: Path, tmp_path: Path) -> None:
    imported("don-vi")
    later = tmp_path / "don-vi.csv"
    text = (LISTS / "don-vi.csv").read_text("utf-8")
    later.write_text(text.replace("Bến Lụa", "Bến Gấm").replace("Suối Mơ", "Suối  Mơ"), encoding="utf-8")
    report = imported("don-vi", file=later)
    assert (report.new, report.gone, report.changed, report.same) == (("ben-gam-van-hai",), ("ben-lua-van-hai",), (), 3)
    assert "ben-lua-van-hai" not in Registry.load(folder).units


def test_workbook_and_rdf_say_what_csv_says(imported: Importer, folder: Path, tmp_path: Path) -> None:
    imported("don-vi")
    imported("van-ban")
    table = (folder / "van-ban-van-hai" / "instruments.tsv").read_text("utf-8")
    book = openpyxl.Workbook()
    with (LISTS / "van-ban.csv").open(encoding="utf-8") as file:
        for row in csv.reader(file):
            book.active.append(row)  # type: ignore[union-attr]
    book.active["C3"] = dt.datetime(2026, 1, 20)  # type: ignore[index]
    book.save(tmp_path / "van-ban.xlsx")
    assert not imported("van-ban", file=tmp_path / "van-ban.xlsx").is_change
    assert not imported("van-ban", file=LISTS / "van-ban.ttl", mapping="van-ban-rdf").is_change
    assert (folder / "van-ban-van-hai" / "instruments.tsv").read_text("utf-8") == table


def test_what_was_imported_takes_part_in_linking(imported: Importer, folder: Path) -> None:
    before = linked(folder)
    assert before.document.key.startswith("ubnd-xa-suoi-mo/")
    assert [done.resolution for done in before.citations][:2] == [Resolution.STUB] * 2
    for name in ALL:
        imported(name)
    after = linked(folder)
    assert after.document.key.startswith("ubnd-suoi-mo-van-hai/")
    assert [done.target for done in after.citations] == [
        "ubnd-van-hai/qppl-2024/qd/5",
        "ubnd-van-hai/2026/kh/15",
        "cp/qppl-2015/nd/72",
    ]
    assert {done.resolution for done in after.citations} == {Resolution.RESOLVED}


def test_of_two_statuses_the_later_counts_and_ours_stays_otherwise(imported: Importer, folder: Path) -> None:
    imported("don-vi")
    imported("van-ban")
    ours, joined = Registry.load().instruments, Registry.load(folder).instruments
    known = joined["cp/qppl-2015/nd/72"]
    assert (ours["cp/qppl-2015/nd/72"].status, known.status) == ("in force as far as found", "in force")
    assert known.as_of == dt.date(2026, 12, 1)
    assert known.title == ours["cp/qppl-2015/nd/72"].title


def test_a_list_that_contradicts_ours_is_told(imported: Importer, tmp_path: Path) -> None:
    imported("don-vi")
    other = tmp_path / "van-ban.csv"
    text = (LISTS / "van-ban.csv").read_text("utf-8").replace("07/09/2015", "08/09/2015")
    other.write_text(text, encoding="utf-8")
    assert imported("van-ban", file=other).differing == ("cp/qppl-2015/nd/72: date: 2015-09-07 ≠ 2015-09-08",)


def test_two_unlike_rows_of_one_identity_stay_out(imported: Importer, tmp_path: Path) -> None:
    imported("don-vi")
    other = tmp_path / "van-ban.csv"
    text = (LISTS / "van-ban.csv").read_text("utf-8")
    row = "Kế hoạch,15/KH-UBND,04/02/2026,Ủy ban nhân dân thành phố Vân Hải,việc khác,Còn hiệu lực,\n"
    other.write_text(text + row, encoding="utf-8")
    refused = [one.row for one in imported("van-ban", file=other).refused if "identity" in one.en]
    assert refused == [3, 8]


def test_a_list_stands_in_a_graph_of_its_own_with_its_source(imported: Importer, folder: Path) -> None:
    for name in ALL:
        imported(name)
    registry = Registry.load(folder)
    lists = {source.name: (source, rows) for source, rows in imported_rows(registry)}
    assert sorted(lists) == ["don-vi-van-hai", "ma-co-quan-van-hai", "van-ban-van-hai"]
    source, rows = lists["van-ban-van-hai"]
    quads = registry_quads(rows, base=BASE, source=source, units=registry.units.values())
    graph = URIRef(registry_graph(BASE, source.name))
    assert {quad[3] for quad in quads} == {graph}
    triples = {quad[:3] for quad in quads}
    assert (graph, DCTERMS.valid, Literal("2026-12-01", datatype=XSD.date)) in triples
    assert (graph, PROV.wasDerivedFrom, URIRef(file_iri(BASE, source.sha256))) in triples
    (run,) = {value for subject, predicate, value in triples if (subject, predicate) == (graph, PROV.wasGeneratedBy)}
    assert (run, PROV.used, URIRef(file_iri(BASE, source.sha256))) in triples
    old, new = (URIRef(f"{BASE}id/doc/ubnd-van-hai/qppl-{part}") for part in ("2024/qd/5", "2026/qd/7"))
    assert (new, CC.replaces, old) in triples
    assert not any(str(quad[0]).endswith("tw/k13/nq/59") for quad in quads), "our own facts stay in our own graph"


def test_imported_tables_are_sound(imported: Importer, folder: Path) -> None:
    for name in ALL:
        imported(name)
    assert [fault for place in folder.iterdir() for fault in faults(tuple(folder_tables(place).values()))] == []


def test_a_list_can_be_forgotten(imported: Importer, folder: Path) -> None:
    imported("don-vi")
    remove_import("don-vi-van-hai", folder)
    assert "van-hai" not in Registry.load(folder).units
    for name in ("don-vi-van-hai", "../registry", ""):
        with pytest.raises(ParameterError):
            remove_import(name, folder)


GOOD = (LISTS / "van-ban.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("wrong", "by", "said"),
    [
        ('name = "van-ban-van-hai"', 'name = "../etc"', "“name”"),
        ('table = "instruments"', 'table = "people"', "“table”"),
        ("as_of = 2026-12-01\n", "", "“as_of, title”"),
        ('title = "Trích yếu"\n', "", "“title”: this table needs it"),
        ('number = "Số ký hiệu"', 'serial = "Số ký hiệu"', "“serial”: only"),
        ("[columns]", "colour = 1\n[columns]", "“colour”: there is no such key"),
        ("[columns]", "[columns", "cannot be read"),
    ],
)
def test_a_mapping_that_does_not_hold_is_refused(wrong: str, by: str, said: str, tmp_path: Path) -> None:
    assert wrong in GOOD
    path = tmp_path / "m.toml"
    path.write_text(GOOD.replace(wrong, by, 1), encoding="utf-8")
    with pytest.raises(ParameterError) as caught:
        read_mapping(path)
    assert said in caught.value.en


@pytest.mark.parametrize(
    ("name", "body", "kind", "said"),
    [
        ("a.csv", b"Lo\xe1\xba\xa1i,S\xe1\xbb\x91\n", ParameterError, "has no column"),
        ("a.csv", b"\xff\xfe\x00", UnreadableError, "cannot be read"),
        ("a.xlsx", b"no workbook", UnreadableError, "cannot be read"),
        ("a.pdf", b"", ParameterError, "only .csv"),
        ("missing.csv", None, UnreadableError, "cannot be read"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(
    *, name: str, body: bytes | None, kind: type[Exception], said: str, imported: Importer, tmp_path: Path
) -> None:
    if body is not None:
        (tmp_path / name).write_bytes(body)
    with pytest.raises(kind, match=said):
        imported("van-ban", file=tmp_path / name)
    assert not (tmp_path / "registry").exists()
