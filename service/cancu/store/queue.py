"""A bounded queue that is fair to names: they take turns, and none holds more than its share of places or workers.

Names that lately took long (``HEAVY`` seconds; forgotten at ``FADE`` a second) share a part of the workers among
themselves and come after the others, so that many heavy names together do not make the light ones wait.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict, deque
from typing import Generic, TypeVar

_Job = TypeVar("_Job")

HEAVY = 1.0
FADE = 0.05
_NAMES = 10_000


class FairQueue(Generic[_Job]):
    """Places for ``room`` jobs, waiting or taken, at most ``share`` of one name, of which at most ``turns`` are taken,
    and no more than ``turns`` of all heavy names.

    The name "" is bound by the room alone.
    """

    def __init__(self, room: int, share: int, turns: int) -> None:
        self._room = room
        self._share = share
        self._turns = turns
        self._taken: Counter[str] = Counter()
        self._used: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._held: Counter[str] = Counter()
        self._waiting: OrderedDict[str, deque[_Job]] = OrderedDict()
        self._changed = threading.Condition()
        self._is_closed = False

    def put(self, name: str, job: _Job) -> bool:
        """Take a place for ``job``; False where there is none, or ``name`` holds its share already."""
        with self._changed:
            is_full = self._held.total() >= self._room or (name != "" and self._held[name] >= self._share)
            if is_full or self._is_closed:
                return False
            self._held[name] += 1
            self._waiting.setdefault(name, deque()).append(job)
            self._changed.notify()
            return True

    def take(self) -> _Job | None:
        """Wait for a job and return it: the names that wait take turns. None when the queue is closed."""
        with self._changed:
            while (name := self._next()) is None:
                if self._is_closed:
                    return None
                self._changed.wait()
            jobs = self._waiting.pop(name)
            job = jobs.popleft()
            if jobs:
                self._waiting[name] = jobs
            self._taken[name] += 1
            return job

    def finished(self, name: str, seconds: float = 0.0) -> None:
        """Say that a job of ``name`` that was taken is over after so long: another of that name may be taken."""
        with self._changed:
            self._taken[name] -= 1
            if self._taken[name] <= 0:
                del self._taken[name]
            self._used[name] = (self._lately(name) + seconds, time.monotonic())
            self._used.move_to_end(name)
            if len(self._used) > _NAMES:
                self._used.popitem(last=False)
            self._changed.notify()

    def _lately(self, name: str) -> float:
        used, at = self._used.get(name, (0.0, 0.0))
        return max(0.0, used - FADE * (time.monotonic() - at))

    def _is_heavy(self, name: str) -> bool:
        return name != "" and self._lately(name) > HEAVY

    def _next(self) -> str | None:
        heavy = sum(count for name, count in self._taken.items() if self._is_heavy(name))
        fit = [name for name in self._waiting if name == "" or self._taken[name] < self._turns]
        light = next((name for name in fit if not self._is_heavy(name)), None)
        return light if light is not None or heavy >= self._turns else next(iter(fit), None)

    def drop(self, name: str, job: _Job) -> bool:
        """Remove a waiting ``job``; False where it has been taken already. Its place is given back by ``done``."""
        with self._changed:
            jobs = self._waiting.get(name, deque())
            if job not in jobs:
                return False
            jobs.remove(job)
            if not jobs:
                del self._waiting[name]
            return True

    def done(self, name: str) -> None:
        """Give a place of ``name`` back."""
        with self._changed:
            self._held[name] -= 1
            if self._held[name] <= 0:
                del self._held[name]

    def held(self) -> int:
        """Return how many places are held."""
        with self._changed:
            return self._held.total()

    def close(self) -> tuple[_Job, ...]:
        """Let every ``take`` return None and refuse what comes; return the jobs that waited."""
        with self._changed:
            self._is_closed = True
            left = tuple(job for jobs in self._waiting.values() for job in jobs)
            self._waiting.clear()
            self._changed.notify_all()
            return left
