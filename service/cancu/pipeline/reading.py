"""Files → records, by one worker or several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cancu.errors import UnreadableError
from cancu.extract import extract
from cancu.model import Record
from cancu.pipeline.workers import Workers
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


def read_all(paths: Sequence[Path], workers: Workers, *, office: bool = False) -> Iterator[Reading | Refusal]:
    """Yield the outcome for each path, in order, as ``workers`` share the work."""
    return workers.map(partial(outcome, office=office), paths)


def outcome(path: Path, *, office: bool) -> Reading | Refusal:
    """Return what a file says, or why it cannot be read."""
    try:
        return read_one(path, office=office)
    except UnreadableError as error:
        return Refusal(path, error)
