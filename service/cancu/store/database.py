"""A database of the engine that is opened anew in the running process where it refuses to write.

After an error of its disk the engine (RocksDB) writes no more until it finds as much free as its largest buffer has,
which is 128 MB, for which it looks every five seconds; on a smaller disk, or one that stays nearly full, it never does,
however little there is to write. Opened anew it asks for next to nothing. What was flushed is in its tables, and what
was not is in its log, or was never acknowledged.
"""

from __future__ import annotations

import gc
import logging
import shutil
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from cancu.errors import StoreError
from cancu.store.layout import is_lock

T = TypeVar("T")
_log = logging.getLogger("cancu.store")
_ROOM = 4_000_000
"""Free bytes from which on a disk has room again: what opening writes. It gives more back: the log of what failed."""
_PATIENCE = 1.0
"""Seconds for which a renewal waits for those who read, and new ones for it."""
_PAUSE = 0.02


class Database:
    """The database in the folder ``path``. One writer at a time; ``do`` is for any thread."""

    def __init__(self, path: Path) -> None:
        """Open it, made where it is missing. Raises OSError, RuntimeError."""
        self._path = path
        self._store: ox.Store | None = ox.Store(str(path))
        self._gate = threading.Condition()
        self._users = 0
        self._is_shut = False
        self._is_doubted = False
        self._refusal: Exception | None = None
        _sweep(path)

    def do(self, work: Callable[[ox.Store], T]) -> T:
        """Return what ``work`` makes of the engine's object, of which it keeps nothing.

        Raises what ``work`` raises, and StoreError where the database is closed.
        """
        store = self._taken()
        try:
            return work(store)
        except BaseException as error:
            _let_go(error)
            raise
        finally:
            del store  # before others are told
            with self._gate:
                self._users -= 1
                self._gate.notify_all()

    def doubt(self, error: Exception) -> None:
        """Take note of what a write failed with; to be called by who wrote. Only errors of the engine count."""
        self._is_doubted |= isinstance(error, (OSError, RuntimeError))
        _sweep(self._path)

    def mend(self) -> bool:
        """After a write that failed: open it anew once there is room; tell whether it was. To be called by who writes.

        Where somebody reads all the while, the next write tries again. Raises StoreError where it can only be read.
        """
        is_renewed = self._is_doubted and has_room(self._path) and self._renewed()
        if self._refusal is not None:
            raise StoreError(
                f"Kho chỉ đọc được, chưa mở lại để ghi được: {self._refusal}",
                f"the store can be read only, for it could not be opened again for writing: {self._refusal}",
            )
        return is_renewed

    def close(self) -> None:
        """Release the files, once those who read have done so."""
        with self._gate:
            self._gate.wait_for(lambda: not self._users, _PATIENCE)
            self._store = None

    def _taken(self) -> ox.Store:
        with self._gate:
            self._gate.wait_for(lambda: not self._is_shut)
            if self._store is None:
                raise StoreError(
                    "Kho đang đóng hoặc chưa mở lại được; xin thử lại sau.",
                    "the store is closed or could not be opened again yet; try again later.",
                )
            self._users += 1
            return self._store

    def _renewed(self) -> bool:
        with self._gate:
            self._is_shut = True
            try:
                if not self._gate.wait_for(lambda: not self._users, _PATIENCE):
                    return False
                self._open_anew()
            finally:
                self._is_shut = False
                self._gate.notify_all()
        return self._refusal is None

    def _open_anew(self) -> None:
        self._store = None  # the engine keeps the folder locked while anything of it is left
        try:
            self._store = _opened(self._path)
        except (OSError, RuntimeError) as error:
            _log.error("can be read only, for it could not be opened again: %s: %s", self._path, error)
            self._refusal = error.with_traceback(None)
            with suppress(OSError, RuntimeError):
                self._store = ox.Store.read_only(str(self._path))
            return
        self._is_doubted, self._refusal = False, None
        _log.warning("opened anew after a write that failed: %s", self._path)


def has_room(path: Path) -> bool:
    """Tell whether the disk on which ``path`` lies has room for some writing."""
    try:
        return shutil.disk_usage(path).free >= _ROOM
    except OSError:
        return False


def _opened(path: Path) -> ox.Store:
    """Open it as soon as nobody holds what was open before. Raises OSError, RuntimeError."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return ox.Store(str(path))
        except (OSError, RuntimeError) as error:
            if not is_lock(error) or time.monotonic() > until:
                raise
        gc.collect()  # of what was open something may be left in a circle
        time.sleep(_PAUSE)


def _let_go(error: BaseException) -> None:
    """Empty the frames in which an error arose: who keeps the error would keep the engine's object open."""
    told: BaseException | None = error
    while told is not None:
        traceback.clear_frames(told.__traceback__)
        told = told.__cause__ or told.__context__


def _sweep(path: Path) -> None:
    """Remove what loads that failed, or were killed, left behind: the engine does not, and they take up room."""
    for left in path.glob("bulk-*.sst"):
        with suppress(OSError):
            left.unlink()
