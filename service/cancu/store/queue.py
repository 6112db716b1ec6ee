"""A bounded queue that is fair to names: they take turns, and none holds more than its share of the places."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict, deque
from typing import Generic, TypeVar

_Job = TypeVar("_Job")


class FairQueue(Generic[_Job]):
    """Places for ``room`` jobs, waiting or taken, at most ``share`` of one name; the name "" has no share."""

    def __init__(self, room: int, share: int) -> None:
        self._room = room
        self._share = share
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
            while not self._waiting:
                if self._is_closed:
                    return None
                self._changed.wait()
            name, jobs = self._waiting.popitem(last=False)
            job = jobs.popleft()
            if jobs:
                self._waiting[name] = jobs
            return job

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
