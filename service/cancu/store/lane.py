"""The lane of untrusted questions: a few reader processes, each owned by a thread, and a short queue.

The thread that starts a reader must live as long as the reader (the kernel kills it with that thread), so each
lane keeps its threads; they end with ``close``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from cancu.errors import LimitError
from cancu.store.guard import Limits
from cancu.store.reader import Reader
from cancu.store.snapshots import Snapshot, Snapshots


@dataclass(slots=True)
class _Slot:
    """What one thread of the lane owns."""

    reader: Reader
    snapshot: Snapshot | None = None


@dataclass(slots=True)
class _Lanes(threading.local):
    slot: _Slot | None = field(default=None)


class Lane:
    """At most ``readers`` questions at a time and ``queue`` waiting; more are turned away at once."""

    def __init__(self, snapshots: Snapshots, limits: Limits, *, readers: int = 1, queue: int = 24) -> None:
        self._snapshots = snapshots
        self._limits = limits
        self._room = threading.BoundedSemaphore(readers + queue)
        self._local = _Lanes()
        self._slots: list[_Slot] = []
        self._threads = ThreadPoolExecutor(readers, thread_name_prefix="cancu-reader")
        for _ in range(readers):
            self._threads.submit(self._warm)

    def ask(self, request: Mapping[str, Any], version: int, seconds: float) -> bytes:
        """Return the answer's bytes on a snapshot not older than ``version``.

        Raises QueryError, LimitError or StoreError.
        """
        if not self._room.acquire(blocking=False):
            raise _busy()
        try:
            latest = time.monotonic() + seconds
            return self._threads.submit(self._answer, request, version, seconds, latest).result()
        finally:
            self._room.release()

    def close(self) -> None:
        """Kill the readers and end the threads."""
        for slot in self._slots:
            slot.reader.close()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for slot in self._slots:
            slot.reader.close()

    def pids(self) -> tuple[int, ...]:
        """Return the ids of the processes that live now."""
        return tuple(pid for slot in self._slots if (pid := slot.reader.pid) is not None)

    def _warm(self) -> None:
        self._slot().reader.start()

    def _slot(self) -> _Slot:
        if self._local.slot is None:
            self._local.slot = _Slot(Reader(self._limits.memory))
            self._slots.append(self._local.slot)
        return self._local.slot

    def _answer(self, request: Mapping[str, Any], version: int, seconds: float, latest: float) -> bytes:
        if time.monotonic() > latest:
            raise _busy()
        slot = self._slot()
        if slot.snapshot is None or slot.snapshot.version < version:
            old, slot.snapshot = slot.snapshot, self._snapshots.acquire(version)
        else:
            old = None
        try:
            located = {**request, "store": str(slot.snapshot.path), "cap": self._limits.answer}
            return slot.reader.ask(located, seconds)
        finally:
            if slot.reader.pid is None:
                slot.reader.start()
            if old is not None:
                self._snapshots.release(old)


def _busy() -> LimitError:
    return LimitError(
        "Đang có quá nhiều câu hỏi chờ; xin thử lại sau giây lát.",
        "too many queries are waiting; try again in a moment.",
    )
