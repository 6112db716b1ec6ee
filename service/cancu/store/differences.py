"""What becomes other in a graph that is replaced: of a document that is read again most lines stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from cancu.store.canonical import Held

_BLANK = re.compile(rb"^_:|> _:", re.M)
Lines = tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines of N-Triples that go from a graph, and lines that come to it, these as they stand together.

    With ``is_dropped`` nothing stays: the graph goes, then what comes is written. With ``is_blank`` there are blank
    nodes on either side, whose labels mean nothing beyond their own lines.
    """

    name: ox.NamedNode
    gone: Lines
    come: bytes
    is_dropped: bool
    is_blank: bool = False

    def __bool__(self) -> bool:
        """Tell whether anything becomes other."""
        return bool(self.gone or self.come)

    @property
    def count(self) -> int:
        """How many lines come."""
        return self.come.count(b"\n")

    @property
    def is_new(self) -> bool:
        """Tell whether nothing has to go."""
        return not self.gone


def difference(name: ox.NamedNode, before: bytes, after: bytes) -> Difference:
    """Return what becomes other in the graph ``name``; both are lines as the engine writes them, in any order."""
    if not before and isinstance(after, Held):
        return Difference(name, (), after, is_dropped=False)
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    if has_blanks(before) or has_blanks(after):
        is_same = sorted(old) == sorted(new)
        return Difference(name, () if is_same else (*old,), b"" if is_same else after, not is_same, is_blank=True)
    gone, come = set(old) - set(new), set(new) - set(old)
    return Difference(name, (*sorted(gone),), b"".join(sorted(come)), bool(gone) and len(gone) == len(set(old)))


def has_blanks(lines: bytes) -> bool:
    """Tell whether blank nodes occur in lines of N-Triples or N-Quads."""
    return b"_:" in lines and _BLANK.search(lines) is not None


def removals(differences: Iterable[Difference]) -> list[str]:
    """Return the steps of an update by which what goes leaves its graph."""
    steps = [f"DROP SILENT GRAPH {one.name}" for one in differences if one.is_dropped]
    blocks = "".join(block(one.name, b"".join(one.gone)) for one in differences if one.gone and not one.is_dropped)
    return [*steps, f"DELETE DATA {{\n{blocks}}}"] if blocks else steps


def block(name: ox.NamedNode, lines: bytes) -> str:
    """Return lines as part of an update, in the graph ``name``."""
    return f"GRAPH {name} {{\n{lines.decode()}}}\n"
