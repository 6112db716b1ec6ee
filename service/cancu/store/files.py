"""The databases of a store on disk: opened by one process, linked from a frozen copy by any other."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from cancu.errors import StoreError
from cancu.store.database import Database
from cancu.store.layout import DB, SNAPSHOTS, UNION, drop_doubtful, is_lock, refuse_newer
from cancu.store.snapshots import link_copy, newest_on_disk
from cancu.store.union import Union


class StoreInUseError(StoreError):
    """Another process has the store open."""


def opened(folder: Path, *, is_private: bool = False) -> tuple[Database, Union]:
    """Return both databases in ``folder``, made where they are missing; a private copy has no journal beside them.

    Raises StoreInUseError, StoreError.
    """
    refuse_newer(folder)
    with _told(folder):
        db = Database(folder / DB)
        if not is_private:
            drop_doubtful(folder)
        return db, db.do(lambda source: Union(folder / UNION, source, is_private=is_private))


@contextmanager
def locked(folder: Path) -> Iterator[ox.Store]:
    """Yield what is written of the store in ``folder``, kept from others. Raises StoreInUseError, StoreError."""
    with _told(folder):
        db = ox.Store(str(folder / DB))
    yield db


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        if is_lock(error):
            raise StoreInUseError(
                f"Kho “{folder}” đang được một tiến trình khác dùng; hãy dừng nó hoặc hỏi qua địa chỉ của nó.",
                f"the store “{folder}” is in use by another process; stop it or ask it by its address.",
            ) from error
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
                for part in (DB, UNION):
                    link_copy(newest / part, private / part)
                return private
        except (OSError, shutil.Error):
            for part in (DB, UNION):
                shutil.rmtree(private / part, ignore_errors=True)
    shutil.rmtree(private, ignore_errors=True)
    raise StoreInUseError(
        f"Kho “{folder}” đang được dùng và chưa có bản chụp để đọc; hãy thử lại.",
        f"the store “{folder}” is in use and has no snapshot to read yet; try again.",
    )
