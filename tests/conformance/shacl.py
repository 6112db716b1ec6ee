"""The W3C data-shapes suite against the project's own SHACL engine, file by file."""

from __future__ import annotations

from collections.abc import Iterator

from tests.check.test_suite import included, same
from tests.conformance.manifest import SUITES
from tests.conformance.outcome import Outcome

SUITE = "shacl"


def run() -> Iterator[Outcome]:
    """Validate every file of the suite and compare the results."""
    tests = SUITES / "data-shapes" / "data-shapes-test-suite" / "tests"
    for path in sorted(set(included(tests / "manifest.ttl"))):
        yield Outcome(SUITE, str(path.relative_to(tests).with_suffix("")), same(path))
