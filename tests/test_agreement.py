"""One plan gives one record, in whatever kind of file an office sends it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cancu.extract import extract
from cancu.read import read_bytes
from cancu.records import to_json
from tests.read import plan

PLACES = {"start", "end", "offsets", "page", "paragraph", "spans", "source"}


def facts(value: Any) -> Any:
    """A record without the places of its words, which differ from file to file."""
    if isinstance(value, dict):
        is_task = "leads" in value
        return {k: facts(v) for k, v in value.items() if k not in PLACES or (is_task and k in {"start", "end"})}
    return [facts(item) for item in value] if isinstance(value, list) else value


def record(data: bytes, name: str) -> Any:
    return facts(to_json(extract(read_bytes(data, name, office=True))))


@pytest.fixture(scope="module")
def typed() -> Any:
    return record(plan.typed(), "a.md")


def test_the_plan_as_typed_holds_what_was_put_into_it(typed: Any) -> None:
    head = typed["document"]
    assert (head["number"], head["issuer"], head["date"]) == ("27/KH-UBND", "Ủy ban nhân dân xã Suối Mơ", "2026-03-12")
    assert head["signer"]["name"] == "Trần Thị Mẫu"
    assert [s["number"] for s in typed["sections"]][:7] == ["I", "I.1", "I.2", "II", "III", "III.1", "III.2"]
    work = [row for row in plan.rows() if len(row) > 2]
    assert [(t["text"], t["time"], t["leads"]) for t in typed["tasks"] if t["row"]] == [
        (words, time, [lead]) for _, words, time, lead, _ in work
    ]
    assert len(typed["recipients"]) == 4


MADE: dict[str, Callable[[], bytes]] = {"a.docx": plan.word, "a.html": plan.web, "a.pdf": plan.paper}


@pytest.mark.parametrize("name", MADE)
def test_the_record_is_that_of_the_typed_plan(name: str, typed: Any) -> None:
    assert record(MADE[name](), name) == typed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan as LibreOffice turns its Word file into other kinds."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("needs LibreOffice (soffice on the PATH)")
    made = tmp_path_factory.mktemp("office")
    (made / "a.docx").write_bytes(plan.word())
    for ending in ("pdf", "html", "doc"):
        call = [program, f"-env:UserInstallation={(made / 'p').as_uri()}", "--headless", "--convert-to", ending]
        subprocess.run([*call, "a.docx"], cwd=made, check=True, capture_output=True, timeout=120)
    return made


@pytest.mark.parametrize("ending", ["pdf", "html", "doc"])
def test_the_record_is_that_of_the_typed_plan_after_libreoffice(ending: str, folder: Path, typed: Any) -> None:
    assert record((folder / f"a.{ending}").read_bytes(), f"a.{ending}") == typed
