"""Putting the tables of a database in order once much was written, so that readers do not look into many for each term.

The engine merges its tables (``*.sst``) in the background while it has time; who loads much and closes leaves it none,
and what lies in many small tables is read at about half the speed. Readers have a copy of the tables as they lie
(see ``snapshots``), which nobody merges any more.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox

_log = logging.getLogger("cancu.store")
_SHARE = 0.1
"""Of what is there, so much has to be new: merging costs as much as everything, writing only what is written."""
_LEAST = 8_000_000
"""Bytes of new tables below which reading gains nothing."""


class Compaction:
    """What the tables of the database in ``folder`` were when it was opened."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known = frozenset(_sizes(folder))

    def is_due(self) -> bool:
        """Tell whether enough is new since then."""
        sizes = _sizes(self._folder)
        new = sum(size for name, size in sizes.items() if name not in self._known)
        return new >= max(_LEAST, _SHARE * sum(sizes.values()))

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


def _sizes(folder: Path) -> dict[str, int]:
    """Return the bytes of each table; one that vanishes meanwhile is merged already."""
    sizes = {}
    for path in folder.glob("*.sst"):
        with suppress(FileNotFoundError):
            sizes[path.name] = path.stat().st_size
    return sizes
