"""``cancu history``, ``cancu why``, ``cancu review``: what was known, on what it rests, what people say of it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import Dataset

from cancu.cli import main
from cancu.namespaces import BASE, CC

Ask = Callable[..., Result]
DOCUMENT = f"{BASE}id/doc/ubnd-xa-suoi-mo/2026/kh/15"


@pytest.fixture
def ask(store: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run a command on a store that holds the plan."""
    for name in [name for name in os.environ if name.startswith("CANCU_")]:
        monkeypatch.delenv(name)
    return lambda *arguments: CliRunner().invoke(main, [*map(str, arguments), "--store", str(store)])


def refused(done: Result, *words: str) -> None:
    """One sentence in two languages on stderr, nothing on stdout, exit code 2."""
    assert (done.exit_code, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert line.startswith("cancu: ")
    assert " / " in line
    for word in words:
        assert word in line


def task(ask: Ask) -> str:
    rows = json.loads(ask("query", "tasks", "--format", "json").stdout)
    [found] = {row["task"] for row in (rows["rows"] if isinstance(rows, dict) else rows)}
    return found


def test_history_lists_the_versions_and_shows_one(ask: Ask, plan: Path) -> None:
    [first] = ask("history", DOCUMENT).stdout.splitlines()
    number, since, until, digest, run = first.split("\t")
    assert (number, until) == ("1", "")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", since)
    assert re.fullmatch(r"[0-9a-f]{12}", digest)
    assert run.startswith(f"{BASE}id/run/")
    plan.write_text(plan.read_text("utf-8").replace("20/4/2026", "25/4/2026"), "utf-8")
    assert ask("ingest", plan).exit_code == 0
    one, two = (line.split("\t") for line in ask("history", DOCUMENT).stdout.splitlines())
    assert (one[:2], one[2], two[0], two[2]) == ([number, since], two[1], "2", "")
    dates = [
        {str(q[2]) for q in Dataset().parse(data=shown, format="trig").quads((None, CC.endDate, None))}
        for shown in (ask("history", DOCUMENT, "--show", n).stdout for n in ("1", "2"))
    ]
    assert dates == [{"2026-04-20"}, {"2026-04-25"}]


def test_history_of_what_is_not_there_is_refused(ask: Ask) -> None:
    refused(ask("history", f"{DOCUMENT}9"), "no such version", "15" + "9")
    refused(ask("history", DOCUMENT, "--show", "2"), "no such version")
    refused(CliRunner().invoke(main, ["history", DOCUMENT, "--store", "nowhere"]), "cancu ingest")


def test_why_names_words_file_and_reading(ask: Ask, plan: Path) -> None:
    said = ask("why", DOCUMENT, "title").stdout
    assert f"{CC.title} → Phát triển thư viện trên địa bàn xã năm 2026" in said
    assert "Tệp: ke-hoach-thu-vien.txt" in said
    [row] = json.loads(ask("why", DOCUMENT, "title", "--format", "json").stdout)["rows"]
    words = plan.read_text("utf-8")[row["from"] : row["to"]]
    assert words == "Phát triển thư viện trên địa bàn xã năm 2026"
    assert "File: ke-hoach-thu-vien.txt" in ask("why", DOCUMENT, "title", "--language", "en").stdout


def test_why_is_restricted_to_property_and_value(ask: Ask) -> None:
    every = ask("why", DOCUMENT).stdout
    assert {str(CC.title), str(CC.basedOn)} <= {line.split(" → ")[0] for line in every.splitlines()}
    [law] = re.findall(rf"^{re.escape(str(CC.basedOn))} → (\S+)", every, re.MULTILINE)
    one = ask("why", DOCUMENT, "basedOn", law).stdout
    assert {line.split(" → ")[0] for line in one.splitlines() if " → " in line} == {str(CC.basedOn)}
    assert "Luật Thư viện số 46/2019/QH14" in one


def test_why_of_what_nobody_says_is_refused(ask: Ask) -> None:
    refused(ask("why", f"{DOCUMENT}9"), "does not say this")
    refused(ask("why", DOCUMENT, "endDate"), "does not say this")
    refused(ask("why", DOCUMENT, "basedOn", f"{BASE}id/doc/khong-co"), "does not say this")


def test_a_review_is_kept_listed_applied_and_withdrawn(ask: Ask) -> None:
    iri = task(ask)
    by = ("--by", "Văn phòng", "--note", "theo bản ký")
    line = ask("review", iri, "--set", "endDate=2026-05-01", "--was", "2026-04-20", *by).stdout.rstrip("\n").split("\t")
    digest, verdict, anchor, name, old, new, reviewer, _, note = line
    assert (verdict, name, old, new, reviewer, note) == (
        "corrected", "endDate", "2026-04-20", "2026-05-01", "Văn phòng", "theo bản ký",
    )  # fmt: skip
    assert re.fullmatch(r"task/[0-9a-f]{6}/1", anchor)
    assert "2026-05-01" in ask("why", iri, "endDate").stdout
    assert ask("review", DOCUMENT, "--list").stdout.startswith(digest)
    assert ask("review", DOCUMENT, "--withdraw", digest).stdout.startswith(digest)
    assert ask("review", DOCUMENT, "--list").stdout == ""
    assert "2026-04-20" in ask("why", iri, "endDate").stdout


def test_a_finding_is_judged_listed_and_withdrawn(ask: Ask) -> None:
    def verdicts() -> list[tuple[str, str]]:
        rows = json.loads(ask("check", DOCUMENT, "--format", "json").stdout)
        return [(row["rule"], row["verdict"]["opinion"]) for row in rows if row["verdict"]]

    done = ask("review", DOCUMENT, "--finding", "F20", "--accept", "--by", "Văn phòng")
    digest, verdict, anchor, *_ = done.stdout.split("\t")
    assert (done.exit_code, verdict) == (0, "accepted")
    assert "#F20-" in anchor
    assert verdicts() == [("F20", "accepted")]
    assert ask("review", DOCUMENT, "--list").stdout.startswith(digest)
    assert ask("review", DOCUMENT, "--withdraw", digest).exit_code == 0
    assert verdicts() == []


REFUSALS = {
    "nobody says it": ([DOCUMENT, "--confirm"], "--by"),
    "no such thing": ([f"{DOCUMENT}9", "--confirm", "--by", "A"], "no document says this"),
    "no such property": ([DOCUMENT, "--set", "khongCo=1", "--by", "A"], "no such property"),
    "no value": ([DOCUMENT, "--set", "title", "--by", "A"], "property=value"),
    "no such review": ([DOCUMENT, "--withdraw", "abc"], "no such review"),
    "no such finding": ([DOCUMENT, "--finding", "E01", "--accept", "--by", "A"], "no such finding"),
    "a finding, and nobody says it": ([DOCUMENT, "--finding", "E01", "--accept"], "--by"),
}


@pytest.mark.parametrize(("arguments", "words"), REFUSALS.values(), ids=REFUSALS)
def test_a_review_that_does_not_fit_is_refused(ask: Ask, arguments: list[str], words: str) -> None:
    refused(ask("review", *arguments), words)


@pytest.mark.parametrize(
    "arguments", [[DOCUMENT], [DOCUMENT, "--accept", "--reject"], [DOCUMENT, "--finding", "F05", "--confirm"]]
)
def test_a_review_says_one_thing(ask: Ask, arguments: list[str]) -> None:
    done = ask("review", *arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--accept" in done.stderr
