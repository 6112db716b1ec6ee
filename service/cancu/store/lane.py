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
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, field
from typing import Any

from cancu.errors import CancuError, LimitError, StoreError
from cancu.store.asker import Asker
from cancu.store.experience import HEAVY, LONG, Experience, Length
from cancu.store.guard import Limits
from cancu.store.queue import FairQueue
from cancu.store.reader import Reader
from cancu.store.snapshots import Snapshot, Snapshots

_SHARES = 4
"""One asker holds at most this part of the places: ¼."""

_LOOK = 0.05
"""Seconds between two looks of who waits at whether a reader is held too long."""

_PATIENCE = 4
"""A question that was short before may take so many times as long as others before it counts as long: the machine may
be busy."""


_SPARE = 2
"""So many readers are kept for short questions, where there are more: while one starts anew, there is another."""


def default_readers() -> int:
    """Return how many readers fit this machine: one more than cores, which are niced so that the service goes on."""
    return max(2, os.cpu_count() or 2) + 1


_WAITING = 32
"""So many may wait, whatever the readers: thirty-two people who ask at once are all answered."""


@dataclass(eq=False, slots=True)
class _Job:
    """A question that waits or runs; ``seconds`` are what it was given, ``latest`` is when they are over and ``began``
    when it was taken, on the monotonic clock; ``is_left`` and ``is_stopped`` say that its asker left, and that it made
    way for short ones.
    """

    name: str
    request: Mapping[str, Any]
    version: int
    seconds: float
    latest: float
    began: float | None = None
    is_left: bool = False
    is_stopped: bool = False
    answer: Future[bytes] = field(default_factory=Future)

    @property
    def text(self) -> str:
        """What is asked."""
        return str(self.request["query"])


@dataclass(slots=True)
class _Slot:
    """What one thread of the lane owns; ``lock`` guards ``job``."""

    reader: Reader
    snapshot: Snapshot | None = None
    job: _Job | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Lane:
    """At most ``readers`` questions at a time and ``queue`` waiting; more are turned away at once."""

    def __init__(
        self, snapshots: Snapshots, part: str, limits: Limits, *, readers: int = 1, queue: int = _WAITING
    ) -> None:
        """Take the copies and the name of what is read in each."""
        self._snapshots = snapshots
        self._part = part
        self._limits = limits
        self._experience = Experience()
        room = readers + queue
        self._queue: FairQueue[_Job] = FairQueue(
            room,
            max(2, room // _SHARES),
            turns=max(1, readers // 2),
            long=max(1, readers - _SPARE),
            expect=self._expect,
        )
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
        job = _Job(asker.name, request, version, seconds, time.monotonic() + seconds)
        if not self._queue.put(job.name, job):
            raise _busy()
        try:
            with asker.stopping(lambda: self._stop(job)):
                return self._outcome(job)
        finally:
            self._queue.done(job)

    def _outcome(self, job: _Job) -> bytes:
        """Wait for the answer; while waiting, see that no long question holds what is kept for short ones."""
        while True:
            try:
                return job.answer.result(_LOOK)
            except FutureTimeoutError:
                if time.monotonic() > job.latest and self._queue.drop(job.name, job):
                    raise _busy() from None
                for other in self._queue.excess():
                    self._kill(other, is_stopped=True)

    def _expect(self, job: _Job) -> Length:
        """Return how long the question is expected to be, and by now is."""
        length = self._experience.expect(job.name, job.text)
        patience = LONG * (_PATIENCE if length is Length.SHORT else 1)
        is_late = job.began is not None and time.monotonic() - job.began > patience
        return Length.LONG if is_late else length

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
        job.is_left = True
        if self._queue.drop(job.name, job):
            job.answer.set_exception(_left())
        else:
            self._kill(job)

    def _kill(self, job: _Job, *, is_stopped: bool = False) -> None:
        for slot in self._slots:
            with slot.lock:
                if slot.job is job:
                    job.is_stopped = is_stopped
                    slot.reader.kill()

    def _serve(self, slot: _Slot) -> None:
        self._prepare(slot)
        while (job := self._queue.take()) is not None:
            job.began = time.monotonic()
            with slot.lock:
                slot.job = job
            outcome = self._attempt(slot, job)
            with slot.lock:
                slot.job = None
            if job.is_left or job.is_stopped:  # the kill may have come after the answer: the next would pay for it
                slot.reader.close()
            if isinstance(outcome, Exception) and job.is_stopped and not job.is_left:
                job.began, job.is_stopped = None, False
                self._queue.put_back(job)
            else:
                self._queue.finished(job)
                _settle(job.answer, outcome)
            self._prepare(slot)
        slot.reader.close()

    def _is_waited_away(self, job: _Job) -> bool:
        """Whether too little time is left for what is known to take longer: a reader would die of it in vain."""
        left = job.latest - time.monotonic()
        return left < min(self._experience.known(job.text), job.seconds / 2) or left <= 0

    def _learn(self, job: _Job, spent: float | None, lasted: float) -> None:
        """Remember what the question cost: the reader's work; all its time and a new reader where it was killed."""
        cost = max(HEAVY, lasted) if spent is None else spent
        self._experience.charge(job.name, cost)
        if not job.is_left:
            self._experience.note(job.text, cost)

    def _attempt(self, slot: _Slot, job: _Job) -> bytes | Exception:
        try:
            return self._answer(slot, job)
        except CancuError as error:
            return error
        except Exception as error:  # noqa: BLE001 (a lane that loses its thread would answer nobody any more)
            return StoreError(f"Không hỏi được kho: {error}", f"the store could not be asked: {error}")

    def _prepare(self, slot: _Slot) -> None:
        """Have the reader ready before the next question is taken, so that nobody waits for its start."""
        snapshot = slot.snapshot
        slot.reader.warm(str(snapshot.path / self._part) if snapshot else None)

    def _answer(self, slot: _Slot, job: _Job) -> bytes:
        if self._is_waited_away(job):
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
            located = {**job.request, "store": str(current.path / self._part)}
            is_long = self._expect(job) is Length.LONG
            return self._ask(slot, job, located, is_long=is_long)
        finally:
            if old is not None:
                self._snapshots.release(old)

    def _ask(self, slot: _Slot, job: _Job, located: Mapping[str, Any], *, is_long: bool) -> bytes:
        began = time.monotonic()
        try:
            return slot.reader.ask(located, max(0.05, job.latest - began), is_long=is_long)
        finally:
            self._learn(job, slot.reader.spent, time.monotonic() - began)


def _settle(answer: Future[bytes], outcome: bytes | Exception) -> None:
    if isinstance(outcome, bytes):
        answer.set_result(outcome)
    else:
        answer.set_exception(outcome)


def _busy() -> LimitError:
    return LimitError(
        "Đang có quá nhiều câu hỏi chờ; xin thử lại sau giây lát.",
        "too many queries are waiting; try again in a moment.",
    )


def _left() -> LimitError:
    return LimitError("Người hỏi đã rời đi.", "the asker has left.")
