"""Speed of checking, beside pySHACL: ``make bench BENCHES=checking`` (writes docs/benchmarks.md).

    python -m bench.checking [--largest TRIPLES] [--dry]

The graphs are made by ``bench.graphs``; each size is checked in a process of its own, which also tells its memory.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import report
from bench.graphs import described, documents
from bench.measuring import answer_of, median_seconds, peak_kilobytes
from bench.texts import vietnamese
from cancu.check import check, reference, rules
from cancu.namespaces import BASE
from cancu.pipeline.checking import check_file

PLAN = 30_000
SIZES = (10_000, 100_000, 1_000_000)
BESIDE = 10_000
"""Triples at which pySHACL is measured, too."""


def main() -> None:
    """Measure all, print it, and write it into the page; with --size one size, printed as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--peer", help="not needed here; other benches take it")
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="triples of the largest graph")
    parser.add_argument("--dry", action="store_true", help="print, do not write")
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.size is not None:
        print(json.dumps(measured(given.size)))
        return
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("cancu", "pyoxigraph", "pyshacl"))
    measured_with = f"{versions}, Python {platform.python_version()}, {os.cpu_count()} cores, one core"
    head = f"Measured {datetime.now(UTC).date()} with {measured_with}; {len(rules())} rules."
    words = "\n\n".join([head, one_plan(), many([size for size in SIZES if size <= given.largest])])
    print(words)
    if not given.dry:
        report.write("checking", f"\n{words}\n")


def one_plan() -> str:
    """Return the table of one plan, checked from its graph and from its file; rules and registry are loaded before."""
    quads = described()[-1]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.txt"
        path.write_text(vietnamese("plan", PLAN), encoding="utf-8")
        check_file(path, base=BASE)
        rows = [
            ("its graph", f"{len(quads):,}", f"{1000 * median_seconds(lambda: check(quads)):.0f}"),
            ("its text file", "", f"{1000 * median_seconds(lambda: check_file(path, base=BASE)):.0f}"),
        ]
    return f"### One plan of {report.size(PLAN)}\n\n{report.table(('checked from', 'triples', 'ms'), rows)}"


def many(sizes: Sequence[int]) -> str:
    """Return the table of graphs of many documents, with pySHACL's time for one of them."""
    rows = []
    for size in sizes:
        ours = answer_of([sys.executable, "-m", "bench.checking", "--size", str(size)])
        theirs = _reference_seconds(size) if size == BESIDE else None
        rows.append((
            f"{size:,} triples", f"{ours['seconds']:.1f}", f"{size / ours['seconds'] / 1000:,.0f}",
            f"{ours['findings']:,}", f"{ours['megabytes']:,.0f}",
            "" if theirs is None else f"{theirs:.0f}", "" if theirs is None else f"{theirs / ours['seconds']:.0f}",
        ))  # fmt: skip
    heads = ("graph of", "s", "ktriples/s", "findings", "process, MB", "pySHACL, s", "pySHACL ÷ cancu")
    return f"### Many documents at once\n\n{report.table(heads, rows)}"


def measured(size: int) -> dict[str, float]:
    """Check so many triples from quads in memory; loading them is part of the check, making them is not."""
    check(documents(1_000))  # compiles the rules
    quads = list(documents(size))
    started = time.process_time()
    findings = check(quads)
    seconds = time.process_time() - started
    return {"seconds": seconds, "findings": len(findings), "megabytes": peak_kilobytes() / 1024}


def _reference_seconds(size: int) -> float:
    quads = list(documents(size))
    started = time.process_time()
    reference(quads)
    return time.process_time() - started


if __name__ == "__main__":
    main()
