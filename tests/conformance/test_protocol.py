"""The service passes the W3C's protocol tests, all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance import protocol
from tests.conformance.served import served

DEVIATIONS: dict[str, str] = {}
"""Test → why it is not passed. None."""


@pytest.mark.parametrize("is_union", [False, True], ids=["plain default graph", "union"])
def test_every_test_of_the_protocol(shared: Callable[..., Path], *, is_union: bool) -> None:
    shared("suites", "rdf-tests", "sparql", "sparql11", "protocol", "manifest.ttl")
    with served(is_union=is_union) as (server, token):
        outcomes = list(protocol.run(server, token))
    assert {found.test: found.note for found in outcomes if not found.passed} == DEVIATIONS
    assert len({found.test for found in outcomes}) == len(outcomes) == 34


def test_without_a_token_the_tests_that_write_fail(shared: Callable[..., Path]) -> None:
    shared("suites", "rdf-tests", "sparql", "sparql11", "protocol", "manifest.ttl")
    with served(is_union=False) as (server, _):
        failed = {found.test for found in protocol.run(server, "wrong") if not found.passed}
    assert {"update_post_form", "update_dataset_full", "query_dataset_full"} <= failed
