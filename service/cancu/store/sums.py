"""Digests of the tables of a database, by which damage is found before the engine opens it.

The engine tells a damaged block to who walks through a table, but a question that counts may never end over one. Its
tables (``*.sst``) are written once and never changed, so that each is read for this once, when it is new; later only
those are read whose size or time of change is another. Of new ones few are read at once and many in the background, so
that a start, or a copy for readers, costs the same however large the store is and whatever the engine has merged.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cancu.store.bag import digest_of
from cancu.store.layout import written

_AT_ONCE = 128_000_000
"""Bytes of new tables that are read while somebody waits: a quarter of a second."""
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
    """The digests, kept in the file ``path`` as ``sha256sum`` writes them, size and time below each as a comment.

    Methods are called by one at a time; what is done in the background ends with ``stop``, before ``note`` is called.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = _read(path)
        self._thread: threading.Thread | None = None
        self._is_stopped = threading.Event()

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
        self._note(folder, self._names(folder, among))

    def note_soon(self, folder: Path, among: Collection[str] | None = None) -> None:
        """Do the same, in the background where there is much to read; what vanishes meanwhile is learnt later."""
        if self._thread is not None and self._thread.is_alive():
            return
        names = self._names(folder, among)
        if sum(_size(folder / name) for name in names if name not in self._known) <= _AT_ONCE:
            self._note(folder, names)
        else:
            self._thread = threading.Thread(
                target=self._note, args=(folder, names), kwargs={"is_gentle": True}, name="cancu-sums", daemon=True
            )
            self._thread.start()

    def stop(self) -> None:
        """End what is done in the background, when the table is read that is; the others are learnt later."""
        self._is_stopped.set()
        if self._thread is not None:
            self._thread.join()

    def _names(self, folder: Path, among: Collection[str] | None) -> Sequence[str]:
        names = sorted(path.name for path in folder.glob("*.sst"))
        return names if among is None else [name for name in names if name in among or name in self._known]

    def _note(self, folder: Path, names: Sequence[str], *, is_gentle: bool = False) -> None:
        """Learn the tables of these names; gently: with as much time after each as its reading took, until stopped."""
        with suppress(OSError):  # a full disk
            known = {name: self._known[name] for name in names if name in self._known}
            for name in (name for name in names if name not in self._known):
                began = time.monotonic()
                with suppress(FileNotFoundError):
                    known[name] = _Table.of(folder / name)
                if is_gentle and self._is_stopped.wait(time.monotonic() - began):
                    break
            if known != self._known:
                lines = (f"{one.digest}  {name}\n# {one.size} {one.changed}\n" for name, one in sorted(known.items()))
                written(self._path, "".join(lines).encode())
                self._known = known

    def forget(self) -> None:
        """Forget everything: the database is made anew. Raises OSError."""
        self._path.unlink(missing_ok=True)
        self._known = {}


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # it has vanished meanwhile
        return 0


def _read(path: Path) -> dict[str, _Table]:
    try:
        text = path.read_text("ascii")
    except (OSError, ValueError):
        return {}
    return {name: _Table(digest, int(size), int(changed)) for digest, name, size, changed in _LINE.findall(text)}
