"""What graphs held before: their bytes, packed, each under the digest of what it holds.

A file is written whole before the commit that names it, and never changed; one that no commit names is harmless.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from cancu.errors import NotFoundError, StoreError

_LEVEL = 6
"""Of packing: the highest takes twice the time for a fiftieth less."""
_ASIDE = 4
"""Texts that are written at a time: more than cores, for most of it is waiting for the disk."""
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Archive:
    """Texts by their SHA-256, as gzip files below a folder (``ab/cdef….gz``)."""

    def __init__(self, folder: Path) -> None:
        """Use ``folder``, made with the first text."""
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Keep ``data``, durable on return, and return its digest. Raises StoreError."""
        digest = hashlib.sha256(data).hexdigest()
        self._keep(digest, data)
        return digest

    @contextmanager
    def aside(self) -> Iterator[Callable[[bytes], str]]:
        """Yield what keeps many texts as ``put`` does, side by side; all are durable at the end. Raises StoreError."""
        begun: list[Future[None]] = []

        def put(data: bytes) -> str:
            digest = hashlib.sha256(data).hexdigest()
            begun.append(threads.submit(self._keep, digest, data))
            return digest

        with ThreadPoolExecutor(_ASIDE, thread_name_prefix="cancu-archive") as threads:
            yield put
        for one in begun:
            one.result()

    def _keep(self, digest: str, data: bytes) -> None:
        path = self._path(digest)
        if not path.exists():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(path, gzip.compress(data, _LEVEL, mtime=0))
            except OSError as error:
                raise StoreError(
                    f"Không lưu được bản cũ: {error.strerror}.",
                    f"an earlier version cannot be kept: {error.strerror}.",
                    where=str(path.parent),
                ) from error

    def get(self, digest: str) -> bytes:
        """Return what was kept under ``digest``.

        Raises NotFoundError where there is no such text, StoreError where the file does not hold what its name says.
        """
        path = self._path(digest) if _DIGEST.fullmatch(digest) else None
        if path is None or not path.exists():
            raise NotFoundError("Không giữ bản này.", "this version is not kept.", where=digest)
        try:
            data = gzip.decompress(path.read_bytes())
        except (OSError, EOFError) as error:
            raise _damaged(path) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise _damaged(path)
        return data

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest[2:]}.gz"


def _write(path: Path, data: bytes) -> None:
    """Write beside the place and rename: a reader sees the whole file or none."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _damaged(path: Path) -> StoreError:
    return StoreError(
        "Bản cũ bị hỏng: tệp không còn đúng nội dung; hãy lấy lại từ bản sao lưu.",
        "an earlier version is damaged: the file no longer holds what its name says; restore it from a backup.",
        where=str(path),
    )
