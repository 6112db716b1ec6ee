"""What a store costs whose pages are looked at: ``python -m bench.pages --store DIR`` (writes docs/benchmarks.md).

The service is started several times and asked for its first answer; then each question of ``pages.toml`` is asked in
turn by one client. The first answer to each is told apart: the others find what it left ready until the store changes.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bench import report
from bench.measuring import ROOT
from bench.serving.processes import first_answer, free_port, running, used

_ASK = {"query": "SELECT ?s { ?s ?p ?o } LIMIT 1"}


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of the first answer, and of the others at the median and at the 95th percentile; and of processor.

    What the processor did for the service is the same on a busy machine, waiting is not.
    """

    first: float
    median: float
    slow: float
    first_work: float
    work: float


@dataclass(frozen=True, slots=True)
class Found:
    """Quads; seconds to the first answer after each start, and of processor; bytes after the last, at end; costs."""

    quads: int
    starts: tuple[float, ...]
    works: tuple[float, ...]
    begun: int
    ended: int
    costs: Mapping[str, Cost]


def questions() -> dict[str, str]:
    """Return the paths that are asked for, by name."""
    return tomllib.loads((ROOT / "bench" / "pages.toml").read_text("utf-8"))


def measured(store: Path, *, rounds: int, starts: int) -> Found:
    """Serve ``store`` and ask. Raises RuntimeError where the service does not start, HTTPStatusError."""
    waits, works = [], []
    for number in range(starts):
        with _served(store) as (wait, process, client):
            begun = used(process)
            waits.append(wait)
            works.append(begun.seconds)
            if number == starts - 1:
                costs = {name: _asked(client, process, path, rounds) for name, path in questions().items()}
                quads = client.get("/readyz").raise_for_status().json()["quads"]
                return Found(quads, tuple(waits), tuple(works), begun.memory, used(process).memory, costs)
    raise ValueError("at least one start")


def told(found: Found) -> str:
    """Return what was found as a page tells it."""
    rows = [
        (name, f"{one.first:,.0f}", f"{one.first_work:,.0f}", f"{one.median:.1f}", f"{one.slow:.1f}", f"{one.work:.1f}")
        for name, one in found.costs.items()
    ]
    waits, works = (", ".join(f"{wait:.1f}" for wait in all_waits) for all_waits in (found.starts, found.works))
    return (
        f"Measured {datetime.now(UTC).date()} with Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f}; {found.quads:,} quads. First answer after a start: {waits} s, "
        f"with {works} s of processor. Memory of the "
        f"service and its readers: {found.begun / 1e6:,.0f} MB then, {found.ended / 1e6:,.0f} MB at the end.\n\n"
        + report.table(("question", "first, ms", "of processor", "p50, ms", "p95, ms", "of processor, each"), rows)
    )


@contextmanager
def _served(store: Path) -> Iterator[tuple[float, int, httpx.Client]]:
    """Yield the seconds to the first answer, the id of the process, and a client."""
    port = free_port()
    command = [
        str(Path(sys.executable).parent / "cancu"),
        "serve",
        "--store",
        str(store.absolute()),
        "--port",
        str(port),
    ]
    settings = {"CANCU_RATE": "0", "CANCU_REGISTRY": "none", "CANCU_TIMEOUT": "60", "PYTHONPATH": str(ROOT / "service")}
    with TemporaryDirectory() as folder, running(command, Path(folder), settings) as process:
        wait = first_answer(process, f"http://127.0.0.1:{port}/sparql", _ASK)
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=300) as client:
            yield wait, process.pid, client


def _asked(client: httpx.Client, process: int, path: str, rounds: int) -> Cost:
    times, works = [], [used(process).seconds]
    for number in range(rounds + 1):
        began = time.perf_counter()
        client.get(path.format(n=number)).raise_for_status()
        times.append((time.perf_counter() - began) * 1000)
        if number in {0, rounds}:
            works.append(used(process).seconds)
    others = sorted(times[1:])
    begun, first, last = (1000 * work for work in works)
    slow = others[int(len(others) * 0.95)]
    return Cost(times[0], statistics.median(others), slow, first - begun, (last - first) / rounds)


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--store", type=Path, required=True, help="a store that nobody else serves")
    parser.add_argument("--rounds", type=int, default=40, help="answers to each question, beside the first")
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--dry", action="store_true", help="print, do not write")
    given = parser.parse_args()
    words = told(measured(given.store, rounds=given.rounds, starts=given.starts))
    print(words)
    if not given.dry:
        report.write("pages", f"\n{words}\n")


if __name__ == "__main__":
    main()
