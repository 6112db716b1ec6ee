"""What the setting says of strangers' answers holds for the store that commands open."""

from __future__ import annotations

from pathlib import Path

import pytest

from cancu.cli.stores import opened
from cancu.settings import load

ROWS = "SELECT (BNODE() AS ?b) ?t {{ VALUES ?t {{ '{text}' }} }}"
"""Each evaluation gives the node another label."""


@pytest.mark.parametrize(
    ("megabytes", "length", "is_kept"),
    [(None, 1, True), (1, 1, True), (0, 1, False), (1, 63_000, False), (4, 63_000, True)],
)
def test_answers_are_kept_as_told(tmp_path: Path, megabytes: int | None, length: int, *, is_kept: bool) -> None:
    query = ROWS.format(text="x" * length)
    with opened(load(store=str(tmp_path / "s"), answers=megabytes), is_new_fine=True) as store:
        assert (store.query(query).body == store.query(query).body) is is_kept
