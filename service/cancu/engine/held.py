"""What graphs hold, for a reader that is asked for a whole one: lines of N-Triples that lie together.

The engine looks up the words of each triple one by one, which takes four times as long.
"""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path


class Held:
    """The file in which a store keeps what its graphs hold (``store.holdings``), read by a process of strangers."""

    def __init__(self, path: Path) -> None:
        """Take the path; the file is opened when somebody asks."""
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def lines(self, graph: str, most: int) -> bytes | None:
        """Return the sorted lines of a graph; None where it has none, more than ``most``, or cannot be read."""
        try:
            if self._connection is None:
                self._connection = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True)
            told = "select packed from graphs where name = ? and triples <= ?"
            rows = self._connection.execute(told, (graph, most)).fetchall()  # all, for an open cursor keeps the log
            return zlib.decompress(rows[0][0]) if rows else None
        except (sqlite3.Error, zlib.error):
            return None
