"""What a question costs whatever else the machine does: the processor time of the process that works on it."""

from __future__ import annotations

import ctypes
import time
from functools import lru_cache


class Effort:
    """The work of a process from now on."""

    def __init__(self, process: int) -> None:
        """Take the id of a child; where the system does not tell of others, the time that passes counts."""
        self._clock = _clock(process)
        self._began = self._now()

    def seconds(self) -> float:
        """Return the seconds of processor since; 0 once the process has gone."""
        return max(0.0, self._now() - self._began)

    def _now(self) -> float:
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return 0.0


@lru_cache(maxsize=64)
def _clock(process: int) -> int:
    """Return the clock that counts the processor time of ``process`` (POSIX, ``clock_getcpuclockid``)."""
    found = ctypes.c_int()
    find = getattr(ctypes.CDLL(None), "clock_getcpuclockid", None)
    if find is None or find(process, ctypes.byref(found)) != 0:
        return time.CLOCK_MONOTONIC
    return found.value
