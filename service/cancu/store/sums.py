"""Digests of the tables of a database, by which damage is found before the engine opens it.

The engine tells a damaged block to who walks through a table, but a question that counts may never end over one. Its
tables (``*.sst``) are written once and never changed, so that each is read for this once, when it is new; later only
those are read whose size or time of change is another, so that a start costs the same however large the store is.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cancu.store.bag import digest_of
from cancu.store.layout import written

_LINE = re.compile(r"([0-9a-f]{64})  (\S+\.sst)\n# (\d+) (\d+)\n")


@dataclass(frozen=True, slots=True)
class _Table:
    """What is known of a table: SHA-256, bytes, and when it was changed (nanoseconds of the epoch)."""

    digest: str
    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> _Table:
        seen = path.stat()
        return cls(digest_of(path), seen.st_size, seen.st_mtime_ns)

    def is_untouched(self, path: Path) -> bool:
        seen = path.stat()
        return (seen.st_size, seen.st_mtime_ns) == (self.size, self.changed)


class Sums:
    """The digests, kept in the file ``path`` as ``sha256sum`` writes them, size and time below each as a comment."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _read(path)

    def damaged(self, folder: Path) -> Path | None:
        """Return a table in ``folder`` that is not what it was, None where all known ones are. Raises OSError."""
        for path in sorted(folder.glob("*.sst")):
            known = self._known.get(path.name)
            if known is not None and not known.is_untouched(path) and digest_of(path) != known.digest:
                return path
        return None

    def note(self, folder: Path, among: Collection[str] | None = None) -> None:
        """Learn the new tables in ``folder``, forget those that are gone. What cannot be written is learnt later.

        Where the engine is at work there, it may be writing new ones: only those are complete that are ``among`` what
        was there before it began. A frozen copy has complete ones alone.
        """
        with suppress(OSError):  # a table that vanished meanwhile, or a full disk
            names = sorted(path.name for path in folder.glob("*.sst"))
            if among is not None:
                names = [name for name in names if name in among or name in self._known]
            known = {name: self._known.get(name) or _Table.of(folder / name) for name in names}
            if known != self._known:
                lines = (f"{one.digest}  {name}\n# {one.size} {one.changed}\n" for name, one in known.items())
                written(self._path, "".join(lines).encode())
                self._known = known

    def forget(self) -> None:
        """Forget everything: the database is made anew. Raises OSError."""
        self._path.unlink(missing_ok=True)
        self._known = {}


def _read(path: Path) -> dict[str, _Table]:
    try:
        text = path.read_text("ascii")
    except (OSError, ValueError):
        return {}
    return {name: _Table(digest, int(size), int(changed)) for digest, name, size, changed in _LINE.findall(text)}
