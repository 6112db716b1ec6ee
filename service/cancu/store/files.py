"""The files of a store on disk: opened by one process, linked from a frozen copy by any other."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cancu.errors import StoreError
from cancu.store import holdings, loading
from cancu.store.borrowed import Borrowed
from cancu.store.holdings import Holdings
from cancu.store.layout import (
    DB,
    FILE,
    FORMAT,
    HOLDINGS,
    SNAPSHOTS,
    UNION,
    drop_doubtful,
    format_of,
    is_lock,
    refuse_newer,
)
from cancu.store.lock import Lock, StoreInUseError, in_use
from cancu.store.snapshots import link_copy, newest_on_disk
from cancu.store.union import Union, graphs_of

_log = logging.getLogger("cancu.store")


def opened(folder: Path) -> tuple[Lock, Holdings, Union]:
    """Return the right to write to the store in ``folder``, what it holds, and what queries see of that.

    What is missing is made, what is damaged made anew from the other. Raises StoreInUseError, StoreError.
    """
    refuse_newer(folder)
    lock = Lock(folder)
    try:
        with _told(folder):
            _upgrade(folder)
            drop_doubtful(folder)
            _heal(folder)
            return lock, *_both(folder / UNION, Holdings(folder / HOLDINGS))
    except BaseException:
        lock.release()
        raise


def borrowed(folder: Path, private: Path) -> tuple[Holdings, Union]:
    """Return what the store in ``folder`` holds, and the copy in ``private`` of what queries see. Raises StoreError."""
    with _told(folder):
        return _both(private / UNION, Borrowed(folder / HOLDINGS), is_private=True)


def _both(union: Path, held: Holdings, *, is_private: bool = False) -> tuple[Holdings, Union]:
    try:
        return held, Union(union, held, is_private=is_private)
    except BaseException:
        held.close()
        raise


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep the store in ``folder`` from others. Raises StoreInUseError, StoreError."""
    lock = Lock(folder)
    try:
        yield
    finally:
        lock.release()


def _upgrade(folder: Path) -> None:
    """Bring an older store to today's format, but for saying so. Raises OSError, RuntimeError, StoreError.

    What was begun and not ended is begun again: an older version may have written meanwhile.
    """
    if (folder / DB).exists() and format_of(folder) != FORMAT:
        holdings.make(folder / HOLDINGS, loading.graphs_of(folder / DB))


def _heal(folder: Path) -> None:
    """Make what graphs hold anew from what queries see, where it is damaged or missing. Raises OSError, StoreError."""
    path = folder / HOLDINGS
    if path.exists() and holdings.is_sound(path):
        return
    if (folder / UNION).exists():
        _log.warning("made anew, for it was found damaged: %s", path)
        holdings.make(path, graphs_of(folder / UNION))
    elif path.exists() and ((folder / FILE).exists() or not holdings.is_blank(path)):
        raise holdings.damaged(path)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        if is_lock(error):
            raise in_use(folder) from error
        raise StoreError(
            f"Không mở được kho “{folder}”: {error}", f"the store “{folder}” cannot be opened: {error}"
        ) from error


def private_copy(folder: Path) -> Path:
    """Return a new folder with the newest frozen copy of the store in ``folder``. Raises StoreInUseError."""
    private = Path(tempfile.mkdtemp(prefix="cancu-"))
    for _ in range(3):  # the owner may remove a copy while we link it
        newest = newest_on_disk(folder / SNAPSHOTS)
        try:
            if newest is not None:
                link_copy(newest / UNION, private / UNION)
                return private
        except (OSError, shutil.Error):
            shutil.rmtree(private / UNION, ignore_errors=True)
    shutil.rmtree(private, ignore_errors=True)
    raise StoreInUseError(
        f"Kho “{folder}” đang được dùng và chưa có bản chụp để đọc; hãy thử lại.",
        f"the store “{folder}” is in use and has no snapshot to read yet; try again.",
    )
