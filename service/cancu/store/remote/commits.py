"""Whole graphs into a remote database: all of a commit or nothing, by the engine's means or with a redo file."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping

import pyoxigraph as ox

from cancu import resources
from cancu.engine.evaluation import OWN
from cancu.errors import CancuError
from cancu.store.remote.engine import Engine
from cancu.store.remote.profiles import Replacement, Union
from cancu.store.remote.redo import Redo

_log = logging.getLogger("cancu.store")


def named(graph: str) -> ox.NamedNode:
    """Return under which name the database has a graph: what is written to the default graph has one of its own, too.

    Raises ValueError where the name is no IRI.
    """
    return ox.NamedNode(graph) if graph else OWN


class Commits:
    """How graphs of one database are replaced; one thread at a time."""

    def __init__(self, engine: Engine, redo: Redo, *, is_always_noted: bool = False) -> None:
        """``is_always_noted``: somebody else follows each commit, and has to be told of it after a kill, too."""
        self._engine = engine
        self._redo = redo
        self._is_always_noted = is_always_noted
        self._leave = resources.text("queries", "store", "leave.ru")

    def replace(
        self, graphs: Mapping[str, bytes], before: Callable[[str], bytes], follow: Callable[[], None] | None = None
    ) -> None:
        """Let each graph hold exactly its N-Triples, then have ``follow`` called.

        ``before`` returns what a graph holds until now: where a commit of several requests is refused in the middle,
        that is put back, at once or, where nobody answers, before the next commit. Raises LimitError, StoreError.
        """
        size = sum(data.count(b"\n") for data in graphs.values())
        if self._engine.profile.is_atomic(size) and not self._is_always_noted:
            self._apply(graphs)
            return
        old = {name: before(name) for name in graphs}
        self._redo.note(graphs)
        try:
            self._apply(graphs)
            if follow is not None:
                follow()
        except CancuError:
            self._put_back(old)
            raise
        self._redo.clear()

    def finish(self, follow: Callable[[Mapping[str, bytes]], None]) -> None:
        """Carry out what a process that died, or a database that did not answer, has left. Raises as ``replace``."""
        left = self._redo.noted()
        if left:
            _log.warning("a commit of %d graphs was left in the middle and is carried out now", len(left))
            self._apply(left)
            follow(left)
            self._redo.clear()

    def _put_back(self, old: Mapping[str, bytes]) -> None:
        try:
            self._redo.note(old)
            self._apply(old)
            self._redo.clear()
        except CancuError as error:
            _log.warning("what was there before a failed commit is put back before the next one: %s", error.en)

    def _apply(self, graphs: Mapping[str, bytes]) -> None:
        if self._engine.profile.replace is Replacement.PUT:
            for name, data in graphs.items():
                self._engine.put(named(name), data)
        else:
            for text in self._updates(graphs):
                self._engine.update(text)

    def _updates(self, graphs: Mapping[str, bytes]) -> Iterator[str]:
        """Yield the updates that replace the graphs: one, or some of so many triples as the engine takes at a time."""
        is_kept = self._engine.profile.union is Union.KEPT
        steps = [
            self._leave.replace("<graph>", str(named(name))) if is_kept else f"DROP SILENT GRAPH {named(name)}"
            for name in graphs
        ]
        for blocks in _portions(graphs, self._engine.profile.triples):
            told = (f"{lines if is_kept else ''}GRAPH {named(name)} {{\n{lines}}}\n" for name, lines in blocks.items())
            steps.append(f"INSERT DATA {{\n{''.join(told)}}}")
            if self._engine.profile.triples:
                yield " ;\n".join(steps)
                steps = []
        if steps:
            yield " ;\n".join(steps)


def _portions(graphs: Mapping[str, bytes], most: int) -> Iterator[dict[str, str]]:
    """Yield lines by graph, at most so many at a time; 0: all at once."""
    portion: dict[str, str] = {}
    room = most
    for name, data in graphs.items():
        lines = [line + "\n" for line in data.decode().split("\n") if line]
        while most and len(lines) >= room:
            portion[name] = "".join(lines[:room])
            yield portion
            portion, lines, room = {}, lines[room:], most
        if lines:
            portion[name] = "".join(lines)
            room -= len(lines)
    if portion:
        yield portion
