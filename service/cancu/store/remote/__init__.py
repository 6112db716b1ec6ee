"""store.remote: any SPARQL 1.1 database behind the interface of the store (docs/remote.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cancu.errors import CancuError, StoreError
from cancu.store.embedded import EmbeddedStore
from cancu.store.embedded import open_store as open_embedded
from cancu.store.federation import Federation
from cancu.store.files import StoreInUseError
from cancu.store.guard import Limits
from cancu.store.remote.credentials import Credentials
from cancu.store.remote.engine import Engine, Target
from cancu.store.remote.mirrored import MirroredStore
from cancu.store.remote.place import MIRROR, Lock, checked, folder_of, is_address
from cancu.store.remote.profiles import Profile, profile, profiles
from cancu.store.remote.store import RemoteStore

__all__ = [
    "MIRROR",
    "Credentials",
    "MirroredStore",
    "Profile",
    "Remote",
    "RemoteStore",
    "checked",
    "folder_of",
    "is_address",
    "open_remote",
    "profile",
    "profiles",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remote:
    """How a remote database is used: which engine (recognised where empty), who we are to it, which certificates are
    trusted, where our own state stands, and whether a copy answers also where the engine could."""

    engine: str = ""
    credentials: Credentials = field(default_factory=Credentials)
    authorities: str | None = None
    states: Path = Path("var/remote")
    is_mirrored: bool = False


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
    lock: Lock | None = None
    try:
        lock = Lock(folder)
    except StoreInUseError:
        if not is_shared:
            raise
    if lock is None and (folder / MIRROR).is_dir():
        return open_embedded(
            folder / MIRROR, limits=limits, prefixes=prefixes, readers=readers, is_shared=True, is_union=is_union
        )
    try:
        engine = Engine(Target(address, how.engine, how.credentials, how.authorities))
    except CancuError:
        if lock is not None:
            lock.release()
        raise
    try:
        if lock is not None and (how.is_mirrored or engine.profile.mirrored):
            return MirroredStore(
                engine, folder, limits, prefixes, lock=lock, readers=readers, is_union=is_union, federation=federation
            )
        if not is_union:
            raise StoreError(
                "Cơ sở dữ liệu từ xa chỉ hỏi được trên hợp của mọi đồ thị.",
                "a remote database is asked over the union of all graphs only.",
            )
        return RemoteStore(engine, folder, limits, prefixes, lock=lock, readers=readers, federation=federation)
    except CancuError:
        engine.close()
        if lock is not None:
            lock.release()
        raise
