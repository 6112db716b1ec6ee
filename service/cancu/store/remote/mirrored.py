"""A SPARQL 1.1 database on another machine that keeps the graphs, with a copy on this machine that answers.

For engines that answer some questions wrongly (docs/remote.md tells which), and for who wants the answers of the
embedded database while others ask the remote one. A commit goes to the database first, then into the copy; a redo file
stands beside both from before until after, so that neither is left half or behind.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

from cancu.engine.evaluation import OWN
from cancu.store.embedded import EmbeddedStore
from cancu.store.federation import Federation
from cancu.store.guard import Limits
from cancu.store.lines import contents
from cancu.store.lock import Lock
from cancu.store.names import refuse_reserved
from cancu.store.remote.canonical import triples
from cancu.store.remote.commits import Commits, named
from cancu.store.remote.engine import Engine
from cancu.store.remote.place import MIRROR, REDO
from cancu.store.remote.redo import Redo

_log = logging.getLogger("cancu.store")
_BATCH = 100
"""Graphs that are copied in one commit."""


class MirroredStore(EmbeddedStore):
    """Implements ``cancu.store.Store``: reads are those of the copy. Use ``open_store`` to make one."""

    def __init__(
        self,
        engine: Engine,
        folder: Path,
        limits: Limits,
        prefixes: Mapping[str, str],
        *,
        lock: Lock,
        readers: int = 1,
        is_union: bool = True,
        federation: Federation | None = None,
    ) -> None:
        """Open the copy and bring it to what the database holds. Raises LimitError, StoreError."""
        self._engine = engine
        self._lock_file = lock
        self._commits = Commits(engine, Redo(folder / REDO), is_always_noted=True)
        (folder / MIRROR).mkdir(exist_ok=True)
        super().__init__(folder / MIRROR, limits, prefixes, readers=readers, is_union=is_union, federation=federation)
        try:
            self._commits.finish(super().replace)
            self._catch_up()
        except BaseException:
            self.close()
            raise

    def replace(self, graphs: Mapping[str, bytes]) -> None:
        """Replace whole graphs there, then here; see ``Store.replace`` and docs/remote.md."""
        refuse_reserved(graphs)
        wanted = {
            name: triples(quad.triple for quad in quads)
            for name, quads in zip(sorted(graphs), contents(graphs).values(), strict=True)
        }
        with self._writing:
            self._commits.finish(super().replace)
            follow = super().replace
            self._commits.replace(wanted, self.content, lambda: follow(wanted))

    def close(self) -> None:
        """Stop the readers, release the files and the right to write, close the connections."""
        super().close()
        self._engine.close()
        self._lock_file.release()

    def _catch_up(self) -> None:
        """Copy the graphs of which the database holds another number of triples than the copy does."""
        told = self._engine.sizes()
        theirs = {"" if name == OWN.value else name: size for name, size in told.items()}
        ours = {name: self.content(name).count(b"\n") for name in self._holdings.names()}
        other = sorted(name for name in theirs.keys() | ours.keys() if theirs.get(name, 0) != ours.get(name, 0))
        if other:
            _log.warning("%d graphs are other in the database than in the copy and are copied", len(other))
        for start in range(0, len(other), _BATCH):
            batch = other[start : start + _BATCH]
            super().replace({name: self._engine.content(named(name)) for name in batch})
