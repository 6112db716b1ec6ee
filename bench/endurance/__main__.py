"""Endure: ``make bench BENCHES=endurance`` (an hour; writes docs/reliability.md).

    python -m bench.endurance [--minutes N] [--seed N] [--dry] [--only WORDS] [--disk SIZE]

A service of its own runs on a store in a temporary folder, on a small file system of its own where this is allowed.
Writers, readers and hostile queries work; at random moments something happens; after each, everything is checked.
The exit code is 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bench import report
from bench.endurance.claims import Claims
from bench.endurance.disk import SIZE, disk
from bench.endurance.faults import Faults, SkippedError
from bench.endurance.items import Note, Pair, Plan
from bench.endurance.load import Load
from bench.endurance.process import Process, RefusedError
from bench.measuring import ROOT

PAGE = ROOT / "docs" / "reliability.md"


@dataclass
class Run:
    """What came out: how often each fault happened, what was skipped and why, what was checked, what was wrong."""

    seconds: float = 0.0
    done: Counter[str] = field(default_factory=Counter)
    skipped: dict[str, str] = field(default_factory=dict)
    claims: Counter[str] = field(default_factory=Counter)
    by_fault: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    notes: dict[str, dict[str, int]] = field(default_factory=dict)
    starts: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def main() -> None:
    """Run, print, write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--peer", help="not needed here; other benches take it")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0, help="of the order of faults and what they hit")
    parser.add_argument("--dry", action="store_true", help="print, do not write")
    parser.add_argument("--only", default="", help="faults whose names have this in them")
    parser.add_argument("--disk", default=SIZE, help="how large the file system is; with less than 128m free the engine"
                        " alone writes no more after an error")  # fmt: skip
    given = parser.parse_args()
    run = endure(given.minutes * 60, seed=given.seed, only=given.only, size=given.disk)
    words = told(run, given.seed)
    print(words)
    if not given.dry:
        report.write("endurance", f"\n{words}\n", PAGE)
    sys.exit(bool(run.wrong))


def endure(seconds: float, *, seed: int = 0, only: str = "", scale: float = 1.0, size: str = SIZE) -> Run:
    """Let things happen for so many seconds, each kind before any comes again; return what came out."""
    dice, run = random.Random(seed), Run()
    with TemporaryDirectory(prefix="cancu-endurance-") as home, disk(Path(home) / "disk", size) as is_mounted:
        process = Process(Path(home))
        load = Load(
            process, tuple(map(Note, range(12))), tuple(map(Pair, range(6))), tuple(map(Plan, range(1, 7))), dice
        )
        claims = Claims(load)
        faults = Faults(process, load, claims, dice, is_mounted=is_mounted, scale=scale)
        process.store.mkdir()
        process.start()
        load.begin()
        began = time.monotonic()
        try:
            _happen(faults, run, began + seconds, only)
        finally:
            load.end()
            process.stop()
            run.seconds, run.told, run.wrong = time.monotonic() - began, load.told, load.wrong
            run.claims, run.notes, run.starts = claims.made, faults.notes, process.starts
            if run.wrong:
                print((process.home / "log").read_text("utf-8")[-20_000:], file=sys.stderr)
    return run


def _happen(faults: Faults, run: Run, until: float, only: str) -> None:
    waiting: list[str] = []
    table = {name: work for name, work in faults.all().items() if only in name}
    while time.monotonic() < until and len(run.skipped) < len(table):
        if not waiting:
            waiting = sorted(table.keys() - run.skipped.keys())
            faults.dice.shuffle(waiting)
        name = waiting.pop()
        print(f"{datetime.now(UTC):%H:%M:%S} {name}", file=sys.stderr, flush=True)
        wrong = len(faults.load.wrong)
        try:
            table[name]()
            run.by_fault[name] += faults.claims.check()
            run.done[name] += 1
        except SkippedError as error:
            run.skipped[name] = str(error)
        except (httpx.HTTPError, RefusedError) as error:
            body = error.response.text[:500] if isinstance(error, httpx.HTTPStatusError) else ""
            faults.load.wrong.append(f"after “{name}”: {error!r} {body}")
            faults.revive()
        for words in faults.load.wrong[wrong:]:
            print(f"WRONG ({name}): {words}", file=sys.stderr, flush=True)
        with faults.load.running():
            time.sleep(faults.dice.uniform(1, 5) * faults.scale)


def told(run: Run, seed: int) -> str:
    """Return what came out as the page has it."""
    rows = [
        (name, f"{times}", f"{run.by_fault[name]:,}", _words(run.notes.get(name, {})) or "–")
        for name, times in sorted(run.done.items())
    ]
    writes, reads = _statuses(run.told, "write"), _statuses(run.told, "read", "look")
    parts = [
        (
            f"Measured {datetime.now(UTC).date()} with Python {platform.python_version()}, {os.cpu_count()} cores: "
            f"{run.seconds / 60:.0f} minutes, seed {seed}, {sum(run.done.values())} faults, "
            f"{sum(run.claims.values()):,} claims checked, **{len(run.wrong)} wrong**."
        ),
        report.table(("fault", "times", "claims after it", "what the service did"), rows),
        report.table(("claim", "checked"), [(name, f"{count:,}") for name, count in sorted(run.claims.items())]),
        (
            f"Writes were answered {writes}; reads {reads}; hostile queries {_statuses(run.told, 'attack')}; "
            f"{run.told['no answer']:,} requests got no answer, for the service was dead. "
            f"From its start to ready took {_median(run.starts):.1f} s at the median of {len(run.starts)}, "
            f"{max(run.starts, default=0):.1f} s at most."
        ),
    ]
    parts += [f"- not done: {name} ({why})" for name, why in run.skipped.items()]
    parts += [f"- wrong: {words}" for words in run.wrong[:20]]
    return "\n\n".join(parts)


def _median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else 0.0


def _words(notes: dict[str, int]) -> str:
    return "; ".join(f"{times}× {words}" for words, times in sorted(notes.items()))


def _statuses(told: Counter[str], *kinds: str) -> str:
    found: Counter[str] = Counter()
    for words, number in told.items():
        kind, _, status = words.rpartition(" ")
        if kind in kinds:
            found[status] += number
    return ", ".join(f"{number:,}× {status}" for status, number in sorted(found.items())) or "–"


if __name__ == "__main__":
    main()
