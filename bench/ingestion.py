"""How fast files become documents of the store, and whether that stays so: ``make bench BENCHES=ingestion``.

The plans are those of communes (``bench/communes.py``), or those of a folder (``--docs``). Each run is the command
itself, in a process of its own. Time is on the clock; processor time, of the command and its workers together, tells
what remains of it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bench import communes, report
from bench.measuring import ROOT
from cancu import __version__
from cancu.link import Registry
from cancu.namespaces import BASE
from cancu.pipeline.accounts import Packed
from cancu.pipeline.checking import checked
from cancu.pipeline.filling import add, begin, finish
from cancu.pipeline.history import Ledger
from cancu.pipeline.papers import Papers
from cancu.pipeline.preparing import Preparing, together
from cancu.pipeline.reading import read_one
from cancu.store import open_store

_T = TypeVar("_T")
_CALL = "import sys; from cancu.cli import main; sys.argv[0] = 'cancu'; main()"
_STAGED = 100
"""Documents of which the stages are timed."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command: seconds on the clock and of processors, and the moments at which documents were in."""

    seconds: float
    processor: float
    megabytes: float
    moments: tuple[float, ...]

    def pace(self, first: int, last: int) -> float:
        """Return documents a second from the one to the other, the commits between them counted whole."""
        return (last - first) / max(self.moments[last - 1] - (self.moments[first - 1] if first else 0.0), 1e-9)


def ingest(
    paths: Sequence[Path], folder: Path, *, jobs: int, committed: Callable[[int, int], None] = lambda *_: None
) -> Run:
    """Run ``cancu ingest`` into a store that is new; ``committed`` is told its process and how many are in."""
    command = [sys.executable, "-c", _CALL, "ingest", *map(str, paths), "--store", str(folder), "--jobs", str(jobs)]
    environment = {**os.environ, "CANCU_REGISTRY": "none"}
    started, moments = time.perf_counter(), list[float]()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "triples," in line and " documents," not in line:
                moments.append(time.perf_counter() - started)
                committed(process.pid, len(moments))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    processor = usage.ru_utime + usage.ru_stime
    return Run(time.perf_counter() - started, processor, usage.ru_maxrss / 1024, tuple(moments))


@dataclass(frozen=True, slots=True)
class Size:
    """What one plan holds, in the mean: characters read, triples of its own, of all its graphs, and findings."""

    characters: float
    said: float
    stored: float
    findings: float

    def __str__(self) -> str:
        return (
            f"{self.characters:,.0f} characters, {self.said:,.0f} triples in its own graph and {self.stored:,.0f} in "
            f"all of its graphs, {self.findings:,.0f} findings"
        )


def stages(paths: Sequence[Path], folder: Path) -> tuple[dict[str, float], Size]:
    """Return the milliseconds of processor time a document that each stage costs, in one process, and what one holds.

    The first document is not counted: it pays for tables that are read once.
    """
    registry = Registry.load()
    Preparing("none", BASE)(Packed.of(read_one(paths[0])))
    paths = paths[1:]
    found: dict[str, float] = {}

    def timed(name: str, work: Callable[[], _T]) -> _T:
        began = time.process_time()
        answer = work()
        found[name] = (time.process_time() - began) * 1000 / len(paths)
        return answer

    readings = timed("read and extract", lambda: [Packed.of(read_one(path)) for path in paths])
    prepared = timed("link, describe, infer", lambda: [*map(Preparing("none", BASE, with_texts=True), readings)])
    store = open_store(folder)
    begin(store, base=BASE, registry=registry)
    described = timed("tell apart, learn", lambda: together(prepared, Papers(BASE, store), base=BASE))
    judged = timed("check", lambda: tuple(checked(described, base=BASE, registry=registry, store=store)))
    ledger, before = Ledger(store, len(paths), base=BASE), store.size()
    timed("commit", lambda: add(store, judged, ledger, base=BASE, registry=registry))
    timed("settle", lambda: finish(store, ledger, base=BASE, registry=registry))
    means = (
        sum(len(one.reading().text or "") for one in readings), sum(len(one.quads) for one in judged),
        store.size() - before, sum(len(one.findings or ()) for one in judged),
    )  # fmt: skip
    store.close()
    return found, Size(*(total / len(paths) for total in means))


def _files(paths: Sequence[Path]) -> int:
    return sum(len([*path.glob("*")]) if path.is_dir() else 1 for path in paths)


def _runs(docs: Path, jobs: Sequence[int], part: int) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for number in jobs:
        with tempfile.TemporaryDirectory() as folder:
            run = ingest([docs], Path(folder) / "store", jobs=number)
        plans = len(run.moments)
        assert plans == _files([docs])
        ratio = run.pace(part, 2 * part) / run.pace(plans - part, plans)
        row = (
            f"{number}", f"{plans / run.seconds:.1f}", f"{run.processor / plans * 1000:.0f}", f"{ratio:.2f}",
            f"{run.megabytes:.0f}",
        )  # fmt: skip
        print(*row, sep="\t", flush=True)
        rows.append(row)
    return rows


def main() -> None:
    """Measure, print the tables, and write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--peer", help="not needed here; other benches take it")
    parser.add_argument("--dry", action="store_true", help="print, do not write")
    parser.add_argument("--plans", type=int, default=3_000)
    parser.add_argument("--part", type=int, default=500, help="documents of which the pace is compared")
    parser.add_argument("--jobs", type=int, nargs="+", default=(1, 2))
    parser.add_argument("--docs", type=Path, help="a folder of plans instead of those of communes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        docs = given.docs or Path(folder) / "plans"
        if given.docs is None:
            communes.write(docs, given.plans)
        staged, size = stages(sorted(docs.glob("*"))[:_STAGED], Path(folder) / "staged")
        costs = report.table(("stage", "ms a plan"), [(name, f"{value:.0f}") for name, value in staged.items()])
        print(costs, size, sep="\n", flush=True)
        heads = ("jobs", "plans/s", "processor, ms a plan", f"last {given.part} ÷ second {given.part}, time", "MB")
        rows = _runs(docs, given.jobs, given.part)
        plans = _files([docs])
    words = (
        f"Measured {dt.datetime.now(dt.UTC).date()} with cancu {__version__}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[1]:.0f} at the end.\n\n### {plans:,} plans\n\n"
        f"A plan holds {size}, in the mean.\n\n"
        f"{report.table(heads, rows)}\n\n### Where the time of a plan goes\n\n{costs}"
    )
    if not given.dry:
        report.write("ingestion", f"\n{words}\n")


if __name__ == "__main__":
    main()
