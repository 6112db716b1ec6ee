"""Strangers' updates of a remote database: carried out here over the graphs that they can see, committed there.

No database need be trusted to stop, to do all or nothing or to tell what it changed: what an update changes is
computed as for an embedded database, in a process that can be stopped, and comes back as new contents of whole graphs.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox

from cancu.errors import QueryError
from cancu.store import updates
from cancu.store.guard import Limits, inspect
from cancu.store.interface import Dataset
from cancu.store.targets import targets
from cancu.store.tokens import Kind, tokens

WHOLE = 500_000
"""Quads up to which the whole database is copied for an update that may read or write any graph."""


def changes(
    sparql: str,
    content: Callable[[str], bytes],
    names: Callable[[], Iterable[str]],
    size: int,
    limits: Limits,
    *,
    using: Dataset | None = None,
    base: str | None = None,
) -> dict[str, bytes]:
    """Return the new contents of the graphs that the update changes.

    ``content`` and ``names`` tell what the database holds, ``size`` how many quads. Raises as ``updates.changes`` does,
    and QueryError where a large database would have to be read whole.
    """
    length = Limits(length=limits.update, update=limits.update, depth=limits.depth)
    inspect(sparql, length)
    seen = visible(sparql, using)
    if seen is None and size > WHOLE:
        raise QueryError(
            f"Lệnh này có thể đọc hay ghi mọi đồ thị của {size} bộ bốn; hãy nêu tên từng đồ thị (GRAPH <…>).",
            f"this update may read or write any graph of {size} quads; name each graph (GRAPH <…>).",
        )
    folder = Path(tempfile.mkdtemp(prefix="cancu-update-"))
    try:
        held = ox.Store(str(folder / "held"))
        for name in names() if seen is None else sorted(seen):
            held.extend(_quads(name, content(name)))
        held.flush()

        def copy(path: Path) -> int:
            held.backup(str(path))
            return 0

        return updates.changes(sparql, copy, folder, limits, using=using, base=base)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def visible(sparql: str, using: Dataset | None = None) -> frozenset[str] | None:
    """Return the graphs that an update can read or write, and a few more; None where it may be any.

    Each stands in the text by its IRI, unless a variable stands for it.
    """
    found = [token for token in tokens(sparql) if token.kind is not Kind.COMMENT]
    for token, after in pairwise(found):
        if token.kind is Kind.WORD and token.text.lower().endswith("graph") and after.kind is Kind.VARIABLE:
            return None
    named = targets(sparql)
    if named is None or using is None:
        return named
    return named | {*using.default, *using.named}


def _quads(name: str, lines: bytes) -> list[ox.Quad]:
    graph = ox.NamedNode(name) if name else ox.DefaultGraph()
    read = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
    return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in read]
