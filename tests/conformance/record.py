"""What is published of a run: ``data/conformance/results.json``, with the documented reason of every deviation."""

from __future__ import annotations

import csv
import datetime as dt
import json
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.conformance.outcome import Outcome
from tests.conformance.suites import ALL, Suite

HERE = Path(__file__).resolve().parent
RESULTS = HERE.parents[1] / "data" / "conformance" / "results.json"

Reasons = Mapping[tuple[str, str], dict[str, str]]


def table(name: str) -> list[dict[str, str]]:
    """Return the rows of a table beside this file; ``#`` lines are comments."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    return list(csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE))


def deviations() -> Reasons:
    """Return why tests fail, by suite and test."""
    return {(row["suite"], row["test"]): {"vi": row["vi"], "en": row["en"]} for row in table("deviations.tsv")}


def undocumented(outcomes: Iterable[Outcome], reasons: Reasons) -> list[Outcome]:
    """Return the outcomes that the table of deviations does not tell: failures without a reason, reasons in vain."""
    return [item for item in outcomes if item.passed == ((item.suite, item.test) in reasons)]


def summary(suite: Suite, outcomes: list[Outcome], reasons: Reasons) -> dict[str, Any]:
    """Return what is published of one suite."""
    return {
        "suite": suite.key,
        "title": {"vi": suite.vi, "en": suite.en},
        **suite.version,
        "iri": suite.iri,
        "passed": sum(item.passed for item in outcomes),
        "total": len(outcomes),
        "failed": [
            {"test": item.test, "reason": reasons.get((item.suite, item.test), {"vi": item.note, "en": item.note})}
            for item in outcomes
            if not item.passed
        ],
        "remarks": [{"test": item.test, "note": item.note} for item in outcomes if item.passed and item.note],
        "tests": [item.test for item in outcomes],
    }


def write(suites: list[dict[str, Any]], path: Path = RESULTS) -> None:
    """Write the results of a run; those of suites that were not run are kept."""
    old = json.loads(path.read_text(encoding="utf-8"))["suites"] if path.exists() else []
    today = dt.datetime.now(dt.UTC).date().isoformat()
    versions = {name: version(name) for name in ("cancu", "pyoxigraph")} | {"python": platform.python_version()}
    fresh = {suite["suite"]: {"date": today, "versions": versions} | suite for suite in suites}
    known = {suite["suite"]: suite for suite in old} | fresh
    content = {
        "suites": [known[suite.key] for suite in ALL if suite.key in known],
        "not_run": [
            {"folder": row["folder"], "tests": int(row["tests"]), "reason": {"vi": row["vi"], "en": row["en"]}}
            for row in table("not-run.tsv")
        ],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
