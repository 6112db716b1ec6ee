"""The bench of checking measures graphs that are checked, and a page that has a place for them."""

from __future__ import annotations

from bench import report
from bench.checking import measured
from bench.graphs import described, documents
from cancu.check import check


def test_copies_of_documents_are_documents_with_the_same_faults():
    graphs = described()
    every = sum(len(quads) for quads in graphs)
    once, twice = list(documents(every)), list(documents(2 * every))
    assert len(set(twice)) == 2 * len(set(once))
    found, more = check(once), check(twice)
    assert found
    assert len(more) == 2 * len(found)
    assert len({finding.document for finding in more}) == 2 * len({finding.document for finding in found})


def test_results_have_their_place():
    assert measured(500)["findings"] >= 1
    assert "<!-- /checking -->" in report.PAGE.read_text("utf-8")
