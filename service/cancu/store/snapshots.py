"""Frozen copies of the store for readers: hard links made by the engine, renewed after commits, removed when unused.

Each is a folder that stands under its number when it is complete.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

_PAUSE = 0.25
"""Least seconds between two copies: many small commits in a row share one."""


@dataclass(slots=True)
class Snapshot:
    """A copy in ``path`` of the store as of ``version``, and how many readers have it open."""

    path: Path
    version: int
    users: int = 0


class Snapshots:
    """The copies of one store below ``folder``."""

    def __init__(self, folder: Path, copy: Callable[[Path], int]) -> None:
        """Take a function that copies the store to a new folder and returns the version it copied."""
        self._folder = folder
        self._copy = copy
        self._lock = threading.Lock()
        self._newest: Snapshot | None = None
        self._made = 0.0
        self._number = 0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="cancu-snapshot")
        self._wanted = 0
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def acquire(self, version: int) -> Snapshot:
        """Return a copy that is at least as new as ``version``; give it back with ``release``."""
        with self._lock:
            newest = self._newest
            if newest is None or newest.version < version:
                newest = self._renew()
            newest.users += 1
            return newest

    def release(self, snapshot: Snapshot) -> None:
        """Say that a reader has closed ``snapshot``."""
        with self._lock:
            snapshot.users -= 1
            self._drop_unused(snapshot)

    def renew_soon(self, version: int) -> None:
        """Make a copy of ``version`` in the background, for readers to come and for other processes."""
        if self._wanted < version:
            self._wanted = version
            self._thread.submit(self._renew_to_wanted)

    def close(self) -> None:
        """Wait for the copy that is being made."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _renew_to_wanted(self) -> None:
        with self._lock:
            if self._newest is None or self._newest.version < self._wanted:
                self._renew()

    def _renew(self) -> Snapshot:
        time.sleep(max(0.0, self._made + _PAUSE - time.monotonic()))
        self._number += 1
        path = self._folder / str(self._number)
        making = path.with_suffix(".new")
        try:
            version = self._copy(making)
            making.rename(path)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)  # its links keep tables on a disk that may be full
            raise
        old, new = self._newest, Snapshot(path, version)
        self._newest = new
        self._made = time.monotonic()
        if old is not None:
            self._drop_unused(old)
        return new

    def _drop_unused(self, snapshot: Snapshot) -> None:
        if snapshot.users == 0 and snapshot is not self._newest:
            shutil.rmtree(snapshot.path, ignore_errors=True)


def newest_on_disk(folder: Path) -> Path | None:
    """Return the newest copy below ``folder`` (of a service that runs in another process), or None."""
    copies = [path for path in folder.glob("*") if path.name.isdigit()]
    return max(copies, key=lambda path: int(path.name), default=None)


def link_copy(source: Path, target: Path) -> None:
    """Copy a snapshot so that its owner may remove it: tables (never changed) by hard link, the rest for real.

    Raises OSError or shutil.Error where it vanishes meanwhile.
    """
    shutil.copytree(source, target, copy_function=_link)


def _link(source: str, target: str) -> str:
    if source.endswith(".sst"):
        try:
            Path(target).hardlink_to(source)
        except OSError:  # another file system
            shutil.copy2(source, target)
    else:
        shutil.copy2(source, target)
    return target
