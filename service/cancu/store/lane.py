"""The lane of untrusted questions: a few reader processes, each kept by a thread, and a short fair queue.

The thread that starts a reader must live as long as the reader (the kernel kills it with that thread), so each
lane keeps its threads; they end with ``close``.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue

from cancu.errors import CancuError, LimitError, StoreError
from cancu.store.asker import Asker
from cancu.store.experience import HEAVY, LONG, Experience, Length
from cancu.store.guard import Limits
from cancu.store.queue import FairQueue
from cancu.store.reader import Reader
from cancu.store.snapshots import Snapshot, Snapshots
from cancu.store.wording import Request

_SHARES = 4
"""One asker holds at most this part of the places: ¼."""

_LOOK = 0.05
"""Seconds between two looks of who waits at whether a reader is held too long."""

_PATIENCE = 4
"""A question counts as long when so many times as much time has passed as it may work."""

_CALM = 60.0
"""Seconds without the loss of a reader after which one is kept for short questions, where there are more. Until then
two are: while one starts anew, there is another.
"""


def default_readers() -> int:
    """Return how many readers fit this machine: one more than cores, which are niced so that the service goes on."""
    return max(2, os.cpu_count() or 2) + 1


_CLOSING = 10.0
"""Seconds that a reader is given to end."""

_WAITING = 43
"""So many may wait, whatever the readers: thirty-two people who ask at once are all answered, also where all ask long
questions, which leave a share of the places to short ones."""


@dataclass(slots=True)
class _Slot:
    """A reader with what it reads; ``lock`` guards ``job``, the one that it was given to.

    What may last (a start, another copy to open) is done by a thread of its own: ``errands`` are jobs for which it has
    to be made ready, or None where it has to be made ready for whatever comes.
    """

    reader: Reader
    snapshot: Snapshot | None = None
    job: _Job | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    errands: SimpleQueue[_Job | _End | None] = field(default_factory=SimpleQueue)


def places(readers: int, waiting: int = _WAITING) -> tuple[int, int]:
    """Return how many questions may wait or run, and how many short ones, and how many long ones, of one asker."""
    room = readers + waiting
    return room, max(2, room // _SHARES)


class _End:
    """The last errand."""


@dataclass(eq=False, slots=True)
class _Job:
    """A question that waits or runs; ``seconds`` are what it was given, ``latest`` is when they are over and ``began``
    when it was taken, on the monotonic clock; ``is_left`` and ``is_stopped`` say that its asker left, and that it made
    way for short ones. ``slot`` is the one that it is given, when that is ready.
    """

    name: str
    request: Request
    version: int
    seconds: float
    latest: float
    began: float | None = None
    is_left: bool = False
    is_stopped: bool = False
    slot: Future[_Slot] = field(default_factory=Future)

    def is_long_by_now(self) -> bool:
        """Tell whether a reader has worked on it too long for a short question.

        What counts is the processor's time, for the machine may be busy, until much more has passed: the disk may be.
        """
        passed = 0.0 if self.began is None else time.monotonic() - self.began
        if passed <= LONG:
            return False
        is_given = self.slot.done() and self.slot.exception() is None
        return passed > LONG * _PATIENCE or (is_given and self.slot.result().reader.worked > LONG)


_Terms = tuple[float, bool]
"""The seconds that are left, and whether the question is known to be long."""


class Lane:
    """At most ``readers`` questions at a time and ``queue`` waiting; more are turned away at once.

    Who asks holds the reader himself, in whatever thread or event loop he is: nothing is handed on.
    """

    def __init__(
        self,
        snapshots: Snapshots,
        part: str,
        limits: Limits,
        *,
        held: Path | None = None,
        readers: int = 1,
        queue: int = _WAITING,
    ) -> None:
        """Take the copies, the name of what is read in each, and where graphs lie whole."""
        self._snapshots = snapshots
        self._part = part
        self._limits = limits
        self._experience = Experience()
        room, share = places(readers, queue)
        self._queue: FairQueue[_Job] = FairQueue(
            room,
            share,
            turns=max(1, readers // 2),
            long=self._most_long,
            expect=self._expect,
            cost=lambda job: self._experience.known(job.request.text) or HEAVY,
        )
        self._lock = threading.Lock()
        self._looked = 0.0
        self._lost = -_CALM
        self._is_closed = False
        self._slots = [_Slot(Reader(limits.memory, held)) for _ in range(readers)]
        self._idle: list[_Slot] = []
        self._threads = [
            threading.Thread(target=self._keep, args=(slot,), name=f"cancu-reader-{index}", daemon=True)
            for index, slot in enumerate(self._slots)
        ]
        for thread in self._threads:
            thread.start()

    def ask(self, request: Request, version: int, seconds: float, asker: Asker | None = None) -> bytes:
        """Return the answer's bytes on a snapshot not older than ``version``; waiting counts as time, too.

        Raises QueryError, LimitError or StoreError.
        """
        with self._entered(request, version, seconds, asker or Asker()) as job:
            while True:
                slot = self._waited(job)
                with self._held(slot, job) as (left, is_long):
                    return slot.reader.ask(request, left, is_long=is_long)

    async def answer(self, request: Request, version: int, seconds: float, asker: Asker | None = None) -> bytes:
        """Return what ``ask`` returns, for a small request, while the event loop goes on."""
        with self._entered(request, version, seconds, asker or Asker()) as job:
            while True:
                slot = job.slot.result() if job.slot.done() else await self._awaited(job)
                with self._held(slot, job) as (left, is_long):
                    return await slot.reader.answer(request, left, is_long=is_long)

    @contextmanager
    def _entered(self, request: Request, version: int, seconds: float, asker: Asker) -> Iterator[_Job]:
        """Hold a place for a question."""
        job = _Job(asker.name, request, version, seconds, time.monotonic() + seconds)
        if not self._queue.put(job.name, job):
            raise _busy()
        try:
            with asker.stopping(lambda: self._stop(job)):
                if not job.is_left:
                    self._match()
                yield job
        finally:
            self._queue.done(job)

    def _waited(self, job: _Job) -> _Slot:
        """Wait in this thread for the turn of ``job``."""
        while True:
            try:
                return job.slot.result(_LOOK)
            except FutureTimeoutError:
                self._look(job)

    async def _awaited(self, job: _Job) -> _Slot:
        """Wait in the event loop for the turn of ``job``."""
        loop, here = asyncio.get_running_loop(), threading.get_ident()
        given, future = loop.create_future(), job.slot
        timer: asyncio.TimerHandle

        def tell() -> None:
            if not given.done():
                given.set_result(None)

        def look() -> None:
            nonlocal timer
            try:
                self._look(job)
            except LimitError as error:
                future.set_exception(error)
            else:
                timer = loop.call_later(_LOOK, look)

        timer = loop.call_later(_LOOK, look)
        future.add_done_callback(lambda _: tell() if threading.get_ident() == here else loop.call_soon_threadsafe(tell))
        try:
            await given
        except asyncio.CancelledError:
            if not self._queue.drop(job.name, job):
                future.add_done_callback(lambda told: self._unused(told, job))
            raise
        finally:
            timer.cancel()
        return future.result()

    def _look(self, job: _Job) -> None:
        """See while waiting that no long question holds what is kept for short ones. Raises LimitError when late."""
        now = time.monotonic()
        if now > job.latest and self._queue.drop(job.name, job):
            raise _busy()
        if now - self._looked >= _LOOK:
            self._looked = now
            for other in self._queue.excess():
                self._kill(other, is_stopped=True)

    def _most_long(self) -> int:
        spare = 1 if time.monotonic() - self._lost >= _CALM else 2
        return max(1, len(self._slots) - spare)

    def _expect(self, job: _Job) -> Length:
        """Return how long the question is expected to be, and by now is."""
        length = self._experience.expect(job.name, job.request.text)
        return Length.LONG if length is not Length.LONG and job.is_long_by_now() else length

    def close(self) -> None:
        """Kill the readers and end the threads."""
        self._is_closed = True
        for job in self._queue.close():
            job.slot.set_exception(_busy())
        for slot in self._slots:
            slot.reader.kill()
            slot.errands.put(_End())
        for thread in self._threads:
            thread.join(_CLOSING)

    def pids(self) -> tuple[int, ...]:
        """Return the ids of the processes that live now."""
        return tuple(pid for slot in self._slots if (pid := slot.reader.pid) is not None)

    def held(self) -> int:
        """Return how many questions wait or run."""
        return self._queue.held()

    def _stop(self, job: _Job) -> None:
        job.is_left = True
        if self._queue.drop(job.name, job):
            job.slot.set_exception(_left())
        else:
            self._kill(job)

    def _kill(self, job: _Job, *, is_stopped: bool = False) -> None:
        for slot in self._slots:
            with slot.lock:
                if slot.job is job:
                    job.is_stopped = is_stopped
                    slot.reader.kill()

    def _match(self) -> None:
        """Give idle readers to those whose turn it is; the reader that was asked last first, for it has read most."""
        given: list[tuple[_Slot, _Job]] = []
        with self._lock:
            while self._idle and not self._is_closed and (job := self._queue.take()) is not None:
                given.append((self._idle.pop(), job))
        for slot, job in given:
            with slot.lock:
                slot.job = job
            job.began = time.monotonic()
            if slot.reader.is_ready and slot.snapshot is not None and slot.snapshot.version >= job.version:
                job.slot.set_result(slot)
            else:
                slot.errands.put(job)

    @contextmanager
    def _held(self, slot: _Slot, job: _Job) -> Iterator[_Terms]:
        """Use the reader that ``job`` was given; where it has to make way, the block ends without an error."""
        began = time.monotonic()
        is_asked = is_put_back = False
        try:
            if self._is_waited_away(job):
                raise _busy()
            is_asked = True
            yield max(0.05, job.latest - began), self._expect(job) is Length.LONG
        except CancuError:
            is_put_back = job.is_stopped and not job.is_left
            if not is_put_back:
                raise
        finally:
            if is_asked:
                self._learn(job, slot.reader.spent, time.monotonic() - began)
            self._give_back(slot, job, is_put_back=is_put_back)

    def _give_back(self, slot: _Slot, job: _Job, *, is_put_back: bool = False) -> None:
        with slot.lock:
            slot.job = None
        if job.is_left or job.is_stopped:  # the kill may have come after the answer: the next would pay for it
            slot.reader.give_up()
        if is_put_back:
            job.began, job.is_stopped, job.slot = None, False, Future()
            self._queue.put_back(job)
        else:
            self._queue.finished(job)
        if self._is_closed:
            slot.errands.put(_End())
        elif slot.reader.is_kept:
            with self._lock:
                self._idle.append(slot)
        else:
            if not is_put_back:  # who makes way is no sign of trouble
                self._lost = time.monotonic()
            slot.errands.put(None)
        self._match()

    def _unused(self, told: Future[_Slot], job: _Job) -> None:
        """Give back what comes too late for who has gone."""
        if told.exception() is None:
            self._give_back(told.result(), job)

    def _is_waited_away(self, job: _Job) -> bool:
        """Whether too little time is left for what is known to take longer: a reader would die of it in vain."""
        left = job.latest - time.monotonic()
        return left < min(self._experience.known(job.request.text), job.seconds / 2) or left <= 0

    def _learn(self, job: _Job, spent: float | None, lasted: float) -> None:
        """Remember what the question cost: the reader's work; all its time and a new reader where it was killed."""
        cost = max(HEAVY, lasted) if spent is None else spent
        self._experience.charge(job.name, cost)
        if not job.is_left:
            self._experience.note(job.request.text, cost)

    def _keep(self, slot: _Slot) -> None:
        """Have the reader ready before it is given to anybody, so that nobody waits for its start."""
        errand: _Job | _End | None = None
        while not isinstance(errand, _End) or slot.job is not None:
            if not isinstance(errand, _End):
                self._prepare(slot, errand)
            errand = slot.errands.get()
        slot.reader.close()

    def _prepare(self, slot: _Slot, job: _Job | None) -> None:
        old = slot.snapshot
        try:
            if job is not None and (old is None or old.version < job.version):
                slot.snapshot = self._snapshots.acquire(job.version)
            slot.reader.warm(str(slot.snapshot.path / self._part) if slot.snapshot else None)
        except Exception as error:  # noqa: BLE001 (a lane that loses its thread would answer nobody any more)
            if job is not None:
                job.slot.set_exception(_unread(error))
                self._give_back(slot, job)
                return
        finally:
            if old is not None and old is not slot.snapshot:
                self._snapshots.release(old)
        if job is not None:
            job.slot.set_result(slot)
        else:
            with self._lock:
                self._idle.append(slot)
            self._match()


def _unread(error: Exception) -> CancuError:
    if isinstance(error, CancuError):
        return error
    return StoreError(f"Không hỏi được kho: {error}", f"the store could not be asked: {error}")


def _busy() -> LimitError:
    return LimitError(
        "Đang có quá nhiều câu hỏi chờ; xin thử lại sau giây lát.",
        "too many queries are waiting; try again in a moment.",
    )


def _left() -> LimitError:
    return LimitError("Người hỏi đã rời đi.", "the asker has left.")
