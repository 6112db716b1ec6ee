"""Who waits for an answer: a name that shares are counted by, and a way to give the place back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Asker:
    """One question's asker. ``name`` is empty for this process itself, which no share binds.

    ``wants_anew`` says that an answer already known will not do.
    """

    def __init__(self, name: str = "", *, wants_anew: bool = False) -> None:
        self.name = name
        self.wants_anew = wants_anew
        self._lock = threading.Lock()
        self._is_gone = False
        self._stop: Callable[[], None] | None = None

    def leave(self) -> None:
        """Say from any thread that nobody waits any more: a waiting question is dropped, a running one stopped."""
        with self._lock:
            self._is_gone = True
            stop = self._stop
        if stop is not None:
            stop()

    @contextmanager
    def stopping(self, stop: Callable[[], None]) -> Iterator[None]:
        """Have ``stop`` called when the asker leaves within the block, or has left before it."""
        with self._lock:
            self._stop = stop
            is_gone = self._is_gone
        if is_gone:
            stop()
        try:
            yield
        finally:
            with self._lock:
                self._stop = None
