"""Fill a store of cancu's with N-Quads whose graphs stand together: ``python -m bench.serving.filling FILE FOLDER``.

It is filled when it can be searched, too.
"""

from __future__ import annotations

import sys
from contextlib import closing
from itertools import groupby
from pathlib import Path

import pyoxigraph as ox

from cancu.query import Index
from cancu.store import open_store

BATCH = 20_000
"""Quads that are committed at a time, in whole graphs."""


def fill(file: Path, folder: Path) -> None:
    """Replace graph by graph, some in one commit. Raises ValueError where the quads of a graph stand apart."""
    store = open_store(folder)
    seen: set[str] = set()
    batch: dict[str, bytes] = {}
    size = 0
    try:
        for name, quads in groupby(ox.parse(path=file, format=ox.RdfFormat.N_QUADS), lambda quad: quad.graph_name):
            graph = getattr(name, "value", "")
            if graph in seen:
                raise ValueError(f"the quads of <{graph}> stand apart: sort the file by graph")
            seen.add(graph)
            lines = [f"{quad.triple} .\n" for quad in quads]
            batch[graph] = "".join(lines).encode()
            size += len(lines)
            if size >= BATCH:
                store.replace(batch)
                batch, size = {}, 0
        store.replace(batch)
        with closing(Index(store, patience=None)) as index:
            index.follow()
    finally:
        store.close()


if __name__ == "__main__":
    fill(Path(sys.argv[1]), Path(sys.argv[2]))
