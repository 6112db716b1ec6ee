"""What cannot be read is told in one sentence, and the store stays as it was."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Cancu = Callable[..., subprocess.CompletedProcess[str]]

BAD = {
    "missing": ("khong-co.txt", None, "cannot be opened"),
    "empty": ("trong.txt", b"", "empty"),
    "blank": ("trang.txt", b" \n\n\t\n", "empty"),
    "binary": ("nhi-phan.txt", bytes(range(256)) * 40 + b"\0" * 64, "not a text file"),
    "English": (
        "foreign.txt",
        b"The committee shall report to the council before the end of June. " * 20,
        "Vietnamese",
    ),
    "of an unknown kind": ("bang-tinh.xlsx2", "Kế hoạch số 15/KH-UBND".encode(), "not read"),
}


@pytest.fixture(params=BAD.values(), ids=BAD.keys())
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """A file that cannot be read, and words of the reason."""
    name, content, reason = request.param
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    return path, reason


def assert_one_sentence(done: subprocess.CompletedProcess[str], name: str, reason: str) -> None:
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("cancu: ")
    assert name in line
    assert reason in line
    assert " / " in line, "Vietnamese and English"


@pytest.mark.parametrize("verb", ["extract", "check"])
def test_a_bad_file_gets_one_sentence(cancu: Cancu, bad: tuple[Path, str], verb: str) -> None:
    path, reason = bad
    if verb == "extract":
        done = cancu("extract", path, "--out", path.parent / "out")
        assert not list((path.parent / "out").glob("*"))
    else:
        done = cancu("check", path)
    assert_one_sentence(done, path.name, reason)


def test_ingesting_a_bad_file_leaves_the_store_as_it_was(
    cancu: Cancu, bad: tuple[Path, str], plan: Path, store: Path
) -> None:
    path, reason = bad
    before = cancu("export", "--store", store).stdout
    assert "15/KH-UBND" in before
    plan.write_text(plan.read_text("utf-8").replace("thư viện", "nhà văn hóa"), encoding="utf-8")

    assert_one_sentence(cancu("ingest", plan, path, "--store", store), path.name, reason)
    assert cancu("export", "--store", store).stdout == before


def test_the_good_ones_of_several_are_extracted(cancu: Cancu, bad: tuple[Path, str], plan: Path) -> None:
    path, reason = bad
    done = cancu("extract", path, plan, "--out", "ra")
    assert_one_sentence(done, path.name, reason)
    assert [file.name for file in (plan.parent / "home" / "ra").iterdir()] == ["ke-hoach-thu-vien.json"]


def test_a_folder_without_documents_is_told(cancu: Cancu, tmp_path: Path) -> None:
    (tmp_path / "rong").mkdir()
    assert_one_sentence(cancu("extract", tmp_path / "rong"), "rong", "holds no documents")


WRONG_CALLS = {
    "an unknown command": (["ingset"], "No such command"),
    "no document": (["extract"], "Missing argument"),
    "an unknown format": (["export", "--format", "doc"], "is not one of"),
    "a port that is none": (["serve", "--port", "99999"], "99999"),
}


@pytest.mark.parametrize(("arguments", "words"), WRONG_CALLS.values(), ids=WRONG_CALLS.keys())
def test_a_wrong_call_tells_how_to_call(cancu: Cancu, arguments: list[str], words: str) -> None:
    done = cancu(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


WRONG_SETTINGS = {
    "a port in words": ({"CANCU_PORT": "many"}, "port"),
    "a base that is no IRI": ({"CANCU_BASE": "not an iri"}, "base"),
    "a file that is not there": ({"CANCU_CONFIG": "nowhere.toml"}, "nowhere.toml"),
}


@pytest.mark.parametrize(("variables", "name"), WRONG_SETTINGS.values(), ids=WRONG_SETTINGS.keys())
def test_a_wrong_setting_is_named(cancu: Cancu, variables: dict[str, str], name: str) -> None:
    done = cancu("doctor", **variables)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert name in line
