"""Which of the two stores over a remote database is opened: the one that asks it, or the one with a copy here."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from cancu.errors import CancuError, StoreError
from cancu.store.embedded import EmbeddedStore
from cancu.store.embedded import open_store as open_embedded
from cancu.store.federation import Federation
from cancu.store.guard import Limits
from cancu.store.lock import Lock, StoreInUseError, in_use
from cancu.store.remote import Remote
from cancu.store.remote.engine import Engine, Target
from cancu.store.remote.mirrored import MirroredStore
from cancu.store.remote.place import MIRROR, SIZES, checked, folder_of
from cancu.store.remote.store import RemoteStore


def open_remote(
    url: str,
    how: Remote,
    *,
    limits: Limits,
    prefixes: Mapping[str, str],
    readers: int = 1,
    is_shared: bool = False,
    is_union: bool = True,
    federation: Federation | None = None,
) -> RemoteStore | EmbeddedStore:
    """Open the store at ``url``; with ``is_shared``, where another process writes to it, only for reading.

    Raises ParameterError (no usable address, no such engine), LimitError, StoreError.
    """
    address = checked(url)
    folder = folder_of(address, how.states)
    engine = Engine(Target(address, how.engine, how.credentials, how.authorities))
    lock: Lock | None = None
    try:
        lock = _lock(folder, address, is_shared=is_shared)
        if how.is_mirrored or engine.profile.mirrored:
            if lock is not None:
                return MirroredStore(
                    engine, folder, limits, prefixes, lock=lock, readers=readers, is_union=is_union,
                    federation=federation,
                )  # fmt: skip
            engine.close()
            return open_embedded(
                folder / MIRROR, limits=limits, prefixes=prefixes, readers=readers, is_shared=True, is_union=is_union
            )
        if not is_union:
            raise StoreError(
                "Cơ sở dữ liệu từ xa chỉ hỏi được trên hợp của mọi đồ thị.",
                "a remote database is asked over the union of all graphs only.",
            )
        lock = _needed(lock, folder, is_shared=is_shared)
        return RemoteStore(
            engine, folder, limits, prefixes, lock=lock, readers=readers, is_compared=not is_shared,
            federation=federation,
        )  # fmt: skip
    except CancuError:
        engine.close()
        if lock is not None:
            lock.release()
        raise


def _lock(folder: Path, address: str, *, is_shared: bool) -> Lock | None:
    """Take the right to write; who only wants to read may go without. Raises StoreError."""
    try:
        return Lock(folder)
    except StoreInUseError as error:
        if not is_shared:
            raise in_use(address) from error
        return None


def _needed(lock: Lock | None, folder: Path, *, is_shared: bool) -> Lock | None:
    """Return the lock, or None for who only reads what nobody has counted yet: that would take long for nothing.

    A copy of earlier, which nobody follows any more, is put aside: what commands find there is taken to answer.
    """
    if lock is not None and is_shared and not (folder / SIZES).exists():
        lock.release()
        return None
    if lock is not None and (folder / MIRROR).is_dir():
        (folder / MIRROR).rename(folder / f"{MIRROR}.{time.time_ns()}")
    return lock
