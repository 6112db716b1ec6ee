"""The five plans give exactly the findings that were read out of them; published documents give no violation.

``findings.tsv`` was written by reading the plans, side by side, against the list of rules. Each row is one finding:
``true``; ``doubtful`` where two careful readers may differ; ``false`` where the program blames what is right;
``missed`` where it says nothing of a fault. A change of rules or extraction that adds, moves or loses a finding fails
here until somebody has looked at it.
"""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from cancu.check import rules
from cancu.finding import Finding, Severity
from cancu.namespaces import BASE, CCR
from cancu.pipeline.checking import check_file, checked
from cancu.pipeline.describing import describe
from cancu.pipeline.reading import read_one

PLANS = ("do-son", "dong-da", "ha-noi", "hai-phong", "hung-dao")
TABLE = Path(__file__).parent / "findings.tsv"
GOOD = 0.97
_WORDS = 12

Row = tuple[str, str, str, str, str]
"""Shape, severity, start, end, the first words."""


@cache
def listed() -> tuple[dict[str, str], ...]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def row(finding: Finding, text: str) -> Row:
    start, end = finding.start, finding.end
    words = "" if start is None or end is None else " ".join(text[start:end].split()[:_WORDS])
    place = ("", "") if start is None else (str(start), str(end))
    return (finding.shape.removeprefix(str(CCR)), finding.severity, *place, words)


@pytest.fixture(scope="module")
def found(shared) -> dict[str, tuple[Finding, ...]]:
    """What the rules find in the plans beside each other, as in a store that holds the five."""
    readings = [read_one(shared("plans", f"{plan}.txt")) for plan in PLANS]
    documents = checked(describe(readings, base=BASE), base=BASE)
    return {plan: document.findings or () for plan, document in zip(PLANS, documents, strict=True)}


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_has_the_findings_that_a_reader_wrote_down(plan, shared, found):
    text = shared("plans", f"{plan}.txt").read_text(encoding="utf-8")
    said = Counter(row(finding, text) for finding in found[plan])
    wanted = Counter(
        (line["shape"], line["severity"], line["start"], line["end"], line["words"])
        for line in listed()
        if line["plan"] == plan and line["verdict"] != "missed"
    )
    assert sorted((said - wanted).elements()) == [], "not in the table"
    assert sorted((wanted - said).elements()) == [], "no longer found"


def test_findings_are_right_and_complete():
    verdicts = Counter(line["verdict"] for line in listed())
    assert set(verdicts) <= {"true", "doubtful", "false", "missed"}
    assert verdicts["true"] / (verdicts["true"] + verdicts["false"]) >= GOOD
    assert verdicts["true"] / (verdicts["true"] + verdicts["missed"]) >= GOOD


def test_the_table_is_in_order_and_speaks_of_rules():
    keys = [(line["plan"], int(line["start"] or -1), line["shape"], line["words"]) for line in listed()]
    assert keys == sorted(keys)
    assert {line["plan"] for line in listed()} == set(PLANS)
    shapes = {shape.removeprefix(str(CCR)): rule for shape, rule in rules().items()}
    for line in listed():
        assert line["severity"] == shapes[line["shape"]].severity, line
        assert len(line["words"].split()) <= _WORDS
        assert line["note"] or line["verdict"] == "true", "say why"


# What a published document truly violates, by reading it: this copy has 22 letters with their marks apart
VIOLATIONS = {"opening-72": {"Q01"}}


def corpus() -> list[str]:
    folder = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "text"
    return sorted(path.stem for path in folder.glob("*.txt")) or ["absent"]


@pytest.mark.parametrize("name", corpus())
def test_a_published_document_has_no_violation(name, shared):
    found = check_file(shared("corpus", "text", f"{name}.txt"), base=BASE)
    blamed = {f.shape.removeprefix(str(CCR)) for f in found if f.severity is Severity.VIOLATION}
    assert blamed == VIOLATIONS.get(name, set())
