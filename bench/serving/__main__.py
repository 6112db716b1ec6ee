"""cancu beside other engines over HTTP: ``make bench BENCHES=serving`` (writes docs/benchmarks.md and its charts).

python -m bench.serving [--peer PYTHON] [--triples N | --data FILE.nq [--first N]] [--engines NAME…] [--dry]
                        [--keep FOLDER [--fill]]

The page has a part for each of 0.1, 1 and 10 million quads; the run writes that of the size next to its own.
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.serving import page
from bench.serving.data import Data, prepared
from bench.serving.engines import CANCU, ENGINES, Engine, Place
from bench.serving.run import Plan, measured
from bench.serving.servers import filled


def main() -> None:
    """Measure, print, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--peer", type=Path, default=Path(".venv-bench/bin/python"), help="Python that has the peers")
    parser.add_argument("--triples", type=int, default=100_000, help="size of the data that are made")
    parser.add_argument("--data", type=Path, help="N-Quads to take instead, the quads of each graph together")
    parser.add_argument("--first", type=int, help="of these so many, to the end of a graph")
    parser.add_argument("--engines", nargs="*", default=[engine.name for engine in ENGINES[1:]], help="beside cancu")
    parser.add_argument("--rounds", type=int, default=Plan.rounds)
    parser.add_argument("--seconds", type=float, default=Plan.seconds, help="of one question, in each round")
    parser.add_argument("--mixed", type=float, default=Plan.mixed, help="seconds of a mixed load, in each round")
    parser.add_argument("--keep", type=Path, help="folder whose data and filled stores are used again by later runs")
    parser.add_argument("--fill", action="store_true", help="fill the stores that are kept, and do no more")
    parser.add_argument("--dry", action="store_true", help="print, do not write")
    given, before = parser.parse_args(), os.getloadavg()[2]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # by leaving, so that no server stays behind
    peer = given.peer.absolute()
    with ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(TemporaryDirectory(prefix="cancu-serving-")))
        folder.mkdir(parents=True, exist_ok=True)
        data = prepared(folder, given.triples, given.data, given.first)
        engines, absent = chosen(given.engines, data, Place(folder, 0, 0, peer))
        if given.fill:
            for engine in engines:
                filled(engine, folder, peer, data)
            return
        found = measured(engines, data, folder, peer, Plan(given.rounds, given.seconds, given.mixed))
    head = (
        f"Measured {datetime.now(UTC).date()} with Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"load of the machine {before:.1f} before, {os.getloadavg()[2]:.1f} at the end; {data.size:,} quads, "
        f"{given.rounds} rounds, mixed loads of {given.mixed:g} s."
    )
    if absent:
        head += f" Not measured: {'; '.join(absent)}."
    part = page.part_of(data.size)
    print(page.words(found, head, part))
    if not given.dry:
        page.write(found, head, part)


def chosen(names: list[str], data: Data, place: Place) -> tuple[list[Engine], list[str]]:
    """Return cancu and the engines of these names that are installed and take so much, and of the others why not."""
    engines, absent = [CANCU], []
    for engine in (engine for engine in ENGINES[1:] if engine.name in names):
        if not engine.is_here(place):
            absent.append(f"{engine.name} (not installed)")
        elif data.size > engine.largest:
            absent.append(f"{engine.name} (beyond {engine.largest:,} quads it takes too long)")
        else:
            engines.append(engine)
    return engines, absent


if __name__ == "__main__":
    main()
