"""Whether documents cost the same however many are there: ``python -m bench.growing --documents 8000 --part 1000``.

The documents are those of ``bench/corpus``, with their duplicates, re-scans and errors, in the order in which they came
about. All are read first, and then committed, checked and made ready to be searched; what the processes of the command
worked (processor time, merging included) is told for each part, beside the clock. The first part is not told: the
reading is in it, what is known beforehand, and the workers' start.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench import report
from bench.corpus import texts
from bench.ingestion import Run, ingest
from bench.serving.processes import used
from cancu import __version__


@dataclass(slots=True)
class Parts:
    """The moments at which so many documents more were in: seconds on the clock, and of processor until then."""

    size: int
    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def __call__(self, process: int, documents: int) -> None:
        """Take note of it where a part is complete."""
        if documents % self.size == 0:
            self.clock.append(time.perf_counter())
            self.processor.append(used(process).seconds)

    def rows(self) -> list[tuple[str, str, str]]:
        """Return for each part its last document, and milliseconds a document on the clock and of processor."""
        each = 1000 / self.size
        return [
            (
                f"{(number + 1) * self.size:,}",
                f"{(self.clock[number] - self.clock[number - 1]) * each:.0f}",
                f"{(self.processor[number] - self.processor[number - 1]) * each:.0f}",
            )
            for number in range(1, len(self.clock))
        ]


def growth(figures: Sequence[float]) -> float:
    """Return the cost of the last part over that of the second; ``figures`` are sums until the end of each."""
    return (figures[-1] - figures[-2]) / (figures[1] - figures[0])


def words(run: Run, parts: Parts, jobs: int, megabytes: float) -> str:
    """Return the part of the page."""
    heads = ("until document", "ms a document", "of processor")
    documents = len(run.moments)
    return (
        f"Measured {dt.datetime.now(dt.UTC).date()} with cancu {__version__}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores, {jobs} workers, load {os.getloadavg()[1]:.0f} at the end. {documents:,} documents in "
        f"{run.seconds:,.0f} s, {documents / run.seconds:.1f} a second; {run.moments[0]:,.0f} s until the first were "
        f"in, for all are read before; {run.processor / documents * 1000:,.0f} ms of processor a document, "
        f"{run.megabytes:,.0f} MB in the largest process, {megabytes:,.0f} MB on disk.\n\n"
        f"{report.table(heads, parts.rows())}\n\n"
        f"Last {parts.size:,} ÷ second {parts.size:,}: **{growth(parts.clock):.2f}** on the clock, "
        f"**{growth(parts.processor):.2f}** of processor."
    )


def main() -> None:
    """Measure, print the table, and write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--dry", action="store_true", help="print, do not write")
    parser.add_argument("--documents", type=int, default=8_000)
    parser.add_argument("--part", type=int, default=1_000, help="documents of which the cost is told")
    parser.add_argument("--jobs", type=int, default=2)
    given = parser.parse_args()
    parts = Parts(given.part)
    with tempfile.TemporaryDirectory() as folder:
        docs, store = Path(folder) / "docs", Path(folder) / "store"
        texts.write(docs, seed=1, documents=given.documents, jobs=given.jobs)
        (docs / texts.MANIFEST).unlink()
        run = ingest([docs], store, jobs=given.jobs, committed=parts)
        megabytes = sum(file.stat().st_size for file in store.rglob("*") if file.is_file()) / 1e6
    told = words(run, parts, given.jobs, megabytes)
    print(told)
    if not given.dry:
        report.write("growing", f"\n{told}\n")


if __name__ == "__main__":
    main()
