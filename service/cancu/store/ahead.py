"""What queries see follows a large commit while it is written: both databases are loaded at the same time.

That is safe only between the journal's announcement and its settlement: a process that dies meanwhile, or a commit that
fails, leaves announced graphs, and what queries see is then made to hold what the store holds of them. A very large one
is loaded into one after the other: a load keeps more than a kilobyte of memory for each quad.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import MappingProxyType

from cancu.store.lines import BULK

_MOST = 300_000
"""Lines of a commit up to which both are loaded at the same time: of some 150 documents."""
_NOTHING: Mapping[str, bytes] = MappingProxyType({})


class Ahead:
    """Calls ``follow``, which lets graphs hold what they are said to hold, ahead of who waits for it."""

    def __init__(self, follow: Callable[[Mapping[str, bytes]], None]) -> None:
        self._follow = follow
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="cancu-follow")
        self._graphs = _NOTHING
        self._begun: Future[None] | None = None

    def begin(self, graphs: Mapping[str, bytes]) -> None:
        """Begin to follow what will be committed, where it is much and not too much."""
        if BULK <= sum(data.count(b"\n") for data in graphs.values()) <= _MOST:
            self._graphs, self._begun = graphs, self._thread.submit(self._follow, graphs)

    def follow(self, graphs: Mapping[str, bytes]) -> None:
        """Follow what was committed, but for what has been followed already. Raises StoreError."""
        ahead, self._graphs = self._graphs, _NOTHING
        begun, self._begun = self._begun, None
        if begun is not None:
            begun.result()
        left = {name: data for name, data in graphs.items() if ahead.get(name) is not data}
        if left:
            self._follow(left)

    def close(self) -> None:
        """End the thread."""
        self._thread.shutdown()
