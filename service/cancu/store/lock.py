"""The right to write to a store, for one process of this machine at a time; it ends with the process."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from cancu.errors import StoreError
from cancu.store.layout import LOCK


class StoreInUseError(StoreError):
    """Another process has the store open."""


class Lock:
    """That right, for the store in one folder."""

    def __init__(self, folder: Path) -> None:
        """Take it. Raises StoreInUseError where another process has it, StoreError where there is no room for it."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreError(
                f"Không dùng được thư mục “{folder}”: {error.strerror}.",
                f"the folder “{folder}” cannot be used: {error.strerror}.",
            ) from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._handle)
            raise in_use(folder) from error

    def release(self) -> None:
        """Give it back; a second time does nothing."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)


def in_use(store: Path | str) -> StoreInUseError:
    """Return the error that says that another process has the store in a folder, or at an address, open."""
    return StoreInUseError(
        f"Kho “{store}” đang được một tiến trình khác dùng; hãy dừng nó hoặc hỏi qua địa chỉ của nó.",
        f"the store “{store}” is in use by another process; stop it or ask it by its address.",
    )
