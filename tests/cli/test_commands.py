"""The commands do what their help says, in a process of their own."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from rdflib import Dataset, Graph

from cancu import resources
from cancu.cli import COMMANDS
from cancu.namespaces import CC

Cancu = Callable[..., subprocess.CompletedProcess[str]]
Words = Callable[..., str]


@pytest.fixture
def well(cancu: Cancu) -> Words:
    """Run a command that must succeed without a word on stderr; return what it prints."""

    def run(*arguments: str | Path, **more: str) -> str:
        done = cancu(*arguments, **more)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    return run


def test_every_command_stands_in_its_own_module_and_has_help(well: Words) -> None:
    listed = well("--help")
    modules = {path.stem for path in (resources.folder("queries").parent / "service/cancu/cli").glob("*.py")}
    for name in COMMANDS:
        assert name in modules
        assert re.search(rf"^  {name} +\S", listed, re.MULTILINE), f"{name} has no line of help"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_its_own_help_says_first(name: str) -> None:
    told = import_module(f"cancu.cli.{name}").command.help
    assert " ".join(told.split()).startswith(COMMANDS[name])


def test_the_list_of_commands_loads_none() -> None:
    program = "import sys; from cancu.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "cancu.cli" in loaded
    assert not {module for module in loaded if module.startswith("cancu.cli.")}


def test_extract_prints_one_document_as_one_object(well: Words, plan: Path) -> None:
    record = json.loads(well("extract", plan))
    assert record["source"] == plan.name
    assert record["document"]["number"] == "15/KH-UBND"
    assert [citation["number"] for citation in record["citations"]] == ["46/2019/QH14"]


def test_offsets_point_at_the_words(well: Words, plan: Path) -> None:
    (citation,) = json.loads(well("extract", plan))["citations"]
    start, end = citation["offsets"]
    assert " ".join(plan.read_text("utf-8")[start:end].split()) == citation["text"]


def test_what_is_not_sure_is_counted_apart(cancu: Cancu, tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach-cho.txt"
    path.write_text(
        "ỦY BAN NHÂN DÂN\nXÃ SUỐI MƠ\nSố:      /KH-UBND\nSuối Mơ, ngày     tháng 02 năm 2026\n\nKẾ HOẠCH\n"
        "Họp chợ quê\n\n"
        "Căn cứ Nghị định số 30/2020/NĐ-CP; Nghị quyết số 36-NQ/TW và Luật Chợ quê số 5/2026/QH16;\n\n"
        "I. TỔ CHỨC THỰC HIỆN\n- Công an tỉnh Vân Hải chủ trì giữ trật tự chợ quê trong cả năm.\n",
        encoding="utf-8",
    )
    done = cancu("extract", path, "--tally", "--out", tmp_path / "ra")
    assert (done.returncode, done.stdout) == (0, "")
    lines = done.stderr.splitlines()
    assert lines[0].startswith(
        "ke-hoach-cho.txt: citations 1 resolved, 1 known by citation only, 1 ambiguous; names 0 known, 1 unknown; "
        "tasks 1 with lead, 0 without"
    )
    assert lines[0].endswith("head 7 fields, 3 open")


def test_extract_writes_a_file_a_document(well: Words, plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "ke-hoach-khac.md"
    other.write_text(plan.read_text("utf-8").replace("Số: 15", "Số: 16"), encoding="utf-8")
    assert well("extract", plan, other, "--out", tmp_path / "ra") == ""
    numbers = {
        path.name: json.loads(path.read_text("utf-8"))["document"]["number"] for path in (tmp_path / "ra").iterdir()
    }
    assert numbers == {"ke-hoach-thu-vien.json": "15/KH-UBND", "ke-hoach-khac.json": "16/KH-UBND"}


def test_two_files_of_one_stem_are_not_written_over_each_other(cancu: Cancu, plan: Path, tmp_path: Path) -> None:
    twin = tmp_path / "ke-hoach-thu-vien.md"
    twin.write_text(plan.read_text("utf-8"), encoding="utf-8")
    done = cancu("extract", plan, twin, "--out", tmp_path / "ra")
    assert done.returncode == 2
    assert "has the name of" in done.stderr
    assert not (tmp_path / "ra").exists()


def test_several_processes_extract_the_same(well: Words, plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.txt"
    other.write_text(plan.read_text("utf-8").replace("Số: 15", "Số: 16"), encoding="utf-8")
    assert well("extract", plan, other, "--jobs", "2") == well("extract", plan, other)


def test_the_rdf_formats_say_the_same(well: Words, plan: Path) -> None:
    trig = Dataset().parse(data=well("extract", plan, "--format", "trig"), format="trig")
    turtle = Graph().parse(data=well("extract", plan, "--format", "turtle"), format="turtle")
    jsonld = Dataset().parse(data=well("extract", plan, "--format", "jsonld"), format="json-ld")
    triples = {quad[:3] for quad in trig.quads()}
    assert triples == set(turtle)
    assert triples == {quad[:3] for quad in jsonld.quads()}
    assert "15/KH-UBND" in {str(number) for number in turtle.objects(None, CC.number)}


def test_the_same_document_gives_the_same_bytes(cancu: Cancu, plan: Path) -> None:
    seeds = {cancu("extract", plan, "--format", "trig", PYTHONHASHSEED=seed).stdout for seed in ("1", "2")}
    assert len(seeds) == 1


def test_a_document_goes_in_is_asked_for_and_comes_out(well: Words, plan: Path) -> None:
    assert "1 documents" in well("ingest", plan, "--store", "kho")
    assert "15/KH-UBND" in well("query", "documents", "--store", "kho")
    exported = well("export", "--store", "kho", "--format", "trig")
    numbers = {str(quad[2]) for quad in Dataset().parse(data=exported, format="trig").quads((None, CC.number, None))}
    assert "15/KH-UBND" in numbers


def test_ingesting_again_replaces(well: Words, plan: Path, store: Path) -> None:
    first = set(well("export", "--store", store).splitlines())
    well("ingest", plan, "--store", store)
    new = set(well("export", "--store", store).splitlines()) - first
    assert {line.rpartition("<")[2].split("graph/")[1].split("/")[0] for line in new} == {"ingestion"}


def test_documents_stay_beside_new_ones_unless_only_the_new_are_asked_for(
    well: Words, plan: Path, tmp_path: Path
) -> None:
    other = tmp_path / "khac.txt"
    other.write_text(plan.read_text("utf-8").replace("15/KH-UBND", "16/KH-UBND"), encoding="utf-8")
    assert "1 documents" in well("ingest", plan, "--store", "kho")
    assert "2 documents" in well("ingest", other, "--store", "kho")
    assert "1 documents" in well("ingest", plan, "--only", "--store", "kho")
    assert "16/KH-UBND" not in well("export", "--store", "kho")


def test_two_files_of_one_document_are_told(cancu: Cancu, plan: Path, tmp_path: Path) -> None:
    twin = tmp_path / "quet-lai.txt"
    twin.write_text(plan.read_text("utf-8") + "\n", encoding="utf-8")
    done = cancu("ingest", plan, twin, "--store", "kho")
    assert done.returncode == 0
    assert "1 documents" in done.stdout
    (line,) = done.stderr.splitlines()
    assert "the same document" in line
    assert plan.name in line


def test_without_paths_the_shipped_facts_go_in(well: Words) -> None:
    shipped = list(resources.path("data", "plans").glob("*.trig"))
    assert shipped
    assert f"{len(shipped)} documents" in well("ingest", "--store", "kho")


def test_a_text_of_ones_own_is_asked_from_stdin_or_a_file(well: Words, store: Path, tmp_path: Path) -> None:
    text = f"SELECT ?n WHERE {{ ?d a <{CC.Document}> ; <{CC.number}> ?n . FILTER(STRSTARTS(?n, '15/')) }}"
    from_stdin = well("query", "-", "--store", store, "--format", "csv", stdin=text)
    (tmp_path / "mine.rq").write_text(text, encoding="utf-8")
    from_file = well("query", tmp_path / "mine.rq", "--store", store, "--format", "csv")
    assert from_stdin == from_file
    assert list(csv.reader(io.StringIO(from_stdin.removeprefix("\ufeff")))) == [["n"], ["15/KH-UBND"]]


BAD_QUESTIONS = {
    "a name that comes close": (["unit-citing"], "units-citing"),
    "a parameter that is missing": (["units-citing"], "reference"),
    "a parameter that is none": (["units-citing", "--param", "colour=red"], "colour"),
    "a parameter without value": (["units-citing", "--param", "reference"], "key=value"),
    "a reference that means nothing": (["units-citing", "--param", "reference=nghi quyet 777"], "777"),
    "a file that is not there": (["nowhere.rq"], "nowhere.rq"),
}


@pytest.mark.parametrize(("arguments", "words"), BAD_QUESTIONS.values(), ids=BAD_QUESTIONS.keys())
def test_a_bad_question_gets_one_sentence(cancu: Cancu, store: Path, arguments: list[str], words: str) -> None:
    done = cancu("query", *arguments, "--store", store)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    assert words in line


def test_a_text_that_does_not_parse_is_told_where(cancu: Cancu, store: Path) -> None:
    done = cancu("query", "-", "--store", store, stdin="SELECT ?x WHERE {\n ?x ?y }")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("cancu: 2:")


def test_check_tells_fit_from_unfit_by_its_exit_code(cancu: Cancu, plan: Path) -> None:
    blank = plan.with_name("trong-so.txt")
    blank.write_text(plan.read_text("utf-8").replace("Số: 15/KH-UBND", "Số:      /KH-UBND"), encoding="utf-8")
    unfit = cancu("check", blank, "--fail-on", "warning")
    assert unfit.returncode == 1
    assert unfit.stderr == ""
    found = json.loads(cancu("check", blank, "--format", "json", "--fail-on", "warning").stdout)
    assert {"rule", "severity", "message_vi", "message_en", "source"} <= set(found[0])
    before = {finding["shape"] for finding in json.loads(cancu("check", plan, "--format", "json").stdout)}
    assert {finding["shape"] for finding in found} - before, "the blank number is a finding of its own"


def test_check_judges_all_that_a_store_holds_and_keeps_it_when_told(cancu: Cancu, store: Path) -> None:
    done = cancu("check", "--all", "--write", "--store", store, "--format", "json")
    found = [finding["rule"] for finding in json.loads(done.stdout)]
    lines = dict(line.split("\t")[:2] for line in done.stderr.splitlines() if "\t" in line)
    assert found
    assert lines == {rule: str(found.count(rule)) for rule in found}
    kept = cancu("query", "findings", "--store", store, "--format", "csv").stdout
    assert len(list(csv.reader(io.StringIO(kept)))) == len(found) + 1
    for wrong in (["check"], ["check", "--all", "x.txt"], ["check", "--write", "x.txt"]):
        assert cancu(*wrong, "--store", store).returncode == 2


def test_check_asks_the_store_for_an_iri(cancu: Cancu, plan: Path, store: Path) -> None:
    graph = Dataset().parse(data=cancu("extract", plan, "--format", "trig").stdout, format="trig")
    iri = str(next(quad[0] for quad in graph.quads((None, CC.number, None)) if "15/KH-UBND" in str(quad[2])))
    by_iri = json.loads(cancu("check", iri, "--store", store, "--format", "json").stdout)
    by_path = json.loads(cancu("check", plan, "--format", "json").stdout)
    assert by_path
    assert {row.pop("file") for row in by_iri} == {iri}
    assert {row.pop("file") for row in by_path} == {str(plan)}
    assert by_iri == by_path
    assert cancu("check", f"{iri}99", "--store", store).returncode == 2


def test_nothing_can_be_asked_before_anything_went_in(cancu: Cancu) -> None:
    for command in (["query", "documents"], ["export"], ["serve"]):
        done = cancu(*command, "--store", "nowhere")
        assert done.returncode == 2
        assert "cancu ingest" in done.stderr


def test_registry_list_finds_in_any_spelling(well: Words) -> None:
    lines = well("registry", "list", "instruments", "--grep", "59 nq tw").splitlines()
    assert {line.split("\t")[1] for line in lines} >= {"tw/k12/nq/59", "tw/k13/nq/59"}


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("nghi dinh 72", 0, ["cp/qppl-2015/nd/72\tNghị định số 72/2015/NĐ-CP ngày 07/9/2015 của Chính phủ"]),
        ("NQ 59", 1, ["tw/k13/nq/59\t", "tw/k12/nq/59\t"]),
        ("nghị quyết 58", 2, []),
    ],
)
def test_registry_lookup_answers_one_several_or_none(cancu: Cancu, typed: str, code: int, said: list[str]) -> None:
    done = cancu("registry", "lookup", *typed.split())
    assert done.returncode == code
    lines = done.stdout.splitlines()
    assert len(lines) == len(said)
    assert all(f"id/doc/{words}" in line for line, words in zip(lines, said, strict=True))
    assert ("59-NQ/TW" in done.stderr) is (code == 2), "near misses are told"


def test_registry_check_says_what_mends_and_format_mends_it(cancu: Cancu, well: Words, home: Path) -> None:
    folder = home / "so"
    folder.mkdir()
    head = "slug\tlabel\taliases\tbody\trank\tsource"
    (folder / "posts.tsv").write_text(f"{head}\nb\tB \t\tca\thead\tM\na\tA\t\tca\thead\tM\n", encoding="utf-8")
    done = cancu("registry", "check", folder)
    assert done.returncode == 1
    assert [line.rpartition(" → ")[2] for line in done.stdout.splitlines()] == ["cancu registry format"] * 2
    assert well("registry", "format", folder).splitlines() == [str(folder / "posts.tsv")]
    assert (folder / "posts.tsv").read_text("utf-8") == f"{head}\na\tA\t\tca\thead\tM\nb\tB\t\tca\thead\tM\n"
    assert cancu("registry", "check", folder).returncode == 0
    assert cancu("registry", "check").returncode == 0, "the shipped tables are sound"


def test_registry_import_says_what_it_does_and_what_stays_out(cancu: Cancu, checkout: Path, home: Path) -> None:
    lists = checkout / "examples" / "registries"
    call = ("registry", "import", lists / "don-vi.csv", "-m", lists / "don-vi.toml", "--registry", "so")
    dry, first, again = cancu(*call, "--dry-run"), cancu(*call), cancu(*call)
    assert [done.returncode for done in (dry, first, again)] == [0, 0, 0]
    assert "would write" in dry.stdout
    assert first.stdout.splitlines()[:4] == [f"+ {slug}-van-hai" for slug in ("ben-lua", "hon-may", "suoi-mo")] + [
        "+ van-hai"
    ]
    assert again.stdout.splitlines()[-1].endswith("no change")
    assert "5: Xóm Chài: " in first.stderr
    assert (home / "so" / "don-vi-van-hai" / "source.json").is_file()


def test_registry_lookup_knows_the_documents_of_imported_lists(cancu: Cancu, checkout: Path) -> None:
    lists = checkout / "examples" / "registries"
    for name in ("don-vi", "co-quan", "van-ban"):
        assert cancu("registry", "import", lists / f"{name}.csv", "-m", lists / f"{name}.toml").returncode == 0
    done = cancu("registry", "lookup", "ke", "hoach", "15", "van", "hai")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(
        "https://w3id.org/cancu/id/doc/ubnd-van-hai/2026/kh/15\tKế hoạch số 15/KH-UBND ngày 03/02/2026"
    )
