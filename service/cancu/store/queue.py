"""A bounded queue in which short jobs never wait for long ones, and names take turns.

Who holds the queue says which jobs are long, and may find out while one runs. Long jobs are taken only as far as a
worker stays for short ones, and of one name at most ``turns``. They wait in proportion to what they cost: next is the
one that has waited most for its work (highest response ratio next), so that a second of work does not wait for a queue
of minutes, and nothing waits for ever.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from cancu.store.experience import Length

_Job = TypeVar("_Job")
_Rank = tuple[Length, float, float]


@dataclass(slots=True)
class _Line(Generic[_Job]):
    """What waits of one name; ``turned`` is when a long one of them was taken last."""

    jobs: deque[_Job] = field(default_factory=deque)
    turned: float = 0.0


class FairQueue(Generic[_Job]):
    """Places for ``room`` jobs, waiting or taken: of one name at most ``share`` short ones and as many long ones, and
    of all long ones so few that a share stays for the short.

    ``long`` tells how many long jobs may be taken at a time, ``cost`` how many seconds of work a long one is expected
    to be, above 0. Jobs are told apart by ``==``. The name "" is bound by the room alone.
    """

    def __init__(
        self,
        room: int,
        share: int,
        *,
        turns: int,
        long: Callable[[], int],
        expect: Callable[[_Job], Length],
        cost: Callable[[_Job], float],
    ) -> None:
        self._room = room
        self._share = share
        self._turns = turns
        self._long = long
        self._expect = expect
        self._cost = cost
        self._held: dict[_Job, tuple[str, bool]] = {}
        self._since: dict[_Job, float] = {}
        self._places: Counter[tuple[str, bool]] = Counter()
        self._long_held = 0
        self._taken: dict[_Job, str] = {}
        self._waiting: OrderedDict[str, _Line[_Job]] = OrderedDict()
        self._lock = threading.RLock()
        self._is_closed = False

    def put(self, name: str, job: _Job) -> bool:
        """Take a place for ``job``; False where there is none, or ``name`` holds its share already."""
        with self._lock:
            place = (name, self._is_long(job))
            if self._is_closed or not self._has_room(place):
                return False
            self._held[job] = place
            self._since[job] = time.monotonic()
            self._count(place, 1)
            self._wait(name, job)
            return True

    def _has_room(self, place: tuple[str, bool]) -> bool:
        name, is_long = place
        return (
            len(self._held) < self._room
            and (name == "" or self._places[place] < self._share)
            and (not is_long or self._long_held < self._room - self._share)
        )

    def _count(self, place: tuple[str, bool], more: int) -> None:
        self._places[place] += more
        self._long_held += more * place[1]
        if not self._places[place]:
            del self._places[place]

    def _wait(self, name: str, job: _Job) -> None:
        self._waiting.setdefault(name, _Line()).jobs.append(job)

    def take(self) -> _Job | None:
        """Return the job whose turn it is: short ones first, and names take turns. None where no job may be taken."""
        with self._lock:
            now = time.monotonic()
            found = self._next(now)
            if found is None:
                return None
            name, job = found
            self._leave(name, job)
            if name in self._waiting:
                if self._is_long(job):
                    self._waiting[name].turned = now
                self._waiting.move_to_end(name)
            self._taken[job] = name
            return job

    def _next(self, now: float) -> tuple[str, _Job] | None:
        taken = [name for job, name in self._taken.items() if self._is_long(job)]
        is_all_full = len(taken) >= self._long()
        best: tuple[_Rank, str, _Job] | None = None
        for name, line in self._waiting.items():
            is_full = is_all_full or (name != "" and taken.count(name) >= self._turns)
            job = self._first(line, now, is_full=is_full)
            if job is None:
                continue
            rank = self._rank(job, now - max(self._since[job], line.turned))
            if best is None or rank < best[0]:
                best = rank, name, job
            if rank[0] is Length.SHORT:  # there is nothing shorter
                break
        return best[1:] if best else None

    def _first(self, line: _Line[_Job], now: float, *, is_full: bool) -> _Job | None:
        """Return the job of one name that is next; None where all are long and ``is_full``."""
        best: tuple[_Rank, _Job] | None = None
        for job in line.jobs:
            rank = self._rank(job, now - self._since[job])
            if rank[0] is Length.SHORT:
                return job
            if (best is None or rank < best[0]) and not (rank[0] is Length.LONG and is_full):
                best = rank, job
        return best[1] if best else None

    def _rank(self, job: _Job, waited: float) -> _Rank:
        """Return what is less the sooner ``job`` is next; of others than long ones their turn decides."""
        length = self._expect(job)
        if length is not Length.LONG:
            return length, 0.0, 0.0
        cost = self._cost(job)
        return length, cost / (cost + waited), cost

    def _is_long(self, job: _Job) -> bool:
        return self._expect(job) is Length.LONG

    def _leave(self, name: str, job: _Job) -> None:
        line = self._waiting[name]
        line.jobs.remove(job)
        if not line.jobs:
            del self._waiting[name]

    def excess(self) -> tuple[_Job, ...]:
        """Return the long jobs, last taken, that hold what is kept for short ones while such a one waits."""
        with self._lock:
            if all(self._is_long(job) for line in self._waiting.values() for job in line.jobs):
                return ()
            return tuple(job for job in self._taken if self._is_long(job))[self._long() :]

    def put_back(self, job: _Job) -> None:
        """Let a job that was taken wait again, in the place that it holds."""
        with self._lock:
            self._wait(self._taken.pop(job), job)

    def finished(self, job: _Job) -> None:
        """Say that a job that was taken is over: another of its name may be taken."""
        with self._lock:
            self._taken.pop(job, None)

    def drop(self, name: str, job: _Job) -> bool:
        """Remove a waiting ``job``; False where it has been taken already. Its place is given back by ``done``."""
        with self._lock:
            if name not in self._waiting or job not in self._waiting[name].jobs:
                return False
            self._leave(name, job)
            return True

    def done(self, job: _Job) -> None:
        """Give the place of ``job`` back."""
        with self._lock:
            place = self._held.pop(job, None)
            if place is not None:
                del self._since[job]
                self._count(place, -1)

    def held(self) -> int:
        """Return how many places are held."""
        with self._lock:
            return len(self._held)

    def close(self) -> tuple[_Job, ...]:
        """Refuse what comes; return the jobs that waited, and wait no more."""
        with self._lock:
            self._is_closed = True
            left = tuple(job for line in self._waiting.values() for job in line.jobs)
            self._waiting.clear()
            return left
