"""Names that people type, over the small graph about places that do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cancu.query import Finder, Index, Kind
from cancu.store import open_store
from tests.serve.conftest import graphs_of

FIXTURE = Path(__file__).parent.parent / "serve" / "fixture.trig"
K12, K13 = "tw/k12/nq/59", "tw/k13/nq/59"
PLAN = "ubnd-song-may/2026/kh/95"


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finder]:
    store = open_store(tmp_path_factory.mktemp("store"))
    store.replace(graphs_of(FIXTURE))
    index = Index(store)
    yield Finder(index)
    index.close()
    store.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nghi quyet 59", {K12, K13}),
        ("Nghị quyết 59", {K12, K13}),
        ("NGHỊ QUYẾT SỐ 59", {K12, K13}),
        ("59-NQ/TW", {K12, K13}),
        ("59 nq tw", {K12, K13}),
        ("NQ59", {K12, K13}),
        ("nghị quyết 59 năm 2025", {K13}),
        ("Nghị quyết số 59-NQ/TW ngày 24/01/2025", {K13}),
        ("nghi quyet 59 hoi nhap quoc te", {K13}),
        ("nghị quyết 59 ngày 5/8/2020", {K12}),
        ("ke hoach 95", {PLAN}),
        ("95/KH-UBND", {PLAN}),
        ("kế hoạch 59", set()),
        ("nghị quyết 5", set()),
        ("nghị quyết 59 năm 2024", set()),
        ("", set()),
        ("https://w3id.org/cancu/id/doc/tw/k13/nq/59", {K13}),
    ],
)
def test_documents_by_name(finder: Finder, text: str, expected: set[str]) -> None:
    found = finder.resolve(Kind.REFERENCE, text)
    assert {iri.partition("/id/doc/")[2] for iri in found} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở Du lịch", {"so-du-lich-song-may"}),
        ("so du lich song may", {"so-du-lich-song-may"}),
        ("Uỷ ban nhân dân thành phố Sông Mây", {"ubnd-song-may"}),
        ("UBND thành phố Sông Mây", {"ubnd-song-may"}),
        ("Sở Y tế", set()),
    ],
)
def test_bodies_by_name(finder: Finder, text: str, expected: set[str]) -> None:
    found = finder.resolve(Kind.BODY, text)
    assert {iri.rpartition("/")[2] for iri in found} == expected


def test_near_misses_share_words(finder: Finder) -> None:
    assert any("Sở" in match.label for match in finder.near("sở thuế sông mây"))


def test_search_reads_beginnings_of_words_without_tones(finder: Finder) -> None:
    assert {match.label for match in finder.search("so du l")} == {"Sở Du lịch thành phố Sông Mây"}
    assert finder.search("  ") == ()
