"""The service answers as the schemas of the Reconciliation API 0.2 want it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance import reconciliation
from tests.serve.reconcile.places import serving


@pytest.fixture(autouse=True)
def _there(shared: Callable[..., Path]) -> None:
    shared("suites", "reconciliation", "0.2", "schemas", "manifest.json")


def test_the_schemas_tell_the_examples_apart() -> None:
    outcomes = list(reconciliation.examples())
    assert [outcome for outcome in outcomes if not outcome.passed] == []
    assert len(outcomes) == 44


def test_every_answer_is_valid(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        outcomes = list(reconciliation.run(server, "no token is needed"))
    assert [outcome for outcome in outcomes if not outcome.passed] == []
    assert len({outcome.test for outcome in outcomes}) == len(outcomes) >= 44 + 2 * 17


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        ("manifest", {"name": "x"}),
        ("reconciliation-result-batch", {"q0": {"result": [{"id": "x", "name": "x"}]}}),
        ("data-extension-response", {"meta": [], "rows": {"x": {"p": [{"bool": True}]}}}),
        ("suggest-entities-response", {"result": [{"id": "x"}]}),
    ],
)
def test_a_wrong_answer_would_be_found(schema: str, data: object) -> None:
    assert reconciliation.wrong(schema, data)
