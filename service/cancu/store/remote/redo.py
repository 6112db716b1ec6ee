"""A commit that takes several requests, written down before the first: what is begun is ended, also after a kill."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from cancu.errors import StoreError
from cancu.store.layout import synced, written


class Redo:
    """The file ``path``: which graphs shall hold what. It stands there from before such a commit until after it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def note(self, graphs: Mapping[str, bytes]) -> None:
        """Write down, durably, what the graphs shall hold. Raises StoreError; nothing was sent then."""
        told = {name: data.decode() for name, data in graphs.items()}
        try:
            written(self._path, json.dumps(told, ensure_ascii=False).encode())
        except OSError as error:
            raise _failed(error) from error

    def noted(self) -> dict[str, bytes]:
        """Return what stands there; nothing where no commit was left in the middle. Raises StoreError."""
        try:
            told = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise _failed(error) from error
        return {name: data.encode() for name, data in told.items()}

    def clear(self) -> None:
        """Say that the commit is over. Raises StoreError."""
        try:
            self._path.unlink(missing_ok=True)
            synced(self._path.parent)
        except OSError as error:
            raise _failed(error) from error


def _failed(error: Exception) -> StoreError:
    return StoreError(
        f"Không đọc hay ghi được tệp ghi lại (redo): {error}.", f"the redo file cannot be read or written: {error}."
    )
