"""The corpus as a folder: one text a document, and a manifest that tells what is true of each."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path

from bench.corpus.corpus import Corpus, line

_TOGETHER = 500
"""Documents that a process makes at a time, and files in a folder."""
MANIFEST = "manifest.jsonl"


def write(folder: Path, *, seed: int, documents: int, first: int = 0, jobs: int = 1) -> int:
    """Write documents from ``first`` on and the manifest; return how many characters they have.

    Files do not depend on what else is written, nor on ``jobs``. Raises OSError where the folder cannot be written.
    """
    last = first + documents
    starts = range(first, last, _TOGETHER)
    ranges = [range(start, min(start + _TOGETHER, last)) for start in starts]
    work = partial(_written, folder, seed)
    folder.mkdir(parents=True, exist_ok=True)
    characters = 0
    with (folder / MANIFEST).open("w", encoding="utf-8") as manifest:
        for told, length in _done(work, ranges, jobs):
            manifest.writelines(told)
            characters += length
    return characters


def _done(work: partial[tuple[list[str], int]], ranges: list[range], jobs: int) -> Iterator[tuple[list[str], int]]:
    if min(jobs, len(ranges)) < 2:
        yield from map(work, ranges)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, ranges)


def _written(folder: Path, seed: int, indexes: range) -> tuple[list[str], int]:
    corpus, told, characters = _corpus(seed), [], 0
    for index in indexes:
        document = corpus.document(index)
        name = f"{index // _TOGETHER:04d}/{index:06d}.txt"
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(document.text, encoding="utf-8")
        superiors = tuple(map(corpus.facts, document.facts.superiors))
        told.append(line(document, superiors, name) + "\n")
        characters += len(document.text)
    return told, characters


@cache
def _corpus(seed: int) -> Corpus:
    return Corpus(seed)
