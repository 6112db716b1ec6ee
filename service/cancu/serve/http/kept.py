"""What depends on the store's content alone, reckoned once for each version of it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from typing import TypeVar, cast

from cancu.errors import CancuError

_T = TypeVar("_T")
_WAIT = 0.5
"""Seconds that somebody waits for a new value where the one before would do."""
_FRESH = 60.0
"""Seconds after which the value before does not do any more."""
_log = logging.getLogger("cancu.serve")


@dataclass(slots=True)
class _Entry:
    version: int = -1
    value: object = None
    moment: float = 0.0
    coming: Future[object] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_recent(self) -> bool:
        return self.version >= 0 and time.monotonic() - self.moment < _FRESH


class Kept:
    """Values by name. May be used from any thread."""

    def __init__(self, version: Callable[[], int], most: int = 1000) -> None:
        """``version`` grows when the store changes; of more than ``most`` values the oldest go."""
        self._version = version
        self._most = most
        self._entries: dict[str, _Entry] = {}
        self._lock = threading.Lock()
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="cancu-kept")

    def get(self, name: str, make: Callable[[], _T]) -> _T:
        """Return the value of ``name``, from ``make`` where the store has changed; who comes meanwhile waits."""
        entry = self._entry(name)
        with entry.lock:
            version = self._version()
            if entry.version != version:
                entry.value, entry.version, entry.moment = make(), version, time.monotonic()
            return cast("_T", entry.value)

    def recent(self, name: str, make: Callable[[], _T]) -> _T:
        """Return the value as ``get`` does, or the one before where that takes long: it is then made aside.

        So a large store that changes all the time can be looked at all the same; what is shown is a minute old at most.
        """
        entry = self._entry(name)
        if entry.version == self._version() or not entry.is_recent:
            return self.get(name, make)
        coming = self._coming(entry, lambda: self.get(name, make))
        try:
            return cast("_T", coming.result(_WAIT))
        except (CancuError, FutureTimeoutError) as error:
            _log.info("%s is shown as it was: %s", name, error)
            return cast("_T", entry.value)

    def _entry(self, name: str) -> _Entry:
        with self._lock:
            entry = self._entries.setdefault(name, _Entry())
            if len(self._entries) > self._most:
                del self._entries[next(iter(self._entries))]
        return entry

    def _coming(self, entry: _Entry, make: Callable[[], object]) -> Future[object]:
        """Return the value that is on its way, one at a time."""
        with self._lock:
            if entry.coming is None or entry.coming.done():
                entry.coming = self._aside.submit(make)
            return entry.coming
