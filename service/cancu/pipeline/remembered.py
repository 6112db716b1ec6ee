"""What was read of documents beside which others are judged: superiors come up again with each batch.

Only the documents asked for last are kept, as many as fit into a bound of triples, and of those that are written in
the meantime, by whomever, nothing is: the journal of the store tells which they are.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from cancu.graph import Facts
from cancu.namespaces import document_graph
from cancu.store import Store

_TRIPLES = 200_000
"""So many are kept: some 100 MB, which are the heads and works of some three hundred documents."""
_CHANGES = 1_000
"""Graphs written in the meantime that are looked at one by one; after more of them everything is read anew."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the head of a document says, and its tasks and reports; None where nobody asked for that."""

    head: Facts | None = None
    work: Facts | None = None

    @property
    def size(self) -> int:
        """How many triples these are; a document of which nothing is held counts, too."""
        return 1 + sum(len(triples) for part in (self.head, self.work) if part for triples in part.values())


_NOTHING = Said()


class Remembered:
    """The documents of ``store`` that were asked for last, by key. For one thread."""

    def __init__(self, store: Store, *, base: str, triples: int = _TRIPLES) -> None:
        """Remember nothing yet, and never more than so many ``triples``."""
        self._store = store
        self._prefix = document_graph(base, "")
        self._most = triples
        self._size = 0
        self._said: OrderedDict[str, Said] = OrderedDict()
        self._seen = store.journal.latest()

    def __len__(self) -> int:
        """Return how many documents are remembered."""
        return len(self._said)

    def __getitem__(self, key: str) -> Said:
        """Return what is remembered of a document, be it nothing."""
        if key in self._said:
            self._said.move_to_end(key)
        return self._said.get(key, _NOTHING)

    def __setitem__(self, key: str, said: Said) -> None:
        """Remember what was read of a document, and forget others that nobody asked for in a long time."""
        self._forget(key)
        self._said[key] = said
        self._size += said.size
        while self._size > self._most:
            self._forget(next(iter(self._said)))

    def catch_up(self) -> None:
        """Forget the documents that were written since. Raises StoreError."""
        changes = self._store.journal.entries(self._seen, _CHANGES)
        if len(changes) == _CHANGES:
            self._said.clear()
            self._size, self._seen = 0, self._store.journal.latest()
            return
        for change in changes:
            self._seen = change.number
            self._forget(change.graph.removeprefix(self._prefix))

    def _forget(self, key: str) -> None:
        if (said := self._said.pop(key, None)) is not None:
            self._size -= said.size
