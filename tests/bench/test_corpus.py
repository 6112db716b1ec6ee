"""The corpus is like the country: a seed gives one corpus, and what its manifest says is what cancu reads."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.corpus.catalogue import DUPLICATES, ERRORS, RESCANS, Catalogue
from bench.corpus.corpus import Corpus
from bench.corpus.country import provinces
from bench.corpus.facts import Copy, Facts, Role
from bench.corpus.reading import score
from bench.corpus.texts import MANIFEST, write
from bench.corpus.words import table, themes
from cancu.namespaces import BASE
from cancu.pipeline.checking import check_file

if find_spec("vietnamadminunits") is None:
    pytest.skip("the 3,321 communes come from the package vietnamadminunits", allow_module_level=True)

MANY = 100_000
READ = 60


@cache
def facts() -> tuple[Facts, ...]:
    catalogue = Catalogue(1)
    return tuple(map(catalogue.facts, range(MANY)))


@pytest.mark.parametrize("index", [0, 17, 60, 99_999, 10**7])
def test_a_document_follows_from_seed_and_index(index: int) -> None:
    document = Corpus(7).document(index)
    fresh = Corpus(7)
    fresh.document(3)
    assert fresh.document(index) == document
    assert Corpus(8).document(index).text != document.text
    assert list(fresh.documents(2, index)) == [document, fresh.document(index + 1)]


def test_no_document_comes_before_the_first() -> None:
    with pytest.raises(ValueError, match="-1"):
        Catalogue(1).facts(-1)


def test_every_province_and_commune_speaks() -> None:
    spoken = {one.place.code for one in facts() if one.place and one.role.is_local}
    assert spoken == {place.code for province in provinces() for place in province.communes}
    assert len(spoken) == 3321
    assert len({one.place.code for one in facts() if one.place and one.role is Role.PROVINCE}) == 34


def test_shares_are_those_that_are_told() -> None:
    copies = Counter(one.copy for one in facts())
    errors = Counter(one.error for one in facts() if one.copy is None)
    assert copies[Copy.DUPLICATE] / MANY == pytest.approx(DUPLICATES, rel=0.1)
    assert copies[Copy.RESCAN] / MANY == pytest.approx(RESCANS, rel=0.1)
    assert (MANY - copies.total() + sum(errors.values()) - errors[None]) / MANY == pytest.approx(ERRORS, rel=0.1)
    assert {rule for rule in errors if rule} == {row[0] for row in table("errors")}


def test_identifiers_are_unique_and_numbers_grow_with_the_days() -> None:
    originals = [one for one in facts() if one.copy is None and one.key]
    assert len({one.key for one in originals}) == len(originals)
    series: dict[str, list[tuple[int, str]]] = {}
    for one in originals:
        series.setdefault(one.series, []).append((one.number or 0, one.date.isoformat()))
    for rows in series.values():
        assert [day for _, day in sorted(rows)] == sorted(day for _, day in rows)


def test_superiors_exist_and_came_before() -> None:
    every = facts()
    for one in every:
        for index in one.superiors:
            above = every[index]
            assert index < (one.index if one.copy_of is None else one.copy_of)
            assert above.copy is None
            assert above.key
            assert above.date <= one.date
    assert all(one.superiors for one in every if one.role not in (Role.MINISTRY, Role.COMMITTEE))


def test_copies_repeat_an_original_of_before() -> None:
    corpus = Corpus(1)
    seen = Counter[Copy]()
    for index in range(len(themes()), 400):
        document = corpus.document(index)
        if document.facts.copy and document.facts.copy_of is not None:
            first = corpus.document(document.facts.copy_of)
            assert first.facts.copy is None
            assert (document.text == first.text) == (document.facts.copy is Copy.DUPLICATE)
            seen[document.facts.copy] += 1
    assert min(seen[copy] for copy in Copy) > 3


def test_sizes_are_those_of_real_plans() -> None:
    corpus = Corpus(1)
    sizes = sorted(len(corpus.document(index).text.encode()) for index in range(200))
    assert sizes[0] > 4_000
    assert sizes[-1] < 65_000
    assert sizes[100] == pytest.approx(12_000, rel=0.2)


def test_cancu_reads_what_the_manifest_tells() -> None:
    """The bars leave room for one document of so many; rescans are not asked for their citations and work."""
    corpus = Corpus(1)
    found = score(corpus, list(corpus.documents(READ)))
    for name, least in {"type": 0.98, "number": 0.98, "date": 0.98, "title": 0.98, "issuer": 0.98, "key": 0.98}.items():
        assert found.share(name) >= least, f"{name}\n{found}"
    for name, least in {"superior": 0.98, "work": 0.98, "reports": 0.95, "events": 0.95}.items():
        assert found.share(name) >= least, f"{name}\n{found}"
    assert found.there["superior"] > READ / 2


def test_a_reading_of_another_document_is_not_taken_for_right() -> None:
    corpus = Corpus(1)
    one, other = corpus.document(17), corpus.document(71)
    mixed = type(one)(one.facts, other.text, one.duties, one.reports, one.events)
    found = score(corpus, [mixed])
    assert [found.right[name] for name in ("number", "issuer", "title", "key")] == [0] * 4
    assert found.share("work") < 0.2, "what all plans say may be found in any"


def test_a_folder_is_the_same_by_one_process_and_by_two(tmp_path: Path) -> None:
    write(tmp_path / "one", seed=2, documents=520)
    write(tmp_path / "two", seed=2, documents=520, jobs=2)
    write(tmp_path / "part", seed=2, documents=5, first=512)
    told = [json.loads(line) for line in (tmp_path / "one" / MANIFEST).read_text("utf-8").splitlines()]
    assert [line["index"] for line in told] == list(range(520))
    for line in told:
        text = (tmp_path / "one" / line["file"]).read_bytes()
        assert len(text.decode()) == line["characters"]
        assert (tmp_path / "two" / line["file"]).read_bytes() == text
        if 512 <= line["index"] < 517:
            assert (tmp_path / "part" / line["file"]).read_bytes() == text
    assert (tmp_path / "one" / MANIFEST).read_bytes() == (tmp_path / "two" / MANIFEST).read_bytes()


def test_the_command_writes_packed_graphs(tmp_path: Path) -> None:
    out = tmp_path / "corpus.nq.gz"
    command = [sys.executable, "-m", "bench.corpus", "graphs", "--triples", "3000", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = gzip.decompress(out.read_bytes()).decode().splitlines()
    assert len(lines) >= 3000
    assert f"{len(lines):,} triples" in done.stderr


@pytest.mark.parametrize("rule", [row[0] for row in table("errors")])
def test_the_rules_find_the_error_that_was_put_in(rule: str, tmp_path: Path) -> None:
    """The same document without its error is the decoy."""
    corpus = Corpus(1)
    one = next(fact for fact in facts() if fact.error == rule and fact.copy is None)
    short = {"Kế hoạch": "KH", "Chương trình": "CTr", "Hướng dẫn": "HD"}[one.type]
    right = replace(one, error=None, number=one.number or 99, symbol=one.symbol.replace("QĐ", short))
    found = []
    for number, fact in enumerate((one, right)):
        path = tmp_path / f"{number}.txt"
        path.write_text(corpus.written(fact, one.index).text, encoding="utf-8")
        found.append({finding.rule for finding in check_file(path, base=BASE)})
    assert rule in found[0]
    assert rule not in found[1]
