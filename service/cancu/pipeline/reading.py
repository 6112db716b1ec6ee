"""Files → records, on one processor or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from cancu.errors import UnreadableError
from cancu.extract import extract
from cancu.model import Record
from cancu.read import read


@dataclass(frozen=True, slots=True)
class Reading:
    """One document as read: where it came from, the digest of its bytes, what it says, and its words.

    Offsets of the record point into ``text``; None where nobody asked for the words.
    """

    path: Path
    sha256: str
    record: Record
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that could not be read, and why."""

    path: Path
    error: UnreadableError


def read_one(path: Path, *, office: bool = False) -> Reading:
    """Read and extract one document; ``office`` lets LibreOffice convert old files. Raises UnreadableError."""
    text = read(path, office=office)
    return Reading(path, text.sha256, extract(text), text.content)


def read_all(paths: Sequence[Path], *, jobs: int = 1, office: bool = False) -> Iterator[Reading | Refusal]:
    """Yield the outcome for each path, in order; with ``jobs`` > 1 several processes share the work."""
    outcome = partial(_outcome, office=office)
    if min(jobs, len(paths)) < 2:
        yield from map(outcome, paths)
        return
    # spawned, not forked: a fork would copy the locks of threads that the store may have running
    with ProcessPoolExecutor(min(jobs, len(paths)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(outcome, paths)


def _outcome(path: Path, *, office: bool) -> Reading | Refusal:
    try:
        return read_one(path, office=office)
    except UnreadableError as error:
        return Refusal(path, error)
