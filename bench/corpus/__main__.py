"""Write a corpus: ``python -m bench.corpus texts|graphs|score``; docs/corpus.md tells what it holds."""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

from bench.corpus.corpus import Corpus
from bench.corpus.graphs import Graphs
from bench.corpus.reading import score
from bench.corpus.texts import write
from bench.measuring import peak_kilobytes


def main() -> None:
    """Write texts or graphs, or tell how well the texts are read."""
    given = _parser().parse_args()
    started = time.monotonic()
    if given.what == "texts":
        length = write(given.out, seed=given.seed, documents=given.documents, first=given.first, jobs=given.jobs)
        told = f"{given.documents:,} documents, {length:,} characters"
    elif given.what == "graphs":
        graphs = Graphs(Corpus(given.seed))
        triples = _dump(graphs.triples(given.triples), given.out)
        told = f"{triples:,} triples, {graphs.read:,} documents read, {graphs.copied:,} made out of others"
    else:
        corpus = Corpus(given.seed)
        print(score(corpus, list(corpus.documents(given.documents, given.first))))
        told = f"{given.documents:,} documents"
    seconds = time.monotonic() - started
    print(f"{told} in {seconds:.1f} s, at most {peak_kilobytes() / 1024:.0f} MB", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.corpus", description=__doc__)
    commands = parser.add_subparsers(dest="what", required=True)
    texts = commands.add_parser("texts", help="a folder of texts with a manifest")
    graphs = commands.add_parser("graphs", help="N-Quads as a store holds them")
    judged = commands.add_parser("score", help="how well cancu reads the texts")
    for command in (texts, graphs, judged):
        command.add_argument("--seed", type=int, default=1, help="the same seed gives the same bytes (default: 1)")
    for command in (texts, judged):
        command.add_argument("--documents", type=int, default=1000, help="how many (default: 1000)")
        command.add_argument("--first", type=int, default=0, help="index of the first (default: 0)")
    texts.add_argument("--jobs", type=int, default=1, help="processes that write side by side (default: 1)")
    texts.add_argument("--out", type=Path, required=True, help="folder to write into")
    graphs.add_argument("--triples", type=int, default=1_000_000, help="at least so many (default: 1000000)")
    graphs.add_argument(
        "--out", type=Path, help="file to write, packed where its name ends in .gz; else standard output"
    )
    return parser


def _dump(quads: Iterable[str], out: Path | None) -> int:
    """Write N-Quads as they come; return their number."""
    is_packed = out is not None and out.suffix == ".gz"
    opened = nullcontext(sys.stdout.buffer) if out is None else out.open("wb")
    triples = 0
    with opened as raw, gzip.GzipFile("", "wb", 1, raw, 0) if is_packed else nullcontext(raw) as file:
        for part in quads:
            file.write(part.encode())
            triples += part.count("\n")
    return triples


if __name__ == "__main__":
    main()
