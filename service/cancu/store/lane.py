"""The lane of untrusted questions: a few reader processes, each owned by a thread, and a short fair queue.

The thread that starts a reader must live as long as the reader (the kernel kills it with that thread), so each
lane keeps its threads; they end with ``close``.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from cancu.errors import CancuError, LimitError, StoreError
from cancu.store.asker import Asker
from cancu.store.guard import Limits
from cancu.store.queue import FairQueue
from cancu.store.reader import Reader
from cancu.store.snapshots import Snapshot, Snapshots

_SHARES = 4
"""One asker holds at most this part of the places: ¼."""


def default_readers() -> int:
    """Return how many readers fit this machine: as many as cores, and two at least.

    They are niced, and one asker has at most half of them at a time, so that the service and other askers go on.
    """
    return max(2, os.cpu_count() or 2)


@dataclass(eq=False, slots=True)
class _Job:
    """A question that waits or runs; ``latest`` is when its time is up, on the monotonic clock."""

    name: str
    request: Mapping[str, Any]
    version: int
    latest: float
    answer: Future[bytes] = field(default_factory=Future)


@dataclass(slots=True)
class _Slot:
    """What one thread of the lane owns; ``lock`` guards ``job``."""

    reader: Reader
    snapshot: Snapshot | None = None
    job: _Job | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Lane:
    """At most ``readers`` questions at a time and ``queue`` waiting; more are turned away at once."""

    def __init__(self, snapshots: Snapshots, limits: Limits, *, readers: int = 1, queue: int = 24) -> None:
        self._snapshots = snapshots
        self._limits = limits
        room = readers + queue
        self._queue: FairQueue[_Job] = FairQueue(room, max(2, room // _SHARES), max(1, readers // 2))
        self._slots = [_Slot(Reader(limits.memory)) for _ in range(readers)]
        self._threads = [
            threading.Thread(target=self._serve, args=(slot,), name=f"cancu-reader-{index}", daemon=True)
            for index, slot in enumerate(self._slots)
        ]
        for thread in self._threads:
            thread.start()

    def ask(self, request: Mapping[str, Any], version: int, seconds: float, asker: Asker | None = None) -> bytes:
        """Return the answer's bytes on a snapshot not older than ``version``; waiting counts as time, too.

        Raises QueryError, LimitError or StoreError.
        """
        asker = asker or Asker()
        job = _Job(asker.name, request, version, time.monotonic() + seconds)
        if not self._queue.put(asker.name, job):
            raise _busy()
        try:
            with asker.stopping(lambda: self._stop(job)):
                return job.answer.result()
        finally:
            self._queue.done(asker.name)

    def close(self) -> None:
        """Kill the readers and end the threads."""
        for job in self._queue.close():
            job.answer.set_exception(_busy())
        for slot in self._slots:
            slot.reader.kill()
        for thread in self._threads:
            thread.join()

    def pids(self) -> tuple[int, ...]:
        """Return the ids of the processes that live now."""
        return tuple(pid for slot in self._slots if (pid := slot.reader.pid) is not None)

    def held(self) -> int:
        """Return how many questions wait or run."""
        return self._queue.held()

    def _stop(self, job: _Job) -> None:
        if self._queue.drop(job.name, job):
            job.answer.set_exception(_left())
            return
        for slot in self._slots:
            with slot.lock:
                if slot.job is job:
                    slot.reader.kill()

    def _serve(self, slot: _Slot) -> None:
        _try_start(slot.reader)
        while (job := self._queue.take()) is not None:
            with slot.lock:
                slot.job = job
            began = time.monotonic()
            try:
                body = self._answer(slot, job)
            except CancuError as error:
                outcome: bytes | Exception = error
            except Exception as error:  # noqa: BLE001 (a lane that loses its thread would answer nobody any more)
                outcome = StoreError(f"Không hỏi được kho: {error}", f"the store could not be asked: {error}")
            else:
                outcome = body
            with slot.lock:
                slot.job = None
            self._queue.finished(job.name, time.monotonic() - began)
            if isinstance(outcome, bytes):
                job.answer.set_result(outcome)
            else:
                job.answer.set_exception(outcome)
            _try_start(slot.reader)
        slot.reader.close()

    def _answer(self, slot: _Slot, job: _Job) -> bytes:
        if time.monotonic() > job.latest:
            raise _busy()
        old = slot.snapshot
        if old is None or old.version < job.version:
            slot.snapshot = self._snapshots.acquire(job.version)
        else:
            old = None
        current = slot.snapshot
        if current is None:
            raise _busy()
        try:
            located = {**job.request, "store": str(current.path)}
            return slot.reader.ask(located, max(0.05, job.latest - time.monotonic()))
        finally:
            if old is not None:
                self._snapshots.release(old)


def _try_start(reader: Reader) -> None:
    try:
        reader.start()
    except OSError:  # no process to be had now; the next question tries again and is told
        return


def _busy() -> LimitError:
    return LimitError(
        "Đang có quá nhiều câu hỏi chờ; xin thử lại sau giây lát.",
        "too many queries are waiting; try again in a moment.",
    )


def _left() -> LimitError:
    return LimitError("Người hỏi đã rời đi.", "the asker has left.")
