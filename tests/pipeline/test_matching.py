"""Matches in another registry: asked for over HTTP from a real second SPARQL server, proposed, confirmed by people."""

from __future__ import annotations

import csv
import datetime as dt
import io
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rdflib import URIRef
from rdflib.namespace import OWL, SKOS

from cancu.errors import ParameterError, StoreError, UnreadableError
from cancu.graph import registry_quads
from cancu.link import Registry, imported_rows
from cancu.pipeline.confirming import HEAD, confirm, proposal_table
from cancu.pipeline.matching import Proposal, own_things, proposals, remote_things

BASE = "https://w3id.org/cancu/"
THEIRS = "https://example.org/reg/"
SERVER = Path(sys.executable).parent / "oxigraph"
REGISTRY = """
@prefix r: <https://example.org/reg/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
r:mic a org:FormalOrganization ; skos:prefLabel "BỘ KHOA HỌC VÀ CÔNG NGHỆ"@vi .
r:moha rdfs:label "Bộ Nội vụ" .
r:prime a org:FormalOrganization ; rdfs:label "Thủ tướng" .
r:culture a org:FormalOrganization ; rdfs:label "Bộ Văn hoá, Thể thao và Du lịch Việt Nam" .
r:hanoi a <https://schema.org/AdministrativeArea> ; rdfs:label "Thành phố Hà Nội" ; dcterms:identifier "01" .
r:hungdao a <https://schema.org/AdministrativeArea> ; rdfs:label "xã Hưng Đạo" .
r:n59 a eli:LegalResource ; dcterms:title "Nghị quyết về hội nhập quốc tế"@vi ; eli:id_local "59-NQ/TW" ;
    eli:date_document "2025-01-24"^^xsd:date .
r:n59undated a eli:LegalResource ; dcterms:title "Nghị quyết số 59"@vi ; eli:id_local "59/NQ-TW" .
r:n59other a eli:LegalResource ; dcterms:title "Nghị quyết 59 khác"@vi ; eli:id_local "59-NQ/TW" ;
    eli:date_document "1999-01-01"^^xsd:date .
r:decree a eli:LegalResource ; dcterms:title "quản lý hoạt động thông tin đối ngoại"@vi .
r:street a <https://schema.org/Place> ; rdfs:label "Bộ Tài chính" .
r:shop rdfs:label "Cửa hàng sách Mẫu" .
r:two1 a org:FormalOrganization ; rdfs:label "Bộ Y tế" . r:two2 a org:FormalOrganization ; rdfs:label "Bộ Y tế" .
"""


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A second SPARQL server on this machine, holding somebody else's registry; yields its query address."""
    if not SERVER.exists():
        pytest.skip("needs the command oxigraph (PyPI), the second server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command = [SERVER, "serve", "--location", tmp_path_factory.mktemp("oxigraph"), "--bind", address]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                headers = {"Content-Type": "text/turtle"}
                httpx.put(
                    f"http://{address}/store?default", content=REGISTRY.encode(), headers=headers
                ).raise_for_status()
                break
            except httpx.TransportError:
                assert running.poll() is None
                time.sleep(0.05)
        yield f"http://{address}/query"
    finally:
        running.terminate()
        running.wait(10)


@pytest.fixture(scope="module")
def found(endpoint: str) -> tuple[Proposal, ...]:
    return proposals(own_things(Registry.load(), BASE), remote_things(endpoint))


MATCHES = {
    ("mic", "org/bo-khcn"): ("exact", "one whole name, other capitals"),
    ("moha", "org/bo-nv"): ("close", "their class is not told"),
    ("prime", "org/ttg"): ("close", "an alias"),
    ("culture", "org/bo-vhttdl"): ("close", "other words beside"),
    ("hanoi", "unit/2025-07-01/01"): ("exact", "code and name"),
    ("hungdao", "unit/2025-07-01/01351"): ("close", "two communes of that name"),
    ("hungdao", "unit/2025-07-01/09931"): ("close", "two communes of that name"),
    ("n59", "doc/tw/k13/nq/59"): ("exact", "number and date"),
    ("n59undated", "doc/tw/k12/nq/59"): ("close", "a number alone identifies nothing"),
    ("n59undated", "doc/tw/k13/nq/59"): ("close", "a number alone identifies nothing"),
    ("decree", "doc/cp/qppl-2015/nd/72"): ("close", "a title alone"),
    ("two1", "org/bo-yt"): ("close", "two of theirs bear the name"),
    ("two2", "org/bo-yt"): ("close", "two of theirs bear the name"),
}


def test_exact_and_close_matches_are_kept_apart(found: tuple[Proposal, ...]) -> None:
    told = {
        (one.theirs.removeprefix(THEIRS), one.ours.removeprefix(f"{BASE}id/")): (one.relation, one.reason)
        for one in found
    }
    assert {pair: relation for pair, (relation, _) in told.items()} == {pair: one for pair, (one, _) in MATCHES.items()}
    assert all(reason for _, reason in told.values())


def test_many_things_are_asked_for_in_pages(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = remote_things(endpoint)
    monkeypatch.setattr("cancu.pipeline.matching._PAGE", 3)
    assert remote_things(endpoint) == whole
    assert len(whole) == 14


def filled(found: tuple[Proposal, ...], path: Path, *agreed: str) -> Path:
    rows = list(csv.DictReader(io.StringIO(proposal_table(found)), delimiter="\t"))
    for row in rows:
        row["confirmed"] = "yes" if row["theirs"].removeprefix(THEIRS) in agreed else row["confirmed"]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, HEAD, delimiter="\t")
        table.writeheader()
        table.writerows(rows)
    return path


@pytest.mark.parametrize("is_same", [False, True])
def test_only_what_people_confirm_is_said(found: tuple[Proposal, ...], tmp_path: Path, is_same: bool) -> None:  # noqa: FBT001
    table = filled(found, tmp_path / "m.tsv", "mic", "prime")
    folder = tmp_path / "registry"
    count = confirm(table, folder, name="so-mau", title="Sổ mẫu", as_of=dt.date(2026, 5, 1), is_same=is_same)
    assert count == 2
    ((source, rows),) = imported_rows(Registry.load(folder))
    said = {quad[:3] for quad in registry_quads(rows, base=BASE, source=source)}
    ministry, prime = URIRef(f"{BASE}id/org/bo-khcn"), URIRef(f"{BASE}id/org/ttg")
    edge = OWL.sameAs if is_same else SKOS.exactMatch
    assert (ministry, edge, URIRef(f"{THEIRS}mic")) in said
    assert (prime, SKOS.closeMatch, URIRef(f"{THEIRS}prime")) in said, "a close one is never the same"
    assert sum(edge in {OWL.sameAs, SKOS.exactMatch, SKOS.closeMatch} for _, edge, _ in said) == 2


def test_without_a_word_of_people_nothing_is_said(found: tuple[Proposal, ...], tmp_path: Path) -> None:
    table = tmp_path / "m.tsv"
    table.write_text(proposal_table(found), encoding="utf-8")
    assert confirm(table, tmp_path / "r", name="so-mau", title="Sổ mẫu", as_of=dt.date(2026, 5, 1)) == 0


@pytest.mark.parametrize(
    ("body", "kind"), [(b"a\tb\n1\t2\n", ParameterError), (b"\xff\xfe", UnreadableError), (None, UnreadableError)]
)
def test_a_table_of_another_form_is_refused(body: bytes | None, kind: type[Exception], tmp_path: Path) -> None:
    if body is not None:
        (tmp_path / "m.tsv").write_bytes(body)
    with pytest.raises(kind):
        confirm(tmp_path / "m.tsv", tmp_path / "r", name="x", title="x", as_of=dt.date(2026, 5, 1))


def test_an_endpoint_that_does_not_answer_is_told(endpoint: str) -> None:
    for address in ("http://127.0.0.1:9/query", endpoint.replace("/query", "/nowhere")):
        with pytest.raises(StoreError, match="does not answer"):
            remote_things(address)
