"""How remote databases grow: ``python -m bench.sizing FILE.nq SIZE… [--engine NAME]…`` prints one table of Markdown.

For each size the first so many quads of FILE are loaded by the engine's own means and the server is started anew; then
disk, memory and what questions cost are taken, with values from the data. Costs are processor time: a busy machine
changes the clock, and not these.
"""

from __future__ import annotations

import argparse
import itertools
import resource
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.serving.data import prepared
from bench.serving.engines import OXIGRAPH, VIRTUOSO, Engine
from bench.serving.processes import used
from bench.serving.questions import Asked, mixes
from bench.serving.servers import Server, served

_ENGINES = {"oxigraph": OXIGRAPH, "virtuoso": VIRTUOSO}
_ASKED = ("point", "citing", "issuer", "whole")
_WARM = 10


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--engine", action="append", choices=tuple(_ENGINES))
    parser.add_argument("--rounds", type=int, default=100)
    given = parser.parse_args()
    columns = ("engine", "triples", "load, s", "by the clock", "disk, bytes a triple", "memory, MB", *_ASKED)
    print("|", " | ".join(columns), "|")
    print("|" + "---|" * len(columns))
    for size, name in itertools.product(given.sizes, given.engine or _ENGINES):
        with tempfile.TemporaryDirectory() as folder:
            print(_line(Path(folder), given.file, size, _ENGINES[name], given.rounds), flush=True)


def _line(folder: Path, file: Path, size: int, engine: Engine, rounds: int) -> str:
    part = folder / "part.nq"
    with file.open("rb") as source, part.open("wb") as target:
        target.writelines(itertools.islice(source, size))
    data = prepared(folder, 0, part)
    part.unlink()
    mix = mixes(data)[0]
    before = _children()
    with served(engine, folder, Path("none"), data) as server:
        load = _children() - before
        costs = [_asked(server, mix.asked[name], rounds) for name in _ASKED]
        memory = used(server.process).memory / 1e6
    disk = sum(path.stat().st_size for path in server.place.folder.rglob("*") if path.is_file())
    told = f"| {engine.name} | {data.size:,} | {load:.1f} | {server.load:.1f} | {disk / data.size:.0f} | {memory:.0f} |"
    return told + " |".join(f" {one}" for one in costs) + " |"


def _asked(server: Server, choice: Sequence[Asked], rounds: int) -> str:
    """Return what one question costs the server: milliseconds of processor, on average."""
    for number in range(_WARM):
        server.answer(choice[number % len(choice)])
    before = used(server.process).seconds
    for number in range(rounds):
        answer = server.answer(choice[number % len(choice)])
        if answer.status_code != 200:
            return f"status {answer.status_code}"
    return f"{(used(server.process).seconds - before) / rounds * 1000:.1f}"


def _children() -> float:
    """Return the processor time of the processes that this one has started and seen end."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()
