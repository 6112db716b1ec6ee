"""The bench of the pages: every question has an answer, also in a store that holds little."""

from __future__ import annotations

from pathlib import Path

from bench import pages
from cancu.store import open_store
from tests.serve.conftest import FIXTURE, graphs_of


def test_every_question_is_asked_and_told(tmp_path: Path) -> None:
    store = open_store(tmp_path / "store")
    store.replace(graphs_of(FIXTURE))
    size = store.size()
    store.close()
    found = pages.measured(tmp_path / "store", rounds=2, starts=2)
    assert (found.quads, len(found.starts)) == (size, 2)
    assert found.costs.keys() == pages.questions().keys()
    assert all(0 < cost.median <= cost.slow for cost in found.costs.values())
    assert all(cost.first_work >= 0 <= cost.work for cost in found.costs.values())
    assert all(work > 0 for work in found.works)
    assert f"{size:,} quads" in pages.told(found)
