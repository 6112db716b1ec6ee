"""Strangers' texts are read here before they are sent: by a reader process, over a store that holds nothing.

What is no SPARQL 1.1, what breaks parsers and what engines understand beyond the standard is refused on this machine,
in the words of the embedded database, and shares of the places are counted as there.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pyoxigraph as ox

from cancu.engine.formats import GRAPHS, SOLUTIONS
from cancu.store.asker import Asker
from cancu.store.guard import Limits
from cancu.store.lane import Lane
from cancu.store.snapshots import Snapshots
from cancu.store.wording import Request

_PART = "db"


class Judge:
    """A few reader processes over an empty store."""

    def __init__(self, limits: Limits, *, readers: int) -> None:
        self._limits = limits
        self._folder = Path(tempfile.mkdtemp(prefix="cancu-judge-"))
        self._snapshots = Snapshots(self._folder / "snapshots", _freeze)
        self._lane = Lane(self._snapshots, _PART, limits, readers=readers)

    def read(self, sparql: str, base: str | None, seconds: float, asker: Asker | None) -> None:
        """Raise QueryError where the text is wrong, LimitError where reading it takes too much."""
        media = {"graph": GRAPHS[1].media_type, "solutions": SOLUTIONS[0].media_type}
        request = Request.of(sparql, media, base=base, cap=self._limits.answer, rows=self._limits.rows)
        self._lane.ask(request, 0, seconds, asker)

    def pids(self) -> tuple[int, ...]:
        """Return the ids of the processes."""
        return self._lane.pids()

    def close(self) -> None:
        """End the processes."""
        self._lane.close()
        self._snapshots.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _freeze(path: Path) -> int:
    path.mkdir()
    ox.Store(str(path / _PART)).flush()
    return 0
