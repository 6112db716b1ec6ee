"""Speed of reading and extraction beside the best peers: ``make bench`` (writes docs/benchmarks.md).

    python -m bench.extraction [--peer PYTHON] [--largest CHARACTERS] [--dry]

The texts are made by ``bench.texts``. Peers with requirements of their own run in the Python that ``--peer`` names.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bench import files, report
from bench.measuring import answer_of, forget, median_seconds, peak_megabytes
from bench.texts import DENSE, DENSITY, KINDS, english, vietnamese
from cancu.extract import extract
from cancu.extract.citations import citations
from cancu.extract.context import context
from cancu.extract.header import header
from cancu.extract.zones import zones
from cancu.read import read_bytes
from cancu.read.docx import docx_lines
from cancu.read.pdf import pdf_lines
from cancu.text import Text

PLAN = 30_000
"""Characters of a plan with its appendix."""
LARGEST = 10_000_000


def main() -> None:
    """Measure all, print it, and write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--peer", default=sys.executable, help="the Python that has eyecite")
    parser.add_argument("--largest", type=int, default=LARGEST, help="characters of the largest text")
    parser.add_argument("--dry", action="store_true", help="print, do not write")
    given = parser.parse_args()
    extract(text_of("plan", 5_000))  # loads the word lists
    peer = _peer(given.peer)
    parts = [
        f"Measured {datetime.now(UTC).date()} with {versions(peer)}, one core; medians of 5 runs.",
        beside_eyecite(peer),
        growth(given.largest),
        files_beside_libraries(),
        memory(peer),
    ]
    words = "\n\n".join(parts)
    print(words)
    if not given.dry:
        report.write("extraction", f"\n{words}\n")


def versions(peer: Mapping[str, Any]) -> str:
    """Return the names and versions of what was measured."""
    ours = [f"{name} {importlib.metadata.version(name)}" for name in ("cancu", "python-docx", "pdfplumber")]
    return ", ".join([*ours, peer["version"], f"Python {platform.python_version()}", f"{os.cpu_count()} cores"])


def text_of(kind: str, size: int, density: float = DENSITY) -> Text:
    """Return one text of the bench as read."""
    return read_bytes(vietnamese(kind, size, density).encode(), "text.txt")


def _peer(python: str) -> Mapping[str, Any]:
    texts = [english(size, density) for size in (PLAN, 10 * PLAN) for density in (DENSITY, DENSE)]
    return answer_of([python, "-m", "bench.peers.citations"], {"texts": texts, "runs": 5})


def beside_eyecite(peer: Mapping[str, Any]) -> str:
    """Return the table of citations found and records made, beside eyecite on English of equal size and density."""
    rows = []
    cases = [(size, density) for size in (PLAN, 10 * PLAN) for density in (DENSITY, DENSE)]
    for (size, density), theirs in zip(cases, peer["rows"], strict=True):
        for kind in ("prose", "plan"):
            text = text_of(kind, size, density)
            parts = zones(text)
            head = header(text, parts)
            here = context(text, head)
            cited = median_seconds(lambda t=text, p=parts, h=head, c=here: citations(t, p, h, c))  # type: ignore[misc]
            whole = median_seconds(lambda t=text: extract(t))  # type: ignore[misc]
            rows.append((
                f"{kind}, {report.size(size)}, {density:g} citations in 1,000 characters",
                report.rate(size, cited), report.rate(size, whole), report.rate(size, theirs["seconds"]),
                f"{theirs['seconds'] / cited:.1f}", f"{theirs['seconds'] / whole:.1f}",
            ))  # fmt: skip
    heads = ("text", "citations, kchar/s", "whole record, kchar/s", "eyecite, kchar/s", "citations ÷ eyecite",
             "record ÷ eyecite")  # fmt: skip
    return f"### Citations and records\n\n{report.table(heads, rows)}"


def growth(largest: int) -> str:
    """Return the table of how the time of a record grows with its text: speed at four sizes, cost of twice as much."""
    sizes = (PLAN, 10 * PLAN, largest // 2, largest)
    rows = []
    for kind in KINDS:
        seconds = [_record_seconds(kind, size) for size in sizes]
        speeds = [report.rate(size, took) for size, took in zip(sizes, seconds, strict=True)]
        rows.append((kind, *speeds, f"{seconds[3] / seconds[2]:.2f}"))
    heads = ("text of", *(f"{report.size(size)}, kchar/s" for size in sizes), "time for twice the text")
    return f"### Growth\n\n{report.table(heads, rows)}"


def _record_seconds(kind: str, size: int) -> float:
    text = text_of(kind, size)
    return median_seconds(lambda: extract(text), runs=5 if size <= 10 * PLAN else 1)


def files_beside_libraries() -> str:
    """Return the table of Word and PDF files read by us, by the libraries alone, and in a process of its own."""
    rows = list(_file_rows())
    heads = ("file", "library alone, s", "cancu, s", "cancu ÷ library", "in its child process, s")
    return f"### Files\n\n{report.table(heads, rows)}"


def _file_rows() -> Iterator[tuple[str, ...]]:
    readers: tuple[tuple[str, Callable[[str], bytes], Callable[[bytes], object], Callable[[bytes], object]], ...] = (
        ("docx", files.docx_bytes, files.docx_alone, docx_lines),
        ("pdf", files.pdf_bytes, files.pdf_alone, pdf_lines),
    )
    for name, made, alone, ours in readers:
        for size in (PLAN, 10 * PLAN):
            data = made(vietnamese("prose", size // 2) + vietnamese("typed table", size // 2))
            runs = 3 if size == PLAN else 1
            library = median_seconds(lambda d=data, f=alone: f(d), runs)  # type: ignore[misc]
            cancu = median_seconds(lambda d=data, f=ours: f(d), runs)  # type: ignore[misc]
            child = _child_seconds(lambda d=data, n=name: read_bytes(d, f"text.{n}"))  # type: ignore[misc]
            label = f".{name}, {report.size(size)} of text"
            yield label, f"{library:.2f}", f"{cancu:.2f}", f"{cancu / library:.2f}", f"{child:.2f}"


def _child_seconds(work: Callable[[], object]) -> float:
    """Return the processor time of this process and of those that it started."""
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def memory(peer: Mapping[str, Any]) -> str:
    """Return the table of how much a process grows while it makes one record."""
    forget()
    rows = [
        (f"{kind}, {report.size(size)}", f"{peak_megabytes(kind, size):.0f}")
        for kind, size in (("plan", PLAN), ("plan", 10 * PLAN), ("broken table", 10 * PLAN), ("plan", 3_000_000))
    ]
    rows.append((f"eyecite, English, {report.size(10 * PLAN)}", f"{peer['rows'][-1]['megabytes']:.0f}"))
    return f"### Memory\n\n{report.table(('text', 'growth of the process, MB'), rows)}"


if __name__ == "__main__":
    main()
