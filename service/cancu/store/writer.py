"""What every store does alike where something is written: one writer at a time, uploads, removals."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace as changed

from cancu.errors import LimitError
from cancu.store import updates
from cancu.store.guard import Limits
from cancu.store.interface import Upload


class Writer(ABC):
    """The writing side of a ``Store`` that can replace whole graphs."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._writing = threading.RLock()
        """Held through a whole update, not only while the engine is at work."""

    @abstractmethod
    def replace(self, graphs: Mapping[str, bytes]) -> None:
        """Replace whole graphs; see ``Store.replace``."""

    @abstractmethod
    def graph(self, iri: str) -> bytes:
        """Return a graph as N-Triples; see ``Store.graph``."""

    def _admit(self) -> None:  # noqa: B027 (who may always write need not say so)
        """Raise StoreError where nothing may be written through this object."""

    def write(
        self,
        graph: str,
        uploads: Sequence[Upload],
        *,
        is_added: bool = False,
        check: Callable[[bytes], None] | None = None,
        timeout: float | None = None,
    ) -> bool:
        """Replace a graph by uploads, or add them to it; see ``Store.write``."""
        self._admit()
        limits = changed(self._limits, seconds=timeout or self._limits.seconds)
        sent = b"".join(updates.triples(upload, graph, limits) for upload in uploads)
        with self._alone(timeout):
            old = self.graph(graph)
            if check is not None:
                check(old)
            if sent or not is_added:
                self.replace({graph: old + sent if is_added else sent})
        return bool(sent and not old)

    def remove(self, graphs: Iterable[str]) -> None:
        """Remove graphs; see ``Store.remove``."""
        self.replace(dict.fromkeys(graphs, b""))

    @contextmanager
    def _alone(self, timeout: float | None) -> Iterator[Limits]:
        """Keep other writers out; yields the limits of this write. Raises LimitError where the wait is too long."""
        seconds = min(timeout or self._limits.seconds, self._limits.seconds)
        if not self._writing.acquire(timeout=seconds):
            raise LimitError(
                "Đang có lệnh ghi khác; xin thử lại sau giây lát.", "another write is at work; try again in a moment."
            )
        try:
            yield changed(self._limits, seconds=seconds)
        finally:
            self._writing.release()
