"""Putting the tables of a database in order once much was written, so that readers do not look into many for each term.

The engine merges its tables (``*.sst``) in the background while it has time; who loads much and closes leaves it none,
and what lies in many small tables is read at about half the speed. Readers have a copy of the tables as they lie
(see ``snapshots``), which nobody merges any more.

What counts is how much was written, not which tables are new or how large they are: behind a commit the engine rewrites
much of what lies lowest, and what it has merged just now need not be merged again.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox

_log = logging.getLogger("cancu.store")
_BYTES = 250
"""Of a quad in merged tables: 240 where ten million are held, 300 of half a million."""
_SHARE = 0.1
"""Of what is there, so much has to be new: merging costs as much as everything, writing only what is written."""
_LEAST = 8_000_000
"""Bytes of new tables below which reading gains nothing."""


class Compaction:
    """How large the tables of the database in ``folder`` were when it was opened, and what was written since."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = _size_of(folder)
        self._written = 0

    def note(self, quads: int) -> None:
        """Take note that so many quads were written."""
        self._written += quads * _BYTES

    def is_due(self) -> bool:
        """Tell whether enough was written since then."""
        return self._written >= max(_LEAST, _SHARE * (self._before + self._written))

    def finish(self, store: ox.Store) -> bool:
        """Merge the tables of ``store`` where that is due, and tell whether they were; a full disk leaves them.

        Everything must have been flushed.
        """
        if not self.is_due():
            return False
        try:
            store.optimize()
        except OSError as error:
            _log.warning("tables stay as they lie, for they could not be merged: %s: %s", self._folder, error)
            return False
        return True


def _size_of(folder: Path) -> int:
    """Return the bytes of the tables in ``folder``; one that vanishes meanwhile is merged already."""
    size = 0
    for path in folder.glob("*.sst"):
        with suppress(FileNotFoundError):
            size += path.stat().st_size
    return size
