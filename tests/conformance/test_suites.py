"""The public suites, run against the real service: the outcome is exactly the documented one, and the recorded one."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conformance import query, record, update
from tests.conformance.manifest import cases
from tests.conformance.outcome import Outcome
from tests.conformance.served import AbsentError
from tests.conformance.suites import ALL, Suite

Shared = Callable[..., Path]

BY_DESIGN = {f"syntax-fed/test_{number}" for number in (1, 2, 3)}

pytestmark = pytest.mark.filterwarnings("ignore:Parsing weird boolean:UserWarning")


@pytest.fixture(scope="module")
def recorded() -> dict[str, dict[str, object]]:
    return {suite["suite"]: suite for suite in json.loads(record.RESULTS.read_text(encoding="utf-8"))["suites"]}


@pytest.mark.parametrize("suite", ALL, ids=[suite.key for suite in ALL])
def test_outcomes_are_those_documented_and_recorded(
    suite: Suite, shared: Shared, recorded: dict[str, dict[str, object]], caplog: pytest.LogCaptureFixture
) -> None:
    shared("suites", suite.folder)
    caplog.set_level(logging.ERROR)
    if not suite.is_there:
        pytest.skip(f"nothing runs {suite.key}")
    try:
        outcomes = list(suite.outcomes())
    except AbsentError as error:
        pytest.skip(f"the service has no {error}")
    assert record.undocumented(outcomes, record.deviations()) == []
    now = record.summary(suite, outcomes, record.deviations())
    known = {key: value for key, value in recorded[suite.key].items() if key not in {"date", "versions"}}
    assert now == known, "make conformance writes the results anew"


def test_what_the_engine_can_the_service_can(shared: Shared) -> None:
    shared("suites", "rdf-tests")
    tests = list(query.selected())
    store = ox.Store()
    query.fill(store, tests)
    able = {item.test for item in query.judged(tests, lambda case: query.by_engine(store, case)) if item.passed}
    refused = {test for suite, test in record.deviations() if suite == query.SUITE}
    assert able & refused == BY_DESIGN
    assert len(able) == 329


def test_nothing_of_the_suite_is_passed_over(shared: Shared) -> None:
    root = shared("suites", "rdf-tests", "sparql", "sparql11")
    run = {*query.FOLDERS, *update.FOLDERS, *(row["folder"] for row in record.table("not-run.tsv"))}
    others = {"protocol", "http-rdf-update", "graph-store-protocol", "service-description"}
    assert {path.parent.name for path in root.glob("*/manifest.ttl")} == run | others
    assert len(list(query.selected())) + len(list(update.selected())) == 498
    for row in record.table("not-run.tsv"):
        assert len(list(cases((row["folder"],)))) == int(row["tests"])


def test_a_table_of_deviations_must_be_exact() -> None:
    reasons = {("s", "known"): {"vi": "…", "en": "…"}}
    good = [Outcome("s", "fine", passed=True), Outcome("s", "known", passed=False)]
    assert record.undocumented(good, reasons) == []
    new = Outcome("s", "new", passed=False, note="broken")
    mended = Outcome("s", "known", passed=True)
    other = Outcome("t", "known", passed=False)
    assert record.undocumented([*good, new, mended, other], reasons) == [new, mended, other]
