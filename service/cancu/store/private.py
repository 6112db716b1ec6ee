"""The private copy of a store on which a stranger's update runs: of the graphs that it can see, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from cancu.errors import QueryError
from cancu.store.interface import Dataset
from cancu.store.lines import named
from cancu.store.loading import load
from cancu.store.targets import targets
from cancu.store.tokens import Kind, tokens

WHOLE = 500_000
"""Quads up to which everything is copied for an update that may read or write any graph."""


@dataclass(frozen=True, slots=True)
class Readable:
    """What a store tells of its graphs: their lines, their names (``""`` is the default graph), how many quads."""

    content: Callable[[str], bytes]
    names: Callable[[], Iterable[str]]
    size: Callable[[], int]


def copy(held: Readable, seen: frozenset[str] | None, folder: Path) -> None:
    """Make databases ``db`` and ``was`` in ``folder`` of the graphs ``seen``, or of all (None).

    Raises QueryError where that would be a large store whole, OSError, RuntimeError, StoreError.
    """
    names = set(held.names())
    if seen is None and (size := held.size()) > WHOLE:
        raise QueryError(
            f"Lệnh này có thể đọc hay ghi mọi đồ thị của {size} bộ bốn; hãy nêu tên từng đồ thị (GRAPH <…>).",
            f"this update may read or write any graph of {size} quads; name each graph (GRAPH <…>).",
        )
    engine = ox.Store(str(folder / "db"))
    wanted = sorted(names if seen is None else names & seen)
    load(engine, ((named(name), held.content(name)) for name in wanted), is_union=False)
    engine.backup(str(folder / "was"))


def visible(sparql: str, using: Dataset | None = None) -> frozenset[str] | None:
    """Return the graphs that an update can read or write, and a few more; None where it may be any.

    Each stands in the text by its IRI, unless a variable stands for it.
    """
    found = [token for token in tokens(sparql) if token.kind is not Kind.COMMENT]
    for token, after in pairwise(found):
        if token.kind is Kind.WORD and token.text.lower().endswith("graph") and after.kind is Kind.VARIABLE:
            return None
    written = targets(sparql)
    if written is None or using is None:
        return written
    return written | {*using.default, *using.named}
