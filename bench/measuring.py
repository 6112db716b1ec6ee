"""How things are timed: medians of processor time from empty caches; memory in a process of its own.

Processor time, because all that is measured runs on one core and other work on a machine would count as ours.
"""

from __future__ import annotations

import functools
import gc
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def forget() -> None:
    """Empty the caches of bounded size, which hold what was seen in texts; those of the word lists stay."""
    kind = type(functools.lru_cache(forget))
    for thing in gc.get_objects():
        if isinstance(thing, kind) and thing.cache_parameters()["maxsize"] is not None:
            thing.cache_clear()


def median_seconds(work: Callable[[], object], runs: int = 5) -> float:
    """Return the median of ``runs`` processor times in seconds, each from empty caches."""
    seconds = []
    for _ in range(runs):
        forget()
        gc.collect()
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return statistics.median(seconds)


def answer_of(command: Sequence[str], question: object = None) -> Mapping[str, Any]:
    """Run a process of ours that reads JSON and prints JSON; return what it prints."""
    done = subprocess.run(command, input=json.dumps(question), capture_output=True, text=True, check=True, cwd=ROOT)
    answer: Mapping[str, Any] = json.loads(done.stdout)
    return answer


def peak_kilobytes() -> int:
    """Return the most memory that this process has had; ``getrusage`` counts that of its parent, too."""
    status = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii", "replace"))
    return int(status[1]) if status else 0


def peak_megabytes(kind: str, size: int) -> float:
    """Return by how many megabytes a process grows while it makes the record of one text."""
    return float(answer_of([sys.executable, "-m", "bench.memory", kind, str(size)])["megabytes"])
