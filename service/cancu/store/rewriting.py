"""Triples and quads from N-Triples, sorted, into any format: the same triples always give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from cancu.engine.evaluation import formatted
from cancu.engine.formats import N_QUADS, N_TRIPLES, Format


def sorted_lines(data: bytes) -> list[bytes]:
    """Return the distinct lines of N-Triples or N-Quads in byte order."""
    return sorted({line for line in data.split(b"\n") if line})


def rewritten(ntriples: bytes, chosen: Format, prefixes: Mapping[str, str]) -> bytes:
    """Return N-Triples in one of GRAPHS. Raises DataError where that cannot say one of them."""
    ordered = b"".join(line + b"\n" for line in sorted_lines(ntriples))
    return ordered if chosen is N_TRIPLES else formatted(ordered, chosen, prefixes)


def joined(graphs: Mapping[str, bytes], chosen: Format, prefixes: Mapping[str, str]) -> bytes:
    """Return graphs (IRI → N-Triples) in one of DATASETS. Raises DataError where that cannot say one of them."""
    ordered = b"".join(
        line.removesuffix(b".") + f"{ox.NamedNode(name)} .\n".encode()
        for name, data in sorted(graphs.items())
        for line in sorted_lines(data)
    )
    return ordered if chosen is N_QUADS else formatted(ordered, chosen, prefixes)
